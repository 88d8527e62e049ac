"""Dates as people say and type them.

Value: ISO text; what was not said stays out: ``"1990-05-07"``, ``"1990-05"``, ``"1990"``, ``"--05-07"``. Order is
day, month, year, never swapped. Lunar, impossible and future dates give no value but a hint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from functools import lru_cache
from typing import Final

from nlu.text import NUMBER, WORD, Message, Phrases, Token, coverage, is_filler
from nlu.text.lists import phrases, words
from nlu.text.numbers import is_number_word
from nlu.types import Context, Reading
from nlu.values.base import is_approximate, make, settle, token_at
from nlu.values.date_parts import Parts, Year, parse_at, word_is
from nlu.values.relative_days import begins_told, told_at

KIND: Final = "date"
_FIRST_YEAR: Final = 1900
_BEGINNINGS: Final = frozenset(
    words(
        """
        ngay hom bua mung mong mun ram thang t thg th nam lam nawm nghin ngan
        """
    )
)
_LUNAR: Final = Phrases[bool](
    [(p, True) for p in phrases(
        """
        âm lịch, lịch âm, âm, al, âl, lịch ta, ngày ta, tháng ta, tết, giáp tết, giao thừa, ăn tết, nguyên đán,
        tháng chạp, tháng giêng, ngày âm, tháng nhuận, đoan ngọ, vu lan, giỗ tổ, trung thu, lịch mông, lịch
        người mông, lịch dao, lịch chăm, lịch khơ me, lịch thái
        """
    )]
    + [(p, False) for p in ("dương lịch", "lịch dương", "dương", "dl", "lịch tây", "ngày tây", "tây",
        "ngày dương")]
)  # fmt: skip
_YEAR_ANIMALS: Final = Phrases[bool](
    (f"{lead} {animal}", True)
    for lead in ("tuổi", "năm", "giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
    for animal in phrases(
        """
        tý, tí, sửu, dần, mão, mẹo, thìn, tỵ, tị, ngọ, mùi, thân, dậu, tuất, hợi, con chuột, con trâu, con hổ,
        con mèo, con rồng, con rắn, con ngựa, con dê, con khỉ, con gà, con chó, con lợn, con heo
        """
    )
)  # fmt: skip


def read(msg: Message, ctx: Context) -> Reading | None:
    """The whole message as one date."""
    found = scan(msg, ctx, loose=True)
    settled = settle(KIND, msg, _join_scattered(msg, ctx, found))
    if settled is None:
        if _YEAR_ANIMALS.scan(msg.tokens) or any(p for _, _, p, _, w in _LUNAR.scan(msg.tokens) if len(w) > 2):
            return make(KIND, msg, 0, len(msg), hint="lunar", score=0.8)
        return _unfinished(msg)
    if settled.value is not None and _before_or_after(msg, settled):
        return replace(settled, value=None, hint="incomplete", score=0.5)
    if settled.value is not None and is_approximate(msg):
        return make_candidates(settled)
    return settled


def _before_or_after(msg: Message, r: Reading) -> bool:
    """ "trước năm 2010", "sau 1990": a bound, not a date."""
    i = token_at(msg, r.start) - 1
    while word_is(msg.tokens, i, "năm", "ngày", "tháng", "hồi"):
        i -= 1
    return word_is(msg.tokens, i, "trước", "sau") and not word_is(msg.tokens, i - 1, "năm", "tháng", "hôm")


def make_candidates(r: Reading) -> Reading:
    """The reading's value only as something to confirm."""
    return Reading(r.kind, None, (r.value,), r.start, r.end, 0.6, r.coverage, "ambiguous")


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every date inside a longer message; bare numbers are dates only after words that ask for one."""
    return scan(msg, ctx, loose=False)


def scan(msg: Message, ctx: Context, loose: bool) -> list[Reading]:
    """Every date; ``loose`` when the whole message answers a date question."""
    tokens = msg.tokens
    lunar, solar = _calendar_words(tokens)
    out: list[Reading] = []
    i = 0
    while i < len(tokens):
        if not _may_begin(tokens[i]):
            i += 1
            continue
        told = told_at(tokens, i, ctx.today)
        options = (
            []
            if tokens[i].kind not in ("word", "number") or _inside_number(tokens, i)
            else parse_at(tokens, i, loose or _after_birth_word(tokens, i))
        )
        options = [p for p in options if p.sure or _announced(tokens, p, loose)]
        if not loose:
            options = [p for p in options if not _only_day(p)]
        if told and (not options or told.last >= max(p.last for p in options)):
            hint = "future" if told.future else "incomplete"
            if told.either:
                out.append(make(KIND, msg, told.first, told.last, candidates=told.either, hint="ambiguous", score=0.5))
            elif told.iso and not _near(lunar, told.first, told.last, solar):
                out.append(make(KIND, msg, told.first, told.last, told.iso))
            else:
                out.append(make(KIND, msg, told.first, told.last, hint=hint, score=0.7))
            i = told.last
            continue
        if not options:
            i += 1
            continue
        reading, end = _choose(msg, ctx, options, lunar, solar)
        out.append(reading)
        i = end
    return out


@lru_cache(maxsize=8192)
def _beginning(folded: str) -> bool:
    return folded in _BEGINNINGS or begins_told(folded)


def _may_begin(token: Token) -> bool:
    """Whether a date can begin with this token at all; most words are ruled out here."""
    if token.kind == NUMBER:
        return True
    return token.kind == WORD and (_beginning(token.fold) or is_number_word(token))


def _choose(msg: Message, ctx: Context, options: list[Parts], lunar: set[int], solar: set[int]) -> tuple[Reading, int]:
    """The best of several parses at one place: the longest; of those, one that is a real date."""
    longest = max(p.last for p in options)
    best = [p for p in options if p.last == longest]
    outcomes: list[tuple[str | None, str | None, tuple[str, ...]]] = []
    for parts in best:
        outcomes.append(finish(parts, ctx))
    values = list(dict.fromkeys(v for v, _, _ in outcomes if v))
    first, last = best[0].first, longest
    if best[0].lunar and not _near(solar, first, last, set()):
        return make(KIND, msg, first, last, hint="lunar", score=0.8), last
    if _near(lunar, first, last, solar):
        return make(KIND, msg, first, last, hint="lunar", score=0.8), last
    if len(values) == 1:
        return make(KIND, msg, first, last, values[0]), last
    if len(values) > 1:
        return make(KIND, msg, first, last, candidates=values[:3], hint="ambiguous", score=0.5), last
    either = next((c for _, _, c in outcomes if c), ())
    if either:
        return make(KIND, msg, first, last, candidates=either, hint="ambiguous", score=0.5), last
    return make(KIND, msg, first, last, hint=outcomes[0][1] or "impossible", score=0.7), last


def finish(parts: Parts, ctx: Context) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Said parts → ``(ISO value, hint, candidates)``; exactly one of value, hint, candidates is meant."""
    year: int | None = None
    month = parts.month
    if parts.months_back is not None:
        if parts.day is not None and not parts.first < parts.last - 3:
            return None, "incomplete", ()
        count = ctx.today.year * 12 + ctx.today.month - 1 - parts.months_back
        year, month = count // 12, count % 12 + 1
    said = parts.year
    if said is not None:
        if said.either:
            outs = []
            for short in said.either:
                value, _, _ = finish(parts._replace(year=Year(full=full_year(short, ctx))), ctx)
                if value:
                    outs.append(value)
            return None, "ambiguous", tuple(outs)
        year = said.full
        if said.short is not None:
            year = full_year(said.short, ctx)
        elif said.back is not None:
            year = ctx.today.year - said.back
    if month is not None and not 1 <= month <= 12:
        return None, "impossible", ()
    if parts.day is not None and (not 1 <= parts.day <= 31 or (month is not None and parts.day > _days(year, month))):
        return None, "impossible", ()
    if year is not None and year > ctx.today.year:
        return None, "future" if year <= ctx.today.year + 10 else "impossible", ()
    if year is not None and year < _FIRST_YEAR:
        return None, "impossible", ()
    if year is not None:
        if month is None:
            return (f"{year:04d}", None, ()) if parts.day is None else (None, "incomplete", ())
        if parts.day is None:
            if (year, month) > (ctx.today.year, ctx.today.month):
                return None, "future", ()
            return f"{year:04d}-{month:02d}", None, ()
        if Date(year, month, parts.day) > ctx.today:
            return None, "future", ()
        return f"{year:04d}-{month:02d}-{parts.day:02d}", None, ()
    if month is not None and parts.day is not None:
        return f"--{month:02d}-{parts.day:02d}", None, ()
    return None, "incomplete", ()


