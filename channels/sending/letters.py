"""What waits in the outbox of a conversation, put into as few messages as its channel allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from actions import clock
from actions.store.models import Contact, Conversation, Inbox, Outbox
from channels.render import render
from channels.sending.carrier import Letter

AT_ONCE: Final = 30
"""Utterances of one conversation that are looked at together."""
BETWEEN: Final = "\n"
"""Between two utterances in one message."""


@dataclass(frozen=True)
class Due:
    """A conversation with something to send, and when its next letter may be tried (None: now)."""

    conversation_id: str
    channel: str
    next_try_at: datetime | None


def due(channels: Sequence[str], session: Session) -> list[Due]:
    """The conversations of these channels that have something to get, the longest waiting first. What follows an
    utterance that is put off waits with it."""
    first = (
        select(Outbox.conversation_id, func.min(Outbox.seq).label("seq"))
        .where(Outbox.status == "pending")
        .group_by(Outbox.conversation_id)
        .subquery()
    )
    wanted = (
        select(Outbox.conversation_id, Contact.channel, Outbox.next_try_at)
        .join(first, and_(first.c.conversation_id == Outbox.conversation_id, first.c.seq == Outbox.seq))
        .join(Conversation, Conversation.id == Outbox.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.channel.in_(channels))
        .order_by(Outbox.created_at)
    )
    return [Due(*row) for row in session.execute(wanted)]


def next_letter(conversation_id: str, longest: int, session: Session) -> Letter | None:
    """The next letter of a conversation; None when nothing waits, or when what waits is put off."""
    now = clock.now()
    wanted = (
        select(Outbox, Inbox.body)
        .outerjoin(Inbox, Inbox.id == Outbox.inbox_id)
        .where(Outbox.conversation_id == conversation_id, Outbox.status == "pending")
        .order_by(Outbox.seq)
        .limit(AT_ONCE)
    )
    found = [(row, body) for row, body in session.execute(wanted)]
    if not found or (found[0][0].next_try_at or now) > now:
        return None
    conversation = session.get_one(Conversation, conversation_id)
    contact = session.get_one(Contact, conversation.contact_id)
    rows = together((row for row, _ in found), contact.channel, longest)
    shown = [render(row.utterance, contact.channel) for row in rows]
    answered: dict[str, Any] = found[0][1] or {}
    return Letter(
        ids=tuple(row.id for row in rows),
        conversation_id=conversation_id,
        address=contact.last_address or contact.address,
        text=BETWEEN.join(one["text"] for one in shown),
        buttons=tuple(shown[-1]["buttons"]),
        lang=conversation.lang,
        answers=answered.get("provider_id"),
        said_at=rows[0].created_at,
        utterances=tuple(row.utterance for row in rows),
    )


def together(rows: Iterable[Outbox], channel: str, longest: int) -> list[Outbox]:
    """The first rows that fit into one message: up to a question or buttons, which end it, and never one row that is
    put off on its own account."""
    taken: list[Outbox] = []
    length = 0
    for row in rows:
        length += len(render(row.utterance, channel)["text"]) + (len(BETWEEN) if taken else 0)
        if taken and (length > longest or row.next_try_at != taken[0].next_try_at):
            break
        taken.append(row)
        if row.utterance.get("options") or row.utterance.get("awaiting"):
            break
    return taken


def pending_count(channels: Sequence[str], session: Session) -> int:
    """How many utterances wait to be sent on these channels."""
    wanted = (
        select(func.count())
        .select_from(Outbox)
        .join(Conversation, Conversation.id == Outbox.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Outbox.status == "pending", Contact.channel.in_(channels))
    )
    return int(session.scalar(wanted) or 0)
