"""How a name is spelt: asked where marks are missing, mended where the mark of one word is told."""

from __future__ import annotations

from actions.interview.answers import Place
from actions.interview.ask import ask, option_list
from actions.interview.turn import Turn
from nlu.types import Fact
from nlu.values.name_marks import with_word
from nlu.values.name_spelling import spellings

MARKS_CHOSEN = "marks_chosen"
"""The marks of a name were chosen among likely spellings, not typed."""


def ask_spelling(turn: Turn, place: Place, fact: Fact) -> bool:
    """A name typed without its marks: the likely spellings and the one typed as choices, none of them taken. What is
    chosen is flagged, so that the officer compares it with the papers. False where there is nothing to ask: no likely
    spelling, or the same letters typed once more when asked for it."""
    asked, typed = turn.dialogue.asked, fact.value
    again = asked is not None and asked.field == place.path and asked.data.get("typed") == typed
    if fact.hint != "no_diacritics" or not place.spec.diacritics or again or not (likely := spellings(typed)):
        return False
    options = [{"id": str(i), "title": name, "say": []} for i, name in enumerate(likely)]
    ways = [way.strip() for way in turn.text("options.as_typed_say", typed=typed).split("|")]
    options.append({"id": str(len(likely)), "title": turn.text("options.as_typed", typed=typed), "say": ways})
    options += option_list(turn, "none_of_these", under="options")
    warnings = [*([MARKS_CHOSEN] for _ in likely), ["no_diacritics"]]
    ask(
        turn, "pick", "interview.spelling", options, field=place.path, label=place.spec.label, typed=typed,
        data={"values": [*likely, typed], "warnings": warnings, "typed": typed, "raw": turn.inp.text or typed},
    )  # fmt: skip
    return True


def respelt(turn: Turn, place: Place, fact: Fact) -> Fact | None:
    """One word of the name told again with its marks ("chữ Páo có dấu sắc"): the whole name with that word."""
    if fact.value is not None or len(fact.candidates) != 1:
        return None
    before, asked = turn.answers.stored.get(place.path) if turn.answers else None, turn.dialogue.asked
    known = before.value if before is not None and before.status == "known" else None
    if asked is not None and asked.field == place.path:
        known = asked.data.get("typed", known)
    name = with_word(str(known or ""), str(fact.candidates[0]))
    if name is None:
        return None
    return Fact(fact.kind, name, (), fact.start, fact.end, hint="no_diacritics" if spellings(name) else None)


def respelt_place(turn: Turn, fact: Fact) -> Place | None:
    """The one name written down that has the word told again with its marks."""
    if fact.kind != "person_name" or fact.value is not None or turn.answers is None:
        return None
    stored = turn.answers.stored
    places = [p for p in turn.answers.places() if p.spec.kind == fact.kind and p.path in stored]
    spelt = [place for place in places if respelt(turn, place, fact)]
    return spelt[0] if len(spelt) == 1 else None
