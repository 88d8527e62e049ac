"""The schema of ``data/procedures/<id>/sheet.yml``: the sheet that is filled by hand, in asking order."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from actions.errors import DataError
from actions.procedures.load import read_yaml
from actions.procedures.schema import Identifier, Model


class SheetField(Model):
    """A field on the sheet: its pictogram, those of its options, what helps to answer, how many lines."""

    field: Identifier
    pictogram: Identifier
    options: dict[str, Identifier] = Field(default_factory=dict)
    hint: str = ""
    lines: int = Field(1, ge=1, le=6)


class SheetPart(Model):
    """Fields under a title, or, with ``when`` (a sentence that begins with "nếu"), those only some people fill.

    ``rounds``: how many times the fields of a repeated group stand there.
    """

    title: str = ""
    pictogram: str = ""
    when: str = ""
    rounds: int = Field(1, ge=1, le=6)
    fields: tuple[SheetField, ...]


class SheetLayout(Model):
    """The sheet of a procedure. ``left_out``: fields that are asked but not on it, each with the reason."""

    title: str
    parts: tuple[SheetPart, ...]
    left_out: dict[str, str] = Field(default_factory=dict)

    def fields(self) -> list[SheetField]:
        """Every field in the order in which it stands."""
        return [field for part in self.parts for field in part.fields]


def sheet_layout(folder: Path) -> SheetLayout:
    """The sheet of a procedure's folder. DataError where there is none or where it breaks the schema."""
    path = folder / "sheet.yml"
    try:
        return SheetLayout.model_validate(read_yaml(path))
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise DataError(f"{path}: {places}") from error
