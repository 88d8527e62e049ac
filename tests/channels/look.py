"""Looking into the database of a stack that runs the tests' own interview."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.store import conversations, db
from actions.store.models import Conversation, Inbox, Outbox
from tests.stack import Stack


def _conversation(session: Session, sender: str) -> Conversation:
    found = conversations.find(session, "web", f"sender:{sender}")
    assert found is not None
    return found


def heard(stack: Stack, sender: str) -> list[str]:
    """What the interview heard of a sender, in order."""
    with db.reading(stack.engine()) as session:
        return list(_conversation(session, sender).dialogue.get("heard", []))


def inbox_of(stack: Stack, sender: str) -> Sequence[Inbox]:
    """The messages of a sender, in the order in which they were kept."""
    with db.reading(stack.engine()) as session:
        mine = Inbox.conversation_id == _conversation(session, sender).id
        return session.scalars(select(Inbox).where(mine).order_by(Inbox.seq)).all()


def prompts_of(stack: Stack, sender: str) -> list[str]:
    """The prompts of everything said to a sender, in order."""
    with db.reading(stack.engine()) as session:
        mine = Outbox.conversation_id == _conversation(session, sender).id
        rows = session.scalars(select(Outbox).where(mine).order_by(Outbox.seq))
        return [row.utterance["prompt_id"] for row in rows]
