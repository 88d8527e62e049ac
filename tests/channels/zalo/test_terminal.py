"""The terminal as a citizen's telephone with Zalo."""

from __future__ import annotations

import threading

import pytest

from cli.boot import doctor
from tests.channels.zalo.conftest import House
from tests.simulators.zalo.phone import Phone
from tests.simulators.zalo.terminal import Telephone


def test_lines_go_out_and_letters_are_shown_with_buttons_to_touch(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    user = house.someone()
    telephone = Telephone(Phone(user, house.zalo, house.webhook))
    threading.Thread(target=telephone.listen, daemon=True).start()
    telephone.say("xin chào")
    shown = capsys.readouterr().out
    assert "Máy nhận được: xin chào" in shown and "   [#1] Một\n   [#2] Hai\n" in shown
    telephone.say("#2")
    assert house.heard(user)[1].endswith(":b")
    telephone.say("#9")  # no such button: what was written
    assert house.heard(user)[2] == "#9"


def test_doctor_says_what_is_missing_of_zalo(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in house.zalo.settings().items():
        monkeypatch.setenv(name, value)
    (fine,) = doctor.zalo(house.stack.data)
    assert fine.level == doctor.OK and "is connected" in fine.text
    monkeypatch.setenv("MOTCUA_ZALO_OA_ID", "1")
    monkeypatch.delenv("MOTCUA_ZALO_APP_SECRET")
    missing, apart = doctor.zalo(house.stack.data)
    assert {missing.level, apart.level} == {doctor.WRONG}
    assert "MOTCUA_ZALO_APP_SECRET" in missing.text and "./motcua zalo connect" in apart.text
    monkeypatch.delenv("MOTCUA_ZALO_APP_ID")
    assert list(doctor.zalo(house.stack.data)) == []
