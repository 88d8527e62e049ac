"""Wake-ups between processes over Redis, where several gateways or action servers run: keys of what changed.

Redis holds nothing: who misses a key finds the same in the database, a moment later. Without Redis, or while it is
away, everything works, only later: by the action server's own stream of news, and by looking.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from actions.log import Log

log = Log("bus")
Work = Callable[[Redis], Awaitable[None]]

TOPIC: Final = "motcua:changed"
BEHIND: Final = 1000
"""Keys that may wait to be told; further ones are dropped."""
TOGETHER: Final = 100
"""Keys that are told in one message at most."""
PAUSE_SECONDS: Final = (0.25, 10.0)
"""First and longest pause before Redis is tried again."""


class Bus:
    """Tells keys to all processes, and hears them. For the event loop's thread only; without a URL it does nothing."""

    def __init__(self, url: str, hear: Callable[[str], None] | None = None) -> None:
        self._url = url
        self._hear = hear
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def tell(self) -> Callable[[str], None] | None:
        """What tells a key to the others; None where there is no Redis."""
        return self._put if self._url else None

    def _put(self, key: str) -> None:
        if self._keys.qsize() < BEHIND:
            self._keys.put_nowait(key)

    def start(self) -> None:
        """Begins to tell, and to hear if somebody wants to."""
        if self._url:
            self._tasks.append(asyncio.create_task(self._kept(self._telling)))
            if self._hear is not None:
                self._tasks.append(asyncio.create_task(self._kept(self._hearing)))

    async def stop(self) -> None:
        """What is not told yet is dropped."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _kept(self, work: Work) -> None:
        """Works over a connection, over a new one when it is lost."""
        pause, longest = PAUSE_SECONDS
        while True:
            redis = Redis.from_url(
                self._url, socket_connect_timeout=2.0, health_check_interval=15, decode_responses=True
            )
            began = asyncio.get_running_loop().time()
            try:
                await work(redis)
            except (RedisError, OSError) as error:
                log.warning("redis away", reason=type(error).__name__)
            finally:
                await redis.aclose()
            if asyncio.get_running_loop().time() - began > longest:  # it had worked
                pause = PAUSE_SECONDS[0]
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))
            pause = min(2 * pause, longest)

    async def _telling(self, redis: Redis) -> None:
        while True:
            keys = [await self._keys.get()]
            while len(keys) < TOGETHER and not self._keys.empty():
                keys.append(self._keys.get_nowait())
            await redis.publish(TOPIC, "\n".join(keys))

    async def _hearing(self, redis: Redis) -> None:
        assert self._hear is not None
        async with redis.pubsub(ignore_subscribe_messages=True) as topic:
            await topic.subscribe(TOPIC)
            async for message in topic.listen():
                for key in str(message["data"]).split("\n"):
                    self._hear(key)
