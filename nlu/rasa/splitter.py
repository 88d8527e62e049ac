"""First component: gives every clause of a message to the classifier, beside the message itself."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.clauses import split

CLAUSE_OF = "motcua_clause_of"
SPAN = "motcua_span"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ClauseSplitter(GraphComponent):
    """Adds one message for each clause, marked with the position of the message that it is part of.

    The last component takes them out again, so one pass through the classifier ranks whole and parts.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseSplitter:
        """Nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, followed by the clauses of those that have more than one."""
        clauses = []
        for index, message in enumerate(messages):
            text = message.get(TEXT)
            if not isinstance(text, str):
                message.set(TEXT, "")
                continue
            spans = split(text)
            if len(spans) > 1:
                clauses += [
                    Message(data={TEXT: text[start:end], CLAUSE_OF: index, SPAN: (start, end)}) for start, end in spans
                ]
        return messages + clauses
