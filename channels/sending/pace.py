"""Not more letters a second than a provider takes."""

from __future__ import annotations

import asyncio


class Pace:
    """A token bucket that holds one second's worth: short bursts pass, the long run keeps the rate."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1.0 / per_second
        self._burst = max(1.0, per_second)
        self._free_at = 0.0

    async def turn(self) -> None:
        """Returns when one more may go."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now - self._gap * (self._burst - 1)) + self._gap
        await asyncio.sleep(max(0.0, self._free_at - self._gap - now))
