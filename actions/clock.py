"""One clock for every process. ``MOTCUA_NOW`` (ISO 8601) sets where it starts, so that a test can live on a
given day; it then runs on at the pace of the real one."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_started = time.monotonic()


def now() -> datetime:
    """The present, in UTC, timezone-aware."""
    fixed = os.environ.get("MOTCUA_NOW")
    if not fixed:
        return datetime.now(UTC)
    start = datetime.fromisoformat(fixed)
    if start.tzinfo is None:
        start = start.replace(tzinfo=VIETNAM)
    return start.astimezone(UTC) + timedelta(seconds=time.monotonic() - _started)


def today() -> date:
    """The date in Viet Nam."""
    return now().astimezone(VIETNAM).date()
