"""Commands with evidence of their own: phrases from the closed lists, and corrections that name a field."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nlu.cues import begins_not_knowing
from nlu.evidence import OPEN_KINDS, Evidence
from nlu.intents import COMMAND_INTENTS, FALLBACK, INFORM, OUT_OF_SCOPE
from nlu.lexicon import EXACT_MATCH, LOOSE_MATCH, Hit
from nlu.text import Phrases, analyse
from nlu.types import Command, Fact, Understanding
from nlu.values import read

COMMAND_AT: Final = 0.6
"""Probability from which the classifier alone makes a command, where nothing else explains the text."""
ANSWERLIKE: Final = frozenset({INFORM, OUT_OF_SCOPE, "affirm", "deny", FALLBACK})
"""Intents that do not contradict reading a message as an answer."""
MATCH_SCORE: Final = {EXACT_MATCH: 1.0, LOOSE_MATCH: 0.9, 0: 0.8}
_BECOMES: Final[Phrases[bool]] = Phrases((p, True) for p in ("thành", "là", "phải là", "lại là", "lại thành", "sang"))
_NO_STEERING: Final = frozenset({"affirm", "deny", "greet", "goodbye", "thanks", "insult", "complain"})
"""Commands that steer nothing: typed without diacritics they never beat a name ("vo dung", "cam on")."""


def said_unknown(e: Evidence) -> Understanding | None:
    """The words of the option "không biết" that stands beside a question for a number, a date, a name …: "không
    có" is then no wrong telephone number."""
    if e.kind in (None, "choice", "yes_no") or (e.legal and e.kind not in OPEN_KINDS):
        return None
    strict = e.kind not in OPEN_KINDS
    if strict and e.reading is not None and (e.reading.value is not None or e.reading.candidates):
        return None  # "không nhớ ngày, chỉ nhớ năm 1990"
    if e.context.allows_unknown and begins_not_knowing(e.text, having=strict):
        return Understanding("dont_know", 0.9, None, (), (Command("dont_know", 0.9),))
    chosen = read("choice", e.text, e.context)
    if chosen is None or not isinstance(chosen.value, int) or chosen.coverage < 0.99 or chosen.score < 0.9:
        return None
    if e.context.options[chosen.value].id != "unknown":
        return None
    return Understanding("dont_know", chosen.score, None, (), (Command("dont_know", chosen.score),))


def by_phrase(e: Evidence) -> Understanding | None:
    """The whole message is a command's phrase, and no legal answer stands against it."""
    hits = [h for h in e.hits if wins(e, h)]
    if not hits:
        return None
    best = hits[0]
    rivals = {h.command for h in hits if h.match == best.match}
    if len(rivals) > 1:
        best = max(hits, key=lambda h: e.score(COMMAND_INTENTS[h.command]))
        if best.match < EXACT_MATCH and e.score(COMMAND_INTENTS[best.command]) < COMMAND_AT:
            return None
    score = MATCH_SCORE[best.match]
    if e.kind == "yes_no" and best.command in ("affirm", "deny"):
        said = Fact("yes_no", best.command == "affirm", (), 0, len(e.text), None, score)
        return Understanding(best.command, score, said, e.facts)
    fields = e.lexicon.fields(e.text) if best.command in ("correct", "explain") else ()
    return commanded(e, Command(best.command, score, fields), keep_facts=False)


def wins(e: Evidence, hit: Hit) -> bool:
    """Whether a command's phrase beats reading the message as the awaited answer."""
    if hit.command == "dont_know" and e.kind != "choice" and hit.words >= 2 and hit.match >= LOOSE_MATCH:
        return True  # "không biết" is never the "không" of a yes/no question
    if not e.legal:
        if hit.match == EXACT_MATCH:
            return True
        if e.kind == "person_name" and hit.command in _NO_STEERING:
            return False
        return hit.words >= 2 or (hit.match == LOOSE_MATCH and (e.kind is None or e.kind not in OPEN_KINDS))
    if hit.command in ("affirm", "deny"):
        return False
    if e.kind in OPEN_KINDS:
        if hit.match == EXACT_MATCH:
            return True
        if e.kind == "person_name" and (e.reading is None or e.reading.score >= 0.9 or hit.command in _NO_STEERING):
            return False
        return hit.words >= 2
    return e.kind != "choice" and hit.match == EXACT_MATCH and hit.words >= 3


def commanded(e: Evidence, command: Command, keep_facts: bool = True, awaited: Fact | None = None) -> Understanding:
    question = None
    if command.name in ("explain", "status", "identity", "complain") and e.question and e.question.faq:
        question = replace(e.question, intent=COMMAND_INTENTS[command.name])
    return Understanding(
        COMMAND_INTENTS[command.name], command.score, awaited, e.facts if keep_facts else (), (command,), question
    )


def correction(e: Evidence) -> Understanding | None:
    """``sửa ngày sinh``, ``ngày sinh sai rồi``, ``không phải 1985, phải là 1986``."""
    named, fields = e.lexicon.correction(e.text)
    believed = e.score("correct_field")
    denied = e.kind == "yes_no" and e.reading is not None and e.reading.value is False and bool(fields)
    if named:
        if e.legal and e.kind not in OPEN_KINDS and not denied:  # "đúng chưa?" – "sửa họ tên"
            return None
        if e.answer >= 0.5 and not denied and believed < max(0.3, e.score(INFORM)):
            return None
        if e.sure and e.top[1] >= 0.7 and e.top[0] not in (ANSWERLIKE | {"correct_field"}):
            return None
    elif e.legal or not (
        e.top[0] == "correct_field" and believed >= COMMAND_AT and e.lexicon.mentions_correction(e.text)
    ):
        return None
    if e.asking == 1.0 and e.asked > believed:
        return None
    return corrected(e, max(0.9 if named else 0.0, believed))


def corrected(e: Evidence, score: float) -> Understanding:
    """The fields to correct as far as they are named, and the new value if it is said."""
    fields = e.lexicon.correction(e.text)[1] or e.lexicon.fields(e.text)
    here = not fields or any(str(e.awaiting.get("field") or "").endswith(f) for f in fields)
    strict = e.kind is not None and e.kind not in OPEN_KINDS
    awaited = e.awaited() if here and strict else None
    understood = commanded(e, Command("correct", score, fields), awaited=awaited)
    return replace(understood, facts=(*understood.facts, *_new_value(e, fields)))


def _new_value(e: Evidence, fields: tuple[str, ...]) -> tuple[Fact, ...]:
    """``sửa số bản thành 2``: what stands behind "thành", read as the kind of the field that was named. Kinds that
    are found in any message need no such help."""
    kinds = {e.lexicon.kinds[field] for field in fields if field in e.lexicon.kinds}
    if len(kinds) != 1 or kinds <= {"choice", "media"} or any(fact.kind in kinds for fact in e.facts):
        return ()
    tokens = analyse(e.text).tokens
    ends = [last for _, last, *_ in _BECOMES.scan(tokens)]
    if not ends or ends[-1] >= len(tokens):
        return ()
    (kind,), start = kinds, tokens[ends[-1]].start
    found = read(kind, e.text[start:], e.context)
    if found is None or found.value is None:
        return ()
    place = start + e.offset
    return (Fact(kind, found.value, (), place + found.start, place + found.end, None, found.score),)
