"""Tables of filing: the declaration and its answers, the dossier, its legs to other systems, consents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions import clock
from actions.ids import new_id
from actions.store.base import Base, Json, one_of


class Declaration(Base):
    """The answers of one procedure for one subject; pins the procedure's version."""

    __tablename__ = "declaration"
    __table_args__ = (
        CheckConstraint(one_of("status", "draft", "paused", "submitted", "cancelled"), "status"),
        Index(None, "conversation_id", "created_at"),
        Index(None, "contact_id", "status"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    procedure_id: Mapped[str]
    procedure_version: Mapped[str]
    subject_label: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft")
    filing_basis: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class DeclarationAccess(Base):
    """Which contacts may see or fill a declaration, and when that was checked."""

    __tablename__ = "declaration_access"

    declaration_id: Mapped[str] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str]
    verified_at: Mapped[datetime | None]


class Answer(Base):
    """One version of one field's answer. Never updated with another value: the next version is a new row."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("declaration_id", "field", "version"),
        CheckConstraint(one_of("status", "known", "candidates", "unknown", "unread", "disputed"), "status"),
        CheckConstraint(one_of("source", "said", "keyed", "photo", "derived", "officer"), "source"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    declaration_id: Mapped[str] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"))
    field: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(default="known")
    value: Mapped[Any | None] = mapped_column(Json)
    raw_text: Mapped[str | None]
    media_id: Mapped[str | None] = mapped_column(ForeignKey("media.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(default="said")
    confidence: Mapped[float | None]
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    confirmed_by: Mapped[str | None]
    inbox_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Dossier(Base):
    """A declaration sent to the commune, under our own receipt code; a declaration gives at most one.

    ``status``: received, awaiting_officer, returned, then the official ones from acceptance on.
    """

    __tablename__ = "dossier"
    __table_args__ = (Index(None, "commune_code", "status"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    declaration_id: Mapped[str] = mapped_column(ForeignKey("declaration.id"), unique=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    commune_code: Mapped[str | None]
    procedure_id: Mapped[str]
    status: Mapped[str] = mapped_column(default="received")
    filing_basis: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class AcceptedVersion(Base):
    """What was read back and accepted, frozen: content, its SHA-256, who typed and who was present."""

    __tablename__ = "accepted_version"
    __table_args__ = (Index(None, "declaration_id", "accepted_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    declaration_id: Mapped[str] = mapped_column(ForeignKey("declaration.id"))
    dossier_code: Mapped[str | None] = mapped_column(ForeignKey("dossier.code"))
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    channel: Mapped[str]
    typed_by: Mapped[str]
    present: Mapped[list[Any]] = mapped_column(default=list)
    accepted_at: Mapped[datetime] = mapped_column(default=clock.now)


class Leg(Base):
    """One receiving system of a dossier. Held until an officer accepts."""

    __tablename__ = "leg"
    __table_args__ = (
        UniqueConstraint("dossier_code", "system"),
        CheckConstraint(one_of("status", "held", "ready", "sent", "done", "failed"), "status"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossier.code"))
    system: Mapped[str]
    status: Mapped[str] = mapped_column(default="held")
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Spool(Base):
    """A leg on its way out, once (``idempotency_key``), however often the other side is down."""

    __tablename__ = "spool"
    __table_args__ = (
        CheckConstraint(one_of("status", "held", "queued", "sent", "dead"), "status"),
        Index(None, "status", "next_try_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    leg_id: Mapped[str] = mapped_column(ForeignKey("leg.id"))
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default="held")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    error: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Consent(Base):
    """A yes or a no to one purpose, with the wording shown and how it was given."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(one_of("how", "text", "choice", "keys", "voice"), "how"),
        Index(None, "contact_id", "purpose", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    declaration_id: Mapped[str | None] = mapped_column(ForeignKey("declaration.id", ondelete="SET NULL"))
    wording_version: Mapped[str]
    purpose: Mapped[str]
    given: Mapped[bool]
    how: Mapped[str]
    inbox_id: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)
