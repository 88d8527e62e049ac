"""Words around an answer that carry politeness or address but no value."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text.marks import fits, fold, place_tone
from nlu.text.tokens import MARK, Message, Token

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
    return _filler_word(token.lower, token.fold)


@lru_cache(maxsize=16384)
def _filler_word(lower: str, folded: str) -> bool:
    return any(fits(lower, w) for w in _BY_FOLD.get(folded, ()))


def _counts(tokens: tuple[Token, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many words, and how many content words, stand before each token."""
    words, content = [0], [0]
    for token in tokens:
        word = token.kind != MARK
        words.append(words[-1] + word)
        content.append(content[-1] + (word and not is_filler(token)))
    return tuple(words), tuple(content)


def coverage(msg: Message, first: int, last: int) -> float:
    """Share of the message's content words that tokens ``first`` up to ``last`` explain, 0..1; fillers outside
    do not count."""
    if msg.counts is None:
        msg.counts = _counts(msg.tokens)
    words, content = msg.counts
    covered = words[last] - words[first]
    total = covered + content[-1] - (content[last] - content[first])
    return covered / total if total else 0.0
