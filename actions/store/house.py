"""Tables of the house itself: work to do later, who did what, files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from actions import clock
from actions.ids import new_id
from actions.store.base import Base, Json, one_of


class Job(Base):
    """Something to do at a time: a reminder, a retry, a purge, a deadline. ``key`` makes it happen once."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(one_of("status", "waiting", "running", "done", "dead"), "status"),
        Index(None, "status", "run_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    run_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    error: Mapped[str | None]


class Audit(Base):
    """Who did what to which object, when. Holds no personal value."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "object_type", "object_id"), Index(None, "at"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class Media(Base):
    """A file that a citizen sent; ``path`` is relative to the data folder's ``media/``, ``size`` in bytes."""

    __tablename__ = "media"
    __table_args__ = (Index(None, "conversation_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    kind: Mapped[str]
    path: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    status: Mapped[str] = mapped_column(default="stored")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ProviderToken(Base):
    """The tokens of one account at a provider (``zalo:<oa_id>``): the newest pair, never an older one.

    ``version`` counts the pairs. ``claimed_at``: somebody began to ask for the next pair and has not written it down
    yet. ``fault``: why no next pair can be had until a person acts; None while all is well.
    """

    __tablename__ = "provider_token"

    account: Mapped[str] = mapped_column(primary_key=True)
    access_token: Mapped[str]
    refresh_token: Mapped[str]
    expires_at: Mapped[datetime]
    refreshed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    claimed_at: Mapped[datetime | None]
    fault: Mapped[str | None]
