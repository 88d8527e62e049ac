"""Keep a few child processes running: start them together, restart what dies, stop it all without a trace."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.boot.run import die_with_parent, full_disk, is_full, tail
from cli.boot.say import Problem, say

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOG_LIMIT = 20_000_000  # bytes; a longer log is set aside (one older copy is kept) when its child starts


@dataclass(frozen=True)
class Child:
    """One program. `ready` tells whether it truly serves (never raises); `stop_first`: before others."""

    name: str
    argv: Sequence[str]
    env: dict[str, str]
    log: Path
    ready: Callable[[], Awaitable[bool]]
    stop_first: bool = False
    cwd: Path | None = None


@dataclass(frozen=True)
class Policy:
    """Times in seconds. A child that dies `give_up` times within `window` is not started again."""

    first_delay: float = 1.0
    longest_delay: float = 20.0
    give_up: int = 5
    window: float = 120.0
    start_limit: float = 240.0
    probe_every: float = 0.25
    say_every: float = 5.0
    grace: float = 10.0


class GaveUp(Problem):
    """A child cannot be kept running; the text says which, why, and shows its last lines."""


@dataclass
class Supervisor:
    """Runs the children until a signal comes (returns) or one cannot be kept running (raises GaveUp)."""

    children: Sequence[Child]
    policy: Policy = field(default_factory=Policy)
    on_ready: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._stop = asyncio.Event()
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._deaths: dict[str, deque[float]] = {c.name: deque() for c in self.children}

    async def run(self, until: Callable[[], Awaitable[None]] | None = None) -> None:
        """Start, watch, stop. With `until`, that is run once everything serves, and its end is the end."""
        loop = asyncio.get_running_loop()
        for sign in SIGNALS:
            loop.add_signal_handler(sign, self._signalled)
        tasks = [asyncio.create_task(self._keep(child), name=child.name) for child in self.children]
        main = asyncio.create_task(self._serve(until))
        stop: asyncio.Task[Any] = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait([main, stop, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in (*tasks, main):
                if task.done():
                    task.result()  # raises GaveUp
        finally:
            for task in (main, stop, *tasks):
                task.cancel()
            await asyncio.gather(main, stop, *tasks, return_exceptions=True)
            await self._end_all()
            for sign in SIGNALS:
                loop.remove_signal_handler(sign)

    def _signalled(self) -> None:
        if self._stop.is_set():  # a second Ctrl-C: no more patience
            for process in self._processes.values():
                kill_group(process.pid, signal.SIGKILL)
        self._stop.set()

    async def _serve(self, until: Callable[[], Awaitable[None]] | None) -> None:
        await self._await_ready()
        self.on_ready()
        if until is None:
            await self._stop.wait()
        else:
            await until()

    async def _await_ready(self) -> None:
        started = time.monotonic()
        said = started
        waiting = {child.name: child for child in self.children}
        while waiting:
            for name, child in list(waiting.items()):
                if name in self._processes and await child.ready():
                    del waiting[name]
                    say(f"  {name} is ready ({time.monotonic() - started:.1f} s)")
            now = time.monotonic()
            if waiting and now - said >= self.policy.say_every:
                said = now
                say(f"  waiting for {', '.join(waiting)} … {now - started:.0f} s")
            if now - started > self.policy.start_limit:
                slow = next(iter(waiting.values()))
                raise GaveUp(
                    f"{slow.name} did not answer within {self.policy.start_limit:.0f} s."
                    f" Its last lines, from {slow.log}:\n{tail(slow.log)}"
                )
            if waiting:
                await asyncio.sleep(self.policy.probe_every)

    async def _keep(self, child: Child) -> None:
        delay = self.policy.first_delay
        while True:
            process = await self._spawn(child)
            started = time.monotonic()
            code = await process.wait()
            kill_group(process.pid, signal.SIGKILL)  # what it started itself must not hold its port
            del self._processes[child.name]
            now = time.monotonic()
            deaths = self._deaths[child.name]
            deaths.append(now)
            while now - deaths[0] > self.policy.window:
                deaths.popleft()
            if len(deaths) >= self.policy.give_up:
                raise GaveUp(
                    f"{child.name} keeps ending ({how(code)}, {len(deaths)} times within"
                    f" {now - deaths[0]:.0f} s), so everything was stopped."
                    f" Its last lines, from {child.log}:\n{tail(child.log)}"
                )
            delay = self.policy.first_delay if now - started > self.policy.window else delay
            say(f"  {child.name} ended ({how(code)}); starting it again in {delay:g} s. Its log: {child.log}")
            await asyncio.sleep(delay)
            delay = min(delay * 2, self.policy.longest_delay)

    async def _spawn(self, child: Child) -> asyncio.subprocess.Process:
        try:
            return await self._begin(child)
        except OSError as error:
            if is_full(error):
                raise full_disk(child.log.parent) from error
            raise GaveUp(f"{child.name} cannot be started ({error}); ./motcua setup may help.") from error

    async def _begin(self, child: Child) -> asyncio.subprocess.Process:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        if child.log.exists() and child.log.stat().st_size > LOG_LIMIT:
            child.log.replace(child.log.with_suffix(".log.1"))
        with child.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *child.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=child.env,
                cwd=child.cwd,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        self._processes[child.name] = process
        return process

    async def _end_all(self) -> None:
        first = [c.name for c in self.children if c.stop_first]
        rest = [c.name for c in self.children if not c.stop_first]
        for names in (first, rest):
            alive = [self._processes[name] for name in names if name in self._processes]
            await asyncio.gather(*(end(process, self.policy.grace) for process in alive))


async def end(process: asyncio.subprocess.Process, grace: float) -> None:
    """Ask a child's whole group to stop, wait, then make it."""
    kill_group(process.pid, signal.SIGTERM)
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(process.wait(), grace)
    kill_group(process.pid, signal.SIGKILL)
    await process.wait()


def kill_group(group: int, sign: signal.Signals) -> None:
    """Signal a process group; nothing happens when it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, sign)


def how(code: int) -> str:
    """An exit code in words."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
