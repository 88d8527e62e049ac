"""What came in: accepted once, worked off in order, never lost, and never tried for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from actions import clock
from actions.errors import BadInput
from actions.inputs import Input, InputKind
from actions.store import conversations, outbox, rows
from actions.store.db import lock_conversation
from actions.store.models import Audit, Conversation, Inbox, Journal, Media
from actions.utterance import Utterance
from nlu.types import Understanding

# Statements of every turn are made once: making one costs as much as running it.
_OF = Inbox.conversation_id == bindparam("conversation")
_FIND = select(Inbox).where(Inbox.channel == bindparam("channel"), Inbox.provider_message_id == bindparam("message_id"))
_EARLIER = select(exists().where(_OF, Inbox.status == "new", Inbox.seq < bindparam("seq")))
_PILE = select(
    select(func.max(Inbox.seq)).where(_OF).scalar_subquery(),
    select(func.count()).where(_OF, Inbox.status == "new").scalar_subquery(),
    select(func.count()).where(_OF, Inbox.received_at >= bindparam("since")).scalar_subquery(),
)


LATELY = timedelta(minutes=1)
"""What counts as lately, where somebody may be too fast."""


class Reused(BadInput):
    """A message id that this sender already used for a different message."""

    citizen_prompt = "error.message_id_reused"


@dataclass(frozen=True)
class Pile:
    """What a conversation's inbox holds: how many messages wait, how many came ``LATELY``; ``seq``: the next place."""

    seq: int
    waiting: int
    lately: int


def pile(session: Session, conversation_id: str) -> Pile:
    """What is in the inbox of a conversation."""
    keys = {"conversation": conversation_id, "since": clock.now() - LATELY}
    last, waiting, lately = session.connection().execute(_PILE, keys).one()
    return Pile(0 if last is None else last + 1, waiting, lately)


def accept(
    session: Session,
    conversation: Conversation,
    place: Pile,
    *,
    channel: str,
    message_id: str,
    kind: InputKind,
    body: dict[str, Any],
    next_try_at: datetime | None = None,
) -> Inbox:
    """Keeps a new message behind all others of its conversation, perhaps to be worked off later only. The caller has
    locked the conversation and looked for the ``message_id``, which is unique per channel."""
    row = Inbox(
        conversation_id=conversation.id,
        seq=place.seq,
        channel=channel,
        provider_message_id=message_id,
        kind=kind,
        body=body,
        asked_id=conversation.asked_id,
        next_try_at=next_try_at,
        notice_sent=next_try_at is not None,  # who is slowed down hears of it by another sentence
    )
    rows.keep(session, row)
    return row


def find(session: Session, channel: str, message_id: str) -> Inbox | None:
    """A message that was kept before, by the channel's own id."""
    return session.scalar(_FIND, {"channel": channel, "message_id": message_id})


def require_same(
    session: Session, known: Inbox, kind: InputKind, body: dict[str, Any], sha256: str | None = None
) -> None:
    """The same id with the same content is the same message, however often it comes; ``sha256`` is a file's. With
    another content it raises Reused, because answering the old one would lose the new one."""
    if not _same(session, known, kind, body, sha256):
        raise Reused("this message_id was already used for another message")


def _same(session: Session, known: Inbox, kind: InputKind, body: dict[str, Any], sha256: str | None) -> bool:
    if not known.body or "fetch" in body:  # erased; or a file whose address may be another each time it is told
        return True
    if "text" in known.body or "text" in body:
        return known.body.get("text") == body.get("text")
    if known.kind != kind:
        return False
    if kind != "media":
        return known.body == body
    file = session.get(Media, known.body["media_id"])
    return file is not None and file.sha256 == sha256


def waiting(session: Session) -> Sequence[str]:
    """The conversations that have messages to work off."""
    return session.scalars(select(Inbox.conversation_id).where(Inbox.status == "new").distinct()).all()


def earlier_waiting(session: Session, row: Inbox) -> bool:
    """Whether an earlier message of the same conversation is still to be worked off."""
    return bool(session.connection().scalar(_EARLIER, {"conversation": row.conversation_id, "seq": row.seq}))


def to_input(row: Inbox, understanding: Understanding | None) -> Input:
    """The row as what a turn starts from."""
    return Input(
        inbox_id=row.id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        kind=row.kind,  # type: ignore[arg-type]  # the column's check constraint holds the same five words
        text=str(row.body.get("text") or row.body.get("keys") or ""),
        payload=str(row.body.get("payload") or ""),
        media_id=row.body.get("media_id"),
        asked_id=row.asked_id,
        understanding=understanding,
    )


def finish(session: Session, conversation: Conversation, row: Inbox, status: str) -> None:
    """The message is answered (``done``), left to an officer (``held``) or given up (``dead``)."""
    session.flush()  # where it stands is asked of the database
    standing = conversations.standing(session, conversation)
    rows.change(session, row, status=status, done_at=clock.now(), next_try_at=None, result=standing)


def put_off(session: Session, inbox_id: str, *, error: str, next_try_at: datetime, counts: bool) -> None:
    """A try failed: when to try again. ``counts`` is False when the other side was not even reached."""
    row = session.get(Inbox, inbox_id)
    if row is None or row.status != "new":
        return
    row.error = error[:500]
    row.next_try_at = next_try_at
    if counts:
        row.attempts += 1


def _locked(session: Session, inbox_id: str) -> tuple[Inbox, Conversation] | tuple[None, None]:
    """A message and its conversation, as they are once the conversation is locked."""
    row = session.get(Inbox, inbox_id)
    if row is None:
        return None, None
    conversation = lock_conversation(session, row.conversation_id)
    again = session.get(Inbox, inbox_id, populate_existing=True)
    return (again, conversation) if again is not None else (None, None)


def bury(session: Session, inbox_id: str, reason: str) -> bool:
    """Gives a message up: tells the citizen honestly, and leaves a trace that people look at.

    Returns False when the message was answered, or erased, in the meantime.
    """
    row, conversation = _locked(session, inbox_id)
    if row is None or conversation is None or row.status != "new":
        return False
    outbox.add(session, conversation, row.id, [Utterance("error.dead_letter", lang=conversation.lang)])
    row.error = reason[:500]
    finish(session, conversation, row, "dead")
    detail = {"inbox_id": row.id, "attempts": row.attempts, "reason": reason[:200]}
    session.add(Journal(conversation_id=conversation.id, event="message_dead", detail=detail))
    session.add(Audit(actor="gateway", action="message_dead", object_type="inbox", object_id=row.id, detail=detail))
    return True


def give_receipt(session: Session, inbox_id: str) -> bool:
    """Tells the citizen once that the message arrived and that the answer takes longer.

    Nothing is said when it was said for an earlier message that still waits: one receipt covers the queue.
    """
    row, conversation = _locked(session, inbox_id)
    if row is None or conversation is None or row.status != "new" or row.notice_sent:
        return False
    row.notice_sent = True
    told = exists().where(
        Inbox.conversation_id == row.conversation_id,
        Inbox.status == "new",
        Inbox.notice_sent.is_(True),
        Inbox.id != row.id,
    )
    if session.scalar(select(told)):
        return False
    outbox.add(session, conversation, None, [Utterance("receipt.wait", lang=conversation.lang)])
    return True
