"""Answers to the questions of ``data/nlu/eval/values/``: read, and judged as its README says."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Literal

from nlu.values import read
from nlu.values.cli import context_from
from nlu.values.place import shown

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "nlu" / "eval" / "values"
TODAY: Final = date(2026, 11, 22)
"""What items without ``today`` are read with."""
LOOSE: Final = ("place", "document_no")
"""Kinds whose values are taken as they were said: compared without case, diacritics and spaces."""

Verdict = Literal["right", "asked", "wrong"]
"""``asked``: nothing certain came out where something was expected; a citizen is asked again."""


@dataclass(frozen=True)
class Item:
    """One answer and what must be made of it; ``accept`` as in the README, the main expectation included."""

    id: str
    kind: str
    text: str
    style: str
    context: dict[str, Any]
    certain: bool
    accept: tuple[tuple[Any, ...], ...]

    @property
    def unseen(self) -> bool:
        """Every second item: those whose faults nobody looks at while a reader is made better."""
        return int(self.id.rsplit("-", 1)[1]) % 2 == 0


@dataclass(frozen=True)
class Judged:
    """An item with what was read and how long that took."""

    item: Item
    value: Any
    candidates: tuple[Any, ...]
    verdict: Verdict
    milliseconds: float


def items(kind: str) -> Iterator[Item]:
    """The items of a kind."""
    for line in (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        accept = [tuple(one) for one in raw.get("accept") or ()]
        if raw["value"] is not None:
            accept.append((raw["value"],))
        else:
            accept += [(), *([tuple(raw["candidates"])] if raw.get("candidates") else [])]
        yield Item(
            raw["id"], raw["kind"], raw["text"], raw["style"], raw.get("context") or {}, raw["value"] is not None,
            tuple(accept),
        )  # fmt: skip


def kinds() -> list[str]:
    """The kinds that have a set."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def judge(item: Item) -> Judged:
    """Reads an item and compares."""
    context = context_from(item.context, TODAY)
    begun = perf_counter()
    reading = read(item.kind, item.text, context)
    spent = 1000 * (perf_counter() - begun)
    value = None if reading is None else shown(reading.value) if item.kind == "place" else reading.value
    candidates: tuple[Any, ...] = ()
    if reading is not None and value is None:
        candidates = tuple(shown(c) if item.kind == "place" else c for c in reading.candidates)
    return Judged(item, value, candidates, _verdict(item, value, candidates), spent)


def _verdict(item: Item, value: Any, candidates: tuple[Any, ...]) -> Verdict:
    same = {one for one in map(lambda accepted: _set(item.kind, accepted), item.accept)}
    if value is not None:
        return "right" if _set(item.kind, (value,)) in same else "wrong"
    if not candidates:
        return "right" if frozenset() in same else "asked"
    offered = _set(item.kind, candidates)
    # Candidates are right when they are few and hold the truth: a tap settles it.
    if len(candidates) <= 3 and any(one and one <= offered for one in same):
        return "right"
    return "right" if frozenset() in same else "asked"


def _set(kind: str, values: tuple[Any, ...]) -> frozenset[str]:
    return frozenset(_key(kind, value) for value in values)


def _key(kind: str, value: Any) -> str:
    if kind not in LOOSE:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, dict):
        return json.dumps({name: _plain(part) for name, part in value.items() if part}, sort_keys=True)
    return _plain(value)


def _plain(value: Any) -> str:
    bare = unicodedata.normalize("NFD", str(value).casefold()).replace("đ", "d")
    return "".join(c for c in bare if not unicodedata.combining(c) and not c.isspace() and c != ",")
