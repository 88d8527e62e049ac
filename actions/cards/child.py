"""The process that looks at one photo and ends: what a citizen sent may be made to break a decoder, and then breaks
nothing else. The photo is its standard input; what it found is one JSON object on its standard output."""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any, Final

MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space."""
SECONDS: Final = 10
"""Of processor time."""


def confine() -> None:
    """Takes from this process what it does not need. It cannot be undone."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # a dump would be a copy of the photo
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def look(photo: bytes) -> dict[str, Any]:
    """``{"texts", "advice"}``: the texts of the codes, and without a card's what to do better; ``{"why"}`` where it is
    no photo (``NotAPicture``)."""
    from actions.cards import decode, quality

    try:
        grey = decode.load(io.BytesIO(photo))
    except decode.NotAPicture as error:
        return {"why": error.why}
    found = decode.codes(grey)
    return {"texts": found.texts, "advice": None if found.card else quality.advise(grey, found.side)}


def main() -> None:
    """Entry point of ``python -m actions.cards.child``."""
    confine()
    json.dump(look(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
