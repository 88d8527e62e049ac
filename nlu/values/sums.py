"""The grammar of sums of money: groups ("hai trăm rưỡi", "1,5"), scales ("nghìn", "tr", "củ") and what follows them.

After a scale a lone digit is the next smaller place ("triệu tư", "1tr2", "hai nghìn ba"), hundreds are thousands less
("hai triệu hai trăm" is 2.200.000), and "rưỡi" is half of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from nlu.text import NUMBER, WORD, Token
from nlu.text.numbers import below_hundred, cls_of, digit_of, number_words
from nlu.values.counting import noun_at
from nlu.values.date_parts import word_is
from nlu.values.figures import figure_at

_SHORT: Final = {
    "k": 1000, "ng": 1000, "ngìn": 1000, "kđ": 1000, "kvnd": 1000, "cành": 1000, "ca": 1000, "tr": 10**6, "trđ": 10**6,
    "củ": 10**6, "cu": 10**6, "trieu": 10**6, "chiệu": 10**6,
}  # fmt: skip
"""Short forms, slang and how a recogniser writes the units ("chiệu")."""
_SLANG: Final = {"lít": 100_000, "xị": 100_000, "lit": 100_000, "xi": 100_000, "chai": 10**6}
_HUNDRED: Final = "chăm"
"""What a recogniser writes for "trăm" of the north."""


class Sum(NamedTuple):
    """Tokens ``first`` up to ``last`` say ``value``; ``others`` further values they may say. ``scaled``: a unit like
    "nghìn" was named; ``lead``: the number before the scale and ``step``: what one of it is worth."""

    first: int
    last: int
    value: int
    others: tuple[int, ...] = ()
    scaled: bool = False
    step: int = 1
    sure: bool = True


class _Group(NamedTuple):
    """A number under a scale: ``thousandths`` so that "1,5" is 1500; ``digit``: said as one digit; ``pair``: two
    digits side by side, which may be two numbers; ``step``: what its first digit is worth."""

    thousandths: int
    end: int
    digit: bool = False
    pair: tuple[int, ...] = ()
    step: int = 1


def scale_at(tokens: Sequence[Token], i: int) -> int:
    """What a unit word at token ``i`` multiplies by; 0 for any other word."""
    if not 0 <= i < len(tokens) or tokens[i].kind != WORD:
        return 0
    for cls, scale in (("thousand", 1000), ("million", 10**6), ("billion", 10**9)):
        if cls_of(tokens[i], cls):
            return scale
    return _SHORT.get(tokens[i].lower, 0)


def slang_at(tokens: Sequence[Token], i: int) -> int:
    """What "lít", "xị", "chai" are worth among friends; 0 for any other word."""
    return _SLANG.get(tokens[i].lower, 0) if 0 <= i < len(tokens) else 0


def _hundred(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and (bool(cls_of(tokens[i], "hundred")) or tokens[i].lower == _HUNDRED)


def _half(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and bool(cls_of(tokens[i], "half"))


def sum_at(tokens: tuple[Token, ...], i: int) -> Sum | None:
    """The sum that begins at token ``i``, as far as it goes."""
    if word_is(tokens, i, "nửa") and (scale := scale_at(tokens, i + 1)):
        return Sum(i, i + 2, scale // 2, scaled=True)
    group = _group(tokens, i)
    if group is None:
        return _without_group(tokens, i)
    scale = scale_at(tokens, group.end)
    if not scale:
        whole = group.thousandths // 1000
        return Sum(i, group.end, whole, step=group.step) if group.thousandths % 1000 == 0 else None
    larger = scale_at(tokens, group.end + 1)
    if larger > scale:  # "một nghìn tỷ"
        return Sum(i, group.end + 2, group.thousandths * scale * larger // 1000, scaled=True)
    total = group.thousandths * scale // 1000
    others = tuple(n * scale for n in group.pair)
    got = _rest(tokens, i, group.end + 1, total, scale, others, group.step * scale)
    cut_off = _hundred(tokens, i) and group.thousandths == 100_000  # "trăm nghìn": how many hundreds?
    return got._replace(sure=False) if cut_off else got


def _without_group(tokens: tuple[Token, ...], i: int) -> Sum | None:
    """A scale with its "one" left out: "triệu tư", "nghìn rưỡi", "trăm nghìn"; alone it is no sum."""
    if word_is(tokens, i, "chục") and (scale := scale_at(tokens, i + 1)):
        return Sum(i, i + 2, 10 * scale, scaled=True, sure=False)
    scale = scale_at(tokens, i) if number_words(tokens[i]) or tokens[i].lower == "củ" else 0
    if not scale:
        return None
    got = _rest(tokens, i, i + 1, scale, scale, (), scale)
    return got if got.last > i + 1 else None


def _rest(
    tokens: tuple[Token, ...], first: int, j: int, total: int, scale: int, others: tuple[int, ...], step: int
) -> Sum:
    """Smaller parts after a scale."""
    sure = True
    while True:
        if _half(tokens, j):
            half = scale // 2
            return Sum(first, j + 1, total + half, tuple(o + half for o in others), True, step, sure)
        odd = j < len(tokens) and bool(cls_of(tokens[j], "odd"))
        group = _group(tokens, j + 1 if odd else j) if j < len(tokens) else None
        if group is None or _no_part(tokens, j, group):
            break
        lower = scale_at(tokens, group.end)
        if lower:
            if lower >= scale:
                break
            total += group.thousandths * lower // 1000
            others = ()
            scale, j = lower, group.end + 1
            continue
        value = group.thousandths // 1000
        if noun_at(tokens, group.end) and not word_is(tokens, group.end, "đồng", "đ", "k"):
            digit = digit_of(tokens[j])
            if digit and group.end == j + 2 and word_is(tokens, j + 1, "một"):  # "bảy triệu hai một tháng"
                return Sum(first, j + 1, total + digit * scale // 10, others, True, step, sure)
            break  # "8 nghìn một bản"
        if value >= 1000 or group.thousandths % 1000:
            break
        digit = group.digit and not odd
        if digit and tokens[j].kind == WORD and _misspelt(tokens, j):
            break  # "50 nghìn sau": no six beside words with their marks
        j = group.end
        if digit and _half(tokens, j):  # "triệu tư rưỡi"
            return Sum(first, j + 1, total + value * scale // 10 + scale // 20, (), True, step, sure)
        if scale == 1000 and not group.digit:
            total += value  # "mười nghìn năm trăm"
        elif digit:
            total += value * scale // 10
        elif value >= 100:
            total += value * scale // 1000
        elif tokens[j - 1].kind == NUMBER and tokens[j - 1].glued:
            total += value * scale // 10 ** len(tokens[j - 1].text)  # "2tr25", "2tr05"
        else:  # "hai triệu hai lăm": 2.250.000 or 2.025.000
            others = (total + value * scale // 1000,)
            total, sure = total + value * scale // 100, False
            if odd or group.step == 10:
                total, others = others[0], ()
                sure = not odd
        return Sum(first, j, total, others, True, step, sure)
    return Sum(first, j, total, others, True, step, sure)


def _misspelt(tokens: tuple[Token, ...], j: int) -> bool:
    """Whether the word at ``j`` is a number only without its marks, and the unit before it is written with them."""
    before = tokens[j - 1]
    return (
        not any(n.exact for n in number_words(tokens[j]))
        and before.spoken != before.fold
        and before.lower == before.spoken
    )


def _no_part(tokens: tuple[Token, ...], j: int, group: _Group) -> bool:
    """A year, a place in a row, a date after a sum."""
    if word_is(tokens, j, "một", "mỗi") and word_is(tokens, j + 1, "năm", "tháng", "ngày", "tuần"):
        return True  # "5 triệu một năm"
    if word_is(tokens, j, "năm") and (
        word_is(tokens, j + 1, "nay", "ngoái", "sau", "trước", "rồi", "tới")
        or (j + 1 < len(tokens) and tokens[j + 1].kind == NUMBER)
    ):
        return True
    after = group.end
    return after + 1 < len(tokens) and tokens[after].text == "/" and tokens[after + 1].kind == NUMBER


def _group(tokens: tuple[Token, ...], i: int) -> _Group | None:
    """Figures or words of one group at token ``i``: "8", "1,5", "20 000", "hai trăm rưỡi", "2 trăm 50"."""
    if i >= len(tokens):
        return None
    if tokens[i].kind == NUMBER:
        return _figures(tokens, i)
    if tokens[i].kind != WORD:
        return None
    if _hundred(tokens, i):
        return _hundreds(tokens, i + 1, 1) if _goes_on(tokens, i + 1) else None
    said = below_hundred(tokens, i)
    if said is None and tokens[i].lower == "lăm" and (_hundred(tokens, i + 1) or scale_at(tokens, i + 1)):
        said = 5, i + 1  # "lăm trăm", as the north says "năm"
    if said is None:
        digit = digit_of(tokens[i])
        said = (digit, i + 1) if digit and tokens[i].lower in ("mốt", "tư", "lăm", "nhăm") else None
    if said is not None and said[0] == 0 and _hundred(tokens, i + 1):  # "hai triệu không trăm năm mươi nghìn"
        rest = _hundreds(tokens, i + 2, 0)
        return rest if rest.thousandths else None
    if said is None or said[0] == 0:
        return None
    value, end = said
    first, second = digit_of(tokens[i]), digit_of(tokens[i + 1]) if end == i + 2 else None
    if first and second:
        if _hundred(tokens, end):  # "hai ba trăm": two or three hundred
            hundreds = _hundreds(tokens, end + 1, second)
            return hundreds._replace(pair=(first * 100,)) if hundreds else None
        between = second == first + 1 or (first, second) == (5, 7)
        pair = (first, second) if between and tokens[i + 1].lower not in ("mốt", "tư", "lăm", "nhăm") else ()
        return _Group(value * 1000, end, False, pair)
    if value < 10 and _hundred(tokens, end):
        return _hundreds(tokens, end + 1, value)
    tens = value % 10 == 0 and end > i + 1  # "ba chục", "năm mươi", not "mười"
    return _Group(value * 1000, end, value < 10 and end == i + 1, (), 10 if tens else 1)


def _goes_on(tokens: tuple[Token, ...], i: int) -> bool:
    return i < len(tokens) and bool(
        scale_at(tokens, i) or _half(tokens, i) or number_words(tokens[i]) or tokens[i].kind == NUMBER
    )


def _hundreds(tokens: tuple[Token, ...], i: int, hundreds: int) -> _Group:
    """What follows "trăm" at token ``i``."""
    value = hundreds * 100
    if _half(tokens, i):
        return _Group((value + 50) * 1000, i + 1, step=100)
    odd = i < len(tokens) and bool(cls_of(tokens[i], "odd"))
    at = i + 1 if odd else i
    if at < len(tokens) and tokens[at].kind == NUMBER and len(tokens[at].text) <= 2:
        rest, end, short = int(tokens[at].text), at + 1, len(tokens[at].text) == 1
    else:
        said = below_hundred(tokens, at) if at < len(tokens) else None
        if said is None and at < len(tokens) and tokens[at].lower in ("tư", "mốt", "lăm"):
            said = digit_of(tokens[at]) or 0, at + 1
        if said is None or said[0] == 0:
            return _Group(value * 1000, i, step=100)
        rest, end = said
        short = rest < 10
    if noun_at(tokens, end) and not scale_at(tokens, end) and not word_is(tokens, end, "đồng", "đ"):
        return _Group(value * 1000, i, step=100)
    return _Group((value + (rest * 10 if short and not odd else rest)) * 1000, end, step=100)


def _figures(tokens: tuple[Token, ...], i: int) -> _Group | None:
    found = figure_at(tokens, i)
    if found is None:
        return None
    value, end = found
    if end + 1 < len(tokens) and tokens[end].glued and tokens[end].text in ".,":
        tail = tokens[end + 1]
        if tail.kind == NUMBER and tail.glued:  # 1,5 triệu; 50.000,00
            if len(tail.text) > 2 or (not scale_at(tokens, end + 2) and set(tail.text) != {"0"}):
                return None
            return _Group(value * 1000 + int(tail.text) * 10 ** (3 - len(tail.text)), end + 2)
    value, end = _spaced(tokens, i, value, end)
    if end == i + 1 and value < 10 and _hundred(tokens, end):
        return _hundreds(tokens, end + 1, value)
    if end == i + 1 and value < 10 and end < len(tokens) and cls_of(tokens[end], "tens"):
        return _Group(value * 10_000, end + 1, step=10)
    return _Group(value * 1000, end, len(tokens[i].text) == 1)


def _spaced(tokens: tuple[Token, ...], i: int, value: int, end: int) -> tuple[int, int]:
    """Figures with blanks between the thousands: "1 500 000", "20 500 đồng"."""
    j, whole = end, value
    if end == i + 1 and len(tokens[i].text) <= 3 and tokens[i].text[0] != "0":
        while j < len(tokens) and tokens[j].kind == NUMBER and len(tokens[j].text) == 3 and not tokens[j].glued:
            whole, j = whole * 1000 + int(tokens[j].text), j + 1
    named = j < len(tokens) and tokens[j].lower in ("đ", "đồng", "dong", "vnd", "vnđ")
    return (whole, j) if j > end and (named or tokens[j - 1].text in ("000", "500")) else (value, end)
