"""A declaration in the words of a receiving system: field names, codes and formats of ``legs/*.yml``."""

from __future__ import annotations

from typing import Any

from actions.interview.answers import Answers
from actions.places import display as display_place
from actions.procedures.expressions import holds
from actions.procedures.names import part_of
from actions.procedures.schema import FieldSpec, Leg, LegField


def payload(answers: Answers, leg: Leg) -> dict[str, Any]:
    """What would be sent: ``{portal name: value}``, with lists for repeated groups. Nothing unknown is filled in;
    fields that the officer has to write are listed under ``_for_officer``."""
    out: dict[str, Any] = {}
    for item in leg.fields:
        value = _written(answers, item, item.source_field)
        if value is not None:
            out[item.name] = value
    for name, items in leg.repeats.items():
        out[name] = _rounds(answers, items)
    open_fields = [p.path for p in answers.places() if _open(answers, p.path)]
    if open_fields:
        out["_for_officer"] = open_fields
    return out


def _rounds(answers: Answers, items: tuple[LegField, ...]) -> list[dict[str, Any]]:
    group = items[0].source_field.partition(".")[0]
    indexes = sorted({place.index for place in answers.places() if place.group.id == group and place.index is not None})
    rounds = []
    for index in indexes:
        row = {item.name: _written(answers, item, item.source_field.replace(".", f".{index}.", 1)) for item in items}
        if any(value is not None for value in row.values()):
            rounds.append({name: value for name, value in row.items() if value is not None})
    return rounds


def _open(answers: Answers, path: str) -> bool:
    answer = answers.stored.get(path)
    return answer is not None and answer.status in ("unread", "disputed", "unknown")


def _written(answers: Answers, item: LegField, path: str) -> Any:
    try:
        spec = answers.place(path).spec
    except KeyError:
        return None
    if not answers.visible(path):
        return None
    value = answers.value(path)
    if value is None:
        return None
    completes = item.detail is not None and item.detail.of == (answers.copied_from(path) or path)
    if item.detail and completes and not value.get("detail"):
        value = value | {"detail": answers.value(item.detail.source_field)}
    return _write(item, spec, value)


_PARTS = ("surname", "middle", "given")


def _write(item: LegField, spec: FieldSpec, value: Any) -> Any:
    if item.write in _PARTS:
        part = part_of(value, _PARTS.index(item.write))
        return part.upper() if part and item.upper else part
    if item.map:
        return item.map.get(str(value), value)
    if item.write == "upper":
        return str(value).upper()
    if item.write == "date":
        return "/".join(reversed(str(value).split("-")))
    if item.write == "form":
        return next((option.form or option.title for option in spec.options if option.id == value), value)
    if item.write == "place":
        return {
            "maTinh": value.get("province_code"), "maXa": value.get("commune_code"),
            "diaChi": value.get("detail"), "dayDu": display_place(value), "diaChiCu": value.get("old_text"),
        }  # fmt: skip
    if item.write in ("period_from", "period_to"):
        end = value.get(item.write.removeprefix("period_"))
        return None if end in (None, "present") else "/".join(reversed(str(end).split("-")))
    if item.write == "phone":
        return f"+84{str(value)[1:]}" if str(value).startswith("0") else value
    return value


def legs_of(answers: Answers) -> list[Leg]:
    """The legs this declaration has."""
    return [leg for leg in answers.procedure.legs if holds(leg.when, answers)]
