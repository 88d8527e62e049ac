"""The code of a part: eight digits that can be said and keyed, never confused with a receipt code.

Both end in a check digit of Damm's table, but a receipt code ends in its state 0 and the code of a part in state 7:
each wrong digit and each swap of two neighbours is still noticed, and no code is of both kinds.
"""

from __future__ import annotations

import re
import secrets

from actions.dossiers.codes import damm, written

STATE = 7
_EIGHT = re.compile(r"(?<!\d)\d{1,4}(?:[ .-]?\d{1,4}){1,7}(?!\d)")


def new_code() -> str:
    """A random code, ``1234-5678``; its first digit is never 0, so that nobody drops it."""
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(6))
    return written(next(body + digit for digit in "0123456789" if damm(body + digit) == STATE))


def read_code(text: str) -> str | None:
    """The code in a message (its digits in groups as may be), or None where there is none."""
    for match in _EIGHT.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 8 and damm(digits) == STATE:
            return written(digits)
    return None
