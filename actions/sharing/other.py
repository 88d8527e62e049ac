"""The other phone: the code, the one known fact, their own consent, their own part, their confirmation."""

from __future__ import annotations

import re
from collections.abc import Callable

from actions.interview.ask import ask, option_list
from actions.interview.state import Asked
from actions.interview.turn import Turn
from actions.procedures.load import procedures
from actions.sharing.codes import read_code
from actions.sharing.layout import part_of
from actions.sharing.steps import REPLIES as FIRST
from actions.sharing.steps import away, give_by_name, say_again
from actions.sharing.view import SharedAnswers
from actions.store.models import PartCode
from actions.utterance import Utterance
from nlu.text.marks import fold

# Questions whose answers are digits too: there a code has to be called one.
_DIGITS = frozenset({"national_id", "old_id", "phone", "document_no", "number", "money", "text", "date", "period"})
_SAYS_CODE = re.compile(r"\b(mã|ma)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(19|20)\d{2}(?!\d)")


def take(turn: Turn) -> bool:
    """Whatever of a message belongs to parts on two phones. False where the interview goes on with it."""
    dialogue = turn.dialogue
    if dialogue.part and turn.answers is None:
        turn.dialogue.reset()
        turn.say("sharing.closed")
    asked = dialogue.asked
    if asked is not None and asked.purpose == "part_wait" and not away(turn):
        dialogue.asked = None  # confirmed meanwhile: the reading back comes now
        return turn.inp.kind != "text" or _commands(turn) <= {"resume", "affirm"}
    if turn.inp.kind not in ("text", "keys", "command"):
        return False
    if asked is not None and asked.purpose in ("part_code", "part_fact") and any(c.isdigit() for c in turn.inp.text):
        _code(turn, turn.inp.text) if asked.purpose == "part_code" else _fact(turn, asked)
        return True
    if (code := read_code(turn.inp.text)) and _may_be_code(turn, asked):
        _code(turn, code)
        return True
    return _by_command(turn, _commands(turn))


def _commands(turn: Turn) -> set[str]:
    named = {turn.inp.payload.removeprefix("cmd:")} if turn.inp.kind == "command" else set()
    if turn.inp.kind == "text":
        said = _plain(turn.inp.text)
        named |= {name for name in ("have_code", "code_again") if said in _phrases(turn, name)}
        named |= {"own_phone"} if any(phrase in said for phrase in _phrases(turn, "own_phone")) else set()
    return named | ({c.name for c in turn.inp.understanding.commands} if turn.inp.understanding else set())


def _phrases(turn: Turn, name: str) -> set[str]:
    return {_plain(phrase) for phrase in turn.text(f"sharing.say.{name}_say").split("|")}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", fold(text)).split())


def _by_command(turn: Turn, names: set[str]) -> bool:
    if "have_code" in names:
        ask(turn, "part_code", "sharing.ask_code", kind="text")
    elif "own_phone" in names:
        return give_by_name(turn)
    elif "code_again" in names:
        return say_again(turn)
    elif turn.dialogue.part and names & {"cancel", "start_over"}:
        options = option_list(turn, "yes", "no", under="sharing.leave_options")
        ask(turn, "part_leave", "sharing.leave", options, kind="yes_no")
    else:
        return False
    return True


def _may_be_code(turn: Turn, asked: Asked | None) -> bool:
    if _SAYS_CODE.search(turn.inp.text):
        return True
    return asked is None or asked.purpose != "field" or asked.kind not in _DIGITS


def _code(turn: Turn, text: str) -> None:
    """A code was written: the same words whatever is wrong with it, and a few tries only."""
    if turn.services.too_many_codes():
        turn.say("sharing.too_many")
        turn.asked_now = True
        return
    row = turn.services.find_part(read_code(text) or "")
    if row is None:
        turn.say("sharing.wrong_code")
        turn.asked_now = True
        return
    if row.given_by == turn.services.contact_id():
        turn.say("sharing.same_phone")
        return
    fact = turn.services.known_fact(row) if row.status == "open" else None
    if fact is None:
        _ask_consent(turn, row)
    else:
        ask(turn, "part_fact", "sharing.ask_fact", kind="number", data={"code": row.code})


