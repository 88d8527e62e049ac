"""`./motcua chat`: talk in the terminal, with the Một Cửa that runs, or with one started for the talk."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

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
    parser.add_argument("--channel", default="web")
    given, rest = parser.parse_known_args(argv)
    if given.url or {"-h", "--help"} & set(rest):
        return talk(argv)
    if given.channel == "zalo":
        return on_zalo(given.data)
    rest += ["--channel", given.channel]
    chosen = options(["--data", given.data] if given.data else [], Layout())
    running = running_address(chosen.data)
    if running:
        return talk([*rest, "--url", running])
    with started(Options(LOOPBACK, free_port(), chosen.data)) as address:
        return talk([*rest, "--url", address])


def on_zalo(data: str | None) -> int:
    """A talk through webhook and sender, with a simulated Zalo and an installation of its own (its data are gone
    afterwards, unless ``data`` names a folder for them)."""
    from tests.simulators.zalo import terminal
    from tests.simulators.zalo.server import Simulator

    with tempfile.TemporaryDirectory() as own, Simulator() as zalo:
        chosen = options(["--data", data or own], Layout())
        if running_address(chosen.data):
            raise Problem(f"Một Cửa already runs on {chosen.data}: choose another folder with --data, or none.")
        os.environ.update(zalo.settings())
        terminal.connect(zalo, chosen.data)
        with started(Options(LOOPBACK, free_port(), chosen.data)) as address:
            before = signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                return terminal.talk(zalo, f"{address}/channels/zalo/webhook")
            finally:
                signal.signal(signal.SIGINT, before)


def talk(argv: list[str]) -> int:
    """The terminal channel in a process of its own, so that its threads end with it. Ctrl-C is for it alone."""
    before = signal.signal(signal.SIGINT, lambda signum, frame: None)
    try:
        command = [sys.executable, "-P", "-m", TERMINAL, *argv]
        return subprocess.run(command, preexec_fn=die_with_parent(), check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


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
