"""Numbers, sums and choices: what is said is read back, marks left out make no other value, nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.types import Context, Option
from nlu.values import read
from tests.nlu.values.tables import TODAY, cases
from tests.nlu.values.test_properties import PIECES, say_below_hundred, say_number, strip

HOW_MANY = Context(TODAY, question="Cần mấy bản?")
WHICH_CHILD = Context(TODAY, question="Cháu là con thứ mấy?")
HOW_MUCH = Context(TODAY, question="Hết bao nhiêu tiền?")
TITLES = ("Vay vốn ngân hàng", "Mua bán nhà đất", "Đi làm nước ngoài", "Việc khác")
WHAT_FOR = Context(TODAY, options=tuple(Option(str(i), t) for i, t in enumerate(TITLES)))
ASKED = (("number", HOW_MANY), ("number", WHICH_CHILD), ("money", HOW_MUCH), ("choice", WHAT_FOR))

AROUND = st.sampled_from(["{}", "dạ {} ạ", "{} thôi", "cho em {} với ạ", "em lấy {} nhé"])


def say_sum(thousands: int) -> str:
    """Ordinary Vietnamese for a sum of whole thousands, 1..999.999 of them."""
    millions, rest = divmod(thousands, 1000)
    parts = [f"{say_number(millions)} triệu"] if millions else []
    if rest:
        parts.append(f"{'không trăm ' if millions and rest < 100 else ''}{_under(rest, bool(millions))} nghìn")
    return " ".join(parts)


def _under(rest: int, after: bool) -> str:
    return f"linh {say_below_hundred(rest)}" if after and rest < 10 else say_number(rest)


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=1, max_value=99), AROUND, st.sampled_from(["bản", "tờ", "cái"]))
def test_copies_said_in_words_are_read_back(n: int, around: str, noun: str) -> None:
    text = around.format(f"{say_number(n)} {noun}")
    reading = read("number", text, HOW_MANY)
    assert reading is not None, text
    assert reading.value == n, text


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=2, max_value=19), st.sampled_from(["con thứ {}", "thứ {}", "cháu là đứa thứ {} ạ"]))
def test_a_place_in_the_row_is_read_back(n: int, shape: str) -> None:
    text = shape.format("tư" if n == 4 else say_number(n))
    reading = read("number", text, WHICH_CHILD)
    assert reading is not None, text
    assert reading.value == n, text


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=1, max_value=999_999))
def test_a_sum_said_in_words_is_read_back(thousands: int) -> None:
    text = say_sum(thousands)
    reading = read("money", text, HOW_MUCH)
    assert reading is not None, text
    assert reading.value == thousands * 1000, text


@settings(max_examples=200, deadline=None)
@given(
    st.integers(min_value=1, max_value=99_999),
    st.sampled_from(["{n}k", "{n} nghìn", "{n} ngàn đồng", "{n}.000", "{n}.000đ", "{n}000 đồng", "hết {n}k ạ"]),
)
def test_a_sum_in_figures_is_read_back(n: int, shape: str) -> None:
    text = shape.format(n=n if n < 1000 or ".000" not in shape else f"{n // 1000}.{n % 1000:03}")
    reading = read("money", text, HOW_MUCH)
    assert reading is not None, text
    assert reading.value == n * 1000, text


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=1, max_value=999_999))
def test_a_sum_without_marks_is_no_other_sum(thousands: int) -> None:
    reading = read("money", strip(say_sum(thousands)), HOW_MUCH)
    if reading is not None and reading.value is not None:
        assert reading.value == thousands * 1000, strip(say_sum(thousands))


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=1, max_value=99), AROUND)
def test_a_count_without_marks_is_no_other_count(n: int, around: str) -> None:
    text = strip(around.format(f"{say_number(n)} bản"))
    reading = read("number", text, HOW_MANY)
    if reading is not None and reading.value is not None:
        assert reading.value == n, text


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=4000), st.lists(PIECES, max_size=900).map(" ".join).map(lambda t: t[:4000])))
def test_no_text_of_four_thousand_characters_raises(text: str) -> None:
    for kind, context in ASKED:
        reading = read(kind, text, context)
        assert reading is None or 0 <= reading.start <= reading.end <= len(text)


@pytest.mark.parametrize("kind", ["number", "money"])
def test_the_table_of_a_numeric_kind_holds_two_hundred_spellings(kind: str) -> None:
    spellings = {case.text for case in cases() if case.kind == kind}
    assert len(spellings) >= 200


@pytest.mark.parametrize("index", range(len(TITLES)))
def test_every_title_is_read_as_itself_with_and_without_marks(index: int) -> None:
    for text in (TITLES[index], TITLES[index].lower(), strip(TITLES[index]), f"dạ {TITLES[index]} ạ"):
        reading = read("choice", text, WHAT_FOR)
        assert reading is not None, text
        assert reading.value == index, text
