"""Waiting for a condition, and looking at processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def wait_for(condition: Callable[[], T], what: str, limit: float = 30.0) -> T:
    """The first true answer of `condition`; an AssertionError when there is none within `limit` seconds."""
    end = time.monotonic() + limit
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < end, f"{what}: not within {limit} s"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process runs (one that ended and was not yet collected does not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def pids(folder: Path, name: str) -> set[int]:
    """Every process that a stand-in was started as, so far."""
    return {int(p.name.rpartition("-")[2]) for p in folder.glob(f"{name}.pid-*")}
