"""Second step of a command, in the web environment: find its module and call its `main(argv)`."""

from __future__ import annotations

import importlib
import sys

from cli.boot.commands import COMMANDS
from cli.boot.say import Problem, say


def main(argv: list[str]) -> int:
    """Exit code of the command; a Problem is shown as its one sentence."""
    command = next((c for c in COMMANDS if argv and c.name == argv[0] and c.env == "web"), None)
    if command is None:
        say("motcua: start me with ./motcua COMMAND; ./motcua help lists the commands.")
        return 2
    try:
        module = importlib.import_module(command.module)
    except ModuleNotFoundError as error:
        if error.name is None or not command.module.startswith(error.name):
            raise
        say(f"motcua: {command.name} is not available in this version.")
        return 2
    # Two commands of one module are told apart by their name.
    shared = sum(c.module == command.module for c in COMMANDS) > 1
    return int(module.main(argv if shared else argv[1:]) or 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        say(f"motcua: {problem}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("motcua: stopped.")
        sys.exit(130)
    except BrokenPipeError:  # `| head` closed the pipe: not an error of ours
        sys.stderr.close()
        sys.exit(0)
