"""The closed set of expressions that data may use: no ``eval``, nothing that computes freely.

An expression is a mapping with one operator::

    {eq: [purpose, loan]}          {in: [purpose, [loan, property]]}     {exists: spouse_id}
    {said: marital_status}         {all: [...]}  {any: [...]}  {not: ...}
    {before: [a, b]}  {after: [a, b]}     a, b: a field, ``today`` or an ISO date
    {age: [birth_date, 18]}        at least 18 years old today
    {days: [from, to, 60]}         at most 60 days between
    {call: [name, arg, ...]}       a named function of ``FUNCTIONS``

An operand that is missing makes a comparison false, and ``not`` of it true; rules are written with that in mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol

from actions.procedures import functions

Expr = dict[str, Any]

_OPERATORS = frozenset(["eq", "in", "exists", "said", "all", "any", "not", "before", "after", "age", "days", "call"])


class Lookup(Protocol):
    """What an expression may ask of a declaration."""

    @property
    def today(self) -> date: ...

    def value(self, field: str) -> Any: ...
    def said(self, field: str) -> bool: ...


def check_expr(expr: Any) -> None:
    """Raise ValueError where ``expr`` is not a well-formed expression."""
    if not isinstance(expr, dict) or len(expr) != 1:
        raise ValueError(f"an expression is a mapping with one operator, not {expr!r}")
    (operator, operand), *_ = expr.items()
    if operator not in _OPERATORS:
        raise ValueError(f"unknown operator {operator!r}")
    if operator in ("all", "any"):
        if not isinstance(operand, list) or not operand:
            raise ValueError(f"{operator} takes a list of expressions")
        for part in operand:
            check_expr(part)
    elif operator == "not":
        check_expr(operand)
    elif operator in ("exists", "said"):
        if not isinstance(operand, str):
            raise ValueError(f"{operator} takes a field")
    else:
        sizes = {"eq": 2, "in": 2, "before": 2, "after": 2, "age": 2, "days": 3}
        if not isinstance(operand, list) or (operator != "call" and len(operand) != sizes[operator]):
            raise ValueError(f"{operator} takes a list of {sizes.get(operator, 'some')}")
        if operator == "call" and operand[0] not in functions.PREDICATES:
            raise ValueError(f"unknown function {operand[0]!r}")


def holds(expr: Expr | None, look: Lookup) -> bool:
    """Whether ``expr`` is true of the declaration; None is always true."""
    if expr is None:
        return True
    (operator, operand), *_ = expr.items()
    return _HOLDS[operator](operand, look)


def _moment(operand: Any, look: Lookup) -> date | None:
    """A field, ``today`` or a date; a partial date counts from its first day."""
    if operand == "today":
        return look.today
    if isinstance(operand, date):
        return operand
    raw = operand if _is_iso(operand) else look.value(operand)
    return functions.first_day(raw)


def _is_iso(operand: Any) -> bool:
    return isinstance(operand, str) and operand[:4].isdigit()


def _compare(operand: list[Any], look: Lookup, ordered: Callable[[date, date], bool]) -> bool:
    left, right = _moment(operand[0], look), _moment(operand[1], look)
    return left is not None and right is not None and ordered(left, right)


def _age(operand: list[Any], look: Lookup) -> bool:
    born = _moment(operand[0], look)
    return born is not None and functions.years_between(born, look.today) >= int(operand[1])


def _days(operand: list[Any], look: Lookup) -> bool:
    start, end = _moment(operand[0], look), _moment(operand[1], look)
    return start is not None and end is not None and (end - start).days <= int(operand[2])


def _call(operand: list[Any], look: Lookup) -> bool:
    return bool(functions.PREDICATES[operand[0]](*(look.value(arg) for arg in operand[1:])))


_HOLDS: dict[str, Callable[[Any, Lookup], bool]] = {
    "eq": lambda o, look: look.value(o[0]) == o[1],
    "in": lambda o, look: look.value(o[0]) in o[1],
    "exists": lambda o, look: look.value(o) is not None,
    "said": lambda o, look: look.said(o),
    "all": lambda o, look: all(holds(part, look) for part in o),
    "any": lambda o, look: any(holds(part, look) for part in o),
    "not": lambda o, look: not holds(o, look),
    "before": lambda o, look: _compare(o, look, lambda a, b: a < b),
    "after": lambda o, look: _compare(o, look, lambda a, b: a > b),
    "age": _age,
    "days": _days,
    "call": _call,
}


def fields_of(expr: Expr | None) -> Iterable[str]:
    """The fields an expression looks at (for checks of the data)."""
    if expr is None:
        return
    (operator, operand), *_ = expr.items()
    if operator in ("all", "any"):
        for part in operand:
            yield from fields_of(part)
    elif operator == "not":
        yield from fields_of(operand)
    elif operator in ("exists", "said"):
        yield operand
    elif operator == "call":
        yield from operand[1:]
    elif operator in ("before", "after", "days"):
        yield from (o for o in operand[:2] if isinstance(o, str) and o != "today" and not _is_iso(o))
    else:
        yield operand[0]
