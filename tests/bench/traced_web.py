"""The gateway and the action server with timers: ``uvicorn tests.bench.traced_web:gateway`` (or ``:actions``)."""

from __future__ import annotations

import time
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bench.tracing import note, time_calls


def _time_statements(name: str) -> None:
    """Each SQL statement, with what the driver and the disk take (commits are statements of SQLite)."""
    begun: dict[int, float] = {}

    def before(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        begun[id(cursor)] = time.perf_counter()

    def after(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        note(name, begun.pop(id(cursor)))

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)


def gateway() -> FastAPI:
    """The gateway."""
    from channels.rasa_client import RasaClient
    from channels.store import Store

    time_calls(RasaClient, "understand", "rasa call")
    for name in ("write", "read", "glance"):
        time_calls(Store, name, "gateway sql")
    from channels.gateway import create_app

    return create_app()


def actions() -> FastAPI:
    """The action server."""
    from sqlalchemy.engine.default import DefaultDialect

    from actions import server, turn
    from actions.interview import engine

    _time_statements("statements")
    time_calls(DefaultDialect, "do_commit", "commit")
    time_calls(engine, "run", "interview")
    time_calls(turn, "take_turn", "take turn")
    time_calls(server, "run_turn", "run turn")
    return server.create_app()
