"""Which schema this code expects, without loading the machinery of migrations (a second at each start)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine, inspect, text

from actions.errors import Unavailable
from actions.store import db

HEAD: Final = "0004"
"""The newest migration; a test compares it with the folder of migrations."""


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the schema of this code."""
    with db.reading(engine) as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return False
        return list(session.scalars(text("SELECT version_num FROM alembic_version"))) == [HEAD]


def require_current(engine: Engine) -> None:
    """Raises Unavailable, with the command to run, when the schema is not the one of this code."""
    if not is_current(engine):
        raise Unavailable("the database is not up to date: run python -m actions.store.migrate")
