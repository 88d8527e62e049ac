"""The nine-digit number of the old identity card (chứng minh nhân dân), no longer valid since 2025-01-01."""

from __future__ import annotations

from typing import Final

from nlu.text import Message
from nlu.types import Context, Reading
from nlu.values.base import make
from nlu.values.digit_strings import read_string, said_as

KIND: Final = "old_id"


def _normal(digits: str, plus: bool) -> str | None:
    return digits if len(digits) == 9 and not plus else None


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one nine-digit number of a message."""
    said = said_as(KIND, msg)
    settled = read_string(KIND, msg, said, _normal, 9)
    if settled is not None:
        return settled
    doubtful = [
        make(KIND, msg, run.first, run.last, hint="incomplete" if len(run.digits) < 9 else "too_long", score=0.7)
        for run in said
        if len(run.digits) >= 4
    ]
    return max(doubtful, key=lambda r: r.end - r.start, default=None)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every run of nine digits."""
    return [
        make(KIND, msg, r.first, r.last, r.digits, score=0.8)
        for r in said_as(KIND, msg)
        if len(r.digits) == 9 and not r.unsure
    ]
