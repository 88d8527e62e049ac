"""One score for every meaning that a message may have while something is asked, from the same pieces of evidence.

A linear score for each meaning, made probabilities over all of them; the weights are learnt from hand-written replies
(``data/nlu/decision/replies.yml``) by ``nlu.rasa.weights`` and kept, readable, in ``weights.json`` beside this file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from nlu.cues import begins_not_knowing, not_knowing
from nlu.evidence import ASKING_INTENTS, OPEN_KINDS, Evidence
from nlu.intents import COMMAND_INTENTS, FALLBACK, INFORM, OUT_OF_SCOPE, START_PREFIX
from nlu.lexicon import EXACT_MATCH, LOOSE_MATCH
from nlu.text import MARK, analyse
from nlu.wording import pieces, weight_of

FILE: Final = Path(__file__).with_name("weights.json")
LEAST: Final = 0.003
"""What a meaning outside the classifier's ranking counts as."""
LONG: Final = 12
"""Words from which a message is as long as any."""

Features = dict[str, float]

_EXPLAIN: Final = "ask_explain_field"
_PLAIN: Final = frozenset({"affirm", "deny"})
_COMMANDS: Final = frozenset(COMMAND_INTENTS.values()) - ASKING_INTENTS - {"dont_know", "danger"}
_COURTESY: Final = frozenset({"greet", "goodbye", "thanks", "insult"})


@cache
def weights() -> Mapping[str, float]:
    """Name of a feature → its weight, as learnt."""
    learnt: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return {str(name): float(weight) for name, weight in learnt["weights"].items()}


def meanings(e: Evidence, parts: Sequence[Evidence] = ()) -> dict[str, float]:
    """Intent → probability that the message means it, best first; ``inform`` stands for the awaited answer, also
    where that is a plain yes or no. They sum to 1."""
    return chances(evidence_for(e, parts), weights())


def chances(found: Mapping[str, Features], known: Mapping[str, float]) -> dict[str, float]:
    """The scores of all meanings as probabilities, best first."""
    scores = {m: sum(known.get(name, 0.0) * x for name, x in fs.items()) for m, fs in found.items()}
    most = max(scores.values())
    raw = {m: math.exp(s - most) for m, s in scores.items()}
    total = sum(raw.values())
    return dict(sorted(((m, r / total) for m, r in raw.items()), key=lambda pair: -pair[1]))


def evidence_for(e: Evidence, parts: Sequence[Evidence] = ()) -> dict[str, Features]:
    """What speaks for each meaning: intent → feature → amount, mostly 0..1."""
    hits = {COMMAND_INTENTS[h.command]: h for h in reversed(e.hits)}
    inside = {COMMAND_INTENTS[name] for name in e.lexicon.inside(e.text)}
    named, _ = e.lexicon.correction(e.text)
    told = "correct_field" if named or e.lexicon.mentions_correction(e.text) else ""
    doubts = not_knowing(e.text)
    unknown = begins_not_knowing(e.text, having=e.kind is not None and e.kind not in OPEN_KINDS)
    candidates = {INFORM, "dont_know", _EXPLAIN, *hits, *inside, *(name for name, _ in e.ranking)}
    if told:
        candidates.add(told)
    if e.question is not None:
        candidates.add(e.question.intent)
    candidates -= {FALLBACK}
    if e.kind == "yes_no":
        candidates -= _PLAIN  # that is the answer
    if _too_short(e):
        candidates -= {c for c in candidates & _COMMANDS if c not in hits}
        if not doubts and "dont_know" not in hits:
            candidates.discard("dont_know")
    found = {INFORM: _answer(e, parts)}
    for intent in sorted(candidates - {INFORM}):
        fs = {"likely": _log(e.score(intent))}
        if parts:
            best = max(p.score(intent) for p in parts)
            fs["likely in a part"] = max(0.0, _log(best) - fs["likely"])
        hit = hits.get(intent)
        if hit is not None:
            sort = "exact" if hit.match == EXACT_MATCH else "loose" if hit.match == LOOSE_MATCH else "near"
            fs[f"{sort} phrase" + (" of one word" if hit.words == 1 else "")] = 1.0
        elif intent in inside:
            fs["phrase inside"] = 1.0
        fs["likeliest"] = float(e.sure and intent == e.top[0])
        fs |= _group(e, parts, intent)
        if intent == "dont_know":
            fs["begins with not knowing"] = float(unknown)
            fs["says somewhere that it is not known"] = float(doubts)
            fs["not known, nothing read"] = float(doubts and e.answer < 0.3)
        if intent == "correct_field":
            fs["names what to correct"] = float(named)
            fs["word of correcting"] = float(bool(told))
            fs["corrects while it is read back"] = float(e.awaiting.get("purpose") == "review")
        found[intent] = fs
    _add_words(found, e)
    return found


def leaning(e: Evidence, parts: Sequence[Evidence] = ()) -> float:
    """Probability that an answer to a yes-or-no question means yes, by the words it is given in."""
    return chances(sides_for(e, parts), weights())["affirm"]


def sides_for(e: Evidence, parts: Sequence[Evidence] = ()) -> dict[str, Features]:
    """What speaks for yes and for no: as :func:`evidence_for`, but only for these two."""
    found, field = pieces(e.text), str(e.awaiting.get("field") or "").split("_")[0]
    each = weight_of(found)
    read = [p.reading.value for p in (e, *parts) if p.reading is not None and isinstance(p.reading.value, bool)]
    sides: dict[str, Features] = {}
    for side, value in (("affirm", True), ("deny", False)):
        fs = {"side, likely": _log(max(p.score(side) for p in (e, *parts))), f"{side}": 1.0, f"{side}/{field}": 0.5}
        fs["side, read"] = float(bool(read) and read[0] == value)
        for piece in found:
            fs[f"{side}: {piece}"] = fs[f"{side}/{field}: {piece}"] = each
        sides[side] = fs
    return sides


