"""Whole numbers, in figures or words. Value: int."""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Token
from nlu.text.lists import words
from nlu.text.numbers import cardinal, cls_of, digit_of
from nlu.types import Context, Reading
from nlu.values.base import is_approximate, make, settle
from nlu.values.date_parts import word_is

KIND: Final = "number"
_LARGEST: Final = 10**9
_VAGUE: Final = ("hơn", "gần", "trên", "dưới", "ngoài", "tầm", "khoảng", "chừng", "cỡ", "độ")
_NO_NUMBER: Final = ("vài", "mấy", "dăm", "đôi", "nhiều")
_UNITS: Final = words(
    """
    bản tờ cái người con lần tuổi đứa cháu chiếc quyển nơi chỗ bộ tấm
    """
)


def figure_at(tokens: tuple[Token, ...], i: int) -> tuple[int, int] | None:
    """Figures with thousands separators at token ``i``: ``8.500.000`` → ``(8500000, end)``."""
    if tokens[i].kind != NUMBER or len(tokens[i].text) > 12:
        return None
    text = tokens[i].text
    j = i + 1
    if len(text) <= 3:
        while (
            j + 1 < len(tokens) and tokens[j].text in (".", ",") and tokens[j].glued and tokens[j + 1].kind == NUMBER
            and tokens[j + 1].glued and len(tokens[j + 1].text) == 3
        ):  # fmt: skip
            text += tokens[j + 1].text
            j += 2
    return int(text), j


def _scan(msg: Message) -> list[Reading]:
    tokens = msg.tokens
    out: list[Reading] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == MARK:
            i += 1
            continue
        found = figure_at(tokens, i)
        if found:
            value, end = found
            if (
                end < len(tokens)
                and tokens[end].kind == WORD
                and any(cls_of(tokens[end], c) for c in ("thousand", "million", "hundred", "tens"))
                and tokens[end].lower != "muoi"
            ):
                longer = cardinal(tokens, i) if end == i + 1 else None
                if cls_of(tokens[end], "tens") and longer is None:
                    value, end = value * 10, end + 1
                elif longer:
                    value, end = longer
            if (
                _part_of_more(tokens, i, end)
                or value >= _LARGEST
                or (token.text.startswith("0") and len(token.text) > 2)
            ):
                i = end
                while i < len(tokens) and tokens[i].kind != WORD and tokens[i].glued:
                    i += 1
                continue
            end = _over_unit(tokens, end)
            out.append(make(KIND, msg, i, end, value))
            i = end
            continue
        if word_is(tokens, i, "chục") and not out:
            out.append(make(KIND, msg, i, i + 1, 10))
            i += 1
            continue
        if word_is(tokens, i, "năm") and i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER:
            i += 2  # a year
            continue
        if word_is(tokens, i, "thứ") or (
            word_is(tokens, i, "ba")
            and word_is(tokens, i + 1, "má", "mẹ", "cháu", "em", "tôi", "con")
            and not word_is(tokens, i + 1, "con")
        ):
            i += 2  # a place in a row, or a father
            continue
        spoken = cardinal(tokens, i)
        if spoken is None or spoken[0] >= _LARGEST:
            i += 1
            continue
        value, end = spoken
        if value == 0 and end == i + 1 and token.lower != "0" and not word_is(tokens, i - 1, "số"):
            i = end  # "không" is a no before it is a zero
            continue
        if (
            end == i + 2
            and digit_of(tokens[i])
            and digit_of(tokens[i + 1])
            and tokens[i + 1].lower not in ("mốt", "tư", "lăm", "nhăm")
        ):
            a, b = digit_of(tokens[i]) or 0, digit_of(tokens[i + 1]) or 0
            choices = (value, a, b) if b == a + 1 else (value,)
            out.append(make(KIND, msg, i, end, candidates=choices, hint="ambiguous", score=0.5))
        else:
            end = _over_unit(tokens, end)
            out.append(make(KIND, msg, i, end, value))
        i = end
    return out


def _over_unit(tokens: tuple[Token, ...], end: int) -> int:
    """A counting word after the number belongs to it ("hai bản", "3 lần")."""
    return end + 1 if word_is(tokens, end, *_UNITS) else end


def _part_of_more(tokens: tuple[Token, ...], i: int, end: int) -> bool:
    """Figures that belong to a date, a decimal, a telephone number, a code or a negative number."""
    sign_next = end + 1 < len(tokens) and tokens[end].glued and tokens[end].text in "/.,-:%"
    if sign_next and tokens[end + 1].kind == NUMBER and tokens[end + 1].glued:
        return True
    if i and tokens[i].glued and tokens[i - 1].text in "/.,-:+" and (tokens[i - 1].text in "-+/" or i > 1):
        return True
    return (
        end < len(tokens)
        and tokens[end].kind == WORD
        and tokens[end].glued
        and tokens[end].fold in ("k", "tr", "h", "d")
    )


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one number of a message."""
    settled = settle(KIND, msg, _scan(msg))
    if settled is None:
        return None
    if any(word_is(msg.tokens, i, *_NO_NUMBER) for i in range(len(msg))):
        return None
    if settled.value is not None and (is_approximate(msg) or _vague(msg)):
        return make(KIND, msg, 0, len(msg), candidates=(settled.value,), hint="ambiguous", score=0.5)
    return settled


def _vague(msg: Message) -> bool:
    return any(t.kind == WORD and t.lower in _VAGUE for t in msg.tokens)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every number of a message."""
    return _scan(msg)
