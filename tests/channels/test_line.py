"""The small client: one kept connection after the other, and every way in which a peer can fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from channels import line
from channels.line import General, Line, asks

Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def request(reader: asyncio.StreamReader) -> tuple[list[str], Any]:
    """Head lines and decoded body of one request."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    length = next(int(one.partition(":")[2]) for one in lines if one.lower().startswith("content-length:"))
    return lines, json.loads(await reader.readexactly(length))


def talk(serve: Served, questions: Callable[[Line], Awaitable[Any]]) -> Any:
    """Runs a server and questions to it on one loop."""

    async def run() -> Any:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            here = Line(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a/b")
            try:
                return await questions(here)
            finally:
                here.close()

    return asyncio.run(run())


def test_one_connection_serves_question_after_question() -> None:
    seen: list[Any] = []
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        for status in (b"200 OK", b"409 Conflict"):
            lines, body = await request(reader)
            seen.append((lines[0], body))
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\n[]" % status)
        writer.close()

    async def questions(here: Line) -> list[int]:
        return [await here.post({"text": "ạ"}, 5), await here.post({"text": '"'}, 5)]

    assert talk(serve, questions) == [200, 409]
    assert seen == [("POST /a/b HTTP/1.1", {"text": "ạ"}), ("POST /a/b HTTP/1.1", {"text": '"'})]
    assert len(connections) == 1


def test_questions_at_once_do_not_wait_for_each_other() -> None:
    both = asyncio.Event()
    waiting: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        waiting.append(1)
        if len(waiting) == 2:
            both.set()
        await both.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def questions(here: Line) -> list[int]:
        return list(await asyncio.gather(here.post({}, 20), here.post({}, 20)))

    assert talk(serve, questions) == [200, 200]


@pytest.mark.parametrize("goodbye", [b"Connection: close\r\n", b""])
def test_connection_that_was_closed_meanwhile_is_not_used_again(goodbye: bytes) -> None:
    connections: list[asyncio.Event] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        gone = asyncio.Event()
        connections.append(gone)
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n" % goodbye)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        gone.set()

    async def questions(here: Line) -> list[int]:
        first = await here.post({}, 5)
        await connections[0].wait()
        await asyncio.sleep(0)  # one round of the loop: its end of the connection hears of it
        await asyncio.sleep(0)
        return [first, await here.post({}, 5)]

    assert talk(serve, questions) == [200, 200]
    assert len(connections) == 2


def test_connection_that_was_idle_too_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "IDLE_SECONDS", 0.0)
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await reader.read()
        writer.close()

    async def questions(here: Line) -> list[int]:
        return [await here.post({}, 5), await here.post({}, 5)]

    assert talk(serve, questions) == [200, 200]
    assert len(connections) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n",
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

    async def questions(here: Line) -> None:
        with pytest.raises(httpx.RemoteProtocolError):
            await here.post({}, 5)
        assert not here._idle

    talk(serve, questions)


def test_peer_that_does_not_answer_in_time() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def questions(here: Line) -> None:
        with pytest.raises(httpx.ReadTimeout):
            await here.post({}, 0.05)

    talk(serve, questions)


def test_peer_that_is_away() -> None:
    async def questions() -> None:
        server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        with pytest.raises(httpx.ConnectError):
            await Line(f"http://127.0.0.1:{port}/").post({}, 5)

    asyncio.run(questions())


def test_addresses() -> None:
    with pytest.raises(ValueError, match="not an http address"):
        Line("ftp://a/")
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(409, json={})))
    assert isinstance(asks("http://a/b", client), Line)
    general = asks("https://a/b", client)
    assert isinstance(general, General)
    assert asyncio.run(general.post({"a": 1}, 5)) == 409
    asyncio.run(client.aclose())
