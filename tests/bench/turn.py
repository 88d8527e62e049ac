"""``./motcua bench turn``: how long a turn takes, beside a stock Rasa project in the same run.

Both sides say and check the same words, in rounds that alternate, with the same client: 1, 8 and 32 citizens at turns
1 to 20, then one citizen through 200 turns. Then, on a second start of ours with timers in it, where a turn's time
goes. How to read it: ``docs/how-to/measure.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench import stages
from tests.bench.figures import Duel, Round, order, percentile, side, window
from tests.bench.report import bars, table
from tests.bench.sides import SERVER_ENV, Ours, Said, Stock, Talk, WrongAnswer, endless, processor_ms, script
from tests.bench.stock_project import NoStock, Project
from tests.bench.wire import Broken
from tests.stack import Stack

SIDES: Final = ("ours", "stock")
POINTS: Final = (5, 45, 90, 200)
LAST: Final = POINTS[-1]
BLOCK: Final = 10
"""Turns of the long conversation that one side takes before the other goes on."""


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds for each number of citizens, long conversations, how far the stock side goes."""

    citizens: dict[int, int]
    long_rounds: int
    ours_each: int = 3
    """Our long conversations beside each of stock's, which takes twenty times as long."""
    stock_last: int = LAST
    staged: int = 5
    """Conversations of the second start, with timers."""


FULL: Final = Plan({1: 8, 8: 4, 32: 3}, 3)
QUICK: Final = Plan({1: 3, 8: 1, 32: 1}, 1, 3, 92, 2)


async def interview(talk: Talk, said: list[Said]) -> list[float]:
    """Milliseconds of each turn of one conversation."""
    return [await talk.turn(one) for one in said]


async def crowd(here: Ours | Stock, citizens: int) -> Round:
    """So many citizens at once, each from turn 1 to 20."""
    said, talks = script()["interview"], [here.talk() for _ in range(citizens)]
    begun = time.perf_counter()
    spent = await asyncio.gather(*(interview(talk, said) for talk in talks))
    seconds = time.perf_counter() - begun
    for talk in talks:
        talk.line.close()
    return Round([ms for one in spent for ms in one], seconds)


async def short(both: dict[str, Ours | Stock], citizens: int, rounds: int, tell: Callable[[str], None]) -> Duel:
    """The rounds of one number of citizens."""
    duel = Duel()
    for number, names in enumerate(order(SIDES, rounds), 1):
        for name in names:
            done = await crowd(both[name], citizens)
            getattr(duel, name).append(done)
            tell(f"{citizens} citizens, round {number} of {rounds}, {name}: {percentile(done.turns, 50):.1f} ms")
    return duel


class Walk:
    """One citizen's long conversation, taken in pieces. ``turns[n]``: milliseconds of turn n."""

    def __init__(self, here: Ours | Stock) -> None:
        self.talk = here.talk()
        self.turns: dict[int, float] = {}
        self._said = endless()

    async def to(self, last: int) -> None:
        """Goes on up to a turn."""
        for number in range(len(self.turns) + 1, last + 1):
            self.turns[number] = await self.talk.turn(next(self._said))


