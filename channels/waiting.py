"""The message of a conversation that is to be worked off next, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from actions import clock
from actions.store.models import Conversation, Inbox, Question
from channels.rasa_client import Understand


@dataclass(frozen=True)
class Fetch:
    """A file that its provider still keeps; fetched first, then worked off like any other."""

    url: str


Message = Understand | Fetch | Literal["direct", "done"]
"""Rasa, with what it has to know; ``direct`` where nothing has to be understood, ``done`` where nothing is to do."""

_BOTH = select(Inbox, Conversation).join(Conversation, Conversation.id == Inbox.conversation_id)
_FIRST = (
    _BOTH.where(Inbox.conversation_id == bindparam("conversation"), Inbox.status == "new").order_by(Inbox.seq).limit(1)
)
_ANY = select(exists().where(Inbox.conversation_id == bindparam("conversation"), Inbox.status == "new"))
_ONE = _BOTH.where(Inbox.id == bindparam("message"))


@dataclass(frozen=True)
class Waiting:
    """A message to work off. ``message`` is what it needs as of the reading of this row."""

    id: str
    conversation_id: str
    seq: int
    received_at: datetime
    next_try_at: datetime | None
    attempts: int
    told: bool
    message: Message


def next_of(session: Session, conversation_id: str) -> Waiting | None:
    """The message of a conversation that has to be worked off next. Mostly there is none, which is found out by a
    cheaper question."""
    keys = {"conversation": conversation_id}
    if not session.connection().scalar(_ANY, keys):
        return None
    found = session.execute(_FIRST, keys).first()
    if found is None:
        return None
    return of(session, *found)


def of(session: Session, row: Inbox, conversation: Conversation) -> Waiting:
    """A message of a conversation as one to work off."""
    message = _message(session, row, conversation)
    return Waiting(
        row.id, conversation.id, row.seq, row.received_at, row.next_try_at, row.attempts, row.notice_sent, message
    )


def prepare(session: Session, inbox_id: str) -> Message:
    """What one message needs now."""
    found = session.execute(_ONE, {"message": inbox_id}).first()
    if found is None:  # erased
        return "done"
    row, conversation = found
    return _message(session, row, conversation)


def is_new(session: Session, inbox_id: str) -> bool:
    """Whether the message is still to be worked off; one that was erased is not."""
    return session.scalar(select(Inbox.status).where(Inbox.id == inbox_id)) == "new"


def _message(session: Session, row: Inbox, conversation: Conversation) -> Message:
    """A text is bound to the question that was on the screen when it came, so it is read with that question's
    expectation even if another has been asked since."""
    if row.status != "new":  # answered by another try
        return "done"
    if "fetch" in row.body:
        return Fetch(str(row.body["fetch"]["url"]))
    text = str(row.body.get("text") or "")
    if row.kind != "text" or conversation.owner != "bot" or not text.strip():
        return "direct"
    return Understand(
        conversation.rasa_sender or conversation.id,
        text,
        {
            "inbox_id": row.id,
            "conversation_id": conversation.id,
            "asked_id": row.asked_id,
            "awaiting": _awaiting(session, conversation, row),
            "lang": conversation.lang,
            "today": clock.today().isoformat(),
        },
    )


def _awaiting(session: Session, conversation: Conversation, row: Inbox) -> dict[str, Any] | None:
    if row.asked_id == conversation.asked_id:
        return conversation.awaiting
    asked = session.get(Question, row.asked_id) if row.asked_id else None
    return asked.awaiting if asked is not None else None
