"""The room that texts take as SMS."""

from __future__ import annotations

import pytest

from actions.segments import alphabet, bare, segments, worded


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1), ("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("x" * 307, 3), ("à" * 160, 1),
        ("ă" * 70, 1), ("ă" * 71, 2), ("ă" * 134, 2), ("ă" * 135, 3),
        ("{" * 80, 1), ("{" * 81, 2),
        # The 153rd septet is left free where a character of two would be divided.
        ("x" * 152 + "{" + "x" * 151, 2), ("x" * 152 + "{" + "x" * 152, 3),
        ("😀" * 35, 1), ("😀" * 36, 2), ("😀" * 66, 2), ("😀" * 67, 3),
    ],
)  # fmt: skip
def test_segments_are_counted_as_networks_count_them(text: str, count: int) -> None:
    assert segments(text) == count


def test_only_six_letters_with_marks_of_vietnamese_are_in_the_gsm_alphabet() -> None:
    marked = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    assert "".join(one for one in marked if alphabet(one) == "gsm") == "àèéìòù"


def test_without_marks_everything_is_in_the_gsm_alphabet() -> None:
    assert bare("Hồ sơ “của” ông… Đặng Thị Ước – ỷ lại\u00a0được, å Ø 你") == (
        'Ho so "cua" ong... Dang Thi Uoc - y lai duoc, a Ø ?'
    )


def test_marks_stay_where_they_cost_nothing() -> None:
    fits = "Giới tính ghi trên giấy tờ là nam hay nữ?\n1. Nam\n2. Nữ"
    assert worded(fits) == fits
    long = "Họ và tên ghi trên giấy tờ là gì? " * 3
    assert worded(long) == "Ho va ten ghi tren giay to la gi? " * 3 and segments(worded(long)) == 1
