"""The tables under ``cases/``: what each text says, for people to read and add to.

A file is a list of groups; a group has ``reads`` (text: value), ``offers`` (text: candidates), ``nothing`` (text:
hint or null), and may have ``context`` and, for ``reads``, one ``hint`` for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from nlu.types import Context
from nlu.values.cli import context_from

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)


class Case(NamedTuple):
    """One text and what the reader must make of it."""

    kind: str
    text: str
    context: dict[str, Any]
    value: Any
    candidates: list[Any]
    hint: str | None

    def ctx(self) -> Context:
        """The reader's context."""
        return context_from(self.context, TODAY)


def cases() -> Iterator[Case]:
    """Every case of every table."""
    for path in sorted(CASES.glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            context = {"today": TODAY.isoformat(), **group.get("context", {})}
            for text, value in (group.get("reads") or {}).items():
                yield Case(path.stem, text, context, value, [], group.get("hint"))
            for text, candidates in (group.get("offers") or {}).items():
                yield Case(path.stem, text, context, None, candidates, None)
            for text, hint in (group.get("nothing") or {}).items():
                yield Case(path.stem, text, context, None, [], hint)
