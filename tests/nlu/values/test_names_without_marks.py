"""Places and names typed without marks: what is read is what was read with them, or is only offered, or nothing."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.types import Context
from nlu.values import find, read
from nlu.values.place import shown
from tests.nlu.values.tables import TODAY, Case, cases

# Families and given names of several peoples, communes and provinces that are invented pairs here.
FAMILIES = ("Lò", "Giàng", "Vàng", "Nguyễn", "Trần", "Hạng", "Sùng", "Quàng", "Lường", "Hoàng", "Phàn", "Đinh")
MIDDLES = ("Văn", "Thị")
GIVEN = ("Páo", "Mỷ", "Hòa", "Lan", "Dợ", "Ín", "Thắng", "Huệ", "Súa", "Pâng", "Đức", "Liên")
COMMUNES = ("Na Son", "Pu Nhi", "Mường Lèo", "Keng Đu", "Búng Lao", "Nậm Kè", "Tân Lập", "Ea Kar", "Lũng Cú")
PROVINCES = ("Điện Biên", "Sơn La", "Nghệ An", "Tuyên Quang", "Đắk Lắk")
CONTEXT = Context(TODAY)


def strip(text: str) -> str:
    """As typed on a phone without Vietnamese keys."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def plain(value: Any) -> str:
    """A value without marks, capitals and blanks, to compare."""
    parts = {"name": value} if isinstance(value, str) else {k: v for k, v in value.items() if v and k != "said"}
    return json.dumps({k: strip(str(v)).lower().replace(" ", "") for k, v in parts.items()}, sort_keys=True)


# Without marks "Văn Thị Hoa" after "bà" may as well be somebody called Bà; "mùa" is a season before it is a family;
# "nhé" after Mường Nhé is told apart by its marks only.
UNDECIDED = ("bà Văn Thị Hoa", "Mùa A Sùng", "xã nậm kè huyện mường nhé nhé cán bộ")
READ = [c for c in cases() if c.kind in ("place", "person_name") and c.value is not None and c.text not in UNDECIDED]


@pytest.mark.parametrize("case", READ, ids=[f"{c.kind}: {c.text}" for c in READ])
def test_marks_left_out_make_no_other_place_or_name(case: Case) -> None:
    reading = read(case.kind, strip(case.text), case.ctx())
    if reading is not None and reading.value is not None:
        assert plain(shown(reading.value)) == plain(case.value)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FAMILIES), st.sampled_from(MIDDLES), st.sampled_from(GIVEN), st.booleans(), st.sampled_from(
    ["{}", "tên {}", "em tên là {} ạ", "họ và tên: {}", "dạ tên em là {}", "{} sinh năm 1990"]
))  # fmt: skip
def test_a_name_is_read_back_with_and_without_marks(
    family: str, middle: str, given_name: str, marks: bool, shape: str
) -> None:
    name = f"{family} {middle} {given_name}"
    text = shape.format(name)
    reading = read("person_name", text if marks else strip(text), CONTEXT)
    assert reading is not None
    assert reading.value == (name if marks else strip(name))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(COMMUNES), st.sampled_from(PROVINCES), st.booleans(), st.sampled_from(
    ["xã {c}, tỉnh {p}", "em ở xã {c} tỉnh {p} ạ", "{c}, {p}", "xã {c} thuộc tỉnh {p}",
     "không phải Hừa Ngài, xã {c}, {p}"]
))  # fmt: skip
def test_a_place_is_read_back_with_and_without_marks(commune: str, province: str, marks: bool, shape: str) -> None:
    text = shape.format(c=commune, p=province)
    reading = read("place", text if marks else strip(text), CONTEXT)
    assert reading is not None
    wanted = {"commune": commune, "province": province}
    assert plain(shown(reading.value)) == plain(wanted)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([
    "xã", "Na Son", "hay", "không phải", "tên", "họ", "đệm", "là", "Lò", "Thị", "gọi", "(", ")", "nay", "trước", "bản",
    "à nhầm", "2", "k", "1", "xax", "Hof", ",", "~", "hình như", "gần", "số", "va", "và",
]), max_size=900).map(" ".join))  # fmt: skip
def test_whatever_is_said_up_to_4_kb_never_raises(text: str) -> None:
    for kind in ("place", "person_name"):
        for reading in (read(kind, text[:4000], CONTEXT), *find(kind, text[:4000], CONTEXT)):
            assert reading is None or 0 <= reading.start <= reading.end <= 4000
