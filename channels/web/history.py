"""What a browser may see of its own conversation again, and leaving no trace of it on a shared phone."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from actions.prompts import prompts
from actions.store import conversations
from actions.store.models import Conversation, Inbox, Outbox
from channels import identity
from channels.api_chat import worded
from channels.gateway_state import gateway
from channels.identity import Identity, Unknown, identify
from channels.intake import own_id

router = APIRouter()

T = TypeVar("T", Inbox, Outbox)
MOST: Final = 200
"""Entries given back: some four interviews' worth of one screen after the other."""
NOTHING: Final[dict[str, Any]] = {"messages": [], "asking": None, "state": "idle", "dossier": None}
Pending = Annotated[list[str], Query(max_length=50)]


@router.get("/api/chat/history")
async def history(request: Request, pending: Pending = []) -> Response:  # noqa: B006  # FastAPI copies it
    """The exchange so far, oldest first, with where it stands; nothing, and nothing made, for a new browser.

    ``{"messages": [...], "asking", "state", "dossier"}``. A message is ``{"from": "machine", "id", "text",
    "buttons"}`` or ``{"from": "citizen", "text"}``, the latter with its ``"message_id"`` where that is one of
    ``pending``: what the browser sent and does not know whether it arrived.
    """
    here = gateway(request)
    try:
        who = identify(request, here.settings, None, make=False)
    except Unknown:
        return JSONResponse(NOTHING)
    return JSONResponse(await here.store.read(lambda session: load(session, who, pending)))


def load(session: Session, who: Identity, pending: Sequence[str]) -> dict[str, Any]:
    """The answer of ``history``."""
    conversation = conversations.find(session, who.channel, who.address)
    if conversation is None:
        return dict(NOTHING)
    sent = {own_id(who, message_id): message_id for message_id in pending}
    return {
        "messages": exchange(session, conversation, who.channel, sent),
        **conversations.standing(session, conversation),
    }


def exchange(session: Session, conversation: Conversation, channel: str, sent: dict[str, str]) -> list[dict[str, Any]]:
    """Both sides in the order in which they were read: a message, then what answers it; what was said unasked by
    its time."""
    heard = _last(session, Inbox, conversation.id)
    said = _last(session, Outbox, conversation.id)
    titles = {option["id"]: option["title"] for row in said for option in row.utterance.get("options") or ()}
    seq_of = {row.id: row.seq for row in heard}
    waiting, out = deque(heard), list[dict[str, Any]]()

    def comes_first(row: Inbox, reply: Outbox) -> bool:
        answered = seq_of.get(reply.inbox_id or "")
        return row.received_at <= reply.created_at if answered is None else row.seq <= answered

    def hear(reply: Outbox | None) -> None:
        while waiting and (reply is None or comes_first(waiting[0], reply)):
            row = waiting.popleft()
            if not row.body:  # erased: nothing to show
                continue
            entry = {"from": "citizen", "text": own_words(row, titles)}
            if row.provider_message_id in sent:
                entry["message_id"] = sent[row.provider_message_id]
            out.append(entry)

    for row in said:
        hear(row)
        out += [{"from": "machine", **reply} for reply in worded([(row.id, row.utterance)], channel)]
    hear(None)
    return out[-MOST:]


def own_words(row: Inbox, titles: dict[str, str]) -> str:
    """A citizen's message as they saw it: the words, the title of the button, or that a photo was sent."""
    if "text" in row.body:
        return str(row.body["text"])
    known = prompts()
    if row.kind == "media":
        return known.get("web.photo").text
    payload = str(row.body.get("payload") or "")
    helped = f"web.help.{payload.removeprefix('cmd:')}"
    return titles.get(payload) or (known.get(helped).text if known.has(helped) else payload)


def _last(session: Session, table: type[T], conversation_id: str) -> list[T]:
    wanted = select(table).where(table.conversation_id == conversation_id).order_by(table.seq.desc()).limit(MOST)
    return list(reversed(session.scalars(wanted).all()))


@router.post("/api/chat/forget")
async def forget(request: Request) -> Response:
    """Takes the browser's cookie back: from here nobody gets to this conversation any more. What was declared stays.

    ``{"forgotten": true}``, whether or not there was anything to forget.
    """
    with suppress(Unknown):  # already nobody
        identify(request, gateway(request).settings, None, make=False)
    response = JSONResponse({"forgotten": True})
    identity.forget(response, request)
    return response
