"""`./motcua doctor` says what is missing, changes nothing, and fails only when a person has to act."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from cli.boot import doctor
from cli.boot.layout import Layout
from cli.boot.start import Options, free_port, hold, publish
from tests.cli.project import offline, small_project


@pytest.fixture
def project(tmp_path: Path) -> Layout:
    return small_project(tmp_path)


def examine(layout: Layout, capsys: pytest.CaptureFixture[str], port: int | None = None) -> tuple[int, list[str]]:
    code = doctor.main(["--data", str(layout.root / "var"), "--port", str(port or free_port())], layout)
    return code, capsys.readouterr().out.splitlines()


def lines(found: list[str], level: str) -> list[str]:
    return [line[7:] for line in found if line.startswith(level)]


def test_a_new_machine_is_fine_and_nothing_is_made(
    project: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.boot.doctor.SPACE", {"web": 1, "bot": 1})
    before = sorted(project.root.rglob("*"))
    code, found = examine(project, capsys)
    assert code == 0 and found[-1] == "Nothing to act on."
    assert any("web environment is missing or out of date" in line for line in lines(found, "later"))
    assert sorted(project.root.rglob("*")) == before


def test_what_is_up_to_date_is_said(project: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run([project.root / "motcua", "train"], env=offline(project), check=True, capture_output=True)
    _, found = examine(project, capsys)
    assert "bot environment is up to date" in lines(found, "ok")
    assert "installer (uv) is up to date" in lines(found, "ok")


def test_too_little_room_is_wrong(
    project: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.boot.doctor.MARGIN", 10**9)
    code, found = examine(project, capsys)
    assert code == 1 and len(lines(found, "WRONG")) == 2
    assert "1000000000 MB needed" in lines(found, "WRONG")[1]


def test_a_taken_port_is_said(project: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        _, found = examine(project, capsys, port)
    assert any(line.startswith(f"port {port} is taken") for line in lines(found, "later"))


def test_a_running_one_is_said(project: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = Options("127.0.0.1", free_port(), project.root / "var")
    with hold(chosen) as lock:
        publish(lock, chosen)
        _, found = examine(project, capsys)
    assert f"Một Cửa runs on {chosen.data} and answers at {chosen.address}" in lines(found, "ok")


def test_a_database_that_cannot_be_written_is_wrong(project: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    (project.root / "var").mkdir()
    base = project.root / "var" / "motcua.db"
    base.write_bytes(b"this is no database, and long enough to be looked at as one" * 20)
    code, found = examine(project, capsys)
    assert code == 1 and f"database {base} cannot be written: file is not a database" in lines(found, "WRONG")
    base.unlink()
    with sqlite3.connect(base) as store:
        store.execute("CREATE TABLE t (x)")
    store.close()
    assert f"database {base} can be written" in lines(examine(project, capsys)[1], "ok")


def test_no_interpreter_is_said(
    project: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("HOME", str(project.root))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    _, found = examine(project, capsys)
    assert any(line.startswith("no Python 3.10 on PATH or in pyenv") for line in lines(found, "later"))


def test_a_terminal_without_vietnamese_is_wrong(project: Layout) -> None:
    env = {**offline(project), "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run([project.root / "motcua", "doctor"], capture_output=True, text=True, env=env)
    assert done.returncode == 1 and "set LANG=C.UTF-8" in done.stdout


def test_whether_questions_can_be_said_aloud_is_said(
    project: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "voice"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    assert any(line.startswith("no espeak-ng on PATH") for line in lines(examine(project, capsys)[1], "later"))
    (folder / "espeak-ng").write_text("#!/bin/sh\n")
    (folder / "espeak-ng").chmod(0o755)
    assert f"questions can be said aloud by {folder}/espeak-ng" in lines(examine(project, capsys)[1], "ok")


def test_a_training_that_failed_is_shown(project: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    project.log.mkdir(parents=True)
    (project.log / "train.log").write_text("data/nlu/x.yml: no intent" + os.linesep)
    _, found = examine(project, capsys)
    assert "    data/nlu/x.yml: no intent" in found
