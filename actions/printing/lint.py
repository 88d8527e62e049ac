"""What ``check-data`` says about what is printed: forms, sheets, texts, pictograms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from actions.errors import DataError
from actions.printing.layout import Form, forms
from actions.printing.sheet_layout import SheetLayout, sheet_layout
from actions.procedures.expressions import Expr, fields_of
from actions.procedures.load import folders, load, read_yaml
from actions.procedures.schema import FieldSpec, Procedure
from actions.prompts import placeholders

_CITIZENS = ("sheet", "poster")
_PARAMS = frozenset(
    {
        "address", "app", "channel", "code", "commune", "day", "hour", "label", "letters", "minute", "minutes",
        "number", "old", "province", "raw", "second", "sides", "source", "status", "time", "title", "typed_by",
        "value", "version", "what",
    }
)  # fmt: skip


def lint(content: Path, wording: dict[str, list[str]]) -> Iterator[str]:
    """Every finding, one sentence each. ``wording``: the rules of ``data/wording.yml``."""
    try:
        texts = read_yaml(content / "printing" / "vi.yml")
    except DataError as error:
        yield str(error)
        return
    yield from _texts(texts, wording)
    for folder in folders(content):
        try:
            procedure, layouts = load(folder), forms(folder)
            sheet = sheet_layout(folder)
        except DataError as error:
            yield str(error)
            continue
        if not layouts:
            yield f"procedures/{procedure.id}/forms: no form, so that nothing can be printed"
        yield from _forms(procedure, layouts)
        yield from _sheet(procedure, sheet, content, wording)


def _texts(node: Any, wording: dict[str, list[str]], path: str = "") -> Iterator[str]:
    """Texts without a value, with an unknown ``{name}``, or, for citizens, in the wrong words."""
    from actions.procedures.check import problems

    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _texts(value, wording, f"{path}.{key}" if path else str(key))
        return
    if not isinstance(node, str) or not node.strip():
        yield f"printing/vi.yml: {path}: a text was expected"
        return
    if unknown := placeholders(node) - _PARAMS:
        yield f"printing/vi.yml: {path}: unknown {sorted(unknown)}"
    if path.startswith(_CITIZENS):
        yield from (f"printing/vi.yml: {path}: {problem}" for problem in problems(node, wording))


def _specs(procedure: Procedure) -> dict[str, FieldSpec]:
    return {spec.id: spec for group in procedure.groups for spec in group.fields}


def _forms(procedure: Procedure, layouts: tuple[Form, ...]) -> Iterator[str]:
    """Dangling fields; fields, warnings and notes for officers that stand on no form of the procedure."""
    specs = _specs(procedure)
    repeated = {group.id: {spec.id for spec in group.fields} for group in procedure.groups if group.repeat}
    placed: set[str] = set()
    for form in layouts:
        where = f"procedures/{procedure.id}/forms: {form.id}"
        for group, cell in form.cells():
            detail = (cell.detail.of, cell.detail.source_field) if cell.detail else ()
            for name in filter(None, (cell.source_field, *detail)):
                placed.add(name)
                yield from _dangling(where, name, specs)
            if group and cell.source_field not in repeated.get(group, ()):
                yield f"{where}: {cell.source_field!r} is no field of the repeated group {group!r}"
        placed |= {name for row in form.rows() for tick in row.ticks for name in fields_of(tick.when)}
        for name in _conditions(form):
            yield from _dangling(where, name, specs)
        for name, reason in form.left_out.items():
            placed.add(name)
            yield from _dangling(where, name, specs)
            if not reason.strip():
                yield f"{where}: left_out: {name} has no reason"
        if unknown := placeholders(form.addressee) - {"commune", "province"}:
            yield f"{where}: addressee: unknown {sorted(unknown)}"
    said = f"procedures/{procedure.id}/forms"
    for name in sorted({s.id for s in specs.values() if not s.internal} - placed):
        yield f"{said}: {name} stands on no form and is not left out with a reason"
    checks = {c.id for s in specs.values() for c in s.checks if c.level == "warn"}
    notes = {notice.id for notice in procedure.notices if notice.for_officer}
    yield from _both(said, "doubts", checks, {k for form in layouts for k in form.doubts})
    yield from _both(said, "notes", notes, {k for form in layouts for k in form.notes})


def _dangling(where: str, name: str, specs: dict[str, FieldSpec]) -> Iterator[str]:
    if name not in specs:
        yield f"{where}: no field {name!r}"
    elif specs[name].internal:
        yield f"{where}: {name!r} is internal, so that it is not in what was accepted"


def _both(where: str, key: str, wanted: set[str], given: set[str]) -> Iterator[str]:
    yield from (f"{where}: {key}: nothing is said about {name}" for name in sorted(wanted - given))
    yield from (f"{where}: {key}: {name} does not exist" for name in sorted(given - wanted))


def _conditions(form: Form) -> Iterator[str]:
    rows = form.rows()
    ticks = [tick for row in rows for tick in row.ticks]
    exprs: Iterable[Expr | None] = (
        form.when, *(s.when for s in form.sections), *(r.when for r in rows), *(t.when for t in ticks),
        *(cell.when for _, cell in form.cells()),
    )  # fmt: skip
    for expr in exprs:
        yield from fields_of(expr)


def _sheet(procedure: Procedure, sheet: SheetLayout, content: Path, wording: dict[str, list[str]]) -> Iterator[str]:
    """Every asked field once, in asking order, or left out with a reason; pictograms that exist; the wording."""
    from actions.procedures.check import problems

    where = f"procedures/{procedure.id}/sheet.yml"
    specs = _specs(procedure)
    asked = [spec.id for spec in specs.values() if spec.asked]
    standing = [field.field for field in sheet.fields()]
    wanted = [name for name in asked if name not in sheet.left_out]
    if missing := [name for name in wanted if name not in standing]:
        yield f"{where}: {', '.join(missing)} asked, but not on the sheet"
    elif standing != wanted:
        odd = next((a for a, b in zip(standing, wanted, strict=False) if a != b), standing[-1])
        yield f"{where}: {odd} is not where it is asked: the order is {', '.join(wanted)}"
    for name, reason in sheet.left_out.items():
        if name not in asked or not reason.strip():
            yield f"{where}: left_out: {name} is not asked, or has no reason"
    drawings = {path.stem for path in (content / "printing" / "pictograms").glob("*.svg")}
    used = {part.pictogram for part in sheet.parts} | {field.pictogram for field in sheet.fields()}
    for field in sheet.fields():
        used |= set(field.options.values())
        options = {option.id for option in specs[field.field].options} if field.field in specs else set()
        if options and not field.options.keys() <= options:
            yield f"{where}: {field.field} has no option {sorted(field.options.keys() - options)}"
    for name in sorted(used - drawings - {""}):
        yield f"{where}: no pictogram {name!r}"
    said = [sheet.title, *(t for p in sheet.parts for t in (p.title, p.when)), *(f.hint for f in sheet.fields())]
    yield from (f"{where}: {text!r} {problem}" for text in said for problem in problems(text, wording))
