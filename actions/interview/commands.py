"""What a citizen may want done with the conversation itself, at any moment."""

from __future__ import annotations

from collections.abc import Callable

from actions.interview import flow
from actions.interview.answers import Place
from actions.interview.ask import YES_NO, ask, ask_again, ask_field, option_list
from actions.interview.display import show_answer
from actions.interview.plan import answered_paths
from actions.interview.questions import explain, say_status
from actions.interview.state import Purpose
from actions.interview.turn import Turn
from nlu.types import Command

MOST_TO_CORRECT = 20


def obey(turn: Turn, command: Command) -> bool:
    """Carry out a command. False where it means nothing here."""
    handler = _HANDLERS.get(command.name)
    if handler is None:
        return False
    turn.note("command", detail_name=command.name)
    handler(turn, command)
    return True


def _go_back(turn: Turn, _: Command) -> None:
    answers = turn.answers
    if answers is None or turn.dialogue.phase in ("submitted", "cancelled"):
        _greet(turn, _)
        return
    pending = turn.dialogue.asked.field if turn.dialogue.asked else None
    before = [path for path in answered_paths(answers) if path != pending]
    if pending and pending in answered_paths(answers):
        order = [place.path for place in answers.places()]
        before = [path for path in before if order.index(path) < order.index(pending)]
    if not before:
        turn.say("interview.at_the_start")
        ask_again(turn)
        return
    turn.dialogue.phase = "interview"
    reopen(turn, answers.place(before[-1]))


def reopen(turn: Turn, place: Place) -> None:
    """Ask an answered question again; its answer stands until there is a new one."""
    assert turn.answers is not None
    place = turn.answers.origin(place)
    turn.say("interview.was", label=place.spec.label.lower(), value=show_answer(turn, turn.answers, place))
    turn.dialogue.group = place.group.id
    ask_field(turn, place)


def _correct(turn: Turn, command: Command) -> None:
    """Correct by name. Which one is asked where it is not clear; a new value in the same message is taken by
    the engine before this is called."""
    answers = turn.answers
    if answers is None:
        turn.say("interview.sent_already" if turn.dialogue.phase == "submitted" else "interview.nothing_yet")
        return
    places = {place.path: place for place in answers.places() if _correctable(turn, place)}
    named = [p for p in answers.places() if p.spec.id in command.fields and not p.spec.internal]
    named = [p for p in named if p.path in places] or named
    if len(named) == 1:
        reopen(turn, named[0])
        return
    which(turn, named or list(places.values()))


def _correctable(turn: Turn, place: Place) -> bool:
    assert turn.answers is not None
    if place.spec.internal or place.spec.continues:
        return False
    if place.spec.corrected_at is not None:
        return turn.answers.value(place.path) is not None
    return place.path in turn.answers.stored or turn.answers.source(place.path) == "default"


def which(turn: Turn, places: list[Place]) -> None:
    """Ask which answer to correct, by name."""
    assert turn.answers is not None
    if not places:
        turn.say("interview.nothing_yet")
        ask_again(turn)
        return
    options = [
        {"id": place.path, "title": place.spec.label, "say": list(place.spec.called)}
        for place in places[:MOST_TO_CORRECT]
    ]
    options += option_list(turn, "back", under="options")
    ask(turn, "which", "interview.which", options)


def _repeat(turn: Turn, _: Command) -> None:
    asked = turn.dialogue.asked
    if asked is None:
        _greet(turn, _)
    elif asked.purpose == "review":
        turn.dialogue.asked, turn.dialogue.read = None, []  # all of the part is read again
        return
    ask_again(turn)


def _explain(turn: Turn, command: Command) -> None:
    if not explain(turn):
        turn.say("interview.nothing_to_explain")
    ask_again(turn)


def _summarize(turn: Turn, _: Command) -> None:
    answers = turn.answers
    lines = []
    if answers is not None:
        groups = tuple(group.id for group in answers.procedure.groups)
        lines = [
            f"- {place.spec.label}: {show_answer(turn, answers, place)}"
            for place in flow.review_places(answers, groups)
            if place.path in answers.stored
        ]
    if lines:
        turn.say("interview.summary", lines="\n".join(lines))
    else:
        turn.say("interview.nothing_yet")
    ask_again(turn)


