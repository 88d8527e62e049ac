"""Writing a PDF where the caller said, or one sentence about why that could not be done."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from actions.errors import MotcuaError


def command(argv: list[str], name: str, about: str, argument: tuple[str, str], make: Callable[[str], bytes]) -> int:
    """Entry point of a command that prints something without personal data: its name, what it does, its one argument
    with a help text, and what makes the PDF of it. The file is ``motcua-<name>-<argument>.pdf`` here unless ``--out``
    names one."""
    parser = argparse.ArgumentParser(prog=f"motcua {name}", description=about)
    parser.add_argument("what", metavar=argument[0], help=argument[1])
    parser.add_argument("--out", metavar="FILE", help="where to write (-: standard output)")
    args = parser.parse_args(argv)
    try:
        pdf = make(args.what)
    except MotcuaError as error:
        print(error, file=sys.stderr)
        return 1
    return save(pdf, args.out or f"motcua-{name}-{args.what}.pdf", personal=False)


def save(pdf: bytes, target: str, *, personal: bool = True) -> int:
    """Write to the file ``target`` ("-": standard output). Exit code: 0, or 1 where it cannot be written.

    ``personal``: a new file can then be read by its owner only.
    """
    if target == "-":
        sys.stdout.buffer.write(pdf)
        return 0
    path = Path(target)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if personal else 0o644), "wb") as file:
            file.write(pdf)
    except OSError as error:
        print(f"{path} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    print(path)
    return 0
