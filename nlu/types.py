"""Shapes shared by the readers, the Rasa component and the action server.

Plain dataclasses with ``to_dict``/``from_dict`` so that the same objects cross the HTTP border between
the two Python environments. Runs unchanged on Python 3.10 and newer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

KINDS: Final = (
    "date", "person_name", "national_id", "old_id", "phone", "yes_no", "sex", "ethnicity", "marital_status",
    "place", "number", "money", "choice", "period", "text", "document_no", "email", "country", "media",
)  # fmt: skip

HINTS: Final = (
    "lunar",  # a lunar or Tết date: ask for the solar one
    "impossible",  # 31/02, month 13
    "future",  # a date still to come where only the past makes sense
    "incomplete",  # too few digits, only a day and month
    "too_long",  # too many digits
    "unknown_prefix",  # an id whose province part does not exist
    "bad_century",  # an id whose century digit contradicts its year
    "old_id",  # nine digits: a number of the old card
    "ambiguous",  # several readings: see candidates
    "no_diacritics",  # a name typed without diacritics
    "many",  # several values where one is expected
)
"""Why a reader found something of its kind but gives no value (or a doubtful one)."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: its stable id, what is shown, and other ways people say it."""

    id: str
    title: str
    say: tuple[str, ...] = ()

    @staticmethod
    def from_dict(raw: dict[str, Any]) -> Option:
        return Option(str(raw["id"]), str(raw["title"]), tuple(str(s) for s in raw.get("say") or ()))

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title, "say": list(self.say)}


@dataclass(frozen=True)
class Context:
    """What a reader may know: today (Asia/Ho_Chi_Minh), the options shown, the person's birth date
    (for "từ nhỏ"), whether the person meant is an adult or a child (two-digit years), the question asked."""

    today: date
    options: tuple[Option, ...] = ()
    dob: date | None = None
    person: str | None = None
    question: str | None = None
    allows_unknown: bool = True


@dataclass(frozen=True)
class Reading:
    """What one reader made of a piece of text: a value, or candidates, or only a hint.

    ``start``/``end`` are offsets into the text given; ``score`` 0..1; ``coverage`` 0..1 is the share of the
    message's content words that this reading explains.
    """

    kind: str
    value: Any = None
    candidates: tuple[Any, ...] = ()
    start: int = 0
    end: int = 0
    score: float = 1.0
    coverage: float = 1.0
    hint: str | None = None


@dataclass(frozen=True)
class Fact:
    """A reading inside a message, with whom it is about."""

    kind: str
    value: Any = None
    candidates: tuple[Any, ...] = ()
    start: int = 0
    end: int = 0
    role: str | None = None
    score: float = 1.0
    hint: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "value": self.value, "candidates": list(self.candidates), "start": self.start,
            "end": self.end, "role": self.role, "score": round(self.score, 3), "hint": self.hint,
        }  # fmt: skip

    @staticmethod
    def from_dict(raw: dict[str, Any]) -> Fact:
        return Fact(
            kind=raw["kind"], value=raw.get("value"), candidates=tuple(raw.get("candidates") or ()),
            start=int(raw.get("start") or 0), end=int(raw.get("end") or 0), role=raw.get("role"),
            score=float(raw.get("score") or 0.0), hint=raw.get("hint"),
        )  # fmt: skip


@dataclass(frozen=True)
class Command:
    """Something the citizen wants done with the conversation itself; ``fields`` are the field ids that a
    correction or an explanation names (``correct`` "sửa ngày sinh"), by the procedures' own ``called`` words."""

    name: str
    score: float = 1.0
    fields: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "score": round(self.score, 3), "fields": list(self.fields)}


@dataclass(frozen=True)
class Question:
    """A question of the citizen's own: its intent and the best entries of the FAQ, best first."""

    intent: str
    faq: tuple[tuple[str, float], ...] = ()
    score: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return {
            "intent": self.intent,
            "faq": [{"id": i, "score": round(s, 3)} for i, s in self.faq],
            "score": round(self.score, 3),
        }


@dataclass(frozen=True)
class Understanding:
    """All that was understood of one message. ``awaited`` is the reading of the awaited kind, if any;
    ``likely`` the likeliest intents when nothing is sure (for "did you mean")."""

    intent: str
    confidence: float = 0.0
    awaited: Fact | None = None
    facts: tuple[Fact, ...] = ()
    commands: tuple[Command, ...] = ()
    question: Question | None = None
    procedures: tuple[str, ...] = ()
    likely: tuple[tuple[str, float], ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        return {
            "intent": self.intent, "confidence": round(self.confidence, 3),
            "awaited": self.awaited.to_dict() if self.awaited else None,
            "facts": [f.to_dict() for f in self.facts], "commands": [c.to_dict() for c in self.commands],
            "question": self.question.to_dict() if self.question else None,
            "procedures": list(self.procedures),
            "likely": [{"intent": i, "score": round(s, 3)} for i, s in self.likely],
        }  # fmt: skip

    @staticmethod
    def from_dict(raw: dict[str, Any]) -> Understanding:
        asked = raw.get("question")
        return Understanding(
            intent=str(raw.get("intent") or "nlu_fallback"),
            confidence=float(raw.get("confidence") or 0.0),
            awaited=Fact.from_dict(raw["awaited"]) if raw.get("awaited") else None,
            facts=tuple(Fact.from_dict(f) for f in raw.get("facts") or ()),
            commands=tuple(
                Command(c["name"], float(c.get("score") or 0.0), tuple(c.get("fields") or ()))
                for c in raw.get("commands") or ()
            ),
            question=Question(
                asked["intent"],
                tuple((f["id"], float(f["score"])) for f in asked.get("faq") or ()),
                float(asked.get("score") or 0.0),
            )
            if asked
            else None,
            procedures=tuple(raw.get("procedures") or ()),
            likely=tuple((x["intent"], float(x["score"])) for x in raw.get("likely") or ()),
        )
