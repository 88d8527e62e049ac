"""The command: one object a line, never a crash, the same under both Pythons, quick enough."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlu.values.cli import answer_line, main
from tests.nlu.values.tables import TODAY, cases

ROOT = Path(__file__).resolve().parents[3]
PYTHONS = [ROOT / ".motcua" / env / "bin" / "python" for env in ("bot", "web")]


def test_one_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["date", "7/5/90", "--today", "2026-11-22"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "kind": "date",
        "text": "7/5/90",
        "value": "1990-05-07",
        "candidates": [],
    }


def test_other_keys_are_kept() -> None:
    line = json.dumps({"kind": "yes_no", "text": "dạ", "id": 7, "note": {"a": [1]}})
    assert answer_line(line, TODAY) == {
        "kind": "yes_no",
        "text": "dạ",
        "id": 7,
        "note": {"a": [1]},
        "value": True,
        "candidates": [],
    }


@pytest.mark.parametrize(
    "line",
    [
        "zzz", "[1]", "null", "{}", '{"kind": "nothing", "text": "a"}', '{"kind": "date"}',
        '{"kind": "date", "text": 7}',
        '{"kind": ["date"], "text": "a"}',
        '{"kind": "date", "text": "a", "context": 3}', '{"kind": "date", "text": "a", "context": {"today": "x"}}',
        '{"kind": "choice", "text": "a", "context": {"options": "b"}}',
        '{"kind": "choice", "text": "a", "context": {"options": [3]}}',
        '{"kind": "date", "text": "a", "context": {"dob": 5}}', "[" * 5000,
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_with_an_error(line: str) -> None:
    assert answer_line(line, TODAY)["error"]


def test_bytes_that_are_no_text_do_not_stop_the_stream(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = b'{"kind":"date","text":"\\ud800"}\n\xff\xfe\n{"kind":"date","text":"2/9/1945"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    assert main(["--jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["value"] == "1945-09-02"


def _corpus() -> str:
    return "".join(
        json.dumps({"kind": c.kind, "text": c.text, "context": c.context}, ensure_ascii=False) + "\n" for c in cases()
    )


def _run(python: Path) -> str:
    done = subprocess.run(
        [python, "-m", "nlu.values.cli", "--jsonl"], input=_corpus(), capture_output=True, text=True, encoding="utf-8",
        cwd=ROOT, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout


@pytest.mark.skipif(not all(p.exists() for p in PYTHONS), reason="needs both environments")
def test_both_pythons_say_the_same() -> None:
    older, newer = (_run(p) for p in PYTHONS)
    assert older.splitlines() == newer.splitlines()
    assert len(older.splitlines()) == len(list(cases()))
