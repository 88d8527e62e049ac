"""The text in a card's code: every shape it may have, and what is no card."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.cards.payload import Card, parse

WHOLE = "058190000001|261234567|KATƠR THỊ Ê|05061990|Nữ|Thôn A, Xã B, Huyện Bác Ái, Ninh Thuận|20112021"


def test_the_seven_fields() -> None:
    assert parse(WHOLE) == Card(
        "058190000001", "Katơr Thị Ê", "1990-06-05", "female", "Thôn A, Xã B, Huyện Bác Ái, Ninh Thuận",
        "2021-11-20", "261234567",
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "|Katơr Văn A|Chamaléa Thị B",  # a căn cước may go on
        lambda text: text + "|",
        lambda text: "\ufeff " + text + "\r\n",
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("05061990", "05/06/1990").replace("KATƠR THỊ Ê", "Katơr  Thị Ê"),
        lambda text: text.replace("Nữ", "NỮ"),
    ],
)
def test_other_ways_to_write_the_same(change) -> None:  # type: ignore[no-untyped-def]
    assert parse(change(WHOLE)) == parse(WHOLE)


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("|20112021", "", "issue_date", None),
        ("20112021", "", "issue_date", None),
        ("20112021", "31022021", "issue_date", None),
        ("261234567", "", "old_number", None),
        ("05061990", "00001950", "birth_date", "1950"),
        ("05061990", "00061950", "birth_date", "1950-06"),
        ("05061990", "05130990", "birth_date", None),
        ("05061990", "5/6/90", "birth_date", None),
        ("Nữ", "Nam", "sex", "male"),
        ("Nữ", "", "sex", None),
        ("Thôn A, Xã B, Huyện Bác Ái, Ninh Thuận", " , ", "residence", None),
        ("KATƠR THỊ Ê", "H'HEN NIÊ", "name", "H'Hen Niê"),
        ("KATƠR THỊ Ê", "Ê", "name", "Ê"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_left_out(old: str, new: str, field: str, value: str | None) -> None:
    card = parse(WHOLE.replace(old, new, 1))
    assert card is not None
    assert getattr(card, field) == value
    whole = parse(WHOLE)
    assert whole is not None
    assert {**whole.to_dict(), field: value} == card.to_dict(), "nothing else changes"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/|||||||",
        "GD4012345678901|4e677579|01/01/1990|1|x|y|z",  # an insurance card
        WHOLE.replace("058190000001", "05819000000"),
        WHOLE.replace("058190000001", "٠٥٨١٩٠٠٠٠٠٠١"),
        WHOLE.replace("KATƠR THỊ Ê", "123"),
        WHOLE.replace("KATƠR THỊ Ê", ""),
        WHOLE.replace("KATƠR THỊ Ê", "A" * 400),
        "058190000001|261234567|KATƠR THỊ Ê|05061990|Nữ",
        "058190000001 261234567 KATƠR THỊ Ê 05061990 Nữ Thôn A 20112021",
    ],
)
def test_other_codes_are_no_cards(text: str) -> None:
    assert parse(text) is None


@given(st.one_of(st.text(), st.lists(st.text(), min_size=5, max_size=9).map("|".join)))
def test_any_text_is_a_card_or_none(text: str) -> None:
    card = parse(text)
    assert card is None or (len(card.number) == 12 and card == Card.from_dict(card.to_dict()))
