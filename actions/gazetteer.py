"""The index of places: 34 provinces, 3,321 communes of today, and the 10,040 communes of before 2025-07-01.

Built at set-up from the data files of the package ``vietnamadminunits`` (MIT) plus
``data/places/overrides.yml``, and kept outside the repository:
``python -m actions.gazetteer build --out .motcua/places.json``.
Loading only reads JSON: all keys are made when building.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.errors import DataError
from actions.gazetteer_build import build, is_current
from actions.settings import settings


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city of today. ``code`` two digits; ``level`` "Tỉnh" or "Thành phố"."""

    code: str
    name: str
    level: str

    @property
    def full(self) -> str:
        return f"{self.level} {self.name}"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today. ``code`` five digits; ``level`` "Xã", "Phường" or "Đặc khu"."""

    code: str
    name: str
    level: str
    province: Province

    @property
    def full(self) -> str:
        return f"{self.level} {self.name}"


@dataclass(frozen=True, slots=True)
class OldCommune:
    """A commune of before 2025-07-01 and the communes of today that hold its land, the main one first.

    An island district without communes (Lý Sơn, Côn Đảo …) is one with ``whole_district`` set.
    """

    index: int
    name: str
    level: str
    district: str
    district_level: str
    district_index: int
    province: str
    province_level: str
    province_index: int
    successors: tuple[int, ...]
    whole_district: bool

    @property
    def full(self) -> str:
        return f"{self.level} {self.name}"

    @property
    def divided(self) -> bool:
        return len(self.successors) > 1


class Gazetteer:
    """The index in memory; read-only."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.fingerprint: str = raw["fingerprint"]
        self.provinces = tuple(Province(*p) for p in raw["provinces"])
        self.communes = tuple(Commune(c[0], c[1], c[2], self.provinces[c[3]]) for c in raw["communes"])
        self.old_provinces: list[list[str]] = raw["old_provinces"]
        self.districts: list[list[Any]] = raw["districts"]
        self._old: list[list[Any]] = raw["old"]
        self.keys: dict[str, dict[str, list[int]]] = raw["keys"]
        self.by_code = {c.code: i for i, c in enumerate(self.communes)}
        self.province_by_code = {p.code: p for p in self.provinces}
        self.predecessors: list[list[int]] = [[] for _ in self.communes]
        self.on_district: list[set[int]] = [set() for _ in self.districts]
        for j, row in enumerate(self._old):
            self.on_district[row[2]].update(row[3])
            for i in row[3]:
                self.predecessors[i].append(j)
        at = {p.code: i for i, p in enumerate(self.provinces)}
        self.province_index = [at[c.province.code] for c in self.communes]
        self.old_to_new: list[set[int]] = [set() for _ in self.old_provinces]
        for j, row in enumerate(self._old):
            self.old_to_new[self.old_province(j)].update(self.province_index[i] for i in row[3])

    @property
    def old_count(self) -> int:
        return len(self._old)

    def old(self, j: int) -> OldCommune:
        """The old commune at index ``j``."""
        name, level, d, successors, whole = self._old[j]
        district, district_level, p = self.districts[d]
        _, province, province_level = self.old_provinces[p]
        return OldCommune(
            j,
            name,
            level,
            district,
            district_level,
            d,
            province,
            province_level,
            p,
            tuple(successors),
            bool(whole),
        )

    def old_name(self, j: int) -> str:
        return str(self._old[j][0])

    def old_district(self, j: int) -> int:
        return int(self._old[j][2])

    def old_province(self, j: int) -> int:
        return int(self.districts[self._old[j][2]][2])

    def successors(self, j: int) -> list[int]:
        return list(self._old[j][3])


def load(path: Path) -> Gazetteer:
    """The index at ``path``. Raises ``DataError`` where it is missing or not one of ours."""
    try:
        return Gazetteer(json.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing: run ./motcua setup") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise DataError(f"{path} is not a place index: run ./motcua setup") from error


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The index of this process (``MOTCUA_PLACES``), read once."""
    return load(settings().places)


def main(argv: list[str] | None = None) -> int:
    """Command line: ``build --out FILE [--overrides FILE] [--if-changed]``."""
    parser = argparse.ArgumentParser(prog="python -m actions.gazetteer")
    sub = parser.add_subparsers(dest="command", required=True)
    make = sub.add_parser("build", help="write the place index")
    make.add_argument("--out", type=Path, default=settings().places)
    make.add_argument("--overrides", type=Path, default=settings().content / "places" / "overrides.yml")
    make.add_argument("--if-changed", action="store_true", help="do nothing where the index is up to date")
    args = parser.parse_args(argv)
    if args.if_changed and is_current(args.out, args.overrides):
        print(f"{args.out}: up to date")
        return 0
    counts = build(args.out, args.overrides)
    print(f"{args.out}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
