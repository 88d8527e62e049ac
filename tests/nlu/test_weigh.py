"""The weighing of meanings: what it was learnt from, and what it must never get wrong."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import date
from pathlib import Path

import pytest
import yaml

from nlu.evidence import Evidence, context_of
from nlu.intents import INTENTS
from nlu.lexicon import Lexicon
from nlu.weigh import FILE, chances, evidence_for, meanings, weights

DATA = Path(__file__).resolve().parents[2] / "data"
REPLIES = DATA / "nlu" / "decision" / "replies.yml"
LEXICON = Lexicon.load(DATA)
GROUPS = yaml.safe_load(REPLIES.read_text(encoding="utf-8"))
SAID = [
    (intent, str(text), group)
    for group in GROUPS
    for intent, texts in group.items()
    if intent not in ("asked", "field")
    for text in texts
]


def test_the_weights_were_learnt_from_these_replies() -> None:
    learnt = json.loads(FILE.read_text(encoding="utf-8"))
    assert learnt["replies"] == hashlib.sha256(REPLIES.read_bytes()).hexdigest(), "run python -m nlu.rasa.weights"
    assert all(math.isfinite(weight) and abs(weight) < 8 for weight in weights().values())


def test_there_are_enough_replies_with_known_labels_and_none_twice() -> None:
    assert len(SAID) >= 500
    assert {intent for intent, _, _ in SAID} <= INTENTS
    asked = [(str(group), text.casefold()) for _, text, group in SAID]
    assert len(asked) == len(set(asked))


def test_no_reply_is_of_the_evaluation_set() -> None:
    lines = (DATA / "nlu" / "eval" / "set1.jsonl").read_text(encoding="utf-8").splitlines()
    evaluated = {
        (line["context"]["awaiting"]["field"], line["text"].casefold())
        for line in map(json.loads, lines)
        if "context" in line
    }
    same = [t for _, t, g in SAID if (g.get("field") or g["asked"]["field"], t.casefold()) in evaluated]
    assert same == [], "a short answer that anybody gives is to be worded otherwise"


def weighed(text: str, kind: str, ranking: list[tuple[str, float]], **more: object) -> dict[str, float]:
    awaiting = {"field": "f", "kind": kind, "purpose": "field", "question": "?", **more}
    context = context_of(awaiting, date(2026, 11, 22))
    return meanings(Evidence(text, ranking, awaiting, context, LEXICON, None))


@pytest.mark.parametrize("text", ["giấy này mất bao nhiêu tiền vậy", "Na Son", "mai tôi ra", "?"])
@pytest.mark.parametrize("kind", ["place", "date", "yes_no", "choice", "text"])
def test_chances_sum_to_one_and_come_in_order(text: str, kind: str) -> None:
    found = list(weighed(text, kind, [("ask_fee", 0.6), ("inform", 0.3)]).values())
    assert sum(found) == pytest.approx(1.0) and found == sorted(found, reverse=True)


def test_every_piece_of_evidence_alone_moves_the_answer_its_own_way() -> None:
    unsure = [("ask_explain_field", 0.3), ("inform", 0.3), ("dont_know", 0.1)]
    read = weighed("sinh hôm 7/5/1990 gì đó", "date", unsure)["inform"]
    assert read > weighed("sinh hôm nào gì đó", "date", unsure)["inform"]
    assert weighed("trên thẻ 7/5/1990 hả?", "date", unsure)["inform"] < read
    surer = [("inform", 0.8), ("ask_explain_field", 0.1)]
    assert weighed("sinh hôm 7/5/1990 gì đó", "date", surer)["inform"] > read


def test_a_meaning_without_known_weights_is_no_likelier_than_another() -> None:
    assert chances({"a": {"odd": 1.0}, "b": {}}, {}) == {"a": 0.5, "b": 0.5}


def test_evidence_is_bounded() -> None:
    awaiting = {"field": "f", "kind": "place"}
    long = "xã Na Son không biết sửa tên hả? " * 120
    e = Evidence(long, [("greet", 1.0)], awaiting, context_of(awaiting, date(2026, 11, 22)), LEXICON, None)
    assert all(-0.001 <= x <= 2.0 for fs in evidence_for(e).values() for x in fs.values())
