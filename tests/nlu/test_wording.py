"""The words of a reply as evidence: what is looked at, and that it decides what readers and classifier leave open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nlu.evidence import STORY, Evidence, context_of
from nlu.lexicon import Lexicon
from nlu.weigh import leaning, meanings
from nlu.wording import BEGINNING, ENDING, FEWEST, pieces, weight_of

LEXICON = Lexicon.load(Path(__file__).resolve().parents[2] / "data")


def replied(text: str, kind: str, field: str, ranking: list[tuple[str, float]]) -> Evidence:
    awaiting = {"field": field, "kind": kind, "purpose": "field", "question": "?"}
    return Evidence(text, ranking, awaiting, context_of(awaiting, date(2026, 11, 22)), LEXICON, None)


def test_pieces_are_words_and_pairs_without_diacritics() -> None:
    assert pieces("Chưa có, 12 năm?") == (
        "chua", "co", "#", "nam", "?",
        "^ chua", "chua co", "co #", "# nam", "nam ?", "? $", "^ chua co",
    )  # fmt: skip
    assert pieces("chua co 7 nam ?") == pieces("Chưa có, 12 năm?")


@pytest.mark.parametrize("text", ["", "…", " , "])
def test_a_message_without_words_has_no_pieces(text: str) -> None:
    assert pieces(text) == ()


def test_of_a_long_message_only_both_ends_are_looked_at() -> None:
    words = [f"t{'aeiou'[i % 5]}{'nmtpc'[i // 5 % 5]}{'x' * (i // 25)}" for i in range(200)]
    found = pieces(" ".join(words))
    assert words[0] in found and words[-1] in found and words[100] not in found
    assert len(found) <= 2 * (BEGINNING + ENDING) + 2


def test_a_piece_of_a_longer_message_counts_less() -> None:
    assert weight_of(("a",)) == weight_of(tuple("abcd")) == FEWEST**-0.5
    assert weight_of(tuple("abcdefghi")) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "field", "yes"),
    [
        ("hai vợ chồng chung một nhà", "same_home", True),
        ("ông ấy ở tỉnh khác", "same_home", False),
        ("để cháu lớn đã", "wants_citizen_card", False),
        ("hộ khẩu vẫn để ở đây từ nhỏ", "has_former_residences", False),
        ("còn một nơi ở Thanh Hóa", "former_more", True),
    ],
)
def test_a_yes_or_no_in_words_of_its_own_leans_to_one_side(text: str, field: str, yes: bool) -> None:
    unsure = [("inform", 0.4), ("affirm", 0.1), ("deny", 0.1)]
    chance = leaning(replied(text, "yes_no", field, unsure))
    assert 0.0 <= chance <= 1.0 and (chance > 0.6) == yes and (chance < 0.4) != yes


def test_words_tell_not_knowing_from_asking_where_the_classifier_does_not() -> None:
    unsure = [("ask_explain_field", 0.3), ("dont_know", 0.3), ("inform", 0.3)]
    known = meanings(replied("vợ giữ thẻ rồi, không có ở đây", "national_id", "subject_personal_id", unsure))
    asked = meanings(replied("lấy dãy số ở mặt trước hay mặt sau", "national_id", "subject_personal_id", unsure))
    assert next(iter(known)) == "dont_know" and next(iter(asked)) == "ask_explain_field"


def test_facts_of_a_story_are_found_at_both_its_ends_and_keep_their_places() -> None:
    text = "sinh ngày 5/6/1990, " + "đường lên bản xa lắm " * 150 + "số điện thoại 0912345678"
    assert len(text) > STORY
    e = replied(text, "date", "subject_birth_date", [("inform", 0.9)])
    assert e.reading is None
    found = {f.kind: f for f in e.facts}
    assert text[found["phone"].start : found["phone"].end] == "0912345678"
    assert "5/6/1990" in text[found["date"].start : found["date"].end]


def test_a_story_of_one_word_has_ends_too() -> None:
    assert replied("a" * 4000, "place", "former_place", [("inform", 0.9)]).facts == ()
