"""Places where a test may kill the process, as a power cut would: no clean-up, no goodbye."""

from __future__ import annotations

import os
import signal
from collections import Counter

from actions.settings import settings

_passes: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Does nothing, unless ``MOTCUA_FAILPOINT=name:count`` names it: then SIGKILL at the count-th pass.

    Known places: ``after_inbox_commit`` and ``while_sending`` (gateway), ``in_transaction`` and
    ``after_commit`` (action server), ``sent_not_marked``, ``zalo_claimed``, ``zalo_rotated`` and
    ``zalo_stored`` (sender).
    """
    wanted = settings().failpoint
    if not wanted:
        return
    place, _, count = wanted.partition(":")
    if place != name:
        return
    _passes[name] += 1
    if _passes[name] == int(count or 1):
        os.write(2, f"failpoint {name}: this process kills itself\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
