"""Dates as people say and type them.

Value: ISO text; what was not said stays out: ``"1990-05-07"``, ``"1990-05"``, ``"1990"``, ``"--05-07"``. Order is
day, month, year, never swapped. Lunar, impossible and future dates give no value but a hint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from nlu.text import NUMBER, WORD, Message, Phrases, Token, analyse, coverage, is_filler
from nlu.text.lists import phrases, words
from nlu.text.numbers import is_number_word
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make, settle, token_at
from nlu.values.date_calendar import finish
from nlu.values.date_checks import age_told, before_or_after, blanked, figures_beside, of_paper, something_else
from nlu.values.date_choices import choices
from nlu.values.date_parts import Parts, Year, two_k, word_is
from nlu.values.date_shapes import parse_at
from nlu.values.doubt import is_doubtful
from nlu.values.relative_days import begins_told, told_at

KIND: Final = "date"
_BEGINNINGS: Final = frozenset(words("ngay hom bua mung mong mun ram thang t thg th nam lam nawm nghin ngan"))
SLIPS: Final = {
    "mot": "một", "bon": "bốn", "nam": "năm", "sau": "sáu", "bay": "bảy", "tam": "tám", "chin": "chín",
    "muoi": "mười", "tu": "tư", "lam": "lăm",
}  # fmt: skip
"""Number words by their letters alone, for words keyed or heard with a wrong mark."""
_MANY: Final = 12
"""More dates than this are a list, no answer."""
_LONGEST_MENDED: Final = 60
_MOST: Final = 300
"""Words of numbers and dates in a message that somebody wrote; in more than these nothing is looked for."""
_LUNAR: Final = Phrases[bool](
    [(p, True) for p in phrases(
        """
        âm lịch, lịch âm, âm, al, âl, lịch ta, ngày ta, tháng ta, tết, giáp tết, giao thừa, ăn tết, nguyên đán,
        tháng chạp, tháng giêng, ngày âm, tháng nhuận, đoan ngọ, vu lan, giỗ tổ, trung thu, lịch mông, lịch người
        mông, lịch dao, lịch chăm, lịch khơ me, lịch thái
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
        tý, tí, sửu, dần, mão, mẹo, thìn, tỵ, tị, ngọ, mùi, thân, dậu, tuất, hợi, con chuột, con trâu, con hổ, con
        mèo, con rồng, con rắn, con ngựa, con dê, con khỉ, con gà, con chó, con lợn, con heo
        """
    )
)  # fmt: skip


def read(msg: Message, ctx: Context) -> Reading | None:
    """The whole message as one date."""
    if of_paper(msg):
        ctx = replace(ctx, person=None)
    said = scan(msg, ctx, loose=True)
    if len(said) > _MANY:
        return make(KIND, msg, 0, len(msg), hint="many", score=0.3)
    found = [r for r in said if not something_else(msg, r)]
    settled = settle(KIND, msg, _join_scattered(msg, ctx, found))
    chosen = _chosen(msg, ctx, settled)
    if chosen is not None:
        return chosen
    if settled is None:
        if _YEAR_ANIMALS.scan(msg.tokens) or any(p for _, _, p, _, w in _LUNAR.scan(msg.tokens) if len(w) > 2):
            return make(KIND, msg, 0, len(msg), hint="lunar", score=0.8)
        return _unfinished(msg)
    if settled.value is None:
        return settled
    if before_or_after(msg, settled):
        return replace(settled, value=None, hint="incomplete", score=0.5)
    if age_told(msg, settled):
        return replace(settled, value=None, hint="incomplete", score=0.4)
    mended = _mended(msg, ctx, settled)
    if mended is not None:
        return mended
    if is_doubtful(msg, "figure") or blanked(msg, settled) or figures_beside(msg, settled):
        return replace(settled, value=None, candidates=(settled.value,), score=0.6, hint="ambiguous")
    return settled


def _chosen(msg: Message, ctx: Context, settled: Reading | None) -> Reading | None:
    """The readings that the speaker leaves open, or the one meant after taking a part back."""
    if settled is not None and settled.hint == "lunar":
        return None
    found = list(choices(msg, lambda parts: finish(parts, ctx)[0]))
    if not found:
        return None
    if found[-1].back:
        value = found[-1].values[-1]
        if settled is not None and settled.value == value:
            return None
        values: list[str] = [value]
    else:
        values = list(dict.fromkeys(v for choice in found for v in choice.values))
    first, last = min(c.first for c in found), max(c.last for c in found)
    return make(
        KIND, msg, first, last, candidates=values if len(values) <= MAX_CANDIDATES else (), hint="ambiguous", score=0.5
    )


def _mended(msg: Message, ctx: Context, r: Reading) -> Reading | None:
    """What the message says with a wrongly marked number word put right ("ngày hai mươi bays"): to be confirmed."""
    if len(msg) > _LONGEST_MENDED:
        return None
    text = msg.original
    for i in range(len(msg) - 1, 0, -1):
        token = msg.tokens[i]
        if token.kind != WORD or is_number_word(token) or token.fold not in SLIPS:
            continue
        if is_number_word(msg.tokens[i - 1]) or word_is(msg.tokens, i - 1, "ngày", "tháng", "mùng", "mồng"):
            text = f"{text[: token.start]}{SLIPS[token.fold]}{text[token.end :]}"
    if text == msg.original:
        return None
    whole = settle(KIND, msg, scan(analyse(text), ctx, loose=True))
    if whole is None or whole.value is None or whole.value == r.value:
        return None
    return make(KIND, msg, 0, len(msg), candidates=(whole.value,), hint="ambiguous", score=0.5)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every date inside a longer message; bare numbers are dates only after words that ask for one."""
    return scan(msg, ctx, loose=False)


