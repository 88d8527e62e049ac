"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """26 characters (Crockford base 32): 48 bits of milliseconds, 80 random bits. Unguessable, sortable."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    out = []
    for _ in range(26):
        out.append(_ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(out))
