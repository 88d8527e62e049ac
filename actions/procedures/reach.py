"""Whether the conditions in a procedure's data can ever hold: a field that nobody can reach is a mistake in the data.

Conditions are tried with every combination of the answers they speak of. What cannot be listed (dates, ages, named
functions) is free to be true or false, so that nothing is called unreachable that may be reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from actions.procedures.expressions import Expr
from actions.procedures.schema import FieldSpec, Procedure

MOST_TRIED: Final = 50_000
"""Combinations tried at the most; a condition over more answers than that is believed."""
_OTHER: Final = "(another answer)"

Domains = dict[str, list[Any]]


def unreachable(procedure: Procedure) -> Iterator[str]:
    """Fields that nothing can fill, and fields, options, notices, papers and endings whose time never comes."""
    specs = {spec.id: spec for group in procedure.groups for spec in group.fields}
    own = {spec.id: [group.when, spec.when] for group in procedure.groups for spec in group.fields}
    for group in procedure.groups:
        for spec in group.fields:
            if not (spec.asked or spec.derive or spec.volunteer or spec.called or spec.default is not None):
                yield f"field {spec.id}: not asked, and nothing else fills it"
            if not _possible([group.when, spec.when], specs, own):
                yield f"field {spec.id}: its condition can never hold"
                continue
            for option in spec.options:
                if option.when and not _possible([group.when, spec.when, option.when], specs, own):
                    yield f"field {spec.id}: option {option.id} can never be chosen"
    said = [(f"notice {n.id}", n.when) for n in procedure.notices]
    said += [(f"ending {e.id}", e.when) for e in procedure.endings]
    told: list[tuple[str, Expr | None]] = [*said, *((f"document {d.id}", d.when) for d in procedure.documents)]
    for name, when in told:
        if not _possible([when], specs, own):
            yield f"{name}: its condition can never hold"


def _possible(wanted: list[Expr | None], specs: dict[str, FieldSpec], own: dict[str, list[Expr | None]]) -> bool:
    """Whether some answers make all of these true; an answer counts only where its own field is there to be asked."""
    exprs = [expr for expr in wanted if expr is not None]
    if not exprs:
        return True
    domains: Domains = {}
    for expr in exprs:
        _collect(expr, specs, domains)
    asked = [name for name in domains if name in own]
    within = list(domains)
    for name in asked:  # one step further: under which conditions those fields are asked
        for when in own[name]:
            if when is not None:
                _collect(when, specs, domains)
    if not _few(domains):
        domains = {name: domains[name] for name in within}
        asked = []
    if not _few(domains):
        return True
    names = list(domains)
    for values in product(*domains.values()):
        given = dict(zip(names, values, strict=True))
        if all(_true(expr, given) for expr in exprs) and all(
            given[name] is None or all(_true(when, given) for when in own[name] if when is not None) for name in asked
        ):
            return True
    return False


def _few(domains: Domains) -> bool:
    tried = 1
    for values in domains.values():
        tried *= len(values)
    return tried <= MOST_TRIED


def _collect(expr: Expr, specs: dict[str, FieldSpec], domains: Domains) -> None:
    """The fields of an expression with the answers worth trying; None is no answer. An expression that is not about a
    list of answers stands for itself, true or false."""
    (operator, operand), *_ = expr.items()
    if operator in ("all", "any"):
        for part in operand:
            _collect(part, specs, domains)
    elif operator == "not":
        _collect(operand, specs, domains)
    elif operator in ("eq", "in", "exists", "said"):
        name = operand if isinstance(operand, str) else operand[0]
        wanted = [] if operator in ("exists", "said") else [operand[1]] if operator == "eq" else list(operand[1])
        known = domains.setdefault(name, [None, *_answers(specs.get(name))])
        known += [value for value in wanted if value not in known and not _listed(specs.get(name))]
    else:
        domains.setdefault(repr(expr), [True, False])


def _listed(spec: FieldSpec | None) -> bool:
    return spec is not None and (spec.kind == "choice" or spec.kind == "yes_no")


def _answers(spec: FieldSpec | None) -> list[Any]:
    if spec is not None and spec.kind == "choice":
        return [option.id for option in spec.options]
    return [True, False] if spec is not None and spec.kind == "yes_no" else [_OTHER]


def _true(expr: Expr, given: dict[str, Any]) -> bool:
    (operator, operand), *_ = expr.items()
    if operator == "all":
        return all(_true(part, given) for part in operand)
    if operator == "any":
        return any(_true(part, given) for part in operand)
    if operator == "not":
        return not _true(operand, given)
    if operator in ("exists", "said"):
        return given[operand] is not None
    if operator == "eq":
        return bool(given[operand[0]] == operand[1])
    if operator == "in":
        return given[operand[0]] in operand[1]
    return bool(given[repr(expr)])
