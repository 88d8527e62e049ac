"""The frozen accepted version of a dossier, as the printed form reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import VIETNAM
from actions.dossiers.codes import read_code
from actions.dossiers.submit import digest
from actions.errors import Altered, NotFound
from actions.interview.display import Wording, show
from actions.printing.layout import Form, forms
from actions.printing.words import part, sentence
from actions.procedures.expressions import holds
from actions.procedures.load import procedures
from actions.procedures.schema import FieldSpec, Procedure
from actions.settings import settings
from actions.store.models import AcceptedVersion, Dossier

OF_SPELLING = ("no_diacritics", "marks_chosen")
"""Doubts about a name's marks; their sentences hold for every procedure."""


@dataclass(frozen=True)
class Entry:
    """One field as it was accepted (``dossiers.submit.frozen``)."""

    path: str
    label: str
    kind: str
    status: str
    value: Any
    raw_text: str | None
    source: str
    warnings: tuple[str, ...]
    shown: str | None

    @property
    def number(self) -> int | None:
        """Which round of a repeated group, from 1; None for a field outside one."""
        _, _, rest = self.path.partition(".")
        return int(rest.partition(".")[0]) + 1 if rest else None

    @property
    def field_id(self) -> str:
        return self.path.rpartition(".")[2]


@dataclass(frozen=True)
class Accepted:
    """A dossier's accepted version with its procedure. Implements ``Lookup`` for conditions of a form.

    Fields that steer the interview (``internal``) are not in it: a condition on one of them is never true.
    """

    code: str
    commune_code: str | None
    status: str
    procedure: Procedure
    sha256: str
    at: datetime
    channel: str
    typed_by: str
    present: tuple[str, ...]
    version: str
    notes: tuple[str, ...]
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of acceptance: rules are those of that day."""
        return self.at.astimezone(VIETNAM).date()

    def value(self, field: str) -> Any:
        entry = self.entries.get(field)
        return entry.value if entry is not None and entry.status == "known" else None

    def said(self, field: str) -> bool:
        entry = self.entries.get(field)
        return entry is not None and entry.source not in ("derived", "default")

    def spec(self, field_id: str) -> FieldSpec:
        """The field's specification; KeyError where the procedure has no such field any more."""
        return {f.id: f for g in self.procedure.groups for f in g.fields}[field_id]

    def shown(self, entry: Entry) -> str:
        """A field in the words in which it was read back."""
        if entry.shown is not None:
            return entry.shown
        words = Wording()
        if entry.status == "disputed":
            one, two = (show(words, self.spec(entry.field_id), side["value"]) for side in entry.value)
            return words.text("value.disputed", one=one, two=two)
        if entry.status == "unread":
            return words.text("value.unread", raw=entry.raw_text or "…")
        if entry.status == "unknown" or entry.value is None:
            return words.text("value.unknown")
        return show(words, self.spec(entry.field_id), entry.value)

    def forms(self) -> list[Form]:
        """The forms this declaration prints, in order."""
        found = forms(settings().content / "procedures" / self.procedure.id)
        return [form for form in found if holds(form.when, self)]

    def label(self, entry: Entry) -> str:
        """The label, with its number in a repeated group."""
        if entry.number is None:
            return entry.label
        return sentence(part("read_back")["numbered"], label=entry.label, number=str(entry.number))

    def doubts(self) -> Iterator[tuple[Entry | None, str]]:
        """What an officer has to look at: a field (None: the whole declaration) and a sentence about it."""
        texts, words = part("read_back"), part("form")
        doubts = {key: text for form in self.forms() for key, text in form.doubts.items()}
        notes = {key: text for form in self.forms() for key, text in form.notes.items()}
        for note in self.notes:
            yield None, notes.get(note, note)
        for entry in self.entries.values():
            if entry.status == "disputed":
                sides = words["or"].join(self.sides(entry))
                yield entry, sentence(texts["disputed"], sides=sides)
            elif entry.status == "unread":
                yield entry, sentence(texts["unread"], raw=entry.raw_text or "…")
            elif entry.status == "unknown":
                yield entry, texts["unknown"]
            for warning in entry.warnings:
                yield entry, texts[warning] if warning in OF_SPELLING else doubts.get(warning, warning)

    def sides(self, entry: Entry) -> list[str]:
        """Both values of a field in dispute, each with its source."""
        words = part("form")
        return [
            sentence(
                words["side"], value=show(Wording(), self.spec(entry.field_id), side["value"]),
                source=words["sources"].get(side["source"], side["source"]),
            )
            for side in entry.value
        ]  # fmt: skip


def accepted(session: Session, code: str) -> Accepted:
    """The accepted version of the dossier with that receipt code (blanks and hyphens as may be).

    NotFound where no dossier has the code; Altered where the version does not match its hash any more.
    """
    known = read_code(code)
    row = session.get(Dossier, known) if known else None
    if row is None:
        raise NotFound("no dossier has that code" if known else "that code has a wrong or missing digit")
    version = session.scalars(
        select(AcceptedVersion)
        .where(AcceptedVersion.dossier_code == row.code)
        .order_by(AcceptedVersion.accepted_at.desc())
    ).first()
    if version is None:
        raise NotFound(f"dossier {row.code} has no accepted version")
    if digest(version.content) != version.sha256:
        raise Altered(f"what was accepted under {row.code} does not match its hash any more; nothing is printed")
    procedure = procedures().get(row.procedure_id)
    if procedure is None:
        raise NotFound(f"dossier {row.code} is of the procedure {row.procedure_id}, which is not here any more")
    entries = {
        raw["field"]: Entry(
            raw["field"], raw["label"], raw["kind"], raw["status"], raw["value"], raw["raw_text"], raw["source"],
            tuple(raw["warnings"]), raw.get("shown"),
        )
        for raw in version.content["fields"]
    }  # fmt: skip
    return Accepted(
        row.code, row.commune_code, row.status, procedure, version.sha256, version.accepted_at, version.channel,
        version.typed_by, tuple(str(who) for who in version.present), version.content["procedure_version"],
        tuple(version.content["officer_notes"]), entries,
    )  # fmt: skip
