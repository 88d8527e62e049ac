"""Wake-ups inside one gateway, and to the others where there are several: who waits for the result of a message,
who listens to a conversation.

Holds nothing that may be lost: a waiter that misses a wake-up looks into the database a moment later.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable


class Hub:
    """Lets coroutines wait until something about a key may have changed."""

    def __init__(self) -> None:
        self.tell: Callable[[str], None] | None = None
        """Tells the other processes of what this one publishes, where there are others."""
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.closing = asyncio.Event()

    def publish(self, key: str) -> None:
        """Something about the key changed, by this process."""
        self.hear(key)
        if self.tell is not None:
            self.tell(key)

    def hear(self, key: str) -> None:
        """Something about the key changed; it is known everywhere."""
        for event in self._waiting.get(key, ()):
            event.set()

    def close(self) -> None:
        """The process is about to stop: nobody waits any longer."""
        self.closing.set()
        for events in self._waiting.values():
            for event in events:
                event.set()

    def subscribe(self, key: str) -> asyncio.Event:
        """An event that is set at each change of the key; give it back with ``unsubscribe``."""
        event = asyncio.Event()
        self._waiting[key].add(event)
        return event

    def unsubscribe(self, key: str, event: asyncio.Event) -> None:
        self._waiting[key].discard(event)
        if not self._waiting[key]:
            del self._waiting[key]


async def happens(event: asyncio.Event, seconds: float) -> bool:
    """Waits for an event at most so long; whether it came."""
    try:
        async with asyncio.timeout(max(seconds, 0.0)):
            await event.wait()
    except TimeoutError:
        return False
    return True
