"""Declarations about the same matter, found across contacts, channels and communes. For officers only.

What makes two declarations the same is data: ``data/procedures/<id>/duplicates.yml``. Names are compared without
diacritics and case. Nothing of this is ever told to the one who declares second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.declarations import load_answers
from actions.errors import DataError
from actions.interview.answers import Answers
from actions.procedures.load import procedures, read_yaml
from actions.procedures.schema import Identifier, Model, Procedure
from actions.settings import settings
from actions.store.models import Declaration, Dossier, MatchKey
from nlu.text.marks import fold


class Sameness(Model):
    """Two declarations are the same where all of ``all`` are equal and all of one line of ``any``."""

    all: tuple[Identifier, ...] = ()
    any: tuple[tuple[Identifier, ...], ...]


class Otherness(Model):
    """They are not where one of ``different`` is known in both and differs, and both have all of ``both`` (twins).

    ``same_contact``: only where one contact declared both.
    """

    different: tuple[Identifier, ...]
    both: tuple[Identifier, ...] = ()
    same_contact: bool = False


class Duplicates(Model):
    """The file as a whole."""

    same: tuple[Sameness, ...]
    unless: tuple[Otherness, ...] = ()

    def fields(self) -> set[str]:
        """Every field that it names."""
        out = {name for rule in self.same for name in (*rule.all, *(n for line in rule.any for n in line))}
        return out | {name for rule in self.unless for name in (*rule.different, *rule.both)}


def read(path: Path) -> Duplicates:
    """One file. DataError names every place that breaks the schema."""
    try:
        return Duplicates.model_validate(read_yaml(path))
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise DataError(f"{path}: {places}") from error


@lru_cache(maxsize=16)
def _rules(path: Path) -> Duplicates | None:
    return read(path) if path.exists() else None


def rules_of(procedure_id: str) -> Duplicates | None:
    """The rules of a procedure, or None where it has none."""
    return _rules(settings().content / "procedures" / procedure_id / "duplicates.yml")


def lint(folder: Path, procedure: Procedure) -> Iterator[str]:
    """What ``check-data`` reports of a procedure's ``duplicates.yml``."""
    path = folder / "duplicates.yml"
    if not path.exists():
        return
    try:
        named = read(path).fields()
    except DataError as error:
        yield str(error)
        return
    for name in sorted(named - {spec.id for group in procedure.groups for spec in group.fields}):
        yield f"{path}: no field {name!r}"


def remember(session: Session, declaration_id: str, answers: Answers) -> None:
    """Store the keys of a declaration that is being sent."""
    rules = rules_of(answers.procedure.id)
    for key in sorted(keys(answers, rules)) if rules else ():
        session.merge(MatchKey(declaration_id=declaration_id, key=key))


def keys(answers: Answers, rules: Duplicates) -> set[str]:
    """The keys of a declaration; a line with a field that is not known gives none."""
    out = set()
    for number, rule in enumerate(rules.same):
        for line in rule.any:
            values = [(name, answers.value(name)) for name in (*rule.all, *line)]
            if all(value is not None for _, value in values):
                text = "|".join(f"{name}={plain(value)}" for name, value in values)
                out.add(hashlib.sha256(f"{answers.procedure.id}|{number}|{text}".encode()).hexdigest())
    return out


def plain(value: Any) -> str:
    """A value as it is compared: letters and digits only, no diacritics, no case; a place by its commune."""
    if isinstance(value, dict):
        return str(value.get("commune_code") or value)
    return "".join(char for char in fold(str(value)) if char.isalnum())


def find(session: Session, dossier: Dossier) -> list[str]:
    """The receipt codes of other dossiers that may be about the same matter, oldest first."""
    rules = rules_of(dossier.procedure_id)
    if rules is None or dossier.procedure_id not in procedures():
        return []
    own = select(MatchKey.key).where(MatchKey.declaration_id == dossier.declaration_id)
    others = (
        select(Dossier)
        .join(MatchKey, MatchKey.declaration_id == Dossier.declaration_id)
        .where(MatchKey.key.in_(own), Dossier.code != dossier.code)
        .order_by(Dossier.created_at)
        .distinct()
    )
    found = list(session.scalars(others))
    if not found:
        return []
    answers = _answers(session, dossier)
    return [other.code for other in found if not _another(rules, dossier, answers, other, _answers(session, other))]


def _answers(session: Session, dossier: Dossier) -> Answers:
    return load_answers(session, session.get_one(Declaration, dossier.declaration_id))


def _another(rules: Duplicates, one: Dossier, left: Answers, two: Dossier, right: Answers) -> bool:
    """Whether what both know shows that they are two matters (twins)."""
    for rule in rules.unless:
        if rule.same_contact and (one.contact_id is None or one.contact_id != two.contact_id):
            continue
        if not all(left.value(name) is not None and right.value(name) is not None for name in rule.both):
            continue
        pairs = ((left.value(name), right.value(name)) for name in rule.different)
        if any(a is not None and b is not None and plain(a) != plain(b) for a, b in pairs):
            return True
    return False
