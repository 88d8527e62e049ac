"""``./motcua bench burst``: 200 webhooks a second for 30 seconds from 2,000 conversations, over SQLite and PostgreSQL.

SMS as Kannel hands them over, at the times of a clock and not when the last one was answered: each is timed from when
it should have been sent until its acknowledgement, which comes after the commit. Then until all are worked off. The
tests' own small interview needs no Rasa and shows what the gateway does; ``--real`` takes the product's own, with Rasa.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import func, select

from actions.store import conversations, db
from actions.store.models import Conversation, Inbox
from channels.sms.numbers import address_of
from tests.bench.figures import percentile
from tests.bench.wire import head
from tests.channels.conftest import tiny_stack
from tests.servers import KINDS, redis
from tests.stack import HOST, Stack, running

SECRET: Final = "a-secret-of-the-bench"
PER_SECOND: Final = 200
CONVERSATIONS: Final = 2000
LINES: Final = 64
"""Connections kept by what brings the messages."""
BAR_MS: Final = 50.0
LONGEST_DRAIN: Final = 900.0
SAID: Final = ("toi muon xin giay xac nhan tinh trang hon nhan", "1", "Lò Thị Mai", "07/05/1990", "2")
"""What a citizen of the real interview writes, one after the other, whatever is asked."""


@dataclass
class Bringer:
    """Brings messages over a few kept lines; ``spent``: milliseconds from when each was due."""

    port: int
    spent: list[float] = field(default_factory=list)
    refused: int = 0

    async def bring(self, messages: Iterator[tuple[float, str]]) -> None:
        """Each at its second after the beginning. Raises what breaks."""
        due: asyncio.Queue[tuple[float, str] | None] = asyncio.Queue()
        lines = [asyncio.create_task(self._line(due)) for _ in range(LINES)]
        begun = time.perf_counter()
        for at, query in messages:
            await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
            due.put_nowait((begun + at, query))
        for _ in lines:
            due.put_nowait(None)
        await asyncio.gather(*lines)

    async def _line(self, due: asyncio.Queue[tuple[float, str] | None]) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        while (one := await due.get()) is not None:
            at, query = one
            writer.write(f"GET /channels/sms/kannel/{SECRET}/mo?{query} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            status, fields = head(await reader.readuntil(b"\r\n\r\n"))
            await reader.readexactly(int(fields["content-length"]))
            self.spent.append(1000 * (time.perf_counter() - at))
            self.refused += status != 200
        writer.close()


def messages(seconds: float, real: bool, seed: int = 20261122) -> Iterator[tuple[float, str]]:
    """When and what: each conversation in turn, in an order of chance that is the same in every round."""
    order = list(range(CONVERSATIONS))
    random.Random(seed).shuffle(order)
    for number in range(round(seconds * PER_SECOND)):
        lap, place = divmod(number, CONVERSATIONS)
        text = SAID[lap % len(SAID)] if real else str(1 + lap % 2)
        asked = {"from": telephone(order[place]), "id": f"m{number}", "text": text, "charset": "UTF-8", "coding": "0"}
        yield number / PER_SECOND, urlencode(asked)


def telephone(number: int) -> str:
    """Whose conversation it is."""
    return f"+8491{number:07d}"


def ask_all(stack: Stack) -> None:
    """Opens every conversation with a question of two options: an answer by its number needs no Rasa."""
    options = [{"id": "a", "title": "Một"}, {"id": "b", "title": "Hai"}]
    with db.transaction(stack.engine()) as session:
        for number in range(CONVERSATIONS):
            address = address_of(telephone(number))
            assert address is not None
            conversation = conversations.find_or_open(session, "sms", address)
            conversation.asked_id, conversation.state = f"q{number}", "interview"
            conversation.awaiting = {"field": "first", "kind": "choice", "purpose": "field", "options": options}


def counts(stack: Stack) -> dict[str, int]:
    """Messages by status."""
    with db.reading(stack.engine()) as session:
        return dict(session.execute(select(Inbox.status, func.count()).group_by(Inbox.status)).tuples().all())


def out_of_order(stack: Stack) -> int:
    """Messages that were done before an earlier one of their conversation."""
    wrong, last = 0, {}
    with db.reading(stack.engine()) as session:
        rows = session.execute(select(Inbox.conversation_id, Inbox.done_at).order_by(Inbox.conversation_id, Inbox.seq))
        for conversation, done_at in rows.tuples():
            wrong += done_at is None or done_at < last.get(conversation, done_at)
            last[conversation] = done_at
    return wrong


def measure(stack: Stack, seconds: float, real: bool) -> dict[str, Any]:
    """One burst, and the drain."""
    names = ("rasa", "actions", "gateway") if real else ("actions", "gateway")
    if not real:
        ask_all(stack)
    with running(stack, *names):
        bringer = Bringer(stack.ports["gateway"])
        asyncio.run(bringer.bring(messages(seconds, real)))
        left, begun = counts(stack).get("new", 0), time.perf_counter()
        while counts(stack).get("new", 0) and time.perf_counter() - begun < LONGEST_DRAIN:
            time.sleep(0.5)  # looking costs the machine as well
        drain, found = time.perf_counter() - begun, counts(stack)
        with db.reading(stack.engine()) as session:
            opened = session.scalar(select(func.count()).select_from(Conversation))
        return {
            "messages": len(bringer.spent),
            "conversations": opened,
            "refused": bringer.refused,
            "acknowledged_p50_ms": round(percentile(bringer.spent, 50), 1),
            "acknowledged_p95_ms": round(percentile(bringer.spent, 95), 1),
            "acknowledged_p99_ms": round(percentile(bringer.spent, 99), 1),
            "waiting_at_the_end": left,
            "drain_seconds": round(drain, 1),
            "done": found.get("done", 0),
            "not_done": sum(number for status, number in found.items() if status != "done"),
            "out_of_order": out_of_order(stack),
            "reached": percentile(bringer.spent, 95) <= BAR_MS,
        }


def made(folder: Path, database: str, real: bool) -> Stack:
    """The installation that is measured."""
    env = {
        "MOTCUA_RECEIPT_AFTER": "5",
        "MOTCUA_SMS_WAY": "kannel",
        "MOTCUA_SMS_SECRET": SECRET,
        "MOTCUA_SMS_QUICK": "0",
    }
    if database == "postgresql":
        env["MOTCUA_REDIS_URL"] = redis().url
    if real:
        return Stack(folder, env=env, database=database)
    return tiny_stack(folder, quick=False, database=database, **env)


def main(argv: list[str]) -> int:
    """1 when a message is lost, out of order or refused, or the bar is missed."""
    parser = argparse.ArgumentParser(prog="motcua bench burst", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--real", action="store_true", help="the product's own interview, with Rasa")
    parser.add_argument("--database", choices=KINDS, action="append", help="default: both")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(argv)
    report: dict[str, Any] = {}
    for database in chosen.database or KINDS:
        with tempfile.TemporaryDirectory(prefix="mc-burst-") as folder:
            stack = made(Path(folder), database, chosen.real)
            found = report[database] = measure(stack, chosen.seconds, chosen.real)
            if not chosen.json:
                print(
                    f"{database}:", *(f"  {name.replace('_', ' ')}: {value}" for name, value in found.items()), sep="\n"
                )
    if chosen.json:
        print(json.dumps(report, indent=1))
    good = (f["reached"] and not f["refused"] and not f["not_done"] and not f["out_of_order"] for f in report.values())
    return 0 if all(good) else 1
