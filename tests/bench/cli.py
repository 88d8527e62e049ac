"""``./motcua bench NAME [--json]``: which measurement to run."""

from __future__ import annotations

import importlib
import sys
from typing import Final

BENCHES: Final = {
    "turn": "how long a turn takes, beside a stock Rasa project in the same run",
    "questions": "how much a citizen has to type and tap",
    "messages": "how many messages a finished declaration takes on each channel",
    "understanding": "how well messages and answers are understood; writes docs/understanding.md",
    "burst": "how soon 200 webhooks a second are acknowledged, and when all are worked off",
    "workers": "what a second Rasa is worth, alone and in the whole product",
    "cards": "how many photos of cards are read, by what happened to the photo",
}


def usage() -> str:
    """The names, one a line."""
    return "\n".join(
        ["Usage: ./motcua bench NAME [--json]", "", *(f"  {n:<15}{about}" for n, about in BENCHES.items())]
    )


def main(argv: list[str]) -> int:
    """Entry point: what the measurement gives back; 2 for a name that is not known."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if argv else 2
    name, *rest = argv
    if name not in BENCHES:
        print(f"bench: {name} is not known.\n{usage()}", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"tests.bench.{name}").main(rest))
