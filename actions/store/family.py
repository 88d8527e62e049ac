"""Tables of helping each other: codes for a part of a declaration, village helpers, keys that find duplicates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from actions import clock
from actions.ids import new_id
from actions.store.base import Base, one_of


class PartCode(Base):
    """A code with which somebody declares one part of a declaration from a phone of their own.

    ``status``: open, taken (somebody with the code agreed and is declaring), done (confirmed by them), withdrawn (by
    the one who gave it), left (by the one who took it), locked (too many wrong tries at the known fact).
    ``tries`` counts those. ``given_by`` and ``taken_by`` are contacts.
    """

    __tablename__ = "part_code"
    __table_args__ = (
        CheckConstraint(one_of("status", "open", "taken", "done", "withdrawn", "left", "locked"), "status"),
        Index(None, "declaration_id"),
        Index(None, "taken_by"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    declaration_id: Mapped[str] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"))
    part: Mapped[str]
    given_by: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(default="open")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    channel: Mapped[str | None]


class Helper(Base):
    """A village helper as an officer enrolled them: one contact, one commune, its villages ([]: all of them).

    ``first_day`` and ``last_day`` are ISO dates, both included. ``wrong_pins`` counts since the last right one;
    until ``locked_until`` no PIN is taken.
    """

    __tablename__ = "helper"
    __table_args__ = (CheckConstraint(one_of("status", "active", "revoked"), "status"), Index(None, "contact_id"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    name: Mapped[str]
    commune_code: Mapped[str]
    villages: Mapped[list[Any]] = mapped_column(default=list)
    first_day: Mapped[str]
    last_day: Mapped[str]
    pin_salt: Mapped[str]
    pin_hash: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    enrolled_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]


class MatchKey(Base):
    """A key (SHA-256, hex) that declarations about the same matter have in common; says nothing by itself."""

    __tablename__ = "match_key"
    __table_args__ = (Index(None, "key"),)

    declaration_id: Mapped[str] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
