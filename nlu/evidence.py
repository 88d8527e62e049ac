"""What speaks for each meaning of a message, gathered once for :mod:`nlu.decide`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from nlu.cues import asks
from nlu.facts import find_facts
from nlu.intents import FALLBACK, QUESTION_INTENTS, START_PREFIX
from nlu.lexicon import Hit, Lexicon
from nlu.types import KINDS, Context, Fact, Option, Question, Reading
from nlu.values import read

Ranking = Sequence[tuple[str, float]]
"""Intents with the classifier's probabilities, best first; a leading ``nlu_fallback`` says that it is unsure."""

OPEN_KINDS: Final = frozenset({"text", "person_name", "place", "document_no"})
"""Kinds whose reader takes nearly any words, so that its reading proves little against other evidence."""

_OPTION_VALUES: Final[dict[str, dict[str, Any]]] = {
    "yes_no": {"yes": True, "no": False},
    "sex": {"male": "male", "female": "female"},
}
"""The value of an option that stands beside a question of such a kind."""

ASKING_INTENTS: Final = QUESTION_INTENTS | {"ask_explain_field", "ask_status", "ask_identity"}


DOUBTFUL: Final = 0.6
"""Below this, what is being asked says more about a question's kind than the classifier does."""

STORY: Final = 2000
"""Characters from which on a message is a story: no value asked for, and facts are looked for at both its ends only,
so that no message halts the others."""
STORY_END: Final = 600
"""Characters of either end of a story in which facts are looked for."""


class FaqSearch(Protocol):
    """Finds the answers that fit a question: ``(entry id, score 0..1)``, best first."""

    def search(self, text: str, intent: str | None = None, count: int = 8) -> tuple[tuple[str, float], ...]:
        """At most ``count`` entries; ``intent`` favours those made for it."""


@dataclass(frozen=True)
class Clause:
    """One part of a message with its own ranking; offsets into the message."""

    start: int
    end: int
    ranking: Ranking


def context_of(awaiting: Mapping[str, Any] | None, today: date) -> Context:
    """The readers' context from what is awaited; what is malformed counts as absent."""
    awaiting = awaiting or {}
    options = awaiting.get("options") or ()
    dob = awaiting.get("dob")
    return Context(
        today=today,
        options=tuple(
            Option.from_dict(dict(o)) if isinstance(o, Mapping) else Option(str(i), str(o))
            for i, o in enumerate(options)
        ),
        dob=_iso_date(dob),
        person=awaiting.get("person") if awaiting.get("person") in ("adult", "child") else None,
        question=str(awaiting["question"]) if awaiting.get("question") else None,
        allows_unknown=bool(awaiting.get("allows_unknown", True)),
    )


def _iso_date(raw: object) -> date | None:
    if not isinstance(raw, str):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


