"""The classifier alone, trained on a handful of sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlu.rasa.model import BLOCKS, FILE, LONG, Features, IntentModel

EXAMPLES = [
    ("giấy này hết bao nhiêu tiền", "ask_fee"),
    ("làm khai sinh mất bao nhiêu tiền", "ask_fee"),
    ("có mất tiền không", "ask_fee"),
    ("lệ phí bao nhiêu", "ask_fee"),
    ("bao lâu thì có giấy", "ask_duration"),
    ("mấy hôm thì lấy được giấy", "ask_duration"),
    ("làm khai sinh mấy ngày thì xong", "ask_duration"),
    ("chờ bao lâu", "ask_duration"),
    ("đường xa lắm, trời lại mưa, hết bao nhiêu tiền", "ask_fee"),
    ("đường xa lắm, trời lại mưa, chờ bao lâu", "ask_duration"),
    ("tôi đi làm xa, có mất tiền không", "ask_fee"),
    ("tôi đi làm xa, chờ bao lâu", "ask_duration"),
    ("tôi tên là Giàng A Páo", "inform"),
    ("tôi sinh năm 1990", "inform"),
    ("tôi chưa có vợ", "inform"),
    ("dân tộc Mông", "inform"),
]
STORY = "nhà tôi ở trên bản cao, vợ tôi mới sinh con ở nhà, tôi đi làm xa"


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.train(EXAMPLES)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (f"{STORY}, hết bao nhiêu tiền", "ask_fee"),
        (f"{STORY}, chờ bao lâu thì có giấy", "ask_duration"),
        (f"hết bao nhiêu tiền, {STORY}", "ask_fee"),
        ("toi chua co vo", "inform"),
        ("het bao nhieu tien", "ask_fee"),
    ],
)
def test_the_point_of_a_story_is_found_wherever_it_stands(model: IntentModel, text: str, intent: str) -> None:
    assert model.rank([text])[0][0][0] == intent


@pytest.mark.parametrize(
    "text", ["", "😀", "hết bao nhiêu tiền", f"{STORY}, hết bao nhiêu tiền", "a, " * LONG, "ố " * 999]
)
def test_the_probabilities_of_all_labels_are_one(model: IntentModel, text: str) -> None:
    ranking = model.rank([text])[0]
    assert sum(score for _, score in ranking) == pytest.approx(1)
    assert [score for _, score in ranking] == sorted((score for _, score in ranking), reverse=True)


def test_what_was_saved_ranks_alike(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    for text in (STORY, "bao lâu", f"{STORY}, bao lâu"):
        assert again.rank([text]) == model.rank([text])


def test_a_model_of_other_features_is_refused(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    file = tmp_path / f"{FILE}.json"
    learned = json.loads(file.read_text(encoding="utf-8"))
    learned["vocabularies"].pop()
    file.write_text(json.dumps(learned), encoding="utf-8")
    with pytest.raises(ValueError, match="other features"):
        IntentModel.load(tmp_path)


def test_the_last_words_are_seen_on_their_own() -> None:
    features = Features()
    texts = [f"{STORY} hết bao nhiêu tiền", f"hết bao nhiêu tiền {STORY}"] * 4
    rows = features.fit(texts)
    last = len(features.vocabularies()[-1])
    assert BLOCKS[-1].last and last
    assert (rows[0, -last:] != rows[1, -last:]).nnz
