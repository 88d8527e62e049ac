"""A step of the set-up shows that it goes on, and what it is at."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.boot import say
from cli.boot.run import run, tail
from cli.boot.say import Problem


def test_a_long_step_tells_its_time_and_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Impatient(say.Progress):
        def __init__(self, what: str) -> None:
            super().__init__(what, every=0.0)

    monkeypatch.setattr("cli.boot.run.Progress", Impatient)
    code = "import time; print('Downloading tensorflow (500 MiB)', flush=True); time.sleep(1.5)"
    run([sys.executable, "-c", code], "Installing packages", tmp_path / "log" / "x.log")
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "  Installing packages …"
    assert told[1] == "  Installing packages … 1 s  Downloading tensorflow (500 MiB)"
    assert told[-1].startswith("  Installing packages: done (")


def test_a_step_that_fails_shows_its_last_lines_and_where_the_rest_is(tmp_path: Path) -> None:
    code = "import sys; [print(f'line {n}') for n in range(40)]; sys.exit(9)"
    log = tmp_path / "x.log"
    with pytest.raises(Problem) as caught:
        run([sys.executable, "-c", code], "Making it", log)
    text = str(caught.value)
    assert text.startswith(f"Making it failed (exit code 9). Its last lines, from {log}:\n")
    assert text.splitlines()[1:] == [f"    line {n}" for n in range(25, 40)]


def test_the_tail_of_nothing_is_empty(tmp_path: Path) -> None:
    assert tail(tmp_path / "none.log") == ""


def test_the_tail_has_no_colours(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("\x1b[92mtrained\x1b[0m\n")
    assert tail(tmp_path / "x.log") == "    trained"
