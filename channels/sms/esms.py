"""eSMS: an aggregator by which letters only go out, under a brand name (developers.esms.vn).

Its reports are GET calls without a signature: the secret in the address, and an id of ours in each, protect them.
"""

from __future__ import annotations

from typing import Any, Final

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from actions.segments import alphabet
from actions.settings import Settings
from channels.sending.carrier import Away, Later, Undeliverable
from channels.sms.doors import admitted, parameters, word
from channels.sms.reports import Outcome, report

WAY: Final = "esms"
router = APIRouter()
_OUTCOMES: Final[dict[str, Outcome]] = {"5": "delivered", "4": "failed"}
"""Of ``SendStatus``; 1, 2 and 7 are on the way."""
_TAKEN: Final = frozenset({"100", "124"})
"""124: a letter of this RequestId was taken before; so it is the same one, after a line that broke."""
_AWAY: Final = {"101": "keys", "103": "money", "140": "address not listed"}
_NEVER: Final = {"104": "brand", "108": "number", "146": "template", "177": "network"}


@router.get("/channels/sms/esms/{secret}/dlr")
async def delivery_report(request: Request, secret: str) -> PlainTextResponse:
    """What became of a letter."""
    here = admitted(request, secret)
    sent = parameters(request)
    outcome = _OUTCOMES.get(word(sent.get("SendStatus")))
    if outcome is not None:
        await report(here, WAY, word(sent.get("RequestId")), outcome)
    return PlainTextResponse("")


class Esms:
    """Sending by ``SendMultipleMessage_V4_post_json``."""

    def __init__(self, client: httpx.AsyncClient, here: Settings) -> None:
        self._client = client
        self._here = here

    async def hand_over(self, to: str, text: str, letter: str) -> str:
        """Returns its SMSID. Raises Later, Away, Undeliverable."""
        here = self._here
        asked = {
            "ApiKey": here.sms_esms_key, "SecretKey": here.sms_esms_secret, "Phone": to, "Content": text,
            "SmsType": "2" if here.sms_esms_brand else "8", "IsUnicode": "0" if alphabet(text) == "gsm" else "1",
            "RequestId": letter,
        }  # fmt: skip
        if here.sms_esms_brand:
            asked["Brandname"] = here.sms_esms_brand
        if here.sms_callback:
            asked["CallbackUrl"] = f"{here.sms_callback}/channels/sms/esms/{here.sms_secret}/dlr"
        try:
            address = here.sms_esms_url.rstrip("/") + "/SendMultipleMessage_V4_post_json/"
            answer = await self._client.post(address, json=asked)
        except httpx.TransportError as error:
            raise Away(f"eSMS: {type(error).__name__}") from error
        return _taken(answer, letter)


def _taken(answer: httpx.Response, letter: str) -> str:
    if answer.status_code != 200:
        raise Away(f"eSMS: HTTP {answer.status_code}")
    try:
        told: dict[str, Any] = answer.json()
        code = str(told["CodeResult"])
    except (ValueError, KeyError, TypeError) as error:
        raise Later("eSMS: an answer without CodeResult") from error
    if code in _TAKEN:
        return str(told.get("SMSID") or letter)
    if code in _AWAY:
        raise Away(f"eSMS: {code} {_AWAY[code]}", seconds=300.0)
    if code in _NEVER:
        raise Undeliverable(_NEVER[code], f"eSMS: {code}")
    raise Later(f"eSMS: {code}")
