"""A helper enrolled yesterday for two villages of xã Na Son, and their phone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.helpers import enrol
from actions.store import db
from tests.actions.interview.talk import Talk

NA_SON = {"commune": "Na Son", "province": "Điện Biên"}


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Talk, str]:
    """The helper's phone and PIN."""
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    talk = Talk.begin(tmp_path, "helper")
    return talk, enrolled(talk)


def enrolled(talk: Talk, first: str = "2026-11-22", last: str = "2026-12-31") -> str:
    """Enrol the contact "web:helper"; returns the PIN."""
    with db.transaction(talk.engine) as session:
        _, pin = enrol.add(
            session, channel="web", address="helper", name="Chảo Mẩy", commune_code="03203",
            villages=["Huổi Sa", "bản Na Ka"], first_day=date.fromisoformat(first),
            last_day=date.fromisoformat(last), by="officer:test",
        )  # fmt: skip
    return pin


@pytest.fixture
def inside(helper: tuple[Talk, str]) -> Talk:
    """In the helper's part: the menu is being asked."""
    talk, pin = helper
    return talk.say("tôi là người giúp").say(pin)
