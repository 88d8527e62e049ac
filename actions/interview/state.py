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
    "switch",  # leave this procedure for another one, keeping the draft?
    "again",  # a second declaration with the same parents?
    "resume",  # go on with the unfinished declaration, or start anew?
    "cancel",  # really stop?
    "restart",  # really start over?
    "erase",  # really erase?
    "card",  # is this what the card says?
    "card_whose",  # whose card is it?
    "danger",  # see an officer alone, go on, or leave
    "part_which",  # whose part is given to another phone?
    "part_wait",  # what to do while a part is with another phone
    "part_code",  # the code of a part
    "part_fact",  # the fact by which the other phone is known
    "part_consent",  # the other phone's own consent
    "part_leave",  # the other phone does not go on?
    "helper_pin",  # a village helper's PIN
    "helper_menu",  # what the helper does next
    "neighbour_consent",  # the neighbour's own consent, on the helper's phone
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
    being read back, so that after a correction only what changed is read again; ``part``: the part that is declared
    here for somebody who began on another phone; ``helper``: a village helper's session ``{"id", "until"}``;
    ``card``: what a photo showed, until its turn comes to be confirmed.
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
    card: dict[str, Any] | None = None
    part: str | None = None
    helper: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def reset(self) -> None:
        """Back to nothing in particular; what protects a person, and a helper's session, stay."""
        fresh = Dialogue(restricted=self.restricted, helper=self.helper)
        for one in dataclasses.fields(fresh):
            setattr(self, one.name, getattr(fresh, one.name))

    @staticmethod
    def from_dict(raw: dict[str, Any] | None) -> Dialogue:
        raw = dict(raw or {})
        asked = raw.pop("asked", None)
        return Dialogue(asked=Asked(**asked) if asked else None, **raw)
