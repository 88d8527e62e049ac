"""Asking a peer: kept connections, and every way in which the peer can fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from channels import peers
from channels.peers import Failed, Unreached

Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Ask = Callable[..., Awaitable[int]]


async def request(reader: asyncio.StreamReader) -> tuple[str, Any]:
    """First line and decoded body of one request."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    length = next(int(one.partition(":")[2]) for one in lines if one.lower().startswith("content-length:"))
    return lines[0], json.loads(await reader.readexactly(length))


def talk(serve: Served, questions: Callable[[Ask], Awaitable[Any]]) -> Any:
    """Runs a server and questions to it on one loop."""

    async def run() -> Any:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a/b"
        async with server, peers.connections() as session:

            async def ask(body: dict[str, Any] | None = None, timeout: float = 5) -> int:
                return await peers.post(session, "peer", url, body or {}, timeout)

            return await questions(ask)

    return asyncio.run(run())


def test_one_connection_serves_question_after_question() -> None:
    seen: list[Any] = []
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        for status in (b"200 OK", b"409 Conflict"):
            seen.append(await request(reader))
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\n[]" % status)
        writer.close()

    async def questions(ask: Ask) -> list[int]:
        return [await ask({"text": "ạ"}), await ask({"text": '"'})]

    assert talk(serve, questions) == [200, 409]
    assert seen == [("POST /a/b HTTP/1.1", {"text": "ạ"}), ("POST /a/b HTTP/1.1", {"text": '"'})]
    assert len(connections) == 1


def test_questions_at_once_do_not_wait_for_each_other() -> None:
    all_here = asyncio.Event()
    waiting: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        waiting.append(1)
        if len(waiting) == 128:
            all_here.set()
        await all_here.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def questions(ask: Ask) -> set[int]:
        return set(await asyncio.gather(*(ask(timeout=60) for _ in range(128))))

    assert talk(serve, questions) == {200}


def test_connection_that_was_idle_too_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "IDLE_SECONDS", 0.0)
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await reader.read()
        writer.close()

    async def questions(ask: Ask) -> list[int]:
        return [await ask(), await ask()]

    assert talk(serve, questions) == [200, 200]
    assert len(connections) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"220 mail ready\r\n\r\n",
        b"x" * 200_000,
    ],
)
def test_answer_that_breaks_off_or_is_none(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(answer)
        writer.close()

    async def questions(ask: Ask) -> None:
        with pytest.raises(Failed):
            await ask()

    talk(serve, questions)


def test_peer_that_does_not_answer_in_time() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def questions(ask: Ask) -> None:
        with pytest.raises(Failed):
            await ask(timeout=0.05)

    talk(serve, questions)


def test_peer_that_is_away() -> None:
    async def questions() -> None:
        server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        async with peers.connections() as session:
            with pytest.raises(Unreached):
                await peers.post(session, "peer", f"http://127.0.0.1:{port}/", {}, 5)

    asyncio.run(questions())
