"""An Android telephone as a gateway: the app "SMS Gateway for Android" (capcom6, Apache-2.0) with a SIM card in it."""

from __future__ import annotations

import hmac
import json
from typing import Any, Final

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from actions import clock
from actions.errors import BadInput
from actions.settings import Settings
from channels import body
from channels.gateway_state import Gateway, gateway
from channels.identity import NotAllowed
from channels.sending.carrier import Away, Later, Undeliverable
from channels.sms.numbers import international
from channels.sms.receive import Mobile, receive
from channels.sms.reports import Outcome, report

WAY: Final = "android"
MOST_BODY: Final = 64 * 1024
FUTURE: Final = 600.0
"""Seconds by which the telephone's clock may be ahead."""
router = APIRouter()
_OUTCOMES: Final[dict[str, Outcome]] = {"sms:delivered": "delivered", "sms:failed": "failed"}


@router.post("/channels/sms/android/webhook")
async def webhook(request: Request) -> JSONResponse:
    """Every event of the telephone; what is not known here is counted and taken, so that it does not come again."""
    here = gateway(request)
    raw = b"".join([chunk async for chunk in body.limited(request, MOST_BODY)])
    timestamp = request.headers.get("x-timestamp", "")
    verify(here.settings, raw, timestamp, request.headers.get("x-signature", ""))
    event, event_id, payload = _parsed(raw)
    outcome = _OUTCOMES.get(event)
    if event == "sms:received":
        sender, text = payload.get("phoneNumber") or payload.get("sender"), payload.get("message")
        if not isinstance(sender, str) or not isinstance(text, str):
            raise BadInput("payload: phoneNumber and message are needed, both texts.")
        await receive(here, Mobile(WAY, sender, text, event_id))
    elif outcome is not None:
        await report(here, WAY, str(payload.get("messageId") or ""), outcome)
    else:
        _count_other(here, event)
    return JSONResponse({"status": "ok"})


def _count_other(here: Gateway, event: str) -> None:
    known = event in ("sms:sent", "system:ping")
    here.metrics.count("motcua_sms_in_total", way=WAY, outcome="other" if known else "unknown_event")


def verify(here: Settings, raw: bytes, timestamp: str, signature: str) -> None:
    """``X-Signature``: hexadecimal HMAC-SHA256 of the body and ``X-Timestamp`` (seconds). Raises NotAllowed.

    How old it may be is a setting: it is not known whether a repetition gets a new timestamp, and repetitions go on for
    two days. That nothing is taken twice does not depend on it.
    """
    if not here.sms_android_key:
        raise NotAllowed("This address is not known.")
    made = hmac.new(here.sms_android_key.encode(), raw + timestamp.encode(), "sha256").hexdigest()
    if not hmac.compare_digest(made.encode(), signature.strip().lower().encode()):
        raise NotAllowed("X-Signature: not that of this body and X-Timestamp.")
    age = clock.now().timestamp() - int(timestamp) if timestamp.isdecimal() and len(timestamp) < 13 else None
    if age is None or age > here.sms_android_oldest or age < -FUTURE:
        raise NotAllowed("X-Timestamp: too old, or in the future.")


def _parsed(raw: bytes) -> tuple[str, str, dict[str, Any]]:
    """Event, its id and payload. Raises BadInput."""
    try:
        document = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput("The body is not JSON in UTF-8.") from error
    if not isinstance(document, dict):
        raise BadInput("The body is not an object.")
    event, event_id, payload = document.get("event"), document.get("id"), document.get("payload")
    if not isinstance(event, str) or not isinstance(event_id, str) or not event_id or not isinstance(payload, dict):
        raise BadInput("event, id and payload are needed.")
    return event, event_id, payload


class Android:
    """Sending by the app's ``POST /message``, or its cloud's ``/messages``."""

    def __init__(self, client: httpx.AsyncClient, here: Settings) -> None:
        self._client = client
        self._here = here

    async def hand_over(self, to: str, text: str, letter: str) -> str:
        """The letter's id is the message's there: a second try is known by it. Raises Later, Away, Undeliverable."""
        here = self._here
        asked = {"id": letter, "message": text, "phoneNumbers": [international(to)], "withDeliveryReport": True}
        try:
            answer = await self._client.post(
                here.sms_android_url, json=asked, auth=(here.sms_android_user, here.sms_android_password)
            )
        except httpx.TransportError as error:
            raise Away(f"Android: {type(error).__name__}") from error
        if answer.is_success or answer.status_code == 409:  # 409: it has a message of this id
            return letter
        if answer.status_code in (401, 403, 404, 429) or answer.status_code >= 500:
            raise Away(f"Android: {answer.status_code}")
        if answer.status_code == 400:
            raise Undeliverable("refused", "Android: 400")
        raise Later(f"Android: {answer.status_code}")
