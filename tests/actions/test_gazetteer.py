"""The place index: what it holds, that it is rebuilt when its sources change, and how long it takes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from actions import gazetteer_build
from actions.errors import DataError
from actions.gazetteer import Gazetteer, is_current, load, main
from actions.settings import ROOT

OVERRIDES = ROOT / "data" / "places" / "overrides.yml"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("places") / "places.json"
    gazetteer_build.build(out, OVERRIDES)
    return out


@pytest.fixture(scope="module")
def gaz(index: Path) -> Gazetteer:
    return load(index)


def test_counts_of_the_two_orders(gaz: Gazetteer) -> None:
    assert len(gaz.provinces) == 34
    assert len(gaz.communes) == 3321
    assert gaz.old_count == 10040
    assert len(gaz.by_code) == 3321, "a code stands twice"
    per_province = {p.code: sum(c.province is p for c in gaz.communes) for p in gaz.provinces}
    assert {code: per_province[code] for code in ("08", "11", "56", "75")} == {
        "08": 124,
        "11": 45,
        "56": 65,
        "75": 95,
    }
    assert sum(gaz.old(j).divided for j in range(gaz.old_count)) == 471
    assert len(gaz.old_provinces) == 63


def test_every_unit_has_a_level_a_name_and_a_place(gaz: Gazetteer) -> None:
    assert {c.level for c in gaz.communes} == {"Xã", "Phường", "Đặc khu"}
    assert sum(c.level == "Đặc khu" for c in gaz.communes) == 13
    assert all(c.name and c.name == c.name.strip() for c in gaz.communes)
    for j in range(gaz.old_count):
        old = gaz.old(j)
        assert old.name and old.district and old.province and old.successors
        assert "(" not in old.name + old.district


def test_every_commune_of_today_has_a_predecessor(gaz: Gazetteer) -> None:
    assert all(gaz.predecessors)


def test_merged_provinces(gaz: Gazetteer) -> None:
    names = [row[1] for row in gaz.old_provinces]
    today = {
        old: {gaz.provinces[i].full for i in gaz.old_to_new[names.index(old)]}
        for old in ("Ninh Thuận", "Bình Phước", "Hà Giang", "Điện Biên")
    }
    assert today == {
        "Ninh Thuận": {"Tỉnh Khánh Hòa"},
        "Bình Phước": {"Thành phố Đồng Nai"},
        "Hà Giang": {"Tỉnh Tuyên Quang"},
        "Điện Biên": {"Tỉnh Điện Biên"},
    }


def test_overrides_are_applied(gaz: Gazetteer) -> None:
    assert gaz.province_by_code["75"].full == "Thành phố Đồng Nai"
    assert gaz.communes[gaz.by_code["26248"]].full == "Phường Trảng Bom"


def test_an_override_of_an_unknown_code_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "overrides.yml"
    wrong.write_text(
        'communes: [{code: "99999", name: X, level: Xã, from: 2026-01-01, source: NQ 1}]', encoding="utf-8"
    )
    with pytest.raises(DataError, match="99999"):
        gazetteer_build.build(tmp_path / "out.json", wrong)
    assert not (tmp_path / "out.json").exists()


def test_an_override_without_source_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "overrides.yml"
    wrong.write_text('provinces: [{code: "75", name: X, level: Tỉnh, from: 2026-01-01}]', encoding="utf-8")
    with pytest.raises(DataError, match=r"overrides\.yml.*source"):
        gazetteer_build.read_overrides(wrong)


def test_built_again_only_when_a_source_changed(index: Path, tmp_path: Path) -> None:
    overrides = tmp_path / "overrides.yml"
    shutil.copy(OVERRIDES, overrides)
    assert is_current(index, overrides)
    overrides.write_text(overrides.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert not is_current(index, overrides)
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    assert not is_current(broken, OVERRIDES)
    assert not is_current(tmp_path / "absent.json", OVERRIDES)


def test_command_line_builds_and_then_rests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "deep" / "places.json"
    args = ["build", "--out", str(out), "--overrides", str(OVERRIDES), "--if-changed"]
    assert main(args) == 0
    assert "3321 communes" in capsys.readouterr().out
    stamp = out.stat().st_mtime_ns
    assert main(args) == 0
    assert "up to date" in capsys.readouterr().out
    assert out.stat().st_mtime_ns == stamp


def test_a_missing_or_foreign_index_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="motcua setup"):
        load(tmp_path / "none.json")
    (tmp_path / "list.json").write_text(json.dumps({"fingerprint": "x"}), "utf-8")
    with pytest.raises(DataError, match="not a place index"):
        load(tmp_path / "list.json")


def test_the_index_is_small(tmp_path: Path) -> None:
    out = tmp_path / "places.json"
    gazetteer_build.build(out, OVERRIDES)
    assert out.stat().st_size < 1_000_000
