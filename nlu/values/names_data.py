"""Lists of names kept under ``data/``: ethnic groups, countries, provinces; loaded once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

DATA: Final = Path(__file__).resolve().parents[2] / "data"


class Group(NamedTuple):
    """An ethnic group: official name, names that mean it for sure, names that only suggest it."""

    code: str
    name: str
    spellings: tuple[str, ...]
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    old: tuple[str, ...]


class Country(NamedTuple):
    """A country: ISO 3166-1 alpha-2 code, Vietnamese name, other names."""

    code: str
    name: str
    say: tuple[str, ...]


class Province(NamedTuple):
    """A province or centrally run city, of today or of before 2025-07-01."""

    name: str
    city: bool
    today: bool
    say: tuple[str, ...]


def _load(name: str) -> dict[str, Any]:
    with (DATA / name).open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def _strings(raw: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(s) for s in raw.get(key) or ())


@lru_cache(maxsize=1)
def ethnic_groups() -> tuple[Group, ...]:
    """The 54 groups of ``data/ethnicities.yml``, by code."""
    return tuple(
        Group(str(g["code"]), str(g["name"]), *(_strings(g, k) for k in ("spellings", "aliases", "weak", "old")))
        for g in _load("ethnicities.yml")["groups"]
    )


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """The countries of ``data/countries.yml``."""
    return tuple(
        Country(str(c["code"]), str(c["name"]), _strings(c, "say")) for c in _load("countries.yml")["countries"]
    )


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """The provinces of ``data/provinces.yml``."""
    return tuple(
        Province(str(p["name"]), bool(p.get("city", False)), bool(p.get("today", True)), _strings(p, "say"))
        for p in _load("provinces.yml")["provinces"]
    )


@lru_cache(maxsize=1)
def name_lists() -> dict[str, tuple[str, ...]]:
    """The words of names of ``data/names.yml``: families, last_families, middles, given; the more usual first."""
    return {key: tuple(str(text).split()) for key, text in _load("names.yml").items()}
