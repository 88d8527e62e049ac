"""Facts beyond the one that was asked for: put where they clearly belong, else kept until they do."""

from __future__ import annotations

from actions.interview.answering import answer_field, tell
from actions.interview.answers import Answers, Place
from actions.interview.turn import Turn
from actions.procedures.expressions import holds
from nlu.types import Fact


def place_facts(turn: Turn, facts: list[Fact], *, late: bool = False) -> int:
    """Put each fact into the one open field it can belong to. What fits nowhere, or in several places, is held
    and tried again later; a fact tried ``late`` is put only where it says whom it is about (a name, a birth date), not
    into a field that did not exist when it was said. Returns how many were put down."""
    if turn.answers is None:
        turn.dialogue.held += [fact.to_dict() for fact in facts]
        return 0
    placed = 0
    for fact in facts:
        home = _home(turn.answers, fact)
        if home is not None and home.spec.person is None and (fact.kind == "date" or (late and fact.kind != "choice")):
            home = None  # asked about when its question comes
        if home is not None and fact.value is not None and _volunteer(turn, home, fact):
            placed += 1
        elif fact.value is not None and _may_belong_later(turn.answers, fact):
            turn.dialogue.held.append(fact.to_dict())
    return placed


def place_held(turn: Turn) -> int:
    """Try the held facts again: an answer since then may have made clear where they belong."""
    held, turn.dialogue.held = [Fact.from_dict(raw) for raw in turn.dialogue.held], []
    return place_facts(turn, held, late=True)


def held_for(turn: Turn, place: Place) -> Fact | None:
    """A held fact that could be the answer to the field now to be asked: it is asked about, not filled."""
    for raw in turn.dialogue.held:
        fact = Fact.from_dict(raw)
        if _fits(place, fact) and turn.answers is not None and _person_fits(turn.answers, place, fact):
            turn.dialogue.held.remove(raw)
            return fact
    return None


def _volunteer(turn: Turn, place: Place, fact: Fact) -> bool:
    """Store a fact nobody asked for. If it will not do, it is dropped: its question will come."""
    said, asked, asked_now = list(turn.out), turn.dialogue.asked, turn.asked_now
    if answer_field(turn, place, _decided(fact)):
        if turn.inp.kind != "text" and turn.answers is not None:
            tell(turn, place, turn.answers.value(place.path))
        return True
    turn.out, turn.dialogue.asked, turn.asked_now = said, asked, asked_now
    return False


def _decided(fact: Fact) -> Fact:
    if fact.kind != "choice":
        return fact
    return Fact("choice", fact.value["option"], (), fact.start, fact.end, fact.role, fact.score)


def _home(answers: Answers, fact: Fact) -> Place | None:
    """The one place a fact belongs to, or None where there is none or more than one."""
    homes = [
        place
        for place in answers.places()
        if place.path not in answers.stored
        and (place.spec.asked or place.spec.volunteer)
        and not any(holds(way.when, answers) for way in place.spec.derive)
        and _fits(place, fact)
        and _person_fits(answers, place, fact)
    ]
    return homes[0] if len(homes) == 1 else None


# How to reach somebody is always about the one who writes.
_WRITERS = frozenset({"phone", "email"})


_PARTS = frozenset({"child", "mother", "father"})
_OTHER_PARENT = {"mother": "father", "father": "mother"}


def _fits(place: Place, fact: Fact) -> bool:
    if fact.kind == "choice":
        return isinstance(fact.value, dict) and fact.value.get("field") == place.spec.id
    return fact.kind == place.spec.kind and place.spec.kind not in ("text", "yes_no", "number", "document_no")


def _person_fits(answers: Answers, place: Place, fact: Fact) -> bool:
    """Whom the words were about. Before it is known whether the paper is for the writer, "em" may be anyone."""
    person, role = place.spec.person, fact.role
    if person is not None and role == "other" and fact.kind == "date":
        return False  # the date of an event, nobody's birth
    if person is None or place.spec.kind == "choice":
        return True
    relation = answers.value("requester_relation")
    if role in _PARTS and answers.has_person(role):
        return person == role  # of a child's own declaration, whoever writes it
    if relation is None:
        return False
    if role == "self":
        return person in ("requester", relation) or (person == "subject" and relation == "self")
    if role == "spouse":
        return person == _OTHER_PARENT.get(str(relation), "spouse")
    if role in ("child", "mother", "father", "other"):
        return person == "subject" and relation != "self"
    # Nobody was named: the one we talk with, who is also the subject where the paper is for the writer.
    return person != "spouse" if relation == "self" else place.spec.kind in _WRITERS


def _may_belong_later(answers: Answers, fact: Fact) -> bool:
    """Whether any field of the procedure, existing now or not, could ever hold it."""
    return any(_fits(Place(spec.id, spec, group), fact) for group in answers.procedure.groups for spec in group.fields)
