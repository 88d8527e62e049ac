"""An answer to a field: read, checked, resolved, stored, or refused with the reason."""

from __future__ import annotations

from typing import Any

from actions.interview.answers import Answer, Answers, Place
from actions.interview.ask import ask, ask_field, option_list
from actions.interview.display import show
from actions.interview.spelling import ask_spelling, respelt
from actions.interview.turn import Turn
from actions.places import Resolution
from actions.procedures.expressions import holds
from actions.procedures.schema import Check
from nlu.types import Fact

MOST_CANDIDATES = 6


def answer_field(turn: Turn, place: Place, fact: Fact) -> bool:
    """Put what was understood into a field. True where the field is settled now; otherwise the citizen has been
    told why and asked again (or asked to choose between the readings)."""
    if place.spec.kind == "national_id" and fact.hint == "old_id" and _keep_old_number(turn, place):
        return True
    if fact.kind == "person_name" and (whole := respelt(turn, place, fact)):
        return answer_field(turn, place, whole)
    if fact.candidates and fact.value is None:
        return _offer(turn, place, fact.kind, list(fact.candidates))
    if fact.value is None:
        return refuse(turn, place, fact.hint)
    value = fact.value
    if place.spec.kind == "choice":
        value = _choice_id(turn, place, value)
        if value is None:
            return refuse(turn, place, None)
    if place.spec.kind == "date" and (problem := _date_problem(place, value)):
        return refuse(turn, place, problem)
    if place.spec.kind == "place":
        value = _with_part(turn, place, value)
        resolution = turn.services.resolve_place(value)
        if resolution.status != "known":
            return _offer_places(turn, place, resolution, value)
        value = resolution.stored()
    if fact.hint != "no_diacritics" or not place.spec.diacritics:
        return store(turn, place, value, fact.score)
    if ask_spelling(turn, place, fact):
        return False
    return store(turn, place, value, fact.score, ("no_diacritics",))


def _keep_old_number(turn: Turn, place: Place) -> bool:
    """An old nine-digit number is no dead end: it is kept for the officer, who finds the new one."""
    answers = _answers(turn)
    sibling = place.path.replace("personal_id", "old_id")
    facts = turn.inp.understanding.facts if turn.inp.understanding else ()
    number = next((fact.value for fact in facts if fact.kind == "old_id" and fact.value), None)
    if number is None or sibling == place.path:
        return False
    put(turn, place, "unknown", None)
    answers.put(Answer(sibling, "known", number, turn.inp.text, inbox_id=turn.inp.inbox_id))
    turn.say("interview.old_id_kept")
    return True


def _choice_id(turn: Turn, place: Place, value: Any) -> str | None:
    """A choice is stored by its option's id, which no later reordering changes."""
    ids = [option.id for option in place.spec.options]
    if isinstance(value, int) and not isinstance(value, bool):
        asked = turn.dialogue.asked
        shown = [o["id"] for o in asked.options] if asked and asked.field == place.path else ids
        return shown[value] if 0 <= value < len(shown) else None
    return value if value in ids else None


def _date_problem(place: Place, value: str) -> str | None:
    """Why a date will not do here: no year, or not the whole day where the day is needed."""
    if value.startswith("--"):
        return "incomplete"
    if place.spec.precision == "day" and len(value) < 10:
        return "incomplete"
    return None


def store(
    turn: Turn,
    place: Place,
    value: Any,
    score: float = 1.0,
    warnings: tuple[str, ...] = (),
    raw: str | None = None,
) -> bool:
    """Check a value against the field's rules and store it."""
    answers = _answers(turn)
    before = answers.stored.get(place.path)
    put(turn, place, "known", value, score, warnings, raw)
    broken = next(
        (c for c in place.spec.checks if c.level == "error" and not holds(c.rule, answers.seen_from(place))),
        None,
    )
    if broken is not None:
        answers.take_back(before)
        turn.noted.clear()
        return refuse(turn, place, None, broken)
    spoken = [
        c for c in place.spec.checks if c.level == "warn" and c.say and not holds(c.rule, answers.seen_from(place))
    ]
    for check in spoken:
        turn.say(f"{answers.procedure.id}.{check.message}")
    turn.note("understood" if before is None else "corrected", place.path)
    return True


def put(
    turn: Turn,
    place: Place,
    status: str,
    value: Any,
    score: float = 1.0,
    warnings: tuple[str, ...] = (),
    raw: str | None = None,
) -> None:
    """Store an answer of any status, and remember to say what was written down."""
    answers = _answers(turn)
    source = "keyed" if turn.inp.kind in ("choice", "keys") else "said"
    stored = answers.put(
        Answer(
            place.path, status, value, turn.inp.text if raw is None else raw, source, score, warnings,
            inbox_id=turn.inp.inbox_id,
        )
    )  # fmt: skip
    if turn.inp.kind == "text" and stored.status == "known" and place.spec.kind != "yes_no":
        tell(turn, place, value, warnings)
    elif stored.status == "disputed":
        turn.say("interview.disputed", label=place.spec.label.lower())


def tell(turn: Turn, place: Place, value: Any, warnings: tuple[str, ...] = ()) -> None:
    """Remember to say what was written down: nothing is understood silently."""
    doubts = [turn.text(f"warning.{warning}") for warning in warnings]
    turn.noted.append(" ".join([f"{place.spec.label}: {show(turn, place.spec, value)}", *doubts]))


