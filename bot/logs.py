"""Logging that cannot hold what a citizen wrote.

Rasa and its libraries put message text, tracker contents and the local variables of failing frames into their
logs, in f-strings that no filter can take apart again. So a record of theirs keeps only where it was written and
the kind of exception; only records of our own packages keep their (static) message.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog

ROOT: Final = Path(__file__).resolve().parent.parent
OURS: Final = ("bot", "nlu")
KEYS: Final = ("port", "model", "seconds", "route", "error", "count")
"""Keys of our own records that are shown; none of them is ever personal."""


def is_ours(name: str) -> bool:
    """Whether a logger belongs to this project."""
    return name.split(".", 1)[0] in OURS


class PlainFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, place in the code, and for our records the message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for one record; never the arguments or the message of a foreign one."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
        }
        if is_ours(record.name):
            line["message"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
            line.update({k: getattr(record, k) for k in KEYS if hasattr(record, k)})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def places(trace: TracebackType | None) -> list[str]:
    """The innermost frames as ``file:line function``, without source lines or values."""
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{'/'.join(f.filename.split('/')[-3:])}:{f.lineno} {f.name}" for f in frames]


def _event_only(_: Any, __: str, event: Any) -> str:
    """Structlog's last processor: the name of the event alone."""
    return str(event.get("event", "event"))


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    """A warning of our own code is logged; the libraries' quote their input, and are nobody's to mend here."""
    if Path(filename).is_relative_to(ROOT) and ".motcua" not in filename:
        logging.getLogger("bot.warnings").warning(
            "a warning was raised", extra={"error": category.__name__, "route": f"{Path(filename).name}:{lineno}"}
        )


def configure(level: int = logging.WARNING, ours: int = logging.INFO) -> None:
    """Send every log line, structlog event and warning of this process through :class:`PlainFormatter`.

    ``level`` is for the libraries, ``ours`` for this project. May be called again after a library has put its
    own handlers back.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in OURS:
        logging.getLogger(name).setLevel(ours)
    for name in list(logging.Logger.manager.loggerDict):
        known = logging.getLogger(name)
        known.handlers.clear()
        known.propagate = True
        if not is_ours(name):
            known.setLevel(logging.NOTSET)
    warnings.showwarning = _warned
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _event_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
