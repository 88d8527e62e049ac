"""Writing a PDF where the caller said, or one sentence about why that could not be done."""

from __future__ import annotations

import os
import sys
from pathlib import Path


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
