"""Sentences that this installation labelled itself: kept beside the project's own, untouched by an upgrade.

``data/nlu/local/<intent>.yml`` has the shape of ``data/nlu/intents/<intent>.yml``, so that a file may be shared back as
it is. ``local/waiting/`` holds what was labelled and is in no model yet: ``./motcua train`` tries it and moves it.
What is personal stands there as a placeholder (``data/nlu/placeholders.yml``), filled with invented values to train.

``python -m nlu.local DATA`` moves what waits to what is trained.
"""

from __future__ import annotations

import os
import re
import sys
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

LOCAL: Final = "nlu/local"
WAITING: Final = "nlu/local/waiting"
SKIPPED: Final = "nlu/local/skipped.txt"
PLACEHOLDERS: Final = "nlu/placeholders.yml"
COPIES: Final = 2
"""How often a sentence with placeholders is trained, each time with other values."""
HIDDEN: Final = re.compile(r"‹[^‹›]*›")
"""A placeholder in a sentence."""


class BadLocalData(ValueError):
    """A file of this installation's sentences that cannot be used; the message names the file and says why."""


class Placeholder(NamedTuple):
    """What stands in a sentence for something personal, and the invented values it is trained with."""

    shown: str
    fill: tuple[str, ...]


def placeholders(content: Path) -> dict[str, Placeholder]:
    """The placeholders by their kind; BadLocalData where the file is missing or has another shape."""
    path = content / PLACEHOLDERS
    raw = _load(path)
    try:
        found = {str(k): Placeholder(str(v["shown"]), tuple(str(f) for f in v["fill"])) for k, v in raw.items()}
    except (KeyError, TypeError) as error:
        raise BadLocalData(f"{path}: each placeholder wants shown and fill") from error
    for name, one in found.items():
        if not HIDDEN.fullmatch(one.shown) or not one.fill:
            raise BadLocalData(f"{path}: {name}: shown stands in ‹ ›, and fill is not empty")
    return found


def sentences(folder: Path) -> dict[str, str]:
    """Each sentence of a folder and its intent; empty without the folder. BadLocalData for a file of another shape, or
    a sentence in two files."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        raw = _load(path)
        intent, examples = raw.get("intent"), raw.get("examples")
        if not isinstance(intent, str) or not isinstance(examples, list):
            raise BadLocalData(f"{path}: expected a mapping with intent and examples")
        for text in examples:
            if not isinstance(text, str) or not text.strip():
                raise BadLocalData(f"{path}: examples must be a list of sentences")
            if found.setdefault(text, intent) != intent:
                raise BadLocalData(f"{path}: “{text}” is already an example of {found[text]}")
    return found


def learnt(content: Path, waiting: bool) -> dict[str, str]:
    """This installation's sentences and their intents; with ``waiting``, those in no model yet count first."""
    return sentences(content / LOCAL) | (sentences(content / WAITING) if waiting else {})


def keep(folder: Path, wanted: dict[str, str]) -> None:
    """Makes ``wanted`` (sentence: intent) all that a folder holds, each file replaced as a whole."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in wanted.items():
        by_intent.setdefault(intent, []).append(text)
    folder.mkdir(parents=True, exist_ok=True)
    for intent, texts in by_intent.items():
        body = yaml.safe_dump({"intent": intent, "examples": texts}, allow_unicode=True, sort_keys=False, width=10_000)
        replace(folder / f"{intent}.yml", body)
    for path in folder.glob("*.yml"):
        if path.stem not in by_intent:
            path.unlink()


def replace(path: Path, body: str) -> None:
    """Writes a file so that a crash leaves the old one or the new one."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def settle(content: Path) -> int:
    """Moves the sentences that wait to those that are trained; how many there were."""
    waiting = sentences(content / WAITING)
    if waiting:
        keep(content / LOCAL, learnt(content, waiting=True))
        keep(content / WAITING, {})  # last: after a crash in between the same is done again
    return len(waiting)


def filled(text: str, known: dict[str, Placeholder]) -> list[str]:
    """The sentence with invented values in the place of its placeholders, ``COPIES`` times where it has any."""
    fills = {one.shown: one.fill for one in known.values()}
    return list(dict.fromkeys(said for copy in range(COPIES) if (said := _fill(text, fills, copy))))


def _fill(text: str, fills: dict[str, tuple[str, ...]], first: int) -> str:
    turns = count(first)

    def value(match: re.Match[str]) -> str:
        of = fills.get(match.group(), ("",))
        return of[next(turns) % len(of)]

    return " ".join(HIDDEN.sub(value, text).split())


def _load(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadLocalData(f"{path}: cannot be read ({type(error).__name__})") from error
    if not isinstance(raw, dict):
        raise BadLocalData(f"{path}: a mapping was expected")
    return raw


if __name__ == "__main__":
    print(settle(Path(sys.argv[1])))
