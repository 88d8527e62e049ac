"""What a helper says: the PIN, the next neighbour, what is unfinished, the end; and the neighbour's own consent."""

from __future__ import annotations

import re
from collections.abc import Callable

from actions.helpers import hooks
from actions.interview import flow
from actions.interview.ask import ask
from actions.interview.state import Asked
from actions.interview.turn import Turn
from actions.procedures.load import procedures
from nlu.text.marks import fold

_YEAR = re.compile(r"(?:19|20)\d{2}")
_KEYED = ("text", "keys")


def take(turn: Turn) -> bool:
    """Whatever of a message belongs to helping. False where the interview goes on with it."""
    dialogue, asked = turn.dialogue, turn.dialogue.asked
    turn.services.keep_helper(dialogue.helper)
    if dialogue.helper is not None and turn.services.helper() is None:
        _out(turn, "helpers.over")
        return True
    if dialogue.helper is not None and turn.answers is not None:
        turn.services.helped("view")
    if asked is not None and asked.purpose == "helper_pin" and turn.inp.kind in _KEYED and _digits(turn):
        _pin(turn)
        return True
    if asked is not None and asked.purpose == "neighbour_consent":
        return _neighbour(turn, asked)
    if dialogue.helper is None:
        resting = turn.answers is None or dialogue.phase == "paused"
        return resting and _says(turn, "helper") and _ask_pin(turn)
    for name, handler in (("drafts", _drafts), ("next", _next), ("out", _stop), ("erase", _erase)):
        if _says(turn, name):
            handler(turn)
            return True
    return False


def _says(turn: Turn, name: str) -> bool:
    """Whether the whole message is one of the phrases of the data, or the command of that name."""
    if turn.inp.kind == "command" or turn.inp.payload.startswith("cmd:"):
        return turn.inp.payload.removeprefix("cmd:") == f"helper_{name}"
    if turn.inp.kind != "text":
        return False
    said = " ".join(re.sub(r"[^\w\s]", " ", fold(turn.inp.text)).split())
    return said in {" ".join(fold(phrase).split()) for phrase in turn.text(f"helpers.say.{name}_say").split("|")}


def _digits(turn: Turn) -> str:
    return "".join(char for char in turn.inp.text if char.isascii() and char.isdigit())


def _ask_pin(turn: Turn) -> bool:
    ask(turn, "helper_pin", "helpers.ask_pin", kind="number")
    return True


def _pin(turn: Turn) -> None:
    """The same words whether the PIN, the days or the phone are wrong."""
    session = turn.services.enter(_digits(turn))
    turn.dialogue.asked = None
    if session is None:
        turn.say("helpers.wrong_pin")
        turn.asked_now = True
        return
    turn.dialogue.reset()
    turn.dialogue.helper, turn.answers = session, None
    turn.say("helpers.welcome")
    hooks.menu(turn)


def _neighbour(turn: Turn, asked: Asked) -> bool:
    """The neighbour's own key press (their year of birth) or voice; a button or a yes is the helper's own tick."""
    names = {command.name for command in turn.inp.understanding.commands} if turn.inp.understanding else set()
    year = _YEAR.fullmatch(_digits(turn)) if turn.inp.kind in _KEYED else None
    if turn.inp.kind == "media" and turn.services.is_voice(turn.inp.media_id):
        _agreed(turn, "voice", None)
    elif year and 1900 <= int(year.group()) <= turn.today.year:
        _agreed(turn, "keys", year.group())
    elif "deny" in names or _says(turn, "refuse"):
        turn.services.record_consent("declaration", _version(turn), False, "text")
        turn.services.cancel_declaration()
        turn.answers, turn.dialogue.asked, turn.dialogue.phase = None, None, "idle"
        turn.say("helpers.no_consent")
        hooks.menu(turn)
    elif names - {"affirm"} or (turn.inp.understanding and turn.inp.understanding.question):
        return False  # a question, a pause, an officer: as anywhere
    elif turn.inp.kind == "command" or turn.inp.payload.startswith("cmd:"):
        return False
    else:
        turn.services.helped("tick_refused")
        turn.say("helpers.not_your_tick")
        ask(turn, "neighbour_consent", "helpers.consent", kind="number")
    return True


def _agreed(turn: Turn, how: str, year: str | None) -> None:
    turn.services.record_consent("declaration", _version(turn), True, how)
    assert turn.dialogue.helper is not None
    turn.dialogue.helper = {**turn.dialogue.helper, "how": how, "year": year}
    turn.services.keep_helper(turn.dialogue.helper)
    turn.dialogue.consented, turn.dialogue.asked = True, None


def _version(turn: Turn) -> str:
    return procedures()[turn.dialogue.procedure or ""].consent_version


def _drafts(turn: Turn) -> None:
    """Only what this helper began, and only what is still open."""
    _put_down(turn)
    turn.services.helped("list")
    drafts = turn.services.drafts()
    if drafts:
        flow.offer_drafts(turn, drafts[0].procedure.id)
    else:
        turn.say("helpers.no_drafts")
        hooks.menu(turn)


def _next(turn: Turn) -> None:
    _put_down(turn)
    hooks.menu(turn)


def _put_down(turn: Turn) -> None:
    """The declaration at hand stays a draft."""
    turn.answers = None
    turn.services.put_down()
    turn.dialogue.reset()


def _stop(turn: Turn) -> None:
    _out(turn, "helpers.bye")


def _out(turn: Turn, prompt: str) -> None:
    turn.services.leave_helping()
    turn.answers, turn.dialogue.helper = None, None
    turn.dialogue.reset()
    turn.say(prompt)
    turn.asked_now = True


def _erase(turn: Turn) -> None:
    """ "Xóa hết" would be the helper's own; a neighbour's draft is thrown away by its own command."""
    turn.say("helpers.erase")


def _menu(turn: Turn, asked: Asked, option: str) -> None:
    turn.dialogue.asked = None
    if option == "drafts":
        _drafts(turn)
    elif option == "out":
        _stop(turn)
    else:
        flow.begin(turn, procedures()[option.removeprefix("start_")])


def _never(turn: Turn, asked: Asked, option: str) -> None:
    raise RuntimeError(f"{asked.purpose} has no options")  # its answers are digits or a voice, taken above


REPLIES: dict[str, Callable[[Turn, Asked, str], None]] = {
    "helper_menu": _menu, "helper_pin": _never, "neighbour_consent": _never,
}  # fmt: skip
