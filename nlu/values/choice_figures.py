"""Options that are figures: hours of the day ("18:00 – 20:30"), chosen by a time or a part of the day; counts with one
option for all others; years said by their last two digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from nlu.cues import asks
from nlu.text import MARK, NUMBER, Message, Token, analyse, is_filler
from nlu.text.numbers import below_hundred
from nlu.types import Context, Option, Reading
from nlu.values.base import MAX_CANDIDATES, make
from nlu.values.choice_heard import negates
from nlu.values.counting import MANY, mentions, noun_at
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful

KIND: Final = "choice"
_RANGE: Final = re.compile(r"\s*(\d{1,2}):(\d\d)\s*[–-]\s*(\d{1,2}):(\d\d)\s*\Z")
_PARTS: Final = {
    "sáng": (4 * 60, 11 * 60), "trưa": (11 * 60, 13 * 60 + 30), "chiều": (13 * 60, 18 * 60), "tối": (18 * 60, 22 * 60),
    "đêm": (20 * 60, 24 * 60), "khuya": (21 * 60, 24 * 60),
}  # fmt: skip
"""From which minute to which a part of the day lasts."""
_HOUR: Final = ("giờ", "h", "g")
_BUSY: Final = ("bận", "trừ", "kẹt")


class Hours(NamedTuple):
    """What tokens ``first`` to ``last`` say: the options they fit, and whether they are denied."""

    first: int
    last: int
    fits: tuple[int, ...]
    denied: bool


def by_hours(msg: Message, ctx: Context) -> Reading | None:
    """The hours meant, where hours are shown and a time is said."""
    hours = _spans(ctx.options)
    times = list(_said(msg, hours)) if hours else []
    fitting = tuple(dict.fromkeys(k for t in times if not t.denied for k in t.fits))
    if not 1 <= len(fitting) <= MAX_CANDIDATES:
        return None
    first, last = times[0].first, times[-1].last
    unclear = any(t.denied or not t.fits for t in times) or asks(msg.original) == 1.0 or is_doubtful(msg, "figure")
    if len(fitting) == 1 and not unclear:
        return make(KIND, msg, first, last, fitting[0])
    return make(KIND, msg, first, last, candidates=fitting, hint="ambiguous", score=0.5)


def unlisted(msg: Message, ctx: Context) -> Reading | None:
    """``10 bản`` where one, two or three are shown beside "Số khác"."""
    titles = [analyse(o.title).tokens for o in ctx.options]
    counted = {int(t[0].text): noun_at(t, 1) for t in titles if t and t[0].kind == NUMBER and len(t[0].text) < 4}
    other = [i for i, t in enumerate(titles) if any(word_is(t, k, "khác") for k in range(len(t)))]
    nouns = set(counted.values())
    if len(counted) < 2 or len(nouns) != 1 or "" in nouns or len(other) != 1:
        return None
    found = mentions(msg, False, MANY)
    if len(found) != 1 or found[0].noun not in nouns or found[0].value in counted or found[0].others:
        return None
    sure = (
        asks(msg.original) != 1.0
        and not is_doubtful(msg, "figure")
        and not any(negates(t) for t in msg.tokens[max(0, found[0].first - 3) : found[0].first])
    )
    first, last = found[0].first, found[0].last
    return make(KIND, msg, first, last, other[0]) if sure else make(KIND, msg, first, last, candidates=other)


def whole_years(msg: Message, ctx: Context) -> Message:
    """The message with "năm 85" as 1985 where a title has that year."""
    years = {t.text for o in ctx.options for t in analyse(o.title).tokens if t.kind == NUMBER and len(t.text) == 4}
    tokens = list(msg.tokens)
    for i, token in enumerate(tokens):
        if token.kind == NUMBER and len(token.text) == 2 and word_is(tokens, i - 1, "năm", "sn"):
            whole = [y for y in years if y.endswith(token.text)]
            if len(whole) == 1:
                tokens[i] = token._replace(text=whole[0], lower=whole[0], fold=whole[0], spoken=whole[0])
    return Message(msg.original, tuple(tokens), msg.truncated) if years else msg


def _spans(options: Sequence[Option]) -> list[tuple[int, int]] | None:
    """First and last minute of every option; None unless all of them are hours."""
    out = []
    for option in options:
        found = _RANGE.match(option.title)
        if not found:
            return None
        begin, begin_minute, end, end_minute = map(int, found.groups())
        out.append((60 * begin + begin_minute, 60 * end + end_minute))
    return out


def _said(msg: Message, hours: Sequence[tuple[int, int]]) -> Iterator[Hours]:
    """Every time and part of the day in a message, from left to right."""
    i = 0
    while i < len(msg):
        got = _clock(msg.tokens, i) or _part_at(msg, i)
        if got is None:
            i += 1
            continue
        minutes, last = got
        fits = tuple(k for k, (begin, end) in enumerate(hours) if any(begin <= m <= end for m in minutes))
        before = range(max(0, i - 3), i)
        no = any(negates(msg.tokens[k]) or word_is(msg.tokens, k, *_BUSY) for k in before)
        yield Hours(i, last, fits, no or word_is(msg.tokens, last, *_BUSY))
        i = last


def _clock(tokens: Sequence[Token], i: int) -> tuple[tuple[int, ...], int] | None:
    """``7h``, ``7 giờ 30 tối``, ``bảy giờ rưỡi`` → the minutes of the day it may be, and where it ends."""
    token = tokens[i]
    if token.kind == MARK:
        return None
    number = (int(token.text), i + 1) if token.kind == NUMBER and len(token.text) <= 2 else below_hundred(tokens, i)
    if number is None or not 0 <= number[0] <= 24:
        return None
    hour, end = number
    colon = end + 1 < len(tokens) and tokens[end].text == ":" and tokens[end + 1].kind == NUMBER
    if not colon and not word_is(tokens, end, *_HOUR):
        return None
    end += 1
    minute = 0
    if end < len(tokens) and tokens[end].kind == NUMBER and len(tokens[end].text) <= 2:
        minute, end = int(tokens[end].text), end + 1
    elif word_is(tokens, end, "rưỡi"):
        minute, end = 30, end + 1
    at = 60 * hour + minute
    for part, (begin, last) in _PARTS.items():
        if word_is(tokens, end, part):
            near = [m for m in (at, at + 720) if begin - 60 <= m <= last + 60]
            return tuple(near or [at]), end + 1
    return ((at,) if hour > 12 or colon else (at, at + 720)), end


def _part_at(msg: Message, i: int) -> tuple[tuple[int, ...], int] | None:
    """``sáng sớm``, ``buổi tối``; without its mark "toi" is tôi unless "buổi" or nothing stands beside it."""
    token = msg.tokens[i]
    for part, (begin, end) in _PARTS.items():
        if not word_is(msg.tokens, i, part):
            continue
        alone = all(is_filler(t) or k == i for k, t in enumerate(msg.tokens))
        if token.spoken != part and not alone and not word_is(msg.tokens, i - 1, "buổi", "ban"):
            return None
        return tuple(range(begin + 15, end, 15)), i + 1
    return None
