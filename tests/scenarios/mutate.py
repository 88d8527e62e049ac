"""Every way to break one rule of a procedure's data."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
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
            ("child_birth_date", "child_born_in_the_past"),
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
    """A broken copy of a procedure's raw data. ``marks``: what a conversation that notices is likely to have come
    across: a field (``purpose``), an answer (``purpose=loan``, ``requester_phone:unknown``), a prompt's id;
    ``avoid``: what it is likely not to have come across."""

    name: str
    marks: frozenset[str]
    avoid: frozenset[str]
    raw: dict[str, Any]


def mutants(raw: dict[str, Any]) -> Iterator[Mutant]:
    """A condition negated or made a little wider, narrower or later, a check or derivation dropped, a check that
    only warns instead of refusing, a field no longer asked, an option lost, "không biết" no longer taken, a
    default, a notice, an ending or a document lost, a rule not in force yet."""
    for change in _changes(raw):
        if change.name not in EQUIVALENT:
            changed = _changed(raw, change.path, change.value)
            yield Mutant(change.name, frozenset(change.marks), frozenset(change.avoid), changed)


_GONE = object()


@dataclass(frozen=True)
class _Change:
    """What to put (or take away) where in the data; ``marks`` and ``avoid`` as in ``Mutant``."""

    name: str
    marks: set[str]
    path: list[Any]
    value: Any
    avoid: set[str] = field(default_factory=set)


def _changes(raw: dict[str, Any]) -> Iterator[_Change]:
    for g, group in enumerate(raw["groups"]):
        ids = {spec["id"] for spec in group["fields"]}
        yield from _of_rule(f"{group['id']}.when", ids, ["groups", g, "when"], group.get("when"))
        if "repeat" in group:
            yield _Change(f"{group['id']}.repeat", ids, ["groups", g, "repeat", "most"], 2)
        for f, spec in enumerate(group["fields"]):
            yield from _of_field(raw["id"], ["groups", g, "fields", f], spec)
    for part in ("notices", "endings", "documents"):
        for i, item in enumerate(raw[part]):
            if item.get("how") != "none":
                yield from _of_item(raw["id"], f"{part}.{item['id']}", [part, i], item)


def _of_item(procedure: str, name: str, path: list[Any], item: dict[str, Any]) -> Iterator[_Change]:
    marks = _marks(item.get("when")) | {f"{procedure}.{item.get('prompt')}", "receipt.bring"}
    yield _Change(name, marks, path, _GONE)
    yield from _of_rule(f"{name}.when", marks, [*path, "when"], item.get("when"))
    if "from" in item:
        yield _Change(f"{name}.from", marks, [*path, "from"], date(2099, 1, 1))
    if item.get("for_officer"):
        yield _Change(f"{name}.for_officer", marks, [*path, "for_officer"], False)
    if "how" in item:
        yield _Change(f"{name}.how", marks, [*path, "how"], "submit" if item["how"] == "show" else "show")


def _of_field(procedure: str, path: list[Any], spec: dict[str, Any]) -> Iterator[_Change]:
    name = spec["id"]
    own = {name, f"{name}:known"}
    asked = spec.get("asked", True)
    yield from _of_rule(f"{name}.when", {name}, [*path, "when"], spec.get("when"))
    for i, check in enumerate(spec.get("checks", ())):
        told = own | {f"{procedure}.{check['message']}", check["id"]}
        yield from _of_check(f"{name}.checks.{check['id']}", told, [*path, "checks", i], check)
    for i, way in enumerate(spec.get("derive", ())):
        given = f"{name}={way['value']}" if "value" in way else f"{name}:known"
        marks = {name, given, "receipt.code"} | _marks(way.get("when"))
        yield _Change(f"{name}.derive.{i}", marks, [*path, "derive", i], _GONE)
        yield from _of_rule(f"{name}.derive.{i}.when", {name}, [*path, "derive", i, "when"], way.get("when"))
    for i, option in enumerate(spec.get("options", ())) if asked else ():
        yield _Change(f"{name}.option.{option['id']}", {f"{name}={option['id']}"}, [*path, "options", i], _GONE)
    if "default" in spec:
        yield _Change(f"{name}.default", own, [*path, "default"], _GONE)
    if spec.get("unknown"):
        yield _Change(f"{name}.unknown", {f"{name}:unknown"}, [*path, "unknown"], False)
    if asked and "derive" not in spec:
        yield _Change(f"{name}.asked", own, [*path, "asked"], False)
    if spec.get("precision") == "year":
        yield _Change(f"{name}.precision", {f"{name}:year"}, [*path, "precision"], "day")
    if spec.get("internal"):
        yield _Change(f"{name}.internal", own, [*path, "internal"], False)


def _of_check(name: str, marks: set[str], path: list[Any], check: dict[str, Any]) -> Iterator[_Change]:
    yield _Change(name, marks, path, _GONE)
    if name in EQUIVALENT:
        return
    yield _Change(f"{name}.level", marks, [*path, "level"], "warn" if check["level"] == "error" else "error")
    yield from _of_rule(f"{name}.rule", marks, [*path, "rule"], check["rule"])
    if check.get("say"):
        yield _Change(f"{name}.say", marks, [*path, "say"], False)


def _of_rule(name: str, marks: set[str], path: list[Any], rule: Any) -> Iterator[_Change]:
    """The rule negated, and each of its parts loosened."""
    if rule is None:
        return
    yield _Change(f"{name}.not", marks | _marks(rule), path, {"not": rule})
    for i, (changed, seek, avoid) in enumerate(_loosened(rule)):
        fields = set(fields_of(rule))
        yield _Change(f"{name}.{i}", {m for m in marks if m not in avoid} | fields | seek, path, changed, avoid)


def _marks(rule: Any) -> set[str]:
    """What a rule looks at: its fields, and the answers it names."""
    marks = set(fields_of(rule))
    (operator, operand), *_ = (rule or {"all": []}).items()
    for part in operand if operator in ("all", "any") else [operand] if operator == "not" else []:
        marks |= _marks(part)
    if operator in ("eq", "in"):
        marks |= {f"{operand[0]}={value}" for value in (operand[1] if operator == "in" else [operand[1]])}
    return marks


_Loosened = tuple[dict[str, Any], set[str], set[str]]
"""A changed rule, and the marks of a conversation in which the change makes a difference: those to seek, those to
avoid."""


def _loosened(rule: dict[str, Any]) -> Iterator[_Loosened]:
    (operator, operand), *_ = rule.items()
    if operator == "not":
        yield from (({"not": inner}, seek, avoid) for inner, seek, avoid in _loosened(operand))
    elif operator in ("all", "any"):
        for i, part in enumerate(operand):
            others = [*operand[:i], *operand[i + 1 :]]
            marks = {m for m in _marks(part) if not m.isidentifier()}
            met, unmet = (set(), marks) if "not" in part else (marks, set())
            if others and operator == "all":  # where this part alone kept the rule from holding
                yield {operator: others}, unmet.union(*map(_marks, others)), met
            elif others:
                yield {operator: others}, met, unmet
            for inner, seek, avoid in _loosened(part):
                near = set().union(*map(_marks, others)) if operator == "all" else set()
                yield {operator: [*operand[:i], inner, *operand[i + 1 :]]}, seek | near, avoid
    elif operator == "in":
        for value in operand[1]:
            yield {"in": [operand[0], [v for v in operand[1] if v != value]]}, {f"{operand[0]}={value}"}, set()
    elif operator == "age":
        name, years = operand
        for more, seen in ((-1, years - 1), (1, years)):
            yield {"age": [name, years + more]}, {f"{name}:age={seen}"}, set()
    elif operator in ("before", "after") and operand[1] != "today" and str(operand[1])[0].isdigit():
        name, day = operand[0], date.fromisoformat(str(operand[1]))
        for moved, seen in ((day - timedelta(1), day - timedelta(1)), (day + timedelta(1), day)):
            yield {operator: [name, moved.isoformat()]}, {f"{name}={seen.isoformat()}"}, set()


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
