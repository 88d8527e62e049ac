"""The text in the square code of a chip CCCD or a căn cước: seven fields, read with patience.

``number|old number (may be empty)|name|ddmmyyyy|Nam or Nữ|residence|ddmmyyyy of issue``, UTF-8. On a căn cước (from
2024-07-01) more fields may follow and the last may be missing. The code is not signed: it helps to fill in a form and
proves nothing. Source: the layout is public in several scanners; TT 16/2024/TT-BCA Điều 6 for the side it stands on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from nlu.values.name_shape import title_word

LEAST_FIELDS: Final = 6
LONGEST_FIELD: Final = 300
"""Characters; what is longer was not printed on a card."""
EARLIEST_YEAR: Final = 1900
_NUMBER: Final = re.compile(r"[0-9]{12}")
_OLD_NUMBER: Final = re.compile(r"[0-9]{9}")
_DATE: Final = re.compile(r"([0-9]{2})[-/.]?([0-9]{2})[-/.]?([0-9]{4})")
_SEXES: Final = {"nam": "male", "nữ": "female", "nu": "female"}


@dataclass(frozen=True)
class Card:
    """What a card's code says. Dates are ISO (``1950`` or ``1950-05`` where the card has no more), ``sex`` is
    ``male`` or ``female``, ``residence`` the address in the words of the card, often one of before July 2025; what
    is missing or makes no sense is None."""

    number: str
    name: str
    birth_date: str | None = None
    sex: str | None = None
    residence: str | None = None
    issue_date: str | None = None
    old_number: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(raw: dict[str, Any]) -> Card:
        return Card(**raw)


def parse(text: str) -> Card | None:
    """The card behind a code's text; None where it is the code of something else."""
    fields = [_clean(field) for field in text.split("|")]
    if len(fields) < LEAST_FIELDS or any(len(field) > LONGEST_FIELD for field in fields[:7]):
        return None
    number, old_number, name, birth, sex, residence = fields[:6]
    if not _NUMBER.fullmatch(number) or not any(letter.isalpha() for letter in name):
        return None
    if any(letter.isdigit() for letter in name):
        return None
    return Card(
        number,
        " ".join(title_word(word) for word in name.split()),
        _date(birth),
        _SEXES.get(sex.casefold()),
        residence.strip(" ,.;") or None,
        _date(fields[6]) if len(fields) > 6 else None,
        old_number if _OLD_NUMBER.fullmatch(old_number) else None,
    )


def _clean(field: str) -> str:
    """NFC, single blanks, nothing that cannot be seen."""
    visible = "".join(" " if unicodedata.category(letter) in ("Cc", "Zs") else letter for letter in field)
    kept = "".join(letter for letter in visible if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _date(raw: str) -> str | None:
    """``05061990`` → 1990-06-05. A day or month of 00 was never known: ``00001950`` → 1950."""
    found = _DATE.fullmatch(raw)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    if year < EARLIEST_YEAR or month > 12:
        return None
    if month == 0:
        return f"{year:04d}" if day == 0 else None
    if day == 0:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # 31/02: the card was misprinted or the code is another's; the question is asked instead
        return None