def _add_words(found: Mapping[str, Features], e: Evidence) -> None:
    """The words themselves, for each meaning, and for some by the sort of question and its kind."""
    said, sort = pieces(e.text), _sort(e.kind)
    each = weight_of(said)
    for intent, fs in found.items():
        name = _named(intent)
        fs[f"{name}/{e.kind}"] = 0.5
        names = [f"{name}: ", f"{name}/{sort}: "] if name in ("answer", "explains", "dont_know") else [f"{name}: "]
        for piece in said:
            for begin in names:
                fs[begin + piece] = each


def _named(intent: str) -> str:
    """Meanings that share the weights of their words."""
    if intent in (INFORM, _EXPLAIN):
        return "answer" if intent == INFORM else "explains"
    if intent in ("dont_know", "correct_field", "danger", OUT_OF_SCOPE):
        return intent
    if intent in ASKING_INTENTS:
        return "question"
    if intent.startswith(START_PREFIX):
        return "start"
    return "courtesy" if intent in _COURTESY else "plain" if intent in _PLAIN else "command"


def _group(e: Evidence, parts: Sequence[Evidence], intent: str) -> Features:
    asking = max([e.asking, *(p.asking for p in parts)])
    if intent in ASKING_INTENTS:
        which = "explains" if intent == _EXPLAIN else "question"
        fs = {which: 1.0, f"{which}, words of asking": asking}
        if e.question is not None and e.question.intent == intent:
            fs["question, strength"] = e.asked
            fs["question, like one we know"] = e.question.faq[0][1] if e.question.faq else 0.0
        if intent == "ask_privacy":
            fs["privacy while consent is asked"] = float(e.awaiting.get("purpose") == "consent")
        if intent == _EXPLAIN:
            fs["explains, some question likely"] = _log(_questions(e, parts))
            fs["explains, short"] = 1.0 - _length(e)
        return fs
    if intent.startswith(START_PREFIX):
        return {"start": 1.0}
    if intent in _PLAIN:
        return {"yes or no": 1.0}
    if intent in _COURTESY:
        return {"courtesy": 1.0, "courtesy, words of asking": asking}
    if intent in (OUT_OF_SCOPE, "danger", "dont_know", "correct_field"):
        return {intent: 1.0, f"{intent}, words of asking": asking}
    return {"command": 1.0, "command, words of asking": asking}


def _answer(e: Evidence, parts: Sequence[Evidence]) -> Features:
    """What speaks for the awaited answer."""
    asking = max([e.asking, *(p.asking for p in parts)])
    sort = _sort(e.kind)
    mass = sum(e.score(i) for i in (INFORM, "affirm", "deny", OUT_OF_SCOPE))
    if e.kind == "yes_no":
        mass = max(e.score(i) for i in _PLAIN)
    fs = {"answer, likely": _log(mass), f"{sort} answer": 1.0, "answer, words of asking": asking}
    fs["answer, some question likely"] = _log(_questions(e, parts))
    r = e.reading
    if r is not None:
        fs[f"{sort} answer, a sure value"] = float(r.value is not None and r.score >= 0.8 and r.coverage >= 0.8)
        fs[f"{sort} answer, read"] = e.answer
        fs[f"{sort} answer, share read"] = r.coverage
        fs["answer, whole"] = float(e.legal)
        fs["answer, only a hint"] = float(r.value is None and not r.candidates)
        fs["answer, a name written as one"] = float(r.kind == "person_name" and r.score >= 0.9 and r.coverage >= 0.8)
        fs["answer, an option itself"] = float(e.kind in ("choice", "yes_no") and r.score >= 0.9 and r.coverage >= 0.99)
        fs[f"{sort} answer, words of asking"] = asking * r.coverage
    part = max((p.answer for p in parts if p.legal), default=0.0)
    fs[f"{sort} answer, part read"] = max(0.0, part - e.answer)
    fs["answer, long"] = _length(e)
    fs["answer, facts beside"] = float(any(f.kind != "choice" for f in e.facts))
    return fs


def _questions(e: Evidence, parts: Sequence[Evidence]) -> float:
    """Probability that the message, or the part that asks most, is any question."""
    return max(sum(p for name, p in x.ranking if name in ASKING_INTENTS) for x in (e, *parts))


def _too_short(e: Evidence) -> bool:
    """One word, or two without diacritics where a name may stand: what the lists of phrases do not know, the
    classifier only guesses ("dung" is đúng, dừng and a name; "thôi" is no goodbye)."""
    message = analyse(e.text)
    words = sum(token.kind != MARK for token in message.tokens)
    return words == 1 or (words == 2 and e.kind == "person_name")


def _sort(kind: str | None) -> str:
    if kind in ("choice", "yes_no"):
        return "chosen"
    return "free" if kind in OPEN_KINDS else "strict"


def _length(e: Evidence) -> float:
    words = sum(token.kind != MARK for token in analyse(e.text).tokens)
    return min(words, LONG) / LONG


def _log(p: float) -> float:
    """A probability on the scale of surprise: 0 for next to none, 1 for certain."""
    return 1.0 - math.log(max(p, LEAST)) / math.log(LEAST)
