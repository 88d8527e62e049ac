"""Taking labels in: everything of a table is checked first, then all of it is kept, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from actions.learning import words
from actions.learning.listing import code_of, skipped
from actions.learning.sheet import BadSheet, Row
from nlu.local import HIDDEN, LOCAL, SKIPPED, WAITING, filled, keep, placeholders, replace, sentences

_DIGIT = re.compile(r"\d")


@dataclass
class Taken:
    """What became of a table: how many sentences are new, skipped, known already, without a label; ``changed``: (line,
    label before, label now)."""

    new: int = 0
    skipped: int = 0
    known: int = 0
    empty: int = 0
    changed: list[tuple[int, str, str]] = field(default_factory=list)


def take(rows: list[Row], content: Path) -> Taken:
    """Keeps the labelled sentences to be trained. BadSheet, with a sentence for every line that is wrong, or where the
    folder cannot be written to; then nothing was taken. Taking a table twice is the same as once."""
    if wrong := _wrong(rows, content):
        raise BadSheet("\n".join([words.say(content, "wrong.nothing_taken"), *wrong]))
    trained, waiting, left = sentences(content / LOCAL), sentences(content / WAITING), skipped(content)
    skip, taken = words.say(content, "labels.skip"), Taken()
    for row in {row.code: row for row in rows}.values():
        before = waiting.get(row.sentence) or trained.get(row.sentence)
        if not row.means:
            taken.empty += 1
        elif row.means == skip:
            taken.known += row.sentence in left and before is None
            taken.skipped += row.sentence not in left
            left += [] if row.sentence in left else [row.sentence]
            waiting.pop(row.sentence, None)
            trained.pop(row.sentence, None)
        elif before == row.means:
            taken.known += 1
        else:
            waiting[row.sentence] = row.means
            left = [sentence for sentence in left if sentence != row.sentence]
            if before:
                taken.changed.append((row.line, before, row.means))
            else:
                taken.new += 1
    _store(content, trained, waiting, left)
    return taken


def _store(content: Path, trained: dict[str, str], waiting: dict[str, str], left: list[str]) -> None:
    try:
        keep(content / WAITING, waiting)
        if trained != sentences(content / LOCAL):  # only what is to be skipped from now on leaves it
            keep(content / LOCAL, trained)
        replace(content / SKIPPED, "".join(f"{sentence}\n" for sentence in left))
    except OSError as error:
        raise BadSheet(words.say(content, "wrong.folder", folder=content / LOCAL)) from error


def _wrong(rows: list[Row], content: Path) -> list[str]:
    """A sentence for each line that cannot be taken."""
    known, skip = words.labels(content), words.say(content, "labels.skip")
    fills, ours = placeholders(content), _ours(content)
    shown = {one.shown for one in fills.values()}
    first: dict[str, Row] = {}
    out: list[str] = []

    def say(name: str, row: Row, **params: Any) -> None:
        out.append(words.say(content, f"wrong.{name}", line=row.line, **params))

    for row in rows:
        earlier = first.setdefault(row.code, row)
        if code_of(row.sentence) != row.code or _DIGIT.search(row.sentence):
            say("changed", row)
        elif unknown := [hidden for hidden in HIDDEN.findall(row.sentence) if hidden not in shown]:
            say("placeholder", row, hidden=", ".join(unknown))
        elif row.means and row.means != skip and row.means not in known:
            near = get_close_matches(row.means, [*known, skip], 1)
            say("label", row, label=row.means, near=words.say(content, "wrong.near", near=near[0]) if near else "")
        elif earlier.means != row.means:
            say("twice", row, first=earlier.line, label=earlier.means)
        elif row.means and row.means != skip:
            given = {ours.get(text.casefold()) for text in filled(row.sentence, fills)} - {None, row.means}
            if given:
                say("ours", row, label=given.pop())
    return out


def _ours(content: Path) -> dict[str, str]:
    """The project's own sentences and their labels."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, str] = {}
    for path in (*sorted(content.glob("nlu/intents/*.yml")), *sorted(content.glob("procedures/*/start.yml"))):
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        found |= {" ".join(str(text).split()).casefold(): raw["intent"] for text in raw["examples"]}
    return found
