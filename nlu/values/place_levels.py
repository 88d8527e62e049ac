"""Words that name a level of an address ("xã", "huyện", "bản" …), found in a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Token, has_marks
from nlu.text.lists import words
from nlu.values.place_syllables import first_fit
from nlu.values.place_words import LEVELS, SHORT, province_index

_ALSO_WORDS: Final = frozenset(words("tổ ấp bản khu đội phố sóc nóc tỉnh đường bon khối cụm"))
_PLAIN_LEVELS: Final = frozenset((("bản", "ban"), ("tỉnh", "tinh"), ("tổ", "to"), ("ấp", "ap"), ("đường", "duong")))
"""Level words that are also everyday words: without their marks only the commonest are taken."""
_HOUSE_DIGITS: Final = 3
"""A longer number is a year or no house's."""


def level_at(tokens: Sequence[Token], i: int, inside: bool = False) -> tuple[int, str] | None:
    """A level word at token ``i``: ``(end, level)``. ``inside`` an address a single letter is enough ("p12 q gò vấp",
    "tân lập h bắc quang"); elsewhere it needs a dot or a number."""
    if tokens[i].kind != WORD:
        return None
    if not tokens[i].fold.isalpha():
        return None
    numbered = i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER and len(tokens[i + 1].text) <= _HOUSE_DIGITS
    if numbered and tokens[i].lower in ("số", "so", "sn"):
        return i + 1, "detail"  # "số 21 đường …"
    for hit in LEVELS.all_at(tokens, i):
        end, level, exact, phrase = hit
        if phrase in SHORT:
            dotted = end < len(tokens) and tokens[end].text in ".:"
            if not dotted and not (
                phrase in ("tp", "tt", "tx")
                or (inside and phrase in ("p", "q", "h", "x") and end < len(tokens) and not tokens[end].glued)
                or (end < len(tokens) and tokens[end].kind == NUMBER and phrase in ("p", "q", "f"))
                or (end < len(tokens) and tokens[end].kind == NUMBER and phrase in ("kp", "tdp", "ql", "kdc"))
                or (inside and phrase == "t" and end < len(tokens) and province_index().at(tokens, end) is not None)
            ):
                continue
        elif not exact and (_everyday(tokens, i, phrase) or _inside_name(tokens, i)):
            continue
        if end < len(tokens) and tokens[end].text in ".:":
            end += 1
        if end >= len(tokens) or tokens[end].kind == MARK:
            return None
        return end, level
    return None


def _everyday(tokens: Sequence[Token], i: int, phrase: str) -> bool:
    """An everyday word without its marks, with no number and another level behind it ("khoi 8 phuong …")."""
    if phrase not in _ALSO_WORDS or (phrase, tokens[i].lower) in _PLAIN_LEVELS:
        return False
    return not (i + 2 < len(tokens) and tokens[i + 1].kind == NUMBER and level_at(tokens, i + 2, True) is not None)


def _inside_name(tokens: Sequence[Token], i: int) -> bool:
    """A capital between words with marks, one of them a capital before it: "Ban" of "xã Nậm Ban", "Xa" of "Pa Xa Lào"
    is no level word that lost its marks."""
    if not i or not tokens[i].text[:1].isupper() or tokens[i - 1].kind != WORD:
        return False
    beside = [t for t in tokens[max(0, i - 1) : i + 2] if t.kind == WORD]
    ends = i + 1 < len(tokens) and tokens[i + 1].kind == WORD and not tokens[i + 1].text[:1].isupper()
    return tokens[i - 1].text[:1].isupper() and (ends or any(has_marks(t.lower) for t in beside))


def short_start(tokens: Sequence[Token], i: int) -> bool:
    """ "p tân phú q9 tphcm": a single letter that begins the message, with more of an address behind the name."""
    if i or tokens[0].lower not in ("p", "x", "f") or len(tokens) < 3 or not first_fit(tokens[1]):
        return False
    behind = range(3, len(tokens))
    return any(level_at(tokens, k, True) or province_index().at(tokens, k) for k in behind)
