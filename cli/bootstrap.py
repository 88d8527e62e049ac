"""First step of every `./motcua` command, run by whatever python3 there is (3.8 or newer, no packages).

It sets up what the command needs, then hands over to the command in the environment made for it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import List, Optional

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # the project, not cli/: the names in cli/ are not top-level modules

from cli.boot.commands import COMMANDS, available, needed, usage  # noqa: E402
from cli.boot.ensure import ensure  # noqa: E402
from cli.boot.layout import Layout  # noqa: E402
from cli.boot.say import Problem, say  # noqa: E402
from cli.boot.start import check, options  # noqa: E402


def main(argv: List[str]) -> int:
    """Set up, then become the command. Exit codes: 0 fine, 1 a problem, 2 wrong usage, 130 stopped."""
    layout = Layout()
    name = argv[0] if argv else "help"
    if name in ("help", "-h", "--help"):
        print(usage(layout))
        return 0
    command = next((c for c in COMMANDS if c.name == name), None)
    if command is None:
        say("motcua: there is no command {!r}; ./motcua help lists them.".format(name))
        return 2
    if command not in available(layout):
        say("motcua: {} is not available in this version.".format(name))
        return 2
    signal.signal(signal.SIGTERM, stopped)
    if name == "up":  # a taken port is said before minutes of set-up, not after
        check(options(argv[1:], layout))
    ensure(layout, needed(command, argv[1:]))
    if command.env == "boot":
        return int(importlib.import_module(command.module).main(argv[1:], layout))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    if command.env == "bot":
        os.chdir(str(ROOT))
        program = [str(layout.python("bot")), "-m", command.module, *argv[1:]]
    else:
        program = [str(layout.python("web")), "-P", "-m", "cli", *argv]
    sys.stdout.flush()
    os.execv(program[0], program)


def stopped(signum: int, frame: Optional[FrameType]) -> None:
    """End as Ctrl-C does, so that the program under way is taken along."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        say("motcua: {}".format(problem))
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nmotcua: stopped; run the same command again to go on.")
        sys.exit(130)
