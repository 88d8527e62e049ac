"""One of several senders works; another takes its place when it is gone, and waits while the database is away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from actions.store import db
from channels.sending import alone
from channels.sending.alone import Alone
from tests.servers import new_database


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_second_works_only_when_the_first_is_gone(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "ASK_SECONDS", 0.02)
    url = new_database(kind, tmp_path)
    begun: list[str] = []

    async def run() -> None:
        engines = [db.engine(url), db.engine(url)]
        tasks = []
        for name, engine in zip(("first", "second"), engines, strict=True):
            started = asyncio.Event()

            async def work(name: str = name, started: asyncio.Event = started) -> None:
                begun.append(name)
                started.set()
                await asyncio.Event().wait()

            tasks.append(asyncio.create_task(Alone(engine, tmp_path).run(work)))
            if name == "first":
                await asyncio.wait_for(started.wait(), 20)
        assert begun == ["first"]
        tasks[0].cancel()
        await asyncio.wait_for(started.wait(), 20)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for engine in engines:
            engine.dispose()

    asyncio.run(run())
    assert begun == ["first", "second"]


def test_a_database_that_is_away_is_waited_for(tmp_path: Path) -> None:
    nowhere = db.engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert Alone(nowhere, tmp_path)._take() is False
