"""Telephone numbers as addresses of contacts."""

from __future__ import annotations

import re
from typing import Final

_HOME: Final = re.compile(r"(?:\+84|0084|84|\+?0)([35789][0-9]{8})")
_ABROAD: Final = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")
_BLANKS: Final = re.compile(r"[ .()\-]")


def address_of(sender: str) -> str | None:
    """The one spelling of a mobile number: ``0912345678``, of another country ``+85620…``; None for what nobody could
    be answered at (a word, a short code, a landline)."""
    digits = _BLANKS.sub("", sender)
    if home := _HOME.fullmatch(digits):
        return f"0{home[1]}"
    abroad = _ABROAD.fullmatch(digits)
    return f"+{abroad[1]}" if abroad is not None and not abroad[1].startswith("84") else None


def international(address: str) -> str:
    """``+84912345678`` of an address."""
    return f"+84{address[1:]}" if address.startswith("0") else address
