"""From a place as said to a commune of today, or to the choices a person must make.

Nothing is picked silently: a name that exists twice, a divided old commune, a name that is today's in one
place and yesterday's in another, and a near miss all come back as candidates. Source of the two-level order:
NQ 202/2025/QH15 and NĐ 120/2025, in force since 2025-07-01.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from actions.gazetteer import Commune, Gazetteer, OldCommune, Province, gazetteer
from actions.place_cut import Cut, is_rival, names_old_district
from actions.place_names import commune_variants, fold_key, has_marks
from actions.place_result import FEW, Ask, Candidate, Resolution, said_text, spoken_commune, spoken_province
from actions.place_said import cuts
from actions.place_scope import find_province
from actions.place_search import Hit, Search

__all__ = [
    "Candidate", "Resolution", "commune", "display", "province_of", "resolve", "spoken_commune", "spoken_province",
]  # fmt: skip

LAND = 6
"""Up to so many communes of today on a former district's land are offered where only the district was said."""
MOST_CUTS = 24
"""How many ways to cut the words are looked up."""


def display(place: dict[str, Any], *, gaz: Gazetteer | None = None) -> str:
    """ "bản Na Phát, xã Na Son, tỉnh Điện Biên" of a stored place; names as said where there are no codes."""
    g = gaz or gazetteer()
    found = commune(str(place.get("commune_code") or ""), gaz=g)
    parts = [said_text(place.get("detail"))]
    if found:
        parts += [spoken_commune(found), spoken_province(found.province)]
    else:
        parts += [said_text(place.get("commune")), said_text(place.get("district")), said_text(place.get("province"))]
    return ", ".join(p for p in parts if p)


def commune(code: str, *, gaz: Gazetteer | None = None) -> Commune | None:
    """The commune of today with this five-digit code."""
    g = gaz or gazetteer()
    i = g.by_code.get(code)
    return None if i is None else g.communes[i]


def province_of(name: str, *, gaz: Gazetteer | None = None) -> Province | None:
    """The province of today that a name (today's, old, abbreviated) means, if it is exactly one."""
    scope = find_province(gaz or gazetteer(), name)
    return scope.single if scope and not scope.near else None


def resolve(place: dict[str, Any], *, home: str | None = None, gaz: Gazetteer | None = None) -> Resolution:
    """What the place ``{"commune","province","district"?,"detail"?,"said"?}`` (as said, any part null) may be today.

    ``said`` are the words the parts were cut from. They are cut again by all names there are, and the two cuts are
    weighed: what they disagree on is asked, never picked.
    ``home`` is the code of the commune (five digits) or province (two) that the conversation is bound to; it
    orders candidates, and decides alone only where the province was not said, the name is exact and its own
    province knows exactly one such place (then ``by_home``).
    """
    g = gaz or gazetteer()
    said = unicodedata.normalize("NFC", said_text(place.get("said")) or "")
    place = {key: value for key, value in place.items() if key != "said"}
    search = Search.of(g, place, home)
    parts = _settle(g, search, search.hits(near=False), place, home)
    whole = _whole(g, said, place, home) if said else None
    if whole is not None and (chosen := _weigh(g, search, parts, whole, home)) is not None:
        return chosen
    if parts.candidates or not search.commune:
        return parts
    return _settle(g, search, search.hits(), place, home)


def _settle(g: Gazetteer, search: Search, hits: list[Hit], place: dict[str, Any], home: str | None) -> Resolution:
    """What the names found mean: one place, several, or none."""
    candidates = _candidates(g, hits, place, home)
    said = search.scope.single if search.scope and not search.scope.near else None
    if not candidates and len(land := search.on_land()) <= LAND:
        candidates = tuple(Candidate(g.communes[i], near=True) for i in land)
    if not candidates:
        ask: Ask | None = "commune" if not search.commune else None
        return Resolution("unknown", (), ask, said, place=place)
    sure = [c for c in candidates if not c.near]
    if len(candidates) == 1 and sure:
        return Resolution("known", candidates, None, said, place=place)
    if search.scope is None and home and sure:
        at_home = [c for c in sure if c.commune.province.code == _home_province(g, home)]
        if len(at_home) == 1:
            return Resolution("known", tuple(at_home), None, said, by_home=True, place=place)
    return Resolution("candidates", candidates, _what_to_ask(candidates), said, place=place)


@dataclass(frozen=True)
class _Whole:
    """What the words as a whole may mean: ``sure`` cuts (several where they explain as much), ``offered`` ones."""

    said: str
    sure: tuple[tuple[Cut, Resolution], ...]
    offered: tuple[Resolution, ...]

    @property
    def cut(self) -> Cut | None:
        return self.sure[0][0] if self.sure else None


def _whole(g: Gazetteer, said: str, place: dict[str, Any], home: str | None) -> _Whole:
    """The cuts of the words that lead to communes, the ones that explain most words."""
    sure: list[tuple[Cut, Resolution]] = []
    offered: list[Resolution] = []
    said_key, tried = fold_key(said), 0
    earlier = {k: v for k, v in place.items() if (t := said_text(v)) and fold_key(t) not in said_key}
    for cut in cuts(g, said):
        less = bool(sure) and cut.explained < sure[0][0].explained
        if not cut.commune or tried >= MOST_CUTS:
            continue
        if less and not (is_rival(g, cut, sure[0][0]) and _gone(sure[0])):
            continue
        tried += 1
        search = Search.of(g, _cut_place(cut, earlier, cut.district), home)
        search.marked = has_marks(said)
        found = _settle(g, search, search.hits(near=False), _cut_place(cut, earlier, cut.district_name), home)
        if all(c.near for c in found.candidates):
            continue
        if cut.doubt or names_old_district(g, search, cut, [c.current for c in found.candidates]):
            offered.append(found)
        else:
            sure.append((cut, found))
    return _Whole(said, tuple(sure), tuple(offered))


