"""Make what a command needs, in order, and only what is missing."""

from __future__ import annotations

import fcntl
import os
from typing import Iterable, List, Tuple

from cli.boot.artefacts import (
    ensure_model,
    ensure_places,
    model_fresh,
    model_sources,
    places_fresh,
    places_known,
)
from cli.boot.envs import ensure_env, env_fresh
from cli.boot.layout import Layout
from cli.boot.run import full_disk, is_full
from cli.boot.say import Problem, say


def missing(layout: Layout, needs: Iterable[str]) -> List[str]:
    """Which of the needs (see Command.needs) are not there or out of date."""
    gone: List[str] = []
    for need in needs:
        env, _, dev = need.partition("-")
        if env in ("web", "bot"):
            fresh = env_fresh(layout, env, bool(dev))
        elif need == "places":
            fresh = not places_known(layout) or places_fresh(layout)
        else:
            fresh = "bot" not in gone and "bot-dev" not in gone and up_to_date(layout)
        if not fresh:
            gone.append(need)
    return gone


def up_to_date(layout: Layout) -> bool:
    """Whether there is nothing to train."""
    sources = model_sources(layout)
    return sources is None or model_fresh(layout, sources)


def ensure(layout: Layout, needs: Tuple[str, ...]) -> None:
    """Make what is missing; one set-up at a time, the others wait. Raises Problem."""
    if not missing(layout, needs):
        return
    try:
        layout.home.mkdir(parents=True, exist_ok=True)
        with (layout.home / "setup.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up of this folder is running; waiting for it to end …")
                fcntl.flock(lock, fcntl.LOCK_EX)
            gone = missing(layout, needs)  # the other one may have made it
            if gone:
                say("Setting up what is missing in {}:".format(os.path.relpath(layout.home)))
            for need in gone:
                env, _, dev = need.partition("-")
                if env in ("web", "bot"):
                    ensure_env(layout, env, bool(dev))
                elif need == "places":
                    ensure_places(layout)
                else:
                    ensure_model(layout)
    except PermissionError as error:
        raise Problem(
            "This user may not write to {}: run as the owner of the folder.".format(error.filename)
        ) from error
    except OSError as error:
        if is_full(error):
            raise full_disk(layout.home) from error
        raise
