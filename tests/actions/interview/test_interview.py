"""The way through the interview: order, ladder, corrections, side questions, pauses, several declarations."""

from __future__ import annotations

import pytest

from nlu.types import Command, Fact, Question
from tests.actions.interview.talk import Talk


def test_consent_comes_before_anything_is_stored(talk: Talk) -> None:
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    assert talk.asking == "consent"
    assert talk.answers() == []
    talk.tap("no")
    assert talk.conversation().state == "idle"
    assert talk.answers() == []


def test_facts_said_at_the_start_wait_for_consent_and_are_not_asked_again(talk: Talk) -> None:
    facts = [
        Fact("person_name", "Giàng A Páo", start=3, end=14, role="self"),
        Fact("date", "1995-03-12", start=20, end=29, role="self"),
    ]
    talk.say("em Giàng A Páo sinh 12/3/1995 xin giấy", facts=facts, procedures=["marital_status"])
    assert talk.answers() == []
    talk.tap("yes").tap("self")
    assert "Giàng A Páo" in talk.text and "12/03/1995" in talk.text
    talk.tap("loan")
    assert talk.asking == "subject_sex"


def test_facts_said_before_a_refused_consent_are_forgotten(talk: Talk) -> None:
    fact = Fact("person_name", "Giàng A Páo", role="self")
    talk.say("em Giàng A Páo xin giấy", facts=[fact], procedures=["marital_status"]).tap("no")
    assert "Giàng" not in str(talk.conversation().dialogue)


def test_a_wrong_answer_is_asked_in_three_other_ways_and_never_blocks(started: Talk) -> None:
    asked = []
    for _ in range(3):
        started.say("ờ thì cái gì ấy nhỉ")
        asked.append(started.prompts[-1])
    assert asked == [
        "marital_status.subject_full_name.short",
        "marital_status.subject_full_name.example",
        "interview.other_way",
    ]
    started.tap("officer_writes")
    assert started.asking == "subject_birth_date"
    (stored,) = [a for a in started.answers() if a.field == "subject_full_name"]
    assert (stored.status, stored.raw_text) == ("unread", "ờ thì cái gì ấy nhỉ")


def test_a_hint_says_why(started: Talk) -> None:
    started.say("Giàng A Páo", "Giàng A Páo").say("mùng 1 Tết", Fact("date", hint="lunar"))
    assert started.prompts[0] == "hint.lunar"
    assert started.asking == "subject_birth_date"


def test_candidates_are_offered_not_taken(started: Talk) -> None:
    started.say("Giàng A Páo", "Giàng A Páo").say("1995", "1995").tap("male")
    started.say("Thổ", Fact("ethnicity", candidates=("Thổ", "Tày", "Khơ-me")))
    assert started.asking == "pick"
    assert "subject_ethnicity" not in started.declared()
    started.tap("Tày")
    assert started.declared()["subject_ethnicity"] == "Tày"


def test_a_commune_that_exists_twice_is_asked(identified: Talk) -> None:
    identified.tap("never").tap("yes")
    identified.say("xã Tân Lập", {"commune": "Tân Lập", "province": None})
    assert identified.asking in ("pick", "former_residences.0.former_place")
    assert "former_residences.0.former_place" not in identified.declared()


def test_former_residences_repeat_until_no(identified: Talk) -> None:
    identified.tap("never").tap("yes")
    place = {"commune": "Mường Nhà", "province": "Điện Biên"}
    period = {"from": "2012", "to": "2018"}
    identified.say("xã Mường Nhà", place).say("2012 đến 2018", period)
    assert identified.asking == "former_residences.0.former_more"
    identified.tap("yes").say("xã Mường Nhà", place).say("2005 đến 2012", {"from": "2005", "to": "2012"}).tap("no")
    stored = identified.declared()
    assert stored["former_residences.0.former_period"] == period
    assert stored["former_residences.1.former_place"]["commune"] == "Mường Nhà"
    assert identified.asking == "requester_phone"


