"""What stands beside a date that makes it none, or one to be confirmed."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, is_filler
from nlu.text.numbers import is_number_word, number_words
from nlu.types import Reading
from nlu.values.base import token_at
from nlu.values.date_parts import word_is
from nlu.values.digits import runs
from nlu.values.labels import labels


def something_else(msg: Message, r: Reading) -> bool:
    """Figures that are called another thing ("số nhà 12/5", "12/5 đường Trần Phú"), or stand within a long number read
    aloud."""
    if r.end <= r.start:
        return False
    first, last = token_at(msg, r.start), token_at(msg, r.end - 1) + 1
    if any(end == first for _, end, _, _, _ in _FEASTS.scan(msg.tokens)):
        return True
    short = r.value is not None and str(r.value).startswith("--")
    if short and word_is(msg.tokens, last, *_STREETS):
        return True
    named = labels(msg)
    for _, end, kind in reversed(named[: bisect_right(named, first, key=lambda label: label[1])]):
        if first - end > _REACH:
            break
        other = kind in ("phone", "other") or (kind == "house" and short)  # "Kiệt" is a name, too
        if other and all(_leads(msg.tokens[k]) for k in range(end, first)):
            return True
    return any(begin <= first and last <= end for begin, end in _long_numbers(msg))


_FEASTS: Final = Phrases[bool]((p, True) for p in ("đầy tháng", "thôi nôi", "đầy năm", "giỗ", "đám giỗ"))
"""A feast's day is not the day that is asked for."""


@lru_cache(maxsize=64)
def _long_numbers(msg: Message) -> tuple[tuple[int, int], ...]:
    """Where a number too long for a date was read aloud or typed."""
    if sum(is_number_word(t) for t in msg.tokens) < _LONG:
        return ()
    return tuple((run.first, run.last) for run in runs(msg) if len(run.digits) >= _LONG)


_REACH: Final = 6
_STREETS: Final = ("đường", "phố", "hẻm", "ngõ", "ngách", "kiệt", "tổ", "ấp", "khu")
_LONG: Final = 9
"""From so many digits on, a string read aloud is a number of a person or a telephone, no date."""


def _leads(token: Token) -> bool:
    """Whether a token between "số nhà" and figures keeps them together."""
    return is_filler(token) and token.fold not in ("ngay", "thang", "nam", "sinh", "ghi") and token.text not in ".;\n"


def age_told(msg: Message, r: Reading) -> bool:
    """ "năm nay 58 tuổi": how old, not when."""
    told = " ".join(t.fold for t in msg.tokens[token_at(msg, r.start) : token_at(msg, r.end - 1) + 1])
    return told in ("nam nay", "nam ni", "nam ngoai") and any(word_is(msg.tokens, i, "tuổi") for i in range(len(msg)))


def blanked(msg: Message, r: Reading) -> bool:
    """``00/00/1960``: day and month that the paper leaves open."""
    return re.match(r"\D*0?0\s*[/.\- ]?\s*0?0(?!\d{0,1}\Z)", msg.original[r.start : r.end]) is not None


def of_paper(msg: Message) -> bool:
    """Whether the date is told of a paper or a wedding, not of a birth: its year may be young whoever is meant."""
    told = any(word_is(msg.tokens, k, "cấp", "cưới", "tòa", "hôn") for k in range(len(msg)))
    return told and not any(word_is(msg.tokens, k, "sinh", "sanh", "đẻ") for k in range(len(msg)))


def before_or_after(msg: Message, r: Reading) -> bool:
    """ "trước năm 2010", "sau 1990": a bound, not a date."""
    i = token_at(msg, r.start) - 1
    while word_is(msg.tokens, i, "năm", "ngày", "tháng", "hồi"):
        i -= 1
    if word_is(msg.tokens, i, "những"):
        return True  # "những năm 80"
    return word_is(msg.tokens, i, "trước", "sau") and not word_is(msg.tokens, i - 1, "năm", "tháng", "hôm")


def _counts(token: Token) -> bool:
    """Whether a word is a number above zero: "không" before a year says that there is no more."""
    return any(n.value for n in number_words(token))


_PARTS: Final = ("trên", "gạch", "xẹt", "chéo", "tháng", "năm", "thứ", "ngày", "rồi")
"""What is said between the parts of a date."""


def figures_beside(msg: Message, r: Reading) -> bool:
    """``1991/1992``, ``năm 91, 92``, ``1010 1990``: figures next to a year alone that were not read."""
    if len(str(r.value)) != 4:
        return False
    first, last = token_at(msg, r.start), token_at(msg, r.end - 1) + 1
    k = first - 1
    if k > 0 and msg.tokens[k].kind == MARK and msg.tokens[first].glued and msg.tokens[k - 1].kind == WORD:
        return True  # "14-March-1987"
    while k >= 0 and (msg.tokens[k].kind == MARK or word_is(msg.tokens, k, *_PARTS)):
        k -= 1
    if k >= 0 and (msg.tokens[k].kind == NUMBER or _counts(msg.tokens[k])) and not word_is(msg.tokens, k - 1, "thứ"):
        return True  # "mười bốn trên ba trên 1987"
    sign = last < len(msg) and msg.tokens[last].text in ",/-~"
    after = last + 1 if sign else last
    return after < len(msg) and msg.tokens[after].kind == NUMBER and len(msg.tokens[after].text) in (2, 4)
