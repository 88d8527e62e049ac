"""A small HTTP client over one kept connection, the same for both sides, so that the client costs next to nothing."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.stack import HOST


class Broken(Exception):
    """The server closed the line, or did not answer as HTTP."""


class Line:
    """One citizen's connection. Not for use by two coroutines at once."""

    def __init__(self, port: int, path: str) -> None:
        self._port = port
        self._head = f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\n"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and decoded JSON. Raises Broken, or OSError where nobody listens."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(HOST, self._port)
        self._writer.write(f"{self._head}Content-Length: {len(raw)}\r\n\r\n".encode() + raw)
        try:
            status, fields = head(await self._reader.readuntil(b"\r\n\r\n"))
            content = await self._reader.readexactly(int(fields["content-length"]))
        except (asyncio.IncompleteReadError, KeyError, ValueError) as error:
            raise Broken("no whole answer") from error
        if fields.get("connection", "").lower() == "close":
            self.close()
        return status, json.loads(content)

    def close(self) -> None:
        """Gives the connection up; the next message opens another."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def head(raw: bytes) -> tuple[int, dict[str, str]]:
    """Status and fields (names in small letters) of an answer's head. Raises ValueError for anything else."""
    first, *rest = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    protocol, _, after = first.partition(" ")
    if not protocol.startswith("HTTP/1."):
        raise ValueError("not an HTTP answer")
    fields = {}
    for line in rest:
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError("a field without a colon")
        fields[name.strip().lower()] = value.strip()
    return int(after.split(" ")[0]), fields
