"""Numbers of the bench: percentiles, the order of rounds, ratios of rounds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


def percentile(values: Iterable[float], percent: float) -> float:
    """The nearest-rank percentile. Raises ValueError when there are no values or ``percent`` is not in (0, 100]."""
    ordered = sorted(values)
    if not ordered or not 0 < percent <= 100:
        raise ValueError("a percentile needs values, and a percentage above 0 and at most 100")
    return ordered[math.ceil(len(ordered) * percent / 100) - 1]


def order(sides: Sequence[str], rounds: int) -> list[list[str]]:
    """Who goes first in each round: A B, B A, A B …, so that neither always meets the warmer machine."""
    return [list(sides) if number % 2 == 0 else list(reversed(sides)) for number in range(rounds)]


@dataclass
class Round:
    """One side's turns of one round: milliseconds of each, and the seconds that all took together."""

    turns: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.turns) / self.seconds


@dataclass
class Duel:
    """The rounds of both sides under one condition; round i of one side stands beside round i of the other."""

    ours: list[Round] = field(default_factory=list)
    stock: list[Round] = field(default_factory=list)

    def ratios(self) -> list[float]:
        """p50 of ours ÷ p50 of stock, round by round."""
        pairs = zip(self.ours, self.stock, strict=True)
        return [median(a.turns) / median(b.turns) for a, b in pairs]

    def gains(self) -> list[float]:
        """Turns a second of ours ÷ of stock, round by round."""
        return [a.per_second / b.per_second for a, b in zip(self.ours, self.stock, strict=True)]

    def summary(self) -> dict[str, object]:
        """p50 and p95 in ms and turns a second of each side; the median ratio and its spread over the rounds."""
        return {
            "ours": side(self.ours),
            "stock": side(self.stock),
            "p50_ratio": spread(self.ratios()),
            "throughput_ratio": spread(self.gains()),
        }


def side(rounds: Sequence[Round]) -> dict[str, float]:
    """One side's figures over all rounds."""
    turns = [ms for one in rounds for ms in one.turns]
    return {
        "turns": len(turns),
        "p50_ms": round(percentile(turns, 50), 2),
        "p95_ms": round(percentile(turns, 95), 2),
        "per_second": round(len(turns) / sum(one.seconds for one in rounds), 2),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, smallest and largest."""
    return {
        "median": round(median(values), 4),
        "least": round(min(values), 4),
        "most": round(max(values), 4),
    }


def window(point: int, last: int, first: int = 4, width: int = 5) -> range:
    """The ``width`` turns round a turn, all within ``first``…``last`` (turns count from 1)."""
    begin = min(max(point - width // 2, first), last - width + 1)
    return range(begin, begin + width)
