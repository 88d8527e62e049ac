"""Listening for messages that are done: to the action server (``actions.news``), and over Redis where there is one
(``actions.bus``): of several action servers, the stream is that of one."""

from __future__ import annotations

import asyncio
import random
from typing import Final

import aiohttp

from actions.bus import Bus
from actions.log import Log
from actions.news import HEARTBEAT_SECONDS
from channels.hub import Hub

log = Log("news")

PAUSE_SECONDS: Final = (0.25, 30.0)
"""First and longest pause before listening again."""


class Listener:
    """Wakes up, as soon as a message is done, whoever waits for it. Without it they wait until Rasa is through."""

    def __init__(self, session: aiohttp.ClientSession, url: str, hub: Hub, redis_url: str = "") -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/news"
        self._hub = hub
        self._bus = Bus(redis_url, hub.hear)
        hub.tell = self._bus.tell
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._bus.start()
        self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        await self._bus.stop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        pause, longest = PAUSE_SECONDS
        while True:
            try:
                timeout = aiohttp.ClientTimeout(total=None, sock_connect=2.0, sock_read=2 * HEARTBEAT_SECONDS)
                async with self._session.get(self._url, timeout=timeout, raise_for_status=True) as answer:
                    pause = PAUSE_SECONDS[0]
                    async for line in answer.content:
                        if inbox_id := line.decode("ascii", "replace").strip():
                            self._hub.hear(inbox_id)
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                log.info("news of turns not heard", reason=type(error).__name__)
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))
            pause = min(2 * pause, longest)
