"""A time from … to …: ``{"from": ISO, "to": ISO | "present"}``, both partial as said.

"từ nhỏ" begins at the person's birth (``context.dob``); without it nothing is given. An end that was not said is
not invented: it is offered as a candidate.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from nlu.text import NUMBER, Message, analyse
from nlu.text.numbers import is_number_word
from nlu.types import Context, Reading
from nlu.values import date as dates
from nlu.values.base import make
from nlu.values.date_parts import word_is
from nlu.values.doubt import either_words, is_doubtful, taken_back
from nlu.values.period_words import ALWAYS, PRESENT, births, come_and_gone, stays_only

KIND: Final = "period"
_MANY: Final = 12
_ARROWS: Final = frozenset("-~>→➔⇒»")
_UNTIL: Final = ("đến", "tới", "đên", "->", "–", "~", "den")


def read(msg: Message, ctx: Context) -> Reading | None:
    """The period the message tells."""
    tokens = msg.tokens
    if any(t.text == "?" for t in tokens):
        return None
    found = dates.scan(msg, ctx, loose=True)
    if len(found) > _MANY:
        return make(KIND, msg, 0, len(msg), hint="many", score=0.3)
    points = [r for r in _kept(msg, _share_year(msg, ctx, found)) if not _count(msg, r)]
    present = [h[:2] for h in PRESENT.scan(tokens) if len(h[4].split()) > 1 or _after_until(msg, h[0])]
    birth = births(msg)
    points = [r for r in points if not any(_within(msg, r, h) for h in (*present, *birth))]
    always = ALWAYS.scan(tokens)
    if always and not [p for p in points if p.value]:
        if ctx.dob is None:
            return make(KIND, msg, always[0][0], always[0][1], hint="incomplete", score=0.6)
        told = {"from": ctx.dob.isoformat(), "to": "present"}
        return make(KIND, msg, always[0][0], always[0][1], candidates=(told,), hint="ambiguous", score=0.6)
    if any(r.hint in ("lunar", "impossible", "future") for r in points):
        bad = next(r for r in points if r.hint in ("lunar", "impossible", "future"))
        return Reading(KIND, None, (), bad.start, bad.end, 0.7, bad.coverage, bad.hint)
    if any(r.value is None for r in points) and not birth and len(points) < 2:
        points = [r for r in points if r.value is not None]
    if any(r.value is None for r in points) or _year_left(msg, found):
        return make(KIND, msg, 0, len(msg), hint="incomplete", score=0.5)
    first = min([r.start for r in points] + [tokens[h[0]].start for h in (*present, *birth)], default=-1)
    if first < 0:
        return None
    said = _Said(
        points, bool(present), bool(birth), _start(msg, first), _end(msg, points, [*present, *birth]),
        is_doubtful(msg, "figure") or bool(either_words(msg)),
    )  # fmt: skip
    return _decide(msg, ctx, said)


class _Said(NamedTuple):
    """What was found: dates in the order said, whether the present and the birth were named, the span, a doubt."""

    points: list[Reading]
    present: bool
    birth: bool
    first: int
    last: int
    doubt: bool


def _decide(msg: Message, ctx: Context, said: _Said) -> Reading | None:
    values = [str(r.value) for r in said.points]
    if said.birth:
        return _since_birth(msg, ctx, said, values)
    if len(values) == 2 and not said.present:
        return _between(msg, ctx, said, *values)
    if len(values) == 1 and not values[0].startswith("--"):
        return _one_end(msg, ctx, said, values[0])
    if len(values) > 2:
        return make(KIND, msg, said.first, said.last, hint="many", score=0.4)
    return make(KIND, msg, said.first, said.last, hint="incomplete", score=0.4) if values else None


def _out(msg: Message, ctx: Context, said: _Said, told: dict[str, Any], sure: bool = True) -> Reading:
    problem = _problem(told, ctx.today)
    if problem:
        return make(KIND, msg, said.first, said.last, hint=problem, score=0.6)
    if sure and not said.doubt:
        return make(KIND, msg, said.first, said.last, told)
    return make(KIND, msg, said.first, said.last, candidates=(told,), hint="ambiguous", score=0.6)


def _since_birth(msg: Message, ctx: Context, said: _Said, values: list[str]) -> Reading | None:
    if ctx.dob is None:
        return make(KIND, msg, said.first, said.last, hint="incomplete", score=0.6)
    born = ctx.dob.isoformat()
    if len(values) == 1 and not said.present and not values[0].startswith("--"):
        if values[0] in (born, born[:7], born[:4]) and not _said_until(msg):
            return _out(msg, ctx, said, {"from": born, "to": "present"}, sure=False)
        return _out(msg, ctx, said, {"from": born, "to": values[0]}, sure=_said_until(msg))
    if not values:
        return _out(msg, ctx, said, {"from": born, "to": "present"}, sure=said.present)
    return None


def _between(msg: Message, ctx: Context, said: _Said, a: str, b: str) -> Reading:
    if b.startswith("--") and not a.startswith("--") and len(a) >= 7:
        b = f"{a[:4]}{b[1:]}"
    if a.startswith("--") or b.startswith("--"):
        return make(KIND, msg, said.first, said.last, hint="incomplete", score=0.5)
    one, two = (msg.token_at(r.start) for r in said.points)
    sure = _joined(msg) or (a < b and come_and_gone(msg, one, (msg.token_at(said.points[0].end), two)))
    return _out(msg, ctx, said, {"from": a, "to": b}, sure)


def _one_end(msg: Message, ctx: Context, said: _Said, value: str) -> Reading:
    if said.present:
        return _out(msg, ctx, said, {"from": value, "to": "present"})
    until = _said_until(msg)
    if _said_since(msg) and not until and not _length(msg):
        return _out(msg, ctx, said, {"from": value, "to": "present"}, sure=False)
    if not until and len(value) < 10 and not _length(msg) and stays_only(msg, said.first, said.last):
        return _out(msg, ctx, said, {"from": value, "to": value})
    return make(KIND, msg, said.first, said.last, hint="incomplete", score=0.5)


def _kept(msg: Message, points: list[Reading]) -> list[Reading]:
    """The dates without those taken back: the one before "à nhầm", or all before where the whole is said again."""
    for first, _ in taken_back(msg):
        at = msg.tokens[first].start
        before, after = [r for r in points if r.end <= at], [r for r in points if r.start >= at]
        if before and after:
            points = after if len(after) > 1 else [*before[:-1], *after]
    return points


def _within(msg: Message, r: Reading, hit: tuple[int, int]) -> bool:
    """Whether a date lies in a phrase of now or of birth ("tới bữa ni")."""
    return msg.tokens[hit[0]].start <= r.start and r.end <= msg.tokens[hit[1] - 1].end


def _year_left(msg: Message, points: list[Reading]) -> bool:
    """Whether figures that may be a year were not read."""
    return any(
        t.kind == NUMBER and len(t.text) == 4 and not any(r.start <= t.start < r.end for r in points)
        for t in msg.tokens
    )


def _problem(told: dict[str, Any], today: date) -> str | None:
    a, b = told["from"], told["to"]
    if b == "present":
        return "future" if a[:4] > str(today.year) else None
    size = min(len(a), len(b))
    return "impossible" if a[:size] > b[:size] else None


def _share_year(msg: Message, ctx: Context, points: list[Reading]) -> list[Reading]:
    """``từ tháng 5 đến tháng 8 năm 2015``: the year said once holds for both ends."""
    if len(points) == 2 and points[0].hint == "incomplete" and points[1].value and not points[1].value.startswith("--"):
        said = msg.original[points[0].start : points[0].end]
        whole = dates.read(analyse(f"{said} năm {points[1].value[:4]}"), ctx)
        if whole is not None and whole.value is not None:
            return [replace(points[0], value=whole.value, hint=None), points[1]]
    return points


def _count(msg: Message, r: Reading) -> bool:
    """ "5 năm", "được 3 năm": a length, no point in time."""
    return r.value is None and r.hint == "incomplete"


def _after_until(msg: Message, i: int) -> bool:
    return word_is(msg.tokens, i - 1, *_UNTIL) or (i > 0 and msg.tokens[i - 1].text in _ARROWS)


def _joined(msg: Message) -> bool:
    """Whether something says that the two dates are the ends of one time."""
    return any(
        word_is(msg.tokens, i, "đến", "tới", "thúc", "hết") or t.text in _ARROWS for i, t in enumerate(msg.tokens)
    )


def _length(msg: Message) -> bool:
    """``2 năm``, ``ba tháng``: how long, beside when."""
    return any(
        word_is(msg.tokens, i, "năm", "tháng")
        and is_number_word(msg.tokens[i - 1])
        and len(msg.tokens[i - 1].text) < 4
        and not (i + 1 < len(msg) and msg.tokens[i + 1].kind == NUMBER)
        for i in range(1, len(msg))
    )  # fmt: skip


def _said_since(msg: Message) -> bool:
    return any(word_is(msg.tokens, i, "từ") for i in range(len(msg)))


def _said_until(msg: Message) -> bool:
    return any(word_is(msg.tokens, i, "đến", "tới", "trước", "sau") for i in range(len(msg)))


def _start(msg: Message, offset: int) -> int:
    i = next((k for k, t in enumerate(msg.tokens) if t.end > offset), 0)
    while i and word_is(msg.tokens, i - 1, "từ", "năm", "tháng", "ngày", "hồi", "khoảng"):
        i -= 1
    return i


def _end(msg: Message, points: list[Reading], named: list[tuple[int, int]]) -> int:
    last = max([r.end for r in points] + [msg.tokens[h[1] - 1].end for h in named], default=0)
    return next((k + 1 for k, t in enumerate(msg.tokens) if t.end >= last), len(msg))


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The period of a message that says "từ … đến …"."""
    if not _said_since(msg) or not _said_until(msg):
        return []
    reading = read(msg, ctx)
    return [reading] if reading is not None and reading.value is not None else []
