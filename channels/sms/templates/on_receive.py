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


def text(files: list[str]) -> str:
    """What the files of the parts say, in UTF-16. The environment has it too, but without marks where the locale of
    gammu-smsd is not UTF-8. Messages for the telephone itself (``.bin``) say nothing."""
    parts = (HERE / "inbox" / name for name in files if name.endswith(".txt"))
    return "".join(part.read_bytes().decode("utf-16", "replace") for part in parts)


def main(files: list[str]) -> None:
    os.umask(0o007)
    received = HERE / "received"
    name = f"{time.time_ns():020d}-{os.getpid()}"
    part = received / f"{name}.part"
    with part.open("w", encoding="utf-8") as out:
        json.dump({"from": os.environ.get("SMS_1_NUMBER", ""), "text": text(files), "id": " ".join(files)}, out)
        out.flush()
        os.fsync(out.fileno())
    part.rename(received / f"{name}.json")
    folder = os.open(received, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    for file in files:  # kept in received/ now
        (HERE / "inbox" / Path(file).name).unlink()


main(sys.argv[1:])
