"""``./motcua sheet PROCEDURE``: a large-type sheet with pictograms, for places without a line.

People fill it by hand; a helper keys it in one pass, in its order, which is the order of the questions.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from actions.clock import today
from actions.errors import NotFound
from actions.interview.display import Wording
from actions.printing.output import command
from actions.printing.sheet_layout import SheetField, SheetPart, sheet_layout
from actions.printing.typesetting import typeset
from actions.printing.words import part, sentence
from actions.procedures.load import procedures
from actions.procedures.schema import Document, FieldSpec, Procedure
from actions.settings import settings

_DIGITS = {"national_id": [3, 3, 3, 3], "old_id": [3, 3, 3], "phone": [4, 3, 3], "number": [2]}


def main(argv: list[str]) -> int:
    """Entry point of ``sheet``."""
    procedure = ("procedure", "the procedure's id, for instance marital_status")
    return command(argv, "sheet", "Print a large-type sheet of a procedure.", procedure, sheet_pdf)


def sheet_pdf(procedure_id: str) -> bytes:
    """The sheet as a PDF. NotFound, naming what there is, for an unknown procedure."""
    procedure = procedures().get(procedure_id)
    if procedure is None:
        raise NotFound(f"no procedure {procedure_id!r}; there is: {', '.join(sorted(procedures()))}")
    stamp = datetime.combine(procedure.checked_on, time(), UTC)
    return typeset("sheet", sheet_data(procedure), stamp)[0]


def sheet_data(procedure: Procedure) -> dict[str, Any]:
    """What ``sheet.typ`` prints."""
    words = part("sheet")
    layout = sheet_layout(settings().content / "procedures" / procedure.id)
    specs = {spec.id: spec for group in procedure.groups for spec in group.fields}
    number = 0
    parts = []
    for piece in layout.parts:
        rounds, first = [], number
        for index in range(piece.rounds):
            number = first
            fields = []
            for field in piece.fields:
                number += 1
                fields.append(_field(specs[field.field], field, number))
            head = sentence(words["round"], number=str(index + 1)) if piece.rounds > 1 else ""
            rounds.append({"head": head, "fields": fields})
        parts.append(_head(piece) | {"rounds": rounds})
    papers = [paper for paper in procedure.documents if paper.how != "none" and paper.in_force(today())]
    return {
        "title": layout.title, "words": words, "parts": parts,
        "minutes": sentence(words["minutes"], minutes=str(procedure.minutes)),
        "version": sentence(words["version"], version=procedure.version),
        "always": [_paper(paper) for paper in papers if paper.when is None],
        "sometimes": [_paper(paper) for paper in papers if paper.when is not None],
    }  # fmt: skip


def _head(piece: SheetPart) -> dict[str, Any]:
    return {"title": piece.title, "pictogram": piece.pictogram, "when": piece.when}


def _paper(paper: Document) -> str:
    return sentence(part("sheet")[paper.how], title=paper.title)


def _field(spec: FieldSpec, field: SheetField, number: int) -> dict[str, Any]:
    """A question with the room for its answer: ``shape`` boxes, ticks, date, period, place or lines."""
    out: dict[str, Any] = {
        "number": number, "label": spec.label, "hint": field.hint, "pictogram": field.pictogram, "shape": "lines",
        "lines": field.lines,
    }  # fmt: skip
    if spec.kind in _DIGITS:
        return out | {"shape": "boxes", "groups": _DIGITS[spec.kind]}
    if spec.kind in ("date", "period", "place"):
        return out | {"shape": spec.kind}
    if ticks := _ticks(spec, field):
        return out | {"shape": "ticks", "ticks": ticks}
    return out


def _ticks(spec: FieldSpec, field: SheetField) -> list[dict[str, str]]:
    words = Wording()
    if spec.kind == "choice":
        return [{"title": o.title, "pictogram": field.options.get(o.id, "")} for o in spec.options]
    ids = {"sex": ("male", "female"), "yes_no": ("yes", "no")}.get(spec.kind, ())
    return [{"title": words.text(f"options.{name}"), "pictogram": field.options.get(name, "")} for name in ids]
