"""One turn of the interview: what came in decides what is stored and what is said."""

from __future__ import annotations

from actions.helpers import talk as helpers
from actions.interview import flow, photos
from actions.interview.answering import answer_field
from actions.interview.answers import Place
from actions.interview.ask import ask, ask_again, ask_field, option_list
from actions.interview.commands import obey
from actions.interview.display import show
from actions.interview.facts import place_facts
from actions.interview.questions import answer_question
from actions.interview.replies import dont_know, not_understood, offer_meanings, reply
from actions.interview.spelling import respelt_place
from actions.interview.state import Asked
from actions.interview.turn import Turn
from actions.sharing import other as sharing
from nlu import values
from nlu.types import Command, Context, Fact, Understanding

# Commands that only make sense as an answer to the pending question, or are handled with it.
_ANSWERS = frozenset({"affirm", "deny", "dont_know"})
# Where a message is both, either the question is answered or the command obeyed, never both.
_ANSWERED_AS_QUESTION = frozenset({"explain", "status"})
# Said again while its confirmation is asked, a command is the confirmation.
_CONFIRMS = {"cancel": "cancel", "restart": "start_over", "erase": "erase"}
_ANSWERED_BY_COMMAND = frozenset({"identity", "complain", "human", "danger"})
# Said while paused, these leave the conversation resting.
_REST = frozenset({"pause", "goodbye", "thanks", "erase", "cancel", "human", "status", "danger", "complain"})
MOST_HELD = 12
# What cannot be undone is not done on a doubtful word.
_GRAVE = frozenset({"truth", "erase", "cancel", "restart"})
_GRAVE_SCORE = 0.8


def run(turn: Turn) -> None:
    """Take one message; afterwards there is always something said."""
    if turn.owner == "queued":
        _while_queued(turn)
    elif helpers.take(turn) or sharing.take(turn):
        pass  # a village helper, or a part that is declared on another phone
    elif turn.inp.kind == "command" and turn.inp.payload.startswith("say:"):
        _wake(turn, [])
        turn.say(turn.inp.payload.removeprefix("say:"))  # what a channel answers to what it cannot read
        ask_again(turn)
    elif turn.inp.kind == "command" or turn.inp.payload.startswith("cmd:"):
        name = turn.inp.payload.removeprefix("cmd:")
        _wake(turn, [Command(name)])
        if not obey(turn, Command(name)):
            not_understood(turn)
    elif turn.inp.kind in ("choice", "keys"):
        _structured(turn)
    elif turn.inp.kind == "media":
        _wake(turn, [])
        photos.take(turn)
    else:
        _text(turn)
    photos.resume(turn)
    flow.advance(turn)
    turn.flush_noted()
    _ask_last(turn)
    photos.offer(turn)
    if not turn.out:
        ask_again(turn)
    if not turn.out:
        flow.ask_menu(turn)


def _ask_last(turn: Turn) -> None:
    """What waits for an answer is said last, and only one thing does."""
    asks = [said for said in turn.out if said.awaiting]
    if asks:
        turn.out = [said for said in turn.out if not said.awaiting] + asks[-1:]


def _while_queued(turn: Turn) -> None:
    """The message is kept for the officer. Once, the citizen hears that somebody will come and how to go on."""
    said = turn.inp.text.strip(" .!").casefold()
    words = {word.strip().casefold() for word in turn.text("options.continue_say").split("|")}
    if turn.inp.payload in ("cmd:resume", "resume") or said in words:
        turn.services.give_back()
        turn.owner = "bot"
        turn.say("human.back_to_machine")
        ask_again(turn)
        return
    turn.say("human.kept" if turn.dialogue.waiting_told else "human.wait")
    turn.dialogue.waiting_told = True


def _structured(turn: Turn) -> None:
    """A button or keys: a complete turn, never guessed at. An old button is told so."""
    asked = turn.dialogue.asked
    if turn.inp.kind == "keys":
        _keys(turn, asked)
        return
    asked_id, _, option = turn.inp.payload.partition(":")
    if asked is None or asked.asked_id != asked_id or option not in {o["id"] for o in asked.options}:
        turn.say("interview.old_button")
        ask_again(turn)
        return
    _wake(turn, [])
    reply(turn, asked, option, None)


