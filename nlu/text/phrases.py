"""Finding our phrases in a message, whatever marks were left out, longest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from nlu.text.marks import EXACT, fits, fold, place_tone
from nlu.text.tokens import Token

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with a payload each. Where several fit loosely, all payloads are given by :meth:`all_at`."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_key: dict[tuple[str, ...], list[tuple[tuple[str, ...], T, str]]] = {}
        self._longest: dict[str, int] = {}
        for phrase, payload in entries:
            words = tuple(place_tone(w) for w in phrase.lower().split())
            key = tuple(fold(w) for w in words)
            self._by_key.setdefault(key, []).append((words, payload, phrase))
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def begins(self, folded: str) -> bool:
        """Whether any phrase begins with this folded word."""
        return folded in self._longest

    def all_at(self, tokens: Sequence[Token], i: int) -> list[tuple[int, T, bool, str]]:
        """Every payload of the longest match at token ``i``: ``(end, payload, exact, phrase)``, exact ones alone
        when there are any."""
        spoken = tokens[i].spoken
        longest = self._longest.get(fold(spoken))
        if longest is None:
            return []
        keys = [fold(t.spoken) for t in tokens[i : i + longest]]
        for length in range(len(keys), 0, -1):
            found = self._by_key.get(tuple(keys[:length]))
            if not found:
                continue
            hits: list[tuple[int, T, bool, str]] = []
            for words, payload, phrase in found:
                exact = True
                for token, word in zip(tokens[i : i + length], words, strict=True):
                    quality = fits(token.spoken, word)
                    if not quality:
                        break
                    exact = exact and quality == EXACT
                else:
                    hits.append((i + length, payload, exact, phrase))
            if hits:
                best = [h for h in hits if h[2]]
                return best or hits
        return []

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, T, bool, str] | None:
        """The longest match at token ``i``, the first entered when several fit."""
        hits = self.all_at(tokens, i)
        return hits[0] if hits else None

    def scan(self, tokens: Sequence[Token]) -> list[tuple[int, int, T, bool, str]]:
        """Non-overlapping matches from left to right: ``(first, last, payload, exact, phrase)``."""
        out: list[tuple[int, int, T, bool, str]] = []
        i = 0
        while i < len(tokens):
            hit = self.at(tokens, i)
            if hit:
                out.append((i, hit[0], hit[1], hit[2], hit[3]))
                i = hit[0]
            else:
                i += 1
        return out
