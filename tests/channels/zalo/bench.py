"""A carrier over a database of its own, beside the simulated account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
from sqlalchemy import Engine

from actions.settings import Settings
from actions.store import conversations, db, migrate
from channels.sending.carrier import Letter
from channels.store import Store
from channels.zalo import tokens
from channels.zalo.api import Pair
from channels.zalo.carrier import ZaloCarrier
from tests.simulators.zalo.account import OA_ID
from tests.simulators.zalo.server import Simulator

T = TypeVar("T")
USER: Final = "246845883529197922"


class Bench:
    """A carrier over a database of its own."""

    def __init__(self, folder: Path, zalo: Simulator) -> None:
        self.zalo = zalo
        self.here = Settings(data=folder)
        self.engine: Engine = db.engine(f"sqlite:///{folder / 'motcua.db'}")
        migrate.upgrade(self.engine)
        with db.transaction(self.engine) as session:
            self.conversation_id = conversations.find_or_open(session, "zalo", USER).id
        self.connect()

    def connect(self, seconds: float | None = None) -> None:
        made = self.zalo.account.grant()
        pair = Pair(made["access_token"], made["refresh_token"], seconds or float(made["expires_in"]))
        with db.transaction(self.engine) as session:
            tokens.put(session, tokens.account(OA_ID), pair, "operator")

    def run(self, work: Callable[[ZaloCarrier], Awaitable[T]]) -> T:
        async def go() -> T:
            store = Store(self.engine)
            async with httpx.AsyncClient(trust_env=False) as client:
                return await work(ZaloCarrier(self.here, store, client))

        return asyncio.run(go())

    def letter(self, text: str = "Xin chào", id: str = "o1", address: str = USER, **last: Any) -> Letter:
        buttons = tuple({"title": title, "payload": f"q:{title}"} for title in last.pop("buttons", ()))
        return Letter(
            (id,), self.conversation_id, address, text, buttons, "vi", None, datetime.now(UTC),
            ({"awaiting": last.pop("awaiting", None)},),
        )  # fmt: skip

    def send(self, *letters: Letter) -> int:
        """Sends letters with one carrier; as how many messages the last was counted."""

        async def all_of_them(carrier: ZaloCarrier) -> int:
            return [await carrier.send(one) for one in letters][-1].parts

        return self.run(all_of_them)
