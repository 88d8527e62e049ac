"""Where one message says several things: ``sinh ngày 7/5/1990, mà giấy này mất bao nhiêu tiền vậy``.

Only proposes borders; whether the pieces mean different things is decided later, piece by piece.
"""

from __future__ import annotations

import re
from typing import Final

MAX_CLAUSES: Final = 6
MAX_LENGTH: Final = 600
"""Longer messages are read as a whole: they are stories, not an answer with a question behind it."""

_OPENERS: Final = (
    r"mà|ma|nhưng(?: mà)?|nhung(?: ma)?|à mà|với lại|voi lai|tiện thể|tien the|nhân tiện|nhan tien|"
    r"(?:xin )?cho (?:\w+ )?hỏi|(?:xin )?cho (?:\w+ )?hoi|hỏi thêm|hoi them|thế còn|the con|vậy thì|vay thi"
)
_BORDER: Final = re.compile(
    r"(?P<mark>[;!?…\n]+|\.+(?!\d)(?=\s|$)|,(?!\d)|\s[-–]\s)"
    rf"|(?P<space>\s)(?=(?:{_OPENERS})\s)",
    re.IGNORECASE,
)


def split(text: str) -> list[tuple[int, int]]:
    """Offsets ``(start, end)`` of the clauses, without the blanks around them; one pair for a plain message."""
    if len(text) > MAX_LENGTH:
        return [_trim(text, 0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    for border in _BORDER.finditer(text):
        end = border.end() if "?" in border.group() else border.start()
        spans.append(_trim(text, start, end))
        start = border.end()
    spans.append(_trim(text, start, len(text)))
    spans = [(a, b) for a, b in spans if any(c.isalnum() for c in text[a:b])]
    if not spans or len(spans) > MAX_CLAUSES:
        return [_trim(text, 0, len(text))]
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
