"""``POST /api/chat`` and ``GET /api/chat/events``: the chat for browsers and programs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.responses import Response

from actions.failpoint import failpoint
from actions.store import conversations, outbox
from actions.store.models import Contact, Conversation, Outbox
from channels import body, media
from channels.gateway_state import Gateway, gateway
from channels.hub import happens
from channels.identity import Identity, Unknown, identify
from channels.intake import take
from channels.render import render

router = APIRouter()

POLL_SECONDS: Final = 2.0
"""How often a listener looks for what another process (a desk, a job) put into the outbox."""
HEARTBEAT_SECONDS: Final = 15.0
PENDING: Final = {"pending": True}
LEFT: Final = "danger.left"
ERASED: Final[dict[str, Any]] = {"replies": [], "asking": None, "state": "idle", "dossier": None}


@router.post("/api/chat")
async def chat(request: Request, channel: str = "web") -> Response:
    """Takes one message and answers with its replies, or with 202 when they take longer than a receipt may.

    After a 202 the same ``message_id`` asks again; the replies also come by the events.
    """
    here = gateway(request)
    incoming = await body.read(request)
    who = identify(request, here.settings, incoming.sender, make=True, channel=channel)
    stored, folder = None, here.settings.data / "media"
    if incoming.file is not None:
        stored = await asyncio.to_thread(media.store, folder, incoming.file.file)
        await incoming.file.close()
    try:
        kept = await take(here, who, incoming, stored)
    except BaseException:
        if stored is not None:  # refused: nobody would ever look for it
            media.discard(folder, stored)
        raise
    if stored is not None and not kept.fresh:
        media.discard(folder, stored)
    inbox_id, conversation_id, soon = kept.inbox_id, kept.conversation_id, kept.soon
    failpoint("after_inbox_commit")
    here.runner.nudge(conversation_id, kept.first)
    seconds = here.settings.receipt_after if soon else 0.0
    response: Response
    if await here.runner.wait_for(inbox_id, seconds):
        response = await answer(here, inbox_id)
    else:
        response = JSONResponse(PENDING, 202)
    who.mark(response, request)
    return response


async def answer(here: Gateway, inbox_id: str) -> Response:
    """The stored replies of a message: the same bytes whenever they are asked for."""

    found = await here.store.glance(lambda session: outbox.answer(session, inbox_id))
    if found is None:  # erased by a message before it
        return JSONResponse(ERASED)
    content = {"replies": worded(found.said, found.channel), **(found.result or {})}
    ids = [id for id, _ in found.said]
    failpoint("while_sending")  # nothing sent, nothing marked

    async def sent() -> None:
        failpoint("while_sending")  # sent, not marked
        here.deliveries.add(ids)

    return JSONResponse(content, background=BackgroundTask(sent))


def worded(said: Iterable[tuple[str, dict[str, Any]]], channel: str) -> list[dict[str, Any]]:
    """Replies ``(outbox id, utterance)`` as the API gives them; the one that says good-bye to a person in danger also
    says ``"leave": true``: a screen that others may see has to go blank."""
    return [
        {"id": id, **render(utterance, channel)} | ({"leave": True} if utterance.get("prompt_id") == LEFT else {})
        for id, utterance in said
    ]


@router.get("/api/chat/events")
async def events(
    request: Request, sender: str | None = None, channel: str = "web", last_event_id: str | None = None
) -> Response:
    """Everything said in the caller's conversation after ``Last-Event-ID``, as server-sent events, then live.

    Without one it begins with what was never delivered. Each event is one reply in the shape of
    ``POST /api/chat``, its id the outbox id; a reply may come both ways, so clients go by the id.
    """
    here = gateway(request)
    who = identify(request, here.settings, sender, make=False, channel=channel)
    conversation = await here.store.read(lambda s: conversations.find(s, who.channel, who.address))
    if conversation is None:
        raise Unknown("No conversation is known for this sender yet: send a message first.")
    last = request.headers.get("last-event-id") or last_event_id
    return StreamingResponse(
        stream(here, conversation.id, who, last),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},  # a proxy must not collect events
    )


async def stream(here: Gateway, conversation_id: str, who: Identity, last: str | None) -> AsyncIterator[str]:
    """Server-sent events of a conversation, until the listener goes, the gateway stops, or the conversation was
    erased: who listens again then is somebody new."""
    changed = here.hub.subscribe(conversation_id)
    quiet = 0.0
    yield "retry: 3000\n\n"
    try:
        while not here.hub.closing.is_set():
            changed.clear()
            said, standing, still = await here.store.read(partial(_news, conversation_id, who, last))
            for row in said:
                content = {"replies": worded([(row.id, row.utterance)], who.channel), **standing}
                yield f"id: {row.id}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
                last = row.id
            failpoint("while_sending")
            here.deliveries.add([row.id for row in said if row.status == "pending"])
            if not still:
                return
            quiet = 0.0 if said else quiet + POLL_SECONDS
            if quiet >= HEARTBEAT_SECONDS:
                quiet = 0.0
                yield ": still here\n\n"
            await happens(changed, POLL_SECONDS)
    finally:
        here.hub.unsubscribe(conversation_id, changed)


def _news(
    conversation_id: str, who: Identity, last: str | None, session: Session
) -> tuple[list[Outbox], dict[str, Any], bool]:
    """What was said since, where the conversation stands, and whether it is still the listener's."""
    said = list(outbox.after(session, conversation_id, last))
    conversation = session.get_one(Conversation, conversation_id)
    contact = session.get_one(Contact, conversation.contact_id)
    return said, conversations.standing(session, conversation), contact.address == who.address
