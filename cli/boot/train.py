"""`./motcua train`: train if the sources changed, or with --force in any case."""

from __future__ import annotations

import argparse
from typing import List

from cli.boot.artefacts import ensure_model, newest_model
from cli.boot.layout import Layout
from cli.boot.say import say


def main(argv: List[str], layout: Layout) -> int:
    """Called once the bot environment is there."""
    parser = argparse.ArgumentParser(prog="motcua train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    args = parser.parse_args(argv)
    ensure_model(layout, force=args.force)
    model = newest_model(layout)
    if model:
        say("The model is {}, trained from today's sources.".format(model))
    return 0