def full_year(short: int, ctx: Context) -> int:
    """Two-digit year → four digits: 00..this year is 20xx, else 19xx; of an adult 20xx only from age 16 on."""
    this = ctx.today.year % 100
    century = ctx.today.year - this
    if short > this:
        return century - 100 + short
    if ctx.person == "adult" and this - short < 16:
        return century - 100 + short
    return century + short


def _days(year: int | None, month: int) -> int:
    if month == 2:
        return 29 if year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _announced(tokens: Sequence[Token], parts: Parts, loose: bool) -> bool:
    """Whether a shape that may be something else ("90", "7-5") stands where a date is expected."""
    if _after_birth_word(tokens, parts.first):
        return True
    bare_short = parts.month is None and parts.day is None and parts.year is not None and parts.year.short is not None
    if loose and bare_short:
        return all(is_filler(t) for t in (*tokens[: parts.first], *tokens[parts.last :]))
    return loose


def _only_day(parts: Parts) -> bool:
    return parts.month is None and parts.year is None and parts.months_back is None


def _after_birth_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether what comes at ``i`` is announced as a date: "sinh 12.3.95", "ngày sinh: …", "cấp ngày"."""
    j = i - 1
    while j >= 0 and (tokens[j].kind == "mark" or word_is(tokens, j, "là", "ngày", "năm", "vào", "hồi", "tháng")):
        j -= 1
    return word_is(tokens, j, "sinh", "sn", "ns", "đẻ", "cấp") and j >= 0


def _inside_number(tokens: Sequence[Token], i: int) -> bool:
    """A figure that goes on from a figure before it ("0912.345.678", "12/2021/QĐ") begins no date."""
    if tokens[i].kind != NUMBER:
        return False
    if i >= 2 and tokens[i].glued and tokens[i - 1].glued and tokens[i - 2].kind == NUMBER:
        # "2015-2019" is two years, not one number
        return not (tokens[i - 1].text in "-~" and len(tokens[i].text) == len(tokens[i - 2].text) == 4)
    return i >= 1 and word_is(tokens, i - 1, "số")


def _calendar_words(tokens: Sequence[Token]) -> tuple[set[int], set[int]]:
    lunar: set[int] = set()
    solar: set[int] = set()
    for first, _, is_lunar, exact, phrase in _LUNAR.scan(tokens):
        if phrase in ("âm", "dương", "tây") and not exact and not (first and tokens[first - 1].kind == NUMBER):
            continue  # "am" and "tay" are lunar and solar only right after figures
        (lunar if is_lunar else solar).add(first)
    return lunar, solar


def _near(marks: set[int], first: int, last: int, against: set[int]) -> bool:
    """Whether a calendar word belongs to these tokens: inside, up to four after or three before, and no word of the
    other calendar nearer."""

    def gap(at: int) -> int:
        return 0 if first <= at < last else at - last + 1 if at >= last else first - at + 2

    window = range(first - 4, last + 4)
    mine = min((gap(m) for m in window if m in marks), default=99)
    other = min((gap(m) for m in window if m in against), default=99)
    return mine < 99 and mine <= other


def _join_scattered(msg: Message, ctx: Context, found: list[Reading]) -> list[Reading]:
    """``27/3 … năm ngoái``, ``năm 90, ngày 7 tháng 5``: a day and month and a year said apart are one date."""
    valued = [r for r in found if r.value]
    if len(valued) != 2:
        return found
    a, b = valued
    year, rest = (a, b) if str(b.value).startswith("--") else (b, a)
    if len(str(year.value)) != 4 or not str(rest.value).startswith("--"):
        return found
    parts = Parts(0, 0, int(rest.value[5:7]), int(rest.value[2:4]), Year(full=int(year.value)))
    value, hint, _ = finish(parts, ctx)
    share = coverage(msg, token_at(msg, a.start), token_at(msg, b.end - 1) + 1)
    joined = Reading(KIND, value, (), a.start, b.end, 0.9, share, hint)
    return [joined]


def _unfinished(msg: Message) -> Reading | None:
    """A message of figures that are no date: say why it is none."""
    figures = [t for t in msg.tokens if t.kind == NUMBER]
    if figures and len(figures) == len([t for t in msg.tokens if t.kind != "mark"]):
        digits = sum(len(t.text) for t in figures)
        return make(KIND, msg, 0, len(msg), hint="incomplete" if digits < 8 else "impossible", score=0.4)
    return None
