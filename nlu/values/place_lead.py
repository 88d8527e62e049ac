"""Where a place begins behind the words that only lead up to it ("dạ em ở …")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, Message, Token, fits, fold
from nlu.values.date_parts import word_is
from nlu.values.place_levels import level_at
from nlu.values.place_listed import district_names, everyday_at
from nlu.values.place_shape import is_person
from nlu.values.place_words import LEAD, TAIL, province_index

_LEAD_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in LEAD:
    _LEAD_BY_FOLD.setdefault(fold(_w), []).append(_w)


def lead_end(msg: Message) -> int:
    tokens = msg.tokens
    i = 0
    while i < len(tokens):
        if tokens[i].kind == MARK:
            i += 1
            continue
        if (level := level_at(tokens, i)) is not None and not (
            (word_is(tokens, i, "nhà") and level[0] == i + 1) or tokens[i].lower == "t"
        ):
            break
        if _capital_name(tokens, i) or is_person(tokens[i : i + 2]) or _listed_name(msg, i):
            break
        if tokens[i].spoken in LEAD or (
            not tokens[i].text[:1].isupper()
            and any(fits(tokens[i].lower, w) for w in _LEAD_BY_FOLD.get(tokens[i].fold, ()))
        ):
            i += 1
            continue
        break
    return i


def _capital_name(tokens: Sequence[Token], i: int) -> bool:
    """A lead word that begins a name here ("Con Cuông", "Trên Lăng")."""
    return (
        tokens[i].lower in ("con", "trên", "bên", "cả", "trước", "nguyên", "gốc", "đang", "trong")
        and tokens[i].text[:1].isupper() and i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()
    )  # fmt: skip


def _listed_name(msg: Message, i: int) -> bool:
    """A known name that begins with a lead word in small letters, with nothing or a province after it."""
    listed = everyday_at(msg, i)
    if listed is None:
        return False
    rest = [t for t in msg.tokens[listed.end :] if t.kind != MARK and t.lower not in TAIL]
    at = listed.end
    while at < len(msg) and msg.tokens[at].text == ",":
        at += 1
    if not rest or level_at(msg.tokens, at, True) is not None:
        return True
    return province_index().at(msg.tokens, at) is not None or district_names().at(msg.tokens, at) is not None