def _gone(best: tuple[Cut, Resolution]) -> bool:
    """Whether the commune of a cut bears the name no more."""
    return all(fold_key(c.commune.name) != best[0].commune_key for c in best[1].candidates)


def _cut_place(cut: Cut, earlier: dict[str, Any], district: str | None) -> dict[str, Any]:
    """The parts of a cut; what it lacks and was said in an earlier message is taken from there."""
    parts = {"commune": cut.commune, "province": cut.province, "district": district, "detail": cut.detail}
    return {**parts, **{k: v for k, v in earlier.items() if k in parts and not parts[k]}}


def _weigh(g: Gazetteer, search: Search, parts: Resolution, whole: _Whole, home: str | None) -> Resolution | None:
    """The reader's cut against the cut by names; None where the words as a whole say no more than the parts."""
    found = [r for _, r in whole.sure]
    if not found:
        if not whole.offered:
            return None
        rest = parts if parts.candidates else _settle(g, search, search.hits(), parts.place or {}, home)
        return _union([*whole.offered, rest], near=True)
    best = found[0] if len({_codes(r) for r in found}) == 1 else _union(found)
    if whole.offered:
        best = _union([best, *whole.offered])
    if parts.status == "known":
        longer = _longer(whole, search.commune)
        if _codes(best) == _codes(parts) and best.status == "known":
            return parts if said_text((parts.place or {}).get("detail")) else best
        if longer and best.status == "known":
            return best
        less_said = _codes(parts) <= _codes(best) and not whole.offered and len(found) == 1
        return parts if less_said else _union([best, parts])
    if best.status == "known":
        if whole.cut and whole.cut.loose and search.commune and not parts.candidates:
            near = _settle(g, search, search.hits(), parts.place or {}, home)
            if near.candidates and _codes(near) != _codes(best):
                return _union([best, near])
        return best
    sure = [c for c in parts.candidates if not c.near]
    if not sure or _codes(best) <= _codes(parts):
        return best
    return parts if _codes(parts) <= _codes(best) else _union([best, parts])


def _longer(whole: _Whole, commune_said: str) -> bool:
    """Whether the words give a longer name than the part cut by the reader ("Mường Nhé" for "Mường")."""
    keys = [fold_key(name) for name, _ in commune_variants(commune_said)]
    return bool(whole.cut) and all(k in c.commune_key and k != c.commune_key for c, _ in whole.sure for k in keys)


def _codes(found: Resolution) -> frozenset[str]:
    return frozenset(c.code for c in found.candidates)


def _union(found: list[Resolution], near: bool = False) -> Resolution:
    """All that several readings allow, to be asked; each candidate keeps the detail of its own reading."""
    seen: dict[str, Candidate] = {}
    places: dict[str, dict[str, Any]] = {}
    for r in found:
        for i, c in enumerate(r.candidates):
            if c.code not in seen:
                seen[c.code] = replace(c, near=near or c.near)
                places[c.code] = r.place_of(i)
    candidates = tuple(seen.values())
    return Resolution(
        "candidates", candidates, _what_to_ask(candidates), found[0].province, place=found[0].place,
        places=tuple(places[c.code] for c in candidates),
    )  # fmt: skip


def _what_to_ask(candidates: tuple[Candidate, ...]) -> Ask:
    if len(candidates) > FEW:
        if len({c.commune.province.code for c in candidates}) > 1:
            return "province"
        if len({c.old.district_index for c in candidates if c.old}) > 1:
            return "district"
    return "which"


def _home_province(g: Gazetteer, home: str) -> str | None:
    if len(home) == 2:
        return home
    found = commune(home, gaz=g)
    return found.province.code if found else None


def _candidates(g: Gazetteer, hits: list[Hit], place: dict[str, Any], home: str | None) -> tuple[Candidate, ...]:
    """One candidate a commune; home first, sure before near, today's name before an old one."""
    best: dict[int, Candidate] = {}
    old_said = bool(said_text(place.get("district")))
    for hit in hits:
        if hit.old is None:
            found = [Candidate(g.communes[hit.commune], None, hit.near)]
        else:
            old = g.old(hit.old)
            found = [
                Candidate(
                    g.communes[i], _worth_telling(g, old, i, old_said or hit.old_province_said), hit.near,
                    current=False, main=n == 0,
                )
                for n, i in enumerate(old.successors)
                if hit.only is None or i in hit.only
            ]  # fmt: skip
        for candidate in found:
            index = g.by_code[candidate.code]
            best[index] = _merge(best[index], candidate) if index in best else candidate
    own = _home_province(g, home) if home else None

    def order(c: Candidate) -> tuple[Any, ...]:
        return (
            c.near, c.code != home, c.commune.province.code != own, not c.current, not c.main,
            c.commune.province.name, c.commune.name, c.code,
        )  # fmt: skip

    return tuple(sorted(best.values(), key=order))


def _worth_telling(g: Gazetteer, old: OldCommune, successor: int, old_said: bool) -> OldCommune | None:
    """The old unit, unless it has the very name and province of today and its district was not said."""
    now = g.communes[successor]
    same = (now.name, now.province.name) == (old.name, old.province) and not old.whole_district
    return None if same and not old_said else old


def _merge(a: Candidate, b: Candidate) -> Candidate:
    """Two ways to one commune: today's name needs no old one; of two old units the district stays open."""
    current = a.current or b.current
    old = None if current and (a if a.current else b).old is None else a.old or b.old
    several = a.open_district or b.open_district or (a.old is not None and b.old is not None and a.old != b.old)
    return Candidate(a.commune, old, a.near and b.near, current, a.main or b.main, several)