def test_a_period_the_wrong_way_round_is_refused(identified: Talk) -> None:
    identified.tap("never").tap("yes").say("xã Mường Nhà", {"commune": "Mường Nhà", "province": "Điện Biên"})
    identified.say("từ 2018 đến 2012", {"from": "2018", "to": "2012"})
    assert identified.prompts[0] == "marital_status.check.period_order"
    assert "former_residences.0.former_period" not in identified.declared()


def test_sex_against_the_number_warns_and_keeps_both(started: Talk) -> None:
    started.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12").tap("male").say("Mông", "Mông")
    started.say("011195000123", "011195000123")
    assert "marital_status.check.id_sex" in started.prompts
    assert started.declared()["subject_sex"] == "male"
    assert started.declared()["subject_personal_id"] == "011195000123"


def test_an_old_number_is_kept_and_the_interview_goes_on(started: Talk) -> None:
    started.say("Giàng A Páo", "Giàng A Páo").say("12/3/1995", "1995-03-12").tap("male").say("Mông", "Mông")
    old = Fact("old_id", "040123456", start=0, end=9)
    started.say("040123456", Fact("national_id", hint="old_id"), facts=[old])
    assert started.declared()["subject_old_id"] == "040123456"
    assert started.asking == "subject_residence"


def test_a_date_to_come_is_refused(started: Talk) -> None:
    started.say("Giàng A Páo", "Giàng A Páo").say("1/1/2030", "2030-01-01")
    assert started.prompts[0] == "marital_status.check.birth_future"
    assert started.asking == "subject_birth_date"
    assert not [a for a in started.answers() if a.field == "subject_birth_date"]


def test_correct_by_name_with_the_new_value(identified: Talk) -> None:
    correct = Command("correct", 1.0, ("subject_birth_date",))
    identified.say("sửa ngày sinh 13/3/1995", facts=[Fact("date", "1995-03-13", start=14, end=23)], commands=[correct])
    assert identified.declared()["subject_birth_date"] == "1995-03-13"
    assert identified.asking == "registered_before"
    versions = [a.version for a in identified.answers() if a.field == "subject_birth_date"]
    assert versions == [1, 2]


def test_correct_by_name_without_a_value_asks_and_returns(identified: Talk) -> None:
    identified.say("sửa ngày sinh", commands=[Command("correct", 1.0, ("subject_birth_date",))])
    assert identified.asking == "subject_birth_date" and "12/03/1995" in identified.text
    identified.say("13/3/1995", "1995-03-13")
    assert identified.asking == "registered_before"


def test_correct_without_a_name_offers_what_was_said(identified: Talk) -> None:
    identified.say("sửa lại", None, "correct")
    assert identified.asking == "which"
    identified.tap("Giới tính").tap("female")
    assert identified.declared()["subject_sex"] == "female"
    assert identified.asking == "registered_before"


def test_go_back_step_by_step(identified: Talk) -> None:
    identified.say("quay lại", None, "go_back")
    assert identified.asking == "subject_residence_kind"
    identified.say("quay lại nữa", None, "go_back")
    assert identified.asking == "subject_residence"


def test_a_question_is_answered_and_the_interview_returns_to_its_own(started: Talk) -> None:
    started.say("mất bao nhiêu tiền", question=Question("ask_fee", (("M8", 0.9),), 0.9))
    assert started.prompts[0] == "faq.answer"
    assert started.asking == "subject_full_name"


def test_an_answer_and_a_question_get_both_answer_first(started: Talk) -> None:
    question = Question("ask_fee", (("M8", 0.9),), 0.9)
    started.say("Giàng A Páo, mà mất bao nhiêu tiền", "Giàng A Páo", question=question)
    assert started.declared()["subject_full_name"] == "Giàng A Páo"
    assert started.prompts.index("interview.noted") < started.prompts.index("faq.answer")
    assert started.asking == "subject_birth_date"


def test_a_question_without_an_answer_is_said_to_have_none(started: Talk) -> None:
    started.say("thế thì sao", question=Question("ask_other", (), 0.5))
    assert started.prompts[0] == "faq.none"
    assert started.asking == "subject_full_name"


