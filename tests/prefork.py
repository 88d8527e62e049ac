"""Starts servers quickly, for tests that kill and restart them often.

A process that has imported everything forks one child per server. Children are processes as real as any
other: they run the server's own start-up, and a SIGKILL ends them in the middle of whatever they do. Only the
seconds of importing are saved.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class Forked:
    """A child, with the part of ``subprocess.Popen`` that tests use."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it lives; its exit code is not known afterwards."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float = 30) -> int:
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.01)
        return 0


class Forker:
    """The process that forks, started with the first server and ended with the tests."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self, args: list[str], env: dict[str, str], log: Path) -> Forked:
        """A server: ``args`` as for ``python -m uvicorn``."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.prefork"],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            atexit.register(self.stop)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"args": args, "env": env, "log": str(log)}) + "\n")
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()))

    def stop(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait(timeout=10)


FORKER = Forker()


def serve(order: dict[str, Any]) -> None:
    """The child: becomes the server that was ordered."""
    import uvicorn

    from actions.settings import settings

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(old, new)
    os.environ.clear()
    os.environ.update(order["env"])
    settings.cache_clear()
    uvicorn.main.main(args=order["args"], standalone_mode=True)


def main() -> None:
    """Forks a child for each line on standard input; its process id goes to standard output."""
    import actions.server
    import actions.turn
    import channels.gateway

    assert actions.turn and actions.server and channels.gateway
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            serve(json.loads(line))
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
