"""The sheet to fill by hand and the poster: what stands on them, how large, and that nothing is invented."""

from __future__ import annotations

import ctypes
import shutil
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from pypdfium2 import raw

from actions import locality
from actions.printing import poster, sheet
from actions.procedures.load import procedures
from actions.settings import settings
from tests.printing.paper import image, pages


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder that the commands read."""
    copy = tmp_path / "data"
    shutil.copytree(settings().content, copy)
    monkeypatch.setattr(settings(), "content", copy)
    locality.localities.cache_clear()
    return copy


def sizes(pdf: bytes) -> list[float]:
    """The size in points of every piece of text."""
    out = []
    for page in pypdfium2.PdfDocument(pdf):
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            size = ctypes.c_float()
            assert raw.FPDFTextObj_GetFontSize(thing.raw, size)
            out.append(size.value * abs(thing.get_matrix().d))
    return out


def test_the_sheet_holds_every_question_in_asking_order_with_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    pdf = sheet.sheet_pdf("marital_status")
    whole = " ".join(pages(pdf))
    at = whole.index("Xin giấy cho ai, để làm gì")
    skipped = {"subject_hamlet", "residence_period", "former_more"}
    asked = [f for g in procedures()["marital_status"].groups for f in g.fields if f.asked and f.id not in skipped]
    for number, spec in enumerate(asked, 1):
        found = whole.find(f"{number} {spec.label}", at)
        assert found >= 0, f"{number} {spec.label} is not after {whole[at : at + 60]!r}"
        at = found
        for option in spec.options:
            assert option.title in whole, option.title
    assert "Nếu đã ra tòa ly hôn:" in whole and "Chỉ điền nếu xin cho người khác:" in whole
    assert whole.count("38 Nơi từng ở") == 2, "room for two former places"
    assert "chưa phải là đã nộp hồ sơ, chưa tính ngày" in whole
    assert "Chính người cần giấy nói đồng ý" in whole and "Người giúp gõ vào máy ở đâu" in whole
    for paper in procedures()["marital_status"].documents:
        assert (paper.title in whole) == (paper.how != "none"), paper.title
    assert min(sizes(pdf)) >= 15.99


def test_the_sheet_is_the_same_every_time(tmp_path: Path) -> None:
    assert sheet.main(["marital_status", "--out", str(tmp_path / "a.pdf")]) == 0
    assert (tmp_path / "a.pdf").read_bytes() == sheet.sheet_pdf("marital_status")


def test_without_a_name_the_sheet_is_written_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert sheet.main(["marital_status"]) == 0
    assert (tmp_path / "motcua-sheet-marital_status.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_procedure_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet.main(["divorce"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "'divorce'" in told and "marital_status" in told


def test_a_poster_without_confirmed_facts_has_empty_frames() -> None:
    pdf = poster.poster_pdf("03203")
    (page,) = pages(pdf)
    for piece in ("Làm giấy tờ với xã Na Son", "tỉnh Điện Biên", "Nhắn", "Gọi", "Đến", "Dán mã Zalo của xã ở đây",
                  "Số điện thoại:", "Địa chỉ:", "Giờ làm việc:", "Giấy xác nhận tình trạng hôn nhân",
                  "máy trả lời tự động, không phải người"):  # fmt: skip
        assert piece in page, piece
    assert not any(ch.isdigit() for ch in page), "no number that nobody confirmed"
    assert zxingcpp.read_barcodes(image(pdf)) == []
    assert min(sizes(pdf)) >= 15.99


ASKED = """
commune_code: "03203"
office:
  name: Trung tâm Phục vụ hành chính công xã Na Son
  address: cạnh trường tiểu học
  hours: sáng 7 giờ đến 11 giờ
  verified_on: {office}
  phones: [{{number: "02150000000", what: bàn tư pháp, verified_on: {phone}}}]
zalo: {{oa_id: "1234567890", verified_on: {zalo}}}
hotline: {{number: "02150000001", verified_on: {hotline}}}
"""


def test_a_poster_prints_what_was_confirmed(content: Path) -> None:
    day = "2026-11-20"
    text = ASKED.format(office=day, phone=day, zalo=day, hotline=day)
    (content / "localities" / "03203.yml").write_text(text, "utf-8")
    pdf = poster.poster_pdf("03203")
    (page,) = pages(pdf)
    for piece in ("Trung tâm Phục vụ hành chính công xã Na Son", "Địa chỉ: cạnh trường tiểu học",
                  "Giờ làm việc: sáng 7 giờ đến 11 giờ", "02150 000 001"):  # fmt: skip
        assert piece in page, piece
    assert "Dán mã" not in page and "02150 000 000" not in page
    assert [code.text for code in zxingcpp.read_barcodes(image(pdf))] == ["https://zalo.me/1234567890"]


def test_what_nobody_confirmed_is_not_printed(content: Path) -> None:
    text = ASKED.format(office="null", phone="null", zalo="null", hotline="null")
    (content / "localities" / "03203.yml").write_text(text, "utf-8")
    pdf = poster.poster_pdf("03203")
    assert "Dán mã Zalo" in pages(pdf)[0] and "trường tiểu học" not in pages(pdf)[0]
    assert not any(ch.isdigit() for ch in pages(pdf)[0]) and zxingcpp.read_barcodes(image(pdf)) == []


def test_the_offices_own_number_stands_in_for_the_hotline(content: Path) -> None:
    text = ASKED.format(office="null", phone="2026-11-20", zalo="null", hotline="null")
    (content / "localities" / "03203.yml").write_text(text, "utf-8")
    page = pages(poster.poster_pdf("03203"))[0]
    assert "02150 000 000" in page and "Số của xã (bàn tư pháp)" in page and "000 001" not in page


@pytest.mark.parametrize("code", ["99999", "", "Na Son", "../03203"])
def test_an_unknown_commune_is_one_sentence(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert poster.main([code]) == 1
    assert capsys.readouterr().err == f"{code!r} is the code of no commune of today (five digits, for instance 03203)\n"


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "missing" / "x.pdf"
    assert poster.main(["03203", "--out", str(target)]) == 1
    assert capsys.readouterr().err == f"{target} cannot be written: No such file or directory\n"
