"""The figures of ``./motcua bench understanding``, on answers counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench import judged, understanding
from tests.bench.judged import Item, items, judge, kinds
from tests.bench.understanding import Message, confusion, scores, wrong_when_acting


def message(number: int, label: str, intent: str, confidence: float = 0.9) -> Message:
    return Message(str(number), "standard", label, intent, confidence, 1.0, False)


def item(kind: str, text: str, *accept: tuple[Any, ...], certain: bool = True, number: int = 1) -> Item:
    return Item(f"{kind}-{number:04}", kind, text, "standard", {}, certain, accept)


def test_scores_count_what_is_right_wrong_and_asked_again() -> None:
    said = [
        message(1, "greet", "greet"), message(2, "greet", "thanks"), message(3, "thanks", "thanks"),
        message(4, "thanks", "nlu_fallback"),
    ]  # fmt: skip
    found = scores(said)
    assert (found["n"], found["accuracy"], found["wrong"], found["asked"]) == (4, 0.5, 0.25, 0.25)
    assert found["macro_f1"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert confusion(said) == [("greet", "thanks", 1), ("thanks", "nlu_fallback", 1)]


def test_mistakes_are_counted_where_nine_in_ten_are_acted_on() -> None:
    said = [message(n, "greet", "greet", 0.9) for n in range(8)]
    said += [message(8, "greet", "thanks", 0.8), message(9, "greet", "thanks", 0.2), message(10, "out_of_scope", "x")]
    assert wrong_when_acting(said) == {"acted_on": 1.0, "threshold": 0.2, "wrong": 0.2}
    assert wrong_when_acting([*said[:8], message(8, "greet", "nlu_fallback")])["acted_on"] == pytest.approx(8 / 9)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (item("date", "7/5/1990", ("1990-05-07",)), "right"),
        (item("date", "7/5/1990", ("1990-07-05",)), "wrong"),
        (item("date", "không nhớ", ("1990-07-05",)), "asked"),
        (item("date", "không nhớ", (), certain=False), "right"),
        (item("date", "7/5/1990", (), certain=False), "wrong"),
        (item("place", "xã Na Son tỉnh Điện Biên", ({"commune": "na  sơn", "province": "dien bien"},)), "right"),
        (item("place", "xã Na Son tỉnh Điện Biên", ({"commune": "Na Son", "province": None},)), "wrong"),
    ],
)
def test_an_answer_is_judged_as_the_sets_say(one: Item, verdict: str) -> None:
    assert judge(one).verdict == verdict


@pytest.mark.parametrize(
    ("value", "candidates", "accept", "verdict"),
    [
        (None, (1, 2), [(1, 2)], "right"),
        (None, (2, 1, 3), [(1, 2)], "right"),
        (None, (2, 3), [(1, 2)], "asked"),
        (None, (1, 2, 3, 4), [(1,)], "asked"),
        (None, (1, 2), [(1,)], "right"),
        (None, (2, 3), [(1,)], "asked"),
        (1, (), [(1, 2), ()], "wrong"),
        (None, (), [(1, 2), ()], "right"),
    ],
)
def test_candidates_are_right_when_few_and_holding_the_truth(
    value: Any, candidates: tuple[Any, ...], accept: list[tuple[Any, ...]], verdict: str
) -> None:
    assert judged._verdict(item("number", "x", *accept), value, candidates) == verdict


def test_every_set_is_large_and_every_second_answer_unseen() -> None:
    for kind in kinds():
        all_items = list(items(kind))
        assert len(all_items) >= 300
        assert sum(not one.certain for one in all_items) >= 0.3 * len(all_items)
        assert abs(sum(one.unseen for one in all_items) - len(all_items) / 2) <= 1
    assert len(kinds()) == 17


def test_a_missed_bar_is_said() -> None:
    styles = {"all": scores([message(1, "greet", "thanks")]), "standard": scores([message(1, "greet", "thanks")])}
    half = {"right": 1.0, "wrong": 0.0, "p50_ms": 0.1}
    report = {
        "intents": {"set1": {"styles": styles, "acting": {"wrong": 0.0, "acted_on": 1.0}, "p50_ms": 1.0}},
        "values": {"date": {"unseen": half, "seen": half}},
    }
    missed = [bar["what"] for bar in understanding.bars(report) if not bar["reached"]]
    assert missed == ["intents right, set1", "intents right in the worst style (standard)"]
