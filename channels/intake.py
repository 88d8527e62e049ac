"""Keeping a message that came in, whatever its channel: committed before anybody is told that it arrived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions import clock
from actions.errors import BadInput
from actions.ids import new_id
from actions.inputs import InputKind
from actions.store import conversations, inbox
from actions.store.models import Conversation, Inbox
from channels import body, flood, media
from channels.gateway_state import Gateway
from channels.identity import Identity
from channels.numbered import chosen
from channels.render import numbers
from channels.waiting import Waiting, of


@dataclass(frozen=True)
class Kept:
    """A message in the inbox: whether it came for the first time, and whether an answer may come soon. ``first``: the
    message itself, where it is to be worked off now and none waits before it."""

    inbox_id: str
    conversation_id: str
    fresh: bool
    soon: bool
    first: Waiting | None = None


async def take(here: Gateway, who: Identity, incoming: body.Incoming, stored: media.Stored | None) -> Kept:
    """Commits a message, at once or together with what else the gateway has to write."""
    try:
        return await here.deliveries.write_with(lambda s: keep(s, here, who, incoming, stored))
    except IntegrityError:
        # Another gateway kept this sender's first message at the same moment: now it is found.
        return await here.deliveries.write_with(lambda s: keep(s, here, who, incoming, stored))


def keep(session: Session, here: Gateway, who: Identity, incoming: body.Incoming, stored: media.Stored | None) -> Kept:
    """Commits a message to the inbox.

    Message ids are the sender's own: two senders may use the same. A message that erased its sender is still
    known by its id, so that repeating it gets its answer.
    """
    message_id = own_id(who, incoming.message_id or new_id())
    sent_as, content = content_of(incoming, stored)
    known = inbox.find(session, who.channel, message_id)
    if known is not None:
        inbox.require_same(session, known, sent_as, content, None if stored is None else stored.sha256)
        return Kept(known.id, known.conversation_id, False, not (known.attempts == 0 and is_late(known)))
    conversation = conversations.lock_or_open(session, who.channel, who.address, here.settings.default_locality)
    kind = sent_as
    if kind == "text" and (payload := named(conversation, who.channel, content["text"])):
        kind, content = "choice", content | {"payload": payload}  # what was written stays beside it
    place = inbox.pile(session, conversation.id)
    slowed_until = flood.check(session, conversation, place, here.settings.flood_per_minute)
    if stored is not None:
        media.remember(session, conversation.id, stored)
    row = inbox.accept(
        session,
        conversation,
        place,
        channel=who.channel,
        message_id=message_id,
        kind=kind,
        body=content,
        next_try_at=slowed_until,
    )
    here.metrics.count("motcua_messages_total", channel=who.channel, kind=sent_as)
    if slowed_until is not None:
        flood.tell(session, conversation, row)
        here.metrics.count("motcua_slowed_total")
        return Kept(row.id, conversation.id, True, soon=False)
    first = of(session, row, conversation) if not place.waiting else None
    return Kept(row.id, conversation.id, True, soon=True, first=first)


def is_late(row: Inbox) -> bool:
    """Whether a message is to be worked off later only."""
    return row.next_try_at is not None and row.next_try_at > clock.now()


def own_id(who: Identity, message_id: str) -> str:
    """A message id that is unique over all senders, and tells nothing about any of them."""
    return hashlib.sha256(f"{who.channel}\n{who.address}\n{message_id}".encode()).hexdigest()


def content_of(incoming: body.Incoming, stored: media.Stored | None) -> tuple[InputKind, dict[str, Any]]:
    """Kind and body of the inbox row."""
    if stored is not None:
        return "media", {"media_id": stored.id}
    if incoming.choice is not None:
        return "choice", {"payload": incoming.choice}
    if incoming.command is not None:
        return "command", {"payload": incoming.command}
    if incoming.fetch is not None:
        return "media", {"fetch": incoming.fetch}
    if incoming.text is None:
        raise BadInput("Send exactly one of text, choice and file.")
    return "text", {"text": incoming.text}


def named(conversation: Conversation, channel: str, text: str) -> str | None:
    """The payload of an option that a text names by number, on a channel that showed the options so."""
    asked = conversations.asking(conversation)
    if asked is None or conversation.owner != "bot" or not numbers(asked["options"], channel):
        return None
    return chosen(text, asked["kind"], asked["options"])
