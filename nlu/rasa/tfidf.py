"""TF-IDF of one text at a time: what ``TfidfVectorizer.transform`` gives, without its checks of whole collections.

A turn has one short text; scikit-learn spends most of its time there on validating arrays.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


class Rows:
    """Rows of a fitted vectorizer with ``sublinear_tf`` and length 1 (its defaults otherwise)."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._terms = vectorizer.build_analyzer()
        self._columns: dict[str, int] = vectorizer.vocabulary_
        self._idf = np.asarray(vectorizer.idf_)
        self.width = len(self._idf)

    def of(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns of the known terms, each once, and their values."""
        known = self._columns
        counts = Counter(known[term] for term in self._terms(text) if term in known)
        columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), dtype=float, count=len(counts)))) * self._idf[columns]
        length = float(np.sqrt(values @ values))
        return columns, values / length if length else values
