"""Where the interview does something else in a helper's session: consent, villages, the end."""

from __future__ import annotations

from typing import Any

from actions.helpers.villages import hamlet, outside
from actions.interview import bring
from actions.interview.ask import ask, option_list
from actions.interview.turn import Turn
from actions.procedures.load import procedures


def ask_consent(turn: Turn) -> None:
    """The papers first; then the consent, as a question to the neighbour: their own key press or voice."""
    if turn.dialogue.asked is None and turn.dialogue.procedure:
        for prompt, conditional in (("helpers.papers", False), ("helpers.papers_sometimes", True)):
            if papers := bring.general_papers(turn, turn.dialogue.procedure, conditional):
                turn.say(prompt, papers="\n".join(f"- {paper}" for paper in papers))
    ask(turn, "neighbour_consent", "helpers.consent", kind="number")


def refused(turn: Turn) -> bool:
    """A declaration of another village or commune is not written by this helper. False where all is well."""
    helper = turn.services.helper() if turn.dialogue.helper else None
    if helper is None or turn.answers is None or not outside(turn.answers, helper):
        return False
    turn.services.helped("refused_village")
    turn.services.cancel_declaration()
    turn.answers, turn.dialogue.asked, turn.dialogue.phase, turn.dialogue.held = None, None, "cancelled", []
    turn.noted.clear()
    turn.say("helpers.other_village")
    menu(turn)
    return True


def present(turn_text: Any, answers: Any, session: dict[str, Any] | None) -> list[str]:
    """How the neighbour agreed, in words, for the frozen version; [] where no helper typed it."""
    if not session or not session.get("how"):
        return []
    year = session.get("year")
    born = str(answers.value(answers.procedure.requester_birth_field) or "")[:4]
    differs = year and born and year != born
    out = [turn_text(f"helpers.present.{session['how']}_differs" if differs else f"helpers.present.{session['how']}")]
    if not hamlet(answers, str(answers.value(answers.procedure.authority_field))):
        out.append(turn_text("helpers.present.no_village"))
    return out


def sent(turn: Turn) -> None:
    """After sending: nothing of it stays readable here, and the next neighbour may come."""
    if turn.dialogue.helper is None:
        return
    turn.services.helped("sent")
    turn.services.hide_what_was_said()
    turn.dialogue.helper = {key: turn.dialogue.helper[key] for key in ("id", "until")}
    turn.dialogue.held = []
    if not turn.asked_now:
        menu(turn, "helpers.next")


def menu(turn: Turn, prompt: str = "helpers.menu") -> None:
    """What a helper may do: begin for a neighbour, go on with what is unfinished, stop helping."""
    options: list[dict[str, Any]] = [
        {"id": f"start_{p.id}", "title": p.short_title, "say": [p.title.lower(), p.short_title.lower()]}
        for p in procedures().values()
    ]
    options += option_list(turn, "drafts", "out", under="helpers.options")
    ask(turn, "helper_menu", prompt, options)
