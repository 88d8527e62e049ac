"""The nine-digit number of the old identity card (chứng minh nhân dân), no longer valid since 2025-01-01."""

from __future__ import annotations

from typing import Final

from nlu.text import Message
from nlu.types import Context, Reading
from nlu.values.base import make, settle
from nlu.values.digits import runs

KIND: Final = "old_id"


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one nine-digit number of a message."""
    found: list[Reading] = []
    doubtful: list[Reading] = []
    for run in runs(msg):
        if len(run.digits) == 9:
            found.append(make(KIND, msg, run.first, run.last, run.digits))
        elif len(run.digits) >= 4:
            heard = tuple(o for o in run.others if len(o) == 9)
            hint = "incomplete" if len(run.digits) < 9 else "too_long"
            if heard:
                found.append(make(KIND, msg, run.first, run.last, candidates=heard[:3], hint="ambiguous", score=0.5))
            else:
                doubtful.append(make(KIND, msg, run.first, run.last, hint=hint, score=0.7))
    if found:
        return settle(KIND, msg, found)
    return max(doubtful, key=lambda r: r.end - r.start, default=None)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every run of nine digits."""
    return [make(KIND, msg, r.first, r.last, r.digits, score=0.8) for r in runs(msg) if len(r.digits) == 9]
