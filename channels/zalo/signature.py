"""Whether a webhook comes from Zalo: ``X-ZEvent-Signature: mac=<hex>``, a plain SHA-256 (no HMAC) of the application's
id, the body as it came, the timestamp in the body and the key of the Webhook page, put together."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from actions.settings import Settings

HEADER: Final = "x-zevent-signature"


def matched(here: Settings, header: str, raw: bytes, timestamp: str, oa_id: str) -> str | None:
    """By which form a body is signed: ``app_id``, or ``oa_id`` where the settings take that too; None where by none.

    Every form is computed, so that the time taken says nothing about which one was near.
    """
    given = header.strip().removeprefix("mac=").strip().lower().encode("ascii", "replace")
    keys = [key.strip() for key in here.zalo_oa_secret_key.split(",") if key.strip()]
    forms = {"app_id": here.zalo_app_id}
    if here.zalo_signed_with_oa and oa_id:
        forms["oa_id"] = oa_id
    found = None
    for form, first in forms.items():
        for key in keys:
            if hmac.compare_digest(mac(first, raw, timestamp, key).encode(), given) and found is None:
                found = form
    return found


def mac(first: str, raw: bytes, timestamp: str, key: str) -> str:
    """The signature, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(first.encode() + raw + timestamp.encode() + key.encode()).hexdigest()
