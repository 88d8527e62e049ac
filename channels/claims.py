"""Which gateway works off a conversation, where several run over one PostgreSQL.

Only to spare work: two gateways that work off the same conversation do it in order and once, because the action server
keeps the order and knows what is done. A claim is an advisory lock of a connection that the gateway keeps; when the
gateway dies, the server lets go of all of them.
"""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from actions.log import Log

log = Log("claims")

_TAKE = text("select pg_try_advisory_lock(:key)")
_GIVE = text("select pg_advisory_unlock(:key)")


class Claims:
    """The conversations that this gateway works off. With SQLite there is one gateway, and nothing to claim."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._thread = None if engine.dialect.name == "sqlite" else ThreadPoolExecutor(1, thread_name_prefix="claim")

    async def take(self, conversation_id: str) -> bool:
        """Whether this gateway may work it off now; yes as well while the database cannot say."""
        if self._thread is None:
            return True
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._take, conversation_id)

    async def give(self, conversation_id: str) -> None:
        """Others may work it off."""
        if self._thread is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._give, conversation_id)

    def close(self) -> None:
        """Lets go of all."""
        if self._thread is not None:
            self._thread.submit(self._drop)
            self._thread.shutdown(wait=True)

    def _take(self, conversation_id: str) -> bool:
        try:
            if self._connection is None:
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            return bool(self._connection.scalar(_TAKE, {"key": key(conversation_id)}))
        except SQLAlchemyError as error:
            log.warning("claims are lost", error=error)
            self._drop()
            return True

    def _give(self, conversation_id: str) -> None:
        if self._connection is None:
            return
        try:
            self._connection.scalar(_GIVE, {"key": key(conversation_id)})
        except SQLAlchemyError as error:
            log.warning("claims are lost", error=error)
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # not back into the pool: the locks would live on with it
            self._connection.close()
            self._connection = None


def key(conversation_id: str) -> int:
    """The number under which PostgreSQL locks a conversation; two that share one only wait for each other."""
    return int.from_bytes(hashlib.sha256(conversation_id.encode()).digest()[:8], "big", signed=True)
