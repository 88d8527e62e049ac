"""Sums of money in đồng: "8.000đ", "tám nghìn", "15k", "1tr2", "nửa triệu". Value: int (VND)."""

from __future__ import annotations

from typing import Final

from nlu.text import NUMBER, WORD, Message, Token, fits
from nlu.text.lists import words
from nlu.text.numbers import below_hundred, cardinal, cls_of, digit_of, number_words
from nlu.types import Context, Reading
from nlu.values.base import is_approximate, make, settle
from nlu.values.number import figure_at

KIND: Final = "money"
_THOUSAND: Final = frozenset({"k", "nghìn", "ngàn", "ng", "nghin", "ngan", "ngìn", "cành", "kđ", "kvnd"})
_MILLION: Final = frozenset({"tr", "triệu", "trieu", "củ", "trđ"})
_DONG: Final = frozenset({"đ", "đồng", "dong", "vnd", "vnđ", "d", "₫"})
_FOREIGN: Final = frozenset(
    {"usd", "$", "đô", "do", "euro", "€", "tệ", "kíp", "kip", "yên", "won", "bạt", "baht", "đôla", "dollar"}
)
_COUNTED: Final = frozenset(words("bản tờ cái người lần ngày tháng năm tuổi ban to"))
_OPENERS: Final = frozenset({"mien", "khong", "nua", "ko", "k"})
_FREE: Final = (("miễn", "phí"), ("không", "mất", "tiền"), ("không", "đồng"), ("0", "đồng"), ("không", "tốn", "tiền"))


def _scale(token: Token | None) -> int:
    if token is None:
        return 0
    if token.lower in _THOUSAND:
        return 1000
    if token.lower in _MILLION:
        return 10**6
    if token.lower in ("tỷ", "tỉ", "ty"):
        return 10**9
    return 0


def _scan(msg: Message) -> list[Reading]:
    tokens = msg.tokens
    out: list[Reading] = []
    i = 0
    while i < len(tokens):
        if not (tokens[i].kind == NUMBER or tokens[i].fold in _OPENERS or number_words(tokens[i])):
            i += 1
            continue
        got = _free(tokens, i) or _figures(tokens, i) or _half(tokens, i) or _words(tokens, i)
        if got is None:
            i += 1
            continue
        amount, end, sure = got
        unit = tokens[end].lower if end < len(tokens) else ""
        if unit in _FOREIGN:
            i = end + 1
            continue
        if unit in _DONG:
            sure, end = True, end + 1
        elif fits(unit, "bạc") or (fits(unit, "tiền") and not sure):
            end += 1
        if sure:
            out.append(make(KIND, msg, i, end, amount))
        elif amount:
            guesses = (amount * 1000,) if amount < 1000 else (amount,)
            out.append(make(KIND, msg, i, end, candidates=guesses, hint="ambiguous", score=0.5))
        i = max(end, i + 1)
    return out


def _free(tokens: tuple[Token, ...], i: int) -> tuple[int, int, bool] | None:
    for free in _FREE:
        if i + len(free) <= len(tokens) and all(fits(tokens[i + k].spoken, w) for k, w in enumerate(free)):
            return 0, i + len(free), True
    return None


def _half(tokens: tuple[Token, ...], i: int) -> tuple[int, int, bool] | None:
    if fits(tokens[i].lower, "nửa") and (scale := _scale(tokens[i + 1] if i + 1 < len(tokens) else None)):
        return scale // 2, i + 2, True
    return None


def _figures(tokens: tuple[Token, ...], i: int) -> tuple[int, int, bool] | None:
    if tokens[i].kind != NUMBER or (i and tokens[i].glued and tokens[i - 1].text in "/-.,+"):
        return None
    found = figure_at(tokens, i)
    if found is None:
        return None
    value, end = found
    if (
        end + 1 < len(tokens)
        and tokens[end].glued
        and tokens[end].text in ".,"
        and tokens[end + 1].kind == NUMBER
        and tokens[end + 1].glued
    ):
        scale = _scale(tokens[end + 2] if end + 2 < len(tokens) else None)
        tail = tokens[end + 1].text
        if scale and len(tail) <= 2:  # 1,5 triệu
            return value * scale + int(tail) * scale // 10 ** len(tail), end + 3, True
        return None
    if (
        end < len(tokens)
        and tokens[end].glued
        and tokens[end].text in "/-"
        and end + 1 < len(tokens)
        and tokens[end + 1].kind == NUMBER
    ):
        return None
    scale = _scale(tokens[end] if end < len(tokens) else None)
    if not scale:
        if end < len(tokens) and (cls_of(tokens[end], "hundred") or cls_of(tokens[end], "tens")):
            times = 100 if cls_of(tokens[end], "hundred") else 10
            after = _scale(tokens[end + 1] if end + 1 < len(tokens) else None)
            return (value * times * after, end + 2, True) if after else (value * times, end + 1, False)
        if end < len(tokens) and tokens[end].lower in _COUNTED:
            return None
        leading_zero = tokens[i].text.startswith("0") and len(tokens[i].text) > 1
        return None if leading_zero or value > 10**10 else (value, end, value >= 1000)
    total, j = value * scale, end + 1
    return _tail(tokens, total, scale, j)


def _tail(tokens: tuple[Token, ...], total: int, scale: int, j: int) -> tuple[int, int, bool]:
    """After a unit: ``rưỡi``, the next digit ("1 triệu 2"), or a smaller amount ("2 triệu 500 nghìn")."""
    token = tokens[j] if j < len(tokens) else None
    if token is None:
        return total, j, True
    if cls_of(token, "half"):
        return total + scale // 2, j + 1, True
    if (token.kind == NUMBER and scale > 1000) or (token.kind == NUMBER and token.glued):
        after = _scale(tokens[j + 1] if j + 1 < len(tokens) else None)
        if after and after < scale:
            return total + int(token.text) * after, j + 2, True
        if len(token.text) <= 3:
            return total + int(token.text) * scale // 10 ** len(token.text), j + 1, True
    digit = digit_of(token)
    if digit and scale > 1000:
        rest = cardinal(tokens, j)
        if rest and rest[0] >= 1000:
            return total + rest[0], rest[1], True
        return total + digit * scale // 10, j + 1, True
    return total, j, True


def _words(tokens: tuple[Token, ...], i: int) -> tuple[int, int, bool] | None:
    if tokens[i].kind != WORD:
        return None
    if i and tokens[i - 1].lower in ("thứ", "số", "tháng", "ngày", "năm"):
        return None
    whole = cardinal(tokens, i)
    if whole is None or whole[0] == 0:
        return None
    value, end = whole
    if end < len(tokens) and tokens[end].lower in ("k", "cành") and value < 1000:
        return value * 1000, end + 1, True
    if end < len(tokens) and tokens[end].lower in ("củ", "tr"):
        return value * 10**6, end + 1, True
    if value >= 1000:
        return value, end, True
    group = below_hundred(tokens, i)
    if group and group[1] == end and end == i + 1 and value < 10:
        next_unit = tokens[end].lower if end < len(tokens) else ""
        return (value, end, False) if next_unit in _DONG or next_unit in _FOREIGN or len(tokens) <= 3 else None
    return value, end, False


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one sum of a message."""
    settled = settle(KIND, msg, _scan(msg))
    if settled is not None and settled.value is not None and is_approximate(msg):
        return make(KIND, msg, 0, len(msg), candidates=(settled.value,), hint="ambiguous", score=0.5)
    return settled


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every sum of a message that names its unit."""
    return [r for r in _scan(msg) if r.value is not None and r.value >= 1000]
