"""The answers: complete, clean, and silent about what nobody confirmed."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import faq
from actions.errors import DataError
from actions.faq import Faq, placeholders
from actions.faq_lint import check_text, findings
from actions.locality import Fee, Locality, Office, Phone
from actions.settings import ROOT

TODAY = date(2026, 11, 22)
NOBODY_TOLD = Locality(commune_code="03203")
TOLD = Locality(
    commune_code="03203",
    office=Office(
        name="Một cửa xã Na Son",
        address="cạnh chợ Na Son",
        hours="thứ hai đến thứ sáu, 7 giờ đến 17 giờ",
        verified_on=TODAY,
        phones=[Phone(number="02150000123", what="một cửa", verified_on=TODAY)],
    ),
    fees={"marital_status": Fee(amount=3000, source="nghị quyết của tỉnh (ví dụ)", verified_on=TODAY)},
)


@pytest.fixture(scope="module")
def answers() -> Faq:
    return Faq(ROOT / "data")


def test_every_question_of_the_list_has_its_answer(answers: Faq) -> None:
    expected = {f"C{i}" for i in range(1, 21)} | {f"M{i}" for i in range(1, 38)} | {f"B{i}" for i in range(1, 41)}
    assert expected <= answers.entries.keys()
    assert all(answers.get(f"M{i}").procedure == "marital_status" for i in range(1, 38))
    assert all(answers.get(f"B{i}").procedure == "birth_3in1" for i in range(1, 41))
    assert all(answers.get(f"C{i}").procedure is None for i in range(1, 21))
    assert {f"D{i}" for i in range(1, 11)} <= answers.entries.keys(), "a card for each of the other procedures"


def test_the_shipped_answers_are_clean() -> None:
    assert faq.lint(ROOT / "data") == []


def test_facts_nobody_verified_are_marked(answers: Faq) -> None:
    unverified = {"C8", "M2", "M7", "M16", "M22", "M28", "M29", "M31", "M35", "M37"}
    unverified |= {"B1", "B2", "B3", "B7", "B14", "B28", "B32", "B36", "B38"}
    assert unverified <= {i for i, e in answers.entries.items() if not e.verified}


@pytest.mark.parametrize("entry_id", ["M8", "C10", "H11", "H12", "H13"])
def test_an_answer_that_needs_the_commune_says_so_when_it_is_silent(answers: Faq, entry_id: str) -> None:
    said = answers.answer(entry_id, NOBODY_TOLD, TODAY)
    assert said == answers.get(entry_id).answer_unknown
    assert not any(c.isdigit() for c in said)


def test_verified_data_of_the_commune_are_spoken(answers: Faq) -> None:
    assert "3.000 đồng" in answers.answer("M8", TOLD, TODAY)
    assert answers.answer("C10", TOLD, TODAY) == "Gọi một cửa xã Na Son: 02150 000 123."
    assert "cạnh chợ Na Son" in answers.answer("H12", TOLD, TODAY)
    assert "7 giờ đến 17 giờ" in answers.answer("H13", TOLD, TODAY)
    assert answers.answer("M5", TOLD, TODAY).endswith("Một cửa xã Na Son: 02150 000 123.")


def test_no_commune_speaks_for_another(answers: Faq) -> None:
    for entry_id in answers.entries:
        said = answers.answer(entry_id, Locality(), TODAY)
        assert "Na Son" not in said and "02150" not in said


def test_a_number_rung_by_nobody_is_not_spoken(answers: Faq) -> None:
    unrung = TOLD.model_copy(
        update={"office": TOLD.office.model_copy(update={"phones": [Phone(number="02150000123", what="?")]})}
    )
    assert answers.answer("C10", unrung, TODAY) == answers.get("C10").answer_unknown
    assert "02150" not in answers.answer("M5", unrung, TODAY)


def test_every_answer_fills_its_places_whoever_asks(answers: Faq) -> None:
    for entry_id in answers.entries:
        for locality in (Locality(), NOBODY_TOLD, TOLD):
            for day in (TODAY, date(2024, 1, 1), date(2027, 3, 1)):
                said = answers.answer(entry_id, locality, day)
                assert len(said) > 20 and not placeholders(said), entry_id


def test_law_that_ends_is_not_told_after_its_end(answers: Faq) -> None:
    entry = answers.get("M5")
    assert entry.valid_to == date(2027, 2, 28)
    assert answers.answer("M5", Locality(), date(2027, 2, 28)) == entry.answer
    assert answers.answer("M5", Locality(), date(2027, 3, 1)) == answers.outdated
    assert answers.answer("M2", Locality(), date(2025, 12, 31)) == answers.outdated


def test_a_frozen_answer_is_withdrawn_at_once(tmp_path: Path) -> None:
    _copy(tmp_path, {"M9": {"frozen": True}})
    frozen = Faq(tmp_path)
    assert frozen.answer("M9", Locality(), TODAY) == frozen.outdated


def test_what_matters_most_in_the_answers(answers: Faq) -> None:
    assert "chưa tính ngày" in answers.get("H2").answer and answers.get("H2").answer.startswith("Chưa.")
    assert "gặp cán bộ" in answers.get("H5").answer and "máy" in answers.get("H5").answer
    assert "không phải nộp" in answers.get("M2").answer and "vẫn ghi" in answers.get("M2").answer
    assert "23" not in answers.get("M7").answer, "the old limit is not repeated"
    assert "trước ngày 3 tháng 1 năm 1987" in answers.get("M18").answer
    assert "chứng thực tại xã" in answers.get("M34").answer


def test_what_matters_most_in_the_answers_on_children(answers: Faq) -> None:
    late = answers.get("B7").answer
    assert late.startswith("Vẫn khai được") and "có thể có lệ phí" in late
    assert "cha là ai" not in " ".join(answers.get(f"B{i}").answer for i in range(1, 41)), "nobody is asked that"
    assert "để trống" in answers.get("B16").answer and "nói riêng" in answers.get("B16").answer
    unmarried = answers.get("B15").answer
    assert unmarried.startswith("Được") and "nhận con chung" in unmarried and "hai người làm chứng" in unmarried
    assert "đưa bé đi khám ngay" in answers.get("B24").answer and "giấy khai sinh" in answers.get("B36").answer
    assert "chứng thực ở xã là đủ" in answers.get("B9").answer
    assert answers.answer("B38", NOBODY_TOLD, date(2026, 8, 31)) == answers.outdated
    assert answers.answer("B2", NOBODY_TOLD, date(2026, 9, 1)) == answers.get("B2").answer


def test_a_general_question_may_stand_in_several_procedures_but_once_in_each(tmp_path: Path) -> None:
    assert faq.lint(ROOT / "data") == [], "“nộp ở đâu” is asked of every procedure"
    _copy(tmp_path, {"M9": {"ask": ["Nộp ở đâu?", "a b", "c d", "e f", "g h"]}})
    assert [line for line in findings(Faq(tmp_path)) if "'nop o dau' is asked in M5, M9" in line]
    shutil.rmtree(tmp_path / "faq")
    _copy(tmp_path, {"C2": {"ask": ["Nộp ở đâu?", "a b", "c d", "e f", "g h"]}})
    found = findings(Faq(tmp_path))
    assert any("is asked in M5, C2" in line for line in found), "what is common is not a procedure's own as well"


def test_words_the_citizen_is_told_to_send_are_understood(answers: Faq) -> None:
    commands = yaml.safe_load((ROOT / "data" / "nlu" / "commands.yml").read_text("utf-8"))
    known = {p for c in commands.values() for part in ("phrases", "needs_diacritics") for p in c.get(part) or ()}
    said = [answers.outdated, *(e.answer for e in answers.entries.values())]
    said += [e.answer_unknown or "" for e in answers.entries.values()]
    told = {words for text in said for words in re.findall(r'[Nn]hắn "([^"]+)"', text)}
    assert len(told) >= 5
    assert told <= known


def _copy(content: Path, changes: dict[str, dict[str, Any]]) -> None:
    shutil.copytree(ROOT / "data" / "faq", content / "faq")
    shutil.copytree(ROOT / "data" / "leaflets", content / "leaflets", dirs_exist_ok=True)
    for path in (content / "faq").glob("*.yml"):
        raw = yaml.safe_load(path.read_text("utf-8"))
        for entry in raw["entries"]:
            entry.update(changes.get(entry["id"], {}))
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"ask": ["một", "hai", "ba", "bốn"]}, "M9.ask"),
        ({"intents": ["ask_the_moon"]}, "ask_the_moon"),
        ({"answer": "Hỏi {office_phone} để biết thêm."}, "placeholders"),
        ({"needs": ["office_phone"]}, "placeholders"),
        ({"answer_unknown": "Máy chưa biết điều này."}, "answer_unknown"),
        ({"source": ""}, "M9.source"),
        ({"checked_on": "hôm nay"}, "M9.checked_on"),
        ({"valid_from": date(2027, 1, 1), "valid_to": date(2026, 1, 1)}, "valid_from"),
        ({"colour": "red"}, "M9.colour"),
    ],
)
def test_a_broken_entry_is_named_with_its_file(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    _copy(tmp_path, {"M9": change})
    with pytest.raises(DataError) as error:
        Faq(tmp_path)
    assert "marital_status.yml" in str(error.value) and "M9" in str(error.value)
    assert complaint in str(error.value)
    assert faq.lint(tmp_path) == [str(error.value)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"answer": "Bác ra một cửa của xã để hỏi cho rõ."}, "pronoun 'Bác'"),
        ({"answer": "Để tôi hỏi cán bộ xã rồi trả lời."}, "pronoun 'tôi'"),
        ({"answer": "Hỏi cán bộ của xã mình cho chắc."}, "pronoun 'mình'"),
        ({"answer": "Anh ra một cửa của xã để hỏi cho rõ."}, "pronoun 'Anh'"),
        ({"answer": "Vào dichvucong.gov.vn để xem cho rõ."}, "link"),
        ({"answer": "Gọi số 1900 0368 để được giúp ngay."}, "phone"),
        ({"answer": "Gọi số 0215 382 1234 để được giúp."}, "phone"),
        ({"answer": "Lệ phí khoảng 15 nghìn đồng một bản."}, "amount"),
        ({"answer": "Lệ phí khoảng vài nghìn đồng một bản."}, "amount"),
        ({"answer": "Ra nơi thường trú để làm giấy này."}, "'thường trú' is not explained"),
        ({"answer": "Mang giấy chứng sinh ra một cửa của xã."}, "'chứng sinh' is not explained"),
        ({"answer": "Khai muộn thì bị phạt, ra xã hỏi thêm."}, "'phạt'"),
        ({"answer": "Hồ sơ đã nộp rồi, chờ ba ngày làm việc."}, "'đã nộp'"),
        ({"answer": "Đi công chứng giấy nhờ làm thay là được."}, "'công chứng'"),
        ({"answer": "Giấy này dùng được sáu tháng. " * 12}, "characters"),
        ({"answer": "Giấy này dùng được sáu tháng.", "verified": False}, "whom to ask"),
        ({"ask": ["LỆ PHÍ làm giấy này bao nhiêu?", "a b", "c d", "e f", "g h"]}, "is asked in M8, M9"),
    ],
)
def test_a_sentence_that_breaks_a_rule_is_found(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    _copy(tmp_path, {"M9": change})
    found = findings(Faq(tmp_path))
    assert found and all(complaint in line for line in found)


@pytest.mark.parametrize(
    "text",
    [
        "Ra nơi tạm trú (nơi đăng ký ở tạm) để hỏi.",
        "Ra nơi đăng ký hộ khẩu (thường trú) để hỏi.",
        "Anh chị em ruột, anh ruột, chị ruột thì không cần. Hỏi cán bộ.",
        "Trẻ em làm riêng, mỗi người một mình một tờ. Hỏi cán bộ.",
        'Nhắn "xóa dữ liệu của tôi" rồi hỏi lại.',
        "Từ ngày 1 tháng 1 năm 2026, hỏi lại xã.",
    ],
)
def test_the_rules_let_plain_sentences_pass(text: str) -> None:
    assert check_text(text, verified=False) == []


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    _copy(tmp_path, {"M9": {"id": "C1"}})
    with pytest.raises(DataError, match=r"C1 stands in common\.yml too"):
        Faq(tmp_path)


def test_an_unknown_answer_is_an_error(answers: Faq) -> None:
    with pytest.raises(DataError, match="Z99"):
        answers.get("Z99")
    assert faq.answer("Z99", Locality(), TODAY) is None, "an index made from older data must not break a turn"
    assert faq.answer("M9", Locality(), TODAY) == answers.get("M9").answer
