"""`./motcua setup`: everything that `up` would set up."""

from __future__ import annotations

from typing import List

from cli.boot.layout import Layout
from cli.boot.say import say


def main(argv: List[str], layout: Layout) -> int:
    """Called after the set-up itself is done."""
    del argv
    say("Everything is set up in {}. Start it with: ./motcua up".format(layout.home))
    return 0
