"""``python -m nlu.rasa.weights``: learns how much each piece of evidence weighs, and writes ``nlu/weights.json``.

Conditional logistic regression over the meanings of each reply in ``data/nlu/decision/replies.yml``. Every fourth
reply is held out, to see whether the weights carry over. Runs in the Rasa environment, on the trained model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from nlu.clauses import split
from nlu.decide import by_rule
from nlu.evidence import Clause, Evidence, context_of
from nlu.intents import INFORM, START_PREFIX
from nlu.parse import MODEL
from nlu.rasa.judge import CONTENT
from nlu.rasa.light import LightPipeline
from nlu.weigh import FILE, Features, chances, evidence_for, sides_for

TODAY: Final = date(2026, 11, 22)
"""The day on which the replies were written."""
EVERY: Final = 4
"""One reply in so many is held out."""
STIFFNESS: Final = 0.002
"""Weight of the squared weights, for each reply …"""
WORDS_STIFFNESS: Final = 0.0005
"""… and of those of words, which are thousands and small."""
RAREST: Final = 3
"""Replies in which a word must stand to be weighed."""
SMALLEST: Final = 0.1
"""Weights of words below this are left out."""


Row = tuple[str, dict[str, Features]]
"""The right meaning of a reply, and the evidence for each that it may have."""


@dataclass(frozen=True)
class Reply:
    """A reply, the label a careful reader gives it, and what was awaited."""

    text: str
    intent: str
    awaiting: Mapping[str, Any]
    held_out: bool


def read_replies(content: Path = CONTENT) -> list[Reply]:
    """The replies of ``nlu/decision/replies.yml`` in the content folder; a wrong shape is a ``ValueError``."""
    path = content / "nlu" / "decision" / "replies.yml"
    fields = _fields(content)
    replies: list[Reply] = []
    for group in yaml.safe_load(path.read_text(encoding="utf-8")):
        awaiting = {**_AROUND, **_awaiting(group, fields, path)}
        for intent, texts in group.items():
            if isinstance(texts, list) and intent != "options":
                for text in texts:
                    replies.append(Reply(str(text), intent, awaiting, len(replies) % EVERY == EVERY - 1))
    return replies


_AROUND: Final = {"purpose": "field", "options": (), "question": "?", "allows_unknown": True}


def _awaiting(group: Mapping[str, Any], fields: Mapping[str, Mapping[str, Any]], path: Path) -> dict[str, Any]:
    if "asked" in group:
        asked: dict[str, Any] = dict(group["asked"])
        return asked
    field = fields.get(str(group.get("field")))
    if field is None:
        raise ValueError(f"{path}: {group.get('field')}: no field of a procedure")
    options = field.get("options") or ()
    return {"field": field["id"], "kind": field["kind"], "options": list(options), "person": field.get("person")}


def _fields(content: Path) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(content.glob("procedures/*/procedure.yml"), reverse=True):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            for field in group["fields"]:
                found.setdefault(field["id"], field)
    return found


def evidence_of(pipeline: LightPipeline, reply: Reply) -> tuple[Evidence, list[Evidence]]:
    """A reply as the decision sees it: whole, and clause by clause."""
    spans = split(reply.text)
    parts = spans if len(spans) > 1 else []
    ranked = pipeline.rank([reply.text, *(reply.text[a:b] for a, b in parts)])
    context = context_of(reply.awaiting, TODAY)
    whole = Evidence(reply.text, ranked[0], reply.awaiting, context, pipeline.judge.lexicon, pipeline.judge.faq)
    return whole, [whole.clause(Clause(a, b, r)) for (a, b), r in zip(parts, ranked[1:], strict=True)]


def row(whole: Evidence, parts: Sequence[Evidence], intent: str) -> Row:
    """The meaning that is right for a reply with this label, and the evidence for all."""
    if whole.kind == "yes_no" and intent in ("affirm", "deny"):
        intent = INFORM
    if intent.startswith(START_PREFIX) and _chosen(whole) == intent:
        intent = INFORM
    return intent, evidence_for(whole, parts)


def _chosen(e: Evidence) -> str | None:
    """The id of the option that the message chooses."""
    chosen = e.reading.value if e.reading else None
    return e.context.options[chosen].id if e.kind == "choice" and isinstance(chosen, int) else None


def learn(rows: Sequence[Row]) -> dict[str, float]:
    """The weights under which the right meanings are likeliest; of words only those that matter. Deterministic."""
    rows = [(right, found) for right, found in rows if right in found]
    told = Counter(name for _, found in rows for name in {name for fs in found.values() for name in fs})
    names = sorted(name for name, count in told.items() if not of_words(name) or count >= RAREST)
    column = {name: i for i, name in enumerate(names)}
    places: list[int] = []
    amounts: list[float] = []
    ends, firsts, rights = [0], [], []
    for right, found in rows:
        firsts.append(len(ends) - 1)
        rights.append(firsts[-1] + list(found).index(right))
        for fs in found.values():
            known = [(column[name], x) for name, x in fs.items() if x and name in column]
            places += [i for i, _ in known]
            amounts += [x for _, x in known]
            ends.append(len(places))
    matrix = csr_matrix((amounts, places, ends), shape=(len(ends) - 1, len(names)))
    across = matrix.T.tocsr()
    sizes = np.diff([*firsts, len(ends) - 1])
    penalty = np.asarray([WORDS_STIFFNESS if of_words(name) else STIFFNESS for name in names]) * len(rows)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        scores -= np.repeat(np.maximum.reduceat(scores, firsts), sizes)
        p = np.exp(scores)
        p /= np.repeat(np.add.reduceat(p, firsts), sizes)
        total = -float(np.log(p[rights]).sum())
        p[rights] -= 1.0
        return total + float(penalty @ (w * w)) / 2, across @ p + penalty * w

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    learnt = {name: round(float(w), 2 if ":" in name else 3) for name, w in zip(names, fitted.x, strict=True)}
    return {name: w for name, w in learnt.items() if ":" not in name or abs(w) >= SMALLEST}


def of_words(name: str) -> bool:
    """Whether a feature is a word or a sort of question, of which there are thousands, and no named piece."""
    return ":" in name or "/" in name


def accuracy(rows: Sequence[Row], known: Mapping[str, float]) -> float:
    """Share of the replies whose right meaning comes first."""
    return sum(next(iter(chances(found, known))) == right for right, found in rows) / len(rows)


def hash_of(content: Path = CONTENT) -> str:
    """SHA-256 of the replies, by which a test sees that the weights were learnt from them."""
    return hashlib.sha256((content / "nlu" / "decision" / "replies.yml").read_bytes()).hexdigest()


def main(argv: Sequence[str] | None = None) -> int:
    """Command line: learns, shows how well it carries over, writes the weights; 2 without a usable model."""
    parser = argparse.ArgumentParser(prog="python -m nlu.rasa.weights", description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args(argv)
    try:
        pipeline = LightPipeline(options.model)
    except (OSError, ValueError) as error:
        print(f"no usable model at {options.model} ({error}); run ./motcua train", file=sys.stderr)
        return 2
    replies = read_replies()
    seen: list[Row] = []
    unseen: list[Row] = []
    sides: dict[bool, list[Row]] = {False: [], True: []}
    for reply in replies:
        whole, parts = evidence_of(pipeline, reply)
        if by_rule(whole) is None:  # the rest is not weighed
            (unseen if reply.held_out else seen).append(row(whole, parts, reply.intent))
        if whole.kind == "yes_no" and reply.intent in ("affirm", "deny"):
            sides[reply.held_out].append((reply.intent, sides_for(whole, parts)))
    trial = learn(seen) | learn(sides[False])
    for name, rows in (
        ("learnt from", seen),
        ("held out", unseen),
        ("yes or no, learnt from", sides[False]),
        ("yes or no, held out", sides[True]),
    ):
        print(f"{name}: {len(rows)} replies, {accuracy(rows, trial):.3f} right")
    learnt = {"replies": hash_of(), "weights": learn(seen + unseen) | learn(sides[False] + sides[True])}
    FILE.write_text(json.dumps(learnt, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
