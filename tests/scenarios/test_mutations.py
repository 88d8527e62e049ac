"""Breaking any rule of a procedure's data must break a scenario: otherwise nothing keeps that rule.

Each mutant (``mutate.py``) is the procedure with one rule changed; scenarios are played again over it, on the
understandings of the real run, until one notices. Those that come across what the rule is about go first, and
every processor plays its share.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.interview.answering import warnings_of
from actions.procedures import load
from actions.procedures.functions import first_day, years_between
from actions.procedures.schema import Procedure
from actions.services import load_answers
from actions.settings import settings
from actions.store import db
from actions.store.models import Declaration, Outbox, Question
from tests.scenarios.mutate import EQUIVALENT, Mutant, mutants
from tests.scenarios.play import FOLDER, NOW, Live, Play, files, read
from tests.scenarios.replay import InProcess, Room, Tape
from tests.stack import Stack

pytestmark = [
    pytest.mark.stack,
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("MOTCUA_MUTATIONS"),
        reason="plays 180 scenarios over 800 broken procedures, half an hour on two processors: .ci/soak runs it",
    ),
]


@dataclass(frozen=True)
class Track:
    """A scenario, what it comes across (see ``Mutant.marks``), and how many messages it takes."""

    path: Path
    marks: frozenset[str]
    length: int


@pytest.fixture(scope="module")
def taped(stack: Stack, tape: Path) -> Path:
    """The understandings of all scenarios (played here if these tests run alone)."""
    tape.touch()
    known = Tape(tape)
    for path in files():
        if path.stem not in known:
            try:
                Play(read(path), Live(stack, path.stem)).run()
            finally:
                if stack.env["MOTCUA_NOW"] != NOW.isoformat():
                    Live(stack, path.stem).wait(0)
    return tape


def play(path: Path, tape: Tape, room: Room) -> Track:
    """Plays one scenario in this process; AssertionError (or what broken data causes) where it fails."""
    with pytest.MonkeyPatch.context() as clock:
        line = InProcess(room, tape, path.stem, clock)
        Play(read(path), line).run()
        with db.reading(room.engine) as session:
            return Track(path, frozenset(_marks(session)), line.count)


def _marks(session: Session) -> Iterator[str]:
    """The fields, answers, doubts and prompts of everything in a database."""
    yield from (said.utterance["prompt_id"] for said in session.scalars(select(Outbox)))
    for path in session.scalars(select(Question.field)):
        yield (path or "").rpartition(".")[2]
    for row in session.scalars(select(Declaration)):
        answers = load_answers(session, row)
        answers.today = NOW.date()
        for place in answers.places():
            name, answer, value = place.spec.id, answers.stored.get(place.path), answers.value(place.path)
            yield from (name, f"{name}={value}", *warnings_of(answers, place))
            if value is not None:
                yield f"{name}:known"
            if place.spec.kind == "date" and len(value or "") == 4:
                yield f"{name}:year"
            elif place.spec.kind == "date" and value is not None:
                yield f"{name}:age={years_between(first_day(value) or answers.today, answers.today)}"
            if answer is not None:
                yield f"{name}:{answer.status}"


PROCEDURES = sorted(path.parent.name for path in (settings().content / "procedures").glob("*/procedure.yml"))


def _raw(procedure: str) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    """The data of a procedure, and its legs."""
    folder = settings().content / "procedures" / procedure
    raw: dict[str, Any] = yaml.safe_load((folder / "procedure.yml").read_text("utf-8"))
    return raw, tuple(load.read_yaml(path) for path in sorted((folder / "legs").glob("*.yml")))


def _about(path: Path, procedure: str) -> bool:
    """Scenarios in a folder of their own are about that folder's procedure; the others about marital status."""
    folder = path.parent.name
    return procedure.startswith(folder) if folder != FOLDER.name else procedure == "marital_status"


def _order(mutant: Mutant, tracks: list[Track]) -> list[Track]:
    """The likeliest to notice first: an answer or prompt counts ten times as much as a field."""

    def rank(track: Track) -> tuple[int, int]:
        shared, wrong = track.marks & mutant.marks, track.marks & mutant.avoid
        return 15 * len(wrong) - sum(1 if mark.isidentifier() else 10 for mark in shared), track.length

    return sorted(tracks, key=rank)


def notices(mutant: Mutant, broken: Procedure, tracks: list[Track], tape: Tape, room: Room) -> Path | None:
    """The first scenario that fails over the broken data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "_procedures", load.procedures() | {broken.id: broken})
        for track in _order(mutant, tracks):
            try:
                play(track.path, tape, room)
            except Exception:  # over broken data anything may go wrong; on the whole data nothing did
                return track.path
    return None


def survivors(
    procedure: str, part: int, parts: int, tape: Path, tracks: list[Track], folder: Path
) -> tuple[int, list[str]]:
    """How many mutants of this share were played, and the names of those that nothing noticed."""
    raw, legs = _raw(procedure)
    folder.mkdir()
    known, room, found, played = Tape(tape), Room(folder), [], 0
    for mutant in islice(mutants(raw), part, None, parts):
        try:
            broken = Procedure.model_validate(mutant.raw | {"legs": legs})
        except ValueError:
            continue  # the schema itself notices
        played += 1
        if notices(mutant, broken, tracks, known, room) is None:
            found.append(mutant.name)
    return played, found


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_rule_is_kept_by_a_scenario(procedure: str, taped: Path, tmp_path: Path) -> None:
    # A scenario that did not pass in one process on the whole data would "notice" every mutant.
    room = Room(tmp_path)
    tracks = [play(path, Tape(taped), room) for path in files() if _about(path, procedure)]
    room.engine.dispose()
    parts = multiprocessing.cpu_count()
    with ProcessPoolExecutor(parts, multiprocessing.get_context("spawn")) as pool:
        rooms = [tmp_path / str(part) for part in range(parts)]
        shares = [
            pool.submit(survivors, procedure, part, parts, taped, tracks, folder) for part, folder in enumerate(rooms)
        ]
        results = [share.result() for share in shares]
    played = sum(count for count, _ in results)
    left = sorted(name for _, names in results for name in names)
    assert played > 200, "rules are not found any more"
    assert not left, f"{len(left)} of {played} rules could break unnoticed: {left}"


def test_what_is_excluded_exists() -> None:
    """An exclusion must not outlive its rule."""
    checks = {
        f"{field['id']}.checks.{check['id']}"
        for procedure in PROCEDURES
        for group in _raw(procedure)[0]["groups"]
        for field in group["fields"]
        for check in field.get("checks", ())
    }
    assert EQUIVALENT.keys() <= checks
