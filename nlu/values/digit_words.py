"""One piece of a string of digits: a figure, a spoken digit, "hai con tám", "ba mươi tư", "một trăm linh năm"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Token, fits
from nlu.text.lists import words
from nlu.text.numbers import cls_of, digit_of, number_words

_COUNTED: Final = ("con", "số", "chữ", "cái")
_FAMOUS: Final = {("tứ", "quý"): 4, ("tam", "hoa"): 3, ("ngũ", "quý"): 5, ("lục", "quý"): 6}

_PLACES: Final = frozenset(
    words("cuối cuoi đầu dau sau giữa giua trước truoc kia này nay nữa nua còn đuôi duoi kế ke chót chot tiếp")
)
"""Words after "bốn số": then the four are counted, not said."""
_PAIRS: Final = ("đôi", "cặp")


def _names_place(tokens: Sequence[Token], i: int) -> bool:
    """``bốn số cuối``, ``3 chữ số sau``: how many digits the speaker talks about. "bon so sau" may be 6666 as well;
    it is left unread."""
    if tokens[i].kind == NUMBER and len(tokens[i].text) > 2:
        return False
    j = i + 1
    while j < min(i + 4, len(tokens)) and tokens[j].lower in ("số", "so", "con", "chữ", "chu", "cái"):
        j += 1
    return i + 1 < j < len(tokens) and tokens[j].lower in _PLACES


_DENIED: Final = frozenset(
    words(
        "nhớ nho biết biet chắc chac phải phai còn con dùng dung xài xai rõ ro đọc doc thấy thay có đúng được duoc ai"
    )
)


def _denies(tokens: Sequence[Token], i: int) -> bool:
    """Whether "không" before token ``i`` is a no, not a zero: "145683290 không chắc lắm"."""
    if i >= len(tokens) or tokens[i].lower not in _DENIED:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if tokens[i].fold in ("dung", "phai", "duoc"):  # "… không, đúng không"
        return after is None or after.spoken not in ("không", "khong", "chưa", "chua")
    return tokens[i].fold != "con" or after is None or single(after) is None


_HEARD: Final = {
    "khong": 0, "hong": 0, "cong": 0, "mot": 1, "hai": 2, "bon": 4, "bong": 4, "nam": 5, "nham": 5, "lam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "chinh": 9,
}  # fmt: skip
"""Digits by their letters alone: for words heard or keyed with a wrong mark between other digits."""


def misheard(tokens: Sequence[Token], i: int) -> str | None:
    """The digit that a word with a wrong mark stands for ("tấm" among digits); only where digits stand on both
    sides, or before a word keyed in Telex that ends the message."""
    if not 0 < i < len(tokens) or tokens[i].kind != WORD or tokens[i].fold not in _HEARD:
        return None
    ends = tokens[i].telex and (i + 1 == len(tokens) or tokens[i + 1].kind == MARK)
    if single(tokens[i - 1]) is None or not (ends or (i + 1 < len(tokens) and single(tokens[i + 1]) is not None)):
        return None
    return str(_HEARD[tokens[i].fold])


def item(tokens: Sequence[Token], i: int) -> tuple[int, str, tuple[str, ...]] | None:
    """One spoken or typed piece at token ``i``: ``(end, digits, other ways to hear it)``."""
    token = tokens[i]
    if _names_place(tokens, i) or (token.spoken in ("không", "khong") and _denies(tokens, i + 1)):
        return None
    if token.kind == NUMBER:
        return i + 1, token.text, ()
    if token.kind != WORD:
        return None
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    glued_before = token.glued and i > 0 and tokens[i - 1].kind == NUMBER
    glued_after = following is not None and following.kind == NUMBER and following.glued
    if token.fold.strip("o") == "" and token.fold and (glued_before or glued_after):
        return i + 1, "0" * len(token.fold), ()
    if token.fold in ("l", "i") and glued_before and glued_after:
        return i + 1, "1", ()  # "094l173026"
    if token.lower in ("ko", "kg", "kh") and following is not None and single(following) is not None:
        return i + 1, "0", ()  # "ko ba năm sáu"
    for (a, b), count in _FAMOUS.items():
        if fits(token.lower, a) and following is not None and fits(following.lower, b) and i + 2 < len(tokens):
            third = single(tokens[i + 2])
            if third is not None:
                return i + 3, third * count, ()
    if token.lower in _PAIRS and following is not None and (twin := single(following)) is not None:
        return i + 2, twin * 2, ()
    if token.lower in ("con", "số", "so") and following is not None and not _names_place(tokens, i + 1):
        one = single(following)
        after = tokens[i + 2] if i + 2 < len(tokens) else None
        if one is not None and not (after is not None and after.lower in ("con",)):
            return i + 2, one, ()
        return None
    digit = digit_of(token)
    tail_word = cls_of(token, "digit")
    if (
        tail_word
        and not tail_word.exact
        and tail_word.word in ("nhăm", "lăm", "mốt")
        and not (i and digit_of(tokens[i - 1]))
    ):
        return None  # "nham" is nhầm, "lam" is làm
    if digit is None:
        for cls, lead in (("twenties", "2"), ("thirties", "3")):
            if cls_of(token, cls) and following is not None and (unit := digit_of(following)):
                return i + 2, f"{lead}{unit}", ()
        if cls_of(token, "ten"):
            unit = _unit_after(tokens, i + 1)
            return (i + 2, f"1{unit}", (f"10{unit}",)) if unit is not None else (i + 1, "10", ())
        return None
    if following is None or following.kind != WORD:
        return i + 1, str(digit), ()
    counted = _counted(tokens, i, digit)
    if counted:
        return counted
    if cls_of(following, "hundred"):
        return _hundreds(tokens, i, digit)
    if digit and (cls_of(following, "tens") or (digit > 1 and cls_of(following, "ten") and not _tens_free(tokens, i))):
        unit = _unit_after(tokens, i + 2)
        loose_ten = (f"{digit}1{unit or '0'}",) if cls_of(following, "ten") else ()
        if unit is None:
            return i + 2, f"{digit}0", loose_ten
        return i + 3, f"{digit}{unit}", (f"{digit}0{unit}", *loose_ten)
    return i + 1, str(digit), ()


def _tens_free(tokens: Sequence[Token], i: int) -> bool:
    """Whether "mười" after this digit is written with its own tone in a marked text: then it is 10, not "mươi"."""
    return any(w.exact and w.cls == "ten" for w in number_words(tokens[i + 1]))


def single(token: Token) -> str | None:
    if token.kind == NUMBER and len(token.text) == 1:
        return token.text
    digit = digit_of(token) if token.kind == WORD else None
    return None if digit is None else str(digit)


def _unit_after(tokens: Sequence[Token], i: int) -> int | None:
    if i >= len(tokens) or tokens[i].kind != WORD:
        return None
    unit = digit_of(tokens[i])
    if not unit:
        return None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.kind == WORD:
        if (cls_of(after, "tens") and not cls_of(after, "ten")) or cls_of(after, "hundred"):
            return None
        if fits(after.lower, "con") and i + 2 < len(tokens) and single(tokens[i + 2]) is not None and unit in (2, 3, 4):
            return None
    return unit


def _counted(tokens: Sequence[Token], i: int, count: int) -> tuple[int, str, tuple[str, ...]] | None:
    """``hai con tám``, ``ba số không``, ``hai chữ số chín``."""
    j = i + 1
    seen = False
    while j < min(i + 4, len(tokens)) and any(tokens[j].lower in (w, w.replace("ố", "o")) for w in _COUNTED):
        seen = True
        j += 1
    if not seen or not 2 <= count <= 6 or j >= len(tokens):
        return None
    one = single(tokens[j])
    if one is None:
        return None
    return j + 1, one * count, (f"{count}{one}",)


def _hundreds(tokens: Sequence[Token], i: int, digit: int) -> tuple[int, str, tuple[str, ...]]:
    j = i + 2
    if j < len(tokens) and cls_of(tokens[j], "odd") and j + 1 < len(tokens):
        unit = single(tokens[j + 1])
        if unit is not None:
            return j + 2, f"{digit}0{unit}", ()
    if j + 1 < len(tokens) and tokens[j].kind == tokens[j + 1].kind == WORD:
        a, b = digit_of(tokens[j]), digit_of(tokens[j + 1])
        if a and b:  # "sáu trăm tám ba"
            return j + 2, f"{digit}{a}{b}", (f"{digit}00{a}{b}", f"{digit}{a}0{b}")
    if j < len(tokens) and tokens[j].kind == WORD:
        rest = item(tokens, j)
        if rest and len(rest[1]) == 2 and rest[1][0] != "0":
            return rest[0], f"{digit}{rest[1]}", (f"{digit}00{rest[1]}",)
    return j, f"{digit}00", ()
