"""Writing down which replies a caller has: gathered, because nobody waits for it and each write is a commit.

What is not written yet when the process dies is delivered again; callers go by the id of a reply.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.log import Log
from actions.store import outbox
from channels.metrics import Metrics
from channels.store import Store, T

log = Log("deliveries")

GATHER_SECONDS: Final = 0.2


class Deliveries:
    """The replies that were handed over and are not marked so yet. For the event loop's thread only."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self._ids: list[str] = []
        self._soon: asyncio.Task[None] | None = None

    def add(self, ids: Sequence[str]) -> None:
        """A caller has these replies now."""
        if not ids:
            return
        self._metrics.count("motcua_replies_total", len(ids))
        self._ids += ids
        if self._soon is None:
            self._soon = asyncio.create_task(self._later())

    async def write_with(self, work: Callable[[Session], T]) -> T:
        """A write transaction that marks them too: one commit instead of two."""
        ids, self._ids = self._ids, []
        if not ids:
            return await self._store.write(work)

        def both(session: Session) -> T:
            outbox.mark_sent(session, ids)
            return work(session)

        try:
            return await self._store.write(both)
        except BaseException:
            self._ids = ids + self._ids
            raise

    async def stop(self) -> None:
        """Marks what is left."""
        if self._soon is not None:
            self._soon.cancel()
            await asyncio.gather(self._soon, return_exceptions=True)
            self._soon = None
        await self._write()

    async def _later(self) -> None:
        while self._ids:
            await asyncio.sleep(GATHER_SECONDS)
            await self._write()
        self._soon = None

    async def _write(self) -> None:
        if not self._ids:
            return
        try:
            await self.write_with(lambda session: None)
        except SQLAlchemyError as error:
            log.error("deliveries cannot be written", error=error, waiting=len(self._ids))
