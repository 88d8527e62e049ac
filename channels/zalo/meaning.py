"""What each of Zalo's error codes means for a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from actions import clock
from channels.sending.carrier import Away, Later, Undeliverable

TOKEN: Final = frozenset({-216, -220, -124})
"""The token no longer holds: the next pair is fetched, once."""
ACCOUNT: Final = frozenset({-204, -205, -209, -212, -219, -221, -223, -224, -242, -320, -321})
"""Something about the account, the application or its money that only a person can mend."""
CITIZEN: Final = {
    -213: "not_followed", -217: "blocked", -218: "limit", -227: "inactive", -230: "window", -232: "window",
    -244: "blocked", -248: "policy",
}  # fmt: skip
"""Never, for this citizen, until they write again."""
LETTER: Final = frozenset({-201, -210, -233, -240})
"""This letter can never go: our fault."""
TOO_MANY: Final = -32
OUT_OF_QUOTA: Final = -211
NIGHT: Final = -234
MORNING_HOUR: Final = 6
"""In Viet Nam, when what is refused at night may go."""
MEND_SECONDS: Final = 300.0


def fault(code: int) -> Exception:
    """The fault to raise for a code that is not about the token."""
    if code in CITIZEN:
        return Undeliverable(CITIZEN[code], f"error {code}")
    if code in LETTER:
        return Undeliverable("refused", f"error {code}")
    if code in ACCOUNT:
        return Away(f"error {code}: the account needs a person", MEND_SECONDS)
    if code == TOO_MANY:
        return Away("too many requests", 10.0)
    if code == OUT_OF_QUOTA:
        return Away("out of quota", MEND_SECONDS)
    if code == NIGHT:
        return Later("refused at night", until_morning())
    return Later(f"error {code}")


def until_morning() -> float:
    """Seconds until the next six o'clock in Viet Nam."""
    now = clock.now().astimezone(clock.VIETNAM)
    morning = now.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
    return ((morning if morning > now else morning + timedelta(days=1)) - now).total_seconds()
