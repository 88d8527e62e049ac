"""What to ask next, and how far along we are."""

from __future__ import annotations

from dataclasses import dataclass

from actions.interview.answers import Answers, Place
from actions.procedures.expressions import fields_of, holds
from actions.procedures.schema import Ending, Notice


@dataclass(frozen=True)
class Progress:
    """Question ``step`` of about ``steps``."""

    step: int
    steps: int


def next_place(answers: Answers, wanted: list[str]) -> Place | None:
    """The next field to ask: first those somebody wanted to go to, then the first open one in order."""
    open_places = [place for place in answers.places() if not answers.settled(place)]
    for path in wanted:
        for place in open_places:
            if place.path == path:
                return place
    return open_places[0] if open_places else None


def progress(answers: Answers, current: str | None = None) -> Progress:
    """How far along: answered questions so far, and about how many in all as things stand."""
    asked = [place for place in answers.places() if place.spec.asked]
    done = [place for place in asked if answers.stored.get(place.path) and answers.settled(place)]
    still = [place for place in asked if not answers.settled(place) and not _may_follow(answers, place)]
    step = len([place for place in done if place.path != current]) + 1
    return Progress(step, max(step, len(done) + len(still)))


def _may_follow(answers: Answers, place: Place) -> bool:
    """The field may turn out to follow from an answer that is still to come: not counted as a question yet."""
    return any(
        answers.value(name) is None and not answers.said(name)
        for way in place.spec.derive
        for name in fields_of(way.when)
    )


def due_notices(answers: Answers, told: list[str], switches: dict[str, str]) -> list[Notice]:
    """Notices whose condition now holds, that are in force today, not switched off here, and not yet told."""
    return [
        notice
        for notice in answers.procedure.notices
        if notice.id not in told
        and not notice.for_officer
        and notice.in_force(answers.today)
        and (notice.switch is None or switches.get(notice.switch) != "off")
        and holds(notice.when, answers)
    ]


def officer_notes(answers: Answers) -> list[str]:
    """Ids of the notices meant for the officer whose condition holds."""
    return [n.id for n in answers.procedure.notices if n.for_officer and holds(n.when, answers)]


def due_ending(answers: Answers, told: list[str]) -> Ending | None:
    """An ending whose condition holds; one that hands over only until it was told (the citizen may go on)."""
    for ending in answers.procedure.endings:
        if holds(ending.when, answers) and (ending.to == "close" or f"ending.{ending.id}" not in told):
            return ending
    return None


def blocking_ending(answers: Answers) -> Ending | None:
    """A hand-over without which nothing may be sent."""
    endings = (e for e in answers.procedure.endings if e.blocks and e.to != "close")
    return next((ending for ending in endings if holds(ending.when, answers)), None)


def answered_paths(answers: Answers) -> list[str]:
    """Paths of the questions that were answered, in asking order (for "go back")."""
    return [p.path for p in answers.places() if p.spec.asked and p.path in answers.stored]
