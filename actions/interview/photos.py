"""A photo of a card in the interview: what it says is shown, and stored only when the citizen says it is right.

The card's code is not signed, so it helps to fill in a form and proves nothing: what was said otherwise is kept beside
it, for the officer.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from actions.cards.payload import Card
from actions.interview.answering import answer_field
from actions.interview.answers import Answer, Answers, Place
from actions.interview.ask import ask, ask_again, option_list
from actions.interview.display import show
from actions.interview.plan import next_place
from actions.interview.spelling import MARKS_CHOSEN
from actions.interview.state import Asked
from actions.interview.turn import Turn
from actions.procedures.expressions import holds
from actions.procedures.functions import different
from actions.utterance import Utterance
from nlu import values
from nlu.text.marks import fold, has_marks
from nlu.types import Context, Fact

CHANNELS: Final = frozenset({"web", "zalo"})
"""Where a photo can be sent; a caller or an SMS is never asked for one."""
HOLDERS: Final = ("subject", "mother", "father", "requester")
"""Persons of a procedure who may have a card, in the order in which they are offered."""
FAILED: Final = "photo.failed"
MOST_FAILED: Final = 2
_SEX_OF: Final = {"mother": "female", "father": "male"}
# While one of these is asked, the card may be: what is asked comes again by itself.
_GIVES_WAY: Final = frozenset({"field", "pick", "place_late", "other_way", "card", "card_whose", "review", "truth"})
_OF_A_FIELD: Final = frozenset({"field", "pick", "place_late", "other_way"})


def take(turn: Turn) -> None:
    """A message that is a photo, or another file. Either way the file is not kept, unless one was asked for."""
    if turn.dialogue.asked is not None and turn.dialogue.asked.kind == "media":
        turn.say("talk.media_kept")
        ask_again(turn)
        return
    if turn.inp.media_id is not None:
        turn.services.drop_media(turn.inp.media_id)
    seen = turn.inp.photo
    if turn.answers is None:
        turn.say("photo.start_first")
    elif seen is not None and seen.card is not None:
        turn.dialogue.told = [mark for mark in turn.dialogue.told if mark != FAILED]
        turn.dialogue.card = seen.card.to_dict()
        turn.note("photo", outcome="card")
        if resume(turn):
            return
        turn.say("photo.later")
    else:
        why = seen.why if seen is not None else "kind"
        turn.note("photo", outcome=why)
        turn.dialogue.told = [*turn.dialogue.told, FAILED]
        turn.say(f"photo.why.{why}")
        if turn.dialogue.told.count(FAILED) >= MOST_FAILED:
            turn.say("photo.type_instead")
    ask_again(turn)


def resume(turn: Turn) -> bool:
    """Ask about the card that was read, once its turn has come: after consent, when it is known who there is, or when
    its person is asked about. Whether it was asked."""
    dialogue, answers = turn.dialogue, turn.answers
    if answers is None:
        dialogue.card = None
    if dialogue.card is None or answers is None or not dialogue.consented or turn.asked_now or turn.owner != "bot":
        return False
    if dialogue.phase == "paused" or (dialogue.asked is not None and dialogue.asked.purpose not in _GIVES_WAY):
        return False
    people = holders(answers)
    person = _asked_about(turn, answers, people)
    if person is None and len(people) != 1 and next_place(answers, dialogue.wanted) is not None:
        return False
    card, dialogue.card = Card.from_dict(dialogue.card), None
    if not people:
        turn.say("photo.no_use")
        return False
    person = person or (people[0] if len(people) == 1 else None)
    if person is None or (card.sex is not None and _SEX_OF.get(person, card.sex) != card.sex):
        _ask_whose(turn, card, people)
    else:
        _confirm(turn, answers, card, person)
    return True


def offer(turn: Turn) -> None:
    """Where a card would answer the question now asked, say so once for each person, and let the channel show it."""
    last = turn.out[-1] if turn.out else None
    if turn.inp.channel not in CHANNELS or turn.answers is None or last is None or last.awaiting is None:
        return
    if last.awaiting["purpose"] != "field":
        return
    answers = turn.answers
    place = answers.place(last.awaiting["field"])
    person = place.spec.person
    if person is None or person not in holders(answers):
        return
    number = _place(answers, person, "number")
    if number is None or answers.settled(number) or place.path not in _card_paths(answers, person):
        return
    turn.out[-1] = dataclasses.replace(last, awaiting=last.awaiting | {"photo": True})
    mark = f"photo.{person}"
    if mark not in turn.dialogue.told:
        turn.dialogue.told = [*turn.dialogue.told, mark]
        turn.out.insert(-1, Utterance("photo.offer", turn.params({}), lang=turn.lang))


def confirmed(turn: Turn, asked: Asked, option: str) -> None:
    """ "Is this right?" was answered."""
    turn.dialogue.asked = None
    card = Card.from_dict(asked.data["card"])
    if turn.answers is None:
        return
    if option == "yes":
        _fill(turn, turn.answers, card, asked.data["person"])
    elif option == "other":
        _ask_whose(turn, card, holders(turn.answers))
    else:
        turn.say("photo.refused")


def told_whose(turn: Turn, asked: Asked, option: str) -> None:
    """ "Whose card is it?" was answered."""
    turn.dialogue.asked = None
    if turn.answers is None:
        return
    if option == "nobody":
        turn.say("photo.refused")
    else:
        _confirm(turn, turn.answers, Card.from_dict(asked.data["card"]), option)


def holders(answers: Answers) -> list[str]:
    """The persons of this declaration whose card would answer something: their number is asked, not derived."""
    found = {
        place.spec.person
        for place in answers.places()
        if place.spec.kind == "national_id"
        and place.spec.asked
        and not any(holds(way.when, answers) for way in place.spec.derive)
    }
    return [person for person in HOLDERS if person in found]


def _asked_about(turn: Turn, answers: Answers, people: list[str]) -> str | None:
    """The person whose part of the declaration is being asked, or comes next."""
    asked = turn.dialogue.asked
    if asked is not None and asked.field is not None and asked.purpose in _OF_A_FIELD:
        place: Place | None = answers.place(asked.field)
    else:
        place = next_place(answers, turn.dialogue.wanted)
    person = place.spec.person if place is not None else None
    return person if person in people else None


def _ask_whose(turn: Turn, card: Card, people: list[str]) -> None:
    options = option_list(turn, *people, "nobody", under="options.card_of")
    ask(turn, "card_whose", "photo.whose", options, data={"card": card.to_dict()}, name=card.name)


def _confirm(turn: Turn, answers: Answers, card: Card, person: str) -> None:
    """One message with all that was read, as it would be stored."""
    own = person == "subject" and answers.value("requester_relation") == "self"
    lines = []
    for place, value in _facts(turn, _with_number(answers, card, person), card, person):
        shown = card.residence if isinstance(value, Fact) else show(turn, place.spec, value)
        before = answers.stored.get(place.path)
        if before is not None and _spelled_out(place, before, value):
            shown = turn.text("photo.instead", value=shown, before=before.value)
        lines.append(f"- {place.spec.label}: {shown}")
    options = ["yes", "no", "other"] if len(holders(answers)) > 1 else ["yes", "no"]
    ask(
        turn, "card", "photo.confirm", option_list(turn, *options, under="options.card"), kind="yes_no",
        data={"card": card.to_dict(), "person": person}, lines="\n".join(lines),
        whose=turn.text(f"photo.of.{'self' if own else person}"),
    )  # fmt: skip


def _with_number(answers: Answers, card: Card, person: str) -> Answers:
    """The declaration as it will be: some fields, like the day of issue, are there only with the number."""
    number = _place(answers, person, "number")
    stored = {} if number is None else {number.path: Answer(number.path, "known", card.number)}
    return Answers(answers.procedure, answers.today, answers.stored | stored)


def _fill(turn: Turn, answers: Answers, card: Card, person: str) -> None:
    """Store what the card says. An address that may be several communes of today is asked about, as if said."""
    turn.say("photo.noted")
    unclear: tuple[Place, Fact] | None = None
    number = _place(answers, person, "number")
    if number is not None:
        _put(turn, answers, number, card.number)  # first: other fields are there only with it
    for place, value in _facts(turn, answers, card, person):
        if isinstance(value, Fact):
            unclear = (place, value)
        elif number is None or place.path != number.path:
            _put(turn, answers, place, value)
    if unclear is not None and unclear[0].path not in answers.stored:
        answer_field(turn, *unclear)


def _put(turn: Turn, answers: Answers, place: Place, value: Any) -> None:
    """One value from the card; beside what was said otherwise, never over it, except a name that was typed without
    marks: the citizen has just seen both spellings. What breaks a rule is asked instead."""
    before = answers.stored.get(place.path)
    if before is not None and (before.status == "disputed" or _same(before, value)):
        return
    raw = str(value) if isinstance(value, str) else ""
    spelled = before is not None and _spelled_out(place, before, value)
    stored = answers.put(Answer(place.path, "known", value, raw, "photo", inbox_id=turn.inp.inbox_id), instead=spelled)
    seen = answers.seen_from(place)
    broken = [check for check in place.spec.checks if not holds(check.rule, seen)]
    if any(check.level == "error" for check in broken):
        answers.take_back(before)
        return
    if stored.status == "disputed":
        turn.say("interview.disputed", label=place.spec.label.lower())
    for check in broken:
        if check.say:
            turn.say(f"{answers.procedure.id}.{check.message}")
    turn.note("understood", place.path)


def _same(before: Answer, value: Any) -> bool:
    """The citizen's own word says as much already; of places the commune counts, not how the hamlet is written."""
    if before.status != "known":
        return False
    if isinstance(value, dict) and isinstance(before.value, dict):
        return bool(before.value.get("commune_code") == value.get("commune_code"))
    return not different(before.value, value)


