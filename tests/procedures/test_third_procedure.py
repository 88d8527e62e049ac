"""A third procedure, added as files alone: started, asked, corrected, read back, sent, printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.dossiers.submit import digest
from actions.printing.form import form_pdf
from actions.printing.sheet import sheet_pdf
from actions.procedures.check import check
from actions.settings import ROOT
from actions.store import db
from actions.store.models import AcceptedVersion, Leg
from bot.generate import generate, read_examples
from nlu.lexicon import Lexicon
from nlu.types import Command
from tests.actions.interview.talk import Talk
from tests.printing.paper import pages
from tests.procedures.content import ADDED, content_with, read_from

NA_SON = {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi Sâu"}
DECLARED = {
    "subject_full_name": "Vàng Thị Mỷ",
    "subject_birth_date": "1950",
    "subject_sex": "female",
    "subject_ethnicity": "Mông",
    "subject_nationality": "VN",
    "death_date": "2026-11-20",
    "death_hour": "3 giờ sáng",
    "death_where": "home",
    "death_cause": "tuổi già",
    "death_paper": "notice",
    "paper_no": "15/2026",
    "paper_date": "2026-11-21",
    "paper_issuer": "Trạm y tế xã Na Son",
    "requester_relation": "child",
    "requester_full_name": "Giàng A Páo",
    "requester_birth_date": "1975-03-12",
    "requester_personal_id": "011075000123",
    "requester_phone": "0912345678",
    "copies": 1,
    "filing_basis": "counter",
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = content_with(tmp_path_factory.mktemp("third"))
    with read_from(folder):
        yield folder


@pytest.fixture
def talk(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    return Talk.begin(tmp_path)


def begun(talk: Talk) -> Talk:
    talk.say("bà nhà tôi mất, tôi khai tử", intent=f"start_{ADDED}", procedures=[ADDED])
    return talk.tap("yes")


def about_her(talk: Talk) -> Talk:
    """The one who died is known: the day of death is being asked."""
    begun(talk).say("Vàng Thị Mỷ", "Vàng Thị Mỷ").say("sinh năm 1950", "1950").tap("female").say("Mông", "Mông")
    return talk.tap("unknown").say("bản Huổi Sâu, xã Na Son", NA_SON)


def all_answered(talk: Talk) -> Talk:
    """Everything is answered: the first part is being read back."""
    about_her(talk).say("20/11", "2026-11-20").say("3 giờ sáng", "3 giờ sáng").tap("home").say("tuổi già", "tuổi già")
    talk.tap("notice").say("15/2026", "15/2026").say("21/11", "2026-11-21").say("trạm y tế", "Trạm y tế xã Na Son")
    talk.tap("child").say("Giàng A Páo", "Giàng A Páo").say("12/3/1975", "1975-03-12")
    return talk.say("011075000123", "011075000123").say("0912345678", "0912345678")


def test_nothing_in_the_code_knows_it() -> None:
    code = [p for part in ("actions", "bot", "channels", "cli", "nlu", "voice") for p in (ROOT / part).rglob("*.py")]
    assert len(code) > 100
    assert [p for p in code if ADDED in p.read_text("utf-8")] == []
    assert not (ROOT / "data" / "procedures" / ADDED).exists()


def test_its_data_pass_every_check(content: Path) -> None:
    def findings(folder: Path) -> set[str]:
        return {finding.replace(str(folder), "") for finding in check(folder)}

    assert findings(content) - findings(ROOT / "data") == set()


def test_it_is_offered_beside_the_others(talk: Talk) -> None:
    talk.say("chào", None, "greet", intent="greet")
    titles = [option["title"] for option in talk.said[-1]["options"]]
    assert "Giấy khai tử" in titles and "Giấy xác nhận độc thân, kết hôn" in titles
    talk.tap("Giấy khai tử")
    assert f"{ADDED}.intro" in talk.prompts and "Xin chia buồn" in talk.text and talk.asking == "consent"
    talk.tap("yes")
    assert talk.asking == "subject_full_name" and "Người đã mất" in talk.text


def test_it_runs_from_the_first_word_to_the_receipt(talk: Talk) -> None:
    all_answered(talk)
    assert talk.asking == "review" and "Vàng Thị Mỷ" in talk.text
    talk.tap("yes").tap("yes").tap("yes")
    assert talk.asking == "truth"
    talk.tap("yes")
    code = talk.dossiers()[0].code
    assert code in talk.text and "chưa phải giấy tiếp nhận" in talk.text
    assert "Giấy báo tử: nộp lại" in talk.text and "Căn cước của người đi khai" in talk.text
    declared = talk.declared()
    assert declared.pop("subject_residence")["commune_code"] == "03203"
    assert declared == DECLARED


def test_what_is_sent_and_frozen_is_in_its_own_words(talk: Talk) -> None:
    all_answered(talk)
    for _ in range(4):
        talk.tap("yes")
    dossier = talk.dossiers()[0]
    assert (dossier.procedure_id, dossier.commune_code, dossier.status) == (ADDED, "03203", "received")
    with db.reading(talk.engine) as session:
        (leg,) = session.query(Leg).all()
        frozen = session.query(AcceptedVersion).one()
        assert digest(frozen.content) == frozen.sha256 and frozen.content["procedure_code"] == "1.000656"
        printed = pages(form_pdf(session, dossier.code))
    assert leg.payload["HoVaTen"] == "VÀNG THỊ MỶ" and leg.payload["NgayChet"] == "20/11/2026"
    assert leg.payload["QuanHe"] == "Con" and leg.payload["NycSdt"] == "+84912345678"
    assert leg.payload["NoiCuTruCuoiCung"]["maXa"] == "03203" and leg.payload["GioiTinh"] == "nu"
    assert "CoSoYTe" not in leg.payload, "nothing is filled in that was not said"
    assert leg.payload["_for_officer"] == ["subject_personal_id"]
    assert "TỜ KHAI ĐĂNG KÝ KHAI TỬ" in printed[0] and "Nơi cư trú cuối cùng: bản Huổi Sâu" in printed[0]
    assert "chưa đối chiếu mẫu chính thức" in printed[0]


def test_its_rules_are_asked_about_and_told(talk: Talk) -> None:
    about_her(talk).say("25/11/2026", "2026-11-25")
    assert "chưa tới" in talk.text and talk.asking == "death_date"
    talk.say("1/1/1949", "1949-01-01")
    assert "trước cả ngày sinh" in talk.text and talk.asking == "death_date"
    talk.say("1/10/2026", "2026-10-01")
    assert "quá 15 ngày, vẫn khai được" in talk.text and "phạt" not in talk.text and talk.asking == "death_hour"


def test_what_was_not_asked_is_asked_when_the_answer_wants_it(talk: Talk) -> None:
    about_her(talk).say("20/11", "2026-11-20").say("không biết", None, "dont_know").tap("hospital")
    assert talk.asking == "death_facility"
    talk.say("viện tỉnh", "Bệnh viện tỉnh")
    assert talk.asking == "death_place"
    talk.say("xã Na Son", NA_SON).say("bệnh", "bệnh").tap("none")
    assert "vẫn khai được" in talk.text and talk.asking == "requester_relation", (
        "a paper that is not there has no number"
    )
    talk.say("sửa ngày mất", None, commands=[Command("correct", 1.0, ("death_date",))])
    assert talk.asking == "death_date"
    talk.say("21/11", "2026-11-21")
    assert talk.declared()["death_date"] == "2026-11-21" and talk.asking == "requester_relation"


def test_its_sheet_is_printed(content: Path) -> None:
    (first, *_) = pages(sheet_pdf(ADDED))
    assert "Tờ chuẩn bị đăng ký khai tử" in first


def test_it_is_learnt_at_the_next_training(content: Path, tmp_path: Path) -> None:
    made = generate(content, tmp_path)
    assert f"rule: turn start_{ADDED}" in made.rules.read_text("utf-8")
    assert f"start_{ADDED}" in made.domain.read_text("utf-8")
    assert sum(example.intent == f"start_{ADDED}" for example in read_examples(content)) >= 20


def test_its_fields_are_known_by_what_people_call_them(content: Path) -> None:
    lexicon = Lexicon.load(content)
    assert ADDED in lexicon.procedures
    assert "death_date" in lexicon.fields("sửa ngày mất") and lexicon.fields("sửa giờ mất") == ("death_hour",)
