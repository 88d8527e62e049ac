"""What a message says that may speak for an option: words, phrases of a known meaning, and whether they are denied."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import EXACT, MARK, NUMBER, Message, Token, analyse, fits, fold
from nlu.text.lists import words
from nlu.text.numbers import NumberWord, number_words
from nlu.values.choice_words import MEANINGS
from nlu.values.date_parts import word_is

_MOST_MEANINGS: Final = 64
"""A message that means more than this chooses nothing."""
_NOT: Final = ("không", "chưa")
_NOT_EXACTLY: Final = frozenset(words("chẳng chả đừng trừ hổng khỏi nỏ đâu chớ"))
"""Words of denial that without their marks are other words: "cha", "dung", "dau"."""
NOT_WORDS: Final = frozenset({*_NOT, *_NOT_EXACTLY})
_AFFIRMS: Final = ("đã", "rồi", "có")


class Said(NamedTuple):
    """What one stretch of the message may mean, ``exact`` with all its marks."""

    first: int
    last: int
    meaning: str
    exact: bool


def word_fits(token: Token, word: str) -> int:
    """How a token fits a word of a title; figures and number words are one, and "oo" is a Telex "ô"."""
    quality = max(fits(token.lower, word), fits(token.spoken, word))
    if quality:
        return quality
    if token.kind == NUMBER:
        return EXACT if any(str(n.value) == token.text for n in _digits(word)) else 0
    if word.isdigit():
        return EXACT if any(n.cls == "digit" and str(n.value) == word for n in number_words(token)) else 0
    return fits(token.lower.replace("oo", "ô"), word) if "oo" in token.lower else 0


@lru_cache(maxsize=1024)
def _digits(word: str) -> tuple[NumberWord, ...]:
    return tuple(n for n in number_words(analyse(word).tokens[0]) if n.cls == "digit") if word.isalpha() else ()


@lru_cache(maxsize=8)
def _index(msg: Message) -> dict[str, list[int]]:
    """Where each word, without its marks, and each number stands in a message."""
    out: dict[str, list[int]] = {}
    for k, token in enumerate(msg.tokens):
        if token.kind == MARK:
            continue
        keys = {token.fold, fold(token.spoken), token.fold.replace("oo", "o")}
        keys.update(f"={n.value}" for n in number_words(token) if n.cls == "digit")
        if token.kind == NUMBER:
            keys.add(f"={token.text}")
        for key in keys:
            out.setdefault(key, []).append(k)
    return out


def places(msg: Message, word: str) -> list[int]:
    """The tokens that may be this word of a title, from left to right."""
    index = _index(msg)
    numbers = [f"={word}"] if word.isdigit() else [f"={n.value}" for n in _digits(word)]
    return sorted({k for key in (fold(word), *numbers) for k in index.get(key, ())})


def meanings_of(msg: Message, wanted: set[str]) -> list[Said]:
    """The phrases of the message that mean something the options are about, the longest first: "bố mẹ" is both
    parents where that is offered, else a father and a mother."""
    out: list[Said] = []
    i = 0
    while i < len(msg) and len(out) < _MOST_MEANINGS:
        longest = MEANINGS.all_at(msg.tokens, i) if msg.tokens[i].kind != MARK else []
        hits = [h for h in longest if h[1] in wanted]
        end = longest[0][0] - 1 if longest else i
        while not hits and end > i:
            shorter = MEANINGS.all_at(msg.tokens[i:end], 0)
            hits = [(i + h[0], *h[1:]) for h in shorter if h[1] in wanted]
            end -= 1
        out.extend(Said(i, h[0], h[1], h[2]) for h in hits)
        i = hits[0][0] if hits else i + 1
    return out


def negates(token: Token) -> bool:
    """Whether a word denies what follows it."""
    return token.kind != MARK and (token.lower in _NOT_EXACTLY or any(fits(token.spoken, w) for w in _NOT))


def negated(msg: Message, first: int) -> bool:
    """Whether a "không" stands shortly before token ``first``, in the same clause."""
    for k in range(first - 1, max(-1, first - 4), -1):
        if msg.tokens[k].kind == MARK or word_is(msg.tokens, k, "mà", "nhưng"):
            return False
        if negates(msg.tokens[k]):
            return True
    return False


def polarity_of(msg: Message, first: int, last: int) -> str:
    bare = last + 1 == len(msg) and msg.tokens[last].lower == "dau"
    if bare or negated(msg, first) or any(t.lower == "đâu" for t in msg.tokens[last : last + 2]):
        return "no"  # "chưa …", "có đúng đâu"
    after = any(word_is(msg.tokens, k, "rồi") for k in range(last, min(last + 3, len(msg))))
    return "yes" if after or any(word_is(msg.tokens, k, *_AFFIRMS) for k in (first - 1, first - 2)) else ""
