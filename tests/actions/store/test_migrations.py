"""The migrations build exactly the tables that the code believes in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.schema import CheckConstraint

from actions.errors import Unavailable
from actions.store import db, migrate, schema
from actions.store.models import Base


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'new' / 'motcua.db'}"


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    engine = db.engine(url(tmp_path))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_hold_every_check_of_the_models(tmp_path: Path) -> None:
    engine = db.engine(url(tmp_path))
    migrate.upgrade(engine)
    have = inspect(engine)
    for table in Base.metadata.sorted_tables:
        ours = {str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint)}
        theirs = {str(c["sqltext"]) for c in have.get_check_constraints(table.name)}
        assert ours == theirs, table.name


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    engine = db.engine(url(tmp_path))
    with pytest.raises(Unavailable):
        schema.require_current(engine)
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    schema.require_current(engine)


def test_the_schema_that_the_code_expects_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migrate.config()).get_heads() == [schema.HEAD]


def test_downgrade_leaves_no_table(tmp_path: Path) -> None:
    from alembic import command

    engine = db.engine(url(tmp_path))
    migrate.upgrade(engine)
    with engine.begin() as connection:
        ours = migrate.config()
        ours.attributes["connection"] = connection
        command.downgrade(ours, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}


def test_several_processes_may_migrate_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "actions.store.migrate", "--url", url(tmp_path)]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    outcomes = [(p.communicate()[1], p.returncode) for p in started]
    assert [code for _, code in outcomes] == [0, 0, 0], outcomes
    schema.require_current(db.engine(url(tmp_path)))
