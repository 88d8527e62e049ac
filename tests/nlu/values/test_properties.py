"""What holds for any text: nothing raises, spans lie in the text, marks left out never make another value."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.facts import find_facts
from nlu.text import fold
from nlu.types import KINDS, Context, Option
from nlu.values import find, read
from nlu.values.place import shown
from tests.nlu.values.tables import TODAY, Case, cases

OPTIONS = (Option("a", "Vay vốn ngân hàng"), Option("b", "Việc khác", ("khác",)))
CONTEXT = Context(TODAY, options=OPTIONS, dob=date(1990, 5, 7), question="Đã đăng ký kết hôn lần nào chưa?")

PIECES = st.sampled_from(
    [
        "ngày", "tháng", "năm", "hai", "ba", "mươi", "mười", "mốt", "lăm", "trăm", "nghìn", "linh", "12", "3", "1990",
        "/", ".", ",", "-", "?", "'", "xã", "tỉnh", "Na", "Son", "Điện Biên", "tên", "là", "Giàng", "A", "Páo", "Thị",
        "không", "chưa", "rồi", "vợ", "chồng", "mất", "giấy", "từ", "đến", "giờ", "nhỏ", "con", "số", "cái", "thứ",
        "Mông", "dân tộc", "người", "0912345678", "011095001234", "k", "tr", "đ", "@", "gmail.com", "\u0301", "\x00",
        "\u200b", "😀", "ê", "tết", "âm", "hôm", "qua", "cuối", "đầu", "khác", "1tr2", "QĐST-HNGĐ", "2021",
    ]
)  # fmt: skip
MESSAGES = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(MESSAGES)
def test_no_text_raises_and_spans_lie_in_it(text: str) -> None:
    for kind in KINDS:
        for reading in (read(kind, text, CONTEXT), *find(kind, text, CONTEXT)):
            if reading is None:
                continue
            assert reading.kind == kind
            assert 0 <= reading.start <= reading.end <= len(text)
            assert 0.0 <= reading.coverage <= 1.0
            assert 0.0 <= reading.score <= 1.0
            assert reading.value is None or not reading.candidates
            assert len(reading.candidates) <= 3


@settings(max_examples=200, deadline=None)
@given(MESSAGES, st.sampled_from([None, *KINDS]))
def test_facts_stand_in_order_and_apart(text: str, awaiting: str | None) -> None:
    facts = find_facts(text, CONTEXT, awaiting)
    end = 0
    for fact in facts:
        assert fact.start >= end
        assert fact.end > fact.start
        end = fact.end
    assert end <= len(text)


UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def say_below_hundred(n: int) -> str:
    """Ordinary Vietnamese for 0..99."""
    tens, unit = divmod(n, 10)
    if tens == 0:
        return UNITS[unit]
    if tens == 1:
        return "mười" + ("" if not unit else " lăm" if unit == 5 else f" {UNITS[unit]}")
    tail = {0: "", 1: " mốt", 4: " tư", 5: " lăm"}.get(unit, f" {UNITS[unit]}")
    return f"{UNITS[tens]} mươi{tail}"


def say_year(year: int) -> str:
    """Ordinary Vietnamese for 1900..2099."""
    rest = year % 100
    if year < 2000:
        head = "một nghìn chín trăm"
    else:
        head = "hai nghìn"
        if not rest:
            return head
        if rest >= 10:
            return f"{head} không trăm {say_below_hundred(rest)}"
    if not rest:
        return head
    return f"{head} {'không trăm ' if year >= 2000 else ''}{'linh ' if rest < 10 else ''}{say_below_hundred(rest)}"


DAYS = st.dates(min_value=date(1930, 1, 1), max_value=TODAY)


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_a_date_said_in_words_is_read_back(day: date) -> None:
    month = {1: "một", 4: "tư"}.get(day.month, say_below_hundred(day.month))
    text = f"ngày {say_below_hundred(day.day)} tháng {month} năm {say_year(day.year)}"
    reading = read("date", text, CONTEXT)
    assert reading is not None
    assert reading.value == day.isoformat(), text


@settings(max_examples=200, deadline=None)
@given(
    DAYS,
    st.sampled_from(
        ["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "ngày {d} tháng {m} năm {y}", "{d:02}{m:02}{y}"]
    ),
)
def test_a_date_in_figures_is_read_back(day: date, shape: str) -> None:
    text = shape.format(d=day.day, m=day.month, y=day.year)
    reading = read("date", text, CONTEXT)
    assert reading is not None
    assert reading.value == day.isoformat(), text


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=1, max_value=999_999))
def test_a_number_said_in_words_is_read_back(n: int) -> None:
    reading = read("number", say_number(n), CONTEXT)
    assert reading is not None
    assert reading.value == n, say_number(n)


def say_number(n: int) -> str:
    """Ordinary Vietnamese for 1..999999."""
    thousands, rest = divmod(n, 1000)
    parts = []
    if thousands:
        parts.append(f"{_hundreds(thousands, False)} nghìn")
    if rest:
        parts.append(_hundreds(rest, bool(thousands)))
    return " ".join(parts)


def _hundreds(n: int, full: bool) -> str:
    hundreds, rest = divmod(n, 100)
    parts = []
    if hundreds or full:
        parts.append(f"{UNITS[hundreds]} trăm")
    if rest:
        parts.append(("linh " if rest < 10 and parts else "") + say_below_hundred(rest))
    return " ".join(parts)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789", min_size=9, max_size=9).map(lambda tail: "0" + "9" + "1" + tail[2:]))
def test_a_phone_number_read_aloud_is_read_back(digits: str) -> None:
    aloud = " ".join(UNITS[int(d)] for d in digits)
    reading = read("phone", aloud, CONTEXT)
    assert reading is not None
    assert reading.value == digits


def strip(text: str) -> str:
    """As typed on a phone without Vietnamese keys."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


