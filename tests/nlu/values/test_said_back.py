"""Numbers of persons and times: what is said is read back, a doubt makes it an offer, and no text is too long."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.types import Context
from nlu.values import find, read
from tests.nlu.values.tables import TODAY
from tests.nlu.values.test_properties import CONTEXT, PIECES, UNITS, say_year, strip

KINDS = ("date", "phone", "period", "document_no", "email", "national_id", "old_id")
PROVINCES = st.sampled_from(["001", "011", "034", "040", "079", "096"])
PERSONAL = st.builds(
    lambda province, sex, year, rest: f"{province}{sex}{year:02}{rest:06}",
    PROVINCES, st.sampled_from("01"), st.integers(0, 99), st.integers(0, 999_999),
)  # fmt: skip
OLD = st.integers(10_000_000, 399_999_999).map(lambda n: f"{n:09}")
MOBILE = st.builds(
    lambda prefix, rest: f"{prefix}{rest:07}", st.sampled_from(["032", "058", "070", "081", "091", "096"]),
    st.integers(0, 9_999_999),
)  # fmt: skip
NUMBERS = st.one_of(
    st.tuples(st.just("national_id"), PERSONAL), st.tuples(st.just("old_id"), OLD), st.tuples(st.just("phone"), MOBILE)
)
PAUSES = st.sampled_from([" ", ", ", " ờ ", " ừm ", " rồi ", " tiếp theo là ", " sau đó là "])


def aloud(digits: str) -> str:
    """Digit after digit."""
    return " ".join(UNITS[int(d)] for d in digits)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.integers(2, 4), PAUSES)
def test_a_number_read_aloud_in_groups_with_pauses_is_read_back(said: tuple[str, str], size: int, pause: str) -> None:
    kind, digits = said
    groups = [digits[i : i + size] for i in range(0, len(digits), size)]
    text = pause.join(aloud(group) for group in groups)
    reading = read(kind, text, CONTEXT)
    assert reading is not None
    assert reading.value == digits, text


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.sampled_from(["{}", "dạ số của em là {} ạ", "{}, {}", "em xin gửi: {}"]), st.sampled_from(" .-"))
def test_a_number_typed_in_groups_is_read_back(said: tuple[str, str], frame: str, sign: str) -> None:
    kind, digits = said
    grouped = sign.join(digits[i : i + 3] for i in range(0, len(digits), 3))
    reading = read(kind, frame.format(grouped, digits), CONTEXT)
    assert reading is not None
    assert reading.value == digits


@settings(max_examples=150, deadline=None)
@given(NUMBERS, st.sampled_from(["hình như {}", "{} thì phải", "{} đúng không nhỉ", "nhớ mang máng {}", "có lẽ {}"]))
def test_a_number_said_with_doubt_is_offered_and_not_taken(said: tuple[str, str], frame: str) -> None:
    kind, digits = said
    for text in (frame.format(digits), frame.format(aloud(digits))):
        reading = read(kind, text, CONTEXT)
        assert reading is not None
        assert (reading.value, reading.candidates) == (None, (digits,)), text


@settings(max_examples=150, deadline=None)
@given(NUMBERS, st.integers(1, 4), st.sampled_from(["{} hay {}", "{} hoặc là {}", "{} à nhầm {}", "{} à không {}"]))
def test_digits_left_open_or_taken_back_are_never_settled(said: tuple[str, str], count: int, frame: str) -> None:
    kind, digits = said
    tail = "".join(str((int(d) + 1) % 10) for d in digits[-count:])
    reading = read(kind, frame.format(digits, tail), CONTEXT)
    assert reading is not None
    assert reading.value is None
    other = digits[:-count] + tail
    if read(kind, other, CONTEXT).value == other:  # type: ignore[union-attr]  # a number always gives a reading
        assert other in reading.candidates


@settings(max_examples=200, deadline=None)
@given(NUMBERS)
def test_marks_left_out_never_make_another_number(said: tuple[str, str]) -> None:
    kind, digits = said
    reading = read(kind, strip(aloud(digits)), CONTEXT)
    assert reading is not None
    assert reading.value in (digits, None)


YEARS = st.integers(1950, TODAY.year)


@settings(max_examples=200, deadline=None)
@given(
    YEARS, YEARS,
    st.sampled_from(["từ {} đến {}", "từ năm {} tới năm {}", "{} - {}", "{}-{}", "{} → {}", "từ {} cho đến {}"]),
)  # fmt: skip
def test_a_time_between_two_years_is_read_back(a: int, b: int, frame: str) -> None:
    first, last = sorted((a, b))
    told = {"from": str(first), "to": str(last)}
    reading = read("period", frame.format(first, last), CONTEXT)
    assert reading is not None
    assert reading.value == told
    bare = read("period", strip(frame.format(first, last)), CONTEXT)
    assert bare is not None
    assert bare.value == told


@settings(max_examples=150, deadline=None)
@given(YEARS, YEARS)
def test_a_time_between_two_years_in_words_is_read_back(a: int, b: int) -> None:
    first, last = sorted((a, b))
    text = f"từ năm {say_year(first)} đến năm {say_year(last)}"
    reading = read("period", text, CONTEXT)
    assert reading is not None
    assert reading.value == {"from": str(first), "to": str(last)}, text
    bare = read("period", strip(text), CONTEXT)
    assert bare is None or bare.value in (reading.value, None), text


@settings(max_examples=150, deadline=None)
@given(
    st.dates(min_value=date(1950, 1, 1), max_value=TODAY), st.dates(min_value=date(1950, 1, 1), max_value=TODAY),
    st.sampled_from(["{:%d/%m/%Y} - {:%d/%m/%Y}", "từ {:%d/%m/%Y} đến {:%d/%m/%Y}", "{:%d/%m/%Y}-{:%d/%m/%Y}"]),
)  # fmt: skip
def test_a_time_between_two_days_is_read_back(a: date, b: date, frame: str) -> None:
    first, last = sorted((a, b))
    reading = read("period", frame.format(first, last), CONTEXT)
    assert reading is not None
    assert reading.value == {"from": first.isoformat(), "to": last.isoformat()}


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 27), st.integers(1, 12), st.integers(1950, 2020), st.sampled_from(["hay", "hoặc", "hay là"]))
def test_one_of_two_days_is_asked(day: int, month: int, year: int, either: str) -> None:
    for text in (
        f"ngày {day} {either} {day + 1} tháng {month} năm {year}",
        f"{day}/{month}/{year} {either} {day + 1}/{month}/{year}",
    ):
        reading = read("date", text, CONTEXT)
        assert reading is not None
        assert (reading.value, reading.candidates) == (
            None,
            tuple(f"{year}-{month:02}-{d:02}" for d in (day, day + 1)),
        ), text


LONG = st.one_of(
    st.text(min_size=200, max_size=4096),
    st.builds(lambda pieces, times: (" ".join(pieces) * times)[:4096], st.lists(PIECES, min_size=1, max_size=6),
              st.integers(20, 400)),
    st.sampled_from(["hay 5 ", "năm ", "số ", "a@", "1/", "từ 2010 đến ", "à nhầm 5 ", "chấm ", "0912345678 ", "-"])
    .map(lambda piece: (piece * 4096)[:4096]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(LONG)
def test_four_kilobytes_of_anything_are_read_without_error(text: str) -> None:
    context = Context(TODAY, dob=date(1990, 5, 7))
    for kind in KINDS:
        for reading in (read(kind, text, context), *find(kind, text, context)):
            assert reading is None or 0 <= reading.start <= reading.end <= len(text)