def _keys(turn: Turn, asked: Asked | None) -> None:
    digits = turn.inp.text.strip()
    if asked is None:
        not_understood(turn)
    elif asked.options and digits.isdigit() and 1 <= int(digits) <= len(asked.options):
        reply(turn, asked, str(asked.options[int(digits) - 1]["id"]), None)
    elif asked.purpose == "field" and not asked.options:
        reading = values.read(asked.kind, digits, Context(turn.today))
        fact = Fact(asked.kind, reading.value, reading.candidates, hint=reading.hint) if reading else None
        reply(turn, asked, None, fact)
    else:
        not_understood(turn)


def _text(turn: Turn) -> None:
    understood = turn.inp.understanding
    if understood is None:
        turn.say("talk.blank")
        ask_again(turn)
        return
    if danger := [c for c in understood.commands if c.name == "danger"]:
        obey(turn, danger[0])
        return
    _wake(turn, list(understood.commands))
    asked = turn.dialogue.asked
    late = asked is not None and turn.inp.asked_id != asked.asked_id
    done = False
    if asked is not None and late and understood.awaited is not None:
        done = _late(turn, asked, understood.awaited)
    elif asked is not None and not late:
        done = _answer(turn, asked, understood)
    facts = _others(turn, understood, asked)
    done = _respelt(turn, facts) or _commands(turn, understood, facts) or done
    if facts:
        done = _more_facts(turn, facts) or done
    done = _start(turn, understood) or done
    if understood.question is not None and not _ANSWERED_BY_COMMAND & {c.name for c in understood.commands}:
        answer_question(turn, understood.question)
        done = True
    if not done:
        _lost(turn, asked, understood)


def _wake(turn: Turn, commands: list[Command]) -> None:
    """A message after a pause takes the interview up again, unless it asks for rest."""
    dialogue = turn.dialogue
    if dialogue.phase == "paused" and not any(command.name in _REST for command in commands):
        if turn.answers is None:
            dialogue.phase = "idle"
            return
        if not any(command.name == "resume" for command in commands):
            dialogue.phase = dialogue.before or "interview"


def _answer(turn: Turn, asked: Asked, understood: Understanding) -> bool:
    """What the message says to the pending question. False where it says nothing to it."""
    fact = understood.awaited
    names = {command.name for command in understood.commands}
    options = {o["id"] for o in asked.options}
    if asked.purpose == "mean" and understood.question is not None:
        return False
    if fact is not None and asked.purpose in _GRAVE and fact.score < _GRAVE_SCORE:
        not_understood(turn)  # "dung" is đúng, dừng and a name
    elif fact is not None and asked.purpose == "field" and asked.kind == "choice":
        reply(turn, asked, None, fact)
    elif fact is not None and (option := _option(asked, fact)) is not None:
        reply(turn, asked, option, None)
    elif fact is not None and asked.purpose == "field":
        reply(turn, asked, None, fact)
    elif "dont_know" in names and asked.purpose == "field":
        dont_know(turn, asked)
    elif (direct := _direct(turn, asked, understood)) is not None:
        if answer_field(turn, *direct):
            turn.dialogue.asked = None
    elif "affirm" in names and asked.purpose == "field" and turn.answers and asked.field in turn.answers.stored:
        turn.dialogue.asked = None  # asked again for a correction, and right as it stands
    elif {"yes", "no"} <= options and names & {"affirm", "deny"}:
        reply(turn, asked, "yes" if "affirm" in names else "no", None)
    else:
        return False
    return True


def _direct(turn: Turn, asked: Asked, understood: Understanding) -> tuple[Place, Fact] | None:
    """The field's own answer, given while something else about it is asked ("is it …?", "which way?")."""
    if asked.purpose not in ("place_late", "other_way", "pick") or asked.field is None or turn.answers is None:
        return None
    place = turn.answers.place(asked.field)
    found = (fact for fact in understood.facts if fact.kind == place.spec.kind and fact.value is not None)
    return next(((place, fact) for fact in found), None)


def _option(asked: Asked, fact: Fact) -> str | None:
    """The option that a reading of the text chose."""
    ids = [str(o["id"]) for o in asked.options]
    if fact.kind == "yes_no" and isinstance(fact.value, bool) and "yes" in ids:
        return "yes" if fact.value else "no"
    if fact.kind == "choice" and isinstance(fact.value, int) and 0 <= fact.value < len(ids):
        return ids[fact.value]
    return str(fact.value) if fact.kind == "sex" and fact.value in ids else None


