"""Breaking any rule of a procedure's data must break a scenario: otherwise nothing keeps that rule.

Each mutant (``mutate.py``) is the procedure with one rule changed; scenarios are played again over it, on the
understandings of the real run, until one notices. Those that come across what the rule is about go first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.interview.answering import warnings_of
from actions.procedures import load
from actions.procedures.schema import Procedure
from actions.services import load_answers
from actions.settings import settings
from actions.store import db
from actions.store.models import Declaration, Outbox, Question
from tests.scenarios.mutate import EQUIVALENT, Mutant, mutants
from tests.scenarios.play import Live, Play, files, read
from tests.scenarios.replay import InProcess, Tape
from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@dataclass(frozen=True)
class Track:
    """A scenario, what it comes across (see ``Mutant.marks``), and how many messages it takes."""

    path: Path
    marks: frozenset[str]
    length: int


@pytest.fixture(scope="module")
def taped(stack: Stack, tape: Path) -> Tape:
    """The understandings of all scenarios (played here if these tests run alone)."""
    known = tape.read_text("utf-8") if tape.exists() else ""
    for path in files():
        if f'scenario-{path.stem}"' not in known:
            Play(read(path), Live(stack, path.stem)).run()
    return Tape(tape)


def _play(path: Path, tape: Tape, folder: Path, clock: pytest.MonkeyPatch) -> Track:
    """Plays one scenario in this process; AssertionError (or what the broken data caused) where it fails."""
    folder.mkdir(parents=True)
    line = InProcess(folder, tape, path.stem, clock)
    try:
        Play(read(path), line).run()
        with db.reading(line.own) as session:
            return Track(path, frozenset(_marks(session)), line.count)
    finally:
        line.close()


def _marks(session: Session) -> Iterator[str]:
    """The fields, answers, doubts and prompts of everything in a database."""
    yield from (said.utterance["prompt_id"] for said in session.scalars(select(Outbox)))
    for path in session.scalars(select(Question.field)):
        yield (path or "").rpartition(".")[2]
    for row in session.scalars(select(Declaration)):
        answers = load_answers(session, row)
        for place in answers.places():
            name, answer = place.spec.id, answers.stored.get(place.path)
            yield from (name, f"{name}={answers.value(place.path)}", *warnings_of(answers, place))
            if answer is not None:
                yield f"{name}:{answer.status}"


def _tracks(tape: Tape, folder: Path, clock: pytest.MonkeyPatch) -> list[Track]:
    return [_play(path, tape, folder / path.stem, clock) for path in files()]


def _notices(mutant: Mutant, tracks: list[Track], tape: Tape, folder: Path, clock: pytest.MonkeyPatch) -> Track | None:
    """The first scenario that fails over the broken data."""
    order = sorted(tracks, key=lambda t: (-len(t.marks & mutant.marks), t.length))
    for track in order:
        try:
            _play(track.path, tape, folder / track.path.stem, clock)
        except (AssertionError, KeyError, RuntimeError, ValueError):
            return track
    return None


def test_scenarios_pass_in_one_process_too(taped: Tape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a mutant would seem to be noticed where nothing was."""
    assert len(_tracks(taped, tmp_path, monkeypatch)) == len(files())


@pytest.mark.timeout(1200)
def test_every_rule_is_kept_by_a_scenario(taped: Tape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = settings().content / "procedures" / "marital_status"
    legs = [load.read_yaml(path) for path in sorted((folder / "legs").glob("*.yml"))]
    raw = yaml.safe_load((folder / "procedure.yml").read_text("utf-8"))
    tracks = _tracks(taped, tmp_path / "whole", monkeypatch)
    survivors, played = [], 0
    for number, mutant in enumerate(mutants(raw)):
        try:
            broken = Procedure.model_validate(mutant.raw | {"legs": tuple(legs)})
        except ValueError:
            continue  # the schema itself notices
        monkeypatch.setattr(load, "_procedures", {"marital_status": broken})
        played += 1
        if _notices(mutant, tracks, taped, tmp_path / str(number), monkeypatch) is None:
            survivors.append(mutant.name)
    assert played > 200, "rules are not found any more"
    assert not survivors, f"{len(survivors)} of {played} rules could break unnoticed: {survivors}"


def test_what_is_excluded_exists() -> None:
    """An exclusion must not outlive its rule."""
    path = settings().content / "procedures" / "marital_status" / "procedure.yml"
    checks = {
        f"{field['id']}.checks.{check['id']}"
        for group in yaml.safe_load(path.read_text("utf-8"))["groups"]
        for field in group["fields"]
        for check in field.get("checks", ())
    }
    assert EQUIVALENT.keys() <= checks