def scan(msg: Message, ctx: Context, loose: bool) -> list[Reading]:
    """Every date; ``loose`` when the whole message answers a date question."""
    tokens = msg.tokens
    if sum(_may_begin(t) for t in tokens) > _MOST:
        return []
    lunar, solar = _calendar_words(tokens)
    out: list[Reading] = []
    i = 0
    while i < len(tokens) and not (loose and len(out) > _MANY):
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
    outcomes = [finish(parts, ctx) for parts in best]
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


def _announced(tokens: Sequence[Token], parts: Parts, loose: bool) -> bool:
    """Whether a shape that may be something else ("90", "7-5") stands where a date is expected."""
    if _after_birth_word(tokens, parts.first) or _after_name(tokens, parts):
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


def _after_name(tokens: Sequence[Token], parts: Parts) -> bool:
    """Whether a whole year stands alone behind a name: "Mẹ: Lò Thị Mai, 1999." """
    i = parts.first
    if parts.year is None or parts.year.full is None or i < 3 or tokens[i - 1].text not in ",(-":
        return False
    if parts.last < len(tokens) and tokens[parts.last].kind == WORD:
        return False
    return all(t.kind == WORD and t.text[:1].isupper() for t in tokens[i - 3 : i - 1])


def _inside_number(tokens: Sequence[Token], i: int) -> bool:
    """A figure that goes on from a figure before it ("0912.345.678", "12/2021/QĐ") begins no date."""
    if tokens[i].kind != NUMBER or two_k(tokens, i):
        return False
    if i >= 2 and tokens[i].glued and tokens[i - 1].glued and tokens[i - 2].kind == NUMBER:
        # "2015-2019", "5/2015-8/2019" are two dates, not one number
        return not (tokens[i - 1].text in "-~>→" and len(tokens[i - 2].text) == 4)
    return i >= 1 and word_is(tokens, i - 1, "số")


def _calendar_words(tokens: Sequence[Token]) -> tuple[set[int], set[int]]:
    lunar: set[int] = set()
    solar: set[int] = set()
    for i, token in enumerate(tokens):
        if token.lower == "ta" and i > 1 and is_number_word(tokens[i - 1]) and word_is(tokens, i - 2, "tháng"):
            lunar.add(i)  # "tháng bảy ta"
    for first, _, is_lunar, exact, phrase in _LUNAR.scan(tokens):
        if phrase in ("âm", "dương", "tây") and not exact and not (first and is_number_word(tokens[first - 1])):
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
