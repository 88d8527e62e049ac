"""What an answer means, by what was being asked: consent, a field, a choice among readings, a read-back …"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.helpers import talk as helpers
from actions.interview import flow, photos
from actions.interview.answering import answer_field, leave_unknown, leave_unread, refuse, store
from actions.interview.answers import Place
from actions.interview.ask import ask, ask_again, ask_field, option_list
from actions.interview.commands import obey, queue_for_person, reopen, which
from actions.interview.questions import CARD, answer_question, say_card
from actions.interview.state import Asked
from actions.interview.turn import Turn
from actions.procedures.load import procedures
from actions.sharing import other as sharing
from actions.sharing.offer import OWN_PHONE
from actions.sharing.steps import give_at
from nlu.types import Command, Fact, Question


def reply(turn: Turn, asked: Asked, option: str | None, fact: Fact | None) -> None:
    """Take the answer to the pending question: an option's id, or what was read of the text."""
    turn.dialogue.misses = 0
    if asked.purpose == "field":
        _field(turn, asked, option, fact)
        return
    if option is None:
        not_understood(turn)
        return
    _REPLIES[asked.purpose](turn, asked, option)


def not_understood(turn: Turn) -> None:
    """Say so in other words each time, never the same for ever; the third time offer a person."""
    asked = turn.dialogue.asked
    if asked is not None and asked.purpose == "danger":
        turn.say("danger.again")  # no reproach, and not the same words again
        turn.asked_now = True
        return
    turn.dialogue.misses += 1
    step = min(turn.dialogue.misses, 3)
    turn.say(f"talk.not_understood.{step}")
    ask_again(turn)


def _place(turn: Turn, asked: Asked) -> Place:
    if turn.answers is None or asked.field is None:
        raise RuntimeError("a field's answer came without a declaration")
    return turn.answers.place(asked.field)


def _field(turn: Turn, asked: Asked, option: str | None, fact: Fact | None) -> None:
    place = _place(turn, asked)
    if option == OWN_PHONE:
        give_at(turn, place)
        return
    if option == "unknown":
        leave_unknown(turn, place)
        settled = True
    elif option is not None:
        values: dict[str, Any] = {"yes": True, "no": False}
        value = values.get(option, option) if place.spec.kind == "yes_no" else option
        settled = store(turn, place, value)
    elif fact is not None:
        settled = answer_field(turn, place, fact)
    else:
        settled = refuse(turn, place, None)
    if settled:
        turn.dialogue.asked = None


def _consent(turn: Turn, asked: Asked, option: str) -> None:
    procedure = procedures()[turn.dialogue.procedure or ""]
    given = option == "yes"
    turn.services.record_consent("declaration", procedure.consent_version, given, turn.inp.kind)
    turn.dialogue.asked = None
    if given:
        turn.dialogue.consented = True
        return
    turn.services.cancel_declaration()
    turn.answers, turn.dialogue.phase, turn.dialogue.held = None, "idle", []
    turn.say("interview.no_consent", where=turn.text("interview.where"))


def _pick(turn: Turn, asked: Asked, option: str) -> None:
    place = _place(turn, asked)
    if option == "none_of_these":
        refuse(turn, place, None)
        return
    value = asked.data["values"][int(option)]
    turn.dialogue.asked = None
    warnings = asked.data["warnings"][int(option)] if "warnings" in asked.data else ()
    store(turn, place, value, warnings=tuple(warnings), raw=asked.data.get("raw"))


def _place_late(turn: Turn, asked: Asked, option: str) -> None:
    place = _place(turn, asked)
    turn.dialogue.asked = None
    if option == "no":
        ask_field(turn, place)
        return
    fact = Fact.from_dict(asked.data["fact"])
    answer_field(turn, place, Fact("choice", fact.value["option"]) if fact.kind == "choice" else fact)


def _other_way(turn: Turn, asked: Asked, option: str) -> None:
    place = _place(turn, asked)
    turn.dialogue.asked = None
    if option == "officer_writes":
        leave_unread(turn, place, str(asked.data.get("raw") or ""))
    elif option == "try_again":
        ask_field(turn, place, 1)
    else:
        turn.dialogue.asked = asked
        queue_for_person(turn, "stuck", "general")


