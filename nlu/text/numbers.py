"""Numbers in words and figures: cardinals, years, and digits read one after another.

Cardinals follow ordinary Vietnamese: ``mười lăm``, ``hai mốt``, ``hăm hai``, ``băm ba``, ``một trăm linh năm``,
``nghìn rưỡi``, ``hai ngàn không trăm hai ba``. Two digits side by side are a two-digit number (``chín hai`` = 92).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text.marks import EXACT, fits, fold
from nlu.text.tokens import NUMBER, WORD, Token

_DIGITS: Final = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẫy": 7, "zero": 0,
}  # fmt: skip
_ONLY_AFTER_TENS: Final = frozenset({"mốt", "lăm", "nhăm"})
_OTHERS: Final = {
    "mười": "ten", "mươi": "tens", "chục": "tens", "trăm": "hundred", "nghìn": "thousand", "ngàn": "thousand",
    "triệu": "million", "tỷ": "billion", "tỉ": "billion", "linh": "odd", "lẻ": "odd", "lẽ": "odd",
    "rưỡi": "half", "rưởi": "half", "hăm": "twenties", "băm": "thirties",
}  # fmt: skip


class NumberWord(NamedTuple):
    """What one word may be in a number: ``cls`` digit, ten, tens, hundred, …; ``value`` of a digit; ``word`` ours."""

    cls: str
    value: int
    word: str
    exact: bool


_TABLE: Final[dict[str, list[tuple[str, int, str]]]] = {}
for _w, _v in _DIGITS.items():
    _TABLE.setdefault(fold(_w), []).append(("digit", _v, _w))
for _w, _c in _OTHERS.items():
    _TABLE.setdefault(fold(_w), []).append((_c, 0, _w))


def number_words(token: Token) -> tuple[NumberWord, ...]:
    """Every number word the token may stand for, exact fits alone when there are any."""
    return _number_words(token.lower, token.fold) if token.kind == WORD else ()


@lru_cache(maxsize=8192)
def _number_words(lower: str, folded: str) -> tuple[NumberWord, ...]:
    out = []
    for cls, value, word in _TABLE.get(folded, ()):
        quality = fits(lower, word)
        if quality:
            out.append(NumberWord(cls, value, word, quality == EXACT))
    exact = [w for w in out if w.exact]
    return tuple(exact or out)


def is_number_word(token: Token) -> bool:
    """Whether a token can be part of a number."""
    return token.kind == NUMBER or bool(number_words(token))


def cls_of(token: Token, wanted: str) -> NumberWord | None:
    """The token as a number word of this class, if it can be one."""
    for word in number_words(token):
        if word.cls == wanted:
            return word
    return None


def digit_of(token: Token) -> int | None:
    """The digit a word stands for; None for anything else."""
    word = cls_of(token, "digit")
    return word.value if word else None


def _at(tokens: Sequence[Token], i: int) -> Token | None:
    return tokens[i] if i < len(tokens) else None


def below_hundred(tokens: Sequence[Token], i: int, pair: bool = True) -> tuple[int, int] | None:
    """Number under 100 in words at token ``i`` → ``(value, end)``. With ``pair``, two digits are one number."""
    token = _at(tokens, i)
    if token is None or token.kind != WORD:
        return None
    for cls, base in (("twenties", 20), ("thirties", 30)):
        if cls_of(token, cls):
            unit = _unit(tokens, i + 1)
            return (base + unit, i + 2) if unit else None
    first = cls_of(token, "digit")
    after = _at(tokens, i + 1)
    tens = after is not None and first is not None and first.value > 0
    if tens and after and first and (cls_of(after, "tens") or (first.value > 1 and cls_of(after, "ten"))):
        unit = _unit(tokens, i + 2)
        return (first.value * 10 + unit, i + 3) if unit else (first.value * 10, i + 2)
    if cls_of(token, "ten"):
        unit = _unit(tokens, i + 1)
        return (10 + unit, i + 2) if unit else (10, i + 1)
    if not first:
        return None
    if pair and first.value and after is not None:
        second = cls_of(after, "digit")
        if second:
            return first.value * 10 + second.value, i + 2
    if first.word in _ONLY_AFTER_TENS and first.exact:
        return None
    return first.value, i + 1


def _unit(tokens: Sequence[Token], i: int) -> int:
    """The units digit after tens: 1..9, or 0 when what follows is no unit of this number."""
    token = _at(tokens, i)
    if token is None:
        return 0
    word = cls_of(token, "digit")
    if not word or not word.value:
        return 0
    after = _at(tokens, i + 1)
    if after is not None and (cls_of(after, "tens") and not cls_of(after, "ten")):
        return 0  # "mười hai mươi": the next number begins
    return word.value


def cardinal(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Number in words (or a figure with a unit word, ``15 nghìn``) at token ``i`` → ``(value, end)``."""
    total = 0
    current: int | None = None
    last_unit = 0  # of the unit just closed: for "rưỡi" and "hai triệu mốt"
    limit = 10**13
    j = i
    while j < len(tokens):
        token = tokens[j]
        if token.kind == NUMBER:
            if current is not None or (total and last_unit <= 1) or len(token.text) > 12:
                break
            current = int(token.text)
            j += 1
            continue
        cls = {w.cls for w in number_words(token)}
        if not cls:
            break
        if "half" in cls and j > i and last_unit > 1 and current is None:
            total += last_unit // 2
            last_unit = 1
            j += 1
            continue
        scale = 10**3 if "thousand" in cls else 10**6 if "million" in cls else 10**9 if "billion" in cls else 0
        if scale:
            if current is None and (j > i or scale > 1000):
                break
            if total and last_unit <= scale and total >= scale:
                break
            total += (1 if current is None else current) * scale
            current, last_unit = None, scale
            j += 1
            continue
        if "hundred" in cls:
            if current is not None and current > 9:
                break
            if current is None and j > i:
                break
            total_hundred = (1 if current is None else current) * 100
            end, rest = _after_hundred(tokens, j + 1)
            current = total_hundred + rest
            j = end
            if rest == 0 and j < len(tokens) and cls_of(tokens[j], "half"):
                current += 50
                j += 1
            continue
        if "odd" in cls and j > i and current is None and last_unit > 1:
            unit = below_hundred(tokens, j + 1, pair=True)
            if unit is None:
                break
            current, j = unit
            continue
        if current is not None:
            break
        group = below_hundred(tokens, j)
        if group is None and last_unit > 1 and (single := digit_of(token)):
            group = single, j + 1  # "hai triệu mốt"
        if group is None:
            break
        current, j = group
    if j == i:
        return None
    value = total + (current or 0)
    if current is not None and total and last_unit >= 1000 and 0 < current < 10 and _bare_digit(tokens, j):
        value = total + current * (last_unit // 10)  # "hai triệu mốt", "năm nghìn tám"
    return (value, j) if value < limit else None


def _bare_digit(tokens: Sequence[Token], end: int) -> bool:
    """Whether the last token is a digit straight after a thousand, million or billion."""
    if end < 2:
        return False
    before = {w.cls for w in number_words(tokens[end - 2])}
    return bool(before & {"thousand", "million", "billion"})


def _after_hundred(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """What follows "trăm": ``linh năm`` → 5, ``hai`` alone → 20 ("trăm hai"), ``hai ba`` → 23."""
    token = _at(tokens, i)
    if token is None:
        return i, 0
    if cls_of(token, "odd"):
        after = _at(tokens, i + 1)
        word = cls_of(after, "digit") if after else None
        return (i + 2, word.value) if word else (i, 0)
    group = below_hundred(tokens, i)
    if group is None or group[0] == 0:
        return i, 0
    value, end = group
    if end == i + 1 and value < 10:
        return end, value * 10
    return end, value


def year_in_words(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A four-digit year said in words at token ``i``: ``một chín chín không``, ``hai nghìn lẻ năm``, ``hai ngàn ba``,
    ``hai không hai ba``, ``mười chín chín mươi``."""
    digits: list[int] = []
    j = i
    while j < len(tokens) and len(digits) < 4:
        value = digit_of(tokens[j])
        if value is None:
            break
        digits.append(value)
        j += 1
    if len(digits) >= 2 and (digits[0], digits[1]) in ((1, 9), (2, 0), (1, 8)):
        tail = below_hundred(tokens, i + 2)
        if tail is not None and tail[1] > i + 3:
            return digits[0] * 1000 + digits[1] * 100 + tail[0], tail[1]
        if len(digits) == 4:
            return digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3], j
    two = below_hundred(tokens, i, pair=False)
    if two is not None and two[0] in (19, 20):
        tail = below_hundred(tokens, two[1])
        if tail is not None and tail[0] >= 10:
            return two[0] * 100 + tail[0], tail[1]
    whole = cardinal(tokens, i)
    if whole is None:
        return None
    value, end = whole
    if 1800 <= value <= 2100 and end - i >= 2:
        return value, end
    if value > 2100 and value % 100 == 0 and value // 1000 == 2 and _bare_digit(tokens, end):
        return 2000 + (value - 2000) // 100, end  # "hai nghìn ba" said of a year: 2003
    return None
