"""The twelve-digit personal number (số định danh cá nhân, also the number of the căn cước).

Checked by NĐ 137/2015: three digits for the province of birth registration, one for century and sex, two for the
year of birth. A number that fails gives no value but a hint.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from nlu.text import Message
from nlu.text.lists import words
from nlu.types import Context, Reading
from nlu.values.base import make
from nlu.values.digit_strings import read_string, said_as

KIND: Final = "national_id"
PROVINCES: Final = frozenset(
    words(
        """
        001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040
        042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084
        086 087 089 091 092 093 094 095 096
        """
    )
)
"""Codes of the 63 provinces that registered births until 2025; numbers given out keep them."""


def check(digits: str, today: date) -> str | None:
    """None when the number can be one, else the hint that says why not."""
    if len(digits) == 9:
        return "old_id"
    if len(digits) != 12:
        return "incomplete" if len(digits) < 12 else "too_long"
    if digits[:3] not in PROVINCES:
        return "unknown_prefix"
    century = int(digits[3]) // 2
    if 1900 + century * 100 + int(digits[4:6]) > today.year:
        return "bad_century"
    return None


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one personal number of a message."""

    def normal(digits: str, plus: bool) -> str | None:
        return digits if not plus and check(digits, ctx.today) is None else None

    said = said_as(KIND, msg)
    settled = read_string(KIND, msg, said, normal, 12)
    if settled is not None:
        return settled
    doubtful = [
        make(KIND, msg, run.first, run.last, hint=check(run.digits, ctx.today), score=0.7)
        for run in said
        if len(run.digits) >= 4
    ]
    return max(doubtful, key=lambda r: r.end - r.start, default=None)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every run of twelve digits that is a personal number; other twelve digits with the hint."""
    out = []
    for run in said_as(KIND, msg):
        if len(run.digits) == 12 and not run.unsure:
            hint = check(run.digits, ctx.today)
            out.append(
                make(
                    KIND, msg, run.first, run.last, None if hint else run.digits, hint=hint, score=0.6 if hint else 1.0
                )
            )
    return out
