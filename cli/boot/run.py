"""Run one program of the set-up: with a time shown, its output kept, and never outliving us."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence

from cli.boot.say import Problem, Progress

PR_SET_PDEATHSIG = 1
UNREACHABLE = (
    "error sending request", "dns error", "Connection refused", "connection refused", "tcp connect error",
    "Failed to establish a new connection", "Could not connect", "Network is unreachable", "timed out",
    "Temporary failure in name resolution", "No matching distribution found", "Failed to fetch",
    "Failed to download",
)  # fmt: skip
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FULL = ("No space left on device", "os error 28", "Errno 28")


def die_with_parent(sign: int = signal.SIGKILL) -> Callable[[], None]:
    """A `preexec_fn` after which the kernel sends `sign` to the child the moment its parent is gone."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def arm() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
            if os.getppid() != parent:  # it died before the line above
                os._exit(1)

    return arm


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for showing with a reason; empty when there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 20_000))
            text = COLOURS.sub("", stream.read().decode("utf-8", "replace"))
    except FileNotFoundError:
        return ""
    return "\n".join("    " + line for line in text.rstrip().splitlines()[-lines:])


def full_disk(place: Path) -> Problem:
    """The sentence for a disk without room."""
    return Problem("The disk that holds {} is full: make room and run the same command again.".format(place))


def is_full(error: OSError) -> bool:
    """Whether an error means that the disk, or this user's share of it, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def run(
    argv: Sequence[str],
    what: str,
    log: Path,
    env: Optional[Mapping[str, str]] = None,
    cwd: Optional[Path] = None,
) -> None:
    """Run a program to its end.

    Shows `what` with the seconds and the last line it wrote while it runs; its output goes to `log`.
    Raises Problem, with the last lines of the log, when it fails; the usual reasons get their own sentence.
    """
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        stream = log.open("wb")
    except OSError as error:
        if is_full(error):
            raise full_disk(log.parent) from error
        raise
    progress = Progress(what)
    with stream:
        child = subprocess.Popen(
            list(argv), stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env=None if env is None else dict(env), cwd=cwd, preexec_fn=die_with_parent(),
        )  # fmt: skip
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    code = child.wait(timeout=1)
                    break
                progress.tick(tail(log, 1).strip())
        except BaseException:  # a signal: take the child along, leave nothing half-running
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=10)
            child.kill()
            child.wait()
            progress.failed()
            raise
    if code == 0:
        progress.done()
        return
    progress.failed()
    raise explain(what, code, log)


def explain(what: str, code: int, log: Path) -> Problem:
    """Why a program of the set-up failed, as one sentence, from what it wrote."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    if any(mark in text for mark in FULL):
        return full_disk(log.parent)
    if any(mark in text for mark in UNREACHABLE):
        return Problem(
            "{} failed because the package registry could not be reached or lacks a pinned package: check the"
            " network (or the package index you have configured) and run the same command again."
            " Details: {}".format(what, log)
        )
    how = "signal {}".format(-code) if code < 0 else "exit code {}".format(code)
    return Problem("{} failed ({}). Its last lines, from {}:\n{}".format(what, how, log, tail(log)))
