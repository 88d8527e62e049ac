"""Breaking any rule of a procedure's data must break a scenario: otherwise nothing keeps that rule.

Each mutant is the procedure with one rule changed; all scenarios are played again over it, on the understandings
of the real run, until one notices.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.procedures import load
from actions.procedures.schema import Procedure
from actions.settings import settings
from tests.scenarios.play import Live, Play, files, read
from tests.scenarios.replay import InProcess, Tape
from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow]


def mutants(raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way to break one rule: a condition negated, a check dropped, a derivation dropped, a field no longer
    asked, "không biết" no longer taken, a default lost, a notice, an ending or a document lost."""
    for g, group in enumerate(raw["groups"]):
        if "when" in group:
            yield f"{group['id']}.when", _with(raw, ["groups", g, "when"], {"not": group["when"]})
        for f, field in enumerate(group["fields"]):
            yield from _of_field(raw, ["groups", g, "fields", f], field)
    for part in ("notices", "endings", "documents"):
        for i, item in enumerate(raw[part]):
            if item.get("how") != "none":
                yield f"{part}.{item['id']}", _without(raw, [part, i])
                if "when" in item:
                    yield f"{part}.{item['id']}.when", _with(raw, [part, i, "when"], {"not": item["when"]})


def _of_field(raw: dict[str, Any], path: list[Any], field: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    name = field["id"]
    if "when" in field:
        yield f"{name}.when", _with(raw, [*path, "when"], {"not": field["when"]})
    for part in ("checks", "derive"):
        for i, item in enumerate(field.get(part, ())):
            yield f"{name}.{part}.{item.get('id', i)}", _without(raw, [*path, part, i])
    for i, option in enumerate(field.get("options", ())) if field.get("asked", True) else ():
        yield f"{name}.option.{option['id']}", _without(raw, [*path, "options", i])
    if "default" in field:
        yield f"{name}.default", _without(raw, [*path, "default"])
    if field.get("unknown"):
        yield f"{name}.unknown", _with(raw, [*path, "unknown"], False)
    if field.get("asked", True) and "derive" not in field:
        yield f"{name}.asked", _with(raw, [*path, "asked"], False)
    if field.get("precision") == "year":
        yield f"{name}.precision", _with(raw, [*path, "precision"], "day")


def _with(raw: dict[str, Any], path: list[Any], value: Any) -> dict[str, Any]:
    made: Any = copy.deepcopy(raw)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return dict(made)


def _without(raw: dict[str, Any], path: list[Any]) -> dict[str, Any]:
    made: Any = copy.deepcopy(raw)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return dict(made)


@pytest.fixture(scope="module")
def taped(stack: Stack, tape: Path) -> Tape:
    """The understandings of all scenarios (played here if these tests run alone)."""
    known = tape.read_text("utf-8") if tape.exists() else ""
    for path in files():
        if f"scenario-{path.stem}" not in known:
            Play(read(path), Live(stack, path.stem)).run()
    return Tape(tape)


def _notices(tape: Tape, folder: Path, clock: pytest.MonkeyPatch, order: list[Path]) -> Path | None:
    """The first scenario that fails."""
    for number, path in enumerate(order):
        place = folder / f"{path.stem}-{number}"
        place.mkdir(parents=True)
        try:
            Play(read(path), InProcess(place, tape, path.stem, clock)).run()
        except (AssertionError, KeyError, RuntimeError):
            return path
    return None


def test_scenarios_pass_in_one_process_too(taped: Tape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a mutant would seem to be noticed where nothing was."""
    assert _notices(taped, tmp_path, monkeypatch, files()) is None


@pytest.mark.timeout(1200)
def test_every_rule_is_kept_by_a_scenario(taped: Tape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = settings().content / "procedures" / "marital_status"
    legs = [load.read_yaml(path) for path in sorted((folder / "legs").glob("*.yml"))]
    raw = yaml.safe_load((folder / "procedure.yml").read_text("utf-8"))
    order, survivors, count = files(), [], 0
    for name, mutant in mutants(raw):
        count += 1
        try:
            broken = Procedure.model_validate(mutant | {"legs": tuple(legs)})
        except ValueError:
            continue  # the schema itself notices
        monkeypatch.setattr(load, "_procedures", {"marital_status": broken})
        noticed = _notices(taped, tmp_path / str(count), monkeypatch, order)
        if noticed is None:
            survivors.append(name)
        else:
            order.remove(noticed)
            order.insert(0, noticed)  # neighbours tend to be noticed by the same one
    print(f"{count} mutants, {len(survivors)} survived")
    assert not survivors, f"{len(survivors)} of {count} rules could break unnoticed: {survivors}"
