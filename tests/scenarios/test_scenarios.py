"""Every scenario file, over the real Rasa, action server, gateway and database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.ids import new_id
from tests.scenarios.play import NOW, Play, files
from tests.stack import NAMES, Stack, running

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    made = Stack(
        tmp_path_factory.mktemp("scenarios"), env={"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000"}
    )
    with running(made, *NAMES) as started:
        yield started


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert loaded.keys() == {"tên", "vì", "trò chuyện", "kết quả"}, f"{path.name}: {sorted(loaded)}"
    return loaded


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_scenario(path: Path, stack: Stack) -> None:
    Play(stack, _read(path), stack.citizen(f"{path.stem}-{new_id()}")).run()
    if stack.env["MOTCUA_NOW"] != NOW.isoformat():
        stack.env["MOTCUA_NOW"] = NOW.isoformat()
        for name in ("actions", "gateway"):
            stack.restart(name)


def test_there_are_enough() -> None:
    assert len(files()) >= 30
