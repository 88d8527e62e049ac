"""The gateway's writes: each all or nothing, kept when it is told, and on SQLite several by one commit."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.store import db
from actions.store.models import Contact, Person
from channels.store import Store
from tests.servers import KINDS, new_database


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = db.engine(new_database(request.param, tmp_path))
    yield made
    made.dispose()


def person(name: str, session: Session) -> str:
    session.add(Person(id=name))
    session.flush()
    return name


def people(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_write_that_fails_takes_nobody_with_it(engine: Engine) -> None:
    def half(session: Session) -> None:
        person("half", session)
        raise RuntimeError("on purpose")

    def twice(session: Session) -> None:
        person("p0", session)

    async def run() -> list[object]:
        store = Store(engine)
        hold = threading.Event()
        first = asyncio.create_task(store.write(lambda session: hold.wait(10)))
        await asyncio.sleep(0)
        works = [lambda session, n=n: person(f"p{n}", session) for n in range(20)]
        tasks = [asyncio.create_task(store.write(work)) for work in works]
        await asyncio.sleep(0)
        tasks += [asyncio.create_task(store.write(half))]
        await asyncio.sleep(0)
        hold.set()
        await first
        found = await asyncio.gather(*tasks, return_exceptions=True)
        found += await asyncio.gather(store.write(twice), return_exceptions=True)
        store.close()
        return found

    *kept, failed, again = asyncio.run(run())
    assert kept == [f"p{n}" for n in range(20)]
    assert isinstance(failed, RuntimeError) and isinstance(again, IntegrityError)
    assert people(engine) == 20


def test_writes_that_wait_share_a_commit_on_sqlite(tmp_path: Path) -> None:
    engine = db.engine(new_database("sqlite", tmp_path))
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)

    async def run() -> None:
        store = Store(engine)
        hold = threading.Event()
        tasks = [asyncio.create_task(store.write(lambda session: hold.wait(10)))]
        await asyncio.sleep(0)
        tasks += [
            asyncio.create_task(store.write(lambda session, n=n: bool(person(f"p{n}", session)))) for n in range(40)
        ]
        while store.waiting < 40:
            await asyncio.sleep(0.001)
        hold.set()
        await asyncio.gather(*tasks)
        store.close()

    asyncio.run(run())
    assert len(commits) <= 8 and people(engine) == 40


def test_a_commit_that_fails_is_told_to_all_that_shared_it(tmp_path: Path) -> None:
    engine = db.engine(new_database("sqlite", tmp_path))

    def refuse(_connection: object) -> None:
        raise OSError("no space left on the device")

    async def run() -> list[object]:
        store = Store(engine)
        hold = threading.Event()
        first = asyncio.create_task(store.write(lambda session: hold.wait(10)))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(store.write(lambda session, n=n: person(f"p{n}", session))) for n in range(5)]
        while store.waiting < 5:
            await asyncio.sleep(0.001)
        hold.set()
        await first
        event.listen(engine, "commit", refuse)
        found = await asyncio.gather(*tasks, return_exceptions=True)
        event.remove(engine, "commit", refuse)
        store.close()
        return found

    assert all(isinstance(one, OSError) for one in asyncio.run(run()))
    assert people(engine) == 0


def test_transactions_that_wait_for_each_other_both_come_through(tmp_path: Path) -> None:
    engine = db.engine(new_database("postgresql", tmp_path))
    with db.transaction(engine) as session:
        session.add_all([Contact(id="a", channel="x", address="a"), Contact(id="b", channel="x", address="b")])
    met = threading.Barrier(2, timeout=20)

    def both(first: str, second: str, tries: list[str], session: Session) -> None:
        session.get_one(Contact, first, with_for_update=True)
        if not tries:  # only the first time, so that they truly lock each other out once
            tries.append(first)
            met.wait()
        session.get_one(Contact, second, with_for_update=True).lang += first

    async def run() -> None:
        store = Store(engine)
        one: list[str] = []
        other: list[str] = []
        await asyncio.gather(
            store.write(lambda session: both("a", "b", one, session)),
            store.write(lambda session: both("b", "a", other, session)),
        )
        store.close()

    asyncio.run(run())
    with db.reading(engine) as session:
        assert [c.lang for c in session.scalars(select(Contact).order_by(Contact.id))] == ["vib", "via"]
    engine.dispose()
