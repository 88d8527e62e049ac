"""The options of the procedures themselves: each title and each of its other words is read as that option."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from nlu.types import Context, Option
from nlu.values import read
from tests.nlu.values.tables import TODAY

PROCEDURES = Path(__file__).resolve().parents[3] / "data" / "procedures"


def _lists(node: Any) -> Iterator[tuple[Option, ...]]:
    """Every list of options in a procedure's data."""
    if isinstance(node, dict):
        options = node.get("options")
        if isinstance(options, list) and options and all(isinstance(o, dict) and "title" in o for o in options):
            yield tuple(Option(str(o["id"]), o["title"], tuple(map(str, o.get("say") or ()))) for o in options)
        for value in node.values():
            yield from _lists(value)
    elif isinstance(node, list):
        for value in node:
            yield from _lists(value)


def test_every_way_to_say_an_option_is_read_as_it() -> None:
    seen = 0
    for path in sorted(PROCEDURES.glob("*/procedure.yml")):
        for options in _lists(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for index, option in enumerate(options):
                for text in (option.title, *option.say):
                    reading = read("choice", text, Context(TODAY, options=options))
                    assert reading is not None, (option.id, text)
                    assert reading.value == index, (option.id, text, reading.candidates)
                    seen += 1
    assert seen > 100
