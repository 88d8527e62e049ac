"""Builds the place index (see ``gazetteer``) from the files of ``vietnamadminunits`` and our overrides."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from actions.errors import DataError
from actions.place_names import bare, fold_key

PACKAGE: Final = "vietnamadminunits"
FORMAT: Final = 1


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str = Field(pattern=r"^\d{2}(\d{3})?$")
    name: str
    level: str
    since: date = Field(alias="from")
    source: str = Field(min_length=3)


class Overrides(BaseModel):
    """``data/places/overrides.yml``."""

    model_config = ConfigDict(extra="forbid")
    provinces: list[_Source] = []
    communes: list[_Source] = []
    province_aliases: dict[str, list[str]] = {}
    old_province_aliases: dict[str, list[str]] = {}
    former_province_aliases: dict[str, list[str]] = {}


def read_overrides(path: Path) -> Overrides:
    """The checked overrides. Raises ``DataError`` naming the file and the place in it."""
    try:
        return Overrides.model_validate(yaml.safe_load(path.read_text("utf-8")) or {})
    except yaml.YAMLError as error:
        raise DataError(f"{path}: {error}") from error
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise DataError(f"{path}: {where}") from error


def package_data() -> Path:
    """The data folder of the package, found without importing it (that would load a geometry library)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise DataError(f"the package {PACKAGE} is not installed in this environment: run ./motcua setup")
    return Path(spec.origin).parent / "data"


def fingerprint(overrides: Path) -> str:
    """What the index was built from; set-up rebuilds when it differs from the one stored in the index."""
    digest = hashlib.sha256(overrides.read_bytes()).hexdigest()[:16]
    return f"{PACKAGE}-{importlib.metadata.version(PACKAGE)}-{FORMAT}-{digest}"


def is_current(index: Path, overrides: Path) -> bool:
    """Whether ``index`` exists and was built from the installed package and these overrides."""
    if not index.is_file():
        return False
    try:
        stored = json.loads(index.read_text("utf-8")).get("fingerprint")
    except ValueError:
        return False
    return bool(stored == fingerprint(overrides))


def _keys(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = defaultdict(list)
    for key, index in pairs:
        if key and index not in out[key]:
            out[key].append(index)
    return dict(out)


_KEY_LEVELS = ("thitran", "phuong", "xa", "huyen", "quan", "thixa", "tx", "thanhpho", "tp", "q")


def _older(raw: str | None) -> list[str]:
    """Bare keys of still older names in an alias column: ["xadinhxuyen", "dinhxuyen"] gives "dinhxuien"."""
    names: list[str] = json.loads(raw) if raw else []
    cut = {n[len(level) :] for n in names for level in _KEY_LEVELS if n.startswith(level)}
    bare_names = {n for n in names if n in cut or not n.startswith(_KEY_LEVELS)}
    return sorted({fold_key(n) for n in bare_names | {c for c in cut if c.isdigit()}})


def build(out: Path, overrides_path: Path) -> dict[str, int]:
    """Write the index to ``out`` (atomically); returns the counts. Takes about a second."""
    data, over = package_data(), read_overrides(overrides_path)
    with sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        new_rows = [dict(r) for r in db.execute("select * from admin_units order by rowid")]
        old_rows = [dict(r) for r in db.execute("select * from admin_units_legacy order by rowid")]
    converter = json.loads((data / "converter_2025.json").read_text("utf-8"))

    province_fix = {p.code: p for p in over.provinces}
    commune_fix = {c.code: c for c in over.communes}
    provinces: dict[str, list[Any]] = {}
    province_at: dict[str, int] = {}
    communes: list[list[Any]] = []
    commune_at: dict[tuple[str, str], int] = {}
    for row in new_rows:
        code = row["provinceCode"]
        if code not in provinces:
            name, level = bare(row["province"])
            fix = province_fix.pop(code, None)
            provinces[code] = [code, fix.name if fix else name, fix.level if fix else level]
        province_at.setdefault(row["provinceKey"], list(provinces).index(code))
        name, level = bare(row["ward"])
        changed = commune_fix.pop(row["wardCode"], None)
        commune_at[row["provinceKey"], row["wardKey"]] = len(communes)
        communes.append(
            [
                row["wardCode"], changed.name if changed else name, changed.level if changed else level,
                list(provinces).index(code),
            ]
        )  # fmt: skip
    if province_fix or commune_fix:
        raise DataError(f"{overrides_path}: unknown codes {sorted({*province_fix, *commune_fix})}")

    successors: dict[str, list[int]] = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old_key in olds:
                successors[old_key] = [commune_at[province, ward]]
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, wards in divided.items():
            main_first = sorted(wards, key=lambda w: not w["isDefaultNewWard"])
            successors[old_key] = [commune_at[province, w["newWardKey"]] for w in main_first]

    old_provinces: dict[str, list[Any]] = {}
    districts: dict[tuple[str, str], list[Any]] = {}
    old: list[list[Any]] = []
    older: list[tuple[str, int]] = []
    district_keys: list[tuple[str, int]] = []
    for row in old_rows:
        code = row["provinceCode"]
        if code not in old_provinces:
            name, level = bare(row["province"])
            old_provinces[code] = [code, name, level]
        spot = (code, row["districtKey"])
        if spot not in districts:
            name, level = bare(row["district"])
            district_keys += [(k, len(districts)) for k in [fold_key(name), *_older(row["districtAlias"])]]
            districts[spot] = [name, level, list(old_provinces).index(code)]
        ward = row["ward"] or row["district"]
        name, level = bare(ward)
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        older += [(k, len(old)) for k in _older(row["wardAlias"])]
        old.append([name, level, list(districts).index(spot), successors[key], 0 if row["ward"] else 1])

    aliases = [(over.province_aliases, provinces), (over.old_province_aliases, old_provinces)]
    named = [
        [(fold_key(p[1]), i) for i, p in enumerate(table.values())]
        + [(fold_key(a), list(table).index(code)) for code, names in extra.items() for a in names]
        for extra, table in aliases
    ]
    named[0] += [(fold_key(a), list(provinces).index(c)) for c, ns in over.former_province_aliases.items() for a in ns]
    index = {
        "fingerprint": fingerprint(overrides_path),
        "provinces": list(provinces.values()),
        "communes": communes,
        "old_provinces": list(old_provinces.values()),
        "districts": list(districts.values()),
        "old": old,
        "keys": {
            "province": _keys(named[0]),
            "old_province": _keys(named[1]),
            "district": _keys(district_keys),
            "commune": _keys((fold_key(c[1]), i) for i, c in enumerate(communes)),
            "old": _keys((fold_key(o[0]), i) for i, o in enumerate(old)),
            "older": _keys(older),
        },
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
    part.replace(out)
    return {"provinces": len(provinces), "communes": len(communes), "old_communes": len(old)}
