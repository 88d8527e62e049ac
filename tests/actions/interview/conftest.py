"""One conversation over a database of its own, on a Monday morning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.interview.talk import Talk


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    return Talk.begin(tmp_path)


@pytest.fixture
def started(talk: Talk) -> Talk:
    """Consented, for oneself, for a loan: the name is being asked."""
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    return talk.tap("yes").tap("self").tap("loan")


@pytest.fixture
def identified(started: Talk) -> Talk:
    """The person is known: whether they ever registered a marriage is being asked."""
    started.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12").tap("male").say("Mông", "Mông")
    started.say("011095000123", "011095000123").say("15/6/2022", "2022-06-15")
    return started.say(
        "xã Na Son, Điện Biên", {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"}
    ).tap("thuong_tru")


@pytest.fixture
def answered(identified: Talk) -> Talk:
    """Everything is answered: the first part is being read back."""
    return identified.tap("never").tap("no").say("0912345678", "0912345678")
