"""One decision for one message: an answer, a command, a question, or several of them.

Every meaning needs evidence of its own, because the classifier's confidence does not tell a name from a command:
the awaited reader and how much of the text it explains, the closed lists of command phrases, the words of asking,
the FAQ's own phrasings, and only then the classifier. What is awaited decides between legal readings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from nlu.commands import (
    ANSWERLIKE,
    COMMAND_AT,
    MATCH_SCORE,
    by_phrase,
    commanded,
    corrected,
    correction,
    said_unknown,
    wins,
)
from nlu.cues import resumes
from nlu.evidence import ASKING_INTENTS, OPEN_KINDS, Clause, Evidence, FaqSearch, Ranking, context_of
from nlu.intents import COMMAND_INTENTS, FALLBACK, INFORM, INTENT_COMMANDS, OUT_OF_SCOPE, START_PREFIX, procedure_of
from nlu.lexicon import LOOSE_MATCH, Lexicon
from nlu.text import MARK, analyse
from nlu.types import Command, Fact, Question, Understanding
from nlu.weigh import leaning, meanings

DRASTIC_AT: Final = 0.7
"""As COMMAND_AT, for commands that end or delete something."""
DRASTIC: Final = frozenset({"cancel", "erase", "start_over"})
QUESTION_AT: Final = 0.5
SURE_QUESTION: Final = 0.6
ANSWER_AT: Final = 0.4
CLEAR_AT: Final = 0.3
"""Least probability of a meaning while something is asked …"""
AHEAD: Final = 0.06
"""… and how far it must be ahead of the next; else the question is put again."""
START_AT: Final = 0.5
START_SURE: Final = 0.8
"""Probability from which a message without any answer in it begins another matter, whatever it would weigh."""
GUESSED_AT: Final = 0.75
"""Least probability of a yes or no that no reader sees in the words …"""
SIGNED_AT: Final = 0.9
"""… and of a yes that is a consent or ends a declaration."""
DANGER_AT: Final = 0.7
LIKELY_AT: Final = 0.08
"""Least probability of an intent worth offering as "did you mean"."""

_COURTESY: Final = frozenset({"greet", "thanks", "affirm"})


def decide(
    text: str,
    ranking: Ranking,
    awaiting: Mapping[str, Any] | None,
    today: date,
    lexicon: Lexicon,
    faq_index: FaqSearch | None = None,
    clauses: Sequence[Clause] = (),
) -> Understanding:
    """What the message means, given what was asked.

    ``ranking``: the classifier's intents, best first, with a leading ``nlu_fallback`` when it is unsure.
    ``awaiting``: ``{field, kind, options, dob, person, question, allows_unknown, purpose}`` or None.
    ``clauses``: the parts of the message with rankings of their own, when it has several.
    Places in the result are offsets into ``text``. Never raises for odd input; pure.
    """
    if not any(token.kind != MARK for token in analyse(text).tokens):
        return Understanding(FALLBACK, 0.0)
    e = Evidence(text, ranking, awaiting, context_of(awaiting, today), lexicon, faq_index)
    parts = [e.clause(c) for c in clauses]
    if lexicon.danger(text) or any(h.command == "danger" for h in e.hits) or _feared(e):
        return Understanding("danger", max(0.9, e.score("danger")), None, e.facts, (Command("danger", 1.0),))
    if e.kind is not None:
        return by_rule(e) or _in_context(e, parts) or _unsure(e)
    return by_phrase(e) or correction(e) or _several(e, parts) or _by_classifier(e) or _unsure(e)


def by_rule(e: Evidence) -> Understanding | None:
    """What needs no weighing: an option of a menu, messages that closed lists know as a whole, an entry to correct
    that is named while all is read back, and a value that is the whole message."""
    if e.lexicon.correction(e.text)[0] and (e.awaiting.get("purpose") == "review" or _orders_correction(e)):
        return corrected(e, 0.9)
    return _menu(e) or said_unknown(e) or by_phrase(e) or _value_alone(e) or _another_matter(e)


def _orders_correction(e: Evidence) -> bool:
    """``sửa ngày sinh thành 12/3/1995``: begins with the order, and is no answer as a whole."""
    words = [token.fold for token in analyse(e.text).tokens if token.kind != MARK]
    return words[0] in ("sua", "doi", "chinh") and not e.legal and e.asking < 0.5


def _value_alone(e: Evidence) -> Understanding | None:
    r = e.reading
    if r is None or r.value is None or e.kind in (*OPEN_KINDS, "choice", "yes_no") or e.asking == 1.0:
        return None
    return _answered(e, e, e.answer) if r.score >= 0.8 and r.coverage >= 0.95 else None


def _another_matter(e: Evidence) -> Understanding | None:
    """Words of procedures that were added later weigh nothing yet; whether to change over is asked anyway."""
    read = e.reading is not None and (e.legal or e.reading.value is not None)
    if e.kind in OPEN_KINDS or read or e.asking >= 0.5 or e.start[1] < START_SURE:
        return None
    started = procedure_of(e.start[0])
    return Understanding(*e.start, None, e.facts, procedures=(started,) if started else ())


def _feared(e: Evidence) -> bool:
    value = e.reading is not None and e.reading.value is not None and e.kind not in (*OPEN_KINDS, "choice", "yes_no")
    return e.sure and e.top[0] == "danger" and e.top[1] >= DANGER_AT and not e.legal and not value


def _menu(e: Evidence) -> Understanding | None:
    """A choice among intents: the option's own intent, however it was said."""
    ids = [option.id for option in e.context.options]
    if e.kind != "choice" or not any(i.startswith(START_PREFIX) for i in ids):
        return None
    chosen = e.reading.value if e.legal and e.reading else None
    if isinstance(chosen, int) and 0 <= chosen < len(ids) and ids[chosen].startswith(START_PREFIX):
        intent, score = ids[chosen], e.answer
    elif e.start[1] >= START_AT and not e.legal:
        intent, score = e.start
    else:
        return None
    started = procedure_of(intent)
    return Understanding(intent, score, e.awaited(), e.facts, procedures=(started,) if started else ())


