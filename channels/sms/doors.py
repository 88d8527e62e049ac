"""What the webhooks of the SMS ways share: who may call them, and reading what they send byte by byte."""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import unquote_to_bytes

from fastapi import Request

from channels.gateway_state import Gateway, gateway
from channels.identity import NotAllowed

SHORTEST_SECRET: Final = 16


def admitted(request: Request, secret: str) -> Gateway:
    """The gateway, for a caller whose address holds our secret. Raises NotAllowed."""
    here = gateway(request)
    wanted = here.settings.sms_secret
    if len(wanted) < SHORTEST_SECRET or not secrets.compare_digest(secret.encode(), wanted.encode()):
        raise NotAllowed("This address is not known.")
    return here


def parameters(request: Request) -> dict[str, bytes]:
    """The query's values as the bytes that were sent: which letters they are, another of them says. Of several of one
    name the first."""
    found: dict[str, bytes] = {}
    for pair in request.scope["query_string"].split(b"&"):
        name, _, value = pair.partition(b"=")
        found.setdefault(name.decode("ascii", "replace"), unquote_to_bytes(value.replace(b"+", b" ")))
    return found


def word(raw: bytes | None) -> str:
    """A short value (a number, an id) as text; what is no UTF-8 in it shows as replacement signs."""
    return (raw or b"").decode("utf-8", "replace").strip()[:200]
