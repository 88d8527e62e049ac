"""Kills processes with SIGKILL at seeded moments while citizens talk, and keeps the citizens' own record.

Four windows: the gateway after it committed a message, the action server inside the turn's transaction and right
after it, the gateway while it sends. Each window is a failpoint that kills the process at its n-th pass. What was
acknowledged to a citizen is the only truth that the checks afterwards use.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from actions.ids import new_id
from tests.stack import Answered, Citizen, Stack, wait_until

WINDOWS: Final = {
    "after_inbox_commit": "gateway",
    "in_transaction": "actions",
    "after_commit": "actions",
    "while_sending": "gateway",
}
PER_WINDOW: Final = 13
MOST_PASSES: Final = 4


class Script(Protocol):
    """What a citizen says: ``{"text"}`` or ``{"choice"}`` after each answer, None when there is no more."""

    def next(self, answer: Answered | None) -> dict[str, str] | None: ...


@dataclass
class Said:
    """One message and what was acknowledged for it."""

    message: dict[str, str]
    answer: Answered


@dataclass
class Talk:
    """One citizen's conversation from the first to the last message of a script."""

    citizen: Citizen
    script: Script
    said: list[Said] = field(default_factory=list)

    def run(self) -> None:
        answer: Answered | None = None
        while (message := self.script.next(answer)) is not None:
            message = {"message_id": new_id(), **message}
            answer = self.citizen.send(**message)
            assert answer.status == 200, answer.body
            self.said.append(Said(message, answer))


@dataclass
class Crowd:
    """Citizens that go on talking, one script after the other, until they are told that it is enough."""

    stack: Stack
    script: Callable[[int], Script]
    talks: list[Talk] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, citizens: int) -> None:
        self._threads = [threading.Thread(target=self._talk) for _ in range(citizens)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Everybody finishes the conversation begun; raises what went wrong for anybody."""
        self.enough.set()
        for thread in self._threads:
            thread.join()
        if self.errors:
            raise self.errors[0]

    def _talk(self) -> None:
        try:
            while not self.enough.is_set():
                with self._lock:
                    talk = Talk(self.stack.citizen(), self.script(len(self.talks)))
                    talk.citizen.patience = 120.0
                    self.talks.append(talk)
                talk.run()
        except BaseException as error:
            self.errors.append(error)
            raise


def kill_all_over(stack: Stack, crowd: Crowd, seed: int, per_window: int = PER_WINDOW) -> Counter[str]:
    """Kills ``per_window`` times in each window, gateway and action server independently; how often, by window.

    The processes run when it begins and when it ends.
    """
    plan = [window for window in WINDOWS for _ in range(per_window)]
    random.Random(seed).shuffle(plan)
    killers = [
        threading.Thread(target=_kill, args=(stack, crowd, process, plan, random.Random(f"{seed} {process}")))
        for process in set(WINDOWS.values())
    ]
    for killer in killers:
        killer.start()
    for killer in killers:
        killer.join()
    return killed(stack)


def _kill(stack: Stack, crowd: Crowd, process: str, plan: list[str], dice: random.Random) -> None:
    try:
        for window in [window for window in plan if WINDOWS[window] == process]:
            if crowd.errors:
                break
            stack.restart(process, failpoint=f"{window}:{dice.randint(1, MOST_PASSES)}", wait=False)
            wait_until(lambda: not stack.alive(process) or bool(crowd.errors), 60, f"{process} dies: {window}")
        stack.restart(process)
    except BaseException as error:
        crowd.errors.append(error)
        raise


def killed(stack: Stack) -> Counter[str]:
    """How often processes killed themselves, by window, as their logs tell."""
    return Counter(
        {
            window: stack.log(process).count(f"failpoint {window}: this process kills itself")
            for window, process in WINDOWS.items()
        }
    )


def replays(talk: Talk) -> list[tuple[Said, Any]]:
    """The messages whose repetition is now answered otherwise than it was acknowledged."""
    changed = []
    for said in talk.said:
        again = talk.citizen.send(**said.message)
        if again.raw != said.answer.raw:
            changed.append((said, again.body))
    return changed
