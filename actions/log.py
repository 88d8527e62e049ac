"""Logs: one JSON object a line, a message that never varies, everything else in keys.

Personal data may stand only in keys that begin with ``pii_``; they are masked unless ``MOTCUA_LOG_PERSONAL``
is set. Texts of exceptions are masked too, since libraries put values into them; type and place are kept.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from typing import Any, Final

from actions import clock
from actions.errors import DataError
from actions.settings import settings

_KEYS: Final = "motcua_keys"
_TRUSTED: Final = ("uvicorn", "motcua")
"""Loggers whose arguments hold no personal data; of all others only the template is written."""


class Log:
    """A logger that takes keys: ``log.info("message kept", conversation=..., pii_text=...)``."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(f"motcua.{name}")

    def info(self, message: str, /, **keys: Any) -> None:
        self._logger.info(message, extra={_KEYS: keys})

    def warning(self, message: str, /, **keys: Any) -> None:
        self._logger.warning(message, extra={_KEYS: keys})

    def error(self, message: str, /, *, error: BaseException | None = None, **keys: Any) -> None:
        """``error``: the exception to describe, without its text."""
        self._logger.error(message, exc_info=error, extra={_KEYS: keys})


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        trusted = record.name.split(".")[0] in _TRUSTED or settings().log_personal
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name.removeprefix("motcua."),
            "message": record.getMessage() if trusted else str(record.msg),
        }
        keys: Mapping[str, Any] = getattr(record, _KEYS, {})
        for key, value in keys.items():
            line[key] = mask(value) if key.startswith("pii_") and not settings().log_personal else value
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = describe(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def mask(value: Any) -> str:
    """What may be known of a personal value: how long it is."""
    return f"*** ({len(str(value))} characters)"


def describe(raised: Any) -> dict[str, Any]:
    """Type and places of an exception; its text only where personal values may be logged."""
    kind, error, trace = raised
    out: dict[str, Any] = {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "frames": [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)[-12:]],
    }
    # What is wrong in a data file names the file and the place, never a citizen.
    if settings().log_personal or isinstance(error, DataError):
        out["text"] = str(error)
    return out


def setup() -> None:
    """Sends every log of this process to standard error, as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings().log_level.upper())
    # Their INFO lines hold whole addresses, with the values of the query.
    for noisy in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
