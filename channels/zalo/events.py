"""What the webhook's JSON says, whichever of its spellings it uses (ids and numbers come as texts or as numbers)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from actions.errors import BadInput
from channels.body import decoded

_ID: Final = re.compile(r"[0-9A-Za-z_.=+/-]{1,200}")
MESSAGES: Final = ("user_send_",)
"""What an event's name begins with where it brings a message of a citizen."""
RECEIPTS: Final = frozenset({"user_received_message", "user_seen_message"})
FETCHED: Final = frozenset({"image", "gif", "file", "audio", "video"})
"""Kinds of attachments that are files."""


@dataclass(frozen=True)
class Event:
    """One event. ``user``: the citizen's id, None where it is about nobody we could write to; ``oa_id``: the account;
    ``at``: milliseconds since 1970, as the ``timestamp`` that is signed; ``message`` and ``info`` as they came."""

    name: str
    app_id: str
    oa_id: str
    user: str | None
    timestamp: str
    message: dict[str, Any]
    info: dict[str, Any]
    admin: bool

    @property
    def at(self) -> int:
        return int(self.timestamp)

    @property
    def is_message(self) -> bool:
        """Whether a citizen waits for an answer to it."""
        return self.name.startswith(MESSAGES)

    @property
    def message_id(self) -> str | None:
        """The message's id at Zalo."""
        return text_id(self.message.get("msg_id"))

    @property
    def text(self) -> str:
        """What was written."""
        text = self.message.get("text")
        return text if isinstance(text, str) else ""

    @property
    def seen(self) -> list[str]:
        """The messages that a receipt is about; none where the event is no receipt."""
        if self.name not in RECEIPTS:
            return []
        ids = self.message.get("msg_ids")
        found = [text_id(one) for one in (ids if isinstance(ids, list) else [self.message.get("msg_id")])]
        return [one for one in found if one is not None]

    @property
    def links(self) -> list[str]:
        """The addresses of the files that were sent."""
        payloads = [one.get("payload") for one in self._attachments() if one.get("type") in FETCHED]
        return [one["url"] for one in payloads if isinstance(one, dict) and isinstance(one.get("url"), str)]

    def _attachments(self) -> list[dict[str, Any]]:
        found = self.message.get("attachments")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def parse(raw: bytes) -> Event:
    """The event in a body. Raises BadInput where it is no event at all; what it does not know it leaves out."""
    document = decoded(raw)
    if not isinstance(document, dict) or not isinstance(document.get("event_name"), str):
        raise BadInput("event_name: missing.")
    name = document["event_name"][:64]
    sender, recipient = _who(document.get("sender")), _who(document.get("recipient"))
    flat, follower = text_id(document.get("user_id")), _who(document.get("follower"))
    # What the account sent, and what is told of it, name the account as the sender.
    of_the_account = name.startswith("oa_") or name == "user_received_message"
    oa, user = (sender, recipient) if of_the_account else (recipient, sender)
    message, info = document.get("message"), document.get("info")
    return Event(
        name=name,
        app_id=text_id(document.get("app_id")) or "",
        oa_id=text_id(document.get("oa_id")) or oa or "",
        user=follower or user or flat,
        timestamp=_time(document.get("timestamp")),
        message=message if isinstance(message, dict) else {},
        info=info if isinstance(info, dict) else {},
        admin=isinstance(document.get("sender"), dict) and bool(document["sender"].get("admin_id")),
    )


def text_id(value: Any) -> str | None:
    """An id as text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, int):
        value = str(value) if abs(value) < 10**40 else ""
    found = value.strip()
    return found if _ID.fullmatch(found) else None


def _who(value: Any) -> str | None:
    return text_id(value.get("id")) if isinstance(value, dict) else None


def _time(value: Any) -> str:
    """The timestamp as it was signed: the very digits. "0" where there is none."""
    if isinstance(value, bool):
        return "0"
    if isinstance(value, int) and 0 <= value < 10**16:
        return str(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 16:
        return value
    return "0"
