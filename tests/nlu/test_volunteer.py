"""Choices said before anybody asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.volunteer import Volunteered

CONTENT = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def volunteered() -> Volunteered:
    return Volunteered.load(CONTENT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("em Giàng A Páo xin giấy độc thân đi vay vốn", {"purpose": "loan"}),
        ("xin giay doc than di vay von ngan hang", {"purpose": "loan"}),
        (
            "xin giấy chưa chồng cho con gái đi xuất khẩu lao động",
            {"for_whom": "other", "relation_kind": "parent", "purpose": "work_abroad"},
        ),
        ("tôi cần giấy để sang tên sổ đỏ", {"purpose": "property"}),
        ("sắp cưới nên xin giấy", {"purpose": "marriage_vn"}),
        ("tôi lấy chồng Hàn Quốc cần giấy độc thân", {"purpose": "marriage_abroad"}),
        ("giấy cũ hết hạn, xin cấp lại", {"issue_kind": "again"}),
        ("cho em hỏi giấy độc thân", {}),
        ("tôi chưa kết hôn lần nào", {}),
        ("vay vốn hay là mua đất nhỉ", None),
    ],
)
def test_found(volunteered: Volunteered, text: str, expected: dict[str, str] | None) -> None:
    found = {fact.value["field"]: fact.value["option"] for fact in volunteered.find(text)}
    assert found == ({} if expected is None else expected)


def test_spans_are_of_the_original_text(volunteered: Volunteered) -> None:
    text = "Dạ,  xin giấy đi VAY VỐN ạ"
    (fact,) = volunteered.find(text)
    assert text[fact.start : fact.end] == "VAY VỐN"
