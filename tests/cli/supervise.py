"""A supervisor over small stand-ins, run as a process of its own so that a test can signal or kill it.

`python -m tests.cli.supervise '{"folder": DIR, "policy": {...}, "children": {NAME: PYTHON-CODE}}'`. A child's
code finds the folder in `DIR`, its name in `NAME`; it serves once a file `NAME.ready` is in the folder.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from cli.boot.say import Problem, say
from cli.supervisor import Child, Policy, Supervisor

PRELUDE = """
import os, pathlib, signal, subprocess, sys, time
folder, name = pathlib.Path(os.environ["DIR"]), os.environ["NAME"]
def put(what, text=""):
    draft = folder / (name + ".draft"); draft.write_text(text); draft.replace(folder / (name + "." + what))
put(f"pid-{os.getpid()}")
"""


def exists(path: Path) -> Callable[[], Awaitable[bool]]:
    """A probe for a stand-in."""

    async def probe() -> bool:
        return path.exists()

    return probe


async def serve(supervisor: Supervisor) -> None:
    """The supervisor, in its event loop."""
    await supervisor.run()


def main(spec: str) -> int:
    """As `./motcua up` does with the real children."""
    given = json.loads(spec)
    folder = Path(given["folder"])
    children = [
        Child(
            name,
            [sys.executable, "-c", PRELUDE + code],
            {**os.environ, "DIR": str(folder), "NAME": name},
            folder / f"{name}.log",
            exists(folder / f"{name}.ready"),
        )
        for name, code in given["children"].items()
    ]
    try:
        asyncio.run(serve(Supervisor(children, Policy(**given["policy"]), lambda: print("READY", flush=True))))
    except Problem as problem:
        say(f"motcua: {problem}")
        return 1
    print("STOPPED", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