def _pause(turn: Turn, _: Command) -> None:
    dialogue = turn.dialogue
    if turn.answers is None or dialogue.phase not in ("interview", "review", "truth"):
        turn.say("interview.goodbye")
        return
    dialogue.before, dialogue.phase = dialogue.phase, "paused"
    turn.say("interview.paused")


def _resume(turn: Turn, _: Command) -> None:
    dialogue = turn.dialogue
    if dialogue.phase == "paused" and turn.answers is not None:
        dialogue.phase = dialogue.before or "interview"
        turn.say("interview.resumed")
        ask_again(turn)
    elif turn.answers is not None and dialogue.asked is not None:
        ask_again(turn)
    elif turn.services.drafts():
        flow.offer_drafts(turn, dialogue.procedure or turn.services.drafts()[0].procedure.id)
    else:
        _greet(turn, _)


def _cancel(turn: Turn, _: Command) -> None:
    _ask_whether(turn, "cancel", "interview.nothing_to_cancel")


def _start_over(turn: Turn, _: Command) -> None:
    _ask_whether(turn, "restart", "interview.nothing_yet")


def _ask_whether(turn: Turn, purpose: Purpose, nothing: str) -> None:
    """What throws away answers is asked about first; where there are none, that is said."""
    if turn.answers is None or turn.dialogue.phase in ("submitted", "cancelled"):
        turn.say(nothing)
        return
    options = option_list(turn, *YES_NO, under=f"options.{purpose}")
    ask(turn, purpose, f"interview.{purpose}", options, kind="yes_no")


def _erase(turn: Turn, _: Command) -> None:
    ask(turn, "erase", "erase.confirm", option_list(turn, "yes", "no", under="options.erase"), kind="yes_no")


def _human(turn: Turn, _: Command) -> None:
    queue_for_person(turn, "asked", "general")


def _complain(turn: Turn, _: Command) -> None:
    queue_for_person(turn, "complaint", "complaints")


def queue_for_person(turn: Turn, reason: str, queue: str) -> None:
    """Hand over to a person: one honest sentence, and how to go on with the machine meanwhile."""
    turn.services.hand_over(
        reason, "private" if queue == "private" else "complaints" if queue == "complaints" else "general"
    )
    turn.owner = "queued"
    turn.dialogue.waiting_told = False
    turn.say(f"human.{queue}")
    turn.note("queued", reason=reason)


def _danger(turn: Turn, _: Command) -> None:
    """Calm words and a way to a trained officer alone. Nothing is asked, refused or reported (field rules, 6)."""
    turn.dialogue.restricted = True
    turn.services.silence_notices()
    options = option_list(turn, "alone", "go_on", "leave", under="options.danger")
    ask(turn, "danger", "danger.calm", options)


def _insult(turn: Turn, _: Command) -> None:
    turn.say("talk.insult")
    ask_again(turn)


def _greet(turn: Turn, _: Command) -> None:
    if turn.dialogue.asked is None or turn.dialogue.phase in ("idle", "submitted", "cancelled"):
        turn.say("talk.hello")
        if turn.services.drafts() and turn.answers is None:
            flow.offer_drafts(turn, turn.services.drafts()[0].procedure.id)
        else:
            flow.ask_menu(turn)
    else:
        turn.say("talk.hello_again")
        ask_again(turn)


def _thanks(turn: Turn, _: Command) -> None:
    turn.say("talk.thanks")
    ask_again(turn)


def _goodbye(turn: Turn, command: Command) -> None:
    _pause(turn, command)


def _identity(turn: Turn, _: Command) -> None:
    turn.say("talk.machine")
    ask_again(turn)


def _status(turn: Turn, _: Command) -> None:
    say_status(turn)
    ask_again(turn)


_HANDLERS: dict[str, Callable[[Turn, Command], None]] = {
    "go_back": _go_back, "correct": _correct, "repeat": _repeat, "explain": _explain, "summarize": _summarize,
    "pause": _pause, "resume": _resume, "cancel": _cancel, "start_over": _start_over, "erase": _erase,
    "human": _human, "complain": _complain, "danger": _danger, "insult": _insult, "greet": _greet,
    "thanks": _thanks, "goodbye": _goodbye, "identity": _identity, "status": _status,
}  # fmt: skip
