#!/usr/bin/env python3
"""gammu-smsd runs this for each SMS it received (gammu-smsd-run(7)): it writes one file and leaves.

Một Cửa takes the files out of ``received/`` in the order of their names and deletes each once it has kept it; so
nothing is lost while Một Cửa is down.
"""

import json
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def said(name: str) -> str:
    """A variable's value; gammu writes UTF-8 whatever the locale is."""
    return os.environb.get(name.encode(), b"").decode("utf-8", "replace")


def text() -> str:
    """The joined text of a long SMS, or that of each one."""
    decoded = int(said("DECODED_PARTS") or 0)
    names = [f"DECODED_{n}_TEXT" for n in range(1, decoded + 1)]
    names = names or [f"SMS_{n}_TEXT" for n in range(1, int(said("SMS_MESSAGES") or 0) + 1)]
    return "".join(said(name) for name in names)


def main(files: list[str]) -> None:
    os.umask(0o007)
    received = HERE / "received"
    name = f"{time.time_ns():020d}-{os.getpid()}"
    part = received / f"{name}.part"
    with part.open("w", encoding="utf-8") as out:
        json.dump({"from": said("SMS_1_NUMBER"), "text": text(), "id": " ".join(files) or name}, out)
        out.flush()
        os.fsync(out.fileno())
    part.rename(received / f"{name}.json")
    folder = os.open(received, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    for file in files:  # kept in received/ now
        (HERE / "inbox" / Path(file).name).unlink()


main(sys.argv[1:])
