"""``./motcua poster LOCALITY``: an A4 poster of a commune with three pictograms: write, call, come.

A Zalo code, a number, an address or hours stand on it only where ``data/localities`` says who confirmed them and
when; else there is an empty frame for the commune to fill.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from actions.errors import NotFound
from actions.locality import Locality, get, spoken_phone
from actions.printing.output import command
from actions.printing.typesetting import typeset
from actions.printing.words import commune_names, part, sentence
from actions.procedures.load import procedures

_UNDATED = date(2026, 1, 1)
_ZALO = "https://zalo.me/{oa_id}"


def main(argv: list[str]) -> int:
    """Entry point of ``poster``."""
    code = ("locality", "the commune's five-digit code, for instance 03203")
    return command(argv, "poster", "Print the poster of a commune.", code, poster_pdf)


def poster_pdf(code: str) -> bytes:
    """The poster as a PDF. NotFound for a code of no commune of today."""
    names = commune_names(code)
    if names is None:
        raise NotFound(f"{code!r} is the code of no commune of today (five digits, for instance 03203)")
    found = get(code)
    zalo = found.zalo.oa_id if found.zalo and found.zalo.verified_on else ""
    stamp = datetime.combine(_confirmed_on(found), time(), UTC)
    return typeset("poster", poster_data(found, names), stamp, qr=_ZALO.format(oa_id=zalo) if zalo else "")[0]


def poster_data(found: Locality, names: dict[str, str]) -> dict[str, Any]:
    """What ``poster.typ`` prints; None where nothing is confirmed."""
    words = part("poster")
    office = found.office
    sure = office.verified_on is not None
    return {
        "title": sentence(words["title"], commune=names["commune"]), "province": names["province"], "words": words,
        "procedures": [procedure.title for procedure in procedures().values()],
        "call": _call(found),
        "office": office.name if sure else None,
        "address": sentence(words["come_address"], value=office.address) if sure and office.address else None,
        "hours": sentence(words["come_hours"], value=office.hours) if sure and office.hours else None,
    }  # fmt: skip


def _call(found: Locality) -> dict[str, str] | None:
    """The number to ring and what it is: the machine's, else the office's first confirmed one."""
    words = part("poster")
    if found.hotline and found.hotline.verified_on:
        return {"number": spoken_phone(found.hotline.number), "text": words["call_text"]}
    phone = next((phone for phone in found.office.phones if phone.verified_on), None)
    if phone is None:
        return None
    return {"number": spoken_phone(phone.number), "text": sentence(words["call_office"], what=phone.what)}


def _confirmed_on(found: Locality) -> date:
    """The latest day on which something on the poster was confirmed: the date in the PDF's metadata."""
    days = [found.office.verified_on, *(phone.verified_on for phone in found.office.phones)]
    days += [part.verified_on for part in (found.zalo, found.hotline) if part]
    return max([day for day in days if day], default=_UNDATED)
