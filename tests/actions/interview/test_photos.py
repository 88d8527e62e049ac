"""A photo of a card in the interview: shown, confirmed, stored beside what was said; advice where it cannot be read."""

from __future__ import annotations

import dataclasses

import pytest

from actions.cards.payload import Card, parse
from actions.cards.seen import REASONS, Seen
from actions.procedures import load
from actions.prompts import prompts
from actions.store import db
from actions.store.models import Media
from nlu.types import Command, Fact
from tests.actions.interview.talk import Talk

TEXT = "011095000123||GIÀNG A PÁO|12031995|Nam|Bản Huổi Lóng, Na Son, Điện Biên Đông, Điện Biên|15062022"


def card(**change: str | None) -> Seen:
    whole = parse(TEXT)
    assert whole is not None
    return Seen(dataclasses.replace(whole, **change))  # type: ignore[arg-type]


def test_one_photo_answers_six_questions(started: Talk) -> None:
    assert started.asking == "subject_full_name"
    started.photo(card())
    assert started.asking == "card"
    assert {a.field for a in started.answers()} == {"for_whom", "purpose"}, "not yet stored"
    for piece in ("Giàng A Páo", "12/03/1995", "Nam", "011 095 000 123", "15/06/2022", "xã Na Son, tỉnh Điện Biên"):
        assert piece in started.text
    started.tap("yes")
    assert started.asking == "subject_ethnicity", "the card does not say it"
    declared = started.declared()
    assert declared["subject_full_name"] == "Giàng A Páo"
    assert declared["subject_birth_date"] == "1995-03-12"
    assert declared["subject_sex"] == "male"
    assert declared["subject_personal_id"] == "011095000123"
    assert declared["subject_id_issue_date"] == "2022-06-15"
    place = declared["subject_residence"]
    assert (place["commune"], place["province"], place["detail"]) == ("Na Son", "Điện Biên", "bản Huổi Lóng")
    assert {a.source for a in started.answers() if a.field.startswith("subject_")} == {"photo"}


def test_nothing_is_stored_that_the_citizen_did_not_confirm(started: Talk) -> None:
    started.photo(card()).tap("no")
    assert started.asking == "subject_full_name"
    assert "subject_full_name" not in started.declared()
    started.photo(card()).say("đúng rồi", None, "affirm")
    assert started.declared()["subject_full_name"] == "Giàng A Páo"


def test_what_was_said_otherwise_is_kept_beside_the_card(started: Talk) -> None:
    started.say("Giàng A Pao", "Giàng A Pao").say("12/3/1995", "1995-03-12")
    started.photo(card()).tap("yes")
    latest = {a.field: a for a in started.answers()}
    assert latest["subject_full_name"].status == "disputed"
    assert [side["source"] for side in latest["subject_full_name"].value or ()] == ["said", "photo"]
    assert (latest["subject_birth_date"].status, latest["subject_birth_date"].version) == ("known", 1), "both agree"
    versions = len(started.answers())
    started.photo(card(name="Giàng Thị Mai")).tap("yes")
    assert len(started.answers()) == versions, "a second card does not cover the dispute"


def test_a_name_typed_without_marks_gets_those_of_the_card(started: Talk) -> None:
    typed = Fact("person_name", "Giang A Pao", (), 0, 11, hint="no_diacritics")
    started.say("Giang A Pao", typed).tap("Ghi đúng như đã gõ: Giang A Pao").photo(card())
    assert "Giàng A Páo (có dấu như trên thẻ, thay cho Giang A Pao)" in started.text
    assert started.declared()["subject_full_name"] == "Giang A Pao", "not before it was confirmed"
    started.tap("yes")
    latest = {a.field: a for a in started.answers()}["subject_full_name"]
    assert (latest.status, latest.value, latest.source) == ("known", "Giàng A Páo", "photo")
    assert (latest.version, latest.warnings) == (2, []), "no doubt is left for the officer"
    assert "interview.disputed" not in started.prompts
    assert started.asking == "subject_ethnicity"


def test_marks_that_were_only_chosen_give_way_to_those_of_the_card(started: Talk) -> None:
    typed = Fact("person_name", "Giang A Pao", (), 0, 11, hint="no_diacritics")
    started.say("Giang A Pao", typed).tap("Giàng A Pao").photo(card()).tap("yes")
    latest = {a.field: a for a in started.answers()}["subject_full_name"]
    assert (latest.status, latest.value, latest.source, latest.warnings) == ("known", "Giàng A Páo", "photo", [])


@pytest.mark.parametrize("typed", ["Giang A Po", "Giàng A Pao", "Giang Pao"])
def test_another_name_without_marks_is_not_the_card_s(started: Talk, typed: str) -> None:
    started.say(typed, Fact("person_name", typed, (), 0, len(typed))).photo(card())
    assert "thay cho" not in started.text
    started.tap("yes")
    assert {a.field: a for a in started.answers()}["subject_full_name"].status == "disputed"


def test_a_spelling_that_was_refused_changes_nothing(started: Talk) -> None:
    started.say("Giang A Pao", "Giang A Pao").photo(card()).tap("no")
    assert started.declared()["subject_full_name"] == "Giang A Pao"


