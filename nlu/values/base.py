"""What all readers share: building readings, settling on one of several, corrections within a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from nlu.text import Message, Phrases, coverage
from nlu.text.lists import phrases
from nlu.types import Reading

MAX_CANDIDATES: Final = 3


def make(
    kind: str, msg: Message, first: int, last: int, value: Any = None, *, candidates: Iterable[Any] = (),
    score: float = 1.0, hint: str | None = None,
) -> Reading:  # fmt: skip
    """A reading of tokens ``first`` up to, not including, ``last``."""
    if first >= last:
        return Reading(kind, value, tuple(candidates), 0, 0, score, 0.0, hint)
    return Reading(
        kind, value, tuple(candidates), msg.tokens[first].start, msg.tokens[last - 1].end, score,
        coverage(msg, first, last), hint,
    )  # fmt: skip


CORRECTION: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        à không, nhầm, à nhầm, à quên, í quên, ý quên, mà là, phải là, xin lỗi, sửa lại, nói lại, lộn, ý nhầm,
        ủa không, à mà, đúng ra là, đính chính
        """
    )
)  # fmt: skip
"""Words by which a speaker takes back what came before."""

_NOT_IT: Final = Phrases[bool]((p, True) for p in ("không phải", "không phải là", "đâu phải", "chẳng phải"))


def token_at(msg: Message, offset: int) -> int:
    """Index of the first token that ends after this offset of the original."""
    return msg.token_at(offset)


def settle(kind: str, msg: Message, found: Sequence[Reading]) -> Reading | None:
    """One reading of a whole message from everything found in it.

    What the speaker took back is dropped; what is denied ("không phải 1990") is no value; values that differ
    become candidates with the hint ``many``.
    """
    kept = _after_corrections(msg, found)
    if not kept:
        return None
    with_value = [r for r in kept if r.value is not None or r.candidates]
    if not with_value:
        return kept[-1]
    values: list[Any] = []
    for r in with_value:
        for v in [r.value] if r.value is not None else list(r.candidates):
            if v not in values:
                values.append(v)
        if len(values) > MAX_CANDIDATES:
            break
    if len(values) == 1 or len(with_value) == 1:
        return with_value[0]
    first, last = with_value[0], with_value[-1]
    return replace(
        first, value=None, candidates=tuple(values[:MAX_CANDIDATES]) if len(values) <= MAX_CANDIDATES else (),
        end=last.end, hint="many", coverage=min(1.0, sum(r.coverage for r in with_value)), score=0.5,
    )  # fmt: skip


def _after_corrections(msg: Message, found: Sequence[Reading]) -> list[Reading]:
    if not found:
        return []
    readings = sorted(found, key=lambda r: (r.start, r.end))
    cuts = [msg.tokens[first].start for first, _, _, _, _ in CORRECTION.scan(msg.tokens)]
    kept = readings
    for cut in cuts:
        after = [r for r in kept if r.start >= cut]
        if after and len(after) < len(kept):
            kept = after
    denied = {msg.tokens[last - 1].end for _, last, _, _, _ in _NOT_IT.scan(msg.tokens)}
    out = []
    for r in kept:
        before = token_at(msg, r.start) - 1
        while before >= 0 and msg.tokens[before].lower in ("là", "ngày", "năm", "sinh", "ở", "tên", "người"):
            before -= 1
        if before >= 0 and msg.tokens[before].end in denied:
            continue
        out.append(r)
    return out
