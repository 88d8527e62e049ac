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
from tests.servers import KINDS, postgres


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables."""
    return postgres().empty() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'new' / 'motcua.db'}"


def test_models_and_migrations_agree(url: str) -> None:
    engine = db.engine(url)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_hold_every_check_of_the_models(tmp_path: Path) -> None:
    engine = db.engine(f"sqlite:///{tmp_path / 'motcua.db'}")  # PostgreSQL words them in its own way
    migrate.upgrade(engine)
    have = inspect(engine)
    for table in Base.metadata.sorted_tables:
        ours = {str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint)}
        theirs = {str(c["sqltext"]) for c in have.get_check_constraints(table.name)}
        assert ours == theirs, table.name


def test_upgrading_twice_changes_nothing(url: str) -> None:
    engine = db.engine(url)
    with pytest.raises(Unavailable):
        schema.require_current(engine)
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    schema.require_current(engine)


def test_the_schema_that_the_code_expects_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migrate.config()).get_heads() == [schema.HEAD]


def test_downgrade_leaves_no_table(url: str) -> None:
    from alembic import command

    engine = db.engine(url)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        ours = migrate.config()
        ours.attributes["connection"] = connection
        command.downgrade(ours, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}


def test_several_processes_may_migrate_at_once(url: str) -> None:
    command = [sys.executable, "-m", "actions.store.migrate", "--url", url]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    outcomes = [(p.communicate()[1], p.returncode) for p in started]
    assert [code for _, code in outcomes] == [0, 0], outcomes
    schema.require_current(db.engine(url))
