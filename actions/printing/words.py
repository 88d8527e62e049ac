"""The words on paper: ``data/printing/vi.yml``, and values as a form has them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.errors import DataError
from actions.interview.display import Wording, show, show_date
from actions.places import commune, display, spoken_commune, spoken_province
from actions.procedures.load import read_yaml
from actions.procedures.schema import FieldSpec
from actions.prompts import fill
from actions.settings import settings
from nlu.values.names_data import countries


@lru_cache(maxsize=2)
def texts(content: Path) -> dict[str, Any]:
    """All texts of ``data/printing/vi.yml``, as nested as the file."""
    raw = read_yaml(content / "printing" / "vi.yml")
    if not isinstance(raw, dict):
        raise DataError(f"{content / 'printing' / 'vi.yml'}: a mapping was expected")
    return raw


def part(name: str) -> dict[str, Any]:
    """One part of the texts (``form``, ``sheet`` …)."""
    found = texts(settings().content).get(name)
    if not isinstance(found, dict):
        raise DataError(f"printing/vi.yml: no part {name!r}")
    return found


def commune_names(code: str | None) -> dict[str, str] | None:
    """``{"commune": "xã Na Son", "province": "tỉnh Điện Biên"}``, or None for the code of no commune of today."""
    found = commune(code) if code else None
    if found is None:
        return None
    return {"commune": spoken_commune(found), "province": spoken_province(found.province)}


def written(spec: FieldSpec, value: Any, write: str = "form") -> str:
    """A value as a paper form has it. ``write``: form, from, to (the ends of a period); an open end is ""."""
    words = Wording()
    if write in ("from", "to"):
        end = value.get(write)
        return show_date(words, end) if end else ""
    if spec.kind == "choice":
        option = next((option for option in spec.options if option.id == value), None)
        return (option.form or option.title) if option else str(value)
    if spec.kind == "country":
        return next((country.name for country in countries() if country.code == value), str(value))
    if spec.kind == "place":
        was = fill(part("form")["was"], {"old": value["old_text"]}) if value.get("old_text") else ""
        return f"{display(value)} {was}".strip()
    if spec.kind in ("national_id", "old_id", "phone"):
        return str(value)  # an officer copies it: no blanks between the digits
    return show(words, spec, value)


def sentence(template: str, **params: str) -> str:
    """A text with its ``{name}`` places filled."""
    return fill(template, params)
