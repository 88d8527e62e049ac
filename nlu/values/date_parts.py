"""The parts of a date, day, month and year, as they are written and said; no calendar and no judgement here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Token, fits
from nlu.text.numbers import below_hundred, cls_of, digit_of, year_in_words


class Year(NamedTuple):
    """``full`` a four-digit year; ``short`` two digits; ``back`` years before today ("năm ngoái" = 1);
    ``either`` short years that a lone digit after "năm" may mean."""

    full: int | None = None
    short: int | None = None
    back: int | None = None
    either: tuple[int, ...] = ()


class Parts(NamedTuple):
    """Day, month, year as said in tokens ``first`` to ``last``. ``lunar``: a word only the lunar calendar uses."""

    first: int
    last: int
    day: int | None = None
    month: int | None = None
    year: Year | None = None
    lunar: bool = False
    months_back: int | None = None
    sure: bool = True


def word_is(tokens: Sequence[Token], i: int, *words: str) -> bool:
    """Whether token ``i`` is one of these words, marks missing or not."""
    return 0 <= i < len(tokens) and tokens[i].kind == WORD and _one_of(tokens[i].spoken, words)


@lru_cache(maxsize=65536)
def _one_of(spoken: str, words: tuple[str, ...]) -> bool:
    return any(fits(spoken, w) for w in words)


def day_options(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int]]:
    """Day numbers that may begin at token ``i``: ``(day, end)``, longest first."""
    if i >= len(tokens):
        return
    token = tokens[i]
    if token.kind == NUMBER:
        if len(token.text) <= 2:
            yield int(token.text), i + 1
        return
    if word_is(tokens, i, "tư"):
        return  # a fourth day is "bốn"; "tu" before "thang" is từ
    group = below_hundred(tokens, i)
    if group:
        yield group
    single = below_hundred(tokens, i, pair=False)
    if single and single != group:
        yield single
    digit = digit_of(token)
    if digit and (single is None or single[1] != i + 1):
        yield digit, i + 1


def month_options(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, bool]]:
    """Months that may begin at token ``i``: ``(month, end, lunar word)``."""
    if i >= len(tokens):
        return
    token = tokens[i]
    if token.kind == NUMBER:
        if len(token.text) <= 2:
            yield int(token.text), i + 1, False
        return
    if word_is(tokens, i, "giêng"):
        yield 1, i + 1, True
        return
    if word_is(tokens, i, "chạp"):
        yield 12, i + 1, True
        return
    if cls_of(token, "ten"):
        after = digit_of(tokens[i + 1]) if i + 1 < len(tokens) else None
        if after in (1, 2) and tokens[i + 1].lower not in ("mốt", "không"):
            yield 10 + (after or 0), i + 2, False
        elif after and after != 5 and word_is(tokens, i + 2, "năm"):
            yield 10 + after, i + 2, False  # "tháng mười ba năm 84": impossible, to be said so
            return
        yield 10, i + 1, False
        return
    digit = digit_of(token)
    if digit is None:
        return
    if digit == 0:  # "tháng không ba"
        after = digit_of(tokens[i + 1]) if i + 1 < len(tokens) else None
        if after:
            yield after, i + 2, False
        return
    group = below_hundred(tokens, i)
    if group and group[0] > 12 and group[1] > i + 1 and not word_is(tokens, i + 1, "năm"):
        yield group[0], group[1], False  # "tháng mười lăm", "tháng hai mươi": impossible, to be said so
    yield digit, i + 1, False


_BACK: Final = {"ngoái": 1, "nay": 0, "này": 0, "kia": 2, "rồi": 1, "trước": 1, "qua": 1, "kìa": 3, "ni": 0}


def year_options(tokens: Sequence[Token], i: int, marker: bool) -> Iterator[tuple[Year, int]]:
    """Years that may begin at token ``i``; ``marker``: "năm" stands before."""
    if i >= len(tokens):
        return
    token = tokens[i]
    if token.kind == NUMBER:
        young = two_k(tokens, i)
        if young and (marker or young[1] > i + 2):
            yield Year(full=young[0]), young[1]
            return
        glued_on = i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER and tokens[i + 1].glued
        if len(token.text) == 4 and not glued_on:
            yield Year(full=int(token.text)), i + 1
        elif len(token.text) == 2:
            yield Year(short=int(token.text)), i + 1
        return
    if token.kind == MARK:
        if token.text == "'" and i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER and len(tokens[i + 1].text) == 2:
            yield Year(short=int(tokens[i + 1].text)), i + 2
        return
    if word_is(tokens, i, "năm") and i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER:
        return  # "Nam năm 2009": the marker of the next year, no five
    if marker:
        for word, back in _BACK.items():
            if word_is(tokens, i, word):
                yield Year(back=back), i + 1
                return
    whole = year_in_words(tokens, i)
    if whole:
        yield Year(full=whole[0]), whole[1]
    zero = digit_of(token)
    if (zero == 0 or cls_of(token, "odd")) and i + 1 < len(tokens):
        unit = digit_of(tokens[i + 1])
        if unit is not None:
            yield Year(short=unit), i + 2
    two = below_hundred(tokens, i)
    if two and two[0] >= 10:
        yield Year(short=two[0]), two[1]
    elif two and marker and two[0]:
        yield Year(either=(50 + two[0], two[0])), two[1]


def two_k(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """``2k5``, ``2k12``, ``2k``: the year, and where it ends."""
    if i + 1 >= len(tokens) or tokens[i].text != "2" or tokens[i + 1].lower != "k" or not tokens[i + 1].glued:
        return None
    after = tokens[i + 2] if i + 2 < len(tokens) else None
    if after is None or not after.glued or after.kind == MARK:
        return 2000, i + 2
    if after.kind == NUMBER and len(after.text) <= 2:
        return 2000 + int(after.text), i + 3
    return None
