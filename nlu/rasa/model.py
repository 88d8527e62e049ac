"""Intents by logistic regression on TF-IDF of words and letters, trained on several styles of every example.

The point of a long message mostly stands at its end or in a clause of its own, so its last words are features of their
own, and its clauses are asked too. No Rasa in here: the component wraps it, and ``parse`` uses it without waiting for
TensorFlow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.clauses import split
from nlu.intents import INFORM, OUT_OF_SCOPE
from nlu.rasa.tfidf import Rows
from nlu.rasa.words import Word, words
from nlu.styles import variants

FILE: Final = "classifier"

LONG: Final = 12
"""Words from which on a message of several clauses is also judged by its clauses."""
BY_CLAUSES: Final = 0.3
"""The clauses' share in the probabilities of such a message."""
ASIDES: Final = frozenset({INFORM, OUT_OF_SCOPE, "greet", "thanks"})
"""What clauses of a story say besides its point; they count half there."""


@dataclass(frozen=True)
class Block:
    """One group of features: words or letters, with or without diacritics, runs of ``least`` to ``most``; of the
    ``last`` so many words, 0 for all."""

    analyzer: str
    plain: bool
    least: int
    most: int
    min_df: int
    last: int = 0

    def view(self, cut: Sequence[Word]) -> str:
        """What the block sees of a message."""
        return " ".join(w.plain if self.plain else w.meant for w in cut[-self.last :])


BLOCKS: Final = (
    Block("word", False, 1, 2, 3),
    Block("word", True, 1, 2, 3),
    Block("char_wb", True, 2, 4, 4),
    Block("word", True, 1, 2, 3, last=10),
)


class Features:
    """The blocks' TF-IDF vectors side by side, each of length 1."""

    def __init__(self, vocabularies: Sequence[dict[str, int]] = (), idf: Sequence[Sequence[float]] = ()) -> None:
        self._vectorizers = [
            TfidfVectorizer(
                analyzer=block.analyzer,
                ngram_range=(block.least, block.most),
                min_df=1 if vocabularies else block.min_df,
                token_pattern=r"(?u)\S+" if block.analyzer == "word" else None,
                lowercase=False,
                sublinear_tf=True,
                vocabulary=vocabularies[i] if vocabularies else None,
            )
            for i, block in enumerate(BLOCKS)
        ]
        for vectorizer, weights in zip(self._vectorizers, idf, strict=bool(idf)):
            vectorizer.idf_ = np.asarray(weights)
        self._rows: list[Rows] = []

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabularies; the vectors of the texts."""
        self._rows = []
        return self._stack(texts)

    def of(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The vector of one text: its columns over all blocks, and their values."""
        if not self._rows:
            self._rows = [Rows(vectorizer) for vectorizer in self._vectorizers]
        cut = words(text)
        columns, values, width = [], [], 0
        for block, rows in zip(BLOCKS, self._rows, strict=True):
            found, weighed = rows.of(block.view(cut))
            columns.append(found + width)
            values.append(weighed)
            width += rows.width
        return np.concatenate(columns), np.concatenate(values)

    def _stack(self, texts: Sequence[str]) -> csr_matrix:
        cut = [words(text) for text in texts]
        parts = [
            vectorizer.fit_transform([block.view(found) for found in cut])
            for block, vectorizer in zip(BLOCKS, self._vectorizers, strict=True)
        ]
        return hstack(parts, format="csr")

    def vocabularies(self) -> list[dict[str, int]]:
        """What was learned: term → column of its block."""
        return [{t: int(i) for t, i in v.vocabulary_.items()} for v in self._vectorizers]

    def idf(self) -> list[list[float]]:
        """The weights of the columns."""
        return [[float(w) for w in v.idf_] for v in self._vectorizers]


def styled_rows(examples: Iterable[tuple[str, str]], seed: int = 0) -> list[tuple[str, str]]:
    """Every example in every style, no sentence under two intents: what one example says as it stands wins over
    what another says in some style."""
    examples = list(examples)
    owner = {text.casefold(): intent for text, intent in examples}
    rows: dict[str, tuple[str, str]] = {}
    for text, intent in examples:
        for variant in variants(text, seed):
            key = variant.casefold()
            if owner.setdefault(key, intent) == intent:
                rows.setdefault(key, (variant, intent))
    return list(rows.values())


class IntentModel:
    """The trained regression: weights, labels and vocabularies."""

    def __init__(self, features: Features, labels: list[str], weights: np.ndarray, bias: np.ndarray) -> None:
        self.labels = labels
        self._features = features
        self._weights = weights
        self._bias = bias
        self._aside = np.asarray([label in ASIDES for label in labels])

    @staticmethod
    def train(
        examples: Iterable[tuple[str, str]],
        c: float = 10.0,
        max_iter: int = 60,
        tol: float = 0.01,
        seed: int = 0,
        styles: bool = True,
    ) -> IntentModel:
        """Learn from pairs of sentence and intent, each in several styles. Deterministic."""
        rows = styled_rows(examples, seed) if styles else list(examples)
        features = Features()
        regression = LogisticRegression(C=c, max_iter=max_iter, tol=tol, class_weight="balanced", random_state=42)
        regression.fit(features.fit([text for text, _ in rows]), [intent for _, intent in rows])
        weights = regression.coef_.astype(np.float32).T.copy()
        return IntentModel(features, [str(i) for i in regression.classes_], weights, regression.intercept_)

    def rank(self, texts: Sequence[str], most: int = 10) -> list[list[tuple[str, float]]]:
        """For each text the ``most`` likeliest intents with their probabilities, best first."""
        return [self._rank(text, most) for text in texts]

    def _rank(self, text: str, most: int) -> list[tuple[str, float]]:
        scores = self._probabilities(text)
        spans = split(text) if text.count(" ") + 1 >= LONG else []
        if len(spans) > 1:
            told = np.max([self._probabilities(text[start:end]) for start, end in spans], axis=0)
            told[self._aside] /= 2
            scores = (1 - BY_CLAUSES) * scores + BY_CLAUSES * told / told.sum()
        return [(self.labels[i], float(scores[i])) for i in np.argsort(-scores, kind="stable")[:most]]

    def _probabilities(self, text: str) -> np.ndarray:
        """Of every label, in their order; their sum is 1."""
        columns, values = self._features.of(text)
        scores = values @ self._weights[columns] + self._bias
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum())

    def save(self, folder: Path) -> None:
        """Two files, neither of them code."""
        learned = {"labels": self.labels, "vocabularies": self._features.vocabularies(), "idf": self._features.idf()}
        (folder / f"{FILE}.json").write_text(json.dumps(learned, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(folder / f"{FILE}.npz", weights=self._weights, bias=self._bias)

    @staticmethod
    def load(folder: Path) -> IntentModel:
        """What :meth:`save` wrote; ``OSError`` or ``ValueError`` for anything else."""
        learned = json.loads((folder / f"{FILE}.json").read_text(encoding="utf-8"))
        if len(learned["vocabularies"]) != len(BLOCKS):
            raise ValueError("a model of other features")
        with np.load(folder / f"{FILE}.npz", allow_pickle=False) as arrays:
            weights, bias = arrays["weights"], arrays["bias"]
        return IntentModel(Features(learned["vocabularies"], learned["idf"]), learned["labels"], weights, bias)
