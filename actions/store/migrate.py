"""Bringing a database to the schema that this code expects: ``python -m actions.store.migrate``."""

from __future__ import annotations

import argparse
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from actions.settings import settings
from actions.store import db, schema

FOLDER = Path(__file__).resolve().parent / "migrations"


def config() -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Applies the missing migrations, all or none. Safe to run twice, and by two processes at once."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Held until the commit, so that a second process waits and then finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7300)")
        ours = config()
        ours.attributes["connection"] = connection
        command.upgrade(ours, revision)


def main() -> None:
    """Command line: nothing printed unless something changed."""
    parser = argparse.ArgumentParser(description="Bring the database to the current schema.")
    parser.add_argument("--url", default=settings().db_url, help="SQLAlchemy URL (default: the settings')")
    engine = db.engine(parser.parse_args().url)
    if not schema.is_current(engine):
        upgrade(engine)
        print("database schema brought up to date")


if __name__ == "__main__":
    main()
