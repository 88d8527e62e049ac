"""The page behind "Nghe": a question said aloud, for who hears Vietnamese but does not read it.

Its address holds the name of a sentence and nothing of a citizen; a sentence that needs a value of somebody's has none.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from actions.errors import NotFound
from actions.prompts import placeholders, prompts
from channels.web.speech import ranged, speaking

router = APIRouter()

PATH: Final = "/channels/zalo/listen"
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; frame-ancestors 'none'"
NOT_FOR_CITIZENS: Final = ("officer.", "terminal.", "options.")
_PAGE: Final = Path(__file__).with_name("listen.html")


@router.get(PATH + "/{prompt_id}")
async def page(request: Request, prompt_id: str) -> HTMLResponse:
    """The sentence, large, and its sound. 404 for any other sentence, and where this machine has no voice."""
    text = _spoken(request, prompt_id)
    filled = {"title": prompts().get("zalo.listen").text, "text": text, "sound": f"{PATH}/{prompt_id}/sound"}
    made = _PAGE.read_text("utf-8")
    for name, value in filled.items():
        made = made.replace("{" + name + "}", html.escape(value))
    return HTMLResponse(made, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})


@router.get(PATH + "/{prompt_id}/sound")
async def sound(request: Request, prompt_id: str) -> Response:
    """A WAV file of the sentence."""
    return ranged(request, await speaking(request).say(_spoken(request, prompt_id)))


def can_be_heard(utterance: dict[str, Any]) -> bool:
    """Whether an utterance has a page: it is the same for everybody."""
    name = str(utterance.get("prompt_id") or "")
    known = prompts()
    return known.has(name) and not name.startswith(NOT_FOR_CITIZENS) and not placeholders(known.get(name).text)


def _spoken(request: Request, prompt_id: str) -> str:
    if not speaking(request).available or not can_be_heard({"prompt_id": prompt_id}):
        raise NotFound("No such sentence can be heard here.")
    return prompts().get(prompt_id).text
