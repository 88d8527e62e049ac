"""One running product for all scenarios, whose understandings are kept on a tape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.play import NOW
from tests.stack import NAMES, Stack, running


@pytest.fixture(scope="session")
def tape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tape") / "tape.jsonl"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, tape: Path) -> Iterator[Stack]:
    env = {"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000", "MOTCUA_TAPE": str(tape)}
    made = Stack(tmp_path_factory.mktemp("scenarios"), actions_app="tests.scenarios.taping:app", env=env)
    with running(made, *NAMES) as started:
        yield started
