"""What is written becomes what is understood when heard."""

from __future__ import annotations

import pytest

from actions.prompts import prompts
from voice.speakable import speakable

SAID = {
    "Ngày sinh: 12/03/1995.": "Ngày sinh: ngày 12 tháng 3 năm 1995.",
    "sống chung từ trước ngày 3/1/1987": "sống chung từ trước ngày 3 tháng 1 năm 1987.",
    "Số căn cước: 011095000123": "Số căn cước: không một một, không chín năm, không không không, một hai ba.",
    "Ví dụ: 0912 345 678.": "Ví dụ: không chín một hai, ba bốn năm, sáu bảy tám.",
    "Mã của lời khai là 2170-6332. Xin ghi lại.": "Mã của lời khai là hai một bảy không, sáu ba ba hai. Xin ghi lại.",
    "Số này có 12 chữ số.": "Số này có 12 chữ số.",
    "Câu 4 trên khoảng 11": "Câu 4 trên khoảng 11.",
    "từ 2012-2018": "từ 2012 đến 2018.",
    "lệ phí 8.000 đồng, hay 1.200.000 đồng": "lệ phí 8000 đồng, hay 1200000 đồng.",
    "Cần mang:\n- Căn cước (thẻ, hoặc mở trên VNeID)\n- Đơn": "Cần mang. Căn cước, thẻ, hoặc mở trên vi en i đi. Đơn.",
    "1. Một\n2) Hai": "Một. Hai.",
    "UBND xã, TP HCM": "ủy ban nhân dân xã, thành phố Hồ Chí Minh.",
    "số 12/2021/QĐST-HNGĐ": "số 12, 2021, quy đê ét sì tê hát e nờ giê đê.",
    "GẶP CÁN BỘ": "GẶP CÁN BỘ.",
    'Nhắn "xóa hết" 😀': "Nhắn xóa hết.",
    "<script>alert(1)</script>": "script alert, 1, script.",
    "[[h@l'oU]]": "h l oU.",
    "Đúng chưa?": "Đúng chưa?",
    "45/13/1995": "45, 13, 1995.",
    "\n \n": "",
}


@pytest.mark.parametrize("written", SAID)
def test_text_is_said_so(written: str) -> None:
    assert speakable(written) == SAID[written]


def test_decomposed_letters_are_said_like_composed_ones() -> None:
    assert speakable("Tie\u0302\u0301ng Vie\u0323\u0302t") == "Tiếng Việt."


def test_every_sentence_of_the_product_leaves_only_words_and_plain_signs() -> None:
    for prompt in prompts().all():
        assert set('/()[]"<>–—{}|') & set(speakable(prompt.text)) == set(), prompt.id
