"""The real thing, once: `./motcua up` from the command to the first answer, and to its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.boot.layout import ROOT
from cli.boot.start import free_port
from tests.cli.helpers import alive, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
SECOND_START = 30.0  # seconds, the bar for a start with nothing to set up
SLACK = 3.0  # other tests and programs may share the two cores


def children(pid: int) -> dict[int, str]:
    """Process ids below a process, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and command:
            found[int(entry.name)] = command
    return found


def get(url: str) -> int:
    """Status of an address; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def chat(address: str, text: str) -> dict[str, object]:
    body = json.dumps({"sender": "an-invented-person", "text": text}).encode()
    request = urllib.request.Request(address + "/api/chat", body, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return dict(json.load(answer))


@contextmanager
def running(data: Path) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """(process, address, seconds until it answered) of an `up` of this project."""
    port = free_port()
    began = time.monotonic()
    with (data.parent / "up.err").open("w") as err:
        process = subprocess.Popen(
            [ROOT / "motcua", "up", "--port", str(port), "--data", data],
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}" in line, (data.parent / "up.err").read_text()
        yield process, f"http://127.0.0.1:{port}", time.monotonic() - began
    finally:
        process.kill()
        process.communicate()


def test_up_answers_survives_a_crash_and_leaves_nothing_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data) as (process, address, _):
        assert get(address + "/readyz") == 200
        family = children(process.pid)
        assert len(family) == 3
        assert chat(address, "xin chào")["replies"]

        second = subprocess.run(
            [ROOT / "motcua", "up", "--port", str(free_port()), "--data", data],
            capture_output=True,
            text=True,
        )
        assert second.returncode == 1 and address in second.stderr
        assert len(second.stderr.splitlines()) == 1

        talk = subprocess.run(
            [ROOT / "motcua", "chat", "--data", data], input="xin chào\n", capture_output=True, text=True
        )
        assert (talk.returncode, talk.stderr) == (0, "")
        assert "Một Cửa: Xin chào." in talk.stdout

        (actions,) = [pid for pid, command in family.items() if "actions.server" in command]
        os.kill(actions, signal.SIGKILL)
        wait_for(lambda: actions not in children(process.pid), "the end of the action server")
        wait_for(lambda: get(address + "/readyz") == 200, "the action server's return", limit=60)
        assert chat(address, "tôi cần giấy xác nhận tình trạng hôn nhân")["replies"]

        family = children(process.pid)
        assert len(family) == 3
        process.terminate()
        process.wait(timeout=60)
        assert process.returncode == 0
        assert not [pid for pid in family if alive(pid)]
    assert get(address + "/healthz") == 0
    assert (data / "motcua.db").stat().st_mode & 0o077 == 0

    with running(data) as (process, address, seconds):  # nothing to set up, nothing to train
        assert seconds < SECOND_START * SLACK
        assert chat(address, "xin chào")["replies"]
        family = children(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not [pid for pid in family if alive(pid)], "the end of everything")
    assert get(address + "/healthz") == 0
