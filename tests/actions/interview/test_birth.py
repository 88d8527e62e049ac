"""The declaration of a birth: hand-over to a person, switching, twins, names, and every leg from one interview."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.dossiers.legs import legs_of, payload
from actions.interview.answers import Answer, Answers
from actions.printing.accepted import accepted
from actions.printing.form import form_data
from actions.procedures import names
from actions.procedures.load import procedures
from actions.store import db
from actions.store.models import Declaration, Leg
from nlu.types import Fact
from tests.actions.interview.talk import TODAY, Talk

HOME = {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi Sâu"}
HOSPITAL = {"commune": "Điện Biên Phủ", "province": "Điện Biên"}


@pytest.fixture
def mother(talk: Talk) -> Talk:
    """A mother who wants all three: the child's name is being asked."""
    talk.say("làm khai sinh", intent="start_birth_3in1", procedures=["birth_3in1"])
    return talk.tap("yes").tap("all").tap("mother")


@pytest.fixture
def born(mother: Talk) -> Talk:
    """Born in a hospital: whether the parents registered their marriage is being asked."""
    mother.say("Giàng A Sính", "Giàng A Sính").say("1/11/2026", "2026-11-01").tap("male").tap("facility")
    mother.say("Bệnh viện tỉnh", "Bệnh viện tỉnh").tap("unknown")
    return mother.say("phường Điện Biên Phủ", HOSPITAL)


def married(talk: Talk) -> Talk:
    """A couple at one home, to the end of the questions."""
    answer_couple(talk)
    assert talk.asking == "review"
    return talk


def answer_couple(talk: Talk) -> None:
    """Every question from the marriage on."""
    answer_from_mother(talk.tap("before"))


def answer_from_mother(talk: Talk) -> None:
    """Every question from the mother's name on."""
    talk.say("Lò Thị Mai", "Lò Thị Mai").say("7/5/1998", "1998-05-07")
    talk.say("011198000456", "011198000456").say("Thái", "Thái").say("Na Son", HOME).tap("thuong_tru")
    talk.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12")
    talk.say("011095000123", "011095000123").say("Mông", "Mông").tap("yes").tap("father").tap("father")
    talk.say("xã Na Son", HOME).say("0912345678", "0912345678").tap("father").tap("head")


def send(talk: Talk) -> Talk:
    for _ in range(3):
        talk.tap("yes")
    return talk.tap("yes")


def test_a_private_matter_is_queued_with_the_draft_kept_and_the_machine_can_go_on(born: Talk) -> None:
    born.tap("never").tap("ask")
    assert born.prompts == ["birth_3in1.ending.private", "human.private"]
    conversation = born.conversation()
    assert (conversation.owner, conversation.queue, conversation.state) == ("queued", "private", "queued")
    assert born.declared()["child_full_name"] == "Giàng A Sính"
    born.say("tiếp tục")
    assert born.conversation().owner == "bot"
    assert born.asking == "mother_full_name"


def test_what_needs_a_person_is_never_sent_by_going_on(mother: Talk) -> None:
    mother.say("Giàng A Sính", "Giàng A Sính").say("1/11/2026", "2026-11-01").tap("male").tap("abroad")
    assert mother.conversation().queue == "general"
    mother.say("tiếp tục")
    assert mother.asking == "parents_registered"
    answer_couple(mother)
    assert mother.conversation().owner == "queued"
    assert mother.dossiers() == []


def test_a_very_young_mother_is_helped_apart_and_may_send(born: Talk) -> None:
    born.tap("never").tap("no").say("Lò Thị Mai", "Lò Thị Mai").say("24/11/2010", "2010-11-24")
    assert born.conversation().queue == "private"
    born.say("tiếp tục").say("không có", None, "dont_know").say("Việt Nam", "VN").say("Thái", "Thái")
    born.say("Na Son", HOME).tap("thuong_tru").say("xã Na Son", HOME).say("0912345678", "0912345678")
    send(born.tap("mother").tap("head"))
    assert len(born.dossiers()) == 1


