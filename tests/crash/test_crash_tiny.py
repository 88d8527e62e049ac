"""Fifty-two kills around an interview that only counts: order, loss and doubling show at once, no Rasa needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.conftest import tiny_stack
from tests.channels.look import heard
from tests.crash.harness import PER_WINDOW, WINDOWS, Crowd, kill_all_over, replays
from tests.stack import Answered, running

SEED = 20261122


class Counting:
    """Twelve choices, each the button that the last answer offered."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._count = 0

    def next(self, answer: Answered | None) -> dict[str, str] | None:
        if self._count == 12:
            return None
        if answer is not None:
            assert answer.texts[-1] == f"Đây là tin thứ {self._count}."
        self._count += 1
        offered = list(answer.buttons.values())[self._number % 2] if answer else "start:0"
        return {"choice": offered}


@pytest.mark.parametrize(("database", "per_window"), [("sqlite", PER_WINDOW), ("postgresql", 5)])
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, database: str, per_window: int) -> None:
    stack = tiny_stack(tmp_path, quick=True, database=database, MOTCUA_RECEIPT_AFTER="3", MOTCUA_MAX_ATTEMPTS="100")
    with running(stack, "actions", "gateway"):
        crowd = Crowd(stack, Counting)
        crowd.start(citizens=4)
        kills = kill_all_over(stack, crowd, SEED, per_window)
        crowd.finish()
        assert {window: kills[window] >= per_window - 3 for window in WINDOWS} == dict.fromkeys(WINDOWS, True), kills
        assert kills.total() >= 4 * per_window - 2, kills
        for talk in crowd.talks:
            assert heard(stack, talk.citizen.sender) == [said.message["choice"] for said in talk.said]
            assert replays(talk) == []
        assert len(crowd.talks) >= 4
