"""What happens to a sender of very many messages: nothing is lost, nobody else waits for them.

Past ``flood_per_minute`` messages within a minute, each further one is kept, in order, and worked off at that
pace; the sender is told so once. Only when the pile is ``PILE`` minutes high is a message refused, openly and
before it counts as received.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from actions import clock
from actions.errors import MotcuaError
from actions.store import inbox, outbox
from actions.store.models import Conversation, Inbox
from actions.utterance import Utterance

PILE: Final = 5
"""How many minutes' worth of messages may wait."""


class TooMany(MotcuaError):
    """More waits than can be worked off soon: not kept, to be sent again later."""

    status = 429
    retryable = True
    retry_after = 60
    citizen_prompt = "flood.refused"


def check(session: Session, conversation: Conversation, place: inbox.Pile, per_minute: int) -> datetime | None:
    """Before a message is kept: until when it is put off because the sender is too fast; None where it is not.

    Raises TooMany.
    """
    if place.waiting + 1 >= PILE * per_minute:
        raise TooMany("Too many messages of this sender are waiting. This one was not kept: send it again.")
    if place.lately + 1 <= per_minute:
        return None
    waiting = Inbox.conversation_id == conversation.id, Inbox.status == "new"
    last = session.scalar(select(func.max(Inbox.next_try_at)).where(*waiting))
    return max(clock.now(), last or clock.now()) + timedelta(minutes=1) / per_minute


def tell(session: Session, conversation: Conversation, row: Inbox) -> None:
    """After a message that is put off was kept: the sender hears of it, unless that was said a moment ago."""
    told = exists().where(
        Inbox.conversation_id == conversation.id,
        Inbox.received_at >= clock.now() - inbox.LATELY,
        Inbox.notice_sent.is_(True),
        Inbox.id != row.id,
    )
    if not session.scalar(select(told)):
        outbox.add(session, conversation, row.id, [Utterance("flood.slow", lang=conversation.lang)])
