"""Choices that people make before anybody asked: "xin giấy độc thân *đi vay vốn* *cho con trai*".

The phrases are the options' ``unasked`` in ``data/procedures/*/procedure.yml``, read when the process starts.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from nlu.text import MARK, Phrases, analyse
from nlu.types import Fact

Choice = tuple[str, str]
"""Field id and option id."""


class Volunteered:
    """Finds them in a message. A phrase without its diacritics counts only where it has two words or more and
    can mean only one option."""

    def __init__(self, phrases: Iterable[tuple[str, Choice]]) -> None:
        self._phrases: Phrases[Choice] = Phrases(phrases)

    def find(self, text: str) -> list[Fact]:
        """Facts of kind ``choice`` with value ``{"field", "option"}``; places in ``text``. At most one a field:
        two different choices for one field are no choice."""
        tokens = [token for token in analyse(text).tokens if token.kind != MARK]
        found: dict[str, list[Fact]] = {}
        i = 0
        while i < len(tokens):
            hits = self._phrases.all_at(tokens, i)
            meant = {payload for _, payload, _, _ in hits}
            if not meant or len({field for field, _ in meant}) != len(meant):
                i += 1  # nothing, or two options of one field
                continue
            end, _, exact, _ = hits[0]
            for field, option in sorted(meant):
                value = {"field": field, "option": option}
                place = (tokens[i].start, tokens[end - 1].end)
                found.setdefault(field, []).append(Fact("choice", value, (), *place, None, 0.9 if exact else 0.75))
            i = end
        return [facts[0] for facts in found.values() if len({f.value["option"] for f in facts}) == 1]

    @staticmethod
    def load(content: Path) -> Volunteered:
        """The phrases of every field marked ``volunteer`` in the procedures below a content folder."""
        return Volunteered(_read(content))


def _read(content: Path) -> Iterable[tuple[str, Choice]]:
    for path in sorted(content.glob("procedures/*/procedure.yml")):
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for group in raw.get("groups") or ():
            for field in group.get("fields") or ():
                for option in (field.get("options") or ()) if field.get("volunteer") else ():
                    for phrase in option.get("unasked") or ():
                        yield str(phrase), (str(field["id"]), str(option["id"]))