def refuse(turn: Turn, place: Place, hint: str | None, check: Check | None = None) -> bool:
    """Say why the answer could not be taken, and ask in the next way. Returns False."""
    asked = turn.dialogue.asked
    same = asked is not None and asked.field == place.path and asked.purpose == "field"
    attempt = (asked.attempt if same and asked else 0) + 1
    if check is not None:
        turn.say(f"{_answers(turn).procedure.id}.{check.message}")
    elif hint is not None and turn.has_prompt(f"hint.{place.spec.kind}.{hint}"):
        turn.say(f"hint.{place.spec.kind}.{hint}")
    elif hint is not None and turn.has_prompt(f"hint.{hint}"):
        turn.say(f"hint.{hint}")
    turn.note("missed", place.path, hint=hint or (check.id if check else "unread"), attempt=attempt)
    if asked is not None:
        asked.data["raw"] = turn.inp.text
    ask_field(turn, place, attempt)
    return False


def _offer(turn: Turn, place: Place, kind: str, candidates: list[Any]) -> bool:
    """Several readings: shown as choices, none of them taken."""
    values = candidates[:MOST_CANDIDATES]
    if kind == "place":
        values = _resolved(turn, candidates)
        if not values:
            return refuse(turn, place, "unknown_place")
    if kind == "choice":
        asked = turn.dialogue.asked
        options = asked.options if asked and asked.field == place.path else []
        values = [options[i]["id"] for i in values if isinstance(i, int) and i < len(options)]
    titles = [show(turn, place.spec, value) for value in values]
    return _pick(turn, place, values, titles)


def _resolved(turn: Turn, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Several places said at once ("xã A hay xã B"): the communes of today that each may be."""
    found = [turn.services.resolve_place(place) for place in said]
    communes = {r.stored(i)["commune_code"]: r.stored(i) for r in found for i in range(len(r.candidates))}
    return list(communes.values())[:MOST_CANDIDATES]


def _with_part(turn: Turn, place: Place, value: dict[str, Any]) -> dict[str, Any]:
    """A place said in two messages, first the commune and then its province or the other way round."""
    asked = turn.dialogue.asked
    part = asked.data.get("part") if asked and asked.field == place.path else None
    return dict(part or {}) | {key: said for key, said in value.items() if said}


def _offer_places(turn: Turn, place: Place, found: Resolution, said: dict[str, Any]) -> bool:
    """A commune that exists several times, or was divided, or is not known under that name."""
    if found.ask in ("commune", "province", "district"):
        attempt = turn.dialogue.asked.attempt if turn.dialogue.asked else 0
        if attempt >= 2:
            return refuse(turn, place, "unknown_place")
        ask(
            turn, "field", f"kind.place.which_{found.ask}", kind="place", field=place.path, attempt=attempt + 1,
            data={"part": said, "raw": turn.inp.text}, spec=place.spec, label=place.spec.label.lower(),
            commune=said.get("commune") or "", province=said.get("province") or "",
        )  # fmt: skip
        return False
    if not found.candidates:
        return refuse(turn, place, "unknown_place")
    shown = found.candidates[:MOST_CANDIDATES]
    return _pick(turn, place, [found.stored(i) for i in range(len(shown))], [c.title for c in shown])


def _pick(turn: Turn, place: Place, values: list[Any], titles: list[str]) -> bool:
    options = [{"id": str(i), "title": title, "say": []} for i, title in enumerate(titles)]
    options += option_list(turn, "none_of_these", under="options")
    attempt = turn.dialogue.asked.attempt if turn.dialogue.asked else 0
    ask(
        turn, "pick", "interview.pick", options, field=place.path, label=place.spec.label.lower(),
        attempt=attempt, data={"values": values, "raw": turn.inp.text},
    )  # fmt: skip
    return False


def broken_check(answers: Answers) -> tuple[Place, Check] | None:
    """The first answer that breaks a rule of level error (a correction elsewhere may have made it so)."""
    for place in answers.places():
        for check in place.spec.checks:
            if check.level == "error" and answers.said(place.path) and not holds(check.rule, answers.seen_from(place)):
                return place, check
    return None


def warnings_of(answers: Answers, place: Place) -> list[str]:
    """What the officer should look at: rules of level warn that do not hold, and doubts about the reading."""
    answer = answers.stored.get(place.path)
    out = list(answer.warnings) if answer else []
    return out + [c.id for c in place.spec.checks if c.level == "warn" and not holds(c.rule, answers.seen_from(place))]


def leave_unread(turn: Turn, place: Place, raw: str) -> None:
    """Keep what was said as it was said; the officer writes it. The field never blocks."""
    put(turn, place, "unread", None, 0.0, raw=raw)
    turn.note("unread", place.path)


def leave_unknown(turn: Turn, place: Place) -> None:
    """ "Không biết" is an answer where the law allows it."""
    put(turn, place, "unknown", None)
    turn.note("unknown", place.path)


def _answers(turn: Turn) -> Answers:
    if turn.answers is None:
        raise RuntimeError("an answer came without a declaration")
    return turn.answers
