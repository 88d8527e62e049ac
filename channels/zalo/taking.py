"""What an event changes, in one transaction; a repeated event changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions import clock
from actions.erasing import erase
from actions.prompts import prompts
from actions.store import conversations, db
from actions.store.models import Audit, Contact, Conversation, Outbox
from channels import intake
from channels.body import MAX_TEXT, Incoming
from channels.gateway_state import Gateway
from channels.identity import Identity
from channels.waiting import Waiting
from channels.zalo.events import Event

CHANNEL: Final = "zalo"
PAYLOAD: Final = "mc:"
"""What the payload of a button of ours begins with: it comes back as an ordinary text."""
MOST_FILES: Final = 10
"""Of one event; Zalo sends pictures one by one."""
_NUMBER: Final = re.compile(r"(?:\+?84|0)(\d{9,10})")
_SAID: Final = {
    "location": "zalo.location", "sticker": "zalo.sticker", "gif": "zalo.sticker", "link": "zalo.link",
    "business_card": "zalo.business_card", "video": "zalo.video",
}  # fmt: skip
"""What is answered to what cannot be read."""


@dataclass(frozen=True)
class Taken:
    """What became of an event; ``conversation_id`` where there is something to work off or to hear."""

    outcome: str
    conversation_id: str | None = None
    first: Waiting | None = None


def take(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    """Keeps what an event brings. ``unique``: its id, the same at every repetition. Raises TooMany, BadInput."""
    if event.user is None and not event.seen:
        return Taken("incomplete")
    if event.is_message:
        return _message(session, here, event, unique)
    if event.name.startswith("oa_send_"):
        return _officer(session, here, event, unique) if event.admin else Taken("echo")
    handler = _HANDLERS.get(event.name)
    return handler(session, here, event, unique) if handler else Taken("ignored")


def _message(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    kind = event.name.removeprefix("user_send_")
    if kind == "text":
        if event.text.startswith(PAYLOAD):
            return _keep(session, here, event, unique, Incoming(None, None, choice=event.text[len(PAYLOAD) :][:200]))
        return _all(session, here, event, unique, [Incoming(None, None, text=piece) for piece in pieces(event.text)])
    if kind in ("image", "file", "audio") and event.links:
        files = [Incoming(None, None, fetch={"url": link}) for link in event.links[:MOST_FILES]]
        words = pieces(event.text) if event.text.strip() else []
        return _all(session, here, event, unique, [*files, *(Incoming(None, None, text=piece) for piece in words)])
    return _command(session, here, event, unique, f"say:{_SAID.get(kind, 'zalo.unread')}")


def _all(session: Session, here: Gateway, event: Event, unique: str, messages: list[Incoming]) -> Taken:
    """One event as several messages, each with an id of its own."""
    first, *others = (
        _keep(session, here, event, f"{unique}/{number}" if number else unique, message)
        for number, message in enumerate(messages)
    )
    return replace(first, first=None) if others else first


def _command(session: Session, here: Gateway, event: Event, unique: str, name: str) -> Taken:
    return _keep(session, here, event, unique, Incoming(None, None, command=name))


def _keep(session: Session, here: Gateway, event: Event, unique: str, incoming: Incoming) -> Taken:
    kept = intake.keep(session, here, _who(event), replace(incoming, message_id=unique), None)
    return Taken("kept" if kept.fresh else "repeated", kept.conversation_id, kept.first)


def _who(event: Event) -> Identity:
    return Identity(CHANNEL, event.user or "")


def pieces(text: str) -> list[str]:
    """A text as messages that are short enough, cut between words; without what no database can keep."""
    rest = text.replace("\x00", "").encode("utf-8", "replace").decode()
    found = []
    while len(rest.encode()) > MAX_TEXT:
        most = len(rest.encode()[:MAX_TEXT].decode("utf-8", "ignore"))
        blank = rest.rfind(" ", 1, most)
        cut = most if blank < 0 else blank
        found.append(rest[:cut])
        rest = rest[cut:].lstrip(" ")
    return [*found, rest]


def _follow(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    known = conversations.find(session, CHANNEL, event.user or "")
    if known is not None:
        contact = session.get_one(Contact, known.contact_id)
        wanted = select(Audit).where(Audit.object_type == "contact", Audit.object_id == contact.id)
        last = session.scalar(wanted.where(Audit.action == "unfollow").order_by(Audit.at.desc()).limit(1))
        if last is not None and last.detail.get("notices"):
            contact.do_not_notify = False
    return _command(session, here, event, unique, "greet")


def _unfollow(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    known = conversations.find(session, CHANNEL, event.user or "")
    if known is None:
        return Taken("unknown")
    contact = session.get_one(Contact, known.contact_id)
    if not contact.do_not_notify:
        contact.do_not_notify = True
        session.add(
            Audit(
                actor="citizen", action="unfollow", object_type="contact", object_id=contact.id,
                detail={"channel": CHANNEL, "notices": True},
            )
        )  # fmt: skip
    return Taken("done")


def _info(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    """What a citizen gave by Zalo's own form answers the question that is open; the rest of it is not kept."""
    known = conversations.find(session, CHANNEL, event.user or "")
    kind = (known.awaiting or {}).get("kind") if known is not None else None
    number = _NUMBER.fullmatch(re.sub(r"[\s.-]", "", str(event.info.get("phone") or "")))
    if kind == "phone" and number is not None:
        return _keep(session, here, event, unique, Incoming(None, None, text=f"0{number[1]}"))
    return _command(session, here, event, unique, "say:zalo.info")


