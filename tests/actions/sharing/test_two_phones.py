"""Two phones in one family: the absent parent declares their own part, sees nothing else, and agrees to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions import clock
from actions.store import db
from actions.store.models import (
    AcceptedVersion,
    Answer,
    Audit,
    Consent,
    Declaration,
    DeclarationAccess,
    Journal,
    Outbox,
    PartCode,
)
from tests.actions.interview.talk import Talk
from tests.actions.sharing.conftest import phone

SECRETS = ("Mỷ", "Lò Thị Mai", "1999", "Na Son", "bản Huổi")


def code_of(talk: Talk) -> str:
    """The code that the last turn gave."""
    return str(next(s["params"]["code"] for s in talk.said if s["prompt_id"] == "sharing.code"))


def rows(talk: Talk, table: Any) -> list[Any]:
    with db.reading(talk.engine) as session:
        return list(session.scalars(select(table)))


def unasked(talk: Talk) -> list[str]:
    """What was said to a phone that had written nothing."""
    with db.reading(talk.engine) as session:
        wanted = select(Outbox).where(Outbox.conversation_id == talk.conversation_id, Outbox.inbox_id.is_(None))
        return [row.utterance["prompt_id"] for row in session.scalars(wanted)]


def all_said(talk: Talk) -> str:
    with db.reading(talk.engine) as session:
        wanted = select(Outbox).where(Outbox.conversation_id == talk.conversation_id)
        return " ".join(str(row.utterance) for row in session.scalars(wanted))


def declare(father: Talk) -> Talk:
    father.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12").tap("no")
    return father.say("Thuận Giao", {"commune": "Mường Nhé", "province": "Điện Biên", "detail": "bản Xa"})


def test_the_father_declares_his_part_and_the_mother_the_rest(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    assert mother.asking == "requester_phone"  # nothing of his part is asked here
    father.say(f"mã {code}")
    assert father.asking == "part_consent"
    father.tap("yes")
    assert father.asking == "father_full_name"
    declare(father).tap("yes").tap("yes")
    assert father.prompts == ["sharing.done"]
    assert unasked(mother) == ["sharing.done_told"]
    mother.say("0912345678", "0912345678")
    while mother.asking == "review":
        assert "Páo" not in mother.text and "Mường Nhé" not in mother.text
        mother.tap("yes")
    mother.tap("yes")
    assert "receipt.code" in mother.prompts
    declared = mother.declared()
    assert declared["father_full_name"] == "Giàng A Páo"
    assert declared["father_residence"]["commune"] == "Mường Nhé"
    assert declared["mother_full_name"] == "Lò Thị Mai"
    content = rows(mother, AcceptedVersion)[0]
    assert {f["field"] for f in content.content["fields"]} >= {"father_full_name", "father_residence"}
    assert content.present == ["Cha của bé (tự khai và xác nhận phần của người ấy qua trang Một Cửa, ngày 23/11/2026)"]


def test_the_other_phone_never_hears_of_another_part(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    father.say(code).tap("yes")
    for command in ("summarize", "correct", "go_back", "status", "explain", "repeat"):
        father.say("…", None, command)
    father.say("cần giấy tờ gì", question="ask_documents")
    assert "Giấy của riêng người mẹ" not in father.text and "Căn cước" in father.text
    father.say("khai tiếp", None, "resume") if father.asking != "father_full_name" else None
    father.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12").tap("yes")  # same home as the mother
    assert father.asking == "review"
    father.say("tóm tắt", None, "summarize").tap("yes").tap("yes")
    said = all_said(father)
    assert [secret for secret in SECRETS if secret in said] == []
    assert mother.declared()["father_residence"]["commune"] == "Na Son"


def test_what_was_agreed_is_recorded(mother: Talk, father: Talk) -> None:
    father.say(code_of(mother.tap("own_phone"))).tap("yes")
    declare(father).tap("yes").tap("yes")
    consents = {row.purpose: row for row in rows(mother, Consent)}
    assert consents["part:father"].given and consents["part:father"].wording_version == "2026-11"
    assert consents["part:father"].contact_id == father.conversation().contact_id
    access = {row.role: row for row in rows(mother, DeclarationAccess)}
    assert access["part:father"].contact_id == father.conversation().contact_id
    assert access["part:father"].verified_at is not None
    events = [row.event for row in rows(mother, Journal)]
    assert events.count("part_given") == events.count("part_taken") == events.count("part_agreed") == 1
    by = {row.field: row.confirmed_by for row in rows(mother, Answer)}
    assert by["father_full_name"] == "part:father" and by["mother_full_name"] is None
    assert {"part_taken", "part_confirmed"} <= {row.action for row in rows(mother, Audit)}


def test_a_wrong_code_is_answered_alike_and_only_a_few_times(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    with db.transaction(mother.engine) as session:
        session.execute(update(PartCode).values(expires_at=clock.now() - timedelta(minutes=1)))
    said = []
    father.say("tôi có mã", None, "have_code")
    assert father.asking == "part_code"
    for wrong in (code, "1111-1111", "12345678", "1234", "9"):
        said.append(father.say(wrong).text)
    assert len(set(said)) == 1 and "sharing.wrong_code" in father.prompts
    with db.transaction(mother.engine) as session:
        session.execute(update(PartCode).values(expires_at=clock.now() + timedelta(days=1)))
    assert father.say(code).prompts == ["sharing.too_many"]  # the right one, too late
    other = phone(mother, "brother")
    other.say("tôi có mã", None, "have_code")
    assert other.say(code).prompts == ["sharing.consent"]


def test_where_his_birth_is_known_he_says_its_year_first(mother: Talk, father: Talk) -> None:
    mother.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12")
    code = code_of(mother.say("chồng tôi tự khai phần chồng", None, "own_phone"))
    father.say(code)
    assert father.asking == "part_fact" and "Páo" not in all_said(father)
    assert father.say("1985").prompts == ["sharing.wrong_fact"]
    father.say("sinh năm 1995")
    assert father.asking == "part_consent"
    father.tap("yes")
    assert father.asking == "same_home"  # what the mother said of his part, he only confirms
    father.tap("yes")
    assert father.asking == "review" and "Giàng A Páo" in father.text and "Na Son" not in father.text


def test_three_wrong_years_end_the_code(mother: Talk, father: Talk) -> None:
    mother.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12")
    code = code_of(mother.say("chồng tôi tự khai", None, "own_phone"))
    father.say(code).say("1985").say("1986").say("1987")
    assert father.prompts == ["sharing.wrong_code"]
    assert father.say(code).prompts == ["sharing.wrong_code"]
    assert rows(mother, PartCode)[0].status == "locked"
    mother.say("0912345678", "0912345678")
    assert mother.asking == "same_home"  # the part is hers to ask again


def test_he_may_refuse_and_nothing_is_written(mother: Talk, father: Talk) -> None:
    father.say(code_of(mother.tap("own_phone"))).tap("no")
    assert father.prompts == ["sharing.no_consent"] and father.asking is None
    assert unasked(mother) == []
    assert rows(mother, PartCode)[0].status == "open"
    assert [row.role for row in rows(mother, DeclarationAccess)] == ["writer"]


def test_he_stops_half_way_and_what_he_said_is_not_used(mother: Talk, father: Talk) -> None:
    father.say(code_of(mother.tap("own_phone"))).tap("yes").say("Giàng A Páo", "Giàng A Páo")
    father.say("hủy", None, "cancel")
    assert father.asking == "part_leave"
    father.tap("yes")
    assert father.prompts == ["sharing.left"] and unasked(mother) == ["sharing.left_told"]
    assert "father_full_name" not in mother.declared()
    assert [row.status for row in rows(mother, Declaration)] == ["draft"]
    mother.say("0912345678", "0912345678")
    assert mother.asking == "father_full_name"


def test_the_mother_waits_or_takes_the_part_back(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    father.say(code).tap("yes").say("Giàng A Páo", "Giàng A Páo")
    mother.say("0912345678", "0912345678")
    assert mother.asking == "part_wait" and "sharing.wait_taken" in mother.prompts
    assert code_of(mother.tap("say_code")) == code
    mother.tap("here")
    assert mother.asking == "father_full_name" and "Páo" not in mother.text
    assert father.say("12/3/1995", "1995-03-12").prompts[0] == "sharing.closed"
    assert "father_birth_date" not in mother.declared()
    assert "father_full_name" not in mother.declared()


def test_while_she_waits_his_part_is_finished(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    mother.say("0912345678", "0912345678")
    assert mother.asking == "part_wait" and "sharing.wait_open" in mother.prompts
    father.say(code).tap("yes")
    declare(father).tap("yes").tap("yes")
    mother.say("tiếp tục", None, "resume")
    assert mother.asking == "review"


def test_the_same_phone_is_told_so(mother: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    mother.say(f"mã {code}")
    assert mother.prompts[0] == "sharing.same_phone" and mother.asking == "requester_phone"


def test_plain_words_are_enough(mother: Talk, father: Talk) -> None:
    code = code_of(mother.say("chong toi tu khai phan chong"))
    assert code_of(mother.say("mã của chồng tôi?")) == code and mother.asking == "requester_phone"
    assert father.say("tôi có mã").asking == "part_code"
    assert father.say(f"mã là {code} ạ").asking == "part_consent"
    assert father.say("mã của chồng tôi").asking == "part_consent"  # no code of his own is out


def test_a_code_whose_days_are_over_is_given_anew(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    with db.transaction(mother.engine) as session:
        session.execute(update(PartCode).values(expires_at=clock.now() - timedelta(minutes=1)))
    fresh = code_of(mother.say("mã của chồng tôi"))
    assert fresh != code
    assert father.say(code).prompts == ["sharing.wrong_code"]
    assert father.say(fresh).prompts == ["sharing.consent"]


def test_digits_that_answer_a_question_are_no_code(mother: Talk, father: Talk) -> None:
    code = code_of(mother.tap("own_phone"))
    mother.say(code, code.replace("-", ""))  # to the question for the telephone number
    assert "sharing.same_phone" not in mother.prompts


def test_a_receipt_code_is_never_taken_for_the_code_of_a_part(mother: Talk, father: Talk) -> None:
    father.say("2170-6332", intent="inform")
    assert not any(prompt.startswith("sharing.") for prompt in father.prompts)
    assert [row.action for row in rows(mother, Audit)] == []


def test_a_message_after_the_declaration_is_gone_is_told_so(mother: Talk, father: Talk) -> None:
    father.say(code_of(mother.tap("own_phone"))).tap("yes")
    mother.say("xóa hết", None, "erase").tap("yes")
    assert father.say("Giàng A Páo", "Giàng A Páo").prompts[0] == "sharing.closed"
    assert rows(mother, PartCode) == [] and rows(mother, Answer) == []


def test_his_own_erasing_takes_his_answers_and_nothing_else(mother: Talk, father: Talk) -> None:
    father.say(code_of(mother.tap("own_phone"))).tap("yes")
    declare(father).tap("yes").tap("yes")
    father.say("xóa hết", None, "erase").tap("yes")
    assert father.prompts == ["erase.done"]
    declared = mother.declared()
    assert "father_full_name" not in declared and declared["mother_full_name"] == "Lò Thị Mai"
    assert [row.role for row in rows(mother, DeclarationAccess)] == ["writer"]
    assert clock.today() == date(2026, 11, 23)


@pytest.mark.parametrize("purpose", ["restart", "switch"])
def test_he_cannot_touch_the_declaration_itself(mother: Talk, father: Talk, purpose: str) -> None:
    father.say(code_of(mother.tap("own_phone"))).tap("yes")
    if purpose == "restart":
        father.say("làm lại từ đầu", None, "start_over")
        assert father.asking == "part_leave"
    else:
        father.say("xin giấy độc thân", procedures=["marital_status"])
    declaration = rows(mother, Declaration)[0]
    assert declaration.status == "draft" and declaration.contact_id == mother.conversation().contact_id
