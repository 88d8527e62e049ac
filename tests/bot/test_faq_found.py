"""Questions in words of their own find their answers, by the words alone: what the classifier and the procedure at hand
add comes on top."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from nlu.rasa.faq_index import FaqIndex, fold, read_entries

HERE = Path(__file__).parent
CONTENT = HERE.parents[1] / "data"
Asked = list[tuple[str, str]]


def read(name: str) -> Asked:
    """Pairs of a question and the entry that answers it."""
    rows: dict[str, list[str]] = yaml.safe_load((HERE / f"{name}.yml").read_text("utf-8"))
    return [(text, entry) for entry, texts in rows.items() for text in texts]


TRIED, HELD_OUT = read("faq_tried"), read("faq_held_out")


@pytest.fixture(scope="module")
def index() -> FaqIndex:
    return FaqIndex(read_entries(CONTENT))


def wrong(index: FaqIndex, asked: Asked) -> list[tuple[str, str, str]]:
    """The questions that find another entry first, or one too doubtful to be said."""
    out = []
    for text, entry in asked:
        best = index.search(text)
        if not best or best[0][0] != entry or best[0][1] < 0.4:
            out.append((text, entry, best[0][0] if best else ""))
    return out


def test_no_question_is_one_of_the_phrasings() -> None:
    known = {fold(phrase) for entry in read_entries(CONTENT) for phrase in entry.ask}
    assert [text for text, _ in TRIED + HELD_OUT if fold(text) in known] == []
    assert not {fold(text) for text, _ in TRIED} & {fold(text) for text, _ in HELD_OUT}


def test_every_answer_about_children_is_asked_for() -> None:
    for asked in (TRIED, HELD_OUT):
        assert {f"B{i}" for i in range(1, 41)} <= {entry for _, entry in asked}


@pytest.mark.parametrize("typed", [str, fold, lambda text: f"dạ {text} ạ"], ids=["as written", "bare", "politely"])
def test_questions_find_their_answers(index: FaqIndex, typed: Callable[[str], str]) -> None:
    missed = wrong(index, [(typed(text), entry) for text, entry in TRIED])
    assert len(TRIED) > 140 and len(missed) <= 0.05 * len(TRIED), missed


def test_questions_nobody_has_seen_find_them_too(index: FaqIndex) -> None:
    missed = wrong(index, HELD_OUT)
    assert len(HELD_OUT) > 45 and len(missed) <= 0.2 * len(HELD_OUT), missed