def test_another_procedure_in_the_middle_keeps_the_draft_both_ways(mother: Talk) -> None:
    mother.say("Giàng A Sính", "Giàng A Sính")
    mother.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    assert mother.asking == "switch"
    mother.tap("yes").tap("yes").tap("self").tap("loan")
    mother.say("làm khai sinh", intent="start_birth_3in1", procedures=["birth_3in1"]).tap("yes")
    assert mother.asking == "resume"
    mother.tap(next(b["title"] for b in mother.said[-1]["options"] if "Giàng" in b["title"]))
    assert mother.asking == "child_birth_date"
    with db.reading(mother.engine) as session:
        assert {row.status for row in session.query(Declaration)} == {"draft"}


def test_staying_with_the_first_changes_nothing(mother: Talk) -> None:
    mother.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"]).tap("no")
    assert mother.asking == "child_full_name"


def test_a_twin_needs_only_what_differs(mother: Talk) -> None:
    twins = Fact("choice", {"field": "twins", "option": "two"}, (), 100, 108)
    mother.say("sinh đôi, Giàng A Sính", "Giàng A Sính", facts=[twins])
    assert "birth_3in1.notice.twins" in mother.prompts
    mother.say("1/11/2026", "2026-11-01").tap("male").tap("facility").say("Bệnh viện tỉnh", "Bệnh viện tỉnh")
    send(married(mother.tap("unknown").say("phường Điện Biên Phủ", HOSPITAL)))
    assert mother.asking == "again"
    mother.tap("yes").say("Giàng Thị Sua", "Giàng Thị Sua").say("1/11/2026", "2026-11-01").tap("female")
    assert mother.asking == "review"
    send(mother)
    assert mother.asking is None
    first, second = sorted(mother.dossiers(), key=lambda d: d.created_at)
    assert first.declaration_id != second.declaration_id
    assert mother.declared()["father_full_name"] == "Giàng A Páo"


def test_one_interview_fills_every_leg_and_asks_nothing_twice(born: Talk) -> None:
    send(married(born))
    with db.reading(born.engine) as session:
        sent = {leg.system: leg.payload for leg in session.query(Leg)}
    assert sent.keys() == {"civil_status", "residence", "insurance"}
    assert {leg["HoTen"] for leg in (sent["civil_status"],)} == {"GIÀNG A SÍNH"}
    assert sent["residence"]["HoTen_1"] == sent["insurance"]["hoTen"] == "GIÀNG A SÍNH"
    assert (sent["civil_status"]["GioiTinh"], sent["residence"]["GioiTinh_3"], sent["insurance"]["gioiTinh"]) == (
        "nam", "Nam", "1",
    )  # fmt: skip
    for leg in (leg for leg in procedures()["birth_3in1"].legs if leg.system in sent):
        missing = {f.name for f in leg.fields if f.name in REQUIRED[leg.system]} - sent[leg.system].keys()
        assert not missing, (leg.system, missing)
    asked = [answer.field for answer in born.answers()]
    assert len(asked) == len(set(asked)), "no field is asked a second time for another system"


REQUIRED: dict[str, set[str]] = {
    "civil_status": {
        "Ho", "Ten", "NgaySinh", "GioiTinh", "MaDanToc", "MaQuocTich", "NoiSinhLoai", "NsDiaChi", "QqDiaChi", "MeHo",
        "MeTen", "MeNgaySinh", "MeSoGiayTo", "MeMaDanToc", "MeMaQuocTich", "MeLoaiCuTru", "MeDiaChi", "ChaHo",
        "ChaTen", "ChaNgaySinh", "ChaSoGiayTo", "ChaMaDanToc", "ChaMaQuocTich", "ChaLoaiCuTru", "ChaDiaChi",
        "ChaMeKetHon", "NycHoTen", "NycSoGiayTo", "NycDiaChi", "NycSdt", "NycQuanHe", "BanSaoSoLuong", "TraKQ",
    },
    "residence": {
        "HoTen_1", "NgaySinh_2", "GioiTinh_3", "DienThoai_5", "DkttIsTtBo", "DkttIsTtMe", "DkttChuHo",
        "DkttMaQuanHe", "DkttChuhoSoGiayTo", "LoaiXacNhanVNeID", "NoiDangKyVoi", "DiaChiThuongTru",
    },
    "insurance": {
        "hoTen", "ngaySinh", "gioiTinh", "danToc", "quocTich", "diaChi", "noiKCBBD", "hinhThucThe",
        "noiNhanTheDienTu", "hoTenNguoiKhai", "dienThoai", "quanHe",
    },
}  # fmt: skip
"""What the forms require of a couple with a registered marriage (B.3 of the list of fields, R and C that hold)."""


