"""Strings of digits, typed or read aloud: ``058 190…``, ``không năm tám``, ``hai con tám``, ``ba số không``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, fits
from nlu.text.numbers import cls_of, digit_of, number_words

_JOINTS: Final = frozenset(".,-/ ()+_:;|\\\n…")
_PAUSES: Final = Phrases[bool](
    (p, True)
    for p in ("à", "ờ", "ừm", "rồi", "tiếp", "tiếp theo", "rồi đến", "xong", "rồi tới", "thì", "là", "ạ", "nhé")
)
_LONGEST: Final = 40
_COUNTED: Final = ("con", "số", "chữ", "cái")
_FAMOUS: Final = {("tứ", "quý"): 4, ("tam", "hoa"): 3, ("ngũ", "quý"): 5, ("lục", "quý"): 6}


class DigitRun(NamedTuple):
    """Digits in tokens ``first`` to ``last``; ``others`` are other ways to hear the same words ("hai mươi ba" as
    20 and 3); ``plus``: a "+" stands before."""

    first: int
    last: int
    digits: str
    others: tuple[str, ...]
    spoken: bool
    plus: bool = False


def _item(tokens: Sequence[Token], i: int) -> tuple[int, str, tuple[str, ...]] | None:
    """One spoken or typed piece at token ``i``: ``(end, digits, other ways to hear it)``."""
    token = tokens[i]
    if token.kind == NUMBER:
        return i + 1, token.text, ()
    if token.kind != WORD:
        return None
    if token.fold == "o" and (
        (i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER and tokens[i + 1].glued)
        or (token.glued and i and tokens[i - 1].kind == NUMBER)
    ):
        return i + 1, "0", ()
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    for (a, b), count in _FAMOUS.items():
        if fits(token.lower, a) and following is not None and fits(following.lower, b) and i + 2 < len(tokens):
            third = _single(tokens[i + 2])
            if third is not None:
                return i + 3, third * count, ()
    if token.lower in ("con", "số", "so") and following is not None:
        single = _single(following)
        after = tokens[i + 2] if i + 2 < len(tokens) else None
        if single is not None and not (after is not None and after.lower in ("con",)):
            return i + 2, single, ()
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


def _single(token: Token) -> str | None:
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
        if (
            fits(after.lower, "con")
            and i + 2 < len(tokens)
            and _single(tokens[i + 2]) is not None
            and unit in (2, 3, 4)
        ):
            return None
    return unit


def _counted(tokens: Sequence[Token], i: int, count: int) -> tuple[int, str, tuple[str, ...]] | None:
    """``hai con tám``, ``ba số không``, ``hai chữ số chín``."""
    j = i + 1
    seen = False
    while j < len(tokens) and any(tokens[j].lower in (w, w.replace("ố", "o")) for w in _COUNTED):
        seen = True
        j += 1
    if not seen or not 2 <= count <= 6 or j >= len(tokens):
        return None
    single = _single(tokens[j])
    if single is None:
        return None
    return j + 1, single * count, (f"{count}{single}",)


def _hundreds(tokens: Sequence[Token], i: int, digit: int) -> tuple[int, str, tuple[str, ...]]:
    j = i + 2
    if j < len(tokens) and cls_of(tokens[j], "odd") and j + 1 < len(tokens):
        unit = _single(tokens[j + 1])
        if unit is not None:
            return j + 2, f"{digit}0{unit}", ()
    if j < len(tokens) and tokens[j].kind == WORD:
        rest = _item(tokens, j)
        if rest and len(rest[1]) == 2 and rest[1][0] != "0":
            return rest[0], f"{digit}{rest[1]}", (f"{digit}00{rest[1]}",)
    return j, f"{digit}00", ()


def runs(msg: Message) -> list[DigitRun]:
    """Every run of digits in the message, joined over blanks, dots and the pauses of dictation."""
    tokens = msg.tokens
    out: list[DigitRun] = []
    i = 0
    while i < len(tokens):
        piece = _item(tokens, i) if tokens[i].kind != MARK else None
        if piece is None:
            i += 1
            continue
        first = i
        options = [""]
        last = i
        spoken = False
        while piece is not None:
            end, digits, others = piece
            spoken = spoken or tokens[last if last > first else first].kind == WORD
            if len(options[0]) < _LONGEST:  # longer is no number of a person: it is only walked over
                options = [o + d for o in options for d in (digits, *others)][:24]
            last = end
            j = _joint(tokens, end)
            piece = _item(tokens, j) if j < len(tokens) else None
            if piece is not None:
                spoken = spoken or tokens[j].kind == WORD
                i = j
        plus = first > 0 and tokens[first - 1].text == "+"
        out.append(DigitRun(first, last, options[0], tuple(dict.fromkeys(options[1:])), spoken, plus))
        i = last
    return out


def _joint(tokens: Sequence[Token], i: int) -> int:
    j = i
    while j < len(tokens):
        if tokens[j].kind == MARK and tokens[j].text in _JOINTS:
            j += 1
            continue
        pause = _PAUSES.at(tokens, j)
        if pause and pause[2] and pause[0] < len(tokens):
            j = pause[0]
            continue
        break
    return j
