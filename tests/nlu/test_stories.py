"""Stories around training examples: what is told, what never is, and the lists they are made of."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from nlu.stories import NEVER_TOLD, Stories, read_stories, told
from tests.nlu.test_nlu_data import ROOT, bare, sentences

STORIES = read_stories(ROOT / "data")
SOME = Stories(("chuyện là thế này", "nhà tôi ở xa"), ("em cảm ơn ạ",))


def test_the_lists_are_sentences_of_their_own() -> None:
    for found, least, longest in ((STORIES.openings, 100, 120), (STORIES.closings, 20, 60)):
        assert len(found) >= least
        assert [text for text, count in Counter(map(bare, found)).items() if count > 1] == []
        assert [t for t in found if len(t) > longest or not unicodedata.is_normalized("NFC", t) or "?" in t] == []


def test_no_opening_or_closing_is_an_example_of_an_intent() -> None:
    meant = {bare(s.text) for s in sentences()}
    assert sorted(meant & {bare(text) for text in (*STORIES.openings, *STORIES.closings)}) == []


def test_a_story_ends_with_its_point_or_a_closing_and_keeps_its_intent() -> None:
    examples = [(f"giấy số {n} mất bao nhiêu tiền", "ask_fee") for n in range(40)]
    made = told(examples, SOME)
    assert 5 < len(made) < 35
    for story, intent in made:
        assert intent == "ask_fee"
        assert story.startswith(SOME.openings)
        assert story.endswith(("bao nhiêu tiền", SOME.closings[0]))
    assert any(story.endswith(SOME.closings[0]) for story, _ in made)
    assert made == told(examples, SOME)


def test_courtesies_and_scraps_are_no_point_of_a_story() -> None:
    examples = [(f"vâng đúng là số {n}", intent) for intent in sorted(NEVER_TOLD) for n in range(10)]
    assert told([*examples, *((f"số {n}", "inform") for n in range(40))], SOME) == []


@pytest.mark.parametrize(
    "content", ["- một", "openings: [a]", "openings: a\nclosings: [b]", 'openings: ["  "]\nclosings: [b]']
)
def test_a_file_of_another_shape_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "nlu" / "stories.yml"
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"stories\.yml"):
        read_stories(tmp_path)


def test_without_the_file_nothing_is_told(tmp_path: Path) -> None:
    assert told([("mất bao nhiêu tiền", "ask_fee")], read_stories(tmp_path)) == []
