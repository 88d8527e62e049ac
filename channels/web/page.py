"""``GET /``: the page, with all its sentences put in from the data."""

from __future__ import annotations

import hashlib
import html
import json
import re
from functools import lru_cache
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from actions.errors import NotFound
from actions.procedures.load import procedures
from actions.prompts import prompts
from channels.web.assets import FOLDER, Asset, answer, assets, pack
from channels.web.speech import speaking

router = APIRouter()

_PLACE: Final = re.compile(r"\{\{([a-z]+):([\w.-]+)\}\}")
LIVE, HELP, START = "web.live.", "web.help.", "web.start."
IN_CHAT: Final = ("explain", "go_back", "summarize", "pause", "human")
"""The commands that are always at hand; ``resume`` and ``erase`` are offered where they mean something."""
IDLE_MINUTES: Final = 15
"""After so long without a touch the exchange is covered: the next person at a shared phone may be another."""
FOREVER: Final = "public, max-age=31536000, immutable"


@router.get("/")
async def page(request: Request) -> Response:
    """The page itself. Looking at it makes no conversation."""
    made = rendered(speaking(request).available)
    tag = f'"{hashlib.sha256(made.plain).hexdigest()[:16]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if tag in (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return answer(request, made, headers)


@router.get("/assets/{version}/{name}")
async def asset(request: Request, version: str, name: str) -> Response:
    """One of the page's files; under another version's name it is not kept by the browser."""
    found = assets().files.get(name)
    if found is None:
        raise NotFound("The page has no such file.")
    return answer(request, found, {"Cache-Control": FOREVER if version == assets().version else "no-cache"})


@lru_cache(maxsize=2)
def rendered(speech: bool) -> Asset:
    """The page for a machine that can speak, or cannot. DataError where a sentence is missing."""
    fragments = {"starts": buttons("say", starts()), "helps": buttons("command", helps())}

    def put(match: re.Match[str]) -> str:
        what, name = match.groups()
        if what == "asset":
            return assets().path(name)
        if what == "made":
            return fragments[name] if name in fragments else config(speech)
        return html.escape(prompts().get(name).text)

    made = _PLACE.sub(put, (FOLDER / "page.html").read_text(encoding="utf-8")).encode()
    return Asset("text/html", made, pack(made))


def starts() -> list[tuple[str, str]]:
    """What may be started, as (what is sent, title): each procedure, then the first questions people have."""
    known = [procedure.short_title for procedure in procedures().values()]
    known += [prompt.text for prompt in prompts().all() if prompt.id.startswith(START)]
    return [(title, title) for title in known]


def helps() -> list[tuple[str, str]]:
    """The commands at hand, as (command, title)."""
    return [(name, prompts().get(HELP + name).text) for name in IN_CHAT]


def buttons(kind: str, made: list[tuple[str, str]]) -> str:
    """Buttons that send something; dead until the page's script runs."""
    return "\n".join(
        f'<button type="button" class="choice" data-{kind}="{html.escape(sent)}">{html.escape(title)}</button>'
        for sent, title in made
    )


def config(speech: bool) -> str:
    """What the script needs to know, as JSON that may stand inside a script element."""
    words = {p.id.removeprefix(LIVE): p.text for p in prompts().all() if p.id.startswith(LIVE)}
    helping = {p.id.removeprefix(HELP): p.text for p in prompts().all() if p.id.startswith(HELP)}
    made = {"words": words, "help": helping, "speech": speech, "idleMinutes": IDLE_MINUTES}
    return json.dumps(made, ensure_ascii=False).replace("<", "\\u003c")
