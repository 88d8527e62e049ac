"""Where a turn's time goes: the product started with timers, one citizen, each span put to the turn it fell in."""

from __future__ import annotations

import asyncio
import json
import time
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.sides import SERVER_ENV, Ours, script
from tests.bench.tracing import FILE
from tests.stack import BOT_PYTHON, Stack

Span = tuple[str, float, float]
STAGES: Final[dict[str, tuple[str, ...]]] = {
    "gateway: HTTP, order, waiting": ("turn", "gateway sql", "rasa call"),
    "gateway: SQL": ("gateway sql",),
    "Rasa: HTTP and tracker": ("rasa call", "nlu", "rules", "action call"),
    "Rasa: NLU": ("nlu",),
    "Rasa: rules": ("rules",),
    "action: HTTP": ("action call", "run turn"),
    "action: transaction, inbox, outcome": ("run turn", "take turn", "commit"),
    "action: loading and storing the turn": ("take turn", "interview"),
    "action: interview": ("interview",),
    "action: commit": ("commit",),
    "all together": ("turn",),
    "(action: SQL statements, part of the above)": ("statements",),
}
"""Stage → the spans it is made of: the first, less the others."""


class TracedStack(Stack):
    """The product with the bench's timers in all three processes."""

    def command(self, name: str) -> list[str]:
        """How a process is started."""
        command = super().command(name)
        if name == "rasa":
            return [str(BOT_PYTHON), "-m", "tests.bench.traced_rasa", *command[3:]]
        at = command.index("--host")
        return [*command[: at - 1], f"tests.bench.traced_web:{name}", "--factory", *command[at:]]


def measure(folder: Path, conversations: int) -> dict[str, float]:
    """Stage → median milliseconds a turn, over turns 1 to 20 of so many conversations, after one to warm up."""
    folder.mkdir(parents=True, exist_ok=True)
    spans = folder / "spans.jsonl"
    ours = Ours(TracedStack(folder, env=SERVER_ENV | {FILE: str(spans), "PYTHONPATH": "."}))
    try:
        ours.start()
        turns = asyncio.run(_talk(ours, conversations))
    finally:
        ours.stop()
    read = [json.loads(line) for line in spans.read_text(encoding="utf-8").splitlines()]
    return stages([(str(name), float(begin), float(end)) for name, begin, end in read], turns)


async def _talk(ours: Ours, conversations: int) -> list[Span]:
    turns: list[Span] = []
    for number in range(conversations + 1):
        talk = ours.talk()
        for said in script()["interview"]:
            begin = time.perf_counter()
            await talk.turn(said)
            if number:
                turns.append(("turn", begin, time.perf_counter()))
        talk.line.close()
    return turns


def by_turn(spans: Iterable[Span], turns: Sequence[Span]) -> list[dict[str, float]]:
    """For each turn, span name → milliseconds of it that lie within the turn.

    Spans of one name that overlap count once, and what the gateway's SQL does while Rasa works holds nobody up, so it
    counts only outside the call.
    """
    begins = [begin for _, begin, _ in turns]
    found: list[dict[str, list[tuple[float, float]]]] = [{"turn": [(begin, end)]} for _, begin, end in turns]
    for name, begin, end in sorted(spans, key=lambda span: span[1]):
        index = bisect_right(begins, begin) - 1
        if index >= 0 and begin < turns[index][2]:
            found[index].setdefault(name, []).append((begin, min(end, turns[index][2])))
    for here in found:
        here["gateway sql"] = without(here.get("gateway sql", []), here.get("rasa call", []))
    return [{name: 1000 * covered(parts) for name, parts in here.items()} for here in found]


def covered(parts: Iterable[tuple[float, float]]) -> float:
    """Length of the union of intervals."""
    total, reached = 0.0, float("-inf")
    for begin, end in sorted(parts):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def without(parts: Iterable[tuple[float, float]], others: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of intervals outside the others."""
    left = list(parts)
    for begin, end in others:
        left = [
            piece
            for one in left
            for piece in ((one[0], min(one[1], begin)), (max(one[0], end), one[1]))
            if piece[1] > piece[0]
        ]
    return left


def stages(spans: Sequence[Span], turns: Sequence[Span]) -> dict[str, float]:
    """Stage → median milliseconds a turn."""
    found = by_turn(spans, turns)
    return {
        stage: round(median(here.get(whole, 0.0) - sum(here.get(part, 0.0) for part in parts) for here in found), 2)
        for stage, (whole, *parts) in STAGES.items()
    }
