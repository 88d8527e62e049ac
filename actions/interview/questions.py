"""A citizen's own question, answered from the FAQ, the procedure or the dossiers; then the interview goes on."""

from __future__ import annotations

from actions import faq
from actions.interview import bring
from actions.interview.ask import ask, option_list
from actions.interview.turn import Turn
from actions.procedures.load import procedures
from nlu.types import Question

SURE = 0.45
"""Cosine of an entry from which it is taken as what was asked."""
SURER = 0.6
"""The same while a field is being asked: "nghĩa là sao" is then about the field."""
ELSEWHERE = 0.2
"""How much better another procedure's entry has to fit than one of the procedure at hand."""
NEAR = 0.2
"""Cosine from which a card is worth offering."""
CARD = "card_"
RIVALS = 0.1
"""How near two procedures' entries have to be for both to be meant."""


def answer_question(turn: Turn, question: Question) -> None:
    """Answer once; an unknown answer is said to be unknown, with who would know."""
    turn.note("question", detail_intent=question.intent)
    if question.intent == "ask_status":
        say_status(turn)
    elif question.intent == "ask_explain_field" and explain(turn, question):
        return
    elif not _from_faq(turn, question):
        if question.intent == "other_procedure":
            _somewhere_else(turn, question)
        else:
            _by_intent(turn, question.intent)


def _from_faq(turn: Turn, question: Question) -> bool:
    """The entry that fits best. Another procedure's has to fit much better than one of the procedure at hand; with
    none at hand, two procedures that may be meant are both answered, each by its name."""
    known = faq.faq().entries
    at_hand = turn.dialogue.procedure
    fits = [(known[name], score) for name, score in question.faq if name in known and score >= SURE]
    if at_hand is not None:
        fits.sort(key=lambda fit: -fit[1] + (ELSEWHERE if fit[0].procedure not in (None, at_hand) else 0.0))
        return any(_say_entry(turn, entry.id) for entry, _ in fits)
    rivals = {entry.procedure: entry for entry, score in reversed(fits) if score >= fits[0][1] - RIVALS}
    if None in rivals or len(rivals) < 2:
        return any(_say_entry(turn, entry.id) for entry, _ in fits)
    for procedure, entry in list(reversed(rivals.items()))[:2]:
        title = procedures()[procedure].short_title if procedure in procedures() else procedure
        said = faq.answer(entry.id, turn.locality, turn.today)
        turn.say("faq.answer_for", title=title, answer=said)
    return True


def _somewhere_else(turn: Turn, question: Question) -> None:
    """Something that is not declared here, and not clear what: the likeliest cards as choices, where nothing else is
    being asked; otherwise where to go."""
    known = faq.faq()
    near = [known.entries[name] for name, score in question.faq if name in known.entries and score >= NEAR]
    cards = [{"id": f"{CARD}{e.id}", "title": known.leaflets[e.leaflet].title, "say": []} for e in near if e.leaflet]
    if cards and turn.answers is None:
        ask(turn, "mean", "leaflet.which", [*cards, *option_list(turn, "human", under="options")])
    else:
        turn.say("talk.other_procedure")


def say_card(turn: Turn, option: str) -> None:
    """The card that was chosen: ``card_<id of the entry>``."""
    if not _say_entry(turn, option.removeprefix(CARD)):
        turn.say("talk.other_procedure")


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
    for name in (f"faq.default.{turn.dialogue.procedure}.{intent}", f"faq.default.{intent}"):
        if turn.has_prompt(name) and _say_entry(turn, turn.text(name)):
            return
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
