"""TF-IDF of whole sentences, over words or letters, for all messages of a batch at once."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

FILE = "vocabulary.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceTfidf(SparseFeaturizer, GraphComponent):
    """Sentence features only, of length ``scale``.

    Rasa's count vectors also make one row for every word, which a logistic regression never looks at, one
    transform each; and raw counts let long sentences and the many letter groups outweigh the words. ``scale``
    stands for the regression's C, which Rasa fixes at 1: C is the scale squared.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs tokens."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``plain``: words without diacritics; the rest as in scikit-learn."""
        return {
            **SparseFeaturizer.get_default_config(),
            "analyzer": "word",
            "plain": False,
            "min_ngram": 1,
            "max_ngram": 1,
            "min_df": 1,
            "scale": 1.0,
        }

    def __init__(self, name: str, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._plain = bool(config["plain"])
        self._scale = float(config["scale"])
        self._vectorizer: TfidfVectorizer | None = None

    @classmethod
    def create(
        cls, config: dict[str, Any], storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> SentenceTfidf:
        """An untrained featurizer."""
        return cls(context.node_name, config, storage, resource)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing that scikit-learn does not check itself."""

    def _new_vectorizer(self, vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
        words = self._config["analyzer"] == "word"
        return TfidfVectorizer(
            analyzer=self._config["analyzer"],
            ngram_range=(self._config["min_ngram"], self._config["max_ngram"]),
            min_df=self._config["min_df"] if vocabulary is None else 1,
            token_pattern=r"(?u)\S+" if words else None,
            lowercase=False,
            sublinear_tf=True,
            vocabulary=vocabulary,
        )

    def _text(self, message: Message) -> str:
        tokens = message.get(TOKENS_NAMES[TEXT]) or []
        return " ".join(t.lemma if self._plain else t.text for t in tokens)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary and its weights."""
        vectorizer = self._new_vectorizer()
        vectorizer.fit([self._text(m) for m in training_data.training_examples if m.get(TEXT)])
        self._vectorizer = vectorizer
        with self._storage.write_to(self._resource) as folder:
            learned = {
                "vocabulary": {k: int(v) for k, v in vectorizer.vocabulary_.items()},
                "idf": [float(w) for w in vectorizer.idf_],
            }
            (folder / FILE).write_text(json.dumps(learned, ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], storage: ModelStorage, resource: Resource, context: ExecutionContext, **_: Any
    ) -> SentenceTfidf:
        """The trained featurizer."""
        component = cls.create(config, storage, resource, context)
        with storage.read_from(resource) as folder:
            learned = json.loads((folder / FILE).read_text(encoding="utf-8"))
        component._vectorizer = component._new_vectorizer(learned["vocabulary"])
        component._vectorizer.idf_ = np.array(learned["idf"])
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features of the text to every message."""
        if self._vectorizer is None or not messages:
            return messages
        rows = self._vectorizer.transform([self._text(m) for m in messages]) * self._scale
        for index, message in enumerate(messages):
            message.add_features(Features(rows[index].tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages
