"""One try at one message: by which door it goes, and whether it was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy.orm import Session

from actions.store import inbox
from actions.store.models import Conversation, Inbox
from channels.actions_client import ActionsClient
from channels.peers import Busy, Failed, Gate, Unreached
from channels.rasa_client import RasaClient, Understand
from channels.store import Store
from channels.waiting import Fetch, Message, Waiting, is_new, next_of, prepare

AT_ONCE: Final = 64
"""Requests under way at the same time to one peer."""


class TurnCaller:
    """Sends a message to the action server, by way of Rasa where it has to be understood first."""

    def __init__(
        self,
        store: Store,
        rasa: RasaClient,
        actions: ActionsClient,
        rasa_gate: Gate,
        actions_gate: Gate,
        fetch: Callable[[str, str], Awaitable[None]],
    ) -> None:
        """``fetch``: brings the file of a message (inbox id, address); raises Failed where it may be tried again."""
        self._store = store
        self._rasa = rasa
        self._actions = actions
        self.rasa_gate = rasa_gate
        self.actions_gate = actions_gate
        self._fetch = fetch
        # One for each peer: texts that wait for Rasa must not hold up the buttons.
        self._rasa_slots = asyncio.Semaphore(AT_ONCE)
        self._actions_slots = asyncio.Semaphore(AT_ONCE)

    async def stop(self) -> None:
        """Stops looking whether peers are back."""
        await self.rasa_gate.stop()
        await self.actions_gate.stop()

    async def attempt(self, row: Waiting, known: Message | None = None) -> Waiting | None:
        """Returns when the message is no longer ``new``: the conversation's next, as of then. Raises Unreached,
        Busy, Failed or Refused.

        Waits, however long, while a process that it needs is away. ``known``: what the message needs, if that was
        just read.
        """
        message = await self._store.glance(lambda session: prepare(session, row.id)) if known is None else known
        if isinstance(message, Fetch):
            await self._fetch(row.id, message.url)
            message = "direct"
        if message != "done":
            await self.actions_gate.passed()
        if message == "direct":
            await self._structured(row.id)
        elif message != "done":
            await self._understood(row.id, message)
        following = await self._store.glance(lambda session: next_of(session, row.conversation_id))
        if following is not None and following.seq <= row.seq:
            await self._check(row, message)
        return following

    async def _understood(self, inbox_id: str, message: Understand) -> None:
        await self.rasa_gate.passed()
        try:
            async with self._rasa_slots:
                await self._rasa.understand(message)
        except Unreached:
            self.rasa_gate.close()
            raise
        except Failed:
            await self._store.write(lambda session: fresh_sender(session, inbox_id))
            raise

    async def _structured(self, inbox_id: str) -> None:
        try:
            async with self._actions_slots:
                await self._actions.turn(inbox_id)
        except Unreached:
            self.actions_gate.close()
            raise

    async def _check(self, row: Waiting, message: Message) -> None:
        """Something up to this message is still to be worked off. Raises when it is this one: Rasa answers 200 as
        well when it could not reach the actions."""
        if not await self._store.glance(lambda session: is_new(session, row.id)):
            return
        if isinstance(message, Understand):
            await self._store.write(lambda session: fresh_sender(session, row.id))
            if not await self.actions_gate.ready():
                self.actions_gate.close()
                raise Unreached("actions: away while Rasa called it")
        if await self._store.glance(lambda session: is_first(session, row.id)):
            raise Failed("status 200, and the message is still new")
        raise Busy("an earlier message is not done")


def is_first(session: Session, inbox_id: str) -> bool:
    """Whether it is the one to be worked off next in its conversation."""
    row = session.get(Inbox, inbox_id)
    return row is not None and not inbox.earlier_waiting(session, row)


def fresh_sender(session: Session, inbox_id: str) -> None:
    """The next try goes by another sender id: Rasa may still hold the lock of this one, or have muted it."""
    row = session.get(Inbox, inbox_id)
    if row is None:
        return
    conversation = session.get_one(Conversation, row.conversation_id)
    _, _, number = (conversation.rasa_sender or "").partition(".")
    conversation.rasa_sender = f"{conversation.id}.{int(number or 0) + 1}"