def _late(turn: Turn, asked: Asked, fact: Fact) -> bool:
    """An answer to a question that has moved on meanwhile is asked about, not filled."""
    if asked.purpose != "field" or asked.field is None or turn.answers is None or fact.value is None:
        turn.say("interview.late")
        ask_again(turn)
        return True
    place = turn.answers.place(asked.field)
    if fact.kind == "choice":
        turn.say("interview.late")
        ask_again(turn)
        return True
    ask(
        turn, "place_late", "interview.is_it", option_list(turn, "yes", "no", under="options"), kind="yes_no",
        field=place.path, label=place.spec.label.lower(), value=show(turn, place.spec, fact.value),
        data={"fact": fact.to_dict()},
    )  # fmt: skip
    return True


def _others(turn: Turn, understood: Understanding, asked: Asked | None) -> list[Fact]:
    """The facts beside the awaited one (its span is not used twice)."""
    own = understood.awaited
    return [
        fact for fact in understood.facts[:MOST_HELD] if own is None or fact.end <= own.start or fact.start >= own.end
    ]


def _more_facts(turn: Turn, facts: list[Fact]) -> bool:
    """Put the other facts down; where a question was just asked, or consent is not given yet, later."""
    room = MOST_HELD - len(turn.dialogue.held)
    if turn.answers is None or not turn.dialogue.consented or turn.asked_now:
        turn.dialogue.held += [fact.to_dict() for fact in facts[: max(room, 0)]]
        return False
    return place_facts(turn, facts[: max(room, 0)]) > 0


def _commands(turn: Turn, understood: Understanding, facts: list[Fact]) -> bool:
    """Carry out the first command that means something here."""
    asked = turn.dialogue.asked
    for command in understood.commands:
        if command.name in _ANSWERS or turn.asked_now:
            continue
        if understood.question is not None and command.name in _ANSWERED_AS_QUESTION:
            continue
        if command.name == "correct" and _corrected(turn, command, facts):
            return True
        if understood.question is not None and command.name in ("greet", "thanks", "goodbye"):
            continue
        if understood.procedures and command.name == "greet":
            continue
        if asked is not None and command.name == _CONFIRMS.get(asked.purpose):
            reply(turn, asked, "yes", None)
            return True
        if obey(turn, command):
            return True
    return False


def _respelt(turn: Turn, facts: list[Fact]) -> bool:
    """ "Chữ Páo có dấu sắc": the name that has the word, whatever is being asked."""
    found = [(fact, place) for fact in facts if (place := respelt_place(turn, fact)) is not None]
    for fact, place in found[:1]:
        facts.remove(fact)
        turn.dialogue.asked = None
        answer_field(turn, place, fact)
    return bool(found)


def _corrected(turn: Turn, command: Command, facts: list[Fact]) -> bool:
    """ "Sửa ngày sinh thành 7/5/1990": the field is named and the new value is there."""
    if turn.answers is None:
        return False
    named = [p for p in turn.answers.places() if p.spec.id in command.fields and not p.spec.internal]
    named = [p for p in named if p.path in turn.answers.stored] or named
    only = named[0] if len(named) == 1 else None
    for fact in facts:
        if only is not None and fact.kind == only.spec.kind and fact.value is not None:
            facts.remove(fact)
            turn.dialogue.asked = None
            answer_field(turn, only, fact)
            return True
    return False


def _start(turn: Turn, understood: Understanding) -> bool:
    if not understood.procedures or turn.asked_now:
        return False
    wanted = understood.procedures[0]
    if turn.answers is not None and turn.dialogue.phase in ("interview", "review", "truth", "paused"):
        if turn.answers.procedure.id == wanted:
            ask_again(turn)
            return True
        if understood.question is not None:
            return False  # a question about another procedure is answered, not begun
        flow.offer_switch(turn, wanted)
        return True
    flow.start(turn, wanted)
    return True


def _lost(turn: Turn, asked: Asked | None, understood: Understanding) -> None:
    """Nothing was understood: the next step of the ladder for a field, the likeliest meanings elsewhere."""
    if asked is not None and asked.purpose == "field" and turn.inp.asked_id == asked.asked_id:
        reply(turn, asked, None, None)
    elif asked is not None and turn.inp.asked_id != asked.asked_id:
        turn.say("interview.late")
        ask_again(turn)
    elif asked is not None and asked.purpose == "place_late" and asked.field and turn.answers:
        ask_field(turn, turn.answers.place(asked.field))
    elif asked is not None and asked.purpose != "mean":
        not_understood(turn)
    elif understood.intent in ("other_procedure", "out_of_scope", "inform") or not offer_meanings(
        turn, understood.likely
    ):
        turn.say(f"talk.{'other_procedure' if understood.intent == 'other_procedure' else 'out_of_scope'}")
        flow.ask_menu(turn)
