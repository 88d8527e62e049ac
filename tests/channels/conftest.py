"""A gateway and an action server with the tests' own little interview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import KINDS
from tests.stack import Stack, running

HERE = Path(__file__).parent
MakeStack = Callable[..., Stack]


def tiny_stack(data: Path, quick: bool, database: str = "sqlite", **env: str) -> Stack:
    """Not started yet."""
    return Stack(
        data, database=database, actions_app="tests.channels.tiny_interview:app", content=HERE / "tiny",
        env={"MOTCUA_RECEIPT_AFTER": "1", **env}, quick=quick,
    )  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One of each kind for all tests of a module; each talks as senders of its own."""
    made = tiny_stack(
        tmp_path_factory.mktemp("stack"),
        quick=request.param != "sqlite",
        database=request.param,
        MOTCUA_RECEIPT_AFTER="10",
        MOTCUA_FLOOD_PER_MINUTE="30",
        MOTCUA_API_TOKEN="for tests only",
    )
    with running(made, "actions", "gateway"):
        yield made


@pytest.fixture(params=KINDS)
def own_stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStack]:
    """Makes stacks that a test may break; the settings are given as keyword arguments."""
    made: list[Stack] = []

    def make(**env: str) -> Stack:
        made.append(tiny_stack(tmp_path, quick=True, database=request.param, **env))
        return made[-1]

    yield make
    for one in made:
        one.stop()