def _spelled_out(place: Place, before: Answer, value: Any) -> bool:
    """The card writes with its marks the very name that was typed without any, or whose marks were only chosen."""
    if place.spec.kind != "person_name" or before.status != "known" or not isinstance(value, str):
        return False
    typed, printed = str(before.value).casefold(), value.casefold()
    unsure = not has_marks(typed) or MARKS_CHOSEN in before.warnings
    return typed != printed and unsure and fold(typed) == fold(printed)


def _facts(turn: Turn, answers: Answers, card: Card, person: str) -> list[tuple[Place, Any]]:
    """The fields of a person that the card answers, with their values; a Fact where the address is not clear."""
    said = {
        "name": card.name, "birth_date": card.birth_date, "sex": card.sex, "number": card.number,
        "old_number": card.old_number, "issue_date": card.issue_date, "residence": _residence(turn, card.residence),
    }  # fmt: skip
    found = ((_place(answers, person, name), value) for name, value in said.items())
    return [(place, value) for place, value in found if place is not None and value is not None]


def _residence(turn: Turn, address: str | None) -> Any:
    """Today's commune for the address on the card, which may be one of before July 2025."""
    reading = values.read("place", address, Context(turn.today)) if address else None
    if reading is None or not isinstance(reading.value, dict):
        return None
    found = turn.services.resolve_place(reading.value)
    return found.stored() if found.status == "known" else Fact("place", reading.value)


def _card_paths(answers: Answers, person: str) -> set[str]:
    names = ("name", "birth_date", "sex", "number", "old_number", "issue_date", "residence")
    return {place.path for name in names if (place := _place(answers, person, name)) is not None}


def _place(answers: Answers, person: str, name: str) -> Place | None:
    """The field of a person that holds one thing of the card: by its kind, and where a person has two of a kind by
    the name that fields of every procedure have (``<person>_birth_date``)."""
    kind, end = {
        "name": ("person_name", "_full_name"),
        "birth_date": ("date", "_birth_date"),
        "sex": ("sex", ""),
        "number": ("national_id", ""),
        "old_number": ("old_id", ""),
        "issue_date": ("date", "_id_issue_date"),
        "residence": ("place", "_residence"),
    }[name]
    own = (place for place in answers.places() if place.spec.person == person and place.spec.kind == kind)
    return next((place for place in own if place.spec.id.endswith(end)), None)
