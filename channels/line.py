"""Asking another process of ours over kept connections: HTTP/1.1, JSON, loopback, and nothing else.

A general client costs more time on each question than all the rest that the gateway does with it. Fails with
httpx's errors, so that whoever calls need not know which client it was.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import httpx

IDLE_SECONDS: Final = 4.0
"""How long an unused connection is kept: less than the five seconds after which Rasa closes its end."""


class Asks(Protocol):
    """A way to ask one address of a peer."""

    async def post(self, body: Mapping[str, Any], timeout: float) -> int:
        """The status of the answer; its body is read and dropped. Raises httpx.HTTPError."""

    def close(self) -> None:
        """Nothing is asked any more."""


def asks(url: str, client: httpx.AsyncClient) -> Asks:
    """The small client, or the general one for an address that needs more (TLS)."""
    return Line(url) if url.startswith("http://") else General(client, url)


@dataclass(frozen=True)
class General:
    """A peer behind TLS."""

    client: httpx.AsyncClient
    url: str

    async def post(self, body: Mapping[str, Any], timeout: float) -> int:
        return (await self.client.post(self.url, json=dict(body), timeout=timeout)).status_code

    def close(self) -> None:
        """The client belongs to others too."""


class Line:
    """One peer. Connections are opened as needed; those not in use are kept for the next question."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"not an http address: {url}")
        self._host, self._port = parts.hostname, parts.port or 80
        self._head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            "Accept: application/json\r\n"
        )
        self._idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, body: Mapping[str, Any], timeout: float) -> int:
        """The status of the answer; its body is read and dropped. Raises httpx.ConnectError when the peer cannot be
        reached, httpx.ReadTimeout after so many seconds, httpx.RemoteProtocolError when the answer breaks off."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        try:
            async with asyncio.timeout(timeout):
                reader, writer = await self._connection()
                try:
                    writer.write(f"{self._head}Content-Length: {len(raw)}\r\n\r\n".encode() + raw)
                    status, reusable = await _answer(reader)
                except BaseException:
                    writer.close()
                    raise
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer in time") from error
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, ValueError) as error:
            raise httpx.RemoteProtocolError("the answer broke off") from error
        if reusable:
            self._idle.append((asyncio.get_running_loop().time(), reader, writer))
        else:
            writer.close()
        return status

    def close(self) -> None:
        """Gives up the connections that nobody uses."""
        while self._idle:
            self._idle.pop()[2].close()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        now = asyncio.get_running_loop().time()
        while self._idle:
            since, reader, writer = self._idle.pop()
            if now - since < IDLE_SECONDS and not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        try:
            return await asyncio.open_connection(self._host, self._port)
        except OSError as error:
            raise httpx.ConnectError("cannot be reached") from error


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Status of an answer that is read to its end, and whether the connection can be used again."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    protocol, status = first.split(" ", 2)[:2]
    if protocol not in ("HTTP/1.1", "HTTP/1.0") or "content-length" not in fields:
        raise ValueError("not an answer that can be read")
    await reader.readexactly(int(fields["content-length"]))
    return int(status), protocol == "HTTP/1.1" and fields.get("connection", "").lower() != "close"
