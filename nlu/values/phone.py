"""Vietnamese telephone numbers, kept as ``0…``: mobiles by their 2018 prefixes (older eleven-digit ones are turned
into today's), landlines ``02…`` with eleven digits."""

from __future__ import annotations

import re
from typing import Final

from nlu.text import Message
from nlu.types import Context, Reading
from nlu.values.base import make, settle
from nlu.values.digits import DigitRun, runs

KIND: Final = "phone"
_MOBILE: Final = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}\Z")
_LANDLINE: Final = re.compile(r"02[0-9]{9}\Z")
_OLD: Final = {
    **{f"016{d}": f"03{d}" for d in "23456789"},
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084",
    "0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""Prefixes of the eleven-digit mobiles and what they became in 2018."""


def normal(digits: str, plus: bool = False) -> str | None:
    """Digits → number as kept (``0…``), or None when it is no telephone number of Viet Nam."""
    if digits.startswith("0084"):
        digits = "0" + digits[4:]
    elif digits.startswith("84") and (plus or len(digits) in (11, 12)):
        digits = "0" + digits[2:]
    if digits.startswith("00"):
        digits = digits[1:] if plus or len(digits) == 11 else digits
    if len(digits) == 11 and digits[:4] in _OLD:
        digits = _OLD[digits[:4]] + digits[4:]
    if _MOBILE.match(digits) or _LANDLINE.match(digits):
        return digits
    return None


def _reading(msg: Message, run: DigitRun) -> Reading | None:
    number = normal(run.digits, run.plus)
    if number:
        return make(KIND, msg, run.first, run.last, number)
    heard = [n for n in (normal(o, run.plus) for o in run.others) if n]
    if heard:
        return make(KIND, msg, run.first, run.last, candidates=heard[:3], hint="ambiguous", score=0.5)
    return None


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one telephone number of a message."""
    found: list[Reading] = []
    doubtful: list[Reading] = []
    for run in runs(msg):
        reading = _reading(msg, run)
        if reading:
            found.append(reading)
        elif len(run.digits) == 9 and normal("0" + run.digits):
            # the leading 0 is often left out, but nine digits are also an old identity card
            found.append(
                make(KIND, msg, run.first, run.last, candidates=("0" + run.digits,), hint="incomplete", score=0.5)
            )
        elif len(run.digits) >= 4:
            hint = "incomplete" if len(run.digits) < 10 else "too_long" if len(run.digits) > 11 else "unknown_prefix"
            doubtful.append(make(KIND, msg, run.first, run.last, hint=hint, score=0.6))
    if found:
        return settle(KIND, msg, found)
    return max(doubtful, key=lambda r: r.end - r.start, default=None)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every telephone number of a message."""
    out = []
    for run in runs(msg):
        if len(run.digits) >= 9:
            reading = _reading(msg, run)
            if reading:
                out.append(reading)
    return out
