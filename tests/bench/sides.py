"""The two sides of the bench: the product as ``./motcua up`` starts it, and a stock Rasa project beside it.

Both answer the same words over HTTP on loopback, and each answer is checked: a side that says the wrong thing, or
nothing, ends the bench.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from actions.ids import new_id
from tests.bench.stock_project import DONE, Project, environment, question
from tests.bench.wire import Line
from tests.stack import HOST, NAMES, Stack, free_port, wait_until

SCRIPT: Final = Path(__file__).parent / "conversation.yml"
SERVER_ENV: Final = {"MOTCUA_FLOOD_PER_MINUTE": "1000000"}
"""A citizen of the bench writes faster than anybody may; nothing else is set otherwise than in a real start."""


class WrongAnswer(Exception):
    """A side said something else than it must, or nothing."""


@dataclass(frozen=True)
class Said:
    """One turn of the script: what the citizen says, and the field that is asked afterwards."""

    text: str
    asked: str | None


def script() -> dict[str, list[Said]]:
    """``interview``, ``opening`` and ``again`` of the conversation file."""
    raw: dict[str, list[list[Any]]] = yaml.safe_load(SCRIPT.read_text(encoding="utf-8"))
    return {name: [Said(text, asked) for text, asked in turns] for name, turns in raw.items()}


def endless() -> Iterator[Said]:
    """The long conversation, turn by turn."""
    said = script()
    yield from said["opening"]
    while True:
        yield from said["again"]


class Talk(Protocol):
    """One citizen's conversation with a side."""

    async def turn(self, said: Said) -> float:
        """Says it; milliseconds until the answer was there. Raises WrongAnswer."""


@dataclass
class OurTalk:
    """A citizen on ``/api/chat``."""

    line: Line
    sender: str = field(default_factory=lambda: f"bench-{new_id()}")

    async def turn(self, said: Said) -> float:
        body = {"sender": self.sender, "message_id": new_id(), "text": said.text}
        begun = time.perf_counter()
        status, answer = await self.line.post(body)
        spent = 1000 * (time.perf_counter() - begun)
        check_ours(said, status, answer)
        return spent


def check_ours(said: Said, status: int, answer: Any) -> None:
    """Raises WrongAnswer unless the reply asks what the script says is asked then."""
    if status != 200 or not all(reply.get("text") for reply in answer["replies"]) or not answer["replies"]:
        raise WrongAnswer(f"ours: {status}, no reply to “{said.text}”")
    asked = (answer["asking"] or {}).get("field")
    if asked != said.asked:
        raise WrongAnswer(f"ours: after “{said.text}” {asked} is asked, not {said.asked}")


@dataclass
class StockTalk:
    """A citizen on Rasa's REST channel."""

    line: Line
    slots: int
    sender: str = field(default_factory=lambda: f"bench-{new_id()}")
    turns: int = 0

    async def turn(self, said: Said) -> float:
        self.turns += 1
        if self.turns == 1:  # the form starts by its intent; a longer first sentence is ours alone to understand
            said = script()["interview"][0]
        begun = time.perf_counter()
        status, answer = await self.line.post({"sender": self.sender, "message": said.text})
        spent = 1000 * (time.perf_counter() - begun)
        check_stock(self.turns, self.slots, said, status, answer)
        return spent


def check_stock(turn: int, slots: int, said: Said, status: int, answer: Any) -> None:
    """Raises WrongAnswer unless turn n of the form asks question n (the first turn starts the form)."""
    expected = question(turn) if turn <= slots else DONE
    texts = [message.get("text") for message in answer] if status == 200 else []
    if texts != [expected]:
        raise WrongAnswer(f"stock: {status}, {texts!r} to “{said.text}” in turn {turn}, not {expected!r}")


@dataclass
class Ours:
    """The product: gateway, action server, Rasa, SQLite on the disk."""

    stack: Stack

    def start(self) -> None:
        self.stack.start(*NAMES)

    def stop(self) -> None:
        self.stack.stop()

    def talk(self) -> OurTalk:
        return OurTalk(Line(self.stack.ports["gateway"], "/api/chat"))

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self.stack.processes.items()}


@dataclass
class Stock:
    """Rasa with the tracker in memory, and rasa-sdk."""

    project: Project
    log: Path
    ports: dict[str, int] = field(default_factory=lambda: {"stock rasa": free_port(), "stock actions": free_port()})
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Starts both processes and waits until they answer. Raises AssertionError with what they wrote."""
        rasa, actions = self.ports["stock rasa"], self.ports["stock actions"]
        self._run("stock actions", self.project.actions(actions))
        self._run("stock rasa", self.project.rasa(rasa, actions))
        for name, port in self.ports.items():
            wait_until(lambda name=name, port=port: self._listens(name, port), 240, f"{name} listens")  # type: ignore[misc]

    def _run(self, name: str, command: list[str]) -> None:
        self.log.mkdir(parents=True, exist_ok=True)
        with (self.log / f"{name}.log").open("ab") as out:
            self.processes[name] = subprocess.Popen(
                command, cwd=self.project.folder, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def _listens(self, name: str, port: int) -> bool:
        if self.processes[name].poll() is not None:
            raise AssertionError(f"{name} ended:\n{(self.log / f'{name}.log').read_text()[-3000:]}")
        with socket.socket() as probe:
            return probe.connect_ex((HOST, port)) == 0

    def stop(self) -> None:
        """Ends what was started."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def talk(self) -> StockTalk:
        return StockTalk(Line(self.ports["stock rasa"], "/webhooks/rest/webhook"), self.project.slots)

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self.processes.items()}


def processor_ms(pid: int) -> float:
    """Milliseconds of processor time that a process and all its threads have used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
