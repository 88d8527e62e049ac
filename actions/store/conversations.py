"""Finding the conversation of an address, and what the API says about where it stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from actions.store import db
from actions.store.models import Contact, Conversation, Declaration, Dossier

# Statements of every turn are made once: making one costs as much as running it.
_NEWEST = (
    select(Conversation)
    .join(Contact, Contact.id == Conversation.contact_id)
    .where(Contact.channel == bindparam("channel"), Contact.address == bindparam("address"))
    .order_by(Conversation.created_at.desc())
    .limit(1)
)
_LOCKED = _NEWEST.with_for_update(of=Conversation).execution_options(populate_existing=True)
_RECEIPT = (
    select(Dossier.code)
    .select_from(Declaration)
    .outerjoin(Dossier, Dossier.declaration_id == Declaration.id)
    .where(Declaration.conversation_id == bindparam("conversation"))
    .order_by(Declaration.created_at.desc())
    .limit(1)
)


def find(session: Session, channel: str, address: str) -> Conversation | None:
    """The newest conversation of a contact, if it ever wrote."""
    return session.scalar(_NEWEST, {"channel": channel, "address": address})


def lock_or_open(session: Session, channel: str, address: str, locality_code: str = "") -> Conversation:
    """``find_or_open``, with the conversation locked until the transaction ends."""
    known = session.scalar(_LOCKED, {"channel": channel, "address": address})
    if known is not None:
        return known
    return db.lock_conversation(session, find_or_open(session, channel, address, locality_code).id)


def find_or_open(session: Session, channel: str, address: str, locality_code: str = "") -> Conversation:
    """The newest conversation of a contact; contact and conversation are made when they write first."""
    known = find(session, channel, address)
    if known is not None:
        return known
    contact = session.scalar(select(Contact).where(Contact.channel == channel, Contact.address == address))
    if contact is None:
        contact = Contact(channel=channel, address=address, locality_code=locality_code or None)
        session.add(contact)
        session.flush()
    conversation = Conversation(
        contact_id=contact.id, lang=contact.lang, locality_code=contact.locality_code, dialogue={}
    )
    session.add(conversation)
    session.flush()
    return conversation


def standing(session: Session, conversation: Conversation) -> dict[str, Any]:
    """``{"asking", "state", "dossier"}`` as ``/api/chat`` answers them; no dossier while a declaration is made."""
    declaring = conversation.state in ("interview", "review")
    return {
        "asking": asking(conversation),
        "state": conversation.state,
        "dossier": None if declaring else _dossier(session, conversation.id),
    }


def asking(conversation: Conversation) -> dict[str, Any] | None:
    """What is awaited, with each option's id as the payload of its button (``<asked_id>:<option_id>``).

    ``{"field", "kind", "options"}``; while fields are asked also ``"progress": {"step", "of"}`` (question ``step``
    of about ``of``, from 1), and where a person in danger may leave, ``"leave"``: the payload of that button; where a
    photo of a card would answer, ``"photo": true``.
    """
    awaiting = conversation.awaiting
    if not awaiting:
        return None
    prefix = f"{conversation.asked_id}:"
    more: dict[str, Any] = {}
    if "step" in awaiting:
        more["progress"] = {"step": awaiting["step"], "of": awaiting["steps"]}
    if awaiting.get("purpose") == "danger":
        more["leave"] = f"{prefix}leave"
    if awaiting.get("photo"):
        more["photo"] = True
    return {
        "field": awaiting.get("field"),
        "kind": awaiting.get("kind"),
        "options": [
            {
                "id": option["id"] if option["id"].startswith(prefix) else prefix + option["id"],
                "title": option["title"],
            }
            for option in awaiting.get("options") or ()
        ],
        **more,
    }


def _dossier(session: Session, conversation_id: str) -> str | None:
    """The receipt code of the conversation's latest declaration, once that was submitted."""
    code: str | None = session.connection().scalar(_RECEIPT, {"conversation": conversation_id})
    return code
