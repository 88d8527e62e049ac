"""``./motcua bench workers``: what a second Rasa is worth.

Rasa's own stage: texts straight to one and to two Rasas, whose action server answers at once. Beside it the whole
product over PostgreSQL with one and with two, the same texts through ``/api/chat``. Rounds alternate.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, Final

from actions.ids import new_id
from actions.server import LISTEN
from tests.bench.figures import order
from tests.bench.sides import SERVER_ENV
from tests.bench.wire import Line
from tests.servers import redis
from tests.stack import HOST, Stack, running

BAR: Final = 1.4
AT_ONCE: Final = 8
"""Texts under way to each Rasa."""
RASAS: Final = ("rasa", "rasa2")
SAID: Final = (
    "tôi muốn xin giấy xác nhận tình trạng hôn nhân", "lệ phí bao nhiêu", "bao lâu thì có kết quả", "cần giấy tờ gì",
    "tôi sinh ngày 7 tháng 5 năm 1990", "tôi tên là Lò Thị Mai", "nộp ở đâu", "tôi không biết",
)  # fmt: skip


async def answer_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An action server that has nothing to do."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(LISTEN)}\r\n\r\n".encode()
    try:
        while True:
            asked = await reader.readuntil(b"\r\n\r\n")
            length = asked.lower().split(b"content-length:")[1].split(b"\r\n")[0]
            await reader.readexactly(int(length))
            writer.write(head + LISTEN)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def through(lines: list[Line], texts: int, whole: bool) -> float:
    """Texts a second, over so many lines at once. Raises AssertionError where one is not answered."""
    left = iter(range(texts))

    async def say(line: Line) -> None:
        for number in left:
            sender, text = new_id(), SAID[number % len(SAID)]
            body = {"sender": sender, "message_id": sender, "text": text}
            if not whole:
                told = {"inbox_id": sender, "conversation_id": sender, "asked_id": None, "awaiting": None}
                body = {"sender": sender, "message": text, "metadata": told | {"lang": "vi", "today": "2026-11-22"}}
            status, found = await line.post(body)
            assert status == 200 and (not whole or found["replies"]), (status, found)
        line.close()

    begun = time.perf_counter()
    await asyncio.gather(*(say(line) for line in lines))
    return texts / (time.perf_counter() - begun)


async def stage(stack: Stack, rounds: int, texts: int) -> dict[str, list[float]]:
    """Rasa alone: texts a second with one and with two."""
    server = await asyncio.start_server(answer_at_once, HOST, stack.ports["actions"])
    found: dict[str, list[float]] = {"one": [], "two": []}
    async with server:
        for names in order(("one", "two"), rounds + 1):
            for name in names:
                asked = RASAS[: 1 if name == "one" else 2]
                doors = [stack.ports[rasa] for rasa in asked for _ in range(AT_ONCE)]
                lines = [Line(port, "/webhooks/rest/webhook") for port in doors]
                found[name].append(await through(lines, texts, whole=False))
    return {name: one[1:] for name, one in found.items()}  # the first warms up


def whole(folder: Path, rasas: int, texts: int) -> float:
    """The whole product over PostgreSQL and Redis: turns a second."""
    env = SERVER_ENV | {"MOTCUA_REDIS_URL": redis().url, "MOTCUA_RECEIPT_AFTER": "60"}
    stack = Stack(folder, env=env, database="postgresql")
    stack.more(*RASAS[1:rasas])
    with running(stack, *RASAS[:rasas], "actions", "gateway"):
        lines = [Line(stack.ports["gateway"], "/api/chat") for _ in range(2 * AT_ONCE)]
        asyncio.run(through(lines, texts // 4, whole=True))
        return asyncio.run(through(lines, texts, whole=True))


def main(argv: list[str]) -> int:
    """1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="motcua bench workers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mc-workers-") as folder:
        alone = Stack(Path(folder) / "rasa")
        alone.more("rasa2")
        with running(alone, *RASAS):
            found = asyncio.run(stage(alone, chosen.rounds, chosen.texts))
        product = {str(n): whole(Path(folder) / str(n), n, chosen.texts) for n in (1, 2)}
    ratios = [two / one for one, two in zip(found["one"], found["two"], strict=True)]
    report: dict[str, Any] = {
        "rasa_texts_per_second": {name: round(median(each), 1) for name, each in found.items()},
        "rasa_ratio": round(median(ratios), 2),
        "rasa_ratios": [round(ratio, 2) for ratio in ratios],
        "whole_turns_per_second": {name: round(value, 1) for name, value in product.items()},
        "reached": median(ratios) >= BAR,
    }
    print(json.dumps(report, indent=1) if chosen.json else "\n".join(f"{k}: {v}" for k, v in report.items()))
    return 0 if report["reached"] else 1
