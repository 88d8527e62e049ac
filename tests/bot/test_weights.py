"""What is learnt from the replies carries over to replies that were held out."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.decide import by_rule
from nlu.rasa.light import LightPipeline
from nlu.rasa.weights import SMALLEST, Row, accuracy, evidence_of, learn, of_words, read_replies, row
from nlu.weigh import weights


@pytest.fixture(scope="module")
def halves(model: Path) -> tuple[list[Row], list[Row]]:
    """The replies that are weighed at all: those learnt from, and those held out."""
    pipeline = LightPipeline(model)
    seen: list[Row] = []
    unseen: list[Row] = []
    for reply in read_replies():
        whole, parts = evidence_of(pipeline, reply)
        if by_rule(whole) is None:
            (unseen if reply.held_out else seen).append(row(whole, parts, reply.intent))
    return seen, unseen


def test_held_out_replies_are_understood_by_weights_learnt_from_the_others(
    halves: tuple[list[Row], list[Row]],
) -> None:
    seen, unseen = halves
    assert len(unseen) >= 100
    assert accuracy(unseen, learn(seen)) >= 0.82
    assert accuracy(unseen, {"answer, likely": 1.0, "likely": 1.0}) < accuracy(unseen, learn(seen))


def test_the_weights_know_every_piece_of_evidence(halves: tuple[list[Row], list[Row]]) -> None:
    names = {name for rows in halves for _, found in rows for fs in found.values() for name in fs}
    assert {name for name in names if not of_words(name)} <= set(weights()), "run python -m nlu.rasa.weights"


def test_words_without_weight_are_left_out_and_those_that_matter_are_not() -> None:
    words = {name: weight for name, weight in weights().items() if of_words(name) and ":" in name}
    assert len(words) >= 1000 and min(abs(weight) for weight in words.values()) >= SMALLEST
    assert words["dont_know: giu"] > 0, "somebody else keeps the paper"


def test_a_reply_of_no_field_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nlu" / "decision").mkdir(parents=True)
    (tmp_path / "nlu" / "decision" / "replies.yml").write_text("- field: nowhere\n  inform: [a]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nowhere"):
        read_replies(tmp_path)
