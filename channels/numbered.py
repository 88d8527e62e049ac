"""Choosing by number, where options are shown as numbered lines instead of buttons."""

from __future__ import annotations

import re
from typing import Any, Final

TYPED_DIGITS: Final = frozenset(
    {
        "date", "number", "money", "phone", "national_id", "old_id", "period", "document_no", "text", "email",
        "place",
    }
)  # fmt: skip
"""Kinds whose own answers may be a bare number: there "1" is an answer, never the first option."""

_NUMBER: Final = re.compile(r"\s*([1-9][0-9]?)\s*[.)]?\s*")


def choosable(kind: str | None) -> bool:
    """Whether a bare number may stand for an option while this kind is awaited."""
    return kind is not None and kind not in TYPED_DIGITS


def chosen(text: str, kind: str | None, options: list[dict[str, Any]]) -> str | None:
    """The id of the option that a text names by its number from 1, or None when it is no such text."""
    match = _NUMBER.fullmatch(text)
    if match is None or not choosable(kind) or int(match[1]) > len(options):
        return None
    return str(options[int(match[1]) - 1]["id"])
