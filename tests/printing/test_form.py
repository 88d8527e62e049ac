"""The printed declaration: what stands on it, for whom, and that nothing is invented, lost or signed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdfium2 import raw

from actions.errors import Altered, NotFound
from actions.printing.form import form_pdf
from actions.store import db
from actions.store.models import AcceptedVersion
from tests.printing.paper import NA_SON, entry, file, image, pages, person

UNCHECKED = "Bản tổng hợp – chưa đối chiếu mẫu chính thức"
NOT_FILED = "Máy ghi hộ; chưa phải giấy tiếp nhận hồ sơ, chưa tính ngày."


def printed(folder: Path, fields: dict[str, Any], **more: Any) -> tuple[bytes, str]:
    engine, code = file(folder, fields, **more)
    with db.reading(engine) as session:
        return form_pdf(session, code), code


def text(folder: Path, **changes: Any) -> str:
    return " ".join(pages(printed(folder, person(**changes))[0]))


def homes(count: int) -> dict[str, Any]:
    out = {}
    for i in range(count):
        where = {**NA_SON, "detail": f"bản thứ {i + 1}", "old_text": "xã Keo Lôm, huyện Điện Biên Đông" if i else None}
        for name, value in (
            ("former_place", where),
            ("former_period", {"from": f"{2005 + i}-03", "to": f"{2006 + i}"}),
        ):
            path = f"former_residences.{i}.{name}"
            out[path] = entry(path, value)
    return out


def test_an_ordinary_declaration_is_one_page_in_the_official_order_and_one_page_read_back(tmp_path: Path) -> None:
    pdf, code = printed(tmp_path, person())
    first, second = pages(pdf)
    order = [
        UNCHECKED, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Kính gửi: Ủy ban nhân dân xã Na Son, tỉnh Điện Biên",
        "Họ, chữ đệm, tên người yêu cầu: Giàng A Páo", "Ngày, tháng, năm sinh: 12/03/1995",
        "Số định danh cá nhân: 011095000123", "Giấy tờ tùy thân: Thẻ căn cước công dân", "số: 011095000123",
        "Nơi cư trú: bản Huổi Sâu, xã Na Son, tỉnh Điện Biên",
        "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: Bản thân", "Số điện thoại: 0912345678",
        "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây", "Họ, chữ đệm, tên: Giàng A Páo",
        "Giới tính: Nam", "Dân tộc: Mông", "Quốc tịch: Việt Nam", "Nơi đó là: Nơi thường trú", "cấp ngày: 15/06/2022",
        "Tình trạng hôn nhân:", "☒ Hiện tại chưa đăng ký kết hôn với ai", "☐ Hiện tại đang có vợ/chồng",
        "Từng có hộ khẩu ở xã khác từ năm 18 tuổi: Không",
        "Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: Vay vốn ngân hàng", "Số lượng (bản): 1",
        "Lần cấp: Cấp lần đầu", "Nhận kết quả: Trực tiếp tại bộ phận một cửa", "Tôi cam đoan", "Làm tại", "ngày",
        "Người làm chứng 1", "Người làm chứng 2",
    ]  # fmt: skip
    at = 0
    for piece in order:
        found = first.find(piece, at)
        assert found >= 0, f"{piece!r} is not after {first[max(0, at - 60) : at]!r}"
        at = found + len(piece)
    assert "Điểm chỉ" in first and "(Ký, ghi rõ họ, chữ đệm, tên)" in first
    assert first.count("☒") == 1 and first.count("☐") == 5
    assert code in first and NOT_FILED in first and "Trang 1/2" in first
    for piece in ("Những điều đã đọc lại và được xác nhận là đúng", "Số định danh (số căn cước) 011 095 000 123",
                  "Nơi đó là Nơi có hộ khẩu (đăng ký ở lâu dài)", "Xin giấy để Vay vốn ngân hàng",
                  "Lúc: 08 giờ 05 phút 09 giây, ngày 23/11/2026 (giờ Việt Nam)", "Qua: trang Một Cửa trên mạng",
                  "Người nhập: chính người khai", "Người có mặt: không ghi nhận ai khác", UNCHECKED, NOT_FILED,
                  "Máy không thấy chỗ nào phải xem lại"):  # fmt: skip
        assert piece in second, piece


def test_nothing_says_that_it_is_signed_or_filed(tmp_path: Path) -> None:
    whole = text(tmp_path).casefold()
    assert "đã ký" not in whole and "đã nộp" not in whole and "đã tiếp nhận" not in whole


def test_the_hash_and_who_was_present_stand_on_the_read_back_page(tmp_path: Path) -> None:
    engine, code = file(tmp_path, person(), present=["bà Lò Thị Mai"], typed_by="helper", channel="sms")
    with db.reading(engine) as session:
        sha256 = session.query(AcceptedVersion).one().sha256
        last = pages(form_pdf(session, code))[-1]
    assert re.sub(r"\s", "", last).count(sha256) == 1
    assert "Người có mặt: bà Lò Thị Mai" in last and "Người nhập: người giúp ở thôn bản" in last
    assert "Qua: tin nhắn SMS" in last


@pytest.mark.parametrize(
    ("changes", "ticked", "pieces"),
    [
        (
            {"marital_status": "married", "certificate_scope": "now", "spouse_now_name": "Lò Thị Mai",
             "marriage_cert_no": "45/2015", "marriage_cert_date": "2015-11-20", "marriage_cert_issuer": "xã Na Son"},
            "☒ Hiện tại đang có vợ/chồng",
            ["là bà/ông: Lò Thị Mai", "kết hôn số: 45/2015", "cấp ngày: 20/11/2015", "do: xã Na Son"],
        ),
        (
            {"marital_status": "cohabiting_before_1987", "spouse_now_name": "Lò Thị Mai"},
            "☒ Hiện tại đang có vợ/chồng",
            ["là bà/ông: Lò Thị Mai", "Chung sống như vợ chồng từ trước ngày 03/01/1987"],
        ),
        (
            {"marital_status": "divorced", "divorced_where": "abroad", "divorce_decision_no": "12/2021/QĐST-HNGĐ",
             "divorce_decision_date": "2021-04", "divorce_court": "Tòa án nhân dân huyện Điện Biên Đông"},
            "☒ Đã đăng ký kết hôn hoặc đã có vợ/chồng nhưng đã ly hôn; hiện tại chưa đăng ký kết hôn với ai",
            ["ly hôn số: 12/2021/QĐST-HNGĐ", "ngày: 04/2021", "của: Tòa án nhân dân huyện Điện Biên Đông",
             "Ly hôn: Ở nước ngoài"],
        ),
        (
            {"marital_status": "widowed", "death_doc_no": "15/2019", "death_doc_date": "2019",
             "death_doc_issuer": "UBND xã Keo Lôm"},
            "☒ Đã đăng ký kết hôn hoặc đã có vợ/chồng nhưng vợ/chồng đã chết; hiện tại chưa đăng ký kết hôn với ai",
            ["Bản án số: 15/2019", "cấp ngày: 2019", "do: UBND xã Keo Lôm"],
        ),
        (
            {"marital_status": "married", "certificate_scope": "past", "spouse_now_name": "Lò Thị Mai",
             "single_period": {"from": "2013-03-12", "to": "2015-11-19"}, "marriage_cert_no": "45/2015"},
            "☒ Từ ngày … đến ngày … chưa đăng ký kết hôn với ai; hiện tại đang có vợ/chồng",
            ["Từ ngày: 12/03/2013", "đến ngày: 19/11/2015", "là bà/ông: Lò Thị Mai", "kết hôn số: 45/2015"],
        ),
    ],
)  # fmt: skip
def test_each_marital_status_ticks_its_box_with_its_papers(
    tmp_path: Path, changes: dict[str, Any], ticked: str, pieces: list[str]
) -> None:
    form = text(tmp_path, **changes).partition("Những điều đã đọc lại")[0]
    assert ticked in form and form.count("☒") == 1
    for piece in pieces:
        assert piece in form, piece
    assert ("Chung sống như vợ chồng" in form) == (changes["marital_status"] == "cohabiting_before_1987")


def test_what_a_person_has_to_tick_leaves_room_for_every_case(tmp_path: Path) -> None:
    form = text(tmp_path, marital_status=None, marital_status_text="hai lần kết hôn").partition("Những điều đã đọc")[0]
    assert "☒" not in form and form.count("☐") == 6
    assert "Ghi rõ: hai lần kết hôn" in form and "ly hôn số:" in form and "Bản án số:" in form


def test_for_marrying_the_other_person_stands_on_the_form(tmp_path: Path) -> None:
    form = text(
        tmp_path, purpose="marriage_abroad", spouse_full_name="KIM MIN SU", spouse_birth_date="1990-02-01",
        spouse_nationality="KH", spouse_id="M12345678", marriage_where="abroad", marriage_country="KR",
    )  # fmt: skip
    for piece in ("giấy xác nhận tình trạng hôn nhân: Kết hôn", "Kết hôn với: KIM MIN SU", "sinh ngày: 01/02/1990",
                  "Quốc tịch: Campuchia", "Số giấy tờ tùy thân: M12345678", "nước: Hàn Quốc"):  # fmt: skip
        assert piece.casefold() in form.casefold(), piece


def test_for_somebody_else_requester_and_subject_are_two(tmp_path: Path) -> None:
    form = text(
        tmp_path, requester_relation="parent", requester_full_name="Lò Thị Mai", requester_personal_id=None,
        requester_old_id="040123456", requester_birth_date="1960", purpose="other", purpose_text="bổ sung hồ sơ",
    ).partition("Những điều đã đọc lại")[0]  # fmt: skip
    assert "người yêu cầu: Lò Thị Mai" in form and "Họ, chữ đệm, tên: Giàng A Páo" in form
    assert "hôn nhân: Cha/mẹ" in form and "cũ (9 số): 040123456" in form
    assert "Mục đích khác" in form and "Cụ thể: bổ sung hồ sơ" in form


def test_a_hamlet_asked_on_its_own_completes_the_same_place_only(tmp_path: Path) -> None:
    bare = {**NA_SON, "detail": None}
    form = text(tmp_path, subject_residence=bare, requester_residence=bare, subject_hamlet="bản Huổi Sâu")
    assert form.count("Nơi cư trú: bản Huổi Sâu, xã Na Son, tỉnh Điện Biên") == 2
    (tmp_path / "other").mkdir()
    elsewhere = {**bare, "commune_code": "03214"}
    form = text(
        tmp_path / "other", subject_residence=bare, requester_residence=elsewhere, subject_hamlet="bản Huổi Sâu"
    )
    assert form.count("Nơi cư trú: bản Huổi Sâu") == 1


def test_twelve_former_residences_go_on_over_the_page_under_a_repeated_head(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, person(has_former_residences=True, subject_full_name="Nguyễn Phúc " * 9, **homes(12)))
    form = [page for page in pages(pdf) if "Những điều đã đọc lại" not in page][:2]
    assert all("TT Xã, tỉnh Từ Đến" in page for page in form)
    whole = " ".join(form)
    for i in range(12):
        assert f"{i + 1} bản thứ {i + 1}, xã Na Son" in whole
        assert f"03/{2005 + i} {2006 + i}" in whole
    assert "(tên cũ: xã Keo Lôm, huyện Điện Biên Đông)" in whole
    assert form[-1].index("12 bản thứ 12") < form[-1].index("Mục đích sử dụng") < form[-1].index("Làm tại")


def test_an_empty_declaration_is_a_form_to_fill_by_hand(tmp_path: Path) -> None:
    pdf, code = printed(tmp_path, {}, commune_code=None)
    form = " ".join(pages(pdf)[:-1])
    assert "Kính gửi: Người yêu cầu" in form and "None" not in form and "☒" not in form
    assert "Họ, chữ đệm, tên người yêu cầu: Ngày, tháng, năm sinh:" in form
    assert code in form


HOSTILE = '#eval("1+1") *đậm* _x_ $y$ <b>@ref</b> \\ = - // [k] `m`'


def test_markup_in_a_value_prints_as_itself(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, person(purpose="other", purpose_text=HOSTILE, subject_ethnicity="= H'Mông"))
    whole = " ".join(pages(pdf))
    assert f"Cụ thể: {HOSTILE}" in whole and "Dân tộc: = H'Mông" in whole


def test_letters_of_the_peoples_are_kept_and_others_are_named(tmp_path: Path) -> None:
    name, stacked = "H'Bia Ƀưk Niê Čil ñ ƀ ĕ ŏ ŭ", ("ê̆", "ô̆", "ơ̆", "ư̆")
    pdf, _ = printed(
        tmp_path, person(subject_full_name=f"{name} {' '.join(stacked)}", requester_full_name="漢字 😀\x07\u202e Páo")
    )
    form, last = pages(pdf)
    assert f"Họ, chữ đệm, tên: {name}" in form
    assert all(letter in form for letter in stacked)
    assert "người yêu cầu: □□ □ Páo" in form and "□" not in form.partition("Đề nghị")[2]
    assert "phông in không có, in thành □: U+6F22, U+5B57, U+1F600" in last


def test_a_very_long_name_stays_on_the_page(tmp_path: Path) -> None:
    name = "Nguyễn Phúc Công Tằng Tôn Nữ Thị Hoàng Phương Khánh Nguyệt Minh Thùy Ưu Đàm Hoàng Yến Bảo Trân"
    pdf, _ = printed(tmp_path, person(subject_full_name=name, purpose="other", purpose_text="x" * 900))
    assert f"Họ, chữ đệm, tên: {name}" in " ".join(pages(pdf))
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        texts = page.get_textpage()
        boxes = [texts.get_charbox(i) for i in range(texts.count_chars())]
        assert max(box[2] for box in boxes) < width - 20 and min(box[0] for box in boxes) > 20
        assert max(box[3] for box in boxes) < height and min(box[1] for box in boxes) > 15


def test_doubts_are_shown_with_their_sources_and_listed_for_the_officer(tmp_path: Path) -> None:
    both = [{"value": "Giàng A Páo", "source": "said"}, {"value": "Giàng A Pao", "source": "photo"}]
    pdf, _ = printed(
        tmp_path,
        person(
            subject_full_name=entry("subject_full_name", both, "disputed"),
            subject_residence=entry("subject_residence", None, "unread", raw_text="chỗ cây đa"),
            subject_id_issue_date=entry("subject_id_issue_date", None, "unknown"),
            subject_personal_id=entry("subject_personal_id", "011195000123", warnings=["id_matches_sex"]),
            requester_full_name=entry("requester_full_name", "Giang A Pao", warnings=["no_diacritics"]),
        ),
        notes=("young_person_for_officer",),
    )
    form, last = pages(pdf)
    assert "tên: Giàng A Páo (người khai nói) hoặc Giàng A Pao (đọc từ ảnh giấy tờ) ▲ (cán bộ chọn một)" in form
    assert "Nơi cư trú: ▲ (người khai nói: “chỗ cây đa”)" in form
    assert "cấp ngày: (người khai không biết)" in form and "cá nhân: 011195000123 ▲" in form
    assert "▲: xem phần dành cho cán bộ" in form
    officer = last.partition("Cán bộ xem lại trước khi nhận")[2]
    for piece in ("Người khai chưa đủ 18 tuổi", "Họ và tên: hai nguồn ghi khác nhau: Giàng A Páo (người khai nói)",
                  "Nơi ở theo hộ khẩu: máy chưa ghi được; người khai nói: “chỗ cây đa”",
                  "Ngày cấp căn cước: người khai không biết", "Số định danh và giới tính không khớp nhau",
                  "Họ tên người khai: người khai gõ không dấu"):  # fmt: skip
        assert piece in officer, piece


def test_the_code_holds_the_receipt_code_and_nothing_else(tmp_path: Path) -> None:
    pdf, code = printed(tmp_path, person())
    for number in range(2):
        assert [found.text for found in zxingcpp.read_barcodes(image(pdf, number))] == [code]


def test_fonts_are_embedded_and_the_metadata_name_nobody(tmp_path: Path) -> None:
    pdf, code = printed(tmp_path, person())
    document = pypdfium2.PdfDocument(pdf)
    fonts = [
        raw.FPDFTextObj_GetFont(thing.raw)
        for page in document
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    ]
    assert fonts and all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)
    about = document.get_metadata_dict()
    assert about["Title"] == f"Giấy xác nhận tình trạng hôn nhân {code}"
    assert "Giàng" not in str(about) and about["CreationDate"].startswith("D:20261123010509")
    assert b"/Lang" in pdf and b"vi-VN" in pdf


def test_the_same_version_gives_the_same_bytes_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, code = file(tmp_path, person())
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setenv("TMPDIR", str(empty))
    with db.reading(engine) as session:
        assert form_pdf(session, code) == form_pdf(session, code.replace("-", " "))
    assert list(empty.iterdir()) == []


def test_what_was_changed_after_acceptance_is_not_printed(tmp_path: Path) -> None:
    engine, code = file(tmp_path, person())
    with db.transaction(engine) as session:
        version = session.query(AcceptedVersion).one()
        version.content = {**version.content, "officer_notes": ["old_id_only"]}
    with db.reading(engine) as session, pytest.raises(Altered):
        form_pdf(session, code)


@pytest.mark.parametrize("code", ["1234-5670", "", "9999", "0000-0000", "không"])
def test_an_unknown_code_is_not_found(tmp_path: Path, code: str) -> None:
    engine, _ = file(tmp_path, person())
    with db.reading(engine) as session, pytest.raises(NotFound) as caught:
        form_pdf(session, code)
    assert caught.value.status == 404
