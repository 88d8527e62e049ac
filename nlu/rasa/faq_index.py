"""Which answer fits a question: cosine of TF-IDF vectors over words and letters of the FAQ's own phrasings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.rasa.tfidf import Rows
from nlu.styles import nfc, strip

BOOST: Final = 0.15
"""Added where the classifier's intent is one of the entry's: enough to break ties, too little to beat words."""


@dataclass(frozen=True)
class Entry:
    """One answer of the FAQ, as far as finding it goes."""

    id: str
    intents: frozenset[str]
    procedure: str | None
    ask: tuple[str, ...]


def read_entries(content: Path) -> list[Entry]:
    """The entries under ``data/faq``; files of another shape are a ``ValueError`` that names them."""
    entries = []
    for path in sorted(content.glob("faq/*.yml")):
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = raw.get("entries") if isinstance(raw, dict) else None
        if not isinstance(rows, list):
            raise ValueError(f"{path}: no list of entries")
        for row in rows:
            entries.append(
                Entry(
                    str(row["id"]),
                    frozenset(row.get("intents") or ()),
                    row.get("procedure"),
                    tuple(str(a) for a in row.get("ask") or ()),
                )
            )
    return entries


class FaqIndex:
    """Built once when the model is loaded; a changed FAQ needs a restart, no training."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = [e for e in entries if e.ask]
        self._owner = np.array([i for i, e in enumerate(self.entries) for _ in e.ask], dtype=int)
        asked = [a for e in self.entries for a in e.ask]
        words = TfidfVectorizer(token_pattern=r"(?u)\w+", ngram_range=(1, 2), sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
        self._halves: list[tuple[Rows, csr_matrix]] = []
        if asked:
            folded = [fold(a) for a in asked]
            for half in (words, letters):
                terms = half.fit_transform(folded).T.tocsr()  # a row for each term: a text has few of them
                self._halves.append((Rows(half), terms))

    def search(self, text: str, intent: str | None = None, count: int = 8) -> tuple[tuple[str, float], ...]:
        """The best entries with their scores 0..1, best first; nothing when no word or letter group is shared."""
        if not self._halves:
            return ()
        folded = fold(text)
        similar = np.zeros(len(self._owner))
        for rows, terms in self._halves:
            columns, values = rows.of(folded)
            similar += values @ terms[columns] / 2  # both halves have length 1
        best = np.zeros(len(self.entries))
        np.maximum.at(best, self._owner, similar)
        if intent:
            best = np.array(
                [s + BOOST if s > 0 and intent in e.intents else s for s, e in zip(best, self.entries, strict=True)]
            )
        order = np.argsort(-best, kind="stable")[:count]
        return tuple((self.entries[i].id, round(float(min(best[i], 1.0)), 4)) for i in order if best[i] > 0.1)


def fold(text: str) -> str:
    """Lower case, no diacritics: how the phrasings and the questions are compared."""
    return strip(nfc(text)).lower()