def test_the_card_is_a_leg_of_its_own_only_where_it_is_wanted() -> None:
    def systems(**said: Any) -> set[str]:
        answers = Answers(procedures()["birth_3in1"], TODAY)
        for field, value in said.items():
            answers.put(Answer(field, "known", value))
        return {leg.system for leg in legs_of(answers)}

    assert systems(task="all_card") >= {"civil_status", "insurance", "citizen_card"}
    assert "citizen_card" not in systems(task="all")
    assert systems(task="fewer", registered_already=True, wants_residence=False, wants_insurance=True) == {"insurance"}


def test_the_card_is_offered_from_the_day_of_its_law() -> None:
    task = next(f for g in procedures()["birth_3in1"].groups for f in g.fields if f.id == "task")
    card = next(option for option in task.options if option.id == "all_card")
    from actions.procedures.expressions import holds

    for day, offered in ((date(2026, 8, 31), False), (date(2026, 9, 1), True)):
        assert holds(card.when, Answers(procedures()["birth_3in1"], day)) is offered


def test_a_leg_writes_the_parts_of_a_name() -> None:
    answers = Answers(procedures()["birth_3in1"], TODAY)
    for field, value in (("task", "all"), ("child_full_name", "Y Blơm Niê")):
        answers.put(Answer(field, "known", value))
    body = payload(answers, next(leg for leg in procedures()["birth_3in1"].legs if leg.system == "civil_status"))
    assert (body["Ho"], body["Ten"], body.get("ChuDem")) == ("NIÊ", "Y BLƠM", None)


@pytest.mark.parametrize(
    ("name", "ethnicity", "parent", "family", "split"),
    [
        ("Giàng A Páo", "Mông", None, "Giàng", "Giàng | A | Páo"),
        ("Hồ Văn", "Bru-Vân Kiều", None, "Hồ", "Hồ | – | Văn"),
        ("Páo", "Mông", None, names.NO_SURNAME, "– | – | Páo"),
        ("Y Blơm Niê", "Ê-đê", None, "Niê", "Niê | – | Y Blơm"),
        ("H'Linh Niê Kđăm", "Ê-đê", None, "Niê Kđăm", "Niê Kđăm | – | H'Linh"),
        ("Pi Năng Thị Thạnh", "Ra-glai", "Pi Năng Tài", "Pi Năng", "Pi Năng | Thị | Thạnh"),
        ("Pi Năng Thị Thạnh", "Ra-glai", None, None, None),
        ("Katơr Thị Ê", "Ra-glai", None, None, None),
        ("Đàng Thị Mai", "Chăm", None, None, None),
        ("Thị Bơm", "Xtiêng", None, None, None),
        ("Ka Dung", "Cơ-ho", None, None, None),
        ("K'Brếp", "Cơ-ho", None, names.NO_SURNAME, "– | – | K'Brếp"),
    ],
)
def test_names_are_split_only_where_it_is_certain(
    name: str, ethnicity: str, parent: str | None, family: str | None, split: str | None
) -> None:
    found = names.surname(name, ethnicity, parent)
    assert found == family
    assert names.name_split(name, found) == split


def test_what_may_be_the_family_name_is_offered() -> None:
    assert names.surname_candidates("Pi Năng Thị Thạnh") == ["Pi", "Pi Năng", "Thạnh", names.NO_SURNAME]
    assert not names.surname_within("Thị", "Pi Năng Thị Thạnh")
    assert names.bears("H'Linh Niê Kđăm", "Niê") and not names.bears("Lò Thị Mai", "Giàng")


def test_the_forms_are_printed_before_the_trip(born: Talk) -> None:
    born.tap("after")
    answer_from_mother(born)
    send(born)
    with db.reading(born.engine) as session:
        data = form_data(accepted(session, born.dossiers()[0].code))
    titles = [form["title"] for form in data["forms"]]
    assert [title.partition(" (")[0] for title in titles[1:]] == [
        "Tờ khai thay đổi thông tin cư trú", "Văn bản thừa nhận con chung",
    ]  # fmt: skip
