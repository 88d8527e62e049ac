"""Long lists of words kept readable: one text, cut at blanks or commas."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """Words between blanks."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Phrases between commas, blanks trimmed and joined."""
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())
