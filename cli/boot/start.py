"""What can be refused before anything is set up or started: options, lock, port, disk of `up`."""

from __future__ import annotations

import argparse
import errno
import fcntl
import json
import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO, List, Optional

from cli.boot.layout import Layout
from cli.boot.run import full_disk, is_full
from cli.boot.say import Problem

LEAST_FREE = 50  # MB in the data folder below which a day's declarations could be cut off
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Options:
    """Of `./motcua up`; `data` absolute."""

    host: str
    port: int
    data: Path

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the gateway."""
        host = LOOPBACK if self.host in ("", "0.0.0.0", "::") else self.host
        return "http://{}:{}".format("[" + host + "]" if ":" in host else host, self.port)


def options(argv: List[str], layout: Layout) -> Options:
    """Read the options of `up`; environment variables are their defaults."""
    parser = argparse.ArgumentParser(prog="motcua up", description="Set up what is missing and start everything.")
    parser.add_argument("--port", type=port_number, default=os.environ.get("MOTCUA_PORT") or "8080")
    parser.add_argument("--host", default=os.environ.get("MOTCUA_HOST") or LOOPBACK, help="address to listen on")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("MOTCUA_DATA") or layout.root / "var"),
        help="folder of the citizens' data (default: var/)",
    )
    args = parser.parse_args(argv)
    return Options(args.host, args.port, args.data.absolute())


def port_number(text: str) -> int:
    """A TCP port, or an argparse error."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("{!r} is not a port; ports are 1 to 65535".format(text))
    return int(text)


def check(chosen: Options) -> None:
    """Raise Problem if `up` cannot start here: already running, port taken, no room, not writable."""
    hold(chosen).close()
    check_port(chosen.host, chosen.port)


def lock_file(data: Path) -> Path:
    """Locked (flock) as long as an `up` runs on the folder; says where it answers."""
    return data / "motcua.lock"


def hold(chosen: Options) -> IO[str]:
    """Make the data folder and take its lock, held until the returned file is closed.

    Raises Problem when another `up` holds it, the disk is full or the folder cannot be written.
    """
    data = chosen.data
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = lock_file(data).open("a+", encoding="utf-8")
    except OSError as error:
        if is_full(error):
            raise full_disk(data) from error
        raise Problem("The data folder {} cannot be used: {}.".format(data, error.strerror)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        running = running_address(data)
        lock.close()
        where = "it answers at " + running if running else "it is still starting"
        raise Problem(
            "Một Cửa already runs on the data folder {}; {}. Stop it first, or give --data and --port.".format(
                data, where
            )
        ) from None
    free = shutil.disk_usage(data).free // 1_000_000
    if free < LEAST_FREE:
        lock.close()
        raise Problem(
            "The disk that holds {} has {} MB free and at least {} MB are needed to keep citizens'"
            " declarations safe: make room and run the same command again.".format(data, free, LEAST_FREE)
        )
    return lock


def publish(lock: IO[str], chosen: Options) -> None:
    """Write into the held lock where this `up` answers. Raises Problem when the disk is full."""
    try:
        lock.seek(0)
        lock.truncate()
        json.dump({"pid": os.getpid(), "address": chosen.address}, lock)
        lock.flush()
    except OSError as error:
        if is_full(error):
            raise full_disk(chosen.data) from error
        raise


def running_address(data: Path) -> Optional[str]:
    """Where the `up` of this data folder answers; None when none runs or it is still starting."""
    try:
        with lock_file(data).open("r", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return None  # nobody holds it; what is written there is of an earlier run
            except BlockingIOError:
                found = json.loads(lock.read() or "{}")
                return str(found["address"]) if "address" in found else None
    except (FileNotFoundError, ValueError):
        return None


def check_port(host: str, port: int) -> None:
    """Raise Problem when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, socket.gaierror) as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(
                    "Port {} is taken by another program: stop that one, or choose another with"
                    " ./motcua up --port N.".format(port)
                ) from error
            if error.errno == errno.EACCES:
                raise Problem("This user may not listen on port {}: choose one above 1023.".format(port)) from error
            raise Problem("Nothing can listen on {}: {}.".format(host, error.strerror)) from error


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
