"""A new database for each test, of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions.store import db
from tests.servers import KINDS, new_database


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = db.engine(new_database(request.param, tmp_path))
    yield made
    made.dispose()
