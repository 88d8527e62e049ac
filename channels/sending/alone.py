"""One of several processes does the work, the others wait to take its place."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from actions.log import Log

log = Log("alone")

ASK_SECONDS: Final = 2.0
"""How often one who waits asks again, and one who works makes sure that the place is still its own."""
KEY: Final = 20_261_122
"""Of PostgreSQL's advisory lock: any number that nobody else uses in this database."""


class Alone:
    """Runs something in one process only: by a file's lock beside an SQLite database, else by an advisory lock of
    PostgreSQL, which the server lets go when the connection is gone."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._file = folder / "sender.lock"
        self._handle: int | None = None
        self._connection: Connection | None = None
        self.working = False

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Waits for the place, works, and waits again if it is lost; until cancelled."""
        while True:
            try:
                while not await asyncio.to_thread(self._take):
                    await asyncio.sleep(ASK_SECONDS)
                log.info("this process sends")
                self.working = True
                task = asyncio.ensure_future(work())
                try:
                    while not task.done() and await asyncio.to_thread(self._still):
                        await asyncio.wait([task], timeout=ASK_SECONDS)
                finally:
                    self.working = False
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
                if not task.cancelled() and (error := task.exception()) is not None:
                    log.error("the sender failed", error=error)
            finally:
                self._leave()
            await asyncio.sleep(ASK_SECONDS)

    def _take(self) -> bool:
        if self._engine.dialect.name == "sqlite":
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return False
            self._handle = handle
            return True
        try:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if self._connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": KEY}):
                return True
        except SQLAlchemyError as error:
            log.warning("the database does not answer", error=error)
        self._leave()
        return False

    def _still(self) -> bool:
        if self._connection is None:
            return True
        try:
            return bool(self._connection.scalar(text("select 1")) == 1)
        except SQLAlchemyError as error:
            log.warning("the place may be another's", error=error)
            return False

    def _leave(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if self._connection is not None:
            self._connection.invalidate()  # not back into the pool: the lock would live on with it
            self._connection.close()
            self._connection = None
