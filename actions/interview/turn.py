"""What one turn works on: the message, the state, the declaration, and what is said in the end."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from actions.helpers.port import HelperPort
from actions.inputs import Input
from actions.interview.address import form_of_address
from actions.interview.answers import Answers
from actions.interview.state import Dialogue
from actions.locality import Locality
from actions.places import Resolution
from actions.procedures.schema import Procedure
from actions.prompts import prompts
from actions.sharing.port import SharingPort
from actions.utterance import Utterance


@dataclass(frozen=True)
class Draft:
    """An unfinished declaration of this contact."""

    declaration_id: str
    procedure: Procedure
    label: str


@dataclass(frozen=True)
class DossierView:
    """A dossier as its own citizen may hear of it."""

    code: str
    title: str
    status: str


@dataclass(frozen=True)
class JournalEvent:
    """What happened to a question; never a value."""

    event: str
    field: str | None = None
    detail: dict[str, Any] = dataclasses.field(default_factory=dict)


class Services(SharingPort, HelperPort, Protocol):
    """What the interview needs of the world: all of it inside the turn's one transaction."""

    def new_declaration(self, procedure: Procedure) -> Answers: ...
    def open_declaration(self, declaration_id: str) -> Answers: ...
    def open_sent(self, code: str) -> Answers: ...
    def drafts(self) -> list[Draft]: ...
    def cancel_declaration(self) -> None: ...
    def record_consent(self, purpose: str, version: str, given: bool, how: str) -> None: ...
    def submit(self, answers: Answers) -> str: ...
    def dossiers(self) -> list[DossierView]: ...
    def erase(self) -> None: ...
    def drop_media(self, media_id: str) -> None: ...
    def hand_over(self, reason: str, queue: Literal["general", "private", "complaints"]) -> None: ...
    def give_back(self) -> None: ...
    def silence_notices(self) -> None: ...
    def resolve_place(self, place: dict[str, Any]) -> Resolution: ...
    def new_id(self) -> str: ...


@dataclass
class Turn:
    """The working set of one turn. ``noted`` collects what was written down, to be said in one sentence."""

    inp: Input
    dialogue: Dialogue
    services: Services
    locality: Locality
    today: date
    owner: str = "bot"
    lang: str = "vi"
    answers: Answers | None = None
    out: list[Utterance] = dataclasses.field(default_factory=list)
    journal: list[JournalEvent] = dataclasses.field(default_factory=list)
    noted: list[str] = dataclasses.field(default_factory=list)
    asked_now: bool = False

    def say(self, prompt_id: str, **params: Any) -> None:
        """Add a sentence that waits for nothing."""
        self.flush_noted()
        self.out.append(Utterance(prompt_id, self.params(params), lang=self.lang))

    def params(self, extra: dict[str, Any]) -> dict[str, Any]:
        """Parameters of every sentence: how to address the citizen, once that is known."""
        you = form_of_address(self.answers, self.text) if self.answers else None
        return ({"you": you} if you else {}) | extra

    def flush_noted(self) -> None:
        """Say what was written down since the last time."""
        if self.noted:
            noted, self.noted = "; ".join(self.noted), []
            self.out.append(Utterance("interview.noted", self.params({"noted": noted}), lang=self.lang))

    def note(self, event: str, field_path: str | None = None, **detail: Any) -> None:
        """Write to the journal."""
        self.journal.append(JournalEvent(event, field_path, detail))

    def text(self, prompt_id: str, **params: Any) -> str:
        """A piece of wording from the data, for use inside a sentence."""
        return prompts(self.lang).get(prompt_id).wording("web", params)

    def has_prompt(self, prompt_id: str) -> bool:
        """Whether the data hold such a sentence."""
        return prompts(self.lang).has(prompt_id)
