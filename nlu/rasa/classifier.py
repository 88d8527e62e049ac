"""The intent classifier as a Rasa component."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.rasa.model import IntentModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class StyledClassifier(IntentClassifier, GraphComponent):
    """What Rasa's featurizers and ``LogisticRegressionClassifier`` do, in one component.

    The styles are made here, behind Rasa's back, because Rasa copies and fingerprints every training row several
    times between components; and a batch is one matrix product instead of one small matrix for each message.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``C``, ``max_iter``, ``tol`` as in scikit-learn; ``seed`` of the styles; ``ranking_length``."""
        return {"C": 10.0, "max_iter": 60, "tol": 0.01, "seed": 0, "ranking_length": 10}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StyledClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples in all their styles."""
        examples = [(m.get(TEXT), m.get(INTENT)) for m in training_data.intent_examples if m.get(TEXT)]
        config = self._config
        model = IntentModel.train(examples, config["C"], config["max_iter"], config["tol"], config["seed"])
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        self._model = model
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> StyledClassifier:
        """The trained classifier."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of every message."""
        if self._model is None:
            raise RuntimeError("the classifier was not trained")
        ranked = self._model.rank([str(m.get(TEXT) or "") for m in messages], int(self._config["ranking_length"]))
        for message, ranking in zip(messages, ranked, strict=True):
            named = [{"name": name, "confidence": score} for name, score in ranking]
            message.set(INTENT, dict(named[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, named, add_to_output=True)
        return messages
