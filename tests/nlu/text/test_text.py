"""Normalising, tokens and their places, Telex residue, comparing words mark by mark."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import (
    EXACT,
    LOOSE,
    Phrases,
    analyse,
    decode_telex,
    fits,
    fold,
    is_syllable,
    place_tone,
)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("giaays", "giấy"), ("xacs", "xác"), ("nhaanj", "nhận"), ("dduowcj", "được"), ("dduwowcj",
            "được"), ("tooi", "tôi"),
        ("muwowif", "mười"), ("namw", "năm"), ("nawm", "năm"), ("thangs", "tháng"), ("nguowif",
            "người"), ("hoaf", "hòa"),
        ("khoong", "không"), ("chuwa", "chưa"), ("vowj", "vợ"), ("quyeets", "quyết"), ("nguyeenx",
            "nguyễn"), ("thij", "thị"),
        ("muaw", "mưa"), ("ddax", "đã"), ("keets", "kết"), ("hoon", "hôn"), ("ddoocj", "độc"), ("thaan",
            "thân"),
    ],
)  # fmt: skip
def test_telex_residue_is_decoded(keys: str, word: str) -> None:
    assert decode_telex(keys) == word


@pytest.mark.parametrize(
    "word", ["giay", "nam", "khong", "visa", "gmail", "ok", "krajan", "ksor", "a", "thanh", "xoong", "moong", "12"]
)
def test_words_that_are_no_telex_stay(word: str) -> None:
    assert decode_telex(word) is None


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("oà", "òa"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("già", "già"),
        ("hoàn", "hoàn"),
        ("đuợc", "đuợc"),
    ],
)
def test_a_tone_has_one_place(typed: str, placed: str) -> None:
    assert place_tone(typed) == placed


@pytest.mark.parametrize(
    ("typed", "ours", "quality"),
    [
        ("đúng", "đúng", EXACT), ("dung", "đúng", LOOSE), ("đung", "đúng", LOOSE), ("dúng", "đúng",
            LOOSE), ("dừng", "đúng", 0),
        ("củng", "cũng", LOOSE), ("nam", "năm", LOOSE), ("nạm", "năm", 0), ("ba", "bà", LOOSE), ("bà", "ba",
            0),
    ],
)  # fmt: skip
def test_a_word_fits_ours_when_only_marks_are_missing(typed: str, ours: str, quality: int) -> None:
    assert fits(typed, ours) == quality


def test_folding_drops_marks_and_apostrophes() -> None:
    assert fold("H'Mông Đỏ") == "hmong do"


def test_syllables() -> None:
    assert all(
        is_syllable(w) for w in ["giấy", "nghiêng", "quyết", "khuya", "thuở", "nguyễn", "gì", "giếng", "yêu", "uống"]
    )
    assert not any(is_syllable(w) for w in ["krajan", "blơm", "zzz", "cac", "tắp1", "ngk"])


def test_tokens_point_into_the_original() -> None:
    text = "Dạ em  H’Mông\x00 ê\u0301 12/3, giaays 😀"
    for token in analyse(text).tokens:
        piece = text[token.start : token.end]
        assert piece
        assert fold(unicodedata.normalize("NFC", piece).replace("’", "'")) in (token.fold, "giaays")
    assert [t.text for t in analyse(text).tokens][:3] == ["Dạ", "em", "H'Mông"]


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_in_order(text: str) -> None:
    end = 0
    for token in analyse(text).tokens:
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ", min_size=1, max_size=8))
def test_placing_a_tone_is_done_once(word: str) -> None:
    assert place_tone(place_tone(word)) == place_tone(word)
    assert fold(place_tone(word)) == fold(word)


def test_phrases_prefer_the_longer_and_the_exact() -> None:
    table = Phrases([("đúng", 1), ("đúng rồi", 2), ("dừng", 3)])
    assert [(p, e) for _, _, p, e, _ in table.scan(analyse("đúng rồi").tokens)] == [(2, True)]
    assert [p for _, p, _, _ in table.all_at(analyse("dung").tokens, 0)] == [1, 3]
    assert [p for _, p, _, _ in table.all_at(analyse("dừng").tokens, 0)] == [3]
