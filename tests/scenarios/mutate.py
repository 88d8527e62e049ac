"""Every way to break one rule of a procedure's data."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.procedures.expressions import fields_of

EQUIVALENT = {
    **dict.fromkeys(
        [f"{name}.checks.{check}" for name, check in (
            ("subject_birth_date", "born_in_the_past"), ("subject_birth_date", "born_after_1900"),
            ("subject_id_issue_date", "id_issued_in_the_past"), ("marriage_cert_date", "married_in_the_past"),
            ("divorce_decision_date", "divorced_in_the_past"), ("death_doc_date", "death_in_the_past"),
            ("spouse_birth_date", "spouse_born_in_the_past"), ("requester_birth_date", "requester_born_in_the_past"),
            ("requester_id_issue_date", "requester_id_issued_in_the_past"),
        )],
        "the reader of dates takes no day to come and none before 1900 from a text, so such a date never reaches "
        "the rule in a conversation; the rule is there for dates from a photo or an officer",
    ),
    **dict.fromkeys(
        [f"{name}.checks.{check}" for name, check in (
            ("single_period", "period_in_order"), ("residence_period", "residence_period_in_order"),
            ("former_period", "former_period_in_order"),
        )],
        "the reader of periods gives no period that runs backwards; the rule is there for an officer's typing",
    ),
}  # fmt: skip
"""Mutants that no conversation could tell from the original, with the reason."""


@dataclass(frozen=True)
class Mutant:
    """A broken copy of a procedure's raw data; ``marks``: what a conversation that notices is likely to have come
    across: a field (``purpose``), an answer (``purpose=loan``, ``requester_phone:unknown``), a prompt's id."""

    name: str
    marks: frozenset[str]
    raw: dict[str, Any]


def mutants(raw: dict[str, Any]) -> Iterator[Mutant]:
    """A condition negated or made a little wider, narrower or later, a check or derivation dropped, a check that
    only warns instead of refusing, a field no longer asked, an option lost, "không biết" no longer taken, a
    default, a notice, an ending or a document lost, a rule in force a year later."""
    for name, marks, path, value in _changes(raw):
        if name not in EQUIVALENT:
            yield Mutant(name, frozenset(marks), _changed(raw, path, value))


_GONE = object()
_Change = tuple[str, set[str], list[Any], Any]
"""Name, marks, where in the data, what stands there instead."""


def _changes(raw: dict[str, Any]) -> Iterator[_Change]:
    for g, group in enumerate(raw["groups"]):
        ids = {field["id"] for field in group["fields"]}
        yield from _of_rule(f"{group['id']}.when", ids, ["groups", g, "when"], group.get("when"))
        if "repeat" in group:
            yield f"{group['id']}.repeat", ids, ["groups", g, "repeat", "most"], 2
        for f, field in enumerate(group["fields"]):
            yield from _of_field(raw["id"], ["groups", g, "fields", f], field)
    for part in ("notices", "endings", "documents"):
        for i, item in enumerate(raw[part]):
            if item.get("how") == "none":
                continue
            path, name = [part, i], f"{part}.{item['id']}"
            marks = _marks(item.get("when")) | {f"{raw['id']}.{item.get('prompt')}", "receipt.bring"}
            yield name, marks, path, _GONE
            yield from _of_rule(f"{name}.when", marks, [*path, "when"], item.get("when"))
            if "from" in item:
                yield f"{name}.from", marks, [*path, "from"], date(2099, 1, 1)
            if item.get("for_officer"):
                yield f"{name}.for_officer", marks, [*path, "for_officer"], False
            if "how" in item:
                yield f"{name}.how", marks, [*path, "how"], "submit" if item["how"] == "show" else "show"


