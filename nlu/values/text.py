"""Free text: what was written, NFC, blanks trimmed and joined, control characters gone."""

from __future__ import annotations

import unicodedata
from typing import Final

from nlu.text import MARK, Message, is_filler
from nlu.types import Context, Reading

KIND: Final = "text"


def read(msg: Message, ctx: Context) -> Reading | None:
    """The message itself; None when there is no letter and no digit in it."""
    cleaned = "".join(" " if unicodedata.category(c) == "Cc" else c for c in msg.original)
    value = " ".join(unicodedata.normalize("NFC", cleaned).split())
    if not any(t.kind != MARK for t in msg.tokens):
        return None
    content = any(not is_filler(t) for t in msg.tokens)
    start, end = msg.tokens[0].start, len(msg.original) if msg.truncated else msg.tokens[-1].end
    return Reading(KIND, value, (), start, end, 0.6 if content else 0.3, 1.0 if content else 0.0)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Never: free text has no borders inside a message."""
    return []
