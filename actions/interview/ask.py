"""Asking: one utterance that waits for an answer, with what it waits for."""

from __future__ import annotations

from typing import Any

from actions.interview.answers import Answers, Place
from actions.interview.plan import progress
from actions.interview.state import Asked, Purpose
from actions.interview.turn import Turn
from actions.procedures import functions
from actions.procedures.expressions import holds
from actions.procedures.schema import FieldSpec
from actions.sharing.offer import offered
from actions.utterance import Utterance

YES_NO = ("yes", "no")


def ask(
    turn: Turn,
    purpose: Purpose,
    prompt_id: str,
    options: list[dict[str, Any]] | None = None,
    *,
    kind: str = "choice",
    field: str | None = None,
    attempt: int = 0,
    data: dict[str, Any] | None = None,
    spec: FieldSpec | None = None,
    **params: Any,
) -> None:
    """Say a prompt and wait for its answer. A question asked again keeps its id, so that an answer which is
    already on its way still belongs to it."""
    before = turn.dialogue.asked
    same = before is not None and (before.purpose, before.field) == (purpose, field)
    asked_id = before.asked_id if same and before is not None else turn.services.new_id()
    asked = Asked(
        asked_id,
        purpose,
        kind,
        field,
        attempt,
        list(options or ()),
        data or {},
        prompt_id,
        turn.params(params),
    )
    turn.dialogue.asked = asked
    _speak(turn, asked, spec)


def ask_again(turn: Turn) -> None:
    """Put the pending question once more, unchanged."""
    asked = turn.dialogue.asked
    if asked is None or turn.asked_now:
        return
    spec = None
    if asked.field and turn.answers:
        spec = turn.answers.place(asked.field).spec
    _speak(turn, asked, spec)


def _speak(turn: Turn, asked: Asked, spec: FieldSpec | None) -> None:
    turn.flush_noted()
    options = tuple({"id": f"{asked.asked_id}:{o['id']}", "title": str(o["title"])} for o in asked.options)
    awaiting: dict[str, Any] = {
        "asked_id": asked.asked_id,
        "purpose": asked.purpose,
        "field": asked.field,
        "kind": asked.kind,
        "options": asked.options,
        "question": turn.text(asked.prompt_id, **asked.params),
        "allows_unknown": spec.unknown if spec else False,
        "person": "adult" if spec is not None and spec.birth else _child(spec),
        "dob": _birth_date(turn.answers, spec),
    }
    if turn.answers is not None and asked.purpose == "field":
        how_far = progress(turn.answers, asked.field)
        awaiting |= {"step": how_far.step, "steps": how_far.steps}
    turn.out.append(Utterance(asked.prompt_id, asked.params, options, awaiting, turn.lang))
    turn.asked_now = True


def _child(spec: FieldSpec | None) -> str | None:
    """Words like "con" and "bé" in the answer mean the child that is being asked about."""
    return "child" if spec is not None and spec.person == "child" else None


def _birth_date(answers: Answers | None, spec: FieldSpec | None) -> str | None:
    if answers is None or spec is None or spec.kind != "period":
        return None
    born = answers.value("subject_birth_date")
    return born if isinstance(born, str) and len(born) == 10 else None


def option_list(turn: Turn, *ids: str, under: str) -> list[dict[str, Any]]:
    """Options whose titles are the prompts ``<under>.<id>``; other ways to say them stand in ``….<id>_say``."""
    out = []
    for option_id in ids:
        say_id = f"{under}.{option_id}_say"
        say = [s.strip() for s in turn.text(say_id).split("|")] if turn.has_prompt(say_id) else []
        out.append({"id": option_id, "title": turn.text(f"{under}.{option_id}"), "say": say})
    return out


def field_options(turn: Turn, answers: Answers, spec: FieldSpec) -> list[dict[str, Any]]:
    """The options of a field as things stand: a choice's own, yes and no, man and woman."""
    if spec.kind == "choice":
        return [
            {"id": o.id, "title": o.title, "say": [*o.say, *o.unasked]} for o in spec.options if holds(o.when, answers)
        ]
    if spec.offer:
        found = functions.OFFERS[spec.offer[0]](*(answers.value(name) for name in spec.offer[1:]))
        return [{"id": one, "title": one, "say": []} for one in found]
    if spec.kind == "yes_no":
        yes, no = option_list(turn, *YES_NO, under="options")
        return [yes | {"say": [*yes["say"], *spec.say_yes]}, no | {"say": [*no["say"], *spec.say_no]}]
    if spec.kind == "sex":
        return option_list(turn, "male", "female", under="options")
    return []


def ask_field(turn: Turn, place: Place, attempt: int = 0) -> None:
    """Ask for a field, in the words of that attempt: the question, then shorter, then with an example, then
    another way."""
    answers = _need(turn)
    if attempt >= 3:
        ask_other_way(turn, place)
        return
    base = f"{answers.procedure.id}.{place.spec.id}"
    if attempt == 0:
        _announce_group(turn, place)
    prompt_id = f"{base}.ask"
    if attempt == 1:
        prompt_id = next(p for p in (f"{base}.short", f"kind.{place.spec.kind}.short") if turn.has_prompt(p))
    elif attempt == 2:
        prompt_id = next(p for p in (f"{base}.example", f"kind.{place.spec.kind}.example") if turn.has_prompt(p))
    options = field_options(turn, answers, place.spec)
    self_or_other = "self" if answers.value("requester_relation") == "self" else "other"
    if place.spec.unknown:
        options = [*options, *option_list(turn, "unknown", under="options")]
    options = [*options, *option_list(turn, *offered(answers, place), under="sharing.options")]
    ask(
        turn, "field", prompt_id, options, kind=place.spec.kind, field=place.path, attempt=attempt,
        spec=place.spec, label=place.spec.label.lower(), number=(place.index or 0) + 1,
        subject=turn.text(f"interview.subject_{self_or_other}"), who=turn.text(f"interview.who_{self_or_other}"),
    )  # fmt: skip
    turn.note("asked", place.path, attempt=attempt)


def ask_other_way(turn: Turn, place: Place) -> None:
    """The third way: let the officer write it, try once more, or a person."""
    options = option_list(turn, "officer_writes", "try_again", "human", under="options")
    ask(
        turn, "other_way", "interview.other_way", options, field=place.path, attempt=3,
        label=place.spec.label.lower(), data=dict(turn.dialogue.asked.data) if turn.dialogue.asked else {},
    )  # fmt: skip


def _announce_group(turn: Turn, place: Place) -> None:
    """At the start of each part: its name and how far along we are."""
    if turn.dialogue.group == place.group.id or not turn.answers:
        return
    turn.dialogue.group = place.group.id
    if sum(p.group.id == place.group.id and not turn.answers.settled(p) for p in turn.answers.places()) < 2:
        return
    how_far = progress(turn.answers, place.path)
    turn.say("interview.section", title=place.group.title, step=how_far.step, steps=how_far.steps)


def _need(turn: Turn) -> Answers:
    if turn.answers is None:
        raise RuntimeError("a field was asked without a declaration")
    return turn.answers
