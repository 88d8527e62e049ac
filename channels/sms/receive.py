"""An SMS that came in by any of the ways: committed to the inbox before the way is told that it arrived."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions import clock
from actions.failpoint import failpoint
from actions.store import conversations, db
from actions.store.models import Conversation, Inbox, Outbox
from channels import intake
from channels.body import Incoming
from channels.gateway_state import Gateway
from channels.identity import Identity
from channels.sms import machines
from channels.sms.commands import command_of
from channels.sms.numbers import address_of

CHANNEL: Final = "sms"
MOST_LETTERS: Final = 1000
"""Of one message of ours: 4 kB in the widest letters. A longer SMS is kept as several."""
AGAIN: Final = timedelta(seconds=60)
"""How long the same words count as the same SMS, while nothing came back: networks deliver twice, under a new id each
time, and who hears nothing writes the same once more. One answer serves both."""
STUCK: Final = timedelta(seconds=5)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Mobile:
    """An SMS of a telephone. ``id``: the way's own, where it has one that is the same at each repetition."""

    way: str
    sender: str
    text: str
    id: str


async def receive(here: Gateway, came: Mobile) -> str:
    """Keeps an SMS and starts to work it off; what became of it: ``kept``, ``again``, ``stranger`` or ``empty``.

    Raises TooMany of ``flood``, and database errors: then it is not kept, and the way has to bring it again.
    """
    address = address_of(came.sender)
    text = _CONTROL.sub(" ", came.text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if address is None or not text:
        return _counted(here, came, "stranger" if address is None else "empty")
    outcome, first = "again", True
    for number, start in enumerate(range(0, len(text), MOST_LETTERS)):
        part = replace(came, text=text[start : start + MOST_LETTERS], id=f"{came.id}/{number}")
        work = partial(_keep, here, Identity(CHANNEL, address), part, first)
        try:
            kept = await here.deliveries.write_with(work)
        except IntegrityError:  # another gateway kept this sender's first message at the same moment
            kept = await here.deliveries.write_with(work)
        failpoint("after_inbox_commit")
        if kept is None:
            break
        here.runner.nudge(kept.conversation_id, kept.first)
        outcome, first = "kept" if kept.fresh else outcome, False
    return _counted(here, came, outcome)


def _counted(here: Gateway, came: Mobile, outcome: str) -> str:
    here.metrics.count("motcua_sms_in_total", way=came.way, outcome=outcome)
    return outcome


def _keep(here: Gateway, who: Identity, came: Mobile, first: bool, session: Session) -> intake.Kept | None:
    """The message in the inbox; None where it (if it is the ``first`` of an SMS) says again what was just said."""
    known = conversations.find(session, who.channel, who.address)
    if known is not None:
        known = db.lock_conversation(session, known.id)
        if first and _said_already(session, known, came.text):
            return None
    digest = hashlib.sha256(came.text.encode()).hexdigest()[:16]
    incoming = Incoming(None, f"{came.way}:{came.id}:{digest}", text=came.text)
    if (name := command_of(came.text, known.awaiting if known is not None else None)) is not None:
        incoming = replace(incoming, text=None, choice=f"cmd:{name}")
    kept = intake.keep(session, here, who, incoming, None)
    return _against_machines(session, here, kept) if kept.fresh else kept


def _said_already(session: Session, conversation: Conversation, text: str) -> bool:
    """Whether the newest message has the same words and nothing came back for it yet: it is not worked off, or what
    answers it cannot be sent for some time now."""
    since = clock.now() - AGAIN
    lately = select(Inbox).where(Inbox.conversation_id == conversation.id, Inbox.received_at >= since)
    newest = session.scalar(lately.order_by(Inbox.seq.desc()).limit(1))
    if newest is None or newest.body.get("text") != text:
        return False
    if newest.status == "new":
        return True
    unsent = exists().where(Outbox.inbox_id == newest.id, Outbox.status == "pending")
    stuck = newest.done_at is not None and newest.done_at < clock.now() - STUCK
    return stuck and bool(session.scalar(select(unsent)))


def _against_machines(session: Session, here: Gateway, kept: intake.Kept) -> intake.Kept:
    verdict = machines.judge(session, kept.conversation_id, here.settings.sms_quick)
    if verdict == "person":
        return kept
    row = session.get_one(Inbox, kept.inbox_id)
    if verdict == "slow":
        machines.slow_down(row)
    else:
        machines.leave_alone(session, session.get_one(Conversation, kept.conversation_id), row)
    here.metrics.count("motcua_sms_machines_total", verdict=verdict)
    return replace(kept, soon=False, first=None)
