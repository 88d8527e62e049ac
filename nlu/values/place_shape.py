"""Whether words can be the name of a place at all: capitals, the syllables of the names there are, everyday words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import NUMBER, WORD, Message, Token, fits, fold
from nlu.text.lists import words
from nlu.values.date_parts import word_is
from nlu.values.name_words import surname_fit
from nlu.values.place_levels import level_at
from nlu.values.place_listed import district_names, everyday_at
from nlu.values.place_syllables import alone_fit, first_fit, later_fit
from nlu.values.place_words import LEAD, STOP, province_index

_STOP_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in STOP:
    _STOP_BY_FOLD.setdefault(fold(_w), []).append(_w)
_LETTERS: Final = 3
"""Shorter than this, letters are the short form of a chat rather than a name's."""
_NAME_WORDS: Final = 4
"""Longer names are listed."""
_PLAIN_WORDS: Final = 4
"""Words of a name without marks, at most, with a greater place behind it."""
_NO_NAME: Final = words(
    """
    nào gì đâu này đó đấy kia ấy khác em tôi mình nhà ta khó nghèo với thì là không có cho bảo xa hội ủy làm cũ
    mới chúng cháu
    """
)
"""Words after a level word that show that no place is named ("xã nào", "xã bảo", "xã hội")."""
_ASKING: Final = words("nào mô gì rứa răng nao gi")
"""Words behind a level word, or a name, that make a question of it."""
_OF_PERSONS: Final = words("văn thị a van thi")
"""Words behind a family name."""
_EVERYDAY_LEVELS: Final = words("đường khu đội tổ phố nhóm cụm khối làng ngõ nóc nhà số duong doi to pho nha so")
"""Level words that small talk is full of."""


def word_of(token: Token) -> str:
    """The word a token stands for: its own letters where they begin a name ("hong" of Hồng Thái), otherwise what chat
    makes of them ("hong" is "không")."""
    chat = token.lower != token.spoken and (len(token.lower) < _LETTERS or not first_fit(token))
    return token.spoken if chat else token.lower


def place_stop(token: Token) -> int:
    """2 for a word that ends a place, 1 when it may be one without its marks, 0 for none."""
    word = word_of(token)
    return max((fits(word, w) for w in _STOP_BY_FOLD.get(fold(word), ())), default=0)


def is_no_name(msg: Message, i: int) -> bool:
    """Whether the word behind a level word shows that no place is named ("xã nào", "xã bảo")."""
    word = word_of(msg.tokens[i])
    if msg.marked:
        return word in _NO_NAME
    return any(fits(word, w) for w in _NO_NAME) and not _leads_to_greater(msg, i)


def _leads_to_greater(msg: Message, i: int) -> bool:
    """Syllables of names from ``i`` to a province or a level above ("thi tran lam thao phu tho")."""
    for k in range(i + 1, min(len(msg), i + _PLAIN_WORDS)):
        level = level_at(msg.tokens, k, True)
        if province_index().at(msg.tokens, k) is not None or (level and level[1] in ("district", "city", "province")):
            return first_fit(msg.tokens[i]) > 0
        if not later_fit(msg.tokens[k]) or word_is(msg.tokens, k, "nào", "đâu", "gì"):
            return False
    return False


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
    if len(said) > _NAME_WORDS and not msg.marked:
        return False
    if greater:
        return True
    if len(said) == 1:
        return alone_fit(said[0]) > msg.marked
    if len(said) > _NAME_WORDS:
        return False
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


def is_asked(said: Sequence[Token]) -> bool:
    """ "xã chi mô", "tỉnh nào": the words end in a question."""
    return bool(said) and said[-1].lower in _ASKING


def capitals(said: Sequence[Token]) -> bool:
    """Whether every word begins with a capital."""
    return all(t.kind == NUMBER or t.text[:1].isupper() for t in said)


def is_person(said: Sequence[Token]) -> bool:
    """ "Lò Văn …", "Giàng A …"."""
    if len(said) < 2 or said[1].lower not in _OF_PERSONS:
        return False
    return surname_fit(said[0]) == 2 or (said[1].lower in ("van", "thi") and surname_fit(said[0]) > 0)
