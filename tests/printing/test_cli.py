"""``./motcua dossier CODE``: on the screen in the words a citizen heard, into a PDF, and clear errors."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from actions.dossiers import cli
from tests.actions.interview.talk import Talk
from tests.printing.paper import entry, file, pages, person


def run(folder: Path, *args: str) -> int:
    return cli.main(["dossier", *args, "--data", str(folder)])


def test_a_real_conversation_ends_in_a_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    talk = Talk.begin(tmp_path)
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    talk.tap("yes").tap("self").tap("loan").say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12")
    talk.tap("male").say("Mông", "Mông").say("011095000123", "011095000123").say("15/6/2022", "2022-06-15")
    talk.say("bản Huổi, xã Na Son", {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"})
    talk.tap("thuong_tru").tap("never").tap("no").say("0912345678", "0912345678")
    for _ in range(4):
        talk.tap("yes")
    code, out = talk.dossiers()[0].code, tmp_path / "form.pdf"
    assert run(tmp_path, code, "--pdf", str(out)) == 0
    form, read_back = pages(out.read_bytes())
    assert "Họ, chữ đệm, tên: Giàng A Páo" in form and "do: Cục Cảnh sát quản lý hành chính" in form
    assert "Nơi ở theo hộ khẩu bản Huổi, xã Na Son, tỉnh Điện Biên" in read_back
    assert "Họ tên người khai" not in read_back, "a copy was not read back"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_words_are_frozen_with_the_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Titles may change in the data later; what was read back may not."""
    said = entry("purpose", "loan", shown="Vay tiền (chữ cũ)")
    _, code = file(tmp_path, person(purpose=said))
    assert run(tmp_path, code) == 0
    assert "Xin giấy để: Vay tiền (chữ cũ)" in capsys.readouterr().out


def test_on_the_screen_values_are_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubtful = entry("subject_full_name", "Giang A Pao", warnings=["no_diacritics"])
    _, code = file(tmp_path, person(subject_full_name=doubtful), notes=("old_id_only",))
    assert run(tmp_path, code) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith(f"Lời khai {code}: Giấy xác nhận tình trạng hôn nhân; tình trạng: đã gửi đến xã")
    assert "08 giờ 05 phút 09 giây, ngày 23/11/2026" in out[1]
    assert "- Nơi ở theo hộ khẩu: bản Huổi Sâu, xã Na Son, tỉnh Điện Biên (người khai nói)" in out
    assert out[-3] == "Cán bộ xem lại trước khi nhận:"
    assert out[-2].startswith("- Chưa có số định danh 12 số") and out[-1].startswith("- Họ và tên: người khai gõ")


def test_marks_that_were_chosen_are_told_to_the_officer_and_to_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = entry("subject_full_name", "Giàng A Páo", warnings=["marks_chosen"])
    _, code = file(tmp_path, person(subject_full_name=chosen))
    assert run(tmp_path, code) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "- Họ và tên: người khai gõ không đủ dấu rồi chọn cách viết này trong các cách máy đưa ra. So dấu với giấy tờ."
    )
    assert run(tmp_path, code, "--json") == 0
    assert '"marks_chosen"' in capsys.readouterr().out


def test_json_stays_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, code = file(tmp_path, person())
    assert run(tmp_path, code, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["code"] == code and told["accepted"]["at"] == "2026-11-23T08:05:09+07:00"


def test_to_standard_output(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, code = file(tmp_path, person())
    assert run(tmp_path, code, "--pdf", "-") == 0
    assert capfdbinary.readouterr().out.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("code", "told"),
    [("1234-5678", "that code has a wrong or missing digit"), ("7354-8012", "no dossier has that code")],
)
def test_a_wrong_code_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, told: str) -> None:
    file(tmp_path, person())
    target = tmp_path / "x.pdf"
    assert run(tmp_path, code, "--pdf", str(target)) == 1
    assert capsys.readouterr().err == f"{told}\n" and not target.exists()


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, code = file(tmp_path, person())
    assert run(tmp_path, code, "--pdf", str(tmp_path)) == 1
    assert capsys.readouterr().err == f"{tmp_path} cannot be written: Is a directory\n"


def test_no_data_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "7354-8012", "--pdf", "x.pdf") == 1
    assert capsys.readouterr().err.startswith(f"nothing in {tmp_path}")
