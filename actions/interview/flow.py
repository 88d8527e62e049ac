"""The way through: start, consent, the questions in order, reading back, the truth statement, submission."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from actions.helpers import hooks as helpers
from actions.interview import bring
from actions.interview.answering import broken_check
from actions.interview.answers import Answers, Place
from actions.interview.ask import ask, ask_again, ask_field, option_list
from actions.interview.display import show, show_answer
from actions.interview.facts import held_for, place_held
from actions.interview.plan import blocking_ending, due_ending, due_notices, next_place
from actions.interview.spelling import ask_spelling
from actions.interview.turn import Turn
from actions.procedures.expressions import holds
from actions.procedures.load import procedures
from actions.procedures.schema import Ending, Procedure
from actions.sharing import other as sharing_other
from actions.sharing import steps as sharing

LINES_A_CHUNK = 12


def start(turn: Turn, procedure_id: str) -> None:
    """Begin a procedure: an unfinished declaration is offered first; then what it takes, and consent."""
    procedure = procedures().get(procedure_id)
    if procedure is None:
        turn.say("interview.procedure_missing")
        ask_menu(turn)
        return
    drafts = [draft for draft in turn.services.drafts() if draft.procedure.id == procedure_id]
    if drafts and turn.answers is None:
        offer_drafts(turn, procedure_id)
        return
    begin(turn, procedure)


def begin(turn: Turn, procedure: Procedure) -> None:
    """A new declaration, from the introduction on."""
    turn.answers = turn.services.new_declaration(procedure)
    dialogue = turn.dialogue
    dialogue.phase, dialogue.procedure, dialogue.consented = "interview", procedure.id, False
    dialogue.asked, dialogue.group, dialogue.chunk = None, None, 0
    dialogue.told, dialogue.wanted, dialogue.read, dialogue.part = [], [], [], None
    turn.say(f"{procedure.id}.intro", title=procedure.title, minutes=procedure.minutes)
    turn.note("started", detail_procedure=procedure.id)
    ask_consent(turn)


def ask_consent(turn: Turn) -> None:
    """One short question before anything personal is written down."""
    if turn.dialogue.helper:
        helpers.ask_consent(turn)
        return
    options = option_list(turn, "yes", "no", under="options.consent")
    ask(turn, "consent", "interview.consent", options, kind="yes_no")


def offer_drafts(turn: Turn, procedure_id: str) -> None:
    """Unfinished declarations: go on with one, or a new one."""
    options = [
        {"id": draft.declaration_id, "title": turn.text("interview.draft", label=draft.label), "say": []}
        for draft in turn.services.drafts()[:4]
    ]
    options += option_list(turn, "new", under="options")
    if len(options) == 2:
        options[0]["say"] = [s.strip() for s in turn.text("options.continue_say").split("|")]
    ask(turn, "resume", "interview.resume", options, data={"procedure": procedure_id})


def ask_menu(turn: Turn) -> None:
    """What we can do here, as choices."""
    options = [
        {"id": f"start_{p.id}", "title": p.short_title, "say": [p.title.lower(), p.short_title.lower()]}
        for p in procedures().values()
    ]
    options += option_list(turn, "human", under="options")
    ask(turn, "mean", "interview.menu", options)


def advance(turn: Turn) -> None:
    """Say what is due, then ask the next thing. Called once at the end of a turn that changed something."""
    dialogue, answers = turn.dialogue, turn.answers
    if turn.asked_now or turn.owner != "bot" or dialogue.phase == "paused":
        return
    if answers is None or dialogue.phase in ("submitted", "cancelled", "idle"):
        ask_again(turn)
        return
    if not dialogue.consented:
        ask_consent(turn)
        return
    place_held(turn)
    if helpers.refused(turn):
        return
    for notice in due_notices(answers, dialogue.told, turn.locality.switches):
        dialogue.told.append(notice.id)
        turn.say(f"{answers.procedure.id}.{notice.prompt}")
    if ending := due_ending(answers, dialogue.told):
        end_kindly(turn, f"{answers.procedure.id}.{ending.prompt}") if ending.to == "close" else hand_over(turn, ending)
        return
    if dialogue.asked is not None and dialogue.asked.field not in {a.field for a in answers.changed}:
        ask_again(turn)
        return
    if place := next_place(answers, dialogue.wanted):
        if place.path in dialogue.wanted:
            dialogue.wanted.remove(place.path)
        dialogue.phase = "interview"
        ask_or_confirm(turn, place)
        return
    if sharing.wait(turn):
        return
    if broken := broken_check(answers):
        turn.say(f"{answers.procedure.id}.{broken[1].message}")
        ask_field(turn, broken[0], 1)
        return
    if ending := blocking_ending(answers):
        hand_over(turn, ending)
        return
    if dialogue.phase == "truth":
        ask_truth(turn)
    else:
        ask_review(turn)


def ask_or_confirm(turn: Turn, place: Place) -> None:
    """Ask for a field; if something said earlier could be its answer, ask about that instead."""
    fact = held_for(turn, place)
    if fact is None or fact.value is None:
        ask_field(turn, place)
        return
    if ask_spelling(turn, place, fact):
        return
    value = fact.value["option"] if fact.kind == "choice" else fact.value
    ask(
        turn, "place_late", "interview.is_it", option_list(turn, "yes", "no", under="options"), kind="yes_no",
        field=place.path, label=place.spec.label.lower(), value=show(turn, place.spec, value),
        data={"fact": fact.to_dict()},
    )  # fmt: skip


def end_kindly(turn: Turn, prompt_id: str) -> None:
    """End the interview with something better to do; nothing was filed, and a person can be asked."""
    turn.services.cancel_declaration()
    turn.dialogue.phase, turn.dialogue.asked, turn.answers = "cancelled", None, None
    turn.say(prompt_id, where=turn.text("interview.where"))
    turn.note("ended")


def hand_over(turn: Turn, ending: Ending) -> None:
    """Give the conversation to a person, with all that was declared kept as a draft; kind words first."""
    answers = _answers(turn)
    queue: Literal["private", "general"] = "private" if ending.to == "private" else "general"
    turn.services.hand_over(ending.id, queue)
    turn.owner = "queued"
    turn.dialogue.asked, turn.dialogue.waiting_told = None, False
    mark = f"ending.{ending.id}"
    turn.dialogue.told += [] if mark in turn.dialogue.told else [mark]
    turn.say(f"{answers.procedure.id}.{ending.prompt}", where=turn.text("interview.where"))
    turn.say(f"human.{queue}")
    turn.note("queued", reason=ending.id)


def offer_switch(turn: Turn, procedure_id: str) -> None:
    """Another procedure in the middle of one: this one stays as a draft if the citizen says so."""
    procedure = procedures().get(procedure_id)
    if procedure is None:
        turn.say("interview.procedure_missing")
        ask_again(turn)
        return
    ask(
        turn, "switch", "interview.switch", option_list(turn, "yes", "no", under="options.switch"), kind="yes_no",
        wanted=procedure.short_title, data={"procedure": procedure_id},
    )  # fmt: skip


def begin_sibling(turn: Turn, code: str) -> None:
    """A second declaration that keeps what the first says about everything but the groups that are fresh (twins)."""
    first = turn.services.open_sent(code)
    again = first.procedure.again
    assert again is not None
    answers = turn.services.new_declaration(first.procedure)
    for path, answer in first.stored.items():
        if first.place(path).group.id not in again.fresh:
            answers.put(replace(answer, version=0, inbox_id=turn.inp.inbox_id))
    dialogue = turn.dialogue
    turn.answers = answers
    dialogue.phase, dialogue.procedure, dialogue.consented = "interview", first.procedure.id, True
    dialogue.asked, dialogue.group, dialogue.chunk = None, None, 0
    dialogue.told, dialogue.wanted, dialogue.read, dialogue.held = ["again"], [], [], []
    turn.services.record_consent("declaration", first.procedure.consent_version, True, turn.inp.kind)
    turn.note("started", detail_procedure=first.procedure.id)


def ask_review(turn: Turn) -> None:
    """Read back the next part; after a correction only the lines that changed. Empty parts are passed over."""
    answers = _answers(turn)
    dialogue = turn.dialogue
    dialogue.phase = "review"
    chunks = [chunk for chunk in answers.procedure.review if review_places(answers, chunk.groups)]
    if dialogue.chunk >= len(chunks):
        ask_truth(turn)
        return
    chunk = chunks[dialogue.chunk]
    lines = [_line(turn, answers, place) for place in review_places(answers, chunk.groups)]
    shown = [line for line in lines if line not in dialogue.read]
    again = bool(dialogue.read) and bool(shown)
    dialogue.read = lines
    if "review.begin" not in dialogue.told:
        dialogue.told.append("review.begin")
        turn.say("review.begin", parts=len(chunks))
    if again:
        turn.noted.clear()  # the changed lines say it
    ask(
        turn, "review", "review.changed" if again else "review.chunk",
        option_list(turn, "yes", "no", under="options.review"), kind="yes_no", field=None, title=chunk.title,
        lines="\n".join(shown if again else lines), part=dialogue.chunk + 1, parts=len(chunks),
        data={"chunk": chunk.id},
    )  # fmt: skip


def _line(turn: Turn, answers: Answers, place: Place) -> str:
    number = "" if place.index is None else " " + turn.text("interview.number", number=place.index + 1)
    return f"- {place.spec.label}{number}: {show_answer(turn, answers, place)}"


def review_places(answers: Answers, groups: tuple[str, ...]) -> list[Place]:
    """What is read back of those groups: everything asked, and what stands by default; a copy of what was
    read already is not read twice."""
    out = []
    for place in answers.places():
        if place.group.id not in groups or place.spec.internal or place.spec.continues or not place.spec.read_back:
            continue
        copied = answers.copied_from(place.path)
        if copied is not None and not answers.place(copied).spec.internal:
            continue
        if place.path in answers.stored or answers.value(place.path) is not None:
            out.append(place)
    return out


def ask_truth(turn: Turn) -> None:
    """The truth statement in plain words, before sending."""
    if turn.dialogue.part:
        sharing_other.ask_truth(turn)
        return
    turn.dialogue.phase = "truth"
    options = option_list(turn, "yes", "no", under="options.truth")
    ask(turn, "truth", "review.truth", options, kind="yes_no")


def submit(turn: Turn) -> None:
    """Send the declaration once; say its code, that it is not yet filed, what comes next and what to bring."""
    answers = _answers(turn)
    if turn.dialogue.part:
        sharing_other.finish(turn)
        return
    code = turn.services.submit(answers)
    dialogue = turn.dialogue
    dialogue.phase, dialogue.asked, dialogue.last_code = "submitted", None, code
    turn.note("submitted")
    turn.say("receipt.code", code=code)
    turn.say("receipt.not_filed", limit=answers.procedure.limits[0].text)
    turn.say("receipt.where", **bring.where(turn))
    turn.say("receipt.bring", papers="\n".join(f"- {paper}" for paper in bring.papers(turn, answers)))
    turn.say("receipt.next", code=code)
    again = answers.procedure.again
    if again is not None and "again" not in dialogue.told and holds(again.when, answers):
        ask(
            turn, "again", f"{answers.procedure.id}.{again.prompt}",
            option_list(turn, "yes", "no", under="options.again"), kind="yes_no", data={"code": code},
        )  # fmt: skip
    elif others := [draft for draft in turn.services.drafts() if draft.procedure.id != answers.procedure.id]:
        offer_drafts(turn, others[0].procedure.id)
    helpers.sent(turn)


def _answers(turn: Turn) -> Answers:
    if turn.answers is None:
        raise RuntimeError("the interview goes on without a declaration")
    return turn.answers
