"""The printed declaration: its forms in the official order, then what was read back and accepted.

Everything comes from the frozen accepted version, nothing from answers that may have changed since. What is not
known stays a dotted line; what is doubtful is marked and listed for the officer. Nothing here is ever "signed".
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from actions.clock import VIETNAM
from actions.printing.accepted import Accepted, Entry, accepted
from actions.printing.layout import Cell, Form, Row, Table, Tick
from actions.printing.typesetting import typeset
from actions.printing.words import commune_names, part, sentence, written
from actions.procedures.expressions import holds


def form_pdf(session: Session, code: str) -> bytes:
    """The PDF of the dossier with that receipt code; the same accepted version gives the same bytes.

    Raises what ``accepted`` raises: NotFound, Altered.
    """
    found = accepted(session, code)
    data = form_data(found)
    out, missing = typeset("form", data, found.at, qr=found.code)
    if missing:
        letters = ", ".join(f"U+{ord(letter):04X}" for letter in missing)
        data["read_back"]["doubts"].append(sentence(part("read_back")["letters"], letters=letters))
        out, _ = typeset("form", data, found.at, qr=found.code)
    return out


def form_data(found: Accepted) -> dict[str, Any]:
    """What the template ``form.typ`` prints: texts and values, ready worded."""
    words = part("form")
    return {
        "title": found.procedure.title, "code": found.code, "words": words,
        "unchecked": words["unchecked"] if found.procedure.form_checked_on is None else None,
        "forms": [_form(found, form) for form in found.forms()],
        "read_back": _read_back(found),
    }  # fmt: skip


def _form(found: Accepted, form: Form) -> dict[str, Any]:
    names = commune_names(found.commune_code)
    sections = [
        {"title": section.title, "rows": [row for raw in section.rows if (row := _row(found, raw)) is not None]}
        for section in form.sections
        if holds(section.when, found)
    ]
    return {
        "title": form.title, "oath": form.oath, "sections": sections,
        "to": sentence(form.addressee, **names) if names else None,
    }  # fmt: skip


def _row(found: Accepted, row: Row) -> dict[str, Any] | None:
    if not holds(row.when, found):
        return None
    if row.ticks:
        ticked = [tick.when is not None and holds(tick.when, found) for tick in row.ticks]
        boxes = [_tick(found, tick, on, on or not any(ticked)) for tick, on in zip(row.ticks, ticked, strict=True)]
        return {"label": row.label, "ticks": boxes}
    if row.table is not None:
        return {"label": row.label, "table": _table(found, row.table)}
    if row.text:
        return {"text": row.text}
    cells = _cells(found, row.cells)
    return {"cells": cells} if cells else None


def _tick(found: Accepted, tick: Tick, on: bool, filled: bool) -> dict[str, Any]:
    """A box; its own lines where it is ticked, or where a person still has to tick one."""
    lines = [cells for line in tick.rows if (cells := _cells(found, line))] if filled else []
    return {"text": tick.text, "on": on, "rows": lines}


def _table(found: Accepted, table: Table) -> dict[str, Any]:
    prefix = f"{table.group}."
    rounds = sorted({e.number - 1 for path, e in found.entries.items() if path.startswith(prefix) and e.number})
    rows = [
        [_cell(found, column, f"{prefix}{index}.{column.source_field}") for column in table.columns] for index in rounds
    ]
    blank = [[{"label": "", "value": None, "note": None, "mark": False}] * len(table.columns)] * table.blank
    return {
        "columns": [{"label": column.label, "width": column.width} for column in table.columns],
        "rows": rows or blank,
    }  # fmt: skip


def _cells(found: Accepted, cells: tuple[Cell, ...]) -> list[dict[str, Any]]:
    return [_cell(found, cell, cell.source_field or "") for cell in cells if holds(cell.when, found)]


def _cell(found: Accepted, cell: Cell, path: str) -> dict[str, Any]:
    """``value`` None: a dotted line. ``note``: what stands beside it in small type. ``mark``: see the list."""
    out: dict[str, Any] = {"label": cell.label, "width": cell.width, "value": None, "note": None, "mark": False}
    entry = found.entries.get(path)
    if entry is None:
        return out
    words = part("form")
    out["mark"] = bool(entry.warnings) or entry.status in ("disputed", "unread")
    if entry.status == "disputed":
        return out | {"value": words["or"].join(found.sides(entry)), "note": words["choose"]}
    if entry.status == "unread":
        return out | {"note": sentence(words["unread"], raw=entry.raw_text or "…")}
    if entry.status == "unknown":
        return out | {"note": words["unknown"]}
    value = _whole_place(found, cell, entry)
    return out | {"value": written(found.spec(entry.field_id), value, cell.write) or None} if value is not None else out


def _whole_place(found: Accepted, cell: Cell, entry: Entry) -> Any:
    """A place with the hamlet that was asked on its own, where it has none."""
    detail = cell.detail
    if detail is None or entry.value is None or entry.value.get("detail"):
        return entry.value
    same = entry.value == found.value(detail.of)
    return entry.value | {"detail": found.value(detail.source_field)} if same else entry.value


def _read_back(found: Accepted) -> dict[str, Any]:
    words = part("read_back")
    facts = [
        [words["at"], time_of(found)],
        [words["channel"], words["channels"].get(found.channel, found.channel)],
        [words["typed_by"], words["typists"].get(found.typed_by, found.typed_by)],
        [words["present"], ", ".join(found.present) or words["nobody"]],
        [words["version"], f"{found.procedure.code} · {found.version}"],
    ]
    lines = [
        [found.label(entry), found.shown(entry)]
        for entry in found.entries.values()
        if entry.shown is not None or not _repeats(found)
    ]
    doubts = [
        sentence(words["item"], label=found.label(entry), what=what) if entry else what
        for entry, what in found.doubts()
    ]
    groups = [found.sha256[i : i + 8] for i in range(0, len(found.sha256), 8)]
    return {
        "title": words["title"], "lead": words["lead"], "facts": facts, "lines": lines, "sha256": groups,
        "sha256_label": words["sha256"], "officer": words["officer"], "none": words["officer_none"], "doubts": doubts,
    }  # fmt: skip


def _repeats(found: Accepted) -> bool:
    """Whether the version says which fields were read back (older ones do not: then all are listed)."""
    return any(entry.shown is not None for entry in found.entries.values())


def time_of(found: Accepted) -> str:
    """When it was accepted, in Viet Nam's time, in words."""
    at = found.at.astimezone(VIETNAM)
    return sentence(
        part("read_back")["time"], hour=f"{at:%H}", minute=f"{at:%M}", second=f"{at:%S}", day=f"{at:%d/%m/%Y}"
    )
