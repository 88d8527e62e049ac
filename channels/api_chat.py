"""``POST /api/chat`` and ``GET /api/chat/events``: the chat for browsers and programs."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.responses import Response

from actions import clock
from actions.errors import BadInput
from actions.failpoint import failpoint
from actions.ids import new_id
from actions.inputs import InputKind
from actions.store import conversations, inbox, outbox
from actions.store.models import Contact, Conversation, Inbox, Outbox
from channels import body, flood, media
from channels.gateway_state import Gateway, gateway
from channels.hub import happens
from channels.identity import Identity, Unknown, identify
from channels.numbered import chosen
from channels.render import numbers, render
from channels.waiting import Waiting, of

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
        kept = await _kept(here, who, incoming, stored)
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


@dataclass(frozen=True)
class Kept:
    """A message in the inbox: whether it came for the first time, and whether an answer may come soon. ``first``: the
    message itself, where it is to be worked off now and none waits before it."""

    inbox_id: str
    conversation_id: str
    fresh: bool
    soon: bool
    first: Waiting | None = None


async def _kept(here: Gateway, who: Identity, incoming: body.Incoming, stored: media.Stored | None) -> Kept:
    try:
        return await here.deliveries.write_with(lambda s: keep(s, here, who, incoming, stored))
    except IntegrityError:
        # Another gateway kept this sender's first message at the same moment: now it is found.
        return await here.deliveries.write_with(lambda s: keep(s, here, who, incoming, stored))


def keep(session: Session, here: Gateway, who: Identity, incoming: body.Incoming, stored: media.Stored | None) -> Kept:
    """Commits a message to the inbox.

    Message ids are the sender's own: two senders may use the same. A message that erased its sender is still
    known by its id, so that repeating it gets its answer.
    """
    message_id = own_id(who, incoming.message_id or new_id())
    sent_as, content = content_of(incoming, stored)
    known = inbox.find(session, who.channel, message_id)
    if known is not None:
        inbox.require_same(session, known, sent_as, content, None if stored is None else stored.sha256)
        return Kept(known.id, known.conversation_id, False, not (known.attempts == 0 and is_late(known)))
    conversation = conversations.lock_or_open(session, who.channel, who.address, here.settings.default_locality)
    kind = sent_as
    if kind == "text" and (payload := named(conversation, who.channel, content["text"])):
        kind, content = "choice", content | {"payload": payload}  # what was written stays beside it
    place = inbox.pile(session, conversation.id)
    slowed_until = flood.check(session, conversation, place, here.settings.flood_per_minute)
    if stored is not None:
        media.remember(session, conversation.id, stored)
    row = inbox.accept(
        session,
        conversation,
        place,
        channel=who.channel,
        message_id=message_id,
        kind=kind,
        body=content,
        next_try_at=slowed_until,
    )
    here.metrics.count("motcua_messages_total", channel=who.channel, kind=sent_as)
    if slowed_until is not None:
        flood.tell(session, conversation, row)
        here.metrics.count("motcua_slowed_total")
        return Kept(row.id, conversation.id, True, soon=False)
    first = of(session, row, conversation) if not place.waiting else None
    return Kept(row.id, conversation.id, True, soon=True, first=first)


def is_late(row: Inbox) -> bool:
    """Whether a message is to be worked off later only."""
    return row.next_try_at is not None and row.next_try_at > clock.now()


def own_id(who: Identity, message_id: str) -> str:
    """A message id that is unique over all senders, and tells nothing about any of them."""
    return hashlib.sha256(f"{who.channel}\n{who.address}\n{message_id}".encode()).hexdigest()


def content_of(incoming: body.Incoming, stored: media.Stored | None) -> tuple[InputKind, dict[str, Any]]:
    """Kind and body of the inbox row."""
    if stored is not None:
        return "media", {"media_id": stored.id}
    if incoming.choice is not None:
        return "choice", {"payload": incoming.choice}
    if incoming.text is None:
        raise BadInput("Send exactly one of text, choice and file.")
    return "text", {"text": incoming.text}


def named(conversation: Conversation, channel: str, text: str) -> str | None:
    """The payload of an option that a text names by number, on a channel that showed the options so."""
    asked = conversations.asking(conversation)
    if asked is None or conversation.owner != "bot" or not numbers(asked["options"], channel):
        return None
    return chosen(text, asked["kind"], asked["options"])


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
