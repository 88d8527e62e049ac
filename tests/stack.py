"""The real product as processes of its own, on free loopback ports and a folder of its own, for tests.

``Stack`` starts, kills and restarts the action server, the gateway and Rasa one by one, with the very
commands of ``./motcua up``. ``Citizen`` talks to it over ``/api/chat`` as a careful client does: one
message id per message, the same again after a 202, a cut line or an error that says it may be tried again.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import Engine

from actions.ids import new_id
from actions.store import db
from cli.stack import UVICORN
from tests.prefork import FORKER, Forked
from tests.proxy import Line
from tests.servers import new_database

ROOT: Final = Path(__file__).resolve().parent.parent
BOT_PYTHON: Final = ROOT / ".motcua" / "bot" / "bin" / "python"
HOST: Final = "127.0.0.1"
NAMES: Final = ("rasa", "actions", "gateway")
Process = subprocess.Popen[bytes] | Forked


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Asks again and again until something is so; AssertionError after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def kind(name: str) -> str:
    """What a process is; of several of a kind the others are called ``gateway2``, ``rasa2``."""
    return name.rstrip("0123456789")


@dataclass
class Stack:
    """One installation. ``actions_app`` may name another application than the real action server, for tests
    of what surrounds it; ``env`` is added to every process's environment."""

    data: Path
    actions_app: str = "actions.server:app"
    content: Path | None = None
    env: dict[str, str] = field(default_factory=dict)
    database: str = "sqlite"
    """Or ``postgresql``, of the tests' own server."""
    quick: bool = False
    """Start the servers by forking (``tests/prefork.py``), for tests that restart them often."""
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in (*NAMES, "sender")})
    lines: dict[str, Line] = field(default_factory=dict)
    """Lines that a test put before a process, to make it slow or cut it off from the others."""
    processes: dict[str, Process] = field(default_factory=dict)
    _engine: Engine | None = None
    _database_url: str = ""

    @property
    def database_url(self) -> str:
        """Where its database is; made, with today's schema, when it is first asked for."""
        if not self._database_url:
            self._database_url = new_database(self.database, self.data)
        return self._database_url

    def database_at(self, url: str) -> None:
        """Takes a database that the test made."""
        self._database_url = url

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.ports['gateway']}"

    def engine(self) -> Engine:
        """The database, for looking at it from outside."""
        if self._engine is None:
            self._engine = db.engine(self.database_url)
        return self._engine

    def environment(self) -> dict[str, str]:
        """What each process is told."""
        place = self.ports | {name: line.port for name, line in self.lines.items()}
        made = {key: value for key, value in os.environ.items() if not key.startswith("MOTCUA_")}
        made |= {
            "MOTCUA_DATA": str(self.data),
            **({"MOTCUA_DATABASE_URL": self.database_url} if self.database != "sqlite" else {}),
            "MOTCUA_HOST": HOST,
            "MOTCUA_PORT": str(place["gateway"]),
            "MOTCUA_RASA_URL": ",".join(f"http://{HOST}:{place[name]}" for name in place if kind(name) == "rasa"),
            "MOTCUA_ACTIONS_URL": f"http://{HOST}:{place['actions']}",
            "RASA_TELEMETRY_ENABLED": "false",
        }
        if self.content is not None:
            made["MOTCUA_CONTENT"] = str(self.content)
        return made | self.env

    def command(self, name: str) -> list[str]:
        """How ``./motcua up`` starts a process."""
        port = str(self.ports[name])
        if kind(name) == "rasa":
            actions = self.environment()["MOTCUA_ACTIONS_URL"]
            return [str(BOT_PYTHON), "-m", "bot.launch", "--port", port, "--actions-url", actions]
        apps = {"actions": self.actions_app, "gateway": "channels.gateway:app", "sender": "channels.sending.app:app"}
        return [sys.executable, "-m", "uvicorn", apps[kind(name)], "--host", HOST, "--port", port, *UVICORN]

    def put_lines(self, *names: str) -> None:
        """Lets the others reach these processes only by a ``Line``. Before anything is started."""
        self.lines |= {name: Line(self.ports[name]) for name in names}

    def more(self, *names: str) -> None:
        """Gives processes ports that are more than one of a kind, so that the others know of them."""
        self.ports |= {name: free_port() for name in names if name not in self.ports}

    def start(self, *names: str, failpoint: str = "", wait: bool = True) -> None:
        """Starts processes and waits until each answers. ``failpoint``: where they kill themselves."""
        self.migrate()
        self.more(*names)
        for name in names:
            if name in self.lines:
                self.lines[name].mend()
            log = self.data / "log" / f"{name}.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            env = self.environment() | ({"MOTCUA_FAILPOINT": failpoint} if failpoint else {})
            self.processes[name] = self._start(name, env, log)
        for name in names if wait else ():
            self.wait(name)

    def _start(self, name: str, env: dict[str, str], log: Path) -> Process:
        command = self.command(name)
        if self.quick and kind(name) != "rasa":
            return FORKER.start(command[3:], env, log)
        with log.open("ab") as out:
            return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def migrate(self) -> None:
        """Makes the database, if it is not there yet."""
        assert self.database_url

    def wait(self, name: str, seconds: float = 120) -> None:
        """Until a process answers; AssertionError with its log when it ends or takes longer."""
        address = f"http://{HOST}:{self.ports[name]}/" + ("webhooks/rest/" if kind(name) == "rasa" else "healthz")

        def answers() -> bool:
            if self.processes[name].poll() is not None:
                raise AssertionError(f"{name} ended:\n{self.log(name)[-3000:]}")
            try:
                return httpx.get(address, timeout=2, trust_env=False, verify=False).status_code == 200
            except httpx.HTTPError:
                return False

        wait_until(answers, seconds, f"{name} answers")

    def log(self, name: str) -> str:
        """What a process wrote."""
        return (self.data / "log" / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def alive(self, name: str) -> bool:
        return name in self.processes and self.processes[name].poll() is None

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends a process, by default as a power cut would."""
        process = self.processes.pop(name)
        process.send_signal(how)
        process.wait(timeout=30)
        if name in self.lines:
            self.lines[name].cut()

    def restart(self, name: str, failpoint: str = "", wait: bool = True) -> None:
        """Kills a process if it lives, and starts it again on the same port."""
        if self.alive(name):
            self.kill(name)
        self.start(name, failpoint=failpoint, wait=wait)

    def stop(self) -> None:
        """Ends everything that is left."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        for line in self.lines.values():
            line.close()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def citizen(self, sender: str | None = None, door: str = "gateway") -> Citizen:
        """Somebody who writes to one of the gateways."""
        return Citizen(self, sender or f"test-{new_id()}", door=door)


@contextmanager
def running(stack: Stack, *names: str) -> Iterator[Stack]:
    """The stack with these processes, ended in any case."""
    try:
        stack.start(*names)
        yield stack
    finally:
        stack.stop()


@dataclass
class Answered:
    """What came back for one message."""

    status: int
    body: dict[str, Any]
    raw: bytes

    @property
    def texts(self) -> list[str]:
        return [reply["text"] for reply in self.body.get("replies", ())]

    @property
    def buttons(self) -> dict[str, str]:
        """Title → payload of all buttons."""
        return {b["title"]: b["payload"] for reply in self.body["replies"] for b in reply["buttons"]}


@dataclass
class Citizen:
    """One sender."""

    stack: Stack
    sender: str
    patience: float = 60.0
    """Seconds until a message has to be answered, repetitions included."""
    door: str = "gateway"
    """Which of the gateways is asked."""

    def once(self, timeout: float = 15.0, **message: Any) -> Answered:
        """One request, without repeating anything. Raises httpx.HTTPError when the line breaks."""
        address = f"http://{HOST}:{self.stack.ports[self.door]}"
        with httpx.Client(base_url=address, timeout=timeout, trust_env=False, verify=False) as client:
            answer = client.post("/api/chat", json={"sender": self.sender, **message})
        return Answered(answer.status_code, answer.json(), answer.content)

    def send(self, **message: Any) -> Answered:
        """Sends a message until it is answered: after a cut line, a 202 or a retryable error once more."""
        message.setdefault("message_id", new_id())
        end = time.monotonic() + self.patience
        while True:
            try:
                answer = self.once(**message)
            except httpx.HTTPError as error:
                if time.monotonic() > end:
                    raise AssertionError("no answer at all") from error
                time.sleep(0.05)
                continue
            if answer.status != 202 and not answer.body.get("retryable"):
                return answer
            if time.monotonic() > end:
                raise AssertionError(f"still {answer.status} after {self.patience} s")

    def say(self, text: str, **more: Any) -> Answered:
        return self.send(text=text, **more)

    def choose(self, payload: str, **more: Any) -> Answered:
        return self.send(choice=payload, **more)

    def events(self, count: int, last: str | None = None, seconds: float = 30.0) -> list[dict[str, Any]]:
        """The next ``count`` events after ``last`` (each with its ``id`` added); without one, of those that
        were never delivered. Raises httpx.ReadTimeout when nothing comes."""
        found: list[dict[str, Any]] = []
        headers = {"Last-Event-ID": last} if last else {}
        address = f"{self.stack.url}/api/chat/events"
        with (
            httpx.Client(timeout=seconds, trust_env=False, verify=False) as client,
            client.stream("GET", address, params={"sender": self.sender}, headers=headers) as answer,
        ):
            answer.raise_for_status()
            event_id = ""
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    event_id = line[4:]
                elif line.startswith("data: "):
                    found.append({"id": event_id, **json.loads(line[6:])})
                    if len(found) == count:
                        return found
        return found
