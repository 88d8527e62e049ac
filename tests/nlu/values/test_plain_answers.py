"""What holds for every people, country and status, whatever the sentence: denied, or another's, is never taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.types import Context
from nlu.values import find, read
from nlu.values.names_data import countries, ethnic_groups
from tests.nlu.values.tables import TODAY

KINDS = ("sex", "ethnicity", "marital_status", "country", "yes_no")
GROUPS = [g.name for g in ethnic_groups() if g.name != "Thổ"]  # an old name of other peoples too: always asked
COUNTRIES = [(c.name, c.code) for c in countries()]
NATIONALITY = Context(TODAY, question="Quốc tịch nước nào?")
PEOPLE = Context(TODAY, question="Là người dân tộc nào?")
STATES = {"ly hôn rồi": "divorced", "chưa kết hôn lần nào": "never_married", "đã kết hôn": "married"}


@pytest.mark.parametrize("group", GROUPS)
def test_a_people_is_read_as_ones_own_only(group: str) -> None:
    own = read("ethnicity", f"em là người {group} ạ", PEOPLE)
    assert own is not None and own.value == group
    for told in (f"không phải người {group}", f"vợ em là người {group}", f"dân tộc {group} có được giảm tiền không"):
        other = read("ethnicity", told, PEOPLE)
        assert other is None or other.value is None, told


@pytest.mark.parametrize(("name", "code"), COUNTRIES)
def test_a_country_is_a_nationality_only_where_it_is_told_as_one(name: str, code: str) -> None:
    own = read("country", f"quốc tịch {name} ạ", NATIONALITY)
    assert own is not None and own.value == code
    for told in (f"không phải {name}", f"đi {name} lao động", f"chồng em quốc tịch {name}", f"sang {name} chơi"):
        other = read("country", told, NATIONALITY)
        assert other is None or other.value is None, told


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["anh trai em", "con gái tôi", "bạn em", "bố mẹ cháu", "em gái tôi"])
def test_the_status_of_another_is_not_taken(state: str, who: str) -> None:
    own = read("marital_status", f"dạ em {state}", Context(TODAY))
    assert own is not None and own.value == STATES[state]
    other = read("marital_status", f"{who} {state}", Context(TODAY))
    assert other is None or other.value is None


PIECES = st.sampled_from(
    [
        "em", "con", "tôi", "mẹ", "chồng", "bố", "bạn", "nam", "nữ", "gái", "trai", "Mông", "Thái", "Lào", "Mường",
        "la", "người", "dân tộc", "quốc tịch", "không", "phải", "chưa", "rồi", "có", "vâng", "đâu", "à", "ly hôn",
        "mất", "vợ", "đăng ký", "giấy kết hôn", "còn", "theo", ",", ".", "?", "năm 1984", "đúng", "sửa", "hay",
        "mạ", "no", "or", "h",
    ]
)  # fmt: skip
QUESTIONS = st.sampled_from(
    [None, "Chị đã ly hôn, phải không?", "Mẹ là người dân tộc nào?", "Có đúng không?", "Quốc tịch?"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=900).map(" ".join), QUESTIONS)
def test_no_row_of_words_raises(text: str, question: str | None) -> None:
    context = Context(TODAY, question=question)
    for kind in KINDS:
        for reading in (read(kind, text[:4000], context), *find(kind, text[:4000], context)):
            if reading is not None:
                assert 0 <= reading.start <= reading.end <= len(text)
                assert reading.value is None or not reading.candidates
                assert len(reading.candidates) <= 3
