"""What a commune told us: only what was verified is spoken, and nothing is borrowed from elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions import locality
from actions.errors import DataError
from actions.locality import Locality, Office, Phone, Window, office_params, read, spoken_phone
from actions.settings import ROOT

SEEN = date(2026, 11, 22)


def write(folder: Path, text: str, name: str = "03203.yml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_localities_are_sound_and_invent_nothing() -> None:
    assert locality.lint(ROOT / "data") == []
    for found in locality.localities(ROOT / "data").values():
        for phone in found.office.phones:
            assert phone.verified_on, "a number nobody rang"
    na_son = locality.get("03203")
    assert na_son.name == "xã Na Son"
    assert office_params(na_son) == {"commune": "xã Na Son"}
    assert na_son.switch("marital_for_domestic_marriage") == "warn"


@pytest.mark.parametrize("code", [None, "", "00000", "abc", "../../etc"])
def test_an_unknown_commune_knows_nothing(code: str | None) -> None:
    found = locality.get(code)
    assert office_params(found) == {}
    assert found.fee("marital_status") is None and found.phone is None and found.name is None


def test_a_commune_without_a_file_still_has_its_name() -> None:
    found = locality.get("01171")
    assert office_params(found) == {"commune": "xã Tân Quang"}


def test_default_notice_windows() -> None:
    assert [(w.start, w.end) for w in Locality().notice_windows] == [("05:30", "07:00"), ("18:00", "20:30")]


def test_only_verified_values_are_given() -> None:
    told = Office(
        name="Một cửa", address="cạnh chợ", hours="giờ hành chính", phones=[Phone(number="02150000123", what="x")]
    )
    assert office_params(Locality(commune_code="03203", office=told)) == {"commune": "xã Na Son"}
    told = told.model_copy(update={"verified_on": SEEN})
    assert office_params(Locality(office=told)) == {
        "office_name": "Một cửa",
        "office_address": "cạnh chợ",
        "office_hours": "giờ hành chính",
    }
    rung = Phone(number="02150000456", what="y", verified_on=SEEN)
    told = told.model_copy(update={"phones": [*told.phones, rung]})
    assert office_params(Locality(office=told))["office_phone"] == "02150 000 456"


def test_a_phone_is_read_in_groups() -> None:
    assert spoken_phone("0912345678") == "0912 345 678"


def test_a_fee_counts_only_with_its_source(tmp_path: Path) -> None:
    good = write(
        tmp_path, 'commune_code: "03203"\nfees: {marital_status: {amount: 0, source: NQ 1, verified_on: 2026-11-22}}'
    )
    assert read(good).fee("marital_status") == 0
    assert read(good).fee("birth_3in1") is None and read(good).fee(None) is None
    bad = write(tmp_path, 'commune_code: "03203"\nfees: {marital_status: {amount: 3000}}')
    with pytest.raises(DataError, match=r"03203\.yml.*source"):
        read(bad)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('commune_code: "01171"', "not the file's name"),
        ("commune_code: 3203", "commune_code"),
        ('commune_code: "03203"\noffice: {phones: [{number: "12 34", what: x}]}', "number"),
        ('commune_code: "03203"\nnotice_windows: [{start: "20:00", end: "07:00"}]', "start is not before end"),
        ('commune_code: "03203"\nnotice_windows: []', "notice_windows"),
        ('commune_code: "03203"\nswitches: {marital_for_domestic_marriage: maybe}', "maybe"),
        ('commune_code: "03203"\nswitches: {free_beer: warn}', "free_beer"),
        ('commune_code: "03203"\nholidays: [{date: 2027-01-01, name: x, state: perhaps}]', "holidays"),
        ('commune_code: "03203"\nopening: 7', "opening"),
        ("a: [", "03203.yml"),
    ],
)
def test_a_broken_file_is_named_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(DataError) as error:
        read(write(tmp_path, text))
    assert "03203.yml" in str(error.value) and complaint in str(error.value)


def test_lint_finds_codes_of_no_commune(tmp_path: Path) -> None:
    (tmp_path / "localities").mkdir()
    write(tmp_path / "localities", 'commune_code: "99999"', "99999.yml")
    write(tmp_path / "localities", 'commune_code: "03203"', "03203.yml")
    found = locality.lint(tmp_path)
    assert len(found) == 1 and "99999" in found[0]


def test_windows_are_times_of_day() -> None:
    with pytest.raises(ValueError, match="start"):
        Window(start="5:30", end="07:00")