async def long(ours: Ours, stock: Stock, plan: Plan, tell: Callable[[str], None]) -> dict[str, list[dict[int, float]]]:
    """Long conversations of both sides, in turns of ``BLOCK``; for each, turn → milliseconds."""
    walked: dict[str, list[dict[int, float]]] = {name: [] for name in SIDES}
    for number in range(1, plan.long_rounds + 1):
        walks = {"stock": [Walk(stock)], "ours": [Walk(ours) for _ in range(plan.ours_each)]}
        for until in range(BLOCK, LAST + 1, BLOCK):
            for name in order(SIDES, 2)[until // BLOCK % 2]:
                for walk in walks[name]:
                    await walk.to(min(until, plan.stock_last) if name == "stock" else until)
        for name in SIDES:
            walked[name] += [walk.turns for walk in walks[name]]
            for walk in walks[name]:
                walk.talk.line.close()
        tell(f"long conversation, round {number} of {plan.long_rounds}")
    return walked


async def growth(ours: Ours, pairs: int) -> Duel:
    """Our turn 200 beside our turn 5, at the same time: conversation by conversation, ``ours`` the 200th turns."""
    duel = Duel()
    for _ in range(pairs):
        old, new = Walk(ours), Walk(ours)
        late, early = window(LAST, LAST), window(POINTS[0], LAST)
        await old.to(late[0] - 1)
        await new.to(early[0] - 1)
        for name, walk, turns in (("ours", old, late), ("stock", new, early)):
            begun = time.perf_counter()
            await walk.to(turns[-1])
            spent = [walk.turns[n] for n in turns]
            getattr(duel, name).append(Round(spent, time.perf_counter() - begun))
        for walk in (old, new):
            walk.talk.line.close()
    return duel


def at_points(walked: dict[str, list[dict[int, float]]]) -> dict[str, dict[str, Any]]:
    """p50 and p95 of the five turns round each point, and the ratio of the p50s; without stock where it stopped."""
    found: dict[str, dict[str, Any]] = {}
    for point in POINTS:
        turns = window(point, LAST)
        here: dict[str, Any] = {}
        for name in SIDES:
            spent = [walk[n] for walk in walked[name] for n in turns if n in walk]
            if spent:
                here[name] = {"turns": len(spent), "p50_ms": percentile(spent, 50), "p95_ms": percentile(spent, 95)}
        if "stock" in here:
            here["p50_ratio"] = here["ours"]["p50_ms"] / here["stock"]["p50_ms"]
        found[str(point)] = here
    return found


@contextmanager
def started(*sides: Ours | Stock) -> Iterator[None]:
    """All of them running; ended in any case."""
    try:
        for one in sides:
            one.start()
        yield
    finally:
        for one in sides:
            one.stop()


def measure(plan: Plan, folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Everything, as the JSON that ``--json`` prints. Raises WrongAnswer, Broken or NoStock."""
    projects = {slots: Project(slots) for slots in (45, 200)}
    for project in projects.values():
        project.train()
    report: dict[str, Any] = {"machine": machine(), "turns_1_to_20": {}}
    ours = Ours(Stack(folder / "ours", env=SERVER_ENV))
    stock, stock_long = (Stock(projects[n], folder / f"stock-{n}") for n in (45, 200))
    with started(ours):
        with started(stock):
            for here in (ours, stock):
                asyncio.run(crowd(here, 2))  # warm-up, not counted
            for citizens, rounds in plan.citizens.items():
                before = processor_times(ours, stock)
                duel = asyncio.run(short({"ours": ours, "stock": stock}, citizens, rounds, tell))
                spent = {name: ms - before[name] for name, ms in processor_times(ours, stock).items()}
                report["turns_1_to_20"][str(citizens)] = duel.summary() | {"processor_ms_a_turn": per_turn(spent, duel)}
        with started(stock_long):
            asyncio.run(crowd(stock_long, 1))
            walked = asyncio.run(long(ours, stock_long, plan, tell))
        report["one_citizen"] = at_points(walked)
        pairs = asyncio.run(growth(ours, 4 * plan.ours_each))
        report["growth"] = {
            "turn_200": side(pairs.ours), "turn_5": side(pairs.stock),
            "ratio": round(side(pairs.ours)["p50_ms"] / side(pairs.stock)["p50_ms"], 4),
        }  # fmt: skip
    report["stages_ms"] = stages.measure(folder / "staged", plan.staged)
    report["machine"]["load_after"] = list(os.getloadavg())
    report["bars"] = bars(report)
    return report


def processor_times(*sides: Ours | Stock) -> dict[str, float]:
    """Process → milliseconds of processor time so far."""
    return {name: processor_ms(pid) for one in sides for name, pid in one.pids().items()}


def per_turn(spent: dict[str, float], duel: Duel) -> dict[str, float]:
    """Process → milliseconds of processor time for each turn of its side."""
    turns = {name: sum(len(one.turns) for one in getattr(duel, name)) for name in SIDES}
    return {name: round(ms / turns["stock" if name.startswith("stock") else "ours"], 2) for name, ms in spent.items()}


def machine() -> dict[str, Any]:
    """What it ran on."""
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": model[0].partition(":")[2].strip() if model else platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": list(os.getloadavg()),
    }


def main(argv: list[str]) -> int:
    """Entry point. 1 when a side answers wrongly, when the stock project cannot be made, or when a bar is missed."""
    parser = argparse.ArgumentParser(prog="motcua bench turn", description=__doc__)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and the stock side only up to turn 92")
    args = parser.parse_args(argv)
    begun = time.monotonic()

    def tell(sentence: str) -> None:
        print(f"[{time.monotonic() - begun:5.0f} s] {sentence}", file=sys.stderr, flush=True)

    try:
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
            report = measure(QUICK if args.quick else FULL, Path(folder), tell)
    except (WrongAnswer, Broken, NoStock) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    report["seconds"] = round(time.monotonic() - begun)
    print(json.dumps(report, ensure_ascii=False) if args.json else table(report))
    return 1 if any(bar["reached"] is False for bar in report["bars"]) else 0
