"""The gateway's use of the database, off the event loop: SQL is synchronous, the gateway is not.

Except for ``glance``: handing a read of one row to a thread and back costs as much as the read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

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


def settled(error: OperationalError) -> bool:
    """Whether the error says that the transaction gave way to another one."""
    return getattr(error.orig, "sqlstate", None) in AGAIN


class Store:
    """Runs pieces of work in transactions, in threads. What they return must not need the session."""

    def __init__(self, engine: Engine, threads: int = THREADS) -> None:
        self.engine = engine
        self._at_once = engine.dialect.name == "sqlite"
        self._glancing: Connection | None = None
        self._readers = ThreadPoolExecutor(threads, thread_name_prefix="read")
        # SQLite has one writer: more threads would only wait for it, and for each other.
        self._writers = ThreadPoolExecutor(1 if self._at_once else threads, thread_name_prefix="write")

    async def write(self, work: Callable[[Session], T]) -> T:
        """One write transaction; tried again when the database made it give way to another."""

        def once() -> T:
            with db.transaction(self.engine) as session:
                return work(session)

        def run() -> T:
            for _ in range(TRIES - 1):
                try:
                    return once()
                except OperationalError as error:
                    if not settled(error):
                        raise
            return once()

        return await asyncio.get_running_loop().run_in_executor(self._writers, run)

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
