"""Wording: places filled, nothing computed, nothing left open."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.errors import DataError
from actions.prompts import Prompts, fill


@pytest.mark.parametrize(
    ("template", "params", "expected"),
    [
        ("Họ tên {subject} là gì?", {"subject": ""}, "Họ tên là gì?"),
        ("Họ tên {subject} là gì?", {"subject": "của con"}, "Họ tên của con là gì?"),
        ("{who} là người dân tộc nào?", {"who": ""}, "Là người dân tộc nào?"),
        ("{label} là gì?", {"label": "ngày sinh"}, "Ngày sinh là gì?"),
        ("Chạy ./motcua {x}.", {"x": "up"}, "Chạy ./motcua up."),
    ],
)
def test_fill(template: str, params: dict[str, str], expected: str) -> None:
    assert fill(template, params) == expected


def test_a_missing_parameter_is_an_error_not_a_brace() -> None:
    with pytest.raises(KeyError):
        fill("Mã {code}", {})


def _prompts(folder: Path, text: str) -> Prompts:
    (folder / "prompts").mkdir()
    (folder / "prompts" / "vi.yml").write_text(text, encoding="utf-8")
    return Prompts(folder)


def test_variants_by_channel_and_by_address(tmp_path: Path) -> None:
    known = _prompts(tmp_path, 'hello: {text: "Chào", sms: "Chao", you: "Chào {you}"}')
    assert known.get("hello").wording("web", {}) == "Chào"
    assert known.get("hello").wording("sms", {}) == "Chao"
    assert known.get("hello").wording("web", {"you": "bác"}) == "Chào bác"


@pytest.mark.parametrize("text", ["a: [1]", "a: {text: x, smss: y}", "a: {b: 3}"])
def test_a_misspelt_file_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"vi\.yml"):
        _prompts(tmp_path, text)
