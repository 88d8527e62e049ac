"""Last component: turns rankings and text into one ``understanding`` entity. Never loses a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message

from nlu.evidence import Clause
from nlu.intents import FALLBACK
from nlu.rasa.judge import CONTENT, Judge
from nlu.rasa.splitter import CLAUSE_OF, SPAN
from nlu.types import Understanding

ENTITY: Final = "understanding"
RANKING_KEPT: Final = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Understander(GraphComponent):
    """Runs the readers with what is awaited and decides answer, command or question.

    Stands behind the fallback classifier, which would otherwise override the decision.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``content``: the folder of procedures, phrases and answers."""
        return {"content": None}

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understander:
        """Reads the phrases and the FAQ as they are now, not as they were at training."""
        return cls(Judge(Path(config.get("content") or CONTENT)))

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages with intent and entity set; the clauses that came along are dropped."""
        heads = [m for m in messages if m.get(CLAUSE_OF) is None]
        clauses: dict[int, list[Clause]] = {}
        for part in messages:
            if part.get(CLAUSE_OF) is not None:
                start, end = part.get(SPAN)
                clauses.setdefault(part.get(CLAUSE_OF), []).append(Clause(start, end, ranking_of(part)))
        for index, message in enumerate(heads):
            ranking = ranking_of(message)
            text = str(message.get(TEXT) or "")
            understood = self.judge.understand(text, ranking, clauses.get(index, []), message.get("metadata"))
            publish(message, understood, ranking)
        return heads


def publish(message: Message, understood: Understanding, ranking: list[tuple[str, float]]) -> None:
    """Put the decision where Rasa carries it to the action."""
    kept = [{"name": name, "confidence": score} for name, score in ranking if name != FALLBACK][:RANKING_KEPT]
    message.set(INTENT, {"name": understood.intent, "confidence": understood.confidence}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, kept, add_to_output=True)
    message.set(ENTITIES, [{"entity": ENTITY, "value": understood.to_dict()}], add_to_output=True)
    message.output_properties.discard(TEXT_TOKENS)


def ranking_of(message: Message) -> list[tuple[str, float]]:
    """The classifier's ranking, best first, the fallback's own entry included."""
    return [(r["name"], float(r["confidence"])) for r in message.get(INTENT_RANKING_KEY) or []]
