"""The gateway's use of the database, off the event loop: SQL is synchronous, the gateway is not.

Except for ``glance``: handing a read of one row to a thread and back costs as much as the read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions.store import db

T = TypeVar("T")
THREADS: Final = 12
"""Of readers, and of writers where there may be several: as many connections of a server one process may hold."""
AGAIN: Final = frozenset({"40P01", "40001"})
"""PostgreSQL ended one of two transactions that waited for each other: it changed nothing and may run again."""
TRIES: Final = 4
TOGETHER: Final = 8
"""Writes that are committed together at most."""


def settled(error: OperationalError) -> bool:
    """Whether the error says that the transaction gave way to another one."""
    return getattr(error.orig, "sqlstate", None) in AGAIN


class _Write:
    """A piece of work and who waits for what it returns."""

    def __init__(self, work: Callable[[Session], Any], told: Future[Any]) -> None:
        self._work = work
        self.told = told
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self, engine: Engine) -> None:
        """In a transaction of its own; tried again when the database made it give way to another."""
        for number in range(TRIES):
            try:
                with db.transaction(engine) as session:
                    self._result = self._work(session)
            except OperationalError as error:
                self._error = error
                if settled(error) and number + 1 < TRIES:
                    continue
            except BaseException as error:
                self._error = error
            else:
                self._error = None
            break
        self.tell()

    def try_on(self, connection: Connection) -> None:
        """Behind a savepoint of a transaction that others write in too; what became of it is told after the commit."""
        try:
            with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
                self._result = self._work(session)
                session.commit()  # of the savepoint
        except BaseException as error:
            self._error = error

    def tell(self) -> None:
        """What became of it."""
        if self._error is not None:
            self.told.set_exception(self._error)
        else:
            self.told.set_result(self._result)


class Store:
    """Runs pieces of work in transactions, in threads. What they return must not need the session."""

    def __init__(self, engine: Engine, threads: int = THREADS) -> None:
        self.engine = engine
        self._at_once = engine.dialect.name == "sqlite"
        self._glancing: Connection | None = None
        self._waiting: SimpleQueue[_Write] = SimpleQueue()
        self._readers = ThreadPoolExecutor(threads, thread_name_prefix="read")
        # SQLite has one writer: more threads would only wait for it, and for each other.
        self._writers = ThreadPoolExecutor(1 if self._at_once else threads, thread_name_prefix="write")

    @property
    def waiting(self) -> int:
        """Writes that nobody has begun yet."""
        return self._waiting.qsize()

    async def write(self, work: Callable[[Session], T]) -> T:
        """A write, all or nothing, committed when this returns: on SQLite together with the others that wait, because
        a commit waits for the disk longer than a write takes; else in a transaction of its own."""
        told: Future[T] = Future()
        self._waiting.put(_Write(work, told))
        self._writers.submit(self._together if self._at_once else self._alone)
        return await asyncio.wrap_future(told)

    def _together(self) -> None:
        """Writes what waits, in one transaction, each behind a savepoint: one that fails leaves nothing of itself."""
        batch: list[_Write] = []
        with suppress(Empty):
            while len(batch) < TOGETHER:
                batch.append(self._waiting.get_nowait())
        batch = [one for one in batch if one.told.set_running_or_notify_cancel()]
        if len(batch) < 2:
            for one in batch:
                one.run(self.engine)
            return
        try:
            with db.transaction(self.engine) as session:
                connection = session.connection()
                for one in batch:
                    one.try_on(connection)
        except BaseException as error:  # nothing is kept: nobody may believe it
            for one in batch:
                one.told.set_exception(error)
        else:
            for one in batch:
                one.tell()

    def _alone(self) -> None:
        one = self._waiting.get_nowait()
        if one.told.set_running_or_notify_cancel():
            one.run(self.engine)

    async def read(self, work: Callable[[Session], T]) -> T:
        """One read-only transaction."""

        def run() -> T:
            with db.reading(self.engine) as session:
                return work(session)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    async def glance(self, work: Callable[[Session], T]) -> T:
        """A read of a few rows by their keys: on SQLite at once, where it takes a fraction of a millisecond and
        never waits for a writer; elsewhere, where it crosses a network, as ``read``."""
        if not self._at_once:
            return await self.read(work)
        if self._glancing is None:
            self._glancing = db.reader(self.engine)
        # One connection, kept: fetching one from the pool and giving it back costs as much as the read.
        with self._glancing.begin(), db.session_on(self._glancing) as session:
            return work(session)

    def close(self) -> None:
        """Waits for running work, then lets the connections go."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        if self._glancing is not None:
            self._glancing.close()
        self.engine.dispose()
