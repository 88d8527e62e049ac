"""`./motcua train`: train if the sources changed or sentences were labelled here, and show how well, before and after.

The new model replaces the old one unless it understands the evaluation set worse by more than a point.
"""

from __future__ import annotations

import argparse
from typing import List

from cli.boot.artefacts import ensure_model, model_fresh, model_sources, newest_model
from cli.boot.layout import Layout
from cli.boot.learn import learn, measurable, waiting
from cli.boot.say import say


def main(argv: List[str], layout: Layout) -> int:
    """Called once the bot environment is there. 1 when the old model was kept because the new one is worse."""
    parser = argparse.ArgumentParser(prog="motcua train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    parser.add_argument("--anyway", action="store_true", help="take the new model even if it understands less")
    args = parser.parse_args(argv)
    sources = model_sources(layout)
    if sources is None or not measurable(layout):
        ensure_model(layout, force=args.force)
    elif args.force or waiting(layout) or not model_fresh(layout, sources):
        learnt = learn(layout, sources, args.anyway)
        if not learnt:
            return 1
    model = newest_model(layout)
    if model:
        say("The model is {}, trained from today's sources.".format(model))
        say("A running ./motcua up uses it after its next start.")
    return 0
