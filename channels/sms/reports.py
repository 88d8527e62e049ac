"""What became of a letter after its way took it: delivered, or never."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final, Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions import clock
from actions.store.models import Audit, Journal, Outbox
from channels.gateway_state import Gateway

REASON: Final = "not_delivered"
TRIES: Final = 20
PAUSE: Final = 0.1
"""Seconds between two looks for the note that a letter was handed over. Where it never comes, the sender died before it
wrote it, and sends the letter again."""
Outcome = Literal["delivered", "failed"]


async def report(here: Gateway, way: str, letter: str, outcome: Outcome) -> None:
    """Writes a report down; one about a letter that nobody knows, or that came before, is only counted. ``letter``: the
    id it was handed over under (``<outbox id>``, further parts ``<outbox id>-2``), or the way's own id."""
    for _ in range(TRIES):
        if not await here.store.read(partial(not_marked, letter)):
            break
        await asyncio.sleep(PAUSE)
    known = await here.store.write(lambda session: note(session, letter, outcome))
    here.metrics.count("motcua_sms_reports_total", way=way, outcome=outcome if known else "unknown")


def not_marked(letter: str, session: Session) -> bool:
    """Whether a report is quicker than the sender's own note that it handed the letter over."""
    row = session.get(Outbox, letter.partition("-")[0])
    return row is not None and row.status == "pending"


def note(session: Session, letter: str, outcome: Outcome) -> bool:
    """Whether the letter is known and this is news."""
    first = letter.partition("-")[0]
    asked = select(Outbox).where(or_(Outbox.id == first, Outbox.provider_id.in_((first, letter))))
    found = list(session.scalars(asked))
    marked = {row.provider_id for row in found} - {None}
    if marked and found[0].provider_id != first:  # the other rows of that letter
        found = list(session.scalars(select(Outbox).where(Outbox.provider_id.in_(marked))))
    rows = [row for row in found if row.status == "sent" and row.delivered_at is None]
    for row in rows:
        if outcome == "delivered":
            row.delivered_at = clock.now()
        else:
            row.status = "dead"
    if rows and outcome == "failed":
        detail = {"channel": "sms", "reason": REASON, "letter": rows[0].id}
        session.add(Journal(conversation_id=rows[0].conversation_id, event="letter_dead", detail=detail))
        session.add(
            Audit(actor="gateway", action="letter_dead", object_type="outbox", object_id=rows[0].id, detail=detail)
        )
    return bool(rows)
