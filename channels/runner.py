"""Works off the inbox: one message after the other within a conversation, many conversations at once.

Everything it knows is in the database: after a restart it finds what was left and goes on. A message is tried
until it is answered; tries that reached the other side count, and after ``max_attempts`` of them the message
is given up openly (``inbox.bury``). Waiting for a process that is away does not count.
"""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from actions import clock
from actions.errors import MotcuaError
from actions.log import Log
from actions.settings import Settings
from actions.store import inbox
from channels.claims import Claims
from channels.hub import Hub, happens
from channels.metrics import Metrics
from channels.peers import Busy, Failed, Refused, Unreached
from channels.store import Store
from channels.turn_caller import TurnCaller
from channels.waiting import Message, Waiting, is_new, next_of

log = Log("runner")

SWEEP_SECONDS: Final = 10.0
"""How often the database is searched for messages that nobody works on (another gateway died)."""
FIRST_LOOK: Final = 0.1
"""Seconds that somebody waits for a result before looking whether it was there already."""
LOOK_SECONDS: Final = 1.0
"""How often somebody who waits longer looks again, in case the news of it got lost."""
CLAIM_PAUSES: Final = (0.05, 0.2, 0.8)
"""Seconds before the tries to take over a conversation from another gateway, which is mostly about to look itself."""
PRESSED: Final = 3
"""Writes that wait before turns give way: messages that come in are kept first, then worked off."""
YIELD_SECONDS: Final = (0.01, 0.25)
"""How often it is looked whether they still wait, and how long one turn gives way at most."""
FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 30.0


