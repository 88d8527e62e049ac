"""One photo in, what it says out: looked at in a process of its own, with limits on its time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final, cast

from actions.cards.payload import parse
from actions.cards.seen import REASONS, Seen, Why
from actions.log import Log
from actions.settings import ROOT

PATIENCE: Final = 15.0
"""Seconds until the process is ended; the processor time it may take is limited in ``child``."""
_CHILD: Final = (sys.executable, "-s", "-m", "actions.cards.child")

log = Log("cards")


def read(photo: Path, patience: float = PATIENCE) -> Seen:
    """Looks at a photo. Raises FileNotFoundError where it is gone; whatever is wrong with it is ``Seen.why``."""
    with photo.open("rb") as source:
        try:
            done = subprocess.run(
                _CHILD, stdin=source, capture_output=True, cwd=ROOT, env={"LANG": "C.UTF-8"}, timeout=patience,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            log.warning("photo took too long", size=photo.stat().st_size)
            return Seen(why="damaged")
    if done.returncode:
        # Out of memory or time, or a decoder that crashed: the same photo would do it again.
        log.warning("photo cannot be looked at", size=photo.stat().st_size, exit=done.returncode)
        return Seen(why="damaged")
    told = json.loads(done.stdout)
    if why := told.get("why"):
        return Seen(why=_why(why))
    return judge(tuple(told["texts"]), told["advice"])


def judge(texts: tuple[str, ...], advice: str | None) -> Seen:
    """The one card among the codes of a photo. Two different cards are none: which was meant is not known."""
    cards = {card for card in map(parse, texts) if card is not None}
    if len(cards) == 1:
        return Seen(cards.pop())
    if cards:
        return Seen(why="several")
    return Seen(why="other_code" if texts else _why(advice or "other_side"))


def _why(raw: str) -> Why:
    if raw not in REASONS:
        raise ValueError("the child gave a reason that is not known")
    return cast(Why, raw)
