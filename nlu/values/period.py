"""A time from … to …: ``{"from": ISO, "to": ISO | "present"}``, both partial as said.

"từ nhỏ" begins at the person's birth (``context.dob``); without it nothing is given. An end that was not said is
not invented: it is offered as a candidate.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from nlu.text import NUMBER, Message, Phrases, analyse
from nlu.text.lists import phrases
from nlu.text.numbers import is_number_word
from nlu.types import Context, Reading
from nlu.values import date as dates
from nlu.values.base import is_approximate, make
from nlu.values.date_parts import word_is

KIND: Final = "period"
_PRESENT: Final = Phrases[bool]((p, True) for p in phrases(
    """
    đến giờ, tới giờ, đến nay, tới nay, đến bây giờ, tới bây giờ, cho đến nay, cho tới giờ, hiện nay, hiện tại,
    bây giờ, đến hiện tại, tới hiện tại, đến hiện nay, vẫn ở, vẫn đang ở, còn ở, giờ vẫn ở, đến hôm nay, tới hôm
    nay, cho đến giờ, cho tới nay, giờ vẫn còn, đến h, đến chừ, tới chừ, đến bi giờ, đến nay luôn, đến lúc này,
    cho đến bây giờ, đang ở, vẫn ở đó, tới bi giờ, nay, giờ, tới h, đến bh, bh
    """
))  # fmt: skip
_BIRTH: Final = Phrases[bool]((p, True) for p in phrases(
    """
    từ nhỏ, từ bé, từ khi sinh, từ khi sinh ra, từ lúc sinh, từ lúc sinh ra, từ hồi nhỏ, từ lúc nhỏ, từ lúc bé,
    từ tấm bé, từ thuở nhỏ, từ lúc đẻ, từ khi đẻ, từ lúc lọt lòng, từ lúc cha sinh mẹ đẻ, từ lúc mới sinh, từ
    hồi bé, hồi nhỏ, lúc nhỏ, sinh ra đã ở, từ nhỏ xíu, từ khi lọt lòng, từ lúc đẻ ra, sinh ra và lớn lên, từ bé
    tí, hồi còn nhỏ, từ khi mới sinh, từ nhỏ tới lớn, từ bé đến lớn, từ lúc còn nhỏ
    """
))  # fmt: skip
_ALWAYS: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        từ trước đến nay, từ trước đến giờ, từ trước tới nay, từ trước tới giờ, xưa nay, từ xưa đến nay, từ xưa
        đến giờ, luôn ở, xưa giờ, từ trước giờ
        """
    )
)
_SINCE: Final = ("từ", "tu", "kể", "bắt")
_UNTIL: Final = ("đến", "tới", "đên", "->", "–", "~", "den")


def read(msg: Message, ctx: Context) -> Reading | None:
    """The period the message tells."""
    tokens = msg.tokens
    points = _share_year(msg, ctx, dates.scan(msg, ctx, loose=True))
    points = [r for r in points if not _count(msg, r)]
    present = [h for h in _PRESENT.scan(tokens) if len(h[4].split()) > 1 or _after_until(msg, h[0])]
    birth = _BIRTH.scan(tokens)
    always = _ALWAYS.scan(tokens)
    if any(t.text == "?" for t in tokens):
        return None
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
    if any(r.value is None for r in points):
        return make(KIND, msg, 0, len(msg), hint="incomplete", score=0.5)
    values = [str(r.value) for r in points]
    first = min([r.start for r in points] + [tokens[h[0]].start for h in (*present, *birth)], default=-1)
    if first < 0:
        return None
    start = _start(msg, first)
    end = _end(msg, points, present, birth)
    return _decide(msg, ctx, values, bool(present), bool(birth), start, end)


def _decide(
    msg: Message, ctx: Context, values: list[str], present: bool, birth: bool, start: int, end: int
) -> Reading | None:
    approximate = is_approximate(msg)

    def out(told: dict[str, Any], sure: bool = True) -> Reading:
        problem = _problem(told, ctx.today)
        if problem:
            return make(KIND, msg, start, end, hint=problem, score=0.6)
        if sure and not approximate:
            return make(KIND, msg, start, end, told)
        return make(KIND, msg, start, end, candidates=(told,), hint="ambiguous", score=0.6)

    if birth:
        if ctx.dob is None:
            return make(KIND, msg, start, end, hint="incomplete", score=0.6)
        born = ctx.dob.isoformat()
        if len(values) == 1 and not present:
            return out({"from": born, "to": values[0]})
        if not values:
            return out({"from": born, "to": "present"}, sure=present)
        return None
    if len(values) == 2 and not present:
        a, b = values
        if a.startswith("--"):
            return make(KIND, msg, start, end, hint="incomplete", score=0.5)
        if b.startswith("--"):
            b = f"{a[:4]}{b[1:]}" if len(a) >= 7 else b
        if b.startswith("--"):
            return make(KIND, msg, start, end, hint="incomplete", score=0.5)
        return out({"from": a, "to": b}, sure=_joined(msg))
    if len(values) == 1 and not values[0].startswith("--"):
        if present:
            return out({"from": values[0], "to": "present"})
        since = _said_since(msg)
        until = _said_until(msg)
        if since and not until:
            return out({"from": values[0], "to": "present"}, sure=False)
        if until:
            return make(KIND, msg, start, end, hint="incomplete", score=0.5)
        if len(values[0]) < 10 and not _length(msg):
            return out({"from": values[0], "to": values[0]})
        return make(KIND, msg, start, end, hint="incomplete", score=0.5)
    if len(values) > 2:
        return make(KIND, msg, start, end, hint="many", score=0.4)
    return make(KIND, msg, start, end, hint="incomplete", score=0.4) if values else None


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
    return word_is(msg.tokens, i - 1, *_UNTIL) or (i > 0 and msg.tokens[i - 1].text in "-~>")


def _joined(msg: Message) -> bool:
    """Whether something says that the two dates are the ends of one time."""
    return any(
        word_is(msg.tokens, i, "đến", "tới", "thúc", "hết") or t.text in "-~>→" for i, t in enumerate(msg.tokens)
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


def _end(msg: Message, points: list[Reading], present: list[Any], birth: list[Any]) -> int:
    last = max([r.end for r in points] + [msg.tokens[h[1] - 1].end for h in (*present, *birth)], default=0)
    return next((k + 1 for k, t in enumerate(msg.tokens) if t.end >= last), len(msg))


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The period of a message that says "từ … đến …"."""
    if not _said_since(msg) or not _said_until(msg):
        return []
    reading = read(msg, ctx)
    return [reading] if reading is not None and reading.value is not None else []
