"""Finding the communes, old and new, that a place as said may be, in the provinces and districts it names.

Works on indexes of the gazetteer; what the hits mean for the citizen is decided in ``actions.places``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from actions.gazetteer import Gazetteer
from actions.place_names import Tier, agreement, commune_variants, district_variants, fold_key, has_marks
from actions.place_scope import Scope, districts_near, find_districts, find_province, similar

MAX_PART = 150
"""Characters of one part of an address; more is no name."""
NEAR_LIMIT = 5
"""How many near misses are offered at most."""


@dataclass(frozen=True)
class Hit:
    """A commune of today (``commune``) or an old one (``old``) whose name fits."""

    name: str
    level: str
    tier: Tier
    commune: int = -1
    old: int | None = None
    near: bool = False
    old_province_said: bool = False
    only: frozenset[int] | None = None


def _unpack(g: Gazetteer, said: str) -> tuple[str, str, str]:
    """(commune, district, province) of a commune as said that carries more than its name: "Na Son, huyện Điện
    Biên Đông, Điện Biên", "na son dien bien". A text that is itself the name of a commune stays whole."""
    parts = [p for p in (part.strip() for part in said.split(",")) if p]
    if len(parts) > 1:
        has_province = find_province(g, parts[-1], near=False) is not None
        middle = parts[1:-1] if has_province else parts[1:]
        return parts[0], middle[-1] if middle else "", parts[-1] if has_province else ""
    names = {fold_key(name) for name, _ in commune_variants(said)}
    if any(name in g.keys["commune"] or name in g.keys["old"] for name in names):
        return said, "", ""
    if find_province(g, said, near=False):
        return "", "", said
    words = said.split()
    for cut in range(1, len(words)):
        tail = " ".join(words[cut:])
        if find_province(g, tail, near=False):
            commune, district, _ = _unpack(g, " ".join(words[:cut]))
            return commune, district, tail
        if find_districts(g, tail):
            return " ".join(words[:cut]), tail, ""
    return said, "", ""


def _clean(value: Any) -> str:
    """One part as said; a text too long to be the name of a place is none."""
    if not isinstance(value, str) or len(value) > MAX_PART:
        return ""
    return " ".join(value.split()).strip(" ,;.")