def _fact(turn: Turn, asked: Asked) -> None:
    """The year of birth that is known already: it shows that the code reached the right person."""
    row = turn.services.find_part(asked.data["code"])
    year = _YEAR.search(turn.inp.text)
    turn.asked_now = True
    if row is not None and year and year.group() == (turn.services.known_fact(row) or "")[:4]:
        turn.asked_now = False
        turn.dialogue.asked = None
        _ask_consent(turn, row)
    elif row is None or turn.services.wrong_fact(row):
        turn.dialogue.asked = None
        turn.say("sharing.wrong_code")
    else:
        turn.say("sharing.wrong_fact")


def _ask_consent(turn: Turn, row: PartCode) -> None:
    """Their own consent, before anything of the declaration is seen."""
    procedure = procedures()[turn.services.procedure_of_part(row)]
    part = part_of(procedure.id, row.part)
    options = option_list(turn, "yes", "no", under="options.consent")
    ask(
        turn, "part_consent", "sharing.consent", options, kind="yes_no", who=part.title, title=procedure.short_title,
        data={"code": row.code},
    )  # fmt: skip


def _consent(turn: Turn, asked: Asked, option: str) -> None:
    row = turn.services.find_part(asked.data["code"])
    turn.dialogue.asked = None
    if row is None:
        turn.say("sharing.wrong_code")
        return
    given = option == "yes"
    version = procedures()[turn.services.procedure_of_part(row)].consent_version
    turn.services.consent_to_part(row, version, given, turn.inp.kind)
    if not given:
        turn.say("sharing.no_consent")
        turn.asked_now = True
        return
    turn.dialogue.reset()
    turn.answers = turn.services.open_part(row)
    dialogue = turn.dialogue
    dialogue.phase, dialogue.procedure, dialogue.consented = "interview", turn.answers.procedure.id, True
    dialogue.part = row.part
    turn.note("part_taken", detail_part=row.part)
    turn.say("sharing.begin")


def ask_truth(turn: Turn) -> None:
    """The confirmation of the part, by its own person."""
    options = option_list(turn, "yes", "no", under="sharing.truth_options")
    turn.dialogue.phase = "truth"
    ask(turn, "truth", "sharing.truth", options, kind="yes_no")


def finish(turn: Turn) -> None:
    """The part is confirmed: recorded as their agreement, and the phone that began hears only that it is done."""
    answers = turn.answers
    if not isinstance(answers, SharedAnswers) or answers.own is None:
        raise RuntimeError("a part is confirmed outside of one")
    part = answers.own
    turn.note("part_agreed", detail_part=part.id)
    turn.services.finish_part(
        [place.path for place in answers.places()], [Utterance("sharing.done_told", {"who": part.title})]
    )
    turn.dialogue.reset()
    turn.answers = None
    turn.say("sharing.done")
    turn.asked_now = True


def _leave(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option != "yes" or not isinstance(turn.answers, SharedAnswers) or turn.answers.own is None:
        return
    part = turn.answers.own
    turn.note("part_left", detail_part=part.id)
    turn.services.leave_part([Utterance("sharing.left_told", {"who": part.title})])
    turn.dialogue.reset()
    turn.answers = None
    turn.say("sharing.left")
    turn.asked_now = True


def _never(turn: Turn, asked: Asked, option: str) -> None:
    raise RuntimeError(f"{asked.purpose} has no options")  # its answers are digits, taken above


REPLIES: dict[str, Callable[[Turn, Asked, str], None]] = FIRST | {
    "part_consent": _consent, "part_leave": _leave, "part_code": _never, "part_fact": _never,
}  # fmt: skip
