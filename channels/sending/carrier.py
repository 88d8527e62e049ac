"""What the sender needs of a channel: one way to hand a letter over, and what can go wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from actions.errors import MotcuaError, Unavailable


@dataclass(frozen=True)
class Letter:
    """One message to one address: the joined texts of one or more utterances that follow each other.

    ``ids``: their outbox ids, in order; the first is the letter's own id, the same at every try. ``buttons``:
    ``[{"title", "payload"}]``, of the last utterance. ``answers``: the provider's id of the message that it answers,
    where there is one. ``utterances``: the utterances themselves, for a channel that shows more than text.
    """

    ids: tuple[str, ...]
    conversation_id: str
    address: str
    text: str
    buttons: tuple[dict[str, str], ...]
    lang: str
    answers: str | None
    said_at: datetime
    utterances: tuple[dict[str, Any], ...]

    @property
    def id(self) -> str:
        return self.ids[0]


@dataclass(frozen=True)
class Sent:
    """The provider accepted a letter. ``provider_id``: its id there; ``parts``: messages it was counted as."""

    provider_id: str | None = None
    parts: int = 1


class Later(Unavailable):
    """Not now, for this letter: it is tried again, and tries count. ``seconds``: when, if the provider says so."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Away(Later):
    """The provider as a whole does not take anything now (down, too many requests, no credit, token expired): the
    channel rests, and no letter's tries count."""


class Undeliverable(MotcuaError):
    """Never, by this channel, for this address (blocked, window closed, refused content). ``reason``: a word from a
    closed list of the channel's, for counting and for the fallback to another channel."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason


class Carrier(Protocol):
    """A channel by which letters go out. Made once, used by many letters at the same time."""

    channel: str
    longest: int
    """Characters that one letter may have; what is longer is split between utterances, and long ones by the carrier."""
    per_second: float
    """Letters a second that the provider takes."""

    async def send(self, letter: Letter) -> Sent:
        """Hands a letter over. Raises Later, Away or Undeliverable; anything else counts as Later."""
        ...
