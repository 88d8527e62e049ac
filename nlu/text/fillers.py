"""Words around an answer that carry politeness or address but no value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from nlu.text.marks import fits, fold, place_tone
from nlu.text.tokens import MARK, Token

_WORDS: Final = """
dạ dạa vâng thưa ạ à ơi nhé nha nhá nhe nghen hen há hả ấy đấy đó đây thì là mà của cho với cái rằng
cán bộ anh chị em cháu con bác cô chú ông bà tôi tui tao tớ mình ta ba má mẹ bố
ừ ờ ừm uh ok xin vậy thế luôn nữa cơ chứ kìa nè này lắm ghi khai viết nói báo trả lời hỏi
số ngày tháng năm sinh tên họ đệm ở tại dân tộc
máy ad admin shop b cb
"""

_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in _WORDS.split():
    _BY_FOLD.setdefault(fold(_w), []).append(place_tone(_w))


def is_filler(token: Token) -> bool:
    """Whether a token carries no content of its own."""
    if token.kind == MARK:
        return True
    return any(fits(token.lower, w) for w in _BY_FOLD.get(token.fold, ()))


def coverage(tokens: Sequence[Token], spans: Iterable[tuple[int, int]]) -> float:
    """Share of the message's content words that lie in the given token ranges, 0..1; fillers outside the ranges
    do not count."""
    inside = set()
    for first, last in spans:
        inside.update(range(first, last))
    total = covered = 0
    for i, token in enumerate(tokens):
        if token.kind == MARK:
            continue
        if i in inside:
            covered += 1
            total += 1
        elif not is_filler(token):
            total += 1
    return covered / total if total else 0.0
