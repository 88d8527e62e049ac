"""Tables of talking: who writes from where, the conversation, what came in, what goes out, what was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions import clock
from actions.ids import new_id
from actions.store.base import Base, Json, one_of


class Contact(Base):
    """One address on one channel. People and contacts are n:m (``ContactPerson``). ``last_address``: of one who was
    erased, where the answer to that goes; empty again once it went."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    channel: Mapped[str]
    address: Mapped[str]
    last_address: Mapped[str | None]
    lang: Mapped[str] = mapped_column(default="vi")
    locality_code: Mapped[str | None]
    do_not_notify: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Person(Base):
    """Somebody known to us; ``data`` holds what may be used again with their consent."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ContactPerson(Base):
    """Who is reached through a contact, and how they are related to its owner."""

    __tablename__ = "contact_person"

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    relation: Mapped[str] = mapped_column(default="self")


class Conversation(Base):
    """One contact's exchange. ``owner`` says who answers; ``dialogue`` is the interview's own state."""

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint(one_of("owner", "bot", "queued", "officer"), "owner"),
        CheckConstraint(
            one_of(
                "state",
                "idle",
                "interview",
                "review",
                "submitted",
                "queued",
                "officer",
                "paused",
                "cancelled",
            ),
            "state",
        ),
        Index(None, "contact_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"))
    owner: Mapped[str] = mapped_column(default="bot")
    owner_version: Mapped[int] = mapped_column(default=0)
    owner_reason: Mapped[str | None]
    queue: Mapped[str | None]
    lang: Mapped[str] = mapped_column(default="vi")
    locality_code: Mapped[str | None]
    dialogue: Mapped[dict[str, Any]] = mapped_column(default=dict)
    awaiting: Mapped[dict[str, Any] | None]
    asked_id: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="idle")
    rasa_sender: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Inbox(Base):
    """A message as it came, committed before anybody is told that it arrived.

    ``body``: ``{"text"}``, ``{"payload"}``, ``{"keys"}`` or ``{"media_id"}`` by ``kind``. ``asked_id`` is the
    question last asked when the row was committed. ``result`` is what the API answers beside the replies
    (asking, state, dossier), frozen when the turn is done so that a repeated message gets the same bytes.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "provider_message_id"),
        UniqueConstraint("conversation_id", "seq"),
        CheckConstraint(one_of("status", "new", "done", "held", "dead"), "status"),
        CheckConstraint(one_of("kind", "text", "choice", "keys", "media", "command"), "kind"),
        Index(None, "conversation_id", "status", "seq"),
        Index(None, "status", "next_try_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    channel: Mapped[str]
    provider_message_id: Mapped[str]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    asked_id: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    status: Mapped[str] = mapped_column(default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    error: Mapped[str | None]
    notice_sent: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]


class Outbox(Base):
    """An utterance to send, in the order of ``seq`` within its conversation.

    ``inbox_id`` is the message it answers (None: sent unasked); ``position`` counts from 0 in that answer.
    ``provider_id`` is the message's id at its provider, who may tell when it was delivered and seen.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        CheckConstraint(one_of("status", "pending", "sent", "dead"), "status"),
        Index(None, "inbox_id", "position"),
        Index(None, "status", "next_try_at"),
        Index(None, "provider_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    inbox_id: Mapped[str | None] = mapped_column(ForeignKey("inbox.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0)
    utterance: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    provider_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


class Question(Base):
    """A question as it was asked, so that an answer can be bound to it even after the next one was asked."""

    __tablename__ = "question"
    __table_args__ = (Index(None, "conversation_id", "asked_at"),)

    asked_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    declaration_id: Mapped[str | None] = mapped_column(ForeignKey("declaration.id", ondelete="SET NULL"))
    field: Mapped[str]
    kind: Mapped[str]
    purpose: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=0)
    awaiting: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]


class Journal(Base):
    """What happened in an interview (asked, understood, corrected, skipped). Never a value."""

    __tablename__ = "journal"
    __table_args__ = (Index(None, "conversation_id", "at"), Index(None, "event", "at"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    declaration_id: Mapped[str | None] = mapped_column(ForeignKey("declaration.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    event: Mapped[str]
    field: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