def _of_field(procedure: str, path: list[Any], field: dict[str, Any]) -> Iterator[_Change]:
    name = field["id"]
    own = {name, f"{name}:known"}
    asked = field.get("asked", True)
    yield from _of_rule(f"{name}.when", own, [*path, "when"], field.get("when"))
    for i, check in enumerate(field.get("checks", ())):
        here = f"{name}.checks.{check['id']}"
        told = own | {f"{procedure}.{check['message']}", check["id"]}
        yield here, told, [*path, "checks", i], _GONE
        if here not in EQUIVALENT:
            other = "warn" if check["level"] == "error" else "error"
            yield f"{here}.level", told, [*path, "checks", i, "level"], other
            yield from _of_rule(f"{here}.rule", told, [*path, "checks", i, "rule"], check["rule"])
            if check.get("say"):
                yield f"{here}.say", told, [*path, "checks", i, "say"], False
    for i, way in enumerate(field.get("derive", ())):
        marks = own | _marks(way.get("when")) | {f"{name}={way.get('value')}", "receipt.code"}
        yield f"{name}.derive.{i}", marks, [*path, "derive", i], _GONE
        yield from _of_rule(f"{name}.derive.{i}.when", marks, [*path, "derive", i, "when"], way.get("when"))
    for i, option in enumerate(field.get("options", ())) if asked else ():
        yield f"{name}.option.{option['id']}", {f"{name}={option['id']}"}, [*path, "options", i], _GONE
    if "default" in field:
        yield f"{name}.default", own, [*path, "default"], _GONE
    if field.get("unknown"):
        yield f"{name}.unknown", {f"{name}:unknown"}, [*path, "unknown"], False
    if asked and "derive" not in field:
        yield f"{name}.asked", own, [*path, "asked"], False
    if field.get("precision") == "year":
        yield f"{name}.precision", {f"{name}:year"}, [*path, "precision"], "day"
    if field.get("internal"):
        yield f"{name}.internal", own, [*path, "internal"], False


def _of_rule(name: str, marks: set[str], path: list[Any], rule: Any) -> Iterator[_Change]:
    """The rule negated, and each of its parts loosened."""
    if rule is None:
        return
    yield f"{name}.not", marks | _marks(rule), path, {"not": rule}
    for i, changed in enumerate(_loosened(rule)):
        lost = _marks(rule) - _marks(changed)
        yield f"{name}.{i}", marks | (lost or _marks(rule)), path, changed


def _marks(rule: Any) -> set[str]:
    """What a rule looks at: its fields, and the answers it names."""
    marks = set(fields_of(rule))
    (operator, operand), *_ = (rule or {"all": []}).items()
    for part in operand if operator in ("all", "any") else [operand] if operator == "not" else []:
        marks |= _marks(part)
    if operator in ("eq", "in"):
        marks |= {f"{operand[0]}={value}" for value in (operand[1] if operator == "in" else [operand[1]])}
    return marks


def _loosened(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    (operator, operand), *_ = rule.items()
    if operator == "not":
        yield from ({"not": inner} for inner in _loosened(operand))
    elif operator in ("all", "any"):
        for i, part in enumerate(operand):
            if len(operand) > 1:
                yield {operator: [*operand[:i], *operand[i + 1 :]]}
            yield from ({operator: [*operand[:i], inner, *operand[i + 1 :]]} for inner in _loosened(part))
    elif operator == "in":
        for value in operand[1]:
            yield {"in": [operand[0], [other for other in operand[1] if other != value]]}
    elif operator == "age":
        yield from ({"age": [operand[0], operand[1] + more]} for more in (-1, 1))
    elif operator in ("before", "after") and operand[1] != "today" and str(operand[1])[0].isdigit():
        day = date.fromisoformat(str(operand[1]))
        yield from ({operator: [operand[0], (day + timedelta(days=more)).isoformat()]} for more in (-1, 1))


def _changed(raw: dict[str, Any], path: list[Any], value: Any) -> dict[str, Any]:
    """A copy where one thing is another, or (``_GONE``) is not there any more."""
    made: Any = copy.deepcopy(raw)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    if value is _GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return dict(made)