def _which(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option != "back" and turn.answers is not None:
        turn.dialogue.phase = "interview"
        reopen(turn, turn.answers.place(option))


def _review(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes":
        turn.dialogue.chunk, turn.dialogue.read = turn.dialogue.chunk + 1, []
        return
    assert turn.answers is not None
    chunk = next(c for c in turn.answers.procedure.review if c.id == asked.data["chunk"])
    which(turn, flow.review_places(turn.answers, chunk.groups))


def _truth(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes":
        flow.submit(turn)
    else:
        turn.dialogue.chunk, turn.dialogue.phase, turn.dialogue.read = 0, "review", []


def _mean(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option.startswith("start_"):
        flow.start(turn, option.removeprefix("start_"))
    elif option.startswith(CARD):
        say_card(turn, option)
    elif option == "human" or not option.startswith("ask_"):
        obey(turn, Command(option))
    else:
        answer_question(turn, Question(option))


def _resume(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "new":
        flow.begin(turn, procedures()[asked.data["procedure"]])
        return
    turn.answers = turn.services.open_declaration(option)
    turn.dialogue.consented, turn.dialogue.held = True, []  # a draft with answers had consent
    turn.dialogue.phase, turn.dialogue.procedure = "interview", turn.answers.procedure.id
    turn.dialogue.group, turn.dialogue.chunk, turn.dialogue.read = None, 0, []
    turn.say("interview.resumed")


def _switch(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes":
        turn.answers = None  # its draft stays
        flow.start(turn, asked.data["procedure"])


def _again(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes":
        flow.begin_sibling(turn, asked.data["code"])
    else:
        turn.say("talk.thanks")


def _cancel(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes":
        turn.services.cancel_declaration()
        turn.dialogue.phase, turn.answers, turn.dialogue.held = "cancelled", None, []
        turn.say("interview.cancelled")


def _restart(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes" and turn.answers is not None:
        procedure = turn.answers.procedure
        turn.services.cancel_declaration()
        turn.dialogue.held = []
        flow.begin(turn, procedure)


def _erase(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "yes":
        turn.services.erase()
        turn.answers = None
        turn.say("erase.done")
    else:
        turn.say("erase.kept")


def _danger(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "alone":
        queue_for_person(turn, "danger", "private")
    elif option == "leave":
        turn.dialogue.before, turn.dialogue.phase = turn.dialogue.phase, "paused"
        turn.say("danger.left")


_REPLIES: dict[str, Callable[[Turn, Asked, str], None]] = {
    **sharing.REPLIES, **helpers.REPLIES,
    "consent": _consent, "pick": _pick, "place_late": _place_late, "other_way": _other_way, "which": _which,
    "review": _review, "truth": _truth, "mean": _mean, "resume": _resume, "cancel": _cancel,
    "switch": _switch, "again": _again, "restart": _restart, "erase": _erase, "danger": _danger,
    "card": photos.confirmed, "card_whose": photos.told_whose,
}  # fmt: skip


def dont_know(turn: Turn, asked: Asked) -> None:
    """ "Không biết": taken where the law allows it; otherwise what the question means, and another way."""
    place = _place(turn, asked)
    if place.spec.unknown:
        leave_unknown(turn, place)
        turn.dialogue.asked = None
        turn.say("interview.unknown_noted", label=place.spec.label.lower())
        return
    turn.note("dont_know", place.path)
    own = f"{turn.answers.procedure.id}.{place.spec.id}.help" if turn.answers else ""
    turn.say(own if turn.has_prompt(own) else f"kind.{place.spec.kind}.help", label=place.spec.label.lower())
    ask_field(turn, place, asked.attempt + 1)


def offer_meanings(turn: Turn, likely: tuple[tuple[str, float], ...]) -> bool:
    """Nothing sure was understood: the two or three likeliest meanings as choices."""
    intents = [name for name, _ in likely if turn.has_prompt(f"intent.{name}")][:3]
    if not intents:
        return False
    options = option_list(turn, *intents, under="intent")
    ask(turn, "mean", "talk.did_you_mean", options + option_list(turn, "human", under="options"))
    return True
