"""Erasing what a citizen told us: drafts, media and the contact at once; an accepted dossier is a state record."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from actions.ids import new_id
from actions.settings import settings
from actions.sharing import store as parts
from actions.store.models import (
    AcceptedVersion,
    Answer,
    Audit,
    Consent,
    Contact,
    Conversation,
    Declaration,
    DeclarationAccess,
    Dossier,
    Inbox,
    Leg,
    Media,
    Outbox,
    Question,
    Spool,
)  # fmt: skip

OURS = ("received", "awaiting_officer", "returned")
"""Dossier states before the commune's acceptance: not yet a state record, so they go too."""


SENT = ("zalo", "sms")
"""Channels whose answers are sent, so that the last one needs an address."""
_HELPED = select(DeclarationAccess.declaration_id).where(DeclarationAccess.role == "helper")


def erase(session: Session, conversation: Conversation, current_inbox: str) -> None:
    """Erase everything of this contact that is not an accepted dossier. The message being answered keeps its row
    (emptied), so that its answer can be delivered once; the contact's address is replaced, so that nobody who
    writes from it is recognised again. Where that answer has to be sent, the address is kept until it is
    (``forget_address``)."""
    contact_id = conversation.contact_id
    contact = session.get_one(Contact, contact_id)
    last_address = contact.address if current_inbox and contact.channel in SENT else None
    declarations = list(session.scalars(select(Declaration).where(Declaration.contact_id == contact_id)))
    helped = set(session.scalars(_HELPED.where(DeclarationAccess.contact_id == contact_id)))
    for declaration in declarations:
        if declaration.id in helped:  # a neighbour's: not the helper's to erase
            declaration.contact_id, declaration.conversation_id = None, None
            continue
        dossier = session.scalar(select(Dossier).where(Dossier.declaration_id == declaration.id))
        if dossier is not None and dossier.status not in OURS:
            declaration.contact_id, declaration.conversation_id, dossier.contact_id = None, None, None
            continue
        _erase_declaration(session, declaration.id, dossier)
    parts.forget(session, contact_id)
    conversations = list(session.scalars(select(Conversation.id).where(Conversation.contact_id == contact_id)))
    _erase_media(session, conversations)
    session.execute(delete(Outbox).where(Outbox.conversation_id.in_(conversations)))
    session.execute(delete(Question).where(Question.conversation_id.in_(conversations)))
    session.execute(delete(Inbox).where(Inbox.conversation_id.in_(conversations), Inbox.id != current_inbox))
    session.execute(update(Inbox).where(Inbox.id == current_inbox).values(body={}, result=None))
    session.execute(delete(Consent).where(Consent.contact_id == contact_id))
    session.execute(
        update(Contact)
        .where(Contact.id == contact_id)
        .values(address=f"erased:{new_id()}", last_address=last_address, do_not_notify=True, locality_code=None)
    )
    session.add(Audit(actor="citizen", action="erase", object_type="contact", object_id=contact_id, detail={}))


def forget_address(session: Session, conversation_id: str) -> None:
    """After a letter to one who was erased: the last one has gone, and the address with it."""
    conversation = session.get(Conversation, conversation_id)
    contact = session.get_one(Contact, conversation.contact_id) if conversation is not None else None
    if contact is None or contact.last_address is None:
        return
    waiting = select(Outbox.id).where(Outbox.conversation_id == conversation_id, Outbox.status == "pending").limit(1)
    session.flush()
    if session.scalar(waiting) is None:
        contact.last_address = None


def _erase_declaration(session: Session, declaration_id: str, dossier: Dossier | None) -> None:
    if dossier is not None:
        legs = select(Leg.id).where(Leg.dossier_code == dossier.code)
        session.execute(delete(Spool).where(Spool.leg_id.in_(legs)))
        session.execute(delete(Leg).where(Leg.dossier_code == dossier.code))
    session.execute(delete(AcceptedVersion).where(AcceptedVersion.declaration_id == declaration_id))
    if dossier is not None:
        session.delete(dossier)
        session.flush()
    session.execute(delete(Answer).where(Answer.declaration_id == declaration_id))
    session.execute(delete(DeclarationAccess).where(DeclarationAccess.declaration_id == declaration_id))
    session.execute(delete(Declaration).where(Declaration.id == declaration_id))


def _erase_media(session: Session, conversations: list[str]) -> None:
    """Files and rows. Should the transaction be rolled back, the turn is tried again and finds the files gone,
    which is what was asked for."""
    for row in session.scalars(select(Media).where(Media.conversation_id.in_(conversations))):
        (settings().data / "media" / row.path).unlink(missing_ok=True)
        session.delete(row)
