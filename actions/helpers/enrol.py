"""Enrolling and revoking village helpers, and checking their PIN."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import clock
from actions.errors import BadInput, NotFound
from actions.ids import new_id
from actions.places import commune
from actions.store.models import Audit, Contact, Helper

PIN_DIGITS = 6
MOST_WRONG = 5
"""Wrong PINs in a row; then none is taken for ``LOCKED``."""
LOCKED = timedelta(days=1)
_NOBODY = "0" * 32


def add(
    session: Session, *, channel: str, address: str, name: str, commune_code: str, villages: list[str],
    first_day: date, last_day: date, by: str,
) -> tuple[Helper, str]:  # fmt: skip
    """Enrol a helper; returns the row and the PIN, which is shown once and kept only as a hash.

    BadInput for a commune that does not exist, days in the wrong order, or a contact that is enrolled already.
    """
    if commune(commune_code) is None:
        raise BadInput(f"{commune_code} is the code of no commune of today")
    if first_day > last_day:
        raise BadInput("the last day is before the first")
    contact = session.scalar(select(Contact).where(Contact.channel == channel, Contact.address == address))
    if contact is None:
        contact = Contact(channel=channel, address=address)
        session.add(contact)
        session.flush()
    if any(row.status == "active" for row in _of(session, contact.id)):
        raise BadInput("this contact is enrolled already: revoke it first")
    pin, salt = "".join(str(secrets.randbelow(10)) for _ in range(PIN_DIGITS)), secrets.token_hex(16)
    row = Helper(
        id=new_id(), contact_id=contact.id, name=name, commune_code=commune_code, villages=villages,
        first_day=first_day.isoformat(), last_day=last_day.isoformat(), pin_salt=salt, pin_hash=_hash(pin, salt),
        enrolled_by=by,
    )  # fmt: skip
    session.add(row)
    session.add(Audit(actor=by, action="helper_enrolled", object_type="helper", object_id=row.id, detail={}))
    session.flush()
    return row, pin


def revoke(session: Session, helper_id: str, by: str) -> None:
    """End an enrolment at once, also a session that is going on. NotFound where there is none."""
    row = session.get(Helper, helper_id)
    if row is None or row.status == "revoked":
        raise NotFound("no helper is enrolled under this number")
    row.status, row.revoked_at = "revoked", clock.now()
    session.add(Audit(actor=by, action="helper_revoked", object_type="helper", object_id=row.id, detail={}))


def check_pin(session: Session, contact_id: str, pin: str) -> Helper | None:
    """The helper of a contact, if the PIN is right and the enrolment in force; None whatever else is the case."""
    row = next((one for one in reversed(_of(session, contact_id)) if in_force(one)), None)
    right = hmac.compare_digest(_hash(pin, row.pin_salt if row else _NOBODY), row.pin_hash if row else _NOBODY)
    if row is None or (row.locked_until is not None and row.locked_until > clock.now()):
        return None
    if right:
        row.wrong_pins, row.locked_until = 0, None
        return row
    row.wrong_pins += 1
    if row.wrong_pins >= MOST_WRONG:
        row.wrong_pins, row.locked_until = 0, clock.now() + LOCKED
    session.add(Audit(actor=f"helper:{row.id}", action="pin_wrong", object_type="helper", object_id=row.id, detail={}))
    return None


def in_force(row: Helper) -> bool:
    """Whether the enrolment holds today."""
    return row.status == "active" and row.first_day <= clock.today().isoformat() <= row.last_day


def _of(session: Session, contact_id: str) -> list[Helper]:
    return list(session.scalars(select(Helper).where(Helper.contact_id == contact_id).order_by(Helper.created_at)))


def _hash(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()
