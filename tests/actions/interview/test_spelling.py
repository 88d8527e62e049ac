"""A name typed without its marks: the spellings are asked, what is chosen is flagged for the officer."""

from __future__ import annotations

import pytest

from nlu.types import Command, Context, Fact
from nlu.values import read
from tests.actions.interview.talk import Talk
from tests.nlu.values.tables import TODAY


def typed(text: str) -> Fact:
    """The fact as the reader of names makes it."""
    reading = read("person_name", text, Context(TODAY))
    assert reading is not None and reading.value is not None, text
    return Fact("person_name", reading.value, (), reading.start, reading.end, hint=reading.hint)


def titles(talk: Talk) -> list[str]:
    return [option["title"] for said in talk.said for option in said["options"]]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("giang a pao", "Giàng A Páo"), ("Vang Thi My", "Vàng Thị Mỷ"), ("lo van on", "Lò Văn Ón"),
        ("Lo Thị Mai", "Lò Thị Mai"), ("Lường thi Biên", "Lường Thị Biên"), ("K'Brep", "K'Brếp"),
        ("ro cham h'lan", "Rơ Châm H'Lan"), ("Y Bham Nie", "Y Bhăm Niê"), ("SUNG A CHU", "Sùng A Chứ"),
    ],
)  # fmt: skip
def test_likely_spellings_and_the_typed_one_are_choices(started: Talk, text: str, likely: str) -> None:
    name = typed(text)
    started.say(text, name)
    assert started.asking == "pick"
    assert likely in titles(started)
    assert f"Ghi đúng như đã gõ: {name.value}" in titles(started)
    assert len(titles(started)) <= 5
    assert "subject_full_name" not in started.declared(), "nothing is taken before it is chosen"
    started.tap(likely)
    stored = {a.field: a for a in started.answers()}["subject_full_name"]
    assert (stored.value, stored.raw_text, stored.source) == (likely, text, "keyed")
    assert stored.warnings == ["marks_chosen"]
    assert started.asking == "subject_birth_date"


def test_as_typed_is_kept_and_flagged(started: Talk) -> None:
    started.say("Lo Thi Mai", typed("Lo Thi Mai")).tap("Ghi đúng như đã gõ: Lo Thi Mai")
    stored = {a.field: a for a in started.answers()}["subject_full_name"]
    assert (stored.value, stored.warnings) == ("Lo Thi Mai", ["no_diacritics"])


def test_typed_once_more_without_marks_is_meant_so(started: Talk) -> None:
    again = typed("Lo Thi Mai")
    started.say("Lo Thi Mai", again).say("lo thi mai", facts=[again])
    stored = {a.field: a for a in started.answers()}["subject_full_name"]
    assert (stored.value, stored.warnings) == ("Lo Thi Mai", ["no_diacritics"])
    assert started.asking == "subject_birth_date"


def test_typed_once_more_with_marks_is_taken(started: Talk) -> None:
    started.say("Lo Thi Mai", typed("Lo Thi Mai")).say("Lỗ Thị Mai", facts=[typed("Lỗ Thị Mai")])
    stored = {a.field: a for a in started.answers()}["subject_full_name"]
    assert (stored.value, stored.warnings, stored.source) == ("Lỗ Thị Mai", [], "said")


def test_none_of_these_asks_for_the_name_again(started: Talk) -> None:
    started.say("Lo Thi Mai", typed("Lo Thi Mai")).tap("none_of_these")
    assert started.asking == "subject_full_name"
    assert "subject_full_name" not in started.declared()


@pytest.mark.parametrize(
    "text",
    ["Giàng A Páo", "Vàng Thị Mỷ", "Rơ Châm H'Lan", "Y Bhăm Niê", "K'Brếp", "Lò Văn Ón", "H'Lan Niê", "Mai Anh",
     "Giàng A Sính", "Chu Văn An", "Thào A Dơ", "Hoàng Thị Lan", "Ly A Sang", "Vi Văn Thanh"],
)  # fmt: skip
def test_a_name_with_all_its_marks_is_not_asked(started: Talk, text: str) -> None:
    started.say(text, typed(text))
    assert started.asking == "subject_birth_date"
    assert {a.field: a for a in started.answers()}["subject_full_name"].warnings == []


@pytest.mark.parametrize("text", ["Kim Min Su", "Bun Mi"])
def test_of_a_foreign_name_no_spelling_is_made_up(started: Talk, text: str) -> None:
    started.say(text, typed(text))
    assert started.asking == "subject_birth_date"
    assert {a.field: a for a in started.answers()}["subject_full_name"].warnings == ["no_diacritics"]


def test_a_name_told_before_it_was_asked_is_not_asked_from_the_start(talk: Talk) -> None:
    talk.say(
        "em la giang a pao xin giay doc than", intent="start_marital_status", procedures=["marital_status"],
        facts=[typed("giang a pao")],
    ).tap("yes").tap("self").tap("loan")  # fmt: skip
    assert talk.asking == "pick"
    assert "Giàng A Páo" in titles(talk)
    talk.tap("Giàng A Páo")
    assert talk.declared()["subject_full_name"] == "Giàng A Páo"
    assert talk.asking == "subject_birth_date"


@pytest.mark.parametrize(
    ("text", "name"),
    [("chữ Páo có dấu sắc", "Giàng A Páo"), ("pao dấu sắc", "Giàng A Páo"), ("chu pao co dau huyen", "Giàng A Pào"),
     ("chữ Pao dấu nặng ạ", "Giàng A Pạo")],
)  # fmt: skip
def test_the_mark_of_one_word_told_later_lands_in_the_name(started: Talk, text: str, name: str) -> None:
    reading = read("person_name", text, Context(TODAY))
    assert reading is not None and reading.value is None and len(reading.candidates) == 1
    fact = Fact("person_name", None, reading.candidates, reading.start, reading.end, hint=reading.hint)
    started.say("Giàng A Pao", "Giàng A Pao")
    started.say("sửa tên", commands=[Command("correct", 1.0, ("subject_full_name",))]).say(text, fact)
    assert started.declared()["subject_full_name"] == name
    assert started.asking == "subject_birth_date"


def test_a_mark_for_a_word_that_the_name_has_not_is_asked(started: Talk) -> None:
    started.say("chữ Páo có dấu sắc", Fact("person_name", None, ("Páo",), 0, 18, hint="ambiguous"))
    assert started.asking == "pick"
    assert "subject_full_name" not in started.declared()


def test_the_mark_told_while_something_else_is_asked_lands_in_the_one_name_that_has_the_word(started: Talk) -> None:
    fact = Fact("person_name", None, ("Páo",), 4, 18, hint="ambiguous")
    started.say("Giàng A Pao", "Giàng A Pao")
    started.say("chữ Páo có dấu sắc", facts=[fact])
    assert started.declared()["subject_full_name"] == "Giàng A Páo"
    assert started.asking == "subject_birth_date"
