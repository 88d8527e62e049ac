"""Timers for the bench, put round functions of a server before it starts; the product itself holds none.

A span is a stage's name with its begin and end on the clock that all processes of a machine share. It carries nothing
of what was said. Runs on Python 3.10 too: Rasa's process uses it.
"""

from __future__ import annotations

import functools
import inspect
import json
import os
import time
from typing import Any, Final

FILE: Final = "MOTCUA_BENCH_SPANS"
"""Environment variable: the file that the processes write their spans to."""


def note(name: str, begin: float) -> None:
    """Keeps a span that ends now. Whole lines, appended: several processes share the file, and may be killed."""
    line = json.dumps([name, begin, time.perf_counter()]) + "\n"
    os.write(_file(), line.encode())


@functools.lru_cache(maxsize=1)
def _file() -> int:
    return os.open(os.environ[FILE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def time_calls(owner: Any, attribute: str, name: str) -> None:
    """Puts a timer round a function or coroutine function of a class or module."""
    original = getattr(owner, attribute)
    timed: Any
    if inspect.iscoroutinefunction(original):

        @functools.wraps(original)
        async def timed_coroutine(*args: Any, **kwargs: Any) -> Any:
            begin = time.perf_counter()
            try:
                return await original(*args, **kwargs)
            finally:
                note(name, begin)

        timed = timed_coroutine
    else:

        @functools.wraps(original)
        def timed_function(*args: Any, **kwargs: Any) -> Any:
            begin = time.perf_counter()
            try:
                return original(*args, **kwargs)
            finally:
                note(name, begin)

        timed = timed_function
    setattr(owner, attribute, timed)