KINDS_OF_WORDS = (
    "date", "number", "money", "phone", "national_id", "old_id", "period", "choice", "sex", "ethnicity",
    "marital_status", "yes_no",
)  # fmt: skip
# Without marks "dừng" is what people type for "đúng", and after a yes-no question it is read so.
STRIPPED = [c for c in cases() if c.kind in KINDS_OF_WORDS and (c.kind, c.text) != ("yes_no", "dừng")]


@pytest.mark.parametrize("case", STRIPPED, ids=[f"{c.kind}: {c.text}" for c in STRIPPED])
def test_marks_left_out_never_make_another_value(case: Case) -> None:
    reading = read(case.kind, strip(case.text), case.ctx())
    if reading is not None and reading.value is not None:
        assert reading.value == case.value or reading.value in case.candidates


ALL = list(cases())


@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_both_unicode_forms_read_the_same(form: str) -> None:
    for case in ALL:
        if case.kind == "text":
            continue
        text = unicodedata.normalize(form, case.text)
        reading = read(case.kind, text, case.ctx())
        assert (shown(reading.value) if reading else None) == case.value, case.text


def test_older_and_newer_tone_places_read_the_same() -> None:
    for a, b in (("hoà bình", "hòa bình"), ("goá chồng", "góa chồng"), ("toà xử ly hôn", "tòa xử ly hôn")):
        assert fold(a) == fold(b)
    assert read("marital_status", "goá chồng", CONTEXT) is not None
    left, right = (read("marital_status", t, CONTEXT) for t in ("toà xử ly hôn rồi", "tòa xử ly hôn rồi"))
    assert left is not None and right is not None
    assert left.value == right.value == "divorced"


def test_relative_days_follow_today() -> None:
    for back in range(5):
        today = TODAY - timedelta(days=back * 37)
        reading = read("date", "hôm qua", Context(today))
        assert reading is not None
        assert reading.value == (today - timedelta(days=1)).isoformat()
