"""Figures of amounts and counts: how they are written, which of several a speaker stands by, and whether they are
asked back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from nlu.cues import asks
from nlu.text import MARK, NUMBER, Message, Phrases, Token
from nlu.text.lists import phrases
from nlu.values.base import CORRECTION
from nlu.values.date_parts import word_is

_CORRECTED: Final = Phrases[bool](
    (p, True)
    for p in phrases("đúng là, đúng ra, phải là, thật ra là, thực ra là, mới đúng là, chính xác là, mà là, đúng thì là")
)
_DENIED: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        không phải, không phải là, chứ không phải, chứ không phải là, đâu phải, đâu phải là, chẳng phải, chả phải,
        không lấy, không cần, chưa đủ, không đến, chưa đến, chưa tới, không tới, chứ không, đừng ghi, không đủ,
        hổng phải, đâu có, trừ
        """
    )
)


class _Stands(Protocol):
    """Something said from token ``first`` on."""

    @property
    def first(self) -> int: ...


T = TypeVar("T", bound=_Stands)


def figure_at(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Figures with thousands separators at token ``i``: ``8.500.000`` → ``(8500000, end)``."""
    if tokens[i].kind != NUMBER or len(tokens[i].text) > 12:
        return None
    text = tokens[i].text
    j = i + 1
    if len(text) <= 3:
        while (
            j + 1 < len(tokens) and tokens[j].text in (".", ",") and tokens[j].glued and tokens[j + 1].kind == NUMBER
            and tokens[j + 1].glued and len(tokens[j + 1].text) == 3
        ):  # fmt: skip
            text += tokens[j + 1].text
            j += 2
    return int(text), j


def stood_by(msg: Message, found: Sequence[T]) -> list[T]:
    """What is left after the speaker's corrections and denials."""
    kept = list(found)
    for cuts in (CORRECTION, _CORRECTED):
        for first, _, _, _, _ in cuts.scan(msg.tokens):
            later = [m for m in kept if m.first >= first]
            if later and len(later) < len(kept):
                kept = later
    denied = {last for _, last, _, _, _ in _DENIED.scan(msg.tokens)}
    return [m for m in kept if m.first not in denied]


def asked_back(msg: Message) -> bool:
    """Whether the citizen asks: "hai bản được không?", "2 bản nhỉ"; "k" after figures is a thousand, not "không"."""
    said = [
        k
        for k, t in enumerate(msg.tokens)
        if t.kind != MARK and t.lower != "k" and not word_is(msg.tokens, k, "ạ", "em", "anh", "chị", "cô", "chú", "bác")
    ]
    if asks(msg.original) == 1.0:
        return True
    if len(said) < 3:
        return False
    must = word_is(msg.tokens, said[0], "phải", "có") and msg.tokens[said[-1]].spoken in ("à", "sao", "ư")
    return must or word_is(msg.tokens, said[-1], "không", "chưa", "nhỉ", "hở", "hả")
