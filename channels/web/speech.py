"""``GET /api/chat/speech/{reply_id}``: one of the citizen's own replies, said aloud."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from actions.errors import NotFound
from actions.prompts import prompts
from actions.store import conversations
from actions.store.models import Outbox
from channels.gateway_state import gateway
from channels.identity import Identity, identify
from channels.render import render
from voice.speaking import Speaking

router = APIRouter()

WELCOME: Final = "welcome"
"""In place of a reply's id: what the page itself says first, to anybody."""
MOST_OPTIONS: Final = 8
"""More buttons than that are not read out: nobody remembers them."""
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")


def speaking(request: Request) -> Speaking:
    """The gateway's voice."""
    return cast(Speaking, request.app.state.speaking)


@router.get("/api/chat/speech/{reply_id}")
async def speech(request: Request, reply_id: str) -> Response:
    """A WAV file (mono, 16 bit, 11 kHz) of a reply and its buttons. 404 for a reply that is not the caller's own,
    and where this machine has no voice."""
    here, voice = gateway(request), speaking(request)
    if not voice.available:
        raise NotFound("Nothing can be said aloud on this machine.")
    if reply_id == WELCOME:
        text = "\n".join(prompts().get(name).text for name in ("talk.hello", "web.page.lead"))
    else:
        who = identify(request, here.settings, None, make=False)
        text = await here.store.read(lambda session: own_text(session, who, reply_id))
    return ranged(request, await voice.say(text))


def own_text(session: Session, who: Identity, reply_id: str) -> str:
    """What a reply says and offers. Raises NotFound unless it was said to this very caller."""
    row = session.get(Outbox, reply_id)
    conversation = conversations.find(session, who.channel, who.address)
    if row is None or conversation is None or row.conversation_id != conversation.id:
        raise NotFound("No such reply in this conversation.")
    return spoken(render(row.utterance, who.channel))


def spoken(reply: dict[str, Any]) -> str:
    """The words of a reply, then its buttons, for somebody who does not read them."""
    titles = [str(button["title"]) for button in reply["buttons"]]
    if not 0 < len(titles) <= MOST_OPTIONS:
        return str(reply["text"])
    offered = prompts().get("web.speech.options").wording("web", {"options": "; ".join(titles)})
    return f"{reply['text']}\n{offered}"


def ranged(request: Request, sound: bytes) -> Response:
    """The file, or the part of it that was asked for: some telephones play nothing without."""
    headers = {"Accept-Ranges": "bytes", "Content-Security-Policy": "default-src 'none'"}
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or asked.groups() == ("", ""):
        return Response(sound, media_type="audio/wav", headers=headers)
    first, last = asked.groups()
    start = int(first) if first else max(0, len(sound) - int(last))
    end = min(int(last), len(sound) - 1) if first and last else len(sound) - 1
    if start > end:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(sound)}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{len(sound)}"
    return Response(sound[start : end + 1], 206, media_type="audio/wav", headers=headers)
