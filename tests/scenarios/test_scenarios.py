"""Every scenario file, over the real Rasa, action server, gateway and database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.play import NOW, Live, Play, files, read
from tests.stack import Stack

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_scenario(path: Path, stack: Stack) -> None:
    try:
        Play(read(path), Live(stack, path.stem)).run()
    finally:
        if stack.env["MOTCUA_NOW"] != NOW.isoformat():
            Live(stack, path.stem).wait(0)


def test_there_are_enough() -> None:
    assert len(files()) >= 90
