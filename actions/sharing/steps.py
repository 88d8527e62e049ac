"""The steps of the phone that began: offering a part, giving its code, waiting for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.interview.answers import Place
from actions.interview.ask import ask, option_list
from actions.interview.state import Asked
from actions.interview.turn import Turn
from actions.procedures.expressions import holds
from actions.sharing.layout import Part, part_of, parts_of
from actions.sharing.store import DAYS
from actions.sharing.view import SharedAnswers
from actions.store.models import PartCode


def away(turn: Turn) -> list[PartCode]:
    """The codes of the parts that others are still to confirm."""
    if not isinstance(turn.answers, SharedAnswers) or turn.answers.own is not None:
        return []
    return [code for code in turn.services.codes() if code.status in ("open", "taken")]


def give_at(turn: Turn, place: Place) -> None:
    """The button was pressed at a question of a part."""
    assert turn.answers is not None
    part = next(p for p in parts_of(turn.answers.procedure.id) if place.group.id in p.groups)
    give(turn, part)


def give(turn: Turn, part: Part) -> None:
    """Give the code of a part, to be passed on by voice; the interview goes on with the other questions."""
    assert turn.answers is not None
    turn.dialogue.asked = None
    row = turn.services.give_part(part)
    turn.answers = turn.services.reshared(turn.answers)
    turn.note("part_given", detail_part=part.id)
    turn.say("sharing.code", who=part.title, code=row.code, days=DAYS)


def give_by_name(turn: Turn) -> bool:
    """ "Chồng tôi tự khai phần chồng": the part that is meant, or the question which one. False: there is none."""
    answers = turn.answers
    if not isinstance(answers, SharedAnswers) or answers.own is not None:
        return False
    given = [part for part in parts_of(answers.procedure.id) if holds(part.when, answers) and _exists(answers, part)]
    if not given:
        return False
    said = f" {turn.inp.text.casefold()} "
    named = [part for part in given if any(f" {name} " in said for name in part.say)]
    if len(named or given) == 1:
        give(turn, (named or given)[0])
        return True
    options: list[dict[str, Any]] = [{"id": p.id, "title": p.title.capitalize(), "say": list(p.say)} for p in given]
    ask(turn, "part_which", "sharing.which", options + option_list(turn, "back", under="sharing.options"))
    return True


def _exists(answers: SharedAnswers, part: Part) -> bool:
    """Whether the part belongs to this declaration and is not yet confirmed by its person."""
    away = {group for group in part.groups if group in answers.hidden}
    return bool(away) or any(p.group.id in part.groups and p.spec.asked for p in answers.places())


def wait(turn: Turn) -> bool:
    """All else is answered: ask what to do while a part is with somebody else. False where none is."""
    waiting = away(turn)
    if not waiting or turn.answers is None:
        return False
    row = waiting[0]
    part = part_of(turn.answers.procedure.id, row.part)
    options = option_list(turn, "say_code", "here", "pause", under="sharing.options")
    ask(turn, "part_wait", f"sharing.wait_{row.status}", options, who=part.title, data={"part": part.id})
    return True


def say_again(turn: Turn) -> bool:
    """ "Mã của chồng tôi": the codes that are still with others, once more. False where there is none."""
    waiting = away(turn)
    for row in waiting:
        _say_code(turn, row, part_of(turn.answers.procedure.id if turn.answers else "", row.part))
    return bool(waiting)


def _say_code(turn: Turn, row: PartCode, part: Part) -> None:
    """The code as it is, or a new one where its days are over."""
    if row.status == "open" and row.expires_at <= turn.services.now():
        row = turn.services.give_part(part)
    turn.say("sharing.code", who=part.title, code=row.code, days=DAYS)


def _waiting(turn: Turn, asked: Asked, option: str) -> None:
    assert turn.answers is not None
    part = part_of(turn.answers.procedure.id, asked.data["part"])
    row = next((code for code in away(turn) if code.part == part.id), None)
    turn.dialogue.asked = None
    if row is None:  # confirmed meanwhile
        return
    if option == "say_code":
        turn.dialogue.asked = asked
        _say_code(turn, row, part)
    elif option == "here":
        turn.services.withdraw_part(row)
        turn.answers = turn.services.reshared(turn.answers)
        turn.note("part_withdrawn", detail_part=part.id)
        turn.say("sharing.here", who=part.title)
    else:
        turn.dialogue.before, turn.dialogue.phase = turn.dialogue.phase, "paused"
        turn.say("interview.paused")


def _which(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option != "back" and turn.answers is not None:
        give(turn, part_of(turn.answers.procedure.id, option))


REPLIES: dict[str, Callable[[Turn, Asked, str], None]] = {"part_wait": _waiting, "part_which": _which}