def _receipt(column: str) -> Callable[[Session, Gateway, Event, str], Taken]:
    def mark(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
        mine = Outbox.provider_id.in_(event.seen[:100]), getattr(Outbox, column).is_(None)
        session.execute(update(Outbox).where(*mine).values({column: clock.now()}))
        return Taken("done")

    return mark


def _withdraw(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    """The citizen withdrew from Zalo what they had allowed: what was told us is erased, as if they had asked us."""
    known = conversations.find(session, CHANNEL, event.user or "")
    if known is None:
        return Taken("unknown")
    conversation = db.lock_conversation(session, known.id)
    erase(session, conversation, "")
    conversation.dialogue, conversation.awaiting, conversation.asked_id = {}, None, None
    conversation.state, conversation.rasa_sender = "idle", None
    return Taken("erased")


def _officer(session: Session, here: Gateway, event: Event, unique: str) -> Taken:
    """Somebody at the commune answered in Zalo's own window: the machine is silent until they give it back there, by
    one of the words for that."""
    conversation = conversations.lock_or_open(session, CHANNEL, event.user or "", here.settings.default_locality)
    seen = intake.own_id(_who(event), unique)
    about = Audit.object_type == "conversation", Audit.object_id == conversation.id
    if any(one.detail.get("event") == seen for one in session.scalars(select(Audit).where(*about))):
        return Taken("repeated")
    gives_back = event.text.strip(" .!").casefold() in _words("zalo.give_back_say")
    action = "gave_back_elsewhere" if gives_back else "answered_elsewhere"
    session.add(
        Audit(
            actor="officer", action=action, object_type="conversation", object_id=conversation.id,
            detail={"event": seen, "channel": CHANNEL},
        )
    )  # fmt: skip
    if gives_back and conversation.owner != "bot":
        _own(conversation, "bot", None)
        return _command(session, here, event, unique, "say:zalo.machine_again")
    if not gives_back and conversation.owner != "officer":
        _own(conversation, "officer", "answered_elsewhere")
    return Taken("done")


def _words(prompt_id: str) -> set[str]:
    return {word.strip().casefold() for word in prompts().get(prompt_id).text.split("|")}


def _own(conversation: Conversation, owner: str, reason: str | None) -> None:
    conversation.owner, conversation.owner_reason, conversation.queue = owner, reason, None
    conversation.owner_version = (conversation.owner_version or 0) + 1
    if owner == "officer":
        conversation.state = owner


_HANDLERS: Final[dict[str, Callable[[Session, Gateway, Event, str], Taken]]] = {
    "follow": _follow, "user_click_chatnow": _follow, "unfollow": _unfollow, "user_submit_info": _info,
    "user_withdraw": _withdraw, "user_received_message": _receipt("delivered_at"),
    "user_seen_message": _receipt("seen_at"),
}  # fmt: skip
