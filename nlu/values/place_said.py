"""The words of a place as said: the span that was read, and the words beside it that may still belong to the name."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text import MARK, Message, Token, fold
from nlu.values.place_listed import everyday_names
from nlu.values.place_words import LEAD, STOP, TAIL

_MOST: Final = 2
"""Words beside the span that are kept in doubt, on each side."""
_CERTAIN: Final = frozenset({"ạ", "vâng", "ơi", "thưa", "em", "tôi", "cháu", "không", "xin", "để", "rồi", "o", "toi"})


def said_of(msg: Message, start: int, end: int) -> str:
    """The original words from ``start`` to ``end``, with those beside them that occur in names ("nhé" of Mường Nhé,
    "gia" of Gia Bình): politeness is left out only where it is certain."""
    first, last = msg.token_at(start), msg.token_at(end - 1) + 1
    for _ in range(_MOST if msg.marked else 2 * _MOST):
        if first == 0 or not (_may_belong(before := msg.tokens[first - 1], _firsts()) or _half_marked(msg, before)):
            break
        first -= 1
    for _ in range(_MOST):
        if last >= len(msg) or not _may_belong(msg.tokens[last], _laters()):
            break
        last += 1
    return " ".join(msg.slice(first, last).split())


def _may_belong(token: Token, words: frozenset[str]) -> bool:
    return token.kind != MARK and token.lower not in _CERTAIN and token.fold in words


def _half_marked(msg: Message, token: Token) -> bool:
    """A word that would lead up to a place only with other marks ("minh" for "mình"): it may as well be a name's."""
    if token.kind == MARK or token.lower in _CERTAIN or token.fold not in _leads():
        return False
    return not msg.marked or token.spoken not in LEAD


@lru_cache(maxsize=1)
def _leads() -> frozenset[str]:
    return frozenset(fold(w) for w in LEAD)


@lru_cache(maxsize=1)
def _firsts() -> frozenset[str]:
    return frozenset(fold(w) for w in everyday_names().first_words if w in LEAD)


@lru_cache(maxsize=1)
def _laters() -> frozenset[str]:
    return frozenset(fold(w) for w in everyday_names().later_words if w in STOP or w in TAIL)
