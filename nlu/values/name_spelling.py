"""Which spellings a name that was typed without its marks may have: to be offered, never taken.

The words stand in ``data/names.yml``. Only what begins with a family name of this country is looked up: a foreign name
has no marks to miss.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, Final

from nlu.text import fold, has_marks, place_tone
from nlu.values.name_words import SURNAMES
from nlu.values.names_data import name_lists

MOST: Final = 3
"""More spellings than these are not offered: a citizen hears them read out."""
_WAYS: Final = 5
_FEW: Final = 2
"""Spellings of one word that are tried, in a short name and in a long one."""
_LONG: Final = 5
_LONGEST: Final = 8
_MIDDLES: Final = ("thi", "van")
"""Words that are never written without their marks between a family name and a given name."""

_ByFold = Mapping[str, tuple[str, ...]]


def spellings(name: str) -> tuple[str, ...]:
    """The likeliest spellings of ``name`` with marks, best first, without the one typed; empty where it has all its
    marks, or nothing is known of it."""
    words = name.split()
    if len(words) > _LONGEST or (len(words) == 1 and "'" not in name):
        return ()
    ways = [_ways(words, k) for k in range(len(words))]
    if not all(known or has_marks(word.lower()) for word, known in zip(words[:-1], ways, strict=False)):
        return ()
    any_marks = has_marks(name.lower())
    chosen: list[tuple[str, ...]] = []
    for word, known in zip(words, ways, strict=True):
        open_word = not has_marks(word.lower()) and known and not (any_marks and word in known)
        chosen.append(known[: _WAYS if len(words) < _LONG else _FEW] if open_word else (word,))
    ranked = sorted(product(*(tuple(enumerate(options)) for options in chosen)), key=lambda way: _rank(way))
    found = [" ".join(word for _, word in way) for way in ranked[: MOST + 1]]
    if found[0] == name:
        return ()
    return tuple(one for one in found if one != name)[:MOST]


def is_given(word: str) -> bool:
    """Whether a lower-case word, with the marks it has, is known as a given name."""
    return place_tone(word) in _given()


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(place_tone(word.lower()) for word in name_lists()["given"])


def _rank(way: tuple[tuple[int, str], ...]) -> tuple[int, tuple[int, ...]]:
    """Few unusual words first; the given name is varied before the family name, which has fewer likely spellings."""
    ranks = tuple(rank for rank, _ in way)
    return 2 * ranks[0] + sum(ranks[1:]), ranks


def _ways(words: list[str], k: int) -> tuple[str, ...]:
    """The spellings of a word at its place; empty where none is known. A word after "K'", "H'" keeps its head."""
    known = _known()
    word = words[k]
    head, mark, tail = word.partition("'")
    if mark and tail:
        return tuple(f"{head}'{w}" for w in known["given"].get(fold(tail), (tail,)))
    key = fold(word)
    if k == 0:
        return known["families"].get(key) or (() if place_tone(word.lower()) not in SURNAMES else (word,))
    if k == len(words) - 1:
        last = known["last_families"].get(key) if len(words) > 1 else None
        return last or known["given"].get(key, ())
    if k == 1 and key in _MIDDLES:
        return known["middles"][key][:1]
    return known["middles"].get(key) or known["given"].get(key, ())


@lru_cache(maxsize=1)
def _known() -> dict[str, _ByFold]:
    return {name: _by_fold(words) for name, words in name_lists().items()}


def _by_fold(words: Iterable[str]) -> _ByFold:
    out: dict[str, list[str]] = {}
    for word in words:
        same: list[Any] = out.setdefault(fold(word), [])
        if word not in same:
            same.append(word)
    return {key: tuple(same) for key, same in out.items()}