class Runner:
    """The one place in a gateway that decides which message is tried when."""

    def __init__(self, store: Store, caller: TurnCaller, hub: Hub, metrics: Metrics, settings: Settings) -> None:
        self._store = store
        self._caller = caller
        self._door = asyncio.Lock()
        self._claims = Claims(store.engine)
        self._hub = hub
        self._metrics = metrics
        self._settings = settings
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Goes on with all that was left, now and at every sweep."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Stops trying; what is under way may be cut, and is found again at the next start."""
        tasks = [*self._workers.values(), *([self._sweeper] if self._sweeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._caller.stop()
        self._claims.close()

    def nudge(self, conversation_id: str, first: Waiting | None = None) -> None:
        """There may be something to work off in a conversation. ``first``: what, if that is known."""
        if conversation_id in self._workers:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._work(conversation_id, first))
        self._workers[conversation_id] = task
        task.add_done_callback(lambda done: self._left(conversation_id, done))

    def _left(self, conversation_id: str, task: asyncio.Task[None]) -> None:
        del self._workers[conversation_id]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            # The sweep finds what it left.
            log.error("worker failed", error=error, conversation=conversation_id)
        elif conversation_id in self._again:
            self._again.discard(conversation_id)
            self.nudge(conversation_id)

    async def _sweep(self) -> None:
        while True:
            try:
                for conversation_id in await self._store.read(inbox.waiting):
                    if conversation_id not in self._workers:
                        self.nudge(conversation_id)
            except SQLAlchemyError as error:
                log.error("inbox cannot be read", error=error)
            await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.8, 1.2))

    async def _next(self, conversation_id: str) -> Waiting | None:
        """Looks what is next; all that was said of it before is known then."""
        self._again.discard(conversation_id)
        return await self._store.glance(lambda session: next_of(session, conversation_id))

    async def _work(self, conversation_id: str, first: Waiting | None) -> None:
        row: Waiting | None = first or await self._next(conversation_id)
        pauses = iter(CLAIM_PAUSES)
        while row is not None and not await self._claims.take(conversation_id):
            # Another gateway is at it: it finds this message when it is through with what it has, unless it is
            # leaving just now. If it died, the sweep finds it.
            if (seconds := next(pauses, None)) is None:
                return
            await asyncio.sleep(seconds * random.uniform(0.8, 1.2))
            row = await self._next(conversation_id)
        if row is None:
            return
        try:
            await self._work_off(conversation_id, row)
        finally:
            await self._claims.give(conversation_id)

    async def _work_off(self, conversation_id: str, first: Waiting) -> None:
        row: Waiting | None = first
        while row is not None or conversation_id in self._again:
            if row is None:
                row = await self._next(conversation_id)
                continue
            receipt = asyncio.create_task(self._receipt(conversation_id, row))
            try:
                following = await self._until_done(row)
            finally:
                receipt.cancel()
            self._metrics.observe("motcua_turn_seconds", (clock.now() - row.received_at).total_seconds())
            self._hub.publish(row.id)
            self._hub.publish(conversation_id)
            row = following

    async def _until_done(self, row: Waiting) -> Waiting | None:
        """Tries one message until it is answered or given up; the conversation's next, as of then."""
        known: Message | None = row.message
        if row.next_try_at is not None and row.next_try_at > clock.now():
            await asyncio.sleep((row.next_try_at - clock.now()).total_seconds())
            known = None
        attempts, idle_tries = row.attempts, 0
        while True:
            await self._give_way()
            try:
                following = await self._caller.attempt(row, known)
            except (Unreached, Busy) as error:
                idle_tries += 1
                self._metrics.count("motcua_retries_total", reason=type(error).__name__.lower())
                await asyncio.sleep(pause(idle_tries))
            except Failed as error:
                attempts += 1
                self._metrics.count("motcua_retries_total", reason="failed")
                log.warning("turn failed", inbox_id=row.id, attempts=attempts, reason=str(error))
                if attempts >= self._settings.max_attempts:
                    return await self._bury(row, error)
                await self._put_off(row, str(error), pause(attempts))
            except Refused as error:
                return await self._bury(row, error)
            else:
                self._metrics.count("motcua_turns_total", outcome="answered")
                return following
            known = None

    async def _give_way(self) -> None:
        """Lets messages that are just coming in go first. One turn looks; the others wait behind it."""
        async with self._door:
            end = asyncio.get_running_loop().time() + YIELD_SECONDS[1]
            while self._store.waiting >= PRESSED and asyncio.get_running_loop().time() < end:
                await asyncio.sleep(YIELD_SECONDS[0])

    async def _put_off(self, row: Waiting, reason: str, seconds: float) -> None:
        until = clock.now() + timedelta(seconds=seconds)
        await self._store.write(
            lambda session: inbox.put_off(session, row.id, error=reason, next_try_at=until, counts=True)
        )
        await asyncio.sleep(seconds)

    async def _bury(self, row: Waiting, error: MotcuaError) -> Waiting | None:
        log.error("message given up", error=error, inbox_id=row.id, reason=str(error))
        if await self._store.write(lambda session: inbox.bury(session, row.id, str(error))):
            self._metrics.count("motcua_turns_total", outcome="dead")
        return await self._next(row.conversation_id)

    async def _receipt(self, conversation_id: str, row: Waiting) -> None:
        """Tells the citizen once that it takes longer; at once when the message has waited long already."""
        if row.told:
            return
        age = (clock.now() - row.received_at).total_seconds()
        await asyncio.sleep(max(1.0, self._settings.receipt_after - age))
        try:
            given = await self._store.write(lambda session: inbox.give_receipt(session, row.id))
        except SQLAlchemyError as error:
            log.error("receipt cannot be given", error=error, inbox_id=row.id)
            return
        if given:
            self._metrics.count("motcua_receipts_total")
            self._hub.publish(conversation_id)

    async def wait_for(self, inbox_id: str, seconds: float) -> bool:
        """Waits at most so long until a message is answered, held or given up; whether it is."""
        event = self._hub.subscribe(inbox_id)
        try:
            # Most messages are done soon. One that is done already (it came again) is found by looking.
            soon = min(seconds, FIRST_LOOK)
            done = await happens(event, soon)
            if not done and not await self._store.glance(lambda session: is_new(session, inbox_id)):
                return True
            end = asyncio.get_running_loop().time() + seconds - soon
            while not done and not self._hub.closing.is_set():
                left = end - asyncio.get_running_loop().time()
                if left <= 0:
                    return False
                done = await happens(event, min(left, LOOK_SECONDS)) or not await self._store.glance(
                    lambda session: is_new(session, inbox_id)
                )
            return not self._hub.closing.is_set()
        finally:
            self._hub.unsubscribe(inbox_id, event)


def pause(tries: int) -> float:
    """Seconds before the next try: doubling, with jitter, at most half a minute."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries, 10)) * random.uniform(0.7, 1.3))
