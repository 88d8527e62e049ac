"""Reading back, the truth statement, submitting once, what is frozen, and erasing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from actions.dossiers.codes import new_code, read_code
from actions.dossiers.submit import digest
from actions.interview.answers import Answer
from actions.services import load_answers
from actions.store import db
from actions.store.models import AcceptedVersion, Contact, Declaration, Leg, Spool
from actions.store.models import Answer as AnswerRow
from nlu.types import Command, Fact
from tests.actions.interview.talk import Talk


def test_read_back_in_parts_then_the_truth_then_one_dossier(answered: Talk) -> None:
    assert answered.asking == "review"
    answered.tap("yes").tap("yes").tap("yes")
    assert answered.asking == "truth"
    truth = answered.said[-1]["options"][0]["id"]
    answered.tap("yes")
    assert answered.conversation().state == "submitted"
    assert "receipt.not_filed" in answered.prompts
    answered.press(truth)
    assert len(answered.dossiers()) == 1


def test_a_wrong_part_is_corrected_by_button_and_read_again(answered: Talk) -> None:
    answered.tap("no")
    assert answered.asking == "which"
    answered.tap("Dân tộc")
    answered.say("Thái", "Thái")
    assert answered.asking == "review" and "Thái" in answered.text


def test_a_correction_that_breaks_another_answer_asks_that_again(answered: Talk) -> None:
    correct = Command("correct", 1.0, ("subject_birth_date",))
    answered.say("sửa ngày sinh 2023", facts=[Fact("date", "2023-01-01", start=14, end=18)], commands=[correct])
    assert answered.asking == "subject_id_issue_date"
    assert "marital_status.check.issue_before_birth" in answered.prompts


def test_what_was_accepted_is_frozen_and_hashed(answered: Talk) -> None:
    for _ in range(4):
        answered.tap("yes")
    with db.reading(answered.engine) as session:
        accepted = session.scalars(select(AcceptedVersion)).one()
        assert accepted.sha256 == digest(accepted.content)
        values = {f["field"]: f["value"] for f in accepted.content["fields"]}
        assert values["marital_status"] == "never_married"
        assert {f["field"]: f["source"] for f in accepted.content["fields"]}["subject_full_name"] == "said"
        leg = session.scalars(select(Leg)).one()
        assert (leg.status, session.scalars(select(Spool)).one().status) == ("held", "held")
        assert leg.payload["HoVaTenC1"] == "Giàng A Páo"
        assert leg.payload["NgaySinhC1"] == "12/03/1995"
        assert leg.payload["TinhTrangHonNhanC1"] == "1"
        assert leg.payload["nxnNoiCuTru_TrongNuoc"]["maXa"] == "03203"


def test_an_unread_answer_sends_the_dossier_to_the_officer(started: Talk) -> None:
    for _ in range(3):
        started.say("?!")
    started.tap("officer_writes").say("1995", "1995").tap("male").say("Mông", "Mông")
    started.say("không", None, "dont_know")
    started.say("bản Huổi, Na Son", {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"})
    started.tap("thuong_tru").tap("never").tap("no").say("không có", None, "dont_know")
    for _ in range(4):
        started.tap("yes")
    assert [d.status for d in started.dossiers()] == ["awaiting_officer"]


def test_two_sources_that_disagree_are_both_kept(answered: Talk) -> None:
    with db.transaction(answered.engine) as session:
        row = session.scalars(select(Declaration)).one()
        answers = load_answers(session, row)
        stored = answers.put(Answer("subject_full_name", "known", "Giàng A Pao", source="photo"))
        assert stored.status == "disputed"
        assert [side["source"] for side in stored.value] == ["said", "photo"]
        assert answers.value("subject_full_name") is None, "neither is taken silently"


def test_an_officer_decides(answered: Talk) -> None:
    with db.reading(answered.engine) as session:
        answers = load_answers(session, session.scalars(select(Declaration)).one())
    assert answers.put(Answer("subject_full_name", "known", "Giàng A Pao", source="officer")).status == "known"


def test_erasing_takes_two_steps_and_leaves_nothing(answered: Talk) -> None:
    for _ in range(4):
        answered.tap("yes")
    answered.say("xóa hết", None, "erase").tap("no")
    assert len(answered.dossiers()) == 1
    answered.say("xóa hết", None, "erase").tap("yes")
    assert answered.prompts[0] == "erase.done"
    with db.reading(answered.engine) as session:
        for table in (AnswerRow, Declaration, AcceptedVersion, Leg, Spool):
            assert session.scalars(select(table)).all() == [], table.__tablename__
        assert session.scalars(select(Contact)).one().address.startswith("erased:")
    assert answered.dossiers() == []


def test_nothing_of_the_person_is_left_in_the_file(answered: Talk, tmp_path: Path) -> None:
    answered.say("xóa hết", None, "erase").tap("yes")
    with answered.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    answered.engine.dispose()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("motcua.db*"))
    assert "Giàng A Páo".encode() not in left


def test_an_accepted_dossier_stays_without_its_contact(answered: Talk) -> None:
    for _ in range(4):
        answered.tap("yes")
    with db.transaction(answered.engine) as session:
        dossier = answered.dossiers()[0]
        session.merge(dossier).status = "accepted"
    answered.say("xóa hết", None, "erase").tap("yes")
    (kept,) = answered.dossiers()
    assert (kept.status, kept.contact_id) == ("accepted", None)


def test_every_single_slip_in_a_code_is_noticed() -> None:
    code = new_code()
    assert read_code(code) == code == read_code(code.replace("-", " "))
    digits = code.replace("-", "")
    for position, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            assert read_code(digits[:position] + other + digits[position + 1 :]) is None
    for position in range(7):
        a, b = digits[position], digits[position + 1]
        if a != b:
            assert read_code(digits[:position] + b + a + digits[position + 2 :]) is None


def test_after_a_correction_only_what_changed_is_read_again(answered: Talk) -> None:
    assert answered.prompts[-2:] == ["review.begin", "review.chunk"]
    correct = Command("correct", 1.0, ("subject_ethnicity",))
    answered.say("sửa dân tộc Thái", facts=[Fact("ethnicity", "Thái", start=12, end=16)], commands=[correct])
    assert answered.prompts == ["review.changed"]
    assert "Dân tộc: Thái" in answered.text and "Ngày sinh" not in answered.text
    answered.say("nhắc lại", None, "repeat")
    assert answered.prompts == ["review.chunk"] and "Ngày sinh" in answered.text


def test_an_address_said_unasked_is_the_writers(answered: Talk) -> None:
    answered.say("email là pao@example.vn", facts=[Fact("email", "pao@example.vn", start=9, end=23)])
    assert answered.declared()["requester_email"] == "pao@example.vn"


def test_correcting_what_follows_from_answers_asks_those(answered: Talk) -> None:
    answered.tap("yes").tap("no").tap("Tình trạng hôn nhân")
    assert answered.asking == "registered_before"


def test_a_doubtful_word_does_not_send_or_erase(answered: Talk) -> None:
    answered.tap("yes").tap("yes").tap("yes")
    answered.say("dung", Fact("yes_no", True, start=0, end=4, score=0.7))
    assert answered.dossiers() == [] and answered.asking == "truth"
