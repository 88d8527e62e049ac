"""Two machines that answer each other: noticed, slowed down, then left alone where people see it.

A message looks like a machine's when it says back what we said, comes within a second of our letter, or is word for
word the long one before it. No single one proves anything; many in a row, without one that does not, do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions import clock
from actions.store.models import Audit, Conversation, Inbox, Journal, Outbox
from channels.render import render
from channels.sms.commands import plain

SLOW: Final = 5
LEAVE: Final = 10
"""How many in a row until it is slowed down, and until it is left alone."""
PAUSE: Final = timedelta(seconds=60)
LONG: Final = 15
"""Letters from which a text that comes again is no "1" or "có"."""
REASON: Final = "machine"

Verdict = Literal["person", "slow", "leave"]


def judge(session: Session, conversation_id: str, quick: float) -> Verdict:
    """What the newest messages of a conversation look like. ``quick``: seconds after our letter within which nobody
    answers; 0: not looked at."""
    newest = select(Inbox).where(Inbox.conversation_id == conversation_id).order_by(Inbox.seq.desc()).limit(LEAVE + 1)
    rows = list(session.scalars(newest))
    if len(rows) < SLOW:
        return "person"
    said = select(Outbox).where(Outbox.conversation_id == conversation_id).order_by(Outbox.seq.desc()).limit(4 * LEAVE)
    ours = list(session.scalars(said))
    spoken = [plain(render(row.utterance, "sms")["text"]) for row in ours]
    times = [row.sent_at for row in ours if row.sent_at is not None]
    count = 0
    for row, earlier in zip(rows, [*rows[1:], None], strict=True):
        if not (
            _echoes(row.body, spoken)
            or _repeats(row.body, earlier.body if earlier else {})
            or _quick(row.received_at, times, quick)
        ):
            break
        count += 1
    return "leave" if count >= LEAVE else "slow" if count >= SLOW else "person"


def _echoes(body: dict[str, Any], spoken: Sequence[str]) -> bool:
    said = plain(str(body.get("text") or ""))
    return len(said) >= LONG and any(said in one or (len(one) >= LONG and one in said) for one in spoken)


def _repeats(body: dict[str, Any], earlier: dict[str, Any]) -> bool:
    said = plain(str(body.get("text") or ""))
    return len(said) >= LONG and said == plain(str(earlier.get("text") or ""))


def _quick(received: datetime, sent: Sequence[datetime], quick: float) -> bool:
    return quick > 0 and any(abs((received - at).total_seconds()) < quick for at in sent)


def slow_down(row: Inbox) -> None:
    """The message is worked off a minute later only."""
    row.next_try_at = clock.now() + PAUSE


def leave_alone(session: Session, conversation: Conversation, row: Inbox) -> None:
    """The conversation goes to a person, and nothing more is said to the machine: what waits is kept for the desk."""
    if conversation.owner_reason != REASON:
        conversation.owner, conversation.state = "queued", "queued"
        conversation.owner_reason, conversation.queue = REASON, "general"
        conversation.owner_version = (conversation.owner_version or 0) + 1
        session.add(Journal(conversation_id=conversation.id, event="machine_left"))
        session.add(
            Audit(actor="gateway", action="machine_left", object_type="conversation", object_id=conversation.id)
        )
    waiting = update(Inbox).where(Inbox.conversation_id == conversation.id, Inbox.status == "new")
    session.execute(waiting.values(status="held", done_at=clock.now(), next_try_at=None))
