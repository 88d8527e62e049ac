"""The state of a conversation's dialogue, as kept in ``conversation.dialogue``."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from typing import Any, Literal

Phase = Literal["idle", "interview", "review", "truth", "submitted", "paused", "cancelled"]

Purpose = Literal[
    "consent",  # may we write down what is said?
    "field",  # the answer to a field
    "pick",  # one of several readings of an answer
    "place_late",  # an answer that came after its question had moved on
    "other_way",  # third failure: leave it to the officer, try again, a person
    "which",  # which answer to correct
    "review",  # is this part right?
    "truth",  # are all the things said true?
    "mean",  # did you mean …?
    "resume",  # go on with the unfinished declaration, or start anew?
    "cancel",  # really stop?
    "restart",  # really start over?
    "erase",  # really erase?
    "danger",  # see an officer alone, go on, or leave
]


@dataclass
class Asked:
    """The question that waits for an answer."""

    asked_id: str
    purpose: Purpose
    kind: str
    field: str | None = None
    attempt: int = 0
    options: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    prompt_id: str = ""
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass
class Dialogue:
    """Where a conversation stands. Everything else is in the answers.

    ``held``: facts said before consent or before their field can be told; ``wanted``: fields somebody asked to go
    to; ``told``: notices already said; ``before``: the phase a pause interrupted; ``read``: the lines of the part
    being read back, so that after a correction only what changed is read again.
    """

    phase: Phase = "idle"
    procedure: str | None = None
    consented: bool = False
    asked: Asked | None = None
    held: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    wanted: list[str] = dataclasses.field(default_factory=list)
    told: list[str] = dataclasses.field(default_factory=list)
    group: str | None = None
    chunk: int = 0
    before: Phase | None = None
    waiting_told: bool = False
    restricted: bool = False
    misses: int = 0
    read: list[str] = dataclasses.field(default_factory=list)
    last_code: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(raw: dict[str, Any] | None) -> Dialogue:
        raw = dict(raw or {})
        asked = raw.pop("asked", None)
        return Dialogue(asked=Asked(**asked) if asked else None, **raw)
