"""Hearing that the server is told to stop before it begins to wait for its open connections."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType


def at_stop(act: Callable[[], None]) -> None:
    """Has ``act`` run in this event loop when SIGTERM or SIGINT comes, before what the server does then. Streams have
    to end at that moment: the server would wait for them."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(signum: int, frame: FrameType | None, before: object = before) -> None:
            loop.call_soon_threadsafe(act)
            if callable(before):
                before(signum, frame)

        if callable(before):
            signal.signal(number, stop)
