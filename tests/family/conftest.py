"""One running product for the phones of families, helpers and neighbours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scenarios.play import NOW
from tests.stack import NAMES, Stack, running


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    env = {"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000"}
    with running(Stack(tmp_path_factory.mktemp("family"), env=env), *NAMES) as started:
        yield started
