"""Whether words can be the name of a place at all: capitals, the syllables of the names there are, everyday words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import NUMBER, WORD, Message, Token, fits, fold
from nlu.text.lists import words
from nlu.values.name_words import surname_fit
from nlu.values.place_listed import district_names, everyday_at
from nlu.values.place_syllables import alone_fit, first_fit, later_fit
from nlu.values.place_words import LEAD, STOP

_STOP_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in STOP:
    _STOP_BY_FOLD.setdefault(fold(_w), []).append(_w)
_OF_PERSONS: Final = words("văn thị a van thi")
"""Words behind a family name."""
_EVERYDAY_LEVELS: Final = words("đường khu đội tổ phố nhóm cụm khối làng ngõ nóc nhà số duong doi to pho nha so")
"""Level words that small talk is full of."""


def place_stop(token: Token) -> int:
    """2 for a word that ends a place, 1 when it may be one without its marks, 0 for none."""
    return max((fits(token.spoken, w) for w in _STOP_BY_FOLD.get(fold(token.spoken), ())), default=0)


def looks_named(msg: Message, first: int, end: int) -> bool:
    """Whether a name nobody announced may stand here: capitals throughout, or syllables that names are made of."""
    said = [t for t in msg.tokens[first:end] if t.kind in (WORD, NUMBER)]
    if not said or said[0].kind != WORD:
        return False
    listed = everyday_at(msg, first) or district_names().at(msg.tokens, first)
    if listed is not None and listed.end >= end:
        return True
    if is_person(said):
        return False
    if len(said) == 1:
        return alone_fit(said[0]) > msg.marked
    if capitals(said):
        return True
    if any(place_stop(t) == 2 and not t.text[:1].isupper() for t in said):
        return False
    if all(t.spoken in LEAD for t in said):
        return False
    return first_fit(said[0]) > 0 and all(later_fit(t) > 0 for t in said[1:])


def may_be_commune(msg: Message, first: int, end: int, greater: bool) -> bool:
    """Whether what follows "xã" is its name; ``greater``: a district or a province follows, so that even a word no
    name has is a name (as heard, as misspelt)."""
    said = [t for t in msg.tokens[first:end] if t.kind in (WORD, NUMBER)]
    if not said:
        return False
    if said[0].kind == NUMBER or capitals(said[:1]):
        return True
    listed = everyday_at(msg, first)
    if listed is not None and listed.end >= end:
        return True
    if place_stop(said[0]) == 2 and not first_fit(said[0]):
        return False
    if greater:
        return True
    if len(said) == 1:
        return alone_fit(said[0]) > msg.marked
    return first_fit(said[0]) > 0 and all(later_fit(t) > 0 for t in said[1:])


def may_be_detail(msg: Message, level: int, first: int, end: int) -> bool:
    """Whether what follows "bản", "đường" … (from token ``level``) is a name or a number."""
    said = [t for t in msg.tokens[first:end] if t.kind in (WORD, NUMBER)]
    if not said:
        return False
    if said[0].kind == NUMBER or said[0].text[:1].isupper() or len(said[0].fold) == 1:
        return True
    if place_stop(said[0]) == 2 and everyday_at(msg, first) is None and said[0].lower not in ("số", "so"):
        return False
    if len(said) == 2 and said[0].lower in ("số", "so") and said[1].kind == NUMBER:
        return True
    known = [first_fit(t) or later_fit(t) for t in said]
    if msg.tokens[level].lower in _EVERYDAY_LEVELS:
        return all(known)
    return any(known) or len(said) > 1


def capitals(said: Sequence[Token]) -> bool:
    """Whether every word begins with a capital."""
    return all(t.kind == NUMBER or t.text[:1].isupper() for t in said)


def is_person(said: Sequence[Token]) -> bool:
    """ "Lò Văn …", "Giàng A …"."""
    if len(said) < 2 or said[1].lower not in _OF_PERSONS:
        return False
    return surname_fit(said[0]) == 2 or (said[1].lower in ("van", "thi") and surname_fit(said[0]) > 0)
