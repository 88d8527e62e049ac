"""What a turn starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.cards.seen import Seen
from nlu.types import Understanding

InputKind = Literal["text", "choice", "keys", "media", "command"]


@dataclass(frozen=True)
class Input:
    """One message of a citizen, as committed to the inbox.

    ``text`` is what was written (kind ``text``) or keyed; ``payload`` a button's ``<asked_id>:<option>`` or a
    command's name; ``asked_id`` the question that was on the citizen's screen when the message was sent; ``photo``
    what was seen on a picture (kind ``media``; None where it is no picture).
    """

    inbox_id: str
    conversation_id: str
    channel: str
    kind: InputKind
    text: str = ""
    payload: str = ""
    media_id: str | None = None
    asked_id: str | None = None
    understanding: Understanding | None = None
    photo: Seen | None = None
