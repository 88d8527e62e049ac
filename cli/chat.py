"""`./motcua chat`: talk in the terminal, with the Một Cửa that runs, or with one started for the talk."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from cli.boot.layout import Layout
from cli.boot.run import die_with_parent
from cli.boot.say import Problem, say
from cli.boot.start import LOOPBACK, Options, free_port, options, running_address

TERMINAL = "channels.terminal"


def main(argv: list[str]) -> int:
    """Options other than --data go to the terminal channel, with `--url` of who answers."""
    parser = argparse.ArgumentParser(prog="motcua chat", add_help=False)
    parser.add_argument("--data", help="folder of the citizens' data (default: var/)")
    parser.add_argument("--url", help="address of a Một Cửa that runs (default: found, or one is started)")
    given, rest = parser.parse_known_args(argv)
    terminal = import_module(TERMINAL)
    if given.url or {"-h", "--help"} & set(rest):
        return int(terminal.main(argv) or 0)
    chosen = options(["--data", given.data] if given.data else [], Layout())
    running = running_address(chosen.data)
    if running:
        return int(terminal.main([*rest, "--url", running]) or 0)
    with started(Options(LOOPBACK, free_port(), chosen.data)) as address:
        return int(terminal.main([*rest, "--url", address]) or 0)


@contextmanager
def started(chosen: Options) -> Iterator[str]:
    """Address of an `up` of our own, stopped at the end. Its progress is shown; Ctrl-C does not reach it."""
    process = subprocess.Popen(
        [
            sys.executable, "-P", "-m", "cli", "up",
            "--host", chosen.host, "--port", str(chosen.port), "--data", str(chosen.data),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )  # fmt: skip
    try:
        if process.stdout is None or chosen.address not in process.stdout.readline():
            raise Problem("there is nobody to talk to; the reason stands above.")
        say("")
        yield chosen.address
    finally:
        process.terminate()
        process.wait()
