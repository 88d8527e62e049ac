"""The schema of ``data/procedures/<id>/forms/*.yml``: what stands where on a printed declaration.

A form is sections of rows in the official order. Conditions are those of ``procedure.yml``, over the fields of the
accepted version. A procedure prints its forms in the order of their file names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from actions.errors import DataError
from actions.procedures.load import read_yaml
from actions.procedures.schema import Detail, Identifier, Model, Rule


class Cell(Model):
    """A label and its value; without ``from`` a line to be filled by hand.

    ``write``: ``form`` (the official wording), or one end of a period. ``detail``: the hamlet that was asked on its
    own. ``width``: share of the row. ``columns`` of a table are cells too.
    """

    label: str
    source_field: str | None = Field(None, alias="from")
    write: Literal["form", "from", "to"] = "form"
    detail: Detail | None = None
    width: float = Field(1, gt=0)
    when: Rule | None = None


class Tick(Model):
    """One box of a list of which the form has one ticked; its cells belong to it."""

    text: str
    when: Rule | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()


class Table(Model):
    """A repeated group as a table. ``blank``: empty rows where nothing was said."""

    group: Identifier
    columns: tuple[Cell, ...]
    blank: int = Field(2, ge=1, le=12)


class Row(Model):
    """Exactly one of: cells side by side, boxes to tick under a label, a table, a sentence."""

    cells: tuple[Cell, ...] = ()
    label: str = ""
    ticks: tuple[Tick, ...] = ()
    table: Table | None = None
    text: str = ""
    when: Rule | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Row:
        if sum([bool(self.cells), bool(self.ticks), self.table is not None, bool(self.text)]) != 1:
            raise ValueError("a row has exactly one of cells, ticks, table, text")
        return self


class Section(Model):
    """Rows under a title (may be empty)."""

    title: str = ""
    rows: tuple[Row, ...]
    when: Rule | None = None


class Form(Model):
    """One printed form of a procedure.

    ``left_out``: fields that have no place on it, each with the reason. ``doubts``: what an officer reads about a
    warning, by the id of the check; ``notes``: about a notice for officers, by its id.
    """

    id: Identifier
    title: str
    addressee: str
    when: Rule | None = None
    sections: tuple[Section, ...]
    oath: str
    left_out: dict[str, str] = Field(default_factory=dict)
    doubts: dict[str, str] = Field(default_factory=dict)
    notes: dict[str, str] = Field(default_factory=dict)

    def rows(self) -> list[Row]:
        """Every row, in order."""
        return [row for section in self.sections for row in section.rows]

    def cells(self) -> list[tuple[str, Cell]]:
        """Every cell with the repeated group it stands in ("" for none)."""
        out = []
        for row in self.rows():
            out += [("", cell) for cell in row.cells]
            out += [("", cell) for tick in row.ticks for line in tick.rows for cell in line]
            if row.table:
                out += [(row.table.group, cell) for cell in row.table.columns]
        return out


def forms(folder: Path) -> tuple[Form, ...]:
    """The forms of a procedure's folder. DataError names every place that breaks the schema."""
    out = []
    for path in sorted((folder / "forms").glob("*.yml")):
        try:
            out.append(Form.model_validate(read_yaml(path)))
        except ValidationError as error:
            places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
            raise DataError(f"{path}: {places}") from error
    return tuple(out)
