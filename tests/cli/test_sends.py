"""Whether `./motcua up` starts the sender, and what it says when a way of sending is half set up."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.boot.say import Problem
from cli.stack import sends


def test_the_sender_is_started_where_something_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert not sends()
    monkeypatch.setenv("MOTCUA_SMS_TALK", "gammu")
    monkeypatch.setenv("MOTCUA_SMS_GAMMU_FOLDER", str(tmp_path))
    assert sends()


@pytest.mark.parametrize(("way", "named"), [("kannel", "MOTCUA_SMS_SECRET"), ("pigeon", "sms_talk")])
def test_a_way_that_is_half_set_up_is_named(monkeypatch: pytest.MonkeyPatch, way: str, named: str) -> None:
    monkeypatch.setenv("MOTCUA_SMS_TALK", way)
    with pytest.raises(Problem, match=named):
        sends()
