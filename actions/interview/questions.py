"""A citizen's own question, answered from the FAQ, the procedure or the dossiers; then the interview goes on."""

from __future__ import annotations

from actions import faq
from actions.interview import bring
from actions.interview.turn import Turn
from nlu.types import Question

SURE = 0.45
"""Cosine of an entry from which it is taken as what was asked."""
SURER = 0.6
"""The same while a field is being asked: "nghĩa là sao" is then about the field."""


def answer_question(turn: Turn, question: Question) -> None:
    """Answer once; an unknown answer is said to be unknown, with who would know."""
    turn.note("question", detail_intent=question.intent)
    if question.intent == "ask_status":
        say_status(turn)
    elif question.intent == "ask_explain_field" and explain(turn, question):
        return
    elif not _from_faq(turn, question):
        _by_intent(turn, question.intent)


def _from_faq(turn: Turn, question: Question) -> bool:
    return any(score >= SURE and _say_entry(turn, entry_id) for entry_id, score in question.faq)


def _say_entry(turn: Turn, entry_id: str) -> bool:
    said = faq.answer(entry_id, turn.locality, turn.today)
    if said is None:
        return False
    turn.say("faq.answer", answer=said)
    return True


def _by_intent(turn: Turn, intent: str) -> None:
    """The plainest answer to that kind of question."""
    if intent == "ask_documents" and turn.dialogue.procedure:
        papers = (
            bring.papers(turn, turn.answers) if turn.answers else bring.general_papers(turn, turn.dialogue.procedure)
        )
        turn.say("faq.papers", papers="\n".join(f"- {paper}" for paper in papers))
        return
    entry = turn.text(f"faq.default.{intent}") if turn.has_prompt(f"faq.default.{intent}") else None
    if entry is None or not _say_entry(turn, entry):
        turn.say("faq.none")


def explain(turn: Turn, question: Question | None = None) -> bool:
    """What the pending question means; False where nothing is pending or the question is about something else."""
    asked = turn.dialogue.asked
    pending = asked is not None and asked.field is not None
    if question is not None and question.faq and question.faq[0][1] >= (SURER if pending else SURE):
        return _from_faq(turn, question)
    if asked is None or asked.field is None or turn.answers is None:
        return False
    spec = turn.answers.place(asked.field).spec
    own = f"{turn.answers.procedure.id}.{spec.id}.help"
    turn.say(own if turn.has_prompt(own) else f"kind.{spec.kind}.help", label=spec.label.lower())
    return True


def say_status(turn: Turn) -> None:
    """Where this contact's own dossiers stand. Never whether one about somebody else exists."""
    own = turn.services.dossiers()
    if not own:
        turn.say("status.none")
    for dossier in own[:3]:
        turn.say(
            "status.one",
            code=dossier.code,
            title=dossier.title,
            status=turn.text(f"status.is.{dossier.status}"),
        )
