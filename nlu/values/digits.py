"""Strings of digits, typed or read aloud: ``058 190…``, ``không năm tám``, ``hai con tám``, ``ba số không``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token
from nlu.text.lists import phrases
from nlu.text.numbers import digit_of, number_words
from nlu.values.base import CORRECTION
from nlu.values.digit_words import item, misheard

_JOINTS: Final = frozenset(".,-/ ()+_:;|\\\n…")
_PAUSES: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        à, ờ, ừ, ừm, ơ, ừa, hừm, um, uhm, e hèm, rồi, tiếp, tiếp theo, tiếp đến, tiếp nữa, tiếp tục, kế, kế tiếp, kế
        đó, kế đến, rồi đến, rồi tới, rồi là, rồi thì, xong, xong là, xong rồi, xong đến, xong tới, sau đó, sau đó
        là, sau đấy, sau đấy là, thì, là, ạ, nhé, nha, dạ, cuối là, cuối cùng, cuối cùng là, sau cùng, sau cùng là,
        rồi sau đó, rồi tiếp theo, này, nè, nghen, xem nào, để xem
        """
    )
)
_ANY_MARKS: Final = frozenset(
    phrases("rồi, tiếp, tiếp theo, tiếp đến, rồi đến, rồi tới, xong, thì, là, rồi là, sau đó là, kế tiếp, dạ, um, uhm")
)
"""Pauses understood with their marks left out; the others are too like a digit or a word of weight."""
_LONGEST: Final = 40


Piece = tuple[int, int, str]
"""First token, the token after the last, digits."""


class DigitRun(NamedTuple):
    """Digits in tokens ``first`` to ``last``; ``others`` are other ways to hear the same words ("hai mươi ba" as
    20 and 3); ``plus``: a "+" stands before."""

    first: int
    last: int
    digits: str
    others: tuple[str, ...]
    spoken: bool
    plus: bool = False
    unsure: bool = False
    pieces: tuple[Piece, ...] = ()


@lru_cache(maxsize=64)
def runs(msg: Message) -> tuple[DigitRun, ...]:
    """Every run of digits in the message, joined over blanks, dots and the pauses of dictation; a number that is
    complete as typed stands for itself."""
    out: list[DigitRun] = []
    for run in _joined(msg):
        out.extend(_cut(run))
    return tuple(out)


def _joined(msg: Message) -> list[DigitRun]:
    tokens = msg.tokens
    out: list[DigitRun] = []
    i = 0
    while i < len(tokens):
        after_date = _date_ends(tokens, i)
        if after_date:
            i = after_date
            continue
        back = CORRECTION.at(tokens, i) if out and tokens[i].kind == WORD else None
        if back:
            i = back[0]
            continue
        piece = item(tokens, i) if tokens[i].kind != MARK else None
        if piece is None:
            i += 1
            continue
        first = i
        options = [""]
        pieces: list[Piece] = []
        spoken = unsure = False
        while piece is not None:
            end, digits, others = piece
            spoken = spoken or tokens[i].kind == WORD
            pieces.append((i, end, digits))
            if len(options[0]) < _LONGEST:  # longer is no number of a person: it is only walked over
                options = [o + d for o in options for d in (digits, *others)][:24]
            last = end
            i = _joint(tokens, end)
            if _taken_back(tokens, end, i) or _counts_thing(tokens, end, i):
                break
            piece = item(tokens, i) if i < len(tokens) and not _date_ends(tokens, i) else None
            if piece is None and (slip := misheard(tokens, i)) is not None:
                piece, unsure = (i + 1, slip, ()), True
        plus = first > 0 and tokens[first - 1].text == "+"
        others = tuple(dict.fromkeys(options[1:]))
        out.append(DigitRun(first, last, options[0], others, spoken, plus, unsure, tuple(pieces)))
        i = last
    return out


def _taken_back(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether words that take back what was said begin here: "à không" goes on with no zero."""
    return any(CORRECTION.at(tokens, k) for k in range(first, min(last + 1, len(tokens))))


def _counts_thing(tokens: Sequence[Token], end: int, i: int) -> bool:
    """Whether a word after a comma counts what follows: "040 381 962, một giấy …"."""
    if i == end or i + 1 >= len(tokens) or tokens[i - 1].text not in ",;" or digit_of(tokens[i]) is None:
        return False
    return tokens[i + 1].kind == WORD and item(tokens, i + 1) is None and not number_words(tokens[i + 1])


def _date_ends(tokens: Sequence[Token], i: int) -> int | None:
    """Where a date in figures that begins at token ``i`` ends (``12/3/1995``): it is no part of a number."""
    if tokens[i].kind != NUMBER or len(tokens[i].text) > 2 or i + 4 >= len(tokens):
        return None
    sep, month, again, year = tokens[i + 1 : i + 5]
    if sep.text != again.text or sep.text not in "/.-" or not (month.glued and year.glued and sep.glued):
        return None
    if i + 6 < len(tokens) and tokens[i + 5].glued and tokens[i + 6].glued and tokens[i + 6].kind == NUMBER:
        return None  # 03.12.1987.65
    return i + 5 if len(month.text) <= 2 and len(year.text) == 4 and year.text[:2] in ("19", "20") else None


_WHOLE: Final = (10, 12)
"""How many digits a telephone number and a personal number have."""


def _cut(run: DigitRun) -> list[DigitRun]:
    """A run too long for one number, cut where a number was typed as a whole, or after a comma, or in two halves said
    one after the other."""
    if len(run.digits) <= max(_WHOLE) or not run.pieces or len(run.pieces) > _LONGEST:
        return [run]
    groups: list[list[Piece]] = [[]]
    for piece in run.pieces:
        leads = "".join(p[2] for p in groups[-1]) in ("0", "84", "0084", "00")
        whole = not leads and (len(piece[2]) == 9 or (len(piece[2]) in _WHOLE and piece[2].startswith("0")))
        if whole:
            groups.append([])
        groups[-1].append(piece)
        if whole:
            groups.append([])
    groups = [g for g in groups if g]
    if len(groups) == 1:
        at = _between_two(run.pieces)
        if at is None:
            return [run]
        groups = [list(run.pieces[:at]), list(run.pieces[at:])]
    return [
        DigitRun(g[0][0], g[-1][1], "".join(p[2] for p in g), (), run.spoken, run.plus and k == 0, run.unsure, tuple(g))
        for k, g in enumerate(groups)
    ]


def _between_two(pieces: Sequence[Piece]) -> int | None:
    """Where the second of two numbers in one breath begins: the same said again, or another one."""
    digits = "".join(p[2] for p in pieces)
    so_far = 0
    for k, piece in enumerate(pieces):
        left, right = digits[:so_far], digits[so_far:]
        if left and (left == right or (so_far in _WHOLE and len(right) in _WHOLE and left[0] == right[0] == "0")):
            return k
        so_far += len(piece[2])
    return None


def _joint(tokens: Sequence[Token], i: int) -> int:
    j = i
    while j < len(tokens):
        if tokens[j].kind == MARK and tokens[j].text in _JOINTS:
            j += 1
            continue
        pause = _PAUSES.at(tokens, j)
        if pause and (pause[2] or pause[3] in _ANY_MARKS) and pause[0] < len(tokens):
            j = pause[0]
            continue
        break
    return j
