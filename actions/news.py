"""Which messages are done, told at once to whoever listens: ``GET /news``, one inbox id a line.

By it the gateway answers a citizen as soon as the turn is committed, while Rasa still puts its own things in order.
Nothing depends on it: who misses a line finds the same in the database, a moment later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

HEARTBEAT_SECONDS: Final = 15.0
"""An empty line comes at least so often, by which a listener knows that it is still connected."""
BEHIND: Final = 1000
"""Lines that a listener may be behind; further ones it misses."""


class News:
    """Hands lines on to all listeners. For the event loop's thread only. ``further`` tells those who listen to another
    action server."""

    def __init__(self, further: Callable[[str], None] | None = None) -> None:
        self._further = further
        self._listeners: set[asyncio.Queue[str]] = set()
        self._closing = asyncio.Event()

    def tell(self, inbox_id: str) -> None:
        """A message is done."""
        if self._further is not None:
            self._further(inbox_id)
        self._put(inbox_id)

    def _put(self, inbox_id: str) -> None:
        for lines in self._listeners:
            if lines.qsize() < BEHIND:
                lines.put_nowait(inbox_id)

    def close(self) -> None:
        """The process is about to stop; it waits for its connections, so the streams end."""
        self._closing.set()
        self._put("")

    async def stream(self) -> AsyncIterator[bytes]:
        """What is told from now on, in lines."""
        lines: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(lines)
        try:
            yield b"\n"  # it is connected
            while not self._closing.is_set():
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        line = await lines.get()
                except TimeoutError:
                    line = ""
                yield line.encode() + b"\n"
        finally:
            self._listeners.discard(lines)