# -- several things in one message ------------------------------------------------------------------------------------


def _several(e: Evidence, parts: Sequence[Evidence]) -> Understanding | None:
    """An answer and a question, a start and a question, an answer and a command: each clause on its own."""
    if len(parts) < 2 or (e.legal and e.kind not in OPEN_KINDS):
        return None
    asking = [p for p in parts if p.asking >= 0.5 and p.asked >= SURE_QUESTION and not _answers(p)]
    ordering = [p for p in parts if p not in asking and _clear_command(p)]
    rest = [p for p in parts if p not in asking and p not in ordering]
    if not asking and not ordering:
        return None
    spoken = max(rest, key=lambda p: p.answer, default=None)
    awaited = spoken.awaited() if spoken and spoken.answer >= ANSWER_AT else None
    commands = tuple(
        Command(h.command, MATCH_SCORE[h.match], p.lexicon.fields(p.text) if h.command == "correct" else ())
        for p in ordering
        for h in p.hits[:1]
    )
    question = max(asking, key=lambda p: p.asked).question if asking else None
    starts = [p.start for p in rest if p.start[1] >= START_AT and not p.legal]
    procedures = tuple(filter(None, (procedure_of(n) for n, _ in starts[:1])))
    if awaited is None and not procedures and len(asking) + len(ordering) < 2:
        return None  # the rest says nothing of its own: read the message as a whole
    if len(commands) > 1 or awaited or question or procedures:
        commands = tuple(c for c in commands if COMMAND_INTENTS[c.name] not in _COURTESY)
    meant = {COMMAND_INTENTS[c.name] for c in commands} | ({question.intent} if question else set())
    if e.top[0] in meant and e.sure:
        intent, confidence = e.top
    elif question:
        intent, confidence = question.intent, question.score
    elif commands:
        intent, confidence = COMMAND_INTENTS[commands[0].name], commands[0].score
    else:
        intent, confidence = (INFORM, awaited.score) if awaited else e.top
    return Understanding(intent, confidence, awaited, e.facts, commands, question, procedures)


def _answers(p: Evidence) -> bool:
    return p.legal and p.kind not in OPEN_KINDS


def _clear_command(p: Evidence) -> bool:
    return bool(p.hits) and p.hits[0].match >= LOOSE_MATCH and p.hits[0].words >= 2 and wins(p, p.hits[0])


# -- while something is asked -----------------------------------------------------------------------------------------


def _in_context(e: Evidence, parts: Sequence[Evidence]) -> Understanding | None:
    """The meaning with the best score, if it is clearly ahead of the next."""
    ranked = list(meanings(e, parts).items())
    (meaning, chance), (other, next_chance) = ranked[0], (*ranked[1:], ("", 0.0))[0]
    if chance < CLEAR_AT:
        return None
    if chance - next_chance < AHEAD:
        asking = next((m for m in (meaning, other) if m in ASKING_INTENTS), None)
        if asking is None or INFORM not in (meaning, other) or _beside(e, parts) is None:
            return None
        meaning = asking  # one part answers, another asks: both are taken
    several = _several(e, parts)
    if several is not None and (several.intent == meaning or (several.question and meaning == INFORM)):
        return several
    if meaning == INFORM:
        return _answered(_speaker(e, parts), e, chance, parts)
    command = INTENT_COMMANDS.get(meaning)
    if meaning == "pause_resume":
        command = "resume" if resumes(e.text) else "pause"
    if command in DRASTIC and chance < DRASTIC_AT and command not in {h.command for h in e.hits}:
        return None
    if meaning == "correct_field":
        return corrected(e, chance)
    if meaning in ASKING_INTENTS:
        return _asked(e, e.question_as(meaning, chance), _beside(e, parts))
    if command is not None:
        return commanded(e, Command(command, chance), keep_facts=command != "dont_know")
    started = procedure_of(meaning)
    return Understanding(
        meaning, chance, None, e.facts, procedures=(started,) if started else (), likely=() if started else _likely(e)
    )


