"""The server as a process: ready only with a model, on loopback, and nothing of a message in its log."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import launch
from bot.generate import ROOT
from tests.bot.conftest import Actions

SECRETS = ("Giàng A Páo", "0912345678", "058190000001", "đừng báo chồng tôi", "Huổi Hỏi")


class Server:
    """A running ``python -m bot.launch``."""

    def __init__(self, model: Path, actions_url: str, log: Path) -> None:
        self.log = log
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "bot.launch", "--port", str(self.port), "--actions-url", actions_url]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "--model-dir", str(model.parent)], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
            )
        self.wait()

    def wait(self) -> None:
        """Until it answers that it is ready; a process that ends first is an error."""
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(self.log.read_text(encoding="utf-8"))
            try:
                if self.get("/ready")[0] == 200:
                    return
            except (urllib.error.URLError, ConnectionError):
                self.process_tick()
        raise AssertionError("not ready in time")

    def process_tick(self) -> None:
        """Wait for the process for a moment: it either ends or goes on loading."""
        try:
            self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            return

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def post(self, body: Any) -> tuple[int, str]:
        """A message to the REST channel."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture(scope="module")
def running(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Actions]]:
    actions = Actions()
    server = Server(model, actions.url, tmp_path_factory.mktemp("log") / "rasa.log")
    yield server, actions
    server.process.terminate()
    server.process.wait(30)
    actions.close()


def test_ready_names_the_model_and_nothing_else_is_open(running: tuple[Server, Actions], model: Path) -> None:
    server, _ = running
    status, body = server.get("/ready")
    assert (status, json.loads(body)) == (200, {"status": "ready", "model": model.name})
    for path in ("/status", "/domain", "/conversations/c1/tracker", "/model/parse", "/webhooks/socketio/"):
        assert server.get(path)[0] == 404


def test_it_listens_on_loopback_only(running: tuple[Server, Actions]) -> None:
    server, _ = running
    port = f"{server.port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port}")]
    assert listening == [f"0100007F:{port}"]


@pytest.mark.parametrize("metadata", ["text", 7, [1], None, {"awaiting": None}])
def test_any_metadata_reaches_the_action(running: tuple[Server, Actions], metadata: Any) -> None:
    server, actions = running
    before = len(actions.calls)
    status, body = server.post({"sender": "m", "message": "giấy này hết bao nhiêu tiền", "metadata": metadata})
    assert status == 200 and json.loads(body)[0]["text"] == "đã ghi"
    assert len(actions.calls) == before + 1
    assert actions.last()["intent"] == "ask_fee"


@pytest.mark.parametrize("message", [None, 3, ["a"], {"b": 1}, ""])
def test_a_message_that_is_no_text_is_an_empty_one(running: tuple[Server, Actions], message: Any) -> None:
    server, actions = running
    assert server.post({"sender": "m", "message": message})[0] == 200
    assert actions.last()["intent"] == "nlu_fallback"


def test_a_body_that_is_too_large_is_refused(running: tuple[Server, Actions]) -> None:
    server, actions = running
    before = len(actions.calls)
    try:
        status, _ = server.post({"sender": "m", "message": "a" * (launch.MAX_BODY + 1)})
        assert status == 413
    except (urllib.error.URLError, ConnectionError):
        pass  # the server may hang up before it has read all
    assert len(actions.calls) == before
    assert server.get("/ready")[0] == 200


def test_no_log_line_holds_what_was_written(running: tuple[Server, Actions]) -> None:
    """Good turns, failing actions, bodies that are no JSON: the log names places in the code, never values."""
    server, actions = running
    text = " ".join(SECRETS)
    awaiting = {"kind": "person_name", "field": "subject_full_name", "question": SECRETS[0], "options": []}
    metadata = {"awaiting": awaiting, "inbox_id": "i", "today": SECRETS[2]}
    for message in (*SECRETS, text, f"/{SECRETS[0]}", f"/restart{{{SECRETS[1]}"):
        server.post({"sender": SECRETS[1], "message": message, "metadata": metadata})
    actions.status = 500
    server.post({"sender": SECRETS[1], "message": text, "metadata": metadata})
    actions.status = 200
    server.post(text.encode())
    server.post([text])
    server.post({"sender": {"a": text}, "message": text, "metadata": {"awaiting": text}})
    log = server.log.read_text(encoding="utf-8")
    assert "bot.launch" in log and "exception" in log, "the failing action must have been logged"
    for secret in SECRETS:
        for form in (secret, json.dumps(secret).strip('"'), secret.encode().hex(), repr(secret.encode())[2:-1]):
            assert form not in log
    assert all(json.loads(line) for line in log.splitlines())


def test_sigterm_ends_it_quietly(model: Path, tmp_path: Path, actions: Actions) -> None:
    server = Server(model, actions.url, tmp_path / "rasa.log")
    os.kill(server.process.pid, signal.SIGTERM)
    assert server.process.wait(30) == 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", server.port))


def test_a_taken_port_and_a_missing_model_are_one_sentence(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(launch.CannotStart, match=f"port {port}"):
            launch.bind(port)
    with pytest.raises(launch.CannotStart, match="no trained model"):
        launch.find_model(tmp_path)
