"""The words of the lists: ``data/learning/vi.yml``, the labels with their borders, and the placeholders."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.errors import DataError
from actions.procedures.load import read_yaml
from actions.prompts import fill
from nlu.intents import FALLBACK, INTENTS
from nlu.local import BadLocalData, Placeholder, placeholders

KINDS = ("name", "number", "date", "place", "people", "mail", "other")
"""What a placeholder may stand for."""


@lru_cache(maxsize=4)
def texts(content: Path) -> dict[str, Any]:
    """All texts, as nested as the file; DataError where it is no mapping."""
    raw = read_yaml(content / "learning" / "vi.yml")
    if not isinstance(raw, dict):
        raise DataError(f"{content / 'learning' / 'vi.yml'}: a mapping was expected")
    return raw


def say(content: Path, name: str, **params: Any) -> str:
    """The text of a dotted name with its ``{places}`` filled; DataError where there is none."""
    found: Any = texts(content)
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, str):
        raise DataError(f"learning/vi.yml: no text {name!r}")
    return fill(found, {key: str(value) for key, value in params.items()})


@lru_cache(maxsize=4)
def shown(content: Path) -> dict[str, str]:
    """Each kind of ``KINDS`` and what stands in a sentence for it; DataError where one is missing."""
    try:
        known: dict[str, Placeholder] = placeholders(content)
    except BadLocalData as error:
        raise DataError(str(error)) from error
    if missing := [kind for kind in KINDS if kind not in known]:
        raise DataError(f"nlu/placeholders.yml: {', '.join(missing)} missing")
    return {kind: known[kind].shown for kind in KINDS}


def labels(content: Path) -> dict[str, str]:
    """Every label that may be given and where it ends: the comment at the top of its file of sentences."""
    files = {path.stem: path for path in sorted(content.glob("nlu/intents/*.yml"))}
    starts = {f"start_{path.parent.name}": path for path in sorted(content.glob("procedures/*/start.yml"))}
    names = {name for name in INTENTS if not name.startswith("start_")} - {FALLBACK}
    return {name: _border(path) for name, path in {**starts, **files}.items() if name in names or name in starts}


def _border(path: Path) -> str:
    """The comment's lines at the top of a file, as one."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    return " ".join(lines)
