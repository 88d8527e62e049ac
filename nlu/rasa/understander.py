"""Last component: turns rankings and text into one ``understanding`` entity. Never loses a message."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message

from nlu.decide import decide
from nlu.evidence import Clause
from nlu.intents import FALLBACK
from nlu.lexicon import Lexicon
from nlu.rasa.faq_index import FaqIndex, read_entries
from nlu.rasa.splitter import CLAUSE_OF, SPAN
from nlu.types import Understanding

logger = logging.getLogger(__name__)

ENTITY: Final = "understanding"
RANKING_KEPT: Final = 5
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
CONTENT: Final = Path(os.environ.get("MOTCUA_CONTENT") or Path(__file__).resolve().parents[2] / "data")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Understander(GraphComponent):
    """Runs the readers with what is awaited and decides answer, command or question.

    Stands behind the fallback classifier, which would otherwise override the decision. An exception here gives
    the fallback intent and a log line without the text: without that, Rasa would answer 200 and forget the message.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``content``: the folder of procedures, phrases and answers."""
        return {"content": None}

    def __init__(self, lexicon: Lexicon, faq: FaqIndex) -> None:
        self.lexicon = lexicon
        self.faq = faq

    @classmethod
    def create(
        cls, config: dict[str, Any], storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> Understander:
        """Reads the phrases and the FAQ as they are now, not as they were at training."""
        content = Path(config.get("content") or CONTENT)
        return cls(Lexicon.load(content), FaqIndex(read_entries(content)))

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages with intent and entity set; the clauses that came along are dropped."""
        heads = [m for m in messages if m.get(CLAUSE_OF) is None]
        clauses: dict[int, list[Clause]] = {}
        for part in messages:
            if part.get(CLAUSE_OF) is not None:
                start, end = part.get(SPAN)
                clauses.setdefault(part.get(CLAUSE_OF), []).append(Clause(start, end, ranking_of(part)))
        for index, message in enumerate(heads):
            self._settle(message, clauses.get(index, []))
        return heads

    def _settle(self, message: Message, clauses: list[Clause]) -> None:
        ranking = ranking_of(message)
        try:
            metadata = message.get("metadata")
            metadata = metadata if isinstance(metadata, Mapping) else {}
            awaiting = metadata.get("awaiting")
            understood = decide(
                str(message.get(TEXT) or ""),
                ranking,
                awaiting if isinstance(awaiting, Mapping) else None,
                today_of(metadata),
                self.lexicon,
                self.faq,
                clauses,
            )
        except Exception as error:
            logger.error("a message could not be understood", exc_info=error)
            understood = Understanding(FALLBACK, 0.0, likely=tuple(r for r in ranking if r[0] != FALLBACK)[:3])
        publish(message, understood, ranking)


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


def today_of(metadata: Mapping[str, Any]) -> date:
    """The day the message was sent, as the gateway says; else today's in Viet Nam."""
    raw = metadata.get("today")
    if isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    return datetime.now(VIETNAM).date()