def test_the_procedure_at_hand_answers_before_another_one(started: Talk) -> None:
    """Its own answer to "hết bao nhiêu tiền", even where another one's wording fits a little better."""
    started.say("giấy này hết bao nhiêu tiền", question=Question("ask_fee", (("B5", 0.95), ("M8", 0.8)), 0.9))
    assert "Khai sinh" not in started.text and "Lệ phí" in started.text
    started.say("khai sinh cho con hết bao nhiêu", question=Question("ask_fee", (("B5", 0.95), ("M8", 0.6)), 0.9))
    assert "Khai sinh" in started.text


def test_before_a_procedure_is_chosen_both_that_may_be_meant_are_answered_by_name(talk: Talk) -> None:
    talk.say("hết bao nhiêu tiền", question=Question("ask_fee", (("B5", 0.9), ("M8", 0.85)), 0.9))
    assert talk.prompts[:2] == ["faq.answer_for", "faq.answer_for"]
    assert "Giấy xác nhận độc thân, kết hôn: " in talk.text
    talk.say("khai sinh hết bao nhiêu", question=Question("ask_fee", (("B5", 0.9), ("M8", 0.7)), 0.9))
    assert talk.prompts[0] == "faq.answer"


@pytest.mark.parametrize("command", ["repeat", "explain", "summarize", "greet", "thanks", "identity", "insult"])
def test_side_talk_returns_to_the_same_question(started: Talk, command: str) -> None:
    before = started.conversation().asked_id
    started.say("…", None, command)
    assert started.asking == "subject_full_name"
    assert started.conversation().asked_id == before


def test_dont_know_is_an_answer_where_the_law_allows(started: Talk) -> None:
    started.say("không biết", None, "dont_know")
    assert started.asking == "subject_full_name", "a name must be known"
    started.say("Giàng A Páo", "Giàng A Páo").say("1995", "1995").tap("male").say("Mông", "Mông")
    started.say("không biết", None, "dont_know")
    assert started.asking == "subject_residence"


def test_pause_and_go_on_at_the_same_question(started: Talk) -> None:
    started.say("tạm nghỉ", None, "pause")
    assert (started.conversation().state, started.asking) == ("paused", None)
    started.say("tiếp tục", None, "resume")
    assert (started.conversation().state, started.asking) == ("interview", "subject_full_name")


def test_an_answer_after_a_pause_is_taken(started: Talk) -> None:
    started.say("tạm nghỉ", None, "pause")
    asked_id = started.conversation().asked_id
    fact = Fact("person_name", "Giàng A Páo")
    started.say("Giàng A Páo", fact, asked_id=asked_id)
    assert started.declared()["subject_full_name"] == "Giàng A Páo"


def test_an_answer_to_a_question_that_moved_on_is_asked_about(started: Talk) -> None:
    old = started.conversation().asked_id
    started.say("Giàng A Páo", "Giàng A Páo")
    started.say("12/3/1995", "1995-03-12", asked_id=old)
    assert started.asking == "place_late"
    assert "subject_birth_date" not in started.declared()
    started.tap("yes")
    assert started.declared()["subject_birth_date"] == "1995-03-12"


def test_an_old_button_changes_nothing(started: Talk) -> None:
    started.press("nonsense:yes")
    assert started.prompts[0] == "interview.old_button"
    assert started.asking == "subject_full_name"


def test_cancel_is_asked_twice(started: Talk) -> None:
    started.say("thôi không làm", None, "cancel").tap("no")
    assert started.asking == "subject_full_name"
    started.say("thôi không làm", None, "cancel").tap("yes")
    assert started.conversation().state == "cancelled"


def test_start_over_begins_with_consent_again(identified: Talk) -> None:
    identified.say("làm lại từ đầu", None, "start_over").tap("yes")
    assert identified.asking == "consent"
    assert identified.declared().get("subject_full_name") is None


def test_two_declarations_of_one_contact(identified: Talk) -> None:
    identified.say("tạm nghỉ", None, "pause")
    identified.say("làm giấy độc thân", procedures=["marital_status"])
    assert identified.asking == "registered_before"


