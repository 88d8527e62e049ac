"""The schema of ``data/procedures/<id>/procedure.yml`` and ``legs/*.yml``.

Everything a civil servant may change about a procedure is here, and nothing of it is in code. Unknown keys are
errors, so that a misspelt ``when`` cannot be silently ignored.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from actions.procedures.expressions import Expr, check_expr
from nlu.types import KINDS


def _expr(raw: dict[str, Any]) -> dict[str, Any]:
    check_expr(raw)
    return raw


Rule = Annotated[Expr, AfterValidator(_expr)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """Base: no unknown keys, nothing changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Sourced(Model):
    """Something that law or practice says: where it is written, and whether anybody checked it."""

    source: str
    verified: bool = True
    from_: date | None = Field(None, alias="from")
    to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the dated rule holds on that day (both ends included)."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


class Choice(Model):
    """One option of a choice: shown by its title, recognised also by ``say``; ``form`` is the official wording.

    ``unasked``: phrases that mean this option even where nobody asked (only of fields with ``volunteer``).
    """

    id: Identifier
    title: str
    say: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    form: str = ""
    when: Rule | None = None


class Derivation(Model):
    """How a field follows from others: the first whose ``when`` holds gives the value."""

    when: Rule | None = None
    copy_of: str | None = Field(None, alias="copy")
    value: Any = None
    call: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Derivation:
        ways = [self.copy_of is not None, self.value is not None, bool(self.call)]
        if sum(ways) != 1:
            raise ValueError("a derivation has exactly one of copy, value, call")
        return self


class Check(Model):
    """A condition on an answer. ``error`` asks again, ``warn`` keeps the answer and tells the officer.

    ``rule`` says what must hold; the message is the prompt ``<procedure>.<message>``.
    """

    id: Identifier
    rule: Rule
    level: Literal["error", "warn"]
    message: str
    say: bool = False
    source: str = ""
    verified: bool = True


class FieldSpec(Model):
    """One fact of a declaration.

    ``birth``: an adult's birth date (how a two-digit year is read). ``say_yes``, ``say_no``: what people say
    beside yes and no to a yes-no question. ``diacritics: false``: a name that need not have any. ``offer``: a named
    function with fields, whose results are shown as buttons (kind text). ``read_back: false``: stands in another line
    of what is read back. ``corrected_at``: the field that is asked in order to correct this one.
    """

    id: Identifier
    kind: str
    label: str
    official: str = ""
    called: tuple[str, ...] = ()
    person: Literal["subject", "requester", "spouse", "child", "mother", "father", "head", "witness"] | None = None
    asked: bool = True
    volunteer: bool = False
    when: Rule | None = None
    default: Any = None
    derive: tuple[Derivation, ...] = ()
    options: tuple[Choice, ...] = ()
    unknown: bool = False
    precision: Literal["day", "year"] = "day"
    birth: bool = False
    say_yes: tuple[str, ...] = ()
    say_no: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    sensitivity: Literal["plain", "personal", "sensitive"] = "personal"
    continues: bool = False
    diacritics: bool = True
    internal: bool = False
    offer: tuple[str, ...] = ()
    read_back: bool = True
    corrected_at: Identifier | None = None

    @model_validator(mode="after")
    def _sound(self) -> FieldSpec:
        if self.offer and self.kind != "text":
            raise ValueError("only a text can be offered answers")
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}")
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("a choice has options, and only a choice has them")
        ids = [option.id for option in self.options]
        if len(ids) != len(set(ids)):
            raise ValueError("two options share an id")
        if self.default is not None and self.options and self.default not in ids:
            raise ValueError(f"default {self.default!r} is no option")
        return self


class Repeat(Model):
    """A group asked several times: ``former_residences.0.place``, ``former_residences.1.place`` …

    The group goes on while the field marked ``continues`` was answered yes, ``most`` times at the most.
    """

    most: int = Field(ge=1, le=50)


class Group(Model):
    """Fields that people think of together, in asking order."""

    id: Identifier
    title: str
    when: Rule | None = None
    repeat: Repeat | None = None
    fields: tuple[FieldSpec, ...]

    @model_validator(mode="after")
    def _repeats_end(self) -> Group:
        if self.repeat and [f.continues for f in self.fields].count(True) != 1:
            raise ValueError("a repeated group has exactly one field with continues: true")
        return self


class Notice(Sourced):
    """Said once, when its condition first holds. ``switch``: a locality may turn it off."""

    id: Identifier
    when: Rule
    prompt: str
    switch: str | None = None
    for_officer: bool = False


class Ending(Model):
    """Where the interview ends kindly: with something better to do (``close``), or with a person.

    ``officer`` and ``private`` keep the draft and queue the conversation, once; "tiếp tục" goes on with the machine.
    ``blocks``: what was declared is not sent as long as the condition holds.
    """

    id: Identifier
    when: Rule
    prompt: str
    to: Literal["close", "officer", "private"] = "close"
    blocks: bool = True


class Again(Model):
    """After sending, a second declaration is offered that keeps all but some groups (twins)."""

    when: Rule
    prompt: str
    fresh: tuple[Identifier, ...]


class Document(Sourced):
    """A paper: when it is needed and whether it is shown or handed in. ``{field}`` in the title: that answer."""

    id: Identifier
    title: str
    when: Rule | None = None
    how: Literal["show", "submit", "none"]


class Limit(Sourced):
    """A time limit in working days; ``None`` days: not known."""

    id: Identifier
    working_days: int | None
    text: str


class Fee(Sourced):
    """A fee in VND; ``None``: set elsewhere, and never spoken as a number."""

    id: Identifier
    vnd: int | None
    text: str


class LegalBasis(Sourced):
    """A law the procedure rests on."""

    title: str


class ReviewChunk(Model):
    """What is read back at one go."""

    id: Identifier
    title: str
    groups: tuple[str, ...]


class Detail(Model):
    """A hamlet said as an answer of its own: it completes the place ``of`` where that has no detail."""

    of: str
    source_field: str = Field(alias="from")


class LegField(Model):
    """One field of a receiving system: where its value comes from and how it is written."""

    name: str
    source_field: str = Field(alias="from")
    write: Literal[
        "as_is", "upper", "date", "form", "place", "phone", "period_from", "period_to", "surname", "middle", "given"
    ] = "as_is"
    upper: bool = False
    map: dict[str, str] = {}
    detail: Detail | None = None


class Leg(Model):
    """One receiving system of a dossier."""

    system: Literal["civil_status", "residence", "insurance", "citizen_card"]
    title: str
    adapter: Literal["file_export"]
    form: str
    when: Rule | None = None
    fields: tuple[LegField, ...]
    repeats: dict[str, tuple[LegField, ...]] = {}


class Procedure(Model):
    """A procedure in one version. ``steers``: fields that no receiving system has a place for."""

    id: Identifier
    version: str
    code: str
    title: str
    short_title: str
    checked_on: date
    form_checked_on: date | None
    minutes: int
    authority_field: str
    subject_name_field: str
    requester_birth_field: str
    legal_basis: tuple[LegalBasis, ...]
    groups: tuple[Group, ...]
    review: tuple[ReviewChunk, ...]
    notices: tuple[Notice, ...] = ()
    endings: tuple[Ending, ...] = ()
    documents: tuple[Document, ...]
    limits: tuple[Limit, ...]
    fees: tuple[Fee, ...]
    consent_version: str
    legs: tuple[Leg, ...] = ()
    again: Again | None = None
    steers: tuple[Identifier, ...] = ()
