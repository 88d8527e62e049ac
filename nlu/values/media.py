"""Photos and recordings come as media, never as text: nothing is ever read here."""

from __future__ import annotations

from nlu.text import Message
from nlu.types import Context, Reading


def read(msg: Message, ctx: Context) -> Reading | None:
    """Always None: a media id cannot be typed."""
    return None


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Always empty."""
    return []
