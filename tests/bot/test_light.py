"""``parse`` says what the server would say."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker

from bot.generate import ROOT
from nlu.parse import encode, main, metadata_of, parse_objects, read_line, run_lines
from nlu.rasa.light import LightPipeline

EVAL = ROOT / "data" / "nlu" / "eval" / "set1.jsonl"


@pytest.fixture(scope="module")
def light(model: Path) -> LightPipeline:
    return LightPipeline(model)


def test_the_light_pipeline_equals_rasas_own(agent: Any, light: LightPipeline) -> None:
    lines = [json.loads(line) for line in EVAL.read_text(encoding="utf-8").splitlines()]
    texts = [line["text"] for line in lines] + ["", "😀", "sinh 7/5/1990, mà giấy này mất bao nhiêu tiền vậy?"]
    given = [metadata_of(line) for line in lines] + [{}, {}, {}]
    processor = agent.processor
    tracker = DialogueStateTracker.from_events("x", [])
    inputs = {
        PLACEHOLDER_MESSAGE: [UserMessage(t, metadata=m) for t, m in zip(texts, given, strict=True)],
        PLACEHOLDER_TRACKER: tracker,
    }
    target = processor.model_metadata.nlu_target
    heavy = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
    for text, message, (understood, ranking) in zip(texts, heavy, light.run(texts, given), strict=True):
        assert message.get("entities")[0]["value"] == understood.to_dict(), text
        assert [r["name"] for r in message.get("intent_ranking")] == [name for name, _ in ranking][:5], text


def test_lines_keep_their_keys_and_order(light: LightPipeline) -> None:
    objects = [{"id": 7, "text": "giấy này hết bao nhiêu tiền", "x": [1]}, {"id": 8, "text": "xin chào"}]
    first, second = parse_objects(light, objects)
    assert (first["id"], first["x"], first["intent"]) == (7, [1], "ask_fee")
    assert first["question"]["intent"] == "ask_fee" and 0 < first["confidence"] <= 1
    assert (second["id"], second["intent"]) == (8, "greet")


def test_the_awaited_answer_is_among_the_facts(light: LightPipeline) -> None:
    line = {
        "text": "hai bảy tháng ba",
        "context": {"awaiting": {"field": "subject_birth_date", "kind": "date"}, "question": "Sinh ngày nào?"},
    }
    (result,) = parse_objects(light, [line])
    assert result["intent"] == "inform"
    assert [(f["kind"], f["value"]) for f in result["facts"]] == [("date", "--03-27")]
    assert result["context"] == line["context"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"", "empty line"),
        (b"not json", "not a line of JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"a": 1}', "no text"),
        (b'{"text": 3}', "no text"),
        (b'{"text": " "}', "empty text"),
        (b'{"text": "a", "context": 3}', "context is not an object"),
        (b'{"text": "a", "context": {"awaiting": []}}', "awaiting is not an object"),
        (b"\xff\xfe", "not a line of JSON"),
        (b"[" * 100000, "not a line of JSON"),
    ],
)
def test_a_bad_line_is_an_object_with_an_error(light: LightPipeline, line: bytes, error: str) -> None:
    (result,) = parse_objects(light, [read_line(line)])
    assert result["error"] == error
    assert "intent" not in result


def test_a_bad_line_among_good_ones_disturbs_none(light: LightPipeline, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(
        b'{"text": "xin ch\xc3\xa0o"}\nnope\n{"text": "\\ud800 a"}\n{"text": "t\xe1\xba\xa1m bi\xe1\xbb\x87t"}'
    )
    target = io.BytesIO()
    with source.open("rb") as stream:
        assert run_lines(light, stream, target) == 0
    results = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [r.get("error") for r in results] == [None, "not a line of JSON", None, None]
    assert results[3]["intent"] == "goodbye"


def test_an_answer_comes_as_soon_as_its_line_is_there(light: LightPipeline) -> None:
    read_end, write_end = os.pipe()
    seen: list[bytes] = []

    class Target(io.BytesIO):
        def flush(self) -> None:
            seen.append(self.getvalue())
            os.close(write_end)  # only now does the input end

    os.write(write_end, '{"text": "xin chào"}\n'.encode())
    with os.fdopen(read_end, "rb") as source:
        run_lines(light, source, Target())
    assert json.loads(seen[0])["intent"] == "greet"


def test_no_text_and_no_model_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["xin", "chào", "--model", str(tmp_path / "none.tar.gz")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2 and "run ./motcua train" in said[1]


def test_what_utf8_cannot_hold_is_escaped() -> None:
    assert encode({"text": "\ud800"}) == b'{"text": "\\ud800"}'
