"""Vietnamese telephone numbers, kept as ``0…``: mobiles by their 2018 prefixes (older eleven-digit ones are turned
into today's), landlines ``02…`` with eleven digits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from nlu.text import Message, Phrases
from nlu.text.lists import phrases
from nlu.types import Context, Reading
from nlu.values.base import make
from nlu.values.digit_strings import read_string, said_as

KIND: Final = "phone"
_MOBILE: Final = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}\Z")
_LANDLINE: Final = re.compile(r"02[0-9]{9}\Z")
_OLD: Final = {
    **{f"016{d}": f"03{d}" for d in "23456789"},
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084",
    "0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""Prefixes of the eleven-digit mobiles and what they became in 2018."""


def _at_home(digits: str, plus: bool) -> str:
    """The number as dialled in the country: ``+84…`` and ``0084…`` become ``0…``."""
    if digits.startswith("0084"):
        digits = "0" + digits[4:]
    elif digits.startswith("84") and (plus or len(digits) in (11, 12)):
        digits = "0" + digits[2:]
    if digits.startswith("00"):
        digits = digits[1:] if plus or len(digits) == 11 else digits
    return digits


def normal(digits: str, plus: bool = False) -> str | None:
    """Digits → number as kept (``0…``), or None when it is no telephone number of Viet Nam."""
    digits = _at_home(digits, plus)
    if len(digits) == 11 and digits[:4] in _OLD:
        digits = _OLD[digits[:4]] + digits[4:]
    if _MOBILE.match(digits) or _LANDLINE.match(digits):
        return digits
    return None


def _old_prefix(digits: str) -> bool:
    """Eleven digits of before 2018: the number is known, but whether it is still in use is to be asked."""
    digits = _at_home(digits, plus=False)
    return len(digits) == 11 and digits[:4] in _OLD


_GIVEN_UP: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        số cũ, sim cũ, không dùng nữa, không xài nữa, hết dùng, hết xài, bỏ rồi, bỏ số, bỏ sim, mất sim, mất số, bị
        khóa, khóa rồi, khóa sim, bị cắt, cắt rồi, trước dùng, trước đây dùng, trước xài, trước là,
        trước kia, hồi trước dùng, hồi trước
        xài, không liên lạc được, không gọi được, gọi không được, đổi số, đổi sim, thay sim, đừng gọi, thôi dùng,
        ngừng dùng, không còn dùng, số trước, dùng trước đây, không phải của, không phải số, sai rồi, sai số, sai đấy,
        nhầm số, nhầm rồi, không đúng, lộn số, không có ai nghe, không phải đâu
        """
    )
)
"""What is said of a number that its owner no longer answers."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one telephone number of a message; an eleven-digit mobile, or one no longer used, is offered only."""
    said = said_as(KIND, msg)
    settled = read_string(KIND, msg, said, normal, 10, _old_prefix)
    if settled is not None:
        if settled.value is not None and _GIVEN_UP.scan(msg.tokens):
            return replace(settled, value=None, candidates=(settled.value,), hint="ambiguous", score=0.5)
        return settled
    doubtful: list[Reading] = []
    for run in said:
        if len(run.digits) == 9 and normal("0" + run.digits):
            # the leading 0 is often left out, but nine digits are also an old identity card
            return make(KIND, msg, run.first, run.last, candidates=("0" + run.digits,), hint="incomplete", score=0.5)
        if len(run.digits) >= 4:
            hint = "incomplete" if len(run.digits) < 10 else "too_long" if len(run.digits) > 11 else "unknown_prefix"
            doubtful.append(make(KIND, msg, run.first, run.last, hint=hint, score=0.6))
    return max(doubtful, key=lambda r: r.end - r.start, default=None)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every telephone number of a message; eleven-digit mobiles are offered."""
    out = []
    for run in said_as(KIND, msg):
        number = normal(run.digits, run.plus) if len(run.digits) >= 9 else None
        if number and not run.unsure and not _old_prefix(run.digits):
            out.append(make(KIND, msg, run.first, run.last, number))
        elif number:
            out.append(make(KIND, msg, run.first, run.last, candidates=(number,), hint="ambiguous", score=0.5))
    return out