@dataclass
class Search:
    """One search: the parts as said, and what the province and district said narrow it to."""

    gaz: Gazetteer
    commune: str
    district: str
    scope: Scope | None
    marked: bool
    home: str | None
    doubt: bool = False
    """A part was said that fits nothing: whatever is found must be confirmed."""
    districts: frozenset[int] = field(default_factory=frozenset)

    @staticmethod
    def of(g: Gazetteer, place: dict[str, Any], home: str | None) -> Search:
        commune, district, province = (_clean(place.get(k)) for k in ("commune", "district", "province"))
        if not province and not district:
            commune, district, province = _unpack(g, commune)
        marked = has_marks(" ".join([commune, district, province, _clean(place.get("detail"))]))
        scope = find_province(g, province, near=False)
        if province and scope is None:
            if not district and find_districts(g, province):
                district = province
            else:
                scope = find_province(g, province)
        levelled = len(district_variants(district)) > 1
        if district and not province and not (levelled and find_districts(g, district)):
            scope = find_province(g, district, near=False)  # "Na Son, Điện Biên": more likely the province
            district = "" if scope else district
        search = Search(g, commune, district, scope, marked, home)
        search.doubt = bool(scope and scope.near) or bool(province and scope is None and district != province)
        search.districts = find_districts(g, district)
        if district and not search.districts:
            search.districts = districts_near(g, district, scope)
            search.doubt = True
        return search

    def hits(self, near: bool = True) -> list[Hit]:
        """All names that fit best, narrowed by what was said; empty where nothing does. ``near``: also names that
        only resemble (slow)."""
        if not self.commune:
            return self._whole_districts()
        marked_only: list[Hit] = []
        for name, level in commune_variants(self.commune):
            found = self._named(name)
            exact = [h for h in found if h.tier <= Tier.UNMARKED]
            if exact:
                return self._finish(exact, level)
            marked_only = marked_only or found
        if marked_only:
            return self._finish([replace(h, near=True) for h in marked_only], None)
        return self._nearest() if near else []

    def on_land(self) -> list[int]:
        """The communes of today on the land of the districts said, the one that bears the name first."""
        if self.commune or self.doubt or not self.districts:
            return []
        g = self.gaz
        land = {i for d in self.districts for i in g.on_district[d] if not self.scope or self.scope.has_commune(i)}
        names = {fold_key(g.districts[d][0]) for d in self.districts}
        return sorted(land, key=lambda i: (fold_key(g.communes[i].name) not in names, g.communes[i].name))

    def _whole_districts(self) -> list[Hit]:
        """An island district that had no communes: "huyện Lý Sơn" names its commune of today."""
        g = self.gaz
        old = [j for name, _ in district_variants(self.district) for j in g.keys["old"].get(fold_key(name), [])]
        hits = [
            Hit(g.old(j).name, g.old(j).level, Tier.SAME, old=j, near=self.doubt)
            for j in dict.fromkeys(old)
            if g.old(j).whole_district and (self.scope is None or self.scope.has_old(j))
        ]
        return hits

    def _named(self, name: str) -> list[Hit]:
        """Every commune old or new of this name inside the scope, with how far it agrees."""
        g, key = self.gaz, fold_key(name)
        hits: list[Hit] = []
        for i in g.keys["commune"].get(key, []):
            c = g.communes[i]
            tier = agreement(name, c.name)
            if tier is not None and (self.scope is None or self.scope.has_commune(i)):
                hits.append(Hit(c.name, c.level, tier, commune=i))
        for j in g.keys["old"].get(key, []):
            o = g.old(j)
            tier = agreement(name, o.name)
            if tier is not None and (self.scope is None or self.scope.has_old(j)):
                hits.append(Hit(o.name, o.level, tier, old=j, old_province_said=self._old_said(j)))
        for j in g.keys["older"].get(key, []) if not hits else []:
            o = g.old(j)
            if self.scope is None or self.scope.has_old(j):
                hits.append(Hit(o.name, o.level, Tier.OTHER_MARKS, old=j, near=True))
        return hits

    def _old_said(self, j: int) -> bool:
        """Whether the province said is only the old one of this commune, not its name of today."""
        return self.scope is not None and not self.scope.current and self.gaz.old_province(j) in self.scope.old

    def _finish(self, hits: list[Hit], level: str | None) -> list[Hit]:
        best = min(h.tier for h in hits)
        if self.marked and best is Tier.SAME:
            hits = [h for h in hits if h.tier is best]
        hits = self._in_district(hits)
        hits = self._of_level(hits, level)
        return [replace(h, near=True) for h in hits] if self.doubt else hits

    def _in_district(self, hits: list[Hit]) -> list[Hit]:
        """The district said belongs to the old order: its own communes decide, then today's communes on its
        land; where neither fits, all stay and must be confirmed."""
        if not self.districts:
            return hits
        g = self.gaz
        old = [h for h in hits if h.old is not None and g.old_district(h.old) in self.districts]
        if old:
            return old
        land = [
            h
            for h in hits
            if h.old is None and any(g.old_district(j) in self.districts for j in g.predecessors[h.commune])
        ]
        return land or [replace(h, near=True) for h in hits]

    @staticmethod
    def _of_level(hits: list[Hit], level: str | None) -> list[Hit]:
        """Drop old names of another level than said. Today's all stay: many people go on saying "xã" of what
        became a ward."""
        now, old = [h for h in hits if h.old is None], [h for h in hits if h.old is not None]
        fitting = [h for h in old if level in (None, h.level)]
        return now + (fitting if fitting or now else old)

    def _nearest(self) -> list[Hit]:
        """Near misses inside the province said, else in the home province, else in the country."""
        g = self.gaz
        home = None
        if self.scope is None and self.home:
            codes = [g.communes[g.by_code[self.home]].province.code] if self.home in g.by_code else [self.home]
            home = Scope(g, frozenset(i for i, p in enumerate(g.provinces) if p.code in codes), frozenset())
        for scope in [self.scope] if self.scope else [home, None] if home else [None]:
            hits: list[Hit] = []
            for name, _ in reversed(commune_variants(self.commune)):
                inside = Search(g, self.commune, self.district, scope, False, None, districts=self.districts)
                for key in similar(name, inside._keys()):
                    hits += inside._by_key(key)
                if hits:
                    hits = inside._in_district(hits)
                    return [replace(h, near=True) for h in hits[:NEAR_LIMIT]]
        return []

    def _keys(self) -> list[str]:
        g, scope = self.gaz, self.scope
        if scope is None:
            return [*g.keys["commune"], *g.keys["old"]]
        now = [k for k, ids in g.keys["commune"].items() if any(scope.has_commune(i) for i in ids)]
        return now + [k for k, ids in g.keys["old"].items() if any(scope.has_old(j) for j in ids)]

    def _by_key(self, key: str) -> list[Hit]:
        g, scope = self.gaz, self.scope
        hits = [
            Hit(g.communes[i].name, g.communes[i].level, Tier.SIMILAR, commune=i)
            for i in g.keys["commune"].get(key, [])
            if scope is None or scope.has_commune(i)
        ]
        hits += [
            Hit(g.old(j).name, g.old(j).level, Tier.SIMILAR, old=j)
            for j in g.keys["old"].get(key, [])
            if scope is None or scope.has_old(j)
        ]
        return hits
