"""Writing the rows that a turn knows it writes, one statement a table.

The unit of work of the ORM finds out by itself what changed, in which order and on what it depends; for a few rows
that costs several times what writing them does, in every turn of every citizen. Everything that is not written in
each turn is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Insert, Table, Update, bindparam
from sqlalchemy import insert as insert_into
from sqlalchemy import update as update_of
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from actions.store.base import Base


def insert(session: Session, rows: Iterable[Base]) -> None:
    """Inserts new rows of one table, in this order. The objects get their defaults; the session does not know them."""
    new = list(rows)
    if new:
        session.connection().execute(_insert(type(new[0])), [_values(row) for row in new])


def keep(session: Session, row: Base) -> None:
    """Inserts one row, which the session knows from then on as if it had read it."""
    insert(session, [row])
    make_transient_to_detached(row)
    session.add(row)


def change(session: Session, row: Base, **values: Any) -> None:
    """Changes columns of a row that is in the database, there and in the object."""
    kind = type(row)
    session.connection().execute(_update(kind, tuple(values)), {"row_id": getattr(row, _key(kind)), **values})
    for name, value in values.items():
        set_committed_value(row, name, value)


def _values(row: Base) -> dict[str, Any]:
    """Every column of a new row. A default that is not given is set in the object too."""
    given = vars(row)
    for name, made in _defaults(type(row)):
        if name not in given:
            setattr(row, name, made(None) if callable(made) else made)
    return {column: given.get(column) for column in _columns(type(row))}


def _table(kind: type[Base]) -> Table:
    return cast(Table, kind.__table__)


@lru_cache
def _columns(kind: type[Base]) -> tuple[str, ...]:
    return tuple(column.name for column in _table(kind).columns)


@lru_cache
def _defaults(kind: type[Base]) -> tuple[tuple[str, Any], ...]:
    """Columns with a default: the value, or a function of one ignored argument that makes it."""
    return tuple((c.name, cast(Any, c.default).arg) for c in _table(kind).columns if c.default is not None)


@lru_cache
def _key(kind: type[Base]) -> str:
    (column,) = _table(kind).primary_key.columns
    return column.name


@lru_cache
def _insert(kind: type[Base]) -> Insert:
    return insert_into(_table(kind))


@lru_cache
def _update(kind: type[Base], names: tuple[str, ...]) -> Update:
    table = _table(kind)
    return update_of(table).where(table.c[_key(kind)] == bindparam("row_id")).values({n: bindparam(n) for n in names})
