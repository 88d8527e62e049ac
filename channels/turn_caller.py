"""One try at one message: by which door it goes, and whether it was answered."""

from __future__ import annotations

import asyncio
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from actions import clock
from actions.store import inbox
from actions.store.models import Conversation, Inbox, Question
from channels.actions_client import ActionsClient
from channels.peers import Busy, Failed, Gate, Unreached
from channels.rasa_client import RasaClient, Understand
from channels.store import Store

AT_ONCE: Final = 64
"""Requests under way at the same time to one peer."""


class TurnCaller:
    """Sends a message to the action server, by way of Rasa where it has to be understood first."""

    def __init__(
        self, store: Store, rasa: RasaClient, actions: ActionsClient, rasa_gate: Gate, actions_gate: Gate
    ) -> None:
        self._store = store
        self._rasa = rasa
        self._actions = actions
        self.rasa_gate = rasa_gate
        self.actions_gate = actions_gate
        # One for each peer: texts that wait for Rasa must not hold up the buttons.
        self._rasa_slots = asyncio.Semaphore(AT_ONCE)
        self._actions_slots = asyncio.Semaphore(AT_ONCE)

    async def attempt(self, inbox_id: str) -> None:
        """Returns when the message is no longer ``new``. Raises Unreached, Busy, Failed or Refused.

        Waits, however long, while a process that it needs is away.
        """
        message = await self._store.read(lambda session: prepare(session, inbox_id))
        if message == "done":
            return
        await self.actions_gate.passed()
        if message == "direct":
            await self._structured(inbox_id)
            return
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
        if await self._store.read(lambda session: is_new(session, inbox_id)):
            await self._lost(inbox_id)

    async def _structured(self, inbox_id: str) -> None:
        try:
            async with self._actions_slots:
                await self._actions.turn(inbox_id)
        except Unreached:
            self.actions_gate.close()
            raise

    async def _lost(self, inbox_id: str) -> None:
        """Rasa answered 200 and nothing happened: it says the same when it could not reach the actions."""
        await self._store.write(lambda session: fresh_sender(session, inbox_id))
        if not await self.actions_gate.ready():
            self.actions_gate.close()
            raise Unreached("actions: away while Rasa called it")
        if await self._store.read(lambda session: is_first(session, inbox_id)):
            raise Failed("rasa: status 200, and the message is still new")
        raise Busy("an earlier message is not done")


def prepare(session: Session, inbox_id: str) -> Understand | Literal["direct", "done"]:
    """What Rasa needs to know; ``direct`` where nothing has to be understood, ``done`` where nothing is to do.

    A text is bound to the question that was on the screen when it came, so it is read with that question's
    expectation even if another has been asked since.
    """
    row = session.get(Inbox, inbox_id)
    if row is None or row.status != "new":  # answered by another try, or erased
        return "done"
    conversation = session.get_one(Conversation, row.conversation_id)
    text = str(row.body.get("text") or "")
    if row.kind != "text" or conversation.owner != "bot" or not text.strip():
        return "direct"
    return Understand(
        conversation.rasa_sender or conversation.id,
        text,
        {
            "inbox_id": row.id,
            "conversation_id": conversation.id,
            "asked_id": row.asked_id,
            "awaiting": _awaiting(session, conversation, row),
            "lang": conversation.lang,
            "today": clock.today().isoformat(),
        },
    )


def _awaiting(session: Session, conversation: Conversation, row: Inbox) -> dict[str, Any] | None:
    if row.asked_id == conversation.asked_id:
        return conversation.awaiting
    asked = session.get(Question, row.asked_id) if row.asked_id else None
    return asked.awaiting if asked is not None else None


def is_new(session: Session, inbox_id: str) -> bool:
    """Whether the message is still to be worked off; one that was erased is not."""
    row = session.get(Inbox, inbox_id)
    return row is not None and row.status == "new"


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
