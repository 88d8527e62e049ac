"""``GET /api/chat/dossier/{code}.pdf``: the printed form of the caller's own declaration."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from actions.errors import NotFound
from actions.printing.form import form_pdf
from actions.store import conversations
from actions.store.models import Dossier
from channels.gateway_state import gateway
from channels.identity import Identity, identify

router = APIRouter()


@router.get("/api/chat/dossier/{code}.pdf")
async def dossier(request: Request, code: str) -> Response:
    """The form as PDF, to look at and print. 404 for a code that is not the caller's own."""
    here = gateway(request)
    who = identify(request, here.settings, None, make=False)
    made = await here.store.read(lambda session: own_form(session, who, code))
    headers = {"Content-Disposition": f'inline; filename="{code}.pdf"', "Content-Security-Policy": "default-src 'none'"}
    return Response(made, media_type="application/pdf", headers=headers)


def own_form(session: Session, who: Identity, code: str) -> bytes:
    """The PDF of a dossier that this very caller sent. Raises NotFound for any other code."""
    found = session.get(Dossier, code)
    conversation = conversations.find(session, who.channel, who.address)
    if found is None or conversation is None or found.contact_id != conversation.contact_id:
        raise NotFound("No such declaration was sent from here.")
    return form_pdf(session, code)
