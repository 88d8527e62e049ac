"""``./motcua chat --channel zalo``: the terminal is the citizen's telephone, with a simulated Zalo in between."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from typing import Final

from actions.store import db, migrate
from channels.terminal import PATIENCE_SECONDS, read_lines, word
from channels.zalo import tokens
from channels.zalo.api import Pair
from tests.simulators.zalo.account import OA_ID, Shown
from tests.simulators.zalo.phone import Phone
from tests.simulators.zalo.server import Simulator
from tests.simulators.zalo.webhook import Webhook

LOOK_SECONDS: Final = 0.05


def connect(zalo: Simulator, data: Path) -> None:
    """Gives an installation that is to be started its first pair of tokens."""
    engine = db.engine(f"sqlite:///{data / 'motcua.db'}")
    migrate.upgrade(engine)
    made = zalo.account.grant()
    with db.transaction(engine) as session:
        pair = Pair(made["access_token"], made["refresh_token"], float(made["expires_in"]))
        tokens.put(session, tokens.account(OA_ID), pair, "operator")
    engine.dispose()


def talk(zalo: Simulator, address: str) -> int:
    """Talks until end of input."""
    print(word("zalo"))
    telephone = Telephone(Phone(str(10**17 + secrets.randbelow(10**17)), zalo, Webhook(address)))
    threading.Thread(target=telephone.listen, daemon=True).start()
    read_lines(telephone)
    return 0


class Telephone:
    """Shows what comes, whenever it comes."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._buttons: list[str] = []
        self._came = threading.Event()

    def say(self, line: str) -> None:
        """Sends a line, or touches the button that ``#2`` names, and waits for the answer."""
        number = line.strip().removeprefix("#")
        touched = line.strip().startswith("#") and number.isdigit() and 0 < int(number) <= len(self._buttons)
        self._came.clear()
        status = self._phone.say(self._buttons[int(number) - 1] if touched else line)
        if status != 200:
            print(word("refused", reason=str(status)), flush=True)
        elif not self._came.wait(PATIENCE_SECONDS):
            print(word("waiting"), flush=True)

    def listen(self) -> None:
        """Shows every letter as it comes."""
        never = threading.Event()
        while not never.wait(LOOK_SECONDS):
            for shown in self._phone.unread():
                self._show(shown)
                self._came.set()

    def _show(self, shown: Shown) -> None:
        print(f"{word('name')}: {shown.text}", flush=True)
        touchable = [one for one in shown.buttons if isinstance(one["payload"], str)]
        self._buttons = [one["payload"] for one in touchable]
        for number, one in enumerate(touchable, 1):
            print(f"   [#{number}] {one['title']}", flush=True)
