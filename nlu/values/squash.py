"""Names found whatever blanks, hyphens and apostrophes their writer used: ``Khơ-me``, ``khơ me``, ``khome``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from nlu.text import EXACT, MARK, WORD, Token, analyse, fits, has_marks

T = TypeVar("T")


def _plain(text: str) -> str:
    return text.replace("'", "")


class SquashIndex(Generic[T]):
    """Names with payloads, matched letter by letter over up to five words."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_fold: dict[str, list[tuple[str, T]]] = {}
        self._begun: set[str] = set()
        self._widest = 1
        for name, payload in entries:
            words = [t for t in analyse(name).tokens if t.kind == WORD]
            lower = "".join(_plain(t.lower) for t in words)
            fold = "".join(t.fold for t in words)
            self._by_fold.setdefault(fold, []).append((lower, payload))
            self._begun.update(fold[:n] for n in range(1, len(fold) + 1))
            self._widest = max(self._widest, len(words))

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, list[tuple[T, bool]]] | None:
        """The longest name at token ``i``: ``(end, [(payload, exact)…])``, the exact ones first; of a name written
        with marks the exact ones alone."""
        best: tuple[int, list[tuple[T, bool]]] | None = None
        lower = fold = ""
        words = 0
        j = i
        while j < len(tokens) and words <= self._widest:
            token = tokens[j]
            if token.kind == MARK:
                if token.text not in "-." or j == i or not token.glued:
                    break
                j += 1
                continue
            if token.kind != WORD:
                break
            lower += _plain(token.lower)
            fold += token.fold
            words += 1
            j += 1
            if fold not in self._begun:
                break
            entries = self._by_fold.get(fold)
            if not entries:
                continue
            hits: list[tuple[T, bool]] = []
            for name, payload in entries:
                quality = fits(lower, name)
                if quality:
                    hits.append((payload, quality == EXACT))
            if hits:
                exact = [h for h in hits if h[1]]
                best = j, (exact if exact and has_marks(lower) else exact + [h for h in hits if not h[1]])
        return best