def _speaker(e: Evidence, parts: Sequence[Evidence]) -> Evidence:
    """What answers: the message, or the one part of it that is an answer ("không, từ bé đến giờ ở đây")."""
    if e.kind == "yes_no":
        return next((p for p in (e, *parts) if p.reading is not None and isinstance(p.reading.value, bool)), e)
    if e.answer >= ANSWER_AT or e.kind in OPEN_KINDS:
        return e
    legal = [p for p in parts if p.legal and p.reading is not None]
    alike = {repr(p.reading.value) for p in legal if p.reading is not None}
    return legal[0] if len(alike) == 1 else e  # two parts that answer differently are no answer


def _beside(e: Evidence, parts: Sequence[Evidence]) -> Fact | None:
    """The answer that stands in one part of a message while another part asks."""
    if e.kind in OPEN_KINDS:
        return None
    best = max((p for p in parts if p.legal and p.asking < 0.5), key=lambda p: p.answer, default=None)
    return best.awaited() if best is not None else None


def _answered(part: Evidence, e: Evidence, chance: float, parts: Sequence[Evidence] = ()) -> Understanding:
    """The message, or one part of it, answers the question; a plain yes or no keeps its own intent."""
    awaited = part.awaited()
    if part.kind != "yes_no":
        return Understanding(INFORM, chance, awaited, e.facts)
    if awaited is None or not isinstance(awaited.value, bool):
        if e.awaiting.get("purpose") != "field" and e.facts:  # "is it 1984?" — "mất năm 2020"
            return Understanding(INFORM, chance, None, e.facts)
        yes = leaning(e, parts)  # nothing that the reader knows: "cùng nhà"
        said = yes > 0.5
        least = SIGNED_AT if said and e.awaiting.get("purpose") in ("consent", "review") else GUESSED_AT
        if max(yes, 1 - yes) < least:
            return Understanding(INFORM, chance, awaited, e.facts)
        awaited = Fact("yes_no", said, (), 0, len(e.text), None, chance)
    return Understanding("affirm" if awaited.value else "deny", chance, awaited, e.facts)


def _asked(e: Evidence, question: Question, awaited: Fact | None) -> Understanding:
    name = INTENT_COMMANDS.get(question.intent)
    fields = e.lexicon.fields(e.text) if name == "explain" else ()
    commands = (Command(name, question.score, fields),) if name else ()
    return Understanding(question.intent, question.score, awaited, e.facts, commands, question)


# -- the classifier's word --------------------------------------------------------------------------------------------


def _by_classifier(e: Evidence) -> Understanding | None:
    """Nothing else explains the message: the likeliest intent, if it is likely enough."""
    intent, score = e.top
    named = e.lexicon.inside(e.text)
    command = INTENT_COMMANDS.get(intent)
    if intent == "pause_resume":
        command = "resume" if resumes(e.text) else "pause"
    if command is not None and command not in ("explain", "status", "identity"):
        least = DRASTIC_AT if command in DRASTIC else DANGER_AT if command == "danger" else COMMAND_AT
        if score >= (least - 0.2 if command in named else least) and not _only_facts(e):
            return commanded(e, Command(command, score))
    if intent.startswith(START_PREFIX) and e.sure and score >= START_AT:
        if e.question is not None and e.asking >= 0.5 and e.asked >= SURE_QUESTION:
            return _asked(e, e.question, None)  # asks about the procedure: nobody has to consent to a question
        started = procedure_of(intent)
        return Understanding(intent, score, None, e.facts, (), None, (started,) if started else ())
    if e.question is not None and e.asked >= QUESTION_AT and (e.sure or e.asked >= SURE_QUESTION):
        return _asked(e, e.question, None)
    if e.kind is None and not e.sure and e.start[1] >= 0.35 and e.top[0] in (*ANSWERLIKE, e.start[0]):
        started = procedure_of(e.start[0])  # nothing was asked: bare facts are the less likely meaning
        return Understanding(e.start[0], e.start[1], None, e.facts, procedures=(started,) if started else ())
    if e.facts and (intent == INFORM or not e.sure or _only_facts(e)):
        return Understanding(INFORM, max(score if intent == INFORM else 0.0, 0.6), None, e.facts)
    if intent in (INFORM, OUT_OF_SCOPE) and e.sure:
        return Understanding(intent, score, None, e.facts, likely=_likely(e))
    return None


def _only_facts(e: Evidence) -> bool:
    """Whether facts make up most of the message."""
    length = len(e.text.strip())
    return bool(e.facts) and sum(f.end - f.start for f in e.facts) >= 0.6 * length


def _unsure(e: Evidence) -> Understanding:
    return Understanding(FALLBACK, min(e.top[1], 0.5), None, e.facts, likely=_likely(e))


def _likely(e: Evidence) -> tuple[tuple[str, float], ...]:
    """Two or three intents worth offering."""
    offered = [(n, s) for n, s in e.ranking if s >= LIKELY_AT and n not in (INFORM, OUT_OF_SCOPE, "greet", "thanks")]
    return tuple(offered[:3])
