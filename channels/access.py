"""One log line per request: method, path, status, time. Never the query, a header or a body."""

from __future__ import annotations

import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.log import Log

log = Log("access")

QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
HEADERS: Final = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))


class AccessLog:
    """Logs each request when it ends, and adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *HEADERS, *_no_store(scope["path"])]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            if scope["path"] not in QUIET:
                elapsed = round((time.monotonic() - started) * 1000, 1)
                log.info("request", method=scope["method"], path=_known(scope), status=status, ms=elapsed)


def _known(scope: Scope) -> str:
    """The path where it is one of ours; a made-up one may hold anything, so it is not written."""
    route = scope.get("route")
    return str(getattr(route, "path", "(unknown)"))


def _no_store(path: str) -> tuple[tuple[bytes, bytes], ...]:
    return ((b"cache-control", b"no-store"),) if path.startswith("/api/") else ()
