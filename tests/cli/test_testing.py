"""`./motcua test` counts every check and never calls a failure a success."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli import testing
from cli.boot.layout import Layout

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir=."]
ONE_OF_EACH = """
import pytest
def test_a(): pass
def test_b(): pass
def test_c(): assert False
@pytest.fixture
def broken(): raise ValueError
def test_d(broken): pass
@pytest.mark.skip(reason="x")
def test_e(): pass
"""


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *found: tuple[str, list[str]]) -> int:
    monkeypatch.setattr(testing, "Layout", lambda: Layout(root=folder, home=folder))
    monkeypatch.setattr(testing, "checks", lambda layout: list(found))
    return testing.main([])


def test_everything_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_x.py").write_text(ONE_OF_EACH)
    good, bad = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(3)"]
    code = run(tmp_path, monkeypatch, ("good", good), ("bad", bad), ("tests", [*PYTEST, "test_x.py"]))
    assert code == 1
    assert capfd.readouterr().out.splitlines()[-1] == "3 passed, 3 failed, 1 skipped"


def test_all_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_x.py").write_text("def test_a(): pass\n")
    assert run(tmp_path, monkeypatch, ("tests", [*PYTEST, "test_x.py"])) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "1 passed, 0 failed"


@pytest.mark.parametrize(
    "content", ["", "def broken(:\n", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n", None]
)
def test_a_pytest_that_ran_nothing_has_failed(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "test_x.py").write_text(content)
    assert run(tmp_path, monkeypatch, ("tests", [*PYTEST, "test_x.py"])) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_arguments_go_to_pytest_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_x.py").write_text("def test_a(): pass\ndef test_b(): assert False\n")
    layout = Layout(root=tmp_path, home=tmp_path)
    layout.python("web").parent.mkdir(parents=True)
    layout.python("web").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    layout.python("web").chmod(0o755)
    monkeypatch.setattr(testing, "Layout", lambda: layout)
    options = ["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir=."]
    assert testing.main([*options, "test_x.py::test_a"]) == 0
    assert testing.main([*options, "test_x.py"]) == 1
    assert testing.main([*options, "test_x.py::test_c"]) == 4


def test_the_checks_cover_both_pythons_types_style_and_data() -> None:
    found = dict(testing.checks(Layout()))
    assert {
        "ruff check",
        "ruff format",
        "mypy",
        "mypy, Rasa's side",
        "pytest",
    } <= set(found)
    assert "tests/nlu" in found["pytest, Rasa's side"]
    assert found["pytest, Rasa's side"][0].endswith("/bot/bin/python")
