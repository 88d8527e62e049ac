"""``./motcua bench questions``: how much a citizen has to type and tap who states one fact per answer.

Each persona (``personas/*.yml``) talks with the running product. Every turn of the product that waits for anything
counts: consent, each part of the review, the truth statement as well. An answer that holds two facts (a period, a
place with its hamlet) counts as two. A photo of a card is neither typed nor tapped and counts for itself; that what was
read on it is right is a tap.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.dossiers.cli import detail
from actions.store import db
from actions.store.models import Dossier
from tests.scenarios.photos import content, send
from tests.stack import NAMES, Answered, Citizen, Stack, running

PERSONAS = Path(__file__).parent / "personas"
MOST_TURNS = 120
NOW = "2026-11-23T08:00:00+07:00"


class Stuck(Exception):
    """A persona was asked something that it has no answer for, or was not understood."""


@dataclass(frozen=True)
class Persona:
    """``answers``: field → text to type, ``{tap: option id}``, or ``{photo: text in the code of the card}``.
    ``most_typed`` is the bar, where one is set; ``beside``: what another way of declaring the same takes, printed
    beside it."""

    name: str
    procedure: str
    opening: str
    answers: dict[str, Any]
    most_typed: int | None = None
    beside: str = ""


@dataclass
class Effort:
    """What one persona had to do. ``filled``: fields of the declaration; ``sent``: fields over all legs."""

    name: str
    typed: int = 0
    tapped: int = 0
    photos: int = 0
    filled: int = 0
    sent: int = 0
    most_typed: int | None = None
    beside: str = ""

    @property
    def total(self) -> int:
        return self.typed + self.tapped + self.photos

    @property
    def reached(self) -> bool:
        return self.most_typed is None or self.typed <= self.most_typed


def personas(folder: Path = PERSONAS) -> Iterator[Persona]:
    """All personas, by file name. Raises TypeError where a file has a wrong key."""
    for path in sorted(folder.glob("*.yml")):
        yield Persona(**yaml.safe_load(path.read_text("utf-8")))


def facts_in(kind: str, answer: str) -> int:
    """How many facts an answer states: a period has two ends; a place before a comma more than the commune."""
    if kind == "period":
        return 2
    return max(1, answer.count(",")) if kind == "place" else 1


def talk(persona: Persona, citizen: Citizen) -> tuple[Effort, str]:
    """Plays a persona until its declaration is sent: what that took, and the receipt code.

    Raises Stuck with the question that it could not answer.
    """
    effort = Effort(persona.name, most_typed=persona.most_typed, beside=persona.beside)
    heard = citizen.say(persona.opening)
    effort.typed += 1
    before: str | None = None
    for _ in range(MOST_TURNS):
        if heard.status != 200:
            raise Stuck(f"{persona.name}: HTTP {heard.status}: {heard.body}")
        if heard.body["state"] == "submitted":
            return effort, heard.body["dossier"]
        asking = heard.body["asking"]
        question = "\n".join(heard.texts)
        if asking is None:
            raise Stuck(f"{persona.name}: nothing is asked: {question}")
        if asking["field"] is not None and asking["field"] == before:
            raise Stuck(f"{persona.name}: {before} is asked twice: {question}")
        before = asking["field"]
        heard = _answer(persona, citizen, asking, question, effort)
    raise Stuck(f"{persona.name}: not done after {MOST_TURNS} turns")


def _answer(persona: Persona, citizen: Citizen, asking: dict[str, Any], question: str, effort: Effort) -> Answered:
    answer = persona.answers.get(asking["field"], None) if asking["field"] else {"tap": "yes"}
    if isinstance(answer, str):
        effort.typed += facts_in(asking["kind"], answer)
        return citizen.say(answer)
    if answer and "photo" in answer:
        effort.photos += 1
        return send(citizen.stack.url, citizen.sender, content(answer["photo"]))
    wanted = f":{answer['tap']}" if answer else None
    for option in asking["options"]:
        if wanted and option["id"].endswith(wanted):
            effort.tapped += 1
            return citizen.choose(option["id"])
    raise Stuck(f"{persona.name}: no answer to {asking['field']}: {question}")


def measure(stack: Stack, chosen: list[Persona]) -> list[Effort]:
    """Every persona in turn, with what was filled in for it."""
    efforts = []
    for persona in chosen:
        effort, code = talk(persona, stack.citizen())
        with db.reading(stack.engine()) as session:
            whole = detail(session, session.get_one(Dossier, code))
        effort.filled = len(whole["declaration"]["fields"])
        effort.sent = sum(sum(not name.startswith("_") for name in leg["payload"]) for leg in whole["legs"])
        efforts.append(effort)
    return efforts


def table(efforts: list[Effort]) -> str:
    """The figures as text, one persona a line."""
    lines = [f"{'typed':>5} {'tapped':>6} {'photo':>5} {'total':>5} {'fields':>6} {'sent':>5}  persona"]
    for e in efforts:
        bar = "" if e.most_typed is None else f"  (at most {e.most_typed} typed: {'yes' if e.reached else 'NO'})"
        beside = f"; {e.beside}" if e.beside else ""
        lines.append(
            f"{e.typed:>5} {e.tapped:>6} {e.photos:>5} {e.total:>5} {e.filled:>6} {e.sent:>5}  {e.name}{bar}{beside}"
        )
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """Entry point. 1 when a persona gets stuck or types more than its bar."""
    parser = argparse.ArgumentParser(prog="motcua bench questions", description=__doc__)
    parser.add_argument("--json", action="store_true", help="as JSON")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        env = {"MOTCUA_NOW": NOW, "MOTCUA_FLOOD_PER_MINUTE": "1000"}
        with running(Stack(Path(folder), env=env), *NAMES) as stack:
            try:
                efforts = measure(stack, list(personas()))
            except Stuck as error:
                print(error, file=sys.stderr)
                return 1
    if args.json:
        print(json.dumps([asdict(e) | {"total": e.total, "reached": e.reached} for e in efforts], ensure_ascii=False))
    else:
        print(table(efforts))
    return 0 if all(e.reached for e in efforts) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