def test_the_old_number_is_kept_where_a_field_asks_for_it(started: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load.procedures()["marital_status"]
    raw = whole.model_dump(by_alias=True)
    (field,) = (f for group in raw["groups"] for f in group["fields"] if f["id"] == "subject_old_id")
    field["when"] = None
    asks = load.procedures() | {"marital_status": type(whole).model_validate(raw)}
    started.photo(card(old_number="040123456")).tap("yes")
    assert "subject_old_id" not in started.declared(), "nobody needs it beside the number of today"
    monkeypatch.setattr(load, "_procedures", asks)
    started.photo(card(old_number="040123456"))
    assert "Số chứng minh cũ (9 số): 040 123 456" in started.text
    started.tap("yes")
    assert started.declared()["subject_old_id"] == "040123456"


def test_an_address_of_a_divided_commune_is_asked_as_a_spoken_one(started: Talk) -> None:
    started.photo(card(residence="Thôn 1, Tân Lập")).tap("yes")
    assert started.asking in ("subject_residence", "pick")
    assert "subject_residence" not in started.declared()
    assert started.declared()["subject_personal_id"] == "011095000123"


def test_a_value_that_breaks_a_rule_is_asked_instead(started: Talk) -> None:
    started.photo(card(issue_date="1990-01-01")).tap("yes")
    assert "subject_id_issue_date" not in started.declared()
    assert started.declared()["subject_personal_id"] == "011095000123"


def test_a_card_without_an_issue_date_leaves_its_question(started: Talk) -> None:
    started.photo(card(issue_date=None, birth_date=None)).tap("yes")
    assert started.asking == "subject_birth_date"


def test_a_photo_before_consent_waits_and_is_forgotten_with_a_no(talk: Talk) -> None:
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    talk.photo(card())
    assert (talk.prompts[0], talk.asking) == ("photo.later", "consent")
    assert talk.answers() == []
    talk.tap("no")
    assert "Giàng" not in str(talk.conversation().dialogue)


def test_a_photo_before_consent_is_shown_once_its_turn_comes(talk: Talk) -> None:
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    talk.photo(card()).tap("yes")
    assert talk.asking == "for_whom"
    talk.tap("self")
    assert talk.asking == "card"
    talk.tap("yes")
    assert talk.asking == "purpose"
    assert talk.declared()["subject_full_name"] == "Giàng A Páo"


def test_a_photo_without_a_declaration_is_not_used(talk: Talk) -> None:
    talk.photo(card())
    assert talk.prompts[0] == "photo.start_first"
    assert "Giàng" not in str(talk.conversation().dialogue)


def test_whose_card_it_is(talk: Talk) -> None:
    talk.say("xin giấy độc thân cho con", intent="start_marital_status", procedures=["marital_status"])
    talk.tap("yes").tap("other").tap("parent").tap("loan")
    talk.photo(card())
    assert "người cần giấy" in talk.text
    talk.tap("other")
    assert talk.asking == "card_whose"
    talk.tap("requester")
    assert "người khai" in talk.text
    talk.tap("yes")
    assert talk.declared()["requester_full_name"] == "Giàng A Páo"
    assert talk.asking == "subject_full_name"


def test_advice_and_after_two_failures_typing(started: Talk) -> None:
    started.photo(Seen(why="dark"))
    assert started.prompts[0] == "photo.why.dark"
    assert "photo.type_instead" not in started.prompts
    started.photo(Seen(why="still"))
    assert started.prompts[:2] == ["photo.why.still", "photo.type_instead"]
    assert started.asking == "subject_full_name"
    started.photo(card()).tap("no").photo(Seen(why="closer"))
    assert "photo.type_instead" not in started.prompts, "a photo that was read begins the count anew"


@pytest.mark.parametrize("why", REASONS)
def test_every_reason_has_its_advice(why: str) -> None:
    assert prompts().has(f"photo.why.{why}")


def test_a_file_that_is_no_photo_is_told_so(started: Talk) -> None:
    started.photo(None)
    assert started.prompts[0] == "photo.why.kind"


def test_the_photo_is_offered_once_and_shown_at_every_question_it_answers(talk: Talk) -> None:
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"])
    talk.tap("yes").tap("self")
    assert "photo.offer" not in talk.prompts
    talk.tap("loan")
    assert talk.prompts[-2:] == ["photo.offer", "marital_status.subject_full_name.ask"]
    assert talk.said[-1]["awaiting"]["photo"] is True
    talk.say("Giàng A Páo", "Giàng A Páo")
    assert "photo.offer" not in talk.prompts and talk.said[-1]["awaiting"]["photo"] is True
    talk.say("12/3/1995", "1995-03-12").tap("male")
    assert talk.asking == "subject_ethnicity" and "photo" not in talk.said[-1]["awaiting"]


def test_a_photo_wakes_a_paused_interview(started: Talk) -> None:
    started.say("nghỉ chút", None, commands=[Command("pause")]).photo(card())
    assert started.asking == "card"


def test_the_file_is_dropped_in_the_same_turn(started: Talk) -> None:
    with db.transaction(started.engine) as session:
        session.add(
            Media(
                id="m1", conversation_id=started.conversation_id, kind="image", path="m/m1", mime="image/jpeg",
                size=1, sha256="0" * 64,
            )
        )  # fmt: skip
    started.photo(Seen(why="dark"), "m1")
    with db.reading(started.engine) as session:
        assert session.get_one(Media, "m1").status == "dropping"


def test_a_card_round_trips_through_the_state(started: Talk) -> None:
    started.photo(card())
    asked = started.conversation().dialogue["asked"]
    assert Card.from_dict(asked["data"]["card"]) == card().card
