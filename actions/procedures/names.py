"""Family name, middle name and given name of a full name, where they are certain.

Names of every people: one word without a family name, family names of two words, Ê-đê family names that stand last,
words that only say man or woman. Where it is not certain, nothing is split: the citizen is asked, with candidates.
"""

from __future__ import annotations

from typing import Any, Final

from nlu.values.name_words import LAST_SURNAMES, SURNAMES

NO_SURNAME: Final = "không có"
"""Stored where somebody has a name of several words and no family name."""

_LAST: Final = frozenset(LAST_SURNAMES.split())
_DOUBLE: Final = frozenset({"pi năng", "tôn thất", "tôn nữ", "âu dương", "công tằng", "hoàng phủ", "tư mã"})
# Words that stand first and only say man or woman, or are a sign of a people: no family name.
_MARKERS: Final = frozenset({"y", "h", "k", "ka", "kon", "a", "thị", "văn", "ha", "k'", "h'"})
# Peoples whose names must not be split by position alone (C.6 of the field list of names).
_OWN_CUSTOM: Final = frozenset({"Gia-rai", "Ê-đê", "Cơ-ho", "Chăm", "Ra-glai", "Xtiêng"})


def several_words(name: Any) -> bool:
    """The name has more than one word (a missing one has not)."""
    return isinstance(name, str) and len(name.split()) > 1


def surname(name: Any, ethnicity: Any = None, one: Any = None, other: Any = None) -> str | None:
    """The family name where it is certain: by the list of family names, or because a parent (``one``, ``other``: full
    names) has it too. None where it has to be asked; ``NO_SURNAME`` for one word."""
    if not isinstance(name, str) or not name.split():
        return None
    words = name.split()
    if len(words) == 1:
        return NO_SURNAME
    last = _last(words)
    if last:
        return " ".join(words[-last:])
    first = _first(words)
    if first is None:
        return None
    certain = ethnicity not in _OWN_CUSTOM or any(_begins(parent, first) for parent in (one, other))
    return first if certain else None


def _last(words: list[str]) -> int:
    """How many words at the end are an Ê-đê family name; never the whole name."""
    count = 0
    while count < len(words) - 1 and words[-1 - count].casefold() in _LAST:
        count += 1
    return count


def _first(words: list[str]) -> str | None:
    """A family name that stands first, if the lists know it."""
    double = " ".join(words[:2])
    if len(words) > 2 and double.casefold() in _DOUBLE:
        return double
    word = words[0].casefold()
    if word in _MARKERS or "'" in word:
        return None
    return words[0] if word in SURNAMES else None


def _begins(parent: Any, family: str) -> bool:
    return isinstance(parent, str) and f"{parent.casefold()} ".startswith(f"{family.casefold()} ")


def surname_candidates(name: Any) -> list[str]:
    """What the family name of a name may be: its first word, its first two, its last; or none."""
    words = str(name or "").split()
    found = [words[0], " ".join(words[:2]) if len(words) > 2 else "", words[-1]] if len(words) > 1 else []
    return [*dict.fromkeys(filter(None, found)), NO_SURNAME]


def parts(name: Any, family: Any) -> tuple[str, str, str] | None:
    """Family, middle and given name ("" where there is none); None where the family name is not part of the name."""
    if not isinstance(name, str) or not isinstance(family, str):
        return None
    if family.casefold() == NO_SURNAME:
        return "", "", name
    words, own = name.split(), family.split()
    size = len(own)
    if size >= len(words):
        return None
    same = [word.casefold() for word in own]
    if [word.casefold() for word in words[:size]] == same:
        return " ".join(words[:size]), " ".join(words[size:-1]), words[-1]
    if [word.casefold() for word in words[-size:]] == same:
        return " ".join(words[-size:]), "", " ".join(words[:-size])
    return None


def surname_within(family: Any, name: Any) -> bool:
    """The family name begins or ends the full name (a missing one contradicts nothing)."""
    if not isinstance(name, str) or not isinstance(family, str):
        return True
    return parts(name, family) is not None


def name_split(name: Any, family: Any) -> str | None:
    """The three parts in one line, ``Giàng | A | Páo``, a dash for what there is not."""
    found = parts(name, family)
    return None if found is None else " | ".join(part or "–" for part in found)


def part_of(split: Any, number: int) -> str | None:
    """One part of a line made by ``name_split``: 0 family, 1 middle, 2 given name; None where there is none."""
    found = str(split or "").split(" | ")
    return found[number] if len(found) == 3 and found[number] != "–" else None


def bears(name: Any, family: Any) -> bool:
    """The words of a family name stand in a full name: "Niê" in "H'Linh Niê Kđăm". No family name stands in all."""
    if not isinstance(name, str) or not isinstance(family, str) or family.casefold() == NO_SURNAME:
        return True
    return set(family.casefold().split()) <= set(name.casefold().split())
