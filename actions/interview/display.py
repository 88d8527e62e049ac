"""A stored value in words that a citizen understands. The words themselves are data (``value.*``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from actions.interview.answers import Answers, Place
from actions.places import display as display_place
from actions.procedures.schema import FieldSpec
from actions.prompts import prompts


class Words(Protocol):
    """Whatever can word a value: a turn, or ``Wording`` where there is no turn (paper, the command line)."""

    def text(self, prompt_id: str, **params: Any) -> str: ...
    def has_prompt(self, prompt_id: str) -> bool: ...


@dataclass(frozen=True)
class Wording:
    """The words of a language, outside a turn."""

    lang: str = "vi"

    def text(self, prompt_id: str, **params: Any) -> str:
        return prompts(self.lang).get(prompt_id).wording("web", params)

    def has_prompt(self, prompt_id: str) -> bool:
        return prompts(self.lang).has(prompt_id)


def show(turn: Words, spec: FieldSpec, value: Any) -> str:
    """One value of a field, for reading back."""
    kind = spec.kind
    if kind == "choice":
        return next((option.title for option in spec.options if option.id == value), str(value))
    if kind == "yes_no":
        return turn.text("value.yes" if value else "value.no")
    if kind in ("sex", "marital_status"):
        return turn.text(f"value.{kind}.{value}")
    if kind == "country":
        return turn.text(f"value.country.{value}") if turn.has_prompt(f"value.country.{value}") else str(value)
    if kind == "date":
        return show_date(turn, value)
    if kind == "period":
        return turn.text("value.period", start=show_date(turn, value.get("from")), end=show_date(turn, value.get("to")))
    if kind == "place":
        now, old = display_place(value), value.get("old_text")
        return turn.text("value.place_was", now=now, old=old) if old else now
    if kind in ("national_id", "old_id", "phone"):
        digits = str(value)
        head = digits[:4] if kind == "phone" else digits[:3]
        rest = digits[len(head) :]
        return " ".join([head, *(rest[i : i + 3] for i in range(0, len(rest), 3))])
    return str(value)


def show_date(turn: Words, raw: str | None) -> str:
    """``1990-05-07`` → 07/05/1990, ``1990-05`` → 05/1990, ``1990`` → 1990."""
    if raw is None:
        return turn.text("value.unknown_date")
    if raw == "present":
        return turn.text("value.present")
    return "/".join(reversed(raw.split("-")))


def show_answer(turn: Words, answers: Answers, place: Place) -> str:
    """The state of one field in words: its value, "không rõ", "cán bộ ghi giúp", or both values in dispute."""
    answer = answers.stored.get(place.path)
    if answer is not None and answer.status == "unknown":
        return turn.text("value.unknown")
    if answer is not None and answer.status == "unread":
        return turn.text("value.unread", raw=answer.raw_text or "…")
    if answer is not None and answer.status == "disputed":
        both = [show(turn, place.spec, side["value"]) for side in answer.value]
        return turn.text("value.disputed", one=both[0], two=both[1])
    value = answers.value(place.path)
    return turn.text("value.none") if value is None else show(turn, place.spec, value)
