"""The provinces and former districts that a place as said names, or only resembles: where a commune is looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.gazetteer import Gazetteer, Province
from actions.place_names import distance, district_variants, fold_key, province_variants, sound_key


@dataclass(frozen=True)
class Scope:
    """The provinces said, as indexes of today's and of the old ones; ``near`` where only the spelling
    resembles."""

    gaz: Gazetteer
    current: frozenset[int]
    old: frozenset[int]
    near: bool = False

    @property
    def today(self) -> frozenset[int]:
        """Today's provinces meant: by their own name, else those that took over the old ones."""
        return self.current or frozenset(i for p in self.old for i in self.gaz.old_to_new[p])

    @property
    def single(self) -> Province | None:
        """The one province of today that is meant, or None."""
        return self.gaz.provinces[next(iter(self.today))] if len(self.today) == 1 else None

    def has_commune(self, i: int) -> bool:
        if self.gaz.province_index[i] in self.current:
            return True
        return any(self.gaz.old_province(j) in self.old for j in self.gaz.predecessors[i])

    def has_old(self, j: int) -> bool:
        if self.gaz.old_province(j) in self.old:
            return True
        return any(self.gaz.province_index[i] in self.current for i in self.gaz.successors(j))


def _limit(key: str) -> int:
    return 0 if len(key) < 3 else 1 if len(key) < 7 else 2


def similar(said: str, keys: Iterable[str]) -> list[str]:
    """Keys that sound like or are spelled almost like ``said``, the nearest only."""
    key = fold_key(said)
    sound = sound_key(key)
    limit = _limit(key)
    scored: list[tuple[int, str]] = []
    letters = set(key)
    for other in keys:
        if abs(len(other) - len(key)) > max(limit, 1) or len(letters.symmetric_difference(other)) > 4:
            continue
        apart = distance(key, other, limit)
        if apart <= limit:
            scored.append((apart, other))
        elif sound_key(other) == sound:
            scored.append((1, other))
    nearest = min((s for s, _ in scored), default=0)
    return [other for s, other in sorted(scored) if s == nearest]


def find_province(g: Gazetteer, said: str | None, near: bool = True) -> Scope | None:
    """The provinces that ``said`` may mean; with ``near`` also those it only resembles."""
    variants = province_variants(said or "")
    for name, _ in variants:
        key = fold_key(name)
        current, old = g.keys["province"].get(key, []), g.keys["old_province"].get(key, [])
        if current or old:
            return Scope(g, frozenset(current), frozenset(old))
    if not near:
        return None
    for name, _ in reversed(variants):
        table = {**g.keys["province"], **g.keys["old_province"]}
        close = similar(name, (k for k in table if len(k) > 4)) if len(name) > 4 else []
        if close:
            return Scope(
                g,
                frozenset(i for k in close for i in g.keys["province"].get(k, [])),
                frozenset(i for k in close for i in g.keys["old_province"].get(k, [])),
                near=True,
            )
    return None


def find_districts(g: Gazetteer, said: str | None) -> frozenset[int]:
    """Indexes of the former districts of this name."""
    for name, level in district_variants(said or ""):
        found = g.keys["district"].get(fold_key(name), [])
        if found:
            exact = [d for d in found if level and g.districts[d][1] == level]
            return frozenset(exact or found)
    return frozenset()


def districts_near(g: Gazetteer, said: str, scope: Scope | None) -> frozenset[int]:
    """Indexes of the former districts, in the provinces said, whose names ``said`` resembles."""
    for name, _ in district_variants(said)[-1:]:
        inside = {
            k: v
            for k, ds in g.keys["district"].items()
            if (v := [d for d in ds if scope is None or g.old_to_new[g.districts[d][2]] & scope.today])
        }
        return frozenset(d for k in similar(name, inside) for d in inside[k])
    return frozenset()
