"""What goes out: utterances in the order they were said, kept until their channel has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from actions import clock
from actions.store import rows
from actions.store.models import Conversation, Inbox, Outbox
from actions.utterance import Utterance

_LAST = select(
    select(func.max(Outbox.seq)).where(Outbox.conversation_id == bindparam("conversation")).scalar_subquery(),
    select(func.max(Outbox.position)).where(Outbox.inbox_id == bindparam("message")).scalar_subquery(),
)

_REPLIES = select(Outbox).where(Outbox.inbox_id == bindparam("message")).order_by(Outbox.position)

_ANSWER = (
    select(Inbox.channel, Inbox.result, Outbox.id, Outbox.utterance)
    .outerjoin(Outbox, Outbox.inbox_id == Inbox.id)
    .where(Inbox.id == bindparam("message"))
    .order_by(Outbox.position)
)

_SENT = (
    update(Outbox)
    .where(Outbox.id.in_(bindparam("ids", expanding=True)), Outbox.status == "pending")
    .values(status="sent", sent_at=bindparam("now"), attempts=Outbox.attempts + 1)
)


def add(
    session: Session, conversation: Conversation, inbox_id: str | None, utterances: Iterable[Utterance]
) -> list[Outbox]:
    """Queues utterances after all earlier ones of the conversation, whose row the caller has locked.

    ``inbox_id`` is the message they answer; None for what is said unasked (a receipt, a notice, an officer).
    """
    keys = {"conversation": conversation.id, "message": inbox_id}
    last_seq, last_position = session.connection().execute(_LAST, keys).one()
    seq = 0 if last_seq is None else last_seq + 1
    position = 0 if inbox_id is None or last_position is None else last_position + 1
    said = [
        Outbox(
            conversation_id=conversation.id,
            seq=seq + index,
            inbox_id=inbox_id,
            position=position + index,
            utterance=utterance.to_dict(),
        )
        for index, utterance in enumerate(utterances)
    ]
    rows.insert(session, said)
    return said


def replies(session: Session, inbox_id: str) -> Sequence[Outbox]:
    """Everything that answers one message, in order."""
    return session.scalars(_REPLIES, {"message": inbox_id}).all()


@dataclass(frozen=True)
class Answered:
    """What a message got: ``result`` as in its inbox row, and the replies ``(outbox id, utterance)`` in order."""

    channel: str
    result: dict[str, Any] | None
    said: list[tuple[str, dict[str, Any]]]


def answer(session: Session, inbox_id: str) -> Answered | None:
    """The answer to one message; None when the message was erased."""
    found = session.connection().execute(_ANSWER, {"message": inbox_id}).all()
    if not found:
        return None
    channel, result, *_ = found[0]
    return Answered(channel, result, [(row.id, row.utterance) for row in found if row.id is not None])


def after(session: Session, conversation_id: str, last_id: str | None, limit: int = 200) -> Sequence[Outbox]:
    """What a listener has not seen: all after ``last_id``, or, without one, all that was never delivered.

    An id that is not of this conversation counts as none.
    """
    wanted = select(Outbox).where(Outbox.conversation_id == conversation_id).order_by(Outbox.seq).limit(limit)
    seen = session.get(Outbox, last_id) if last_id else None
    if seen is not None and seen.conversation_id == conversation_id:
        return session.scalars(wanted.where(Outbox.seq > seen.seq)).all()
    return session.scalars(wanted.where(Outbox.status == "pending")).all()


def mark_sent(session: Session, ids: Sequence[str]) -> None:
    """The channel has these now."""
    session.connection().execute(_SENT, {"ids": list(ids), "now": clock.now()})
