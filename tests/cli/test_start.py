"""What `up` refuses before it starts anything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.boot.layout import ROOT, Layout
from cli.boot.say import Problem
from cli.boot.start import Options, check, check_port, free_port, hold, options, publish, running_address

HOLD = """
import pathlib, sys, time
from cli.boot.start import Options, hold, publish
chosen = Options("127.0.0.1", int(sys.argv[2]), pathlib.Path(sys.argv[1]))
lock = hold(chosen)
publish(lock, chosen)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[tuple[Options, subprocess.Popen[str]]]:
    """Another process that has the data folder's lock."""
    chosen = Options("127.0.0.1", free_port(), tmp_path / "data")
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(chosen.data), str(chosen.port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield chosen, process
    process.kill()
    process.communicate()


def test_a_second_up_on_the_same_data_is_refused_and_told_where_the_first_answers(
    holder: tuple[Options, subprocess.Popen[str]],
) -> None:
    chosen, _ = holder
    with pytest.raises(Problem, match=f"already runs .* answers at http://127.0.0.1:{chosen.port}"):
        check(Options("127.0.0.1", free_port(), chosen.data))


def test_the_lock_of_a_killed_up_is_free_again(holder: tuple[Options, subprocess.Popen[str]]) -> None:
    chosen, process = holder
    assert running_address(chosen.data) == chosen.address
    process.kill()
    process.wait()
    assert running_address(chosen.data) is None  # though its address still stands in the file
    hold(chosen).close()


def test_while_it_starts_the_address_is_not_given(tmp_path: Path) -> None:
    chosen = Options("127.0.0.1", free_port(), tmp_path)
    with hold(chosen), pytest.raises(Problem, match="still starting"):
        hold(chosen)


def test_the_address_of_a_running_up_is_readable_by_others(tmp_path: Path) -> None:
    chosen = Options("127.0.0.1", 8123, tmp_path)
    with hold(chosen) as lock:
        publish(lock, chosen)
        assert running_address(tmp_path) == "http://127.0.0.1:8123"
    assert running_address(tmp_path / "elsewhere") is None


def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem, match=rf"Port {port} is taken .* --port N"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_one_sentence() -> None:
    with pytest.raises(Problem, match=r"Nothing can listen on 192\.0\.2\.1"):
        check_port("192.0.2.1", free_port())


def test_a_data_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(Problem, match=r"The data folder .*data cannot be used: "):
        hold(Options("127.0.0.1", free_port(), tmp_path / "data"))


def test_citizens_data_are_for_their_owner_only(tmp_path: Path) -> None:
    hold(Options("127.0.0.1", free_port(), tmp_path / "data")).close()
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_with_little_room_is_one_sentence(tiny_disk: Path) -> None:
    with pytest.raises(Problem, match=r"has 1 MB free and at least 50 MB are needed"):
        hold(Options("127.0.0.1", free_port(), tiny_disk / "data"))


def test_a_full_disk_is_one_sentence(tiny_disk: Path) -> None:
    with (tiny_disk / "ballast").open("wb", buffering=0) as ballast, pytest.raises(OSError):
        while True:
            ballast.write(b"\0" * 4096)
    for number in range(1000):  # the names of files need room too
        try:
            (tiny_disk / f"more-{number}").mkdir()
        except OSError:
            break
    done = subprocess.run(
        [ROOT / "motcua", "up", "--data", tiny_disk / "data", "--port", str(free_port())],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("motcua: The disk that holds "), done.stderr


def test_defaults_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("MOTCUA_PORT", "MOTCUA_HOST", "MOTCUA_DATA"):
        monkeypatch.delenv(name, raising=False)
    plain = options([], Layout())
    assert plain == Options("127.0.0.1", 8080, ROOT / "var")
    monkeypatch.setenv("MOTCUA_PORT", "9090")
    monkeypatch.setenv("MOTCUA_HOST", "0.0.0.0")
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    assert options([], Layout()) == Options("0.0.0.0", 9090, tmp_path)
    assert options(["--port", "7000"], Layout()).address == "http://127.0.0.1:7000"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8 0"])
def test_an_impossible_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        options([f"--port={port}"], Layout())
    assert end.value.code == 2
    assert "is not a port; ports are 1 to 65535" in capsys.readouterr().err
