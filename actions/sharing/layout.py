"""The parts of ``data/procedures/<id>/parts.yml`` that somebody may declare from a phone of their own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from actions.errors import DataError
from actions.procedures.expressions import fields_of
from actions.procedures.load import read_yaml
from actions.procedures.schema import Identifier, Model, Procedure, Rule
from actions.settings import settings


class Part(Model):
    """One person's part: its groups of fields, and what is said of that person.

    ``title``: who it is, as said within a sentence ("cha của bé"). ``when``: whether it may be given away (not the
    part of the one who declares). ``fact``: a date of birth by whose year the other phone is known, where it was
    already declared. ``offered_at``: the field at whose question the offer stands as a button. ``say``: how people
    call that person ("chồng tôi").
    """

    id: Identifier
    title: str
    groups: tuple[Identifier, ...]
    when: Rule | None = None
    fact: Identifier | None = None
    offered_at: Identifier
    say: tuple[str, ...] = ()


class _Parts(Model):
    parts: tuple[Part, ...]


def read(path: Path) -> tuple[Part, ...]:
    """The parts of one file. DataError names every place that breaks the schema."""
    try:
        return _Parts.model_validate(read_yaml(path)).parts
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise DataError(f"{path}: {places}") from error


@lru_cache(maxsize=16)
def _parts(path: Path) -> tuple[Part, ...]:
    return read(path) if path.exists() else ()


def parts_of(procedure_id: str) -> tuple[Part, ...]:
    """The parts of a procedure; () where everything is declared from one phone."""
    return _parts(settings().content / "procedures" / procedure_id / "parts.yml")


def part_of(procedure_id: str, part_id: str) -> Part:
    """One part; KeyError where the data have no such part (any more)."""
    found = {part.id: part for part in parts_of(procedure_id)}
    return found[part_id]


def lint(folder: Path, procedure: Procedure) -> Iterator[str]:
    """What ``check-data`` reports of a procedure's ``parts.yml``: references that lead nowhere."""
    path = folder / "parts.yml"
    if not path.exists():
        return
    try:
        parts = read(path)
    except DataError as error:
        yield str(error)
        return
    groups = {group.id: {spec.id: spec for spec in group.fields} for group in procedure.groups}
    every = {name for specs in groups.values() for name in specs}
    for part in parts:
        inside = {name: spec for group in part.groups for name, spec in groups.get(group, {}).items()}
        for group in part.groups:
            if group not in groups:
                yield f"{path}: part {part.id}: no group {group!r}"
        if part.offered_at not in inside or not inside[part.offered_at].asked:
            yield f"{path}: part {part.id}: {part.offered_at!r} is no question of this part"
        if part.fact is not None and (part.fact not in inside or inside[part.fact].kind != "date"):
            yield f"{path}: part {part.id}: {part.fact!r} is no date of this part"
        for name in sorted(set(fields_of(part.when)) - every) if part.when else ():
            yield f"{path}: part {part.id}: no field {name!r}"
