"""Our own receipt code: eight digits that can be said, heard and keyed, the last one a check digit.

It is never an official number: those are given by the commune's system (national one-stop numbering), look
different, and come only after acceptance.
"""

from __future__ import annotations

import secrets

# Damm's quasigroup of order 10: detects every single wrong digit and every swap of two neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2), (7, 0, 9, 2, 1, 5, 4, 8, 6, 3), (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6), (6, 1, 2, 3, 0, 4, 5, 9, 7, 8), (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4), (8, 9, 4, 5, 3, 6, 2, 0, 1, 7), (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)  # fmt: skip


def damm(digits: str) -> int:
    """The state after all digits, 0 to 9; a receipt code ends in 0."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return state


def new_code() -> str:
    """A random code, ``1234-5678``; its first digit is never 0, so that nobody drops it."""
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(6))
    return written(body + str(damm(body)))


def written(digits: str) -> str:
    """``12345678`` → ``1234-5678``."""
    return f"{digits[:4]}-{digits[4:]}"


def read_code(text: str) -> str | None:
    """The code in ``text`` (spaces and hyphens as may be), or None where a digit is wrong or missing."""
    digits = "".join(ch for ch in text if ch.isascii() and ch.isdigit())
    return written(digits) if len(digits) == 8 and damm(digits) == 0 else None
