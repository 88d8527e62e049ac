"""What can go wrong with another process, and a gate that holds work back while it is away."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Any, Final

import aiohttp
import httpx

from actions.errors import MotcuaError, Unavailable
from actions.log import Log

log = Log("peers")

IDLE_SECONDS: Final = 4.0
"""How long an unused connection is kept: less than the five seconds after which Rasa closes its end."""
PROBE_SECONDS: Final = (0.25, 2.0)
"""First and longest pause between two questions whether a peer is back."""


class Unreached(Unavailable):
    """The peer did not get the request, or says that it cannot work now: no fault of the message."""


class Busy(Unavailable):
    """The peer works, but this message's turn has not come."""


class Failed(Unavailable):
    """The peer got the request and did not finish it: perhaps the message's fault, so tries count."""


class Refused(MotcuaError):
    """The peer says that this can never work."""


def connections() -> aiohttp.ClientSession:
    """Kept connections to the peers, for the questions of every turn; made inside of a running loop.

    aiohttp and not httpx, which the rest uses: 0.1 instead of 0.8 ms of processor time a question (measured on
    loopback), with two questions in each turn.
    """
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS)
    return aiohttp.ClientSession(connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar())


async def post(session: aiohttp.ClientSession, peer: str, url: str, body: Mapping[str, Any], timeout: float) -> int:
    """The status of the answer, whose body is read and dropped. Raises Unreached, or Failed when the answer does not
    come within so many seconds or breaks off."""
    try:
        async with session.post(url, json=body, timeout=aiohttp.ClientTimeout(total=timeout)) as answer:
            await answer.read()
            return answer.status
    except aiohttp.ClientConnectorError as error:
        raise Unreached(f"{peer} cannot be reached") from error
    except TimeoutError as error:
        raise Failed(f"{peer}: no answer in time") from error
    except aiohttp.ClientError as error:
        raise Failed(f"{peer}: {type(error).__name__}") from error


class Gate:
    """Open while a peer answers. Whoever finds it away closes the gate; it opens again by itself.

    Without it every waiting conversation would knock at a dead peer on its own, and find it back late.
    """

    def __init__(self, name: str, client: httpx.AsyncClient, *ready_urls: str) -> None:
        """``ready_urls``: one for each worker of the peer; one that is ready is enough."""
        self.name = name
        self._client = client
        self._urls = ready_urls
        self._open = asyncio.Event()
        self._open.set()
        self._probe: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._open.is_set()

    async def passed(self) -> None:
        """Returns when the peer is there as far as we know."""
        await self._open.wait()

    def close(self) -> None:
        """The peer was found away."""
        if not self._open.is_set():
            return
        self._open.clear()
        log.warning("peer away", peer=self.name)
        self._probe = asyncio.create_task(self._until_ready())

    async def ready(self) -> bool:
        """Whether the peer says now that it can work."""
        return any(await asyncio.gather(*(self._ready(url) for url in self._urls)))

    async def _ready(self, url: str) -> bool:
        try:
            return (await self._client.get(url, timeout=2.0)).status_code == 200
        except httpx.HTTPError:
            return False

    async def stop(self) -> None:
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)

    async def _until_ready(self) -> None:
        pause, longest = PROBE_SECONDS
        while not await self.ready():
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))
            pause = min(pause * 1.5, longest)
        self._open.set()
        log.info("peer back", peer=self.name)