def test_a_person_takes_over_and_the_machine_can_go_on(started: Talk) -> None:
    started.say("gặp cán bộ", None, "human")
    assert (started.conversation().owner, started.conversation().state) == ("queued", "queued")
    started.say("alo")
    assert started.prompts == ["human.wait"]
    started.say("có ai không")
    assert started.prompts == ["human.kept"]
    started.say("tiếp tục")
    assert (started.conversation().owner, started.asking) == ("bot", "subject_full_name")


def test_danger_is_met_calmly_and_leads_to_an_officer_alone(started: Talk) -> None:
    started.say("đừng báo chồng tôi", None, "danger")
    assert started.prompts == ["danger.calm"]
    started.tap("alone")
    assert (started.conversation().owner, started.conversation().queue) == ("queued", "private")


def test_nothing_is_ever_met_with_silence(talk: Talk) -> None:
    talk.blank()
    assert talk.said
    talk.say("asdkjh", intent="nlu_fallback", likely=[("ask_fee", 0.4), ("ask_where", 0.3)])
    assert talk.prompts == ["talk.did_you_mean"]


@pytest.mark.parametrize(("command", "state"), [("cancel", "cancelled"), ("erase", "idle")])
def test_the_same_command_again_confirms_itself(started: Talk, command: str, state: str) -> None:
    started.say("…", None, command).say("…", None, command)
    assert started.conversation().state == state


def test_a_question_that_is_also_a_command_is_answered_once(started: Talk) -> None:
    started.say("mày là ai", None, "identity", question=Question("ask_identity", (("H3", 0.9),), 0.9))
    assert started.prompts == ["talk.machine", "marital_status.subject_full_name.ask"]
    started.say("hồ sơ đến đâu", None, "status", question=Question("ask_status", (), 0.9))
    assert started.prompts == ["status.none", "marital_status.subject_full_name.ask"]


def test_an_unknown_issue_date_leaves_the_card_unnamed(started: Talk) -> None:
    started.say("Giàng A Páo", "Giàng A Páo").say("1995", "1995").tap("male").say("Mông", "Mông")
    started.say("011095000123", "011095000123").say("không biết", None, "dont_know")
    assert "subject_id_type" not in started.declared()
    assert "subject_id_issuer" not in started.declared()


def test_a_question_needs_no_consent(talk: Talk) -> None:
    talk.say("alo", None, "greet")
    fee = Question("ask_fee", (("M8", 0.9),), 0.9)
    talk.say("giấy độc thân mất bao nhiêu tiền", Fact("choice", 0), question=fee)
    assert talk.prompts == ["faq.answer", "interview.menu"]


def test_a_question_in_the_middle_of_a_correction_returns_to_the_correction(identified: Talk) -> None:
    identified.say("sửa ngày sinh", commands=[Command("correct", 1.0, ("subject_birth_date",))])
    identified.say("mất bao nhiêu tiền", question=Question("ask_fee", (("M8", 0.9),), 0.9))
    assert identified.prompts[0] == "faq.answer"
    assert identified.asking == "subject_birth_date"


def test_a_side_question_does_not_reset_the_ladder(started: Talk) -> None:
    started.say("ờ").say("mất bao nhiêu", question=Question("ask_fee", (("M8", 0.9),), 0.9)).say("ờ")
    assert started.prompts == ["marital_status.subject_full_name.example"]


def test_naming_the_procedure_again_goes_on(started: Talk) -> None:
    started.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    assert started.prompts == ["marital_status.subject_full_name.ask"]


def test_two_places_said_at_once_are_offered_as_communes_of_today(identified: Talk) -> None:
    said = ({"commune": "Mường Nhà", "province": "Điện Biên"}, {"commune": "Na Son", "province": "Điện Biên"})
    identified.tap("never").tap("yes").say("Mường Nhà hay Na Son gì đó", Fact("place", candidates=said))
    assert identified.asking == "pick"
    identified.tap("1")
    assert identified.declared()["former_residences.0.former_place"]["commune_code"] == "03203"
