"""Names of places that everyday words would break ("Mường Nhé", "Cầu Giấy", "Xa Dung"), and former districts.

Only what is needed to cut a sentence rightly; which commune is meant is found out elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import yaml

from nlu.text import EXACT, MARK, WORD, Message, Token, analyse, fits
from nlu.values.names_data import DATA

_FILE: Final = DATA / "places" / "names.yml"


class Listed(NamedTuple):
    """A name found: the token after it, and whether all its marks were written."""

    end: int
    exact: bool


class NameList:
    """Names matched word by word, marks missing or not, the longest first. Chat short forms are not written out:
    "Ia Ko" is no "không"."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self.first_words: set[str] = set()
        self.later_words: set[str] = set()
        for name in names:
            words = tuple(t.lower for t in analyse(name).tokens if t.kind != MARK)
            self._by_first.setdefault(analyse(words[0]).tokens[0].fold, []).append(words)
            self.first_words.add(words[0])
            self.later_words.update(words[1:])
        for found in self._by_first.values():
            found.sort(key=lambda w: (-len(w), w))

    def at(self, tokens: Sequence[Token], i: int) -> Listed | None:
        """The longest name at token ``i``, one with all its marks before one without."""
        loose: Listed | None = None
        for words in self._by_first.get(tokens[i].fold, ()):
            found = self._match(tokens, i, words)
            if found is not None and found.exact:
                return found
            loose = loose or found
        return loose

    @staticmethod
    def _match(tokens: Sequence[Token], i: int, words: Sequence[str]) -> Listed | None:
        exact, at = True, i
        for k, word in enumerate(words):
            while k and at < len(tokens) and tokens[at].kind == MARK and tokens[at].text == "-":
                at += 1
            if at >= len(tokens) or tokens[at].kind == MARK:
                return None
            quality = fits(tokens[at].lower, word)
            if not quality:
                return None
            exact = exact and quality == EXACT
            at += 1
        return Listed(at, exact)


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    with _FILE.open(encoding="utf-8") as file:
        loaded: dict[str, list[str]] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@lru_cache(maxsize=1)
def everyday_names() -> NameList:
    """Names made of everyday words, and names of four words and more, of communes and districts old and new."""
    return NameList([*_lists()["everyday"], *_lists()["long"]])


@lru_cache(maxsize=1)
def district_names() -> NameList:
    """Districts, and towns of a province, of before 2025-07-01, without those that were numbers."""
    return NameList(_lists()["districts"])


def everyday_at(msg: Message, i: int) -> Listed | None:
    """A name of everyday words at token ``i``; in a message with marks only one that has all of its own."""
    if msg.tokens[i].kind != WORD:
        return None
    found = everyday_names().at(msg.tokens, i)
    return None if found is None or (msg.marked and not found.exact) else found


def district_split(msg: Message, first: int, end: int) -> int | None:
    """Where a district that fills the words up to ``end`` begins, at least two words (or a number) after
    ``first``; the longest one."""
    listed = everyday_at(msg, first)
    from_word = first + (2 if msg.tokens[first].kind == WORD else 1) if listed is None else listed.end
    for k in range(from_word, end - 1):
        if msg.tokens[k].kind != WORD:
            continue
        found = district_names().at(msg.tokens, k)
        if found is not None and found.end == end and (found.exact or not msg.marked):
            return k
    return None
