"""One number of a person out of a message: telephone, personal number, number of the old card. Said whole it is a
value; with a doubt, an "or", a part taken back or a number of another sort beside it, it is offered or left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

from nlu.text import Message
from nlu.types import Reading
from nlu.values.base import MAX_CANDIDATES, make, settle
from nlu.values.digits import DigitRun, runs
from nlu.values.doubt import either_words, is_doubtful, taken_back
from nlu.values.labels import label_of

Normal = Callable[[str, bool], str | None]
"""Digits, and whether a "+" stood before → the value as kept, or None when it can be none of the kind."""

_MANY: Final = 24
"""More strings of digits than this are a list, no answer."""
_CARDS: Final = ("national_id", "old_id")


def said_as(kind: str, msg: Message) -> list[DigitRun]:
    """The runs of digits that the speaker does not call by the name of another kind of number."""
    return [run for run in runs(msg) if _fits_label(kind, label_of(msg, run.first, run.last))]


def _fits_label(kind: str, label: str | None) -> bool:
    # "số nhà tôi" is the number of our home: no house has nine digits
    return label in (None, kind, "house") or (kind in _CARDS and label in (*_CARDS, "paper"))


def read_string(
    kind: str, msg: Message, said: Sequence[DigitRun], normal: Normal, size: int,
    doubt: Callable[[str], bool] = lambda digits: False,
) -> Reading | None:  # fmt: skip
    """The number of a message, ``size`` digits as kept; None when no run of digits is one. ``doubt`` tells of digits
    said whether the number made of them has to be confirmed."""
    if len(said) > _MANY:
        return None
    found: list[Reading] = []
    taken: set[int] = set()
    for k in range(len(said) - 1):
        mended = _mended(msg, said[k], said[k + 1], normal, size)
        if mended:
            found.append(
                make(kind, msg, said[k].first, said[k + 1].last, candidates=mended, hint="ambiguous", score=0.5)
            )
            taken.update((k, k + 1))
    for k, run in enumerate(said):
        if k in taken:
            continue
        value = normal(run.digits, run.plus)
        if value is not None and not run.unsure and not doubt(run.digits):
            found.append(make(kind, msg, run.first, run.last, value))
            continue
        heard = [v for v in (value, *(normal(o, run.plus) for o in run.others)) if v is not None]
        if heard:
            offered = tuple(dict.fromkeys(heard))[:MAX_CANDIDATES]
            found.append(make(kind, msg, run.first, run.last, candidates=offered, hint="ambiguous", score=0.5))
    settled = settle(kind, msg, found)
    if settled is not None and settled.value is not None and is_doubtful(msg, "figure"):
        first, last = msg.token_at(settled.start), msg.token_at(settled.end - 1) + 1
        return make(kind, msg, first, last, candidates=(settled.value,), hint="ambiguous", score=0.6)
    return settled


def _stands_between(spans: Sequence[tuple[int, int]], a: DigitRun, b: DigitRun) -> bool:
    at = bisect_left(spans, (a.last, 0))
    return at < len(spans) and spans[at][1] <= b.first


def _mended(msg: Message, a: DigitRun, b: DigitRun, normal: Normal, size: int) -> tuple[str, ...]:
    """Two runs with "or" or a taking-back between them, the second a part of the number only: what the whole may be."""
    either = _stands_between(either_words(msg), a, b)
    back = _stands_between(taken_back(msg), a, b)
    if not either and not back:
        return ()
    left, right = normal(a.digits, a.plus), normal(b.digits, b.plus)
    if right is not None or len(b.digits) >= size:
        return ()
    whole = left if left is not None else a.digits
    ends = normal(whole[: size - len(b.digits)] + b.digits, False) if len(whole) >= size - len(b.digits) else None
    filled = None
    if back and left is None:  # "à không hai ba": the "không" may be the next digit
        filled = normal(f"{a.digits}0{b.digits}", a.plus)
    return tuple(dict.fromkeys(v for v in (left if either or ends is None else None, ends, filled) if v is not None))
