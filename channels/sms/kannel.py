"""Kannel: its ``get-url`` and ``dlr-url`` call us, its ``sendsms`` sends (user guide of 1.4.5, chapter 6).

Its calls are not signed, so they carry a secret in the address. They are answered with an empty body, whatever is to be
said: an answer in the body would lose its marks without a word (``X-Kannel-Coding``), and comes only once.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urlencode

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from actions.segments import alphabet
from actions.settings import Settings
from channels.sending.carrier import Away, Later, Undeliverable
from channels.sms.doors import admitted, parameters, word
from channels.sms.receive import Mobile, receive
from channels.sms.reports import Outcome, report

WAY: Final = "kannel"
router = APIRouter()
_CHARSETS: Final = {"utf-8": "utf-8", "utf-16be": "utf-16-be", "ucs-2": "utf-16-be", "iso-8859-1": "latin-1"}
_BINARY: Final = "1"
"""Of ``%c``. Its other values cannot be trusted: 0 comes for UCS-2 too."""
_PORTS: Final = re.compile(rb"\x04|\x05")
_OUTCOMES: Final[dict[str, Outcome]] = {"1": "delivered", "2": "failed", "16": "failed"}
"""Of ``%d``; 4 (kept at the network) and 8 (the network has it) say nothing final."""
_LINE: Final = re.compile(r"\s*([0-9]+)\s*:")


@router.get("/channels/sms/kannel/{secret}/mo")
async def mobile_originated(request: Request, secret: str) -> PlainTextResponse:
    """A citizen's SMS. Whatever can never be read is answered with 200 as well: Kannel would bring it for ever."""
    here = admitted(request, secret)
    sent = parameters(request)
    text = readable(sent)
    if text is None:
        here.metrics.count("motcua_sms_in_total", way=WAY, outcome="unreadable")
        return PlainTextResponse("")
    sender, time = word(sent.get("from")), word(sent.get("ts"))
    known = word(sent.get("id")) or hashlib.sha256(f"{sender}\n{time}\n{text}".encode()).hexdigest()
    await receive(here, Mobile(WAY, sender, text, known))
    return PlainTextResponse("")


@router.get("/channels/sms/kannel/{secret}/dlr")
async def delivery_report(request: Request, secret: str) -> PlainTextResponse:
    """What became of a letter."""
    here = admitted(request, secret)
    sent = parameters(request)
    outcome = _OUTCOMES.get(word(sent.get("type")))
    if outcome is not None:
        await report(here, WAY, word(sent.get("letter")), outcome)
    return PlainTextResponse("")


def readable(sent: dict[str, bytes]) -> str | None:
    """The text of an SMS; None for one that is for the telephone and not for people (ring tones, settings, cards), or
    in no letters at all."""
    if word(sent.get("coding")) == _BINARY or to_a_port(sent.get("udh") or b""):
        return None
    named = _CHARSETS.get(word(sent.get("charset")).casefold(), "utf-8")
    for charset in dict.fromkeys((named, "utf-8")):
        try:
            return (sent.get("text") or b"").decode(charset)
        except UnicodeDecodeError:
            continue
    return None


def to_a_port(header: bytes) -> bool:
    """Whether a user data header (3GPP TS 23.040, 9.2.3.24: length, then elements of id, length, data) names a port."""
    place = 1
    while place + 1 < len(header):
        if _PORTS.match(header[place : place + 1]):
            return True
        place += 2 + header[place + 1]
    return False


class Kannel:
    """Sending by ``sendsms``."""

    def __init__(self, client: httpx.AsyncClient, here: Settings) -> None:
        self._client = client
        self._here = here

    async def hand_over(self, to: str, text: str, letter: str) -> str:
        """Returns the letter's own id: Kannel gives none, its reports carry ours. Raises Later, Away, Undeliverable."""
        here = self._here
        callback = here.sms_callback or f"http://127.0.0.1:{here.port}"
        asked = {
            "username": here.sms_kannel_user, "password": here.sms_kannel_password, "from": here.sms_number, "to": to,
            "text": text, "charset": "UTF-8", "coding": "0" if alphabet(text) == "gsm" else "2", "dlr-mask": "19",
            # Kannel puts the type into %d itself.
            "dlr-url": f"{callback}/channels/sms/kannel/{here.sms_secret}/dlr?{urlencode({'letter': letter})}&type=%d",
        }  # fmt: skip
        try:
            answer = await self._client.get(here.sms_kannel_url, params=asked)
        except httpx.TransportError as error:
            raise Away(f"Kannel: {type(error).__name__}") from error
        return _taken(answer, letter)


def _taken(answer: httpx.Response, letter: str) -> str:
    """202 with "0: …" is taken; so is "3: Queued …", which it says while no network is connected, and keeps."""
    line = _LINE.match(answer.text)
    if answer.is_success and line is not None and line[1] in ("0", "3"):
        return letter
    if answer.status_code == 403 and "uthorization" in answer.text:
        raise Away("Kannel: name or password refused")
    if answer.status_code >= 500 or answer.is_success:
        raise Later(f"Kannel: {answer.status_code}")
    raise Undeliverable("refused", f"Kannel: {answer.status_code}")