class Evidence:
    """One message, or one clause of it, and lazily everything known about it."""

    def __init__(
        self,
        text: str,
        ranking: Ranking,
        awaiting: Mapping[str, Any] | None,
        context: Context,
        lexicon: Lexicon,
        faq: FaqSearch | None,
        offset: int = 0,
    ) -> None:
        self.text = text
        self.sure = bool(ranking) and ranking[0][0] != FALLBACK
        self.ranking = [(name, float(score)) for name, score in ranking if name != FALLBACK]
        self.awaiting = awaiting or {}
        self.context = context
        self.lexicon = lexicon
        self.faq = faq
        self.offset = offset
        kind = self.awaiting.get("kind")
        self.kind: str | None = kind if kind in KINDS and kind != "media" else None

    def clause(self, part: Clause) -> Evidence:
        """The same for one clause; places found in it count from the start of the message."""
        return Evidence(
            self.text[part.start : part.end], part.ranking, self.awaiting, self.context, self.lexicon, self.faq,
            part.start,
        )  # fmt: skip

    @property
    def top(self) -> tuple[str, float]:
        """The likeliest intent and its probability."""
        return self.ranking[0] if self.ranking else (FALLBACK, 0.0)

    def score(self, intent: str) -> float:
        """The probability of one intent."""
        return next((s for name, s in self.ranking if name == intent), 0.0)

    @cached_property
    def reading(self) -> Reading | None:
        """The message read as the awaited kind; a yes or no and the sex also by the words or the number of an
        option."""
        if self.kind is None or (len(self.text) > STORY and self.kind != "text"):
            return None
        found = read(self.kind, self.text, self.context)
        if found is None and self.kind in ("yes_no", "sex"):
            return self._by_option(self.kind)
        return found

    def _by_option(self, kind: str) -> Reading | None:
        chosen = read("choice", self.text, self.context)
        if chosen is None or not isinstance(chosen.value, int) or chosen.coverage < 0.8:
            return None
        meant = _OPTION_VALUES[kind].get(self.context.options[chosen.value].id)
        return None if meant is None else replace(chosen, kind=kind, value=meant)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of the message, placed in the whole message."""
        here = self.awaiting.get("field")
        found: list[Fact] = []
        for start, text in self._told():
            here_said = [
                *find_facts(text, self.context, self.kind),
                *(f for f in self.lexicon.volunteered.find(text) if f.value["field"] != here),
            ]
            at = start + self.offset
            found += [replace(f, start=f.start + at, end=f.end + at) for f in here_said]
        return tuple(found)

    def _told(self) -> list[tuple[int, str]]:
        """Where facts are looked for: the message, or both ends of a story, cut between words; with their offsets."""
        text = self.text
        if len(text) <= STORY:
            return [(0, text)]
        first = max(text.rfind(" ", 0, STORY_END), 0) or STORY_END
        last = text.find(" ", len(text) - STORY_END) + 1 or len(text) - STORY_END
        return [(0, text[:first]), (last, text[last:])]

    @cached_property
    def hits(self) -> list[Hit]:
        """Commands that the whole text may be."""
        return self.lexicon.whole(self.text)

    @cached_property
    def asking(self) -> float:
        """How much it looks like a question by its words."""
        return asks(self.text)

    @property
    def answer(self) -> float:
        """How well the awaited reader explains the message, 0..1; a mere hint counts for less."""
        reading = self.reading
        if reading is None:
            return 0.0
        if reading.value is None and not reading.candidates:
            return 0.6 * reading.coverage if reading.hint else 0.0
        return reading.score * reading.coverage

    @property
    def legal(self) -> bool:
        """Whether the message as a whole can be the awaited answer."""
        reading = self.reading
        return (
            reading is not None and (reading.value is not None or bool(reading.candidates)) and reading.coverage >= 0.8
        )

    def awaited(self) -> Fact | None:
        """The reading of the awaited kind as a fact, placed in the whole message."""
        r = self.reading
        if r is None or (r.value is None and not r.candidates and r.hint is None):
            return None
        return Fact(r.kind, r.value, r.candidates, r.start + self.offset, r.end + self.offset, None, r.score, r.hint)

    @cached_property
    def question(self) -> Question | None:
        """The question that the text may be, with its strength as score; the FAQ's own phrasings count too."""
        asked = [(n, s) for n, s in self.ranking if n in ASKING_INTENTS]
        mass = sum(s for _, s in asked)
        if mass < 0.1 and not self.asking:
            return None
        if self.awaiting.get("purpose") == "field" and asked and asked[0][1] < DOUBTFUL:
            # in the middle of a question, a question is most likely about it
            asked.sort(key=lambda r: -r[1] * (2 if r[0] == "ask_explain_field" else 1))
        intent = asked[0][0] if asked else "ask_procedure"
        found = self.faq.search(self.text, intent if asked and asked[0][1] >= 0.2 else None) if self.faq else ()
        strength = mass * (0.7 + 0.3 * self.asking)
        if found and found[0][1] >= 0.6:
            strength = max(strength, found[0][1] * (0.6 + 0.35 * self.asking))
        return Question(intent, found, round(min(strength, 1.0), 3)) if strength >= 0.2 else None

    def question_as(self, intent: str, score: float) -> Question:
        """The message as a question of this kind, with the answers that fit."""
        if self.question is not None and self.question.intent == intent:
            return replace(self.question, score=score)
        return Question(intent, self.faq.search(self.text, intent) if self.faq else (), score)

    @property
    def asked(self) -> float:
        """Strength of the question, 0 when there is none."""
        return self.question.score if self.question else 0.0

    @cached_property
    def start(self) -> tuple[str, float]:
        """The likeliest intent that starts a procedure."""
        return next(((n, s) for n, s in self.ranking if n.startswith(START_PREFIX)), ("", 0.0))
