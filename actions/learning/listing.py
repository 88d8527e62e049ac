"""The list: each masked sentence once, with how often, why, what was asked, and what it is understood as today."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from actions.learning import words
from actions.learning.known import known
from actions.learning.mask import masked
from actions.learning.missed import Missed
from actions.procedures.load import procedures
from nlu.local import LOCAL, SKIPPED, WAITING, sentences

Understand = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""``[{"text", "context"}]`` to ``[{"intent", "confidence"}]`` in the same order."""


@dataclass(frozen=True)
class Item:
    """One sentence of the list. ``code`` belongs to the sentence alone; ``why`` and ``asked`` are the most frequent
    ones, ``field``/``kind``/``purpose`` what was asked; ``chosen``: what citizens chose themselves, if anything."""

    code: str
    sentence: str
    times: int
    why: str
    procedure: str | None
    purpose: str | None
    field: str | None
    kind: str | None
    understood: str
    score: float
    last_day: date
    chosen: str | None

    def to_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return asdict(self) | {"last_day": self.last_day.isoformat()}


@dataclass
class Listing:
    """``left_out``: messages that could not be masked for sure; ``more``: sentences beyond the most wanted."""

    items: list[Item] = field(default_factory=list)
    left_out: int = 0
    more: int = 0


def listing(found: Iterable[Missed], content: Path, today: date, understand: Understand, most: int) -> Listing:
    """Masked, counted, the most frequent first; without what was labelled or skipped before."""
    shown, public, done = words.shown(content), known(content), settled(content)
    out = Listing()
    groups: defaultdict[str, list[Missed]] = defaultdict(list)
    written: dict[str, str] = {}
    for one in found:
        sentence = masked(one.text, (one.awaiting or {}).get("kind"), today, public, shown)
        if sentence is None:
            out.left_out += 1
        elif code_of(sentence) not in done:
            groups[code_of(sentence)].append(one)
            written.setdefault(code_of(sentence), sentence)
    order = sorted(groups, key=lambda code: (-len(groups[code]), written[code]))
    out.more = max(0, len(order) - most)
    order = order[:most]
    meanings = understand([_line(groups[code][-1]) for code in order])
    for code, meaning in zip(order, meanings, strict=True):
        out.items.append(_item(code, written[code], groups[code], meaning))
    return out


def code_of(sentence: str) -> str:
    """A short name of a sentence, by which a table that comes back is checked; case and blanks aside."""
    return hashlib.sha256(" ".join(sentence.casefold().split()).encode()).hexdigest()[:10]


def settled(content: Path) -> set[str]:
    """The codes of the sentences that were labelled or skipped here."""
    done = {*sentences(content / LOCAL), *sentences(content / WAITING), *skipped(content)}
    return {code_of(sentence) for sentence in done}


def skipped(content: Path) -> list[str]:
    """Sentences that nobody wants taught."""
    path = content / SKIPPED
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line] if path.exists() else []


def _line(one: Missed) -> dict[str, Any]:
    return {"text": one.text, "context": {"awaiting": one.awaiting, "today": one.day.isoformat()}}


def _item(code: str, sentence: str, group: list[Missed], meaning: Mapping[str, Any]) -> Item:
    why, _ = Counter(one.why for one in group).most_common(1)[0]
    chosen = Counter(one.chosen for one in group if one.chosen).most_common(1)
    asked = group[-1].awaiting or {}
    return Item(
        code, sentence, len(group), why, group[-1].procedure, asked.get("purpose"), asked.get("field"),
        asked.get("kind"), str(meaning.get("intent") or ""), float(meaning.get("confidence") or 0.0),
        max(one.day for one in group), chosen[0][0] if chosen else None,
    )  # fmt: skip


def asked_words(content: Path, item: Item) -> str:
    """What was asked, as an officer reads it."""
    if item.purpose is None:
        return words.say(content, "asked_nothing")
    procedure = procedures().get(item.procedure or "")
    if item.field and procedure is not None:
        wanted = item.field.rpartition(".")[2]
        labels = (f.label for group in procedure.groups for f in group.fields if f.id == wanted)
        if label := next(labels, None):
            return label
    purposes = words.texts(content)["asked"]
    return str(purposes.get(item.purpose, purposes["other"]))
