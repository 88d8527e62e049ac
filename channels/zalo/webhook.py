"""``POST /channels/zalo/webhook``: everything Zalo tells, kept before it is acknowledged.

Zalo wants a 200 within two seconds and repeats an event five times within two hours; an application whose webhook
goes on failing is switched off by Zalo for all its citizens. So what is nobody's fault of ours is answered 200 and
counted, and only what is not from Zalo, or could not be kept, is refused.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError

from actions import clock
from actions.errors import BadInput, MotcuaError, NotFound
from actions.log import Log
from channels.body import limited
from channels.flood import TooMany
from channels.gateway_state import Gateway, gateway
from channels.zalo import listening, signature, taking
from channels.zalo.events import Event, parse

router = APIRouter()
router.include_router(listening.router)
log = Log("zalo")

MAX_BODY: Final = 1024 * 1024
"""Bytes of an event."""
OLDEST: Final = timedelta(hours=24)
"""An honest repetition comes within two hours, with the time of the first."""
NEWEST: Final = timedelta(minutes=10)
"""How far the clocks may be apart."""
KNOWN: Final = frozenset({
    "user_send_text", "user_send_image", "user_send_link", "user_send_audio", "user_send_video", "user_send_sticker",
    "user_send_gif", "user_send_location", "user_send_business_card", "user_send_file", "follow", "unfollow",
    "user_click_chatnow", "user_submit_info", "user_received_message", "user_seen_message", "user_withdraw",
    "oa_send_text", "oa_send_image", "oa_send_gif", "oa_send_list", "oa_send_file", "oa_send_sticker",
})  # fmt: skip
"""Events that are counted under their own names."""


class NotSigned(MotcuaError):
    """A citizen's message without a signature of Zalo's."""

    status = 401
    citizen_prompt = "error.not_allowed"


@router.post("/channels/zalo/webhook")
async def webhook(request: Request) -> JSONResponse:
    """Takes one event. 200 once it is kept, or where nothing is to be kept of it; 422 for what is no event or is from
    the future, 401 for a message that Zalo did not sign, 413 above one megabyte, 503 (to be sent again) while the
    database is away."""
    here = gateway(request)
    if not here.settings.zalo_app_id:
        raise NotFound("Zalo is not set up here.")
    raw = b"".join([chunk async for chunk in limited(request, MAX_BODY)])
    event = parse(raw)
    outcome = await _outcome(here, event, raw, request.headers.get(signature.HEADER, ""))
    here.metrics.count(
        "motcua_zalo_events_total", event=event.name if event.name in KNOWN else "other", outcome=outcome
    )
    return JSONResponse({"status": outcome})


async def _outcome(here: Gateway, event: Event, raw: bytes, header: str) -> str:
    """What became of an event, in one word."""
    form = signature.matched(here.settings, header, raw, event.timestamp, event.oa_id)
    if form is None:
        log.warning("webhook is not signed", event=event.name[:40], signed=bool(header))
        if event.is_message:
            raise NotSigned("X-ZEvent-Signature does not fit this body.")
        return "unsigned"  # the console sends such samples when the address is registered, and insists on a 200
    if event.app_id != here.settings.zalo_app_id or not _of_ours(here, event):
        return "foreign"
    age = clock.now().timestamp() - event.at / 1000
    if age < -NEWEST.total_seconds():
        raise BadInput("timestamp: in the future. Is the clock of this machine right?")
    if age > OLDEST.total_seconds():
        log.error("webhook is older than a day", event=event.name[:40])
        return "stale"
    log.info("webhook", event=event.name[:40], form=form)
    unique = event.message_id or hashlib.sha256(raw).hexdigest()
    try:
        told = await _kept(here, event, unique)
    except TooMany:
        # Refused, Zalo would repeat it, and in the end tell nobody's messages any more. The sender was told.
        log.warning("message of a flood dropped")
        return "flood"
    if told.conversation_id is not None:
        here.runner.nudge(told.conversation_id, told.first)
        here.hub.publish(told.conversation_id)
    return told.outcome


async def _kept(here: Gateway, event: Event, unique: str) -> taking.Taken:
    try:
        return await here.deliveries.write_with(lambda session: taking.take(session, here, event, unique))
    except IntegrityError:
        # Another gateway kept this sender's first message at the same moment: now it is found.
        return await here.deliveries.write_with(lambda session: taking.take(session, here, event, unique))


def _of_ours(here: Gateway, event: Event) -> bool:
    wanted = here.settings.zalo_oa_id
    # Sources differ on who is the sender of a receipt.
    return not wanted or wanted in ({event.oa_id, event.user} if event.seen else {event.oa_id})
