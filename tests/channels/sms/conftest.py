"""Một Cửa with the tests' own little interview, its sender, and the SMS gateways around it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.store import db
from actions.store.models import Contact, Conversation, Inbox
from tests.stack import Stack


def heard(stack: Stack, address: str) -> list[str]:
    """What was kept of one number, in order: texts, and payloads of commands and choices."""
    wanted = (
        select(Inbox.body)
        .join(Conversation, Conversation.id == Inbox.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.channel == "sms", Contact.address == address)
        .order_by(Inbox.seq)
    )
    with db.reading(stack.engine()) as session:
        return [str(body.get("text") or body.get("payload")) for body in session.scalars(wanted)]


def numbers(stack: Stack) -> Sequence[str]:
    """Everybody who is known by SMS."""
    with db.reading(stack.engine()) as session:
        return session.scalars(select(Contact.address).where(Contact.channel == "sms")).all()
