"""The sender: hands over what waits in the outbox, in order within a conversation, many conversations at once.

One process an installation (``python -m channels.sending``); a second one waits until the first is gone. Everything
it knows is in the outbox. What it handed over and did not write down yet when it died is handed over again: a citizen
may see one message twice, and never misses one.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions import clock
from actions.erasing import forget_address
from actions.failpoint import failpoint
from actions.log import Log
from actions.store.models import Audit, Conversation, Journal, Outbox
from channels.hub import happens
from channels.metrics import Metrics
from channels.sending.carrier import Away, Carrier, Later, Letter, Sent, Undeliverable
from channels.sending.letters import Due, due, next_letter
from channels.sending.pace import Pace
from channels.store import Store

log = Log("sender")

LOOK_SECONDS: Final = 1.0
"""How often the outbox is searched; between two looks the news of turns wake the sender."""
AT_ONCE: Final = 64
"""Letters under way at the same time on one channel."""
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 900.0
REST_SECONDS: Final = (5.0, 300.0)
"""First and longest rest of a channel whose provider takes nothing."""


class Sender:
    """Looks what is due and keeps one task for each conversation that has something to get."""

    def __init__(self, store: Store, carriers: Sequence[Carrier], metrics: Metrics, max_attempts: int) -> None:
        self._store = store
        self._carriers = {carrier.channel: carrier for carrier in carriers}
        self._pace = {carrier.channel: Pace(carrier.per_second) for carrier in carriers}
        self._slots = {carrier.channel: asyncio.Semaphore(AT_ONCE) for carrier in carriers}
        self._resting: dict[str, datetime] = {}
        self._rests: Counter[str] = Counter()
        self._metrics = metrics
        self._max_attempts = max_attempts
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something may have come into the outbox."""
        self._wake.set()

    async def run(self) -> None:
        """Sends until cancelled; what is under way then is found again at the next start."""
        try:
            while True:
                self._wake.clear()
                try:
                    await self._look()
                except SQLAlchemyError as error:
                    log.error("outbox cannot be read", error=error)
                await happens(self._wake, LOOK_SECONDS)
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _look(self) -> None:
        for one in await self._store.read(partial(due, list(self._carriers))):
            put_off = one.next_try_at is not None and one.next_try_at > clock.now()
            if put_off or self._rests_now(one.channel) or one.conversation_id in self._tasks:
                continue
            task = asyncio.create_task(self._send_all(one))
            self._tasks[one.conversation_id] = task
            task.add_done_callback(partial(self._left, one.conversation_id))

    def _left(self, conversation_id: str, task: asyncio.Task[None]) -> None:
        del self._tasks[conversation_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("letters of a conversation not sent", error=error, conversation=conversation_id)

    async def _send_all(self, one: Due) -> None:
        """Letter after letter, until nothing is left or one has to wait."""
        carrier = self._carriers[one.channel]
        async with self._slots[one.channel]:
            while not self._rests_now(one.channel):
                letter = await self._store.read(partial(next_letter, one.conversation_id, carrier.longest))
                if letter is None or not await self._send(carrier, letter):
                    return

    async def _send(self, carrier: Carrier, letter: Letter) -> bool:
        """One try at one letter; whether the conversation may go on."""
        await self._pace[carrier.channel].turn()
        try:
            sent = await carrier.send(letter)
        except Away as error:
            self._rest(carrier.channel, error)
            return False
        except Undeliverable as error:
            log.warning("letter cannot be delivered", channel=carrier.channel, reason=error.reason, outbox=letter.id)
            await self._store.write(partial(bury, letter, carrier.channel, error.reason))
            self._metrics.count("motcua_letters_total", channel=carrier.channel, outcome="undeliverable")
            return True
        except Exception as error:
            reason = str(error) if isinstance(error, Later) else type(error).__name__
            seconds = error.seconds if isinstance(error, Later) else None
            log.warning("letter not sent", channel=carrier.channel, reason=reason, outbox=letter.id)
            return await self._put_off(carrier.channel, letter, reason, seconds)
        failpoint("sent_not_marked")
        await self._store.write(partial(mark, letter, sent))
        self._rests.pop(carrier.channel, None)
        self._metrics.count("motcua_letters_total", channel=carrier.channel, outcome="sent")
        self._metrics.count("motcua_parts_total", sent.parts, channel=carrier.channel)
        return True

    def _rests_now(self, channel: str) -> bool:
        until = self._resting.get(channel)
        return until is not None and until > clock.now()

    def _rest(self, channel: str, error: Away) -> None:
        if self._rests_now(channel):  # of all letters under way, the first to learn it counts
            return
        first, longest = REST_SECONDS
        seconds = error.seconds
        if seconds is None:
            seconds = min(longest, first * 2 ** min(self._rests[channel], 10)) * random.uniform(0.8, 1.2)
        self._rests[channel] += 1
        self._resting[channel] = clock.now() + timedelta(seconds=seconds)
        log.warning("channel rests", channel=channel, reason=str(error), seconds=round(seconds, 1))
        self._metrics.count("motcua_letters_total", channel=channel, outcome="away")

    async def _put_off(self, channel: str, letter: Letter, reason: str, seconds: float | None) -> bool:
        attempts = await self._store.write(partial(put_off, letter, seconds))
        if attempts < self._max_attempts:
            self._metrics.count("motcua_letters_total", channel=channel, outcome="later")
            return False
        await self._store.write(partial(bury, letter, channel, "too_many_tries"))
        log.error("letter given up", channel=channel, reason=reason, outbox=letter.id)
        self._metrics.count("motcua_letters_total", channel=channel, outcome="dead")
        return True


def mark(letter: Letter, sent: Sent, session: Session) -> None:
    """The provider has it."""
    now = clock.now()
    for row in _rows(session, letter):
        row.status, row.sent_at, row.provider_id = "sent", now, sent.provider_id
        row.attempts += 1
    forget_address(session, letter.conversation_id)


def put_off(letter: Letter, seconds: float | None, session: Session) -> int:
    """A try failed: the letter waits, doubling each time, or as long as the provider says. Returns its tries."""
    attempts = 0
    for row in _rows(session, letter):
        row.attempts += 1
        attempts = max(attempts, row.attempts)
    pause = seconds if seconds is not None else min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts - 1, 12))
    until = clock.now() + timedelta(seconds=pause * random.uniform(1.0, 1.3))
    for row in _rows(session, letter):
        row.next_try_at = until
    return attempts


def bury(letter: Letter, channel: str, reason: str, session: Session) -> None:
    """Gives a letter up, where people see it: in the journal, the audit and the counts."""
    detail = {"channel": channel, "reason": reason, "letter": letter.id}
    for row in _rows(session, letter):
        row.status = "dead"
    forget_address(session, letter.conversation_id)
    if session.get(Conversation, letter.conversation_id) is not None:
        session.add(Journal(conversation_id=letter.conversation_id, event="letter_dead", detail=detail))
        session.add(
            Audit(actor="sender", action="letter_dead", object_type="outbox", object_id=letter.id, detail=detail)
        )


def _rows(session: Session, letter: Letter) -> Sequence[Outbox]:
    """The letter's rows that still wait; erased ones are gone."""
    return session.scalars(select(Outbox).where(Outbox.id.in_(letter.ids), Outbox.status == "pending")).all()
