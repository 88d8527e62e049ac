"""A trained model's understanding without Rasa's server: the same parts in the same order.

Importing Rasa's graph loads TensorFlow, ten seconds and 400 MB that nothing in our pipeline uses. ``parse`` and the
measurements use this instead; a test holds it equal to Rasa's own pipeline.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from nlu.clauses import split
from nlu.evidence import Clause
from nlu.intents import FALLBACK
from nlu.rasa.judge import CONTENT, Judge
from nlu.rasa.model import IntentModel
from nlu.types import Understanding

CLASSIFIER: Final = "nlu.rasa.classifier.StyledClassifier"
FALLBACK_CLASSIFIER: Final = "rasa.nlu.classifiers.fallback_classifier.FallbackClassifier"

Ranked = list[tuple[str, float]]


class LightPipeline:
    """The classifier, the fallback's two thresholds and the decision of one model file."""

    def __init__(self, model: Path, content: Path = CONTENT) -> None:
        """Raises ``OSError`` or ``ValueError`` when the file is no model of ours."""
        with tempfile.TemporaryDirectory(prefix="motcua-model-") as name:
            folder = Path(name)
            try:
                with tarfile.open(model) as archive:
                    archive.extractall(folder, filter="data")
            except tarfile.TarError as error:
                raise ValueError(f"{model} is no model") from error
            metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
            nodes = {n["uses"]: n for n in metadata["predict_schema"]["nodes"].values()}
            if not {CLASSIFIER, FALLBACK_CLASSIFIER} <= set(nodes):
                raise ValueError(f"{model} has another pipeline")
            self._model = IntentModel.load(folder / "components" / nodes[CLASSIFIER]["resource"]["name"])
        self._most = int(nodes[CLASSIFIER]["config"].get("ranking_length", 10))
        fallback = nodes[FALLBACK_CLASSIFIER]["config"]
        self._least = float(fallback["threshold"])
        self._apart = float(fallback["ambiguity_threshold"])
        self.judge = Judge(content)

    def run(
        self, texts: Sequence[str], metadata: Sequence[Mapping[str, Any]] | None = None
    ) -> list[tuple[Understanding, Ranked]]:
        """For each text what was understood, and the classifier's ranking; ``metadata`` as the gateway sends it."""
        given = metadata if metadata is not None else [{}] * len(texts)
        spans = [split(text) for text in texts]
        parts = [(i, start, end) for i, found in enumerate(spans) if len(found) > 1 for start, end in found]
        ranked = self.rank([*texts, *(texts[i][start:end] for i, start, end in parts)])
        clauses: dict[int, list[Clause]] = {}
        for (i, start, end), ranking in zip(parts, ranked[len(texts) :], strict=True):
            clauses.setdefault(i, []).append(Clause(start, end, ranking))
        return [
            (self.judge.understand(text, ranked[i], clauses.get(i, ()), given[i]), _without_fallback(ranked[i]))
            for i, text in enumerate(texts)
        ]

    def rank(self, texts: Sequence[str]) -> list[Ranked]:
        """The rankings, led by the fallback's own entry where the classifier is unsure."""
        return [self._doubt(ranking) for ranking in self._model.rank(texts, self._most)]

    def _doubt(self, ranking: Ranked) -> Ranked:
        best = ranking[0][1]
        unsure = best < self._least or (len(ranking) > 1 and best - ranking[1][1] < self._apart)
        return [(FALLBACK, self._least), *ranking] if unsure else ranking


def _without_fallback(ranking: Ranked) -> Ranked:
    return [r for r in ranking if r[0] != FALLBACK]
