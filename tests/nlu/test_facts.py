"""Several facts in one message: their spans, whom they are about, and what must not be taken for a fact."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.facts import find_facts
from nlu.types import Context
from nlu.values.place import shown
from tests.nlu.values.tables import TODAY

CONTEXT = Context(TODAY)

Said = list[tuple[str, Any, "str | None"]]

MESSAGES: list[tuple[str, Said]] = [
    (
        "em Giàng A Páo sinh 12/3/1995 ở xã Na Son, xin giấy độc thân đi vay vốn",
        [
            ("person_name", "Giàng A Páo", "self"),
            ("date", "1995-03-12", "self"),
            ("place", {"commune": "Na Son", "province": None}, "self"),
        ],
    ),
    (
        "em giang a pao sinh 12/3/1995 o xa na son xin giay doc than di vay von",
        [
            ("person_name", "Giang A Pao", "self"),
            ("date", "1995-03-12", "self"),
            ("place", {"commune": "Na Son", "province": None}, "self"),
        ],
    ),
    ("vợ em tên Lò Thị Mai sinh 1998", [("person_name", "Lò Thị Mai", "spouse"), ("date", "1998", "spouse")]),
    (
        "em tên Giàng A Páo, sinh năm 1995, cccd 011095001234, sdt 0912345678, dân tộc Mông, chưa có vợ",
        [
            ("person_name", "Giàng A Páo", "self"),
            ("date", "1995", "self"),
            ("national_id", "011095001234", "self"),
            ("phone", "0912345678", "self"),
            ("ethnicity", "Mông", "self"),
            ("marital_status", "never_married", "self"),
        ],
    ),
    (
        "mẹ cháu tên Lò Thị Ín sinh năm 1970, bố cháu là Quàng Văn Pản sinh 1968",
        [
            ("person_name", "Lò Thị Ín", "mother"),
            ("date", "1970", "mother"),
            ("person_name", "Quàng Văn Pản", "father"),
            ("date", "1968", "father"),
        ],
    ),
    (
        "tôi xin giấy cho con gái tôi là Lò Thị Mai sinh 5/6/2004",
        [("person_name", "Lò Thị Mai", "child"), ("date", "2004-06-05", "child")],
    ),
    (
        "em cưới năm 2010, chồng em mất năm 2019",
        [("date", "2010", "other"), ("marital_status", "widowed", "self"), ("date", "2019", "other")],
    ),
    (
        "ở xã Mường Nhà, người Thái",
        [("place", {"commune": "Mường Nhà", "province": None}, None), ("ethnicity", "Thái", None)],
    ),
    (
        "từ 2015 đến 2019 em ở xã Tân Lập",
        [
            ("period", {"from": "2015", "to": "2019"}, None),
            ("place", {"commune": "Tân Lập", "province": None}, "self"),
        ],
    ),
    ("thẻ cấp ngày 20/11/2021", [("date", "2021-11-20", "other")]),
    ("cháu là Thào Mí Sính", [("person_name", "Thào Mí Sính", "self")]),
    (
        "số 12/2021/QĐST-HNGĐ ngày 5/6/2021",
        [("document_no", "12/2021/QĐST-HNGĐ", None), ("date", "2021-06-05", None)],
    ),
    (
        "bé nhà em tên Giàng Minh Khôi sinh hôm qua",
        [("person_name", "Giàng Minh Khôi", "child"), ("date", "2026-11-21", "child")],
    ),
    ("email em là pao@gmail.com", [("email", "pao@gmail.com", "self")]),
    ("xin chào cán bộ", []),
    ("giấy này mất bao nhiêu tiền ạ", []),
    ("xin giấy độc thân thì làm thế nào", []),
    ("mẹ cháu mất rồi", []),
    ("ở xã nào", []),
    ("bản Thái ở đâu", []),
    ("quay lại câu trước", []),
    ("tôi muốn hỏi giấy xác nhận tình trạng hôn nhân", []),
    ("gặp cán bộ", []),
    ("", []),
    ("😀\x00", []),
]


@pytest.mark.parametrize(("text", "said"), MESSAGES, ids=[m[0] for m in MESSAGES])
def test_facts(text: str, said: Said) -> None:
    facts = find_facts(text, CONTEXT)
    assert [(f.kind, shown(f.value), f.role) for f in facts] == said


def test_spans_point_at_the_words() -> None:
    text = "em Giàng A Páo sinh 12/3/1995 ở xã Na Son"
    spans = {f.kind: text[f.start : f.end] for f in find_facts(text, CONTEXT)}
    assert spans == {"person_name": "Giàng A Páo", "date": "12/3/1995", "place": "xã Na Son"}


def test_the_awaited_kind_is_read_as_a_whole_answer() -> None:
    assert [f.value for f in find_facts("7 5 90", CONTEXT, "date")] == ["1990-05-07"]
    assert find_facts("7 5 90", CONTEXT) == []
    assert [f.value for f in find_facts("hai bản", CONTEXT, "number")] == [2]
    assert [shown(f.value) for f in find_facts("Na Son", CONTEXT, "place")] == [{"commune": "Na Son", "province": None}]


def test_a_child_in_question_makes_chau_the_child() -> None:
    about_child = Context(TODAY, person="child")
    assert [f.role for f in find_facts("cháu tên Giàng Thị Dở", about_child)] == ["child"]
    assert [f.role for f in find_facts("cháu tên Giàng Thị Dở", CONTEXT)] == ["self"]


def test_an_ethnic_word_in_a_place_or_name_is_no_ethnicity() -> None:
    for text in ("em ở xã Mường Nhà", "tên em là Lường Thị Thái", "bản Dao xã Na Son"):
        assert "ethnicity" not in {f.kind for f in find_facts(text, CONTEXT)}
