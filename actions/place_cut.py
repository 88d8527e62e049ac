"""One way to cut the words of a place into names, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from actions.gazetteer import Gazetteer
from actions.place_names import fold_key
from actions.place_search import Search


class Part(NamedTuple):
    """A name among the words: where its level word begins, where the name begins and ends."""

    start: int
    first: int
    end: int
    level: str
    """The level word written out, or ""."""
    pending: int = -1
    """Where a level word right before begins that is not the name's own; -1 for none. The part before must end with
    it ("tứ xã phú thọ"); behind "bản" a commune's name is more likely a hamlet's."""
    hamlet: bool = False
    """That level word is "bản" or the like."""


@dataclass(frozen=True)
class Cut:
    """One way to cut the words. ``doubt``: only to be offered."""

    commune: str | None
    district: str | None
    province: str | None
    detail: str | None
    explained: int
    """How many words are names, or the level words of names."""
    commune_key: str = ""
    commune_level: bool = False
    district_level: bool = False
    district_name: str | None = None
    doubt: bool = False
    loose: bool = False
    """Words stand before the commune that no level word or comma sets apart: they may be part of its name."""
    spans: tuple[tuple[int, int] | None, tuple[int, int] | None] = (None, None)
    """Words of the commune's and of the district's name."""


def is_rival(g: Gazetteer, cut: Cut, best: Cut) -> bool:
    """ "Tân Lập, Bắc Quang, Tuyên Quang": with the name of today's province, what could be the former district may
    as well be the commune of today, and the name before it a hamlet."""
    if best.district_level or best.commune_level or cut.commune_level or best.province is None:
        return False
    if cut.spans[0] is None or cut.spans[0] != best.spans[1] or cut.province != best.province:
        return False
    key = fold_key(best.province)
    return key in g.keys["province"] and all(
        key != fold_key(g.old_provinces[g.districts[d][2]][1]) for d in g.keys["district"].get(cut.commune_key, ())
    )


def names_old_district(g: Gazetteer, search: Search, cut: Cut, current: list[bool]) -> bool:
    """ "Bắc Quang, Hà Giang": with a province of the old order only, without "xã", and no former commune of the name:
    more likely the former district than the commune of today that took its name."""
    scope = search.scope
    if cut.commune_level or cut.district or scope is None or scope.current or not all(current):
        return False
    return any(g.districts[d][2] in scope.old for d in g.keys["district"].get(cut.commune_key, ()))


def fit(*parts: Part | None) -> bool:
    """Whether every level word right before a name is its own, or the end of the part before; only a commune's name
    may stand behind "bản"."""
    there = [p for p in parts if p]
    for before, part in zip([None, *there], there, strict=False):
        if part.pending >= 0 and not (before and before.end == part.first) and not (part is parts[0] and part.hamlet):
            return False
    return bool(there)
