"""Syllables that occur in names of communes and districts, old and new: what can be a place in small letters at all."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import yaml

from nlu.text import EXACT, NUMBER, WORD, Token, decode_telex, fits, fold
from nlu.values.names_data import DATA

_FILE: Final = DATA / "places" / "syllables.yml"


class _Syllables:
    """Syllables of one place in a name, asked for with or without their marks."""

    def __init__(self, entries: list[str]) -> None:
        self.exact = frozenset(entries)
        self.by_fold: dict[str, list[str]] = {}
        for entry in entries:
            for read in {entry, decode_telex(entry) or entry}:  # "dur" of Dur Kmăl comes as "dủ"
                self.by_fold.setdefault(fold(read), []).append(read)

    def fit(self, lower: str) -> int:
        if lower in self.exact:
            return EXACT
        return max((fits(lower, ours) for ours in self.by_fold.get(fold(lower), ())), default=0)


@lru_cache(maxsize=1)
def _lists() -> tuple[_Syllables, _Syllables, _Syllables]:
    with _FILE.open(encoding="utf-8") as file:
        loaded: dict[str, list[str]] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return _Syllables(loaded["first"]), _Syllables(loaded["later"]), _Syllables(loaded["alone"])


def first_fit(token: Token) -> int:
    """2 for a syllable that begins names, 1 for one without its marks, 0 for none."""
    return _lists()[0].fit(token.lower) if token.kind == WORD else 0


def later_fit(token: Token) -> int:
    """The same for a syllable behind the first; a number may always stand there."""
    return EXACT if token.kind == NUMBER else _lists()[1].fit(token.lower)


def alone_fit(token: Token) -> int:
    """The same for a syllable that is a whole name."""
    return _lists()[2].fit(token.lower) if token.kind == WORD else 0


def known_syllable(lower: str) -> bool:
    """Whether a lower-case word stands so, mark by mark, in any name."""
    first, later, _ = _lists()
    return lower in first.exact or lower in later.exact


@lru_cache(maxsize=4096)
def repaired(typed: str) -> str | None:
    """The one syllable of names that a slip of the Telex keys may stand for ("cairi" → "cải"); None when there is
    none, or more than one."""
    if not typed.isascii() or not 3 <= len(typed) <= 9 or known_syllable(typed):
        return None
    found = set()
    # "ddawks": a syllable of the highlands ends with k where an ordinary one ends with c
    highland = decode_telex(typed.replace("k", "c")) if "k" in typed[1:] and typed[0] != "k" else None
    if highland is not None and known_syllable(highland[:-1] + "k"):
        return highland[:-1] + "k"
    for k in range(1, len(typed)):
        decoded = decode_telex(typed[:k] + typed[k + 1 :])
        if decoded is not None and known_syllable(decoded):
            found.add(decoded)
    return found.pop() if len(found) == 1 else None
