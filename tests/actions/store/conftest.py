"""A new database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions.store import db
from actions.store.models import Base


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = db.engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    Base.metadata.create_all(made)
    yield made
    made.dispose()
