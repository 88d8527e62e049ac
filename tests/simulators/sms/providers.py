"""eSMS and an Android telephone, as far as they document themselves, with faults on demand."""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.stack import HOST


@dataclass
class Provider:
    """Takes letters over HTTP and keeps each request. ``faults``: ``(status, body)`` for the next ones; a status of 0
    breaks the line after the letter was taken."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: deque[tuple[int, Any]] = field(default_factory=deque)
    seen: dict[str, str] = field(default_factory=dict)
    """The provider's id of each of our ids."""
    port: int = 0
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                provider.requests.append(sent)
                provider.headers.append({key.lower(): value for key, value in self.headers.items()})
                status, body = provider.faults.popleft() if provider.faults else (200, None)
                if body is None:
                    status, body = status, provider.answer(sent)
                if status == 0:
                    self.close_connection = True
                    return
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing to standard error."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def answer(self, sent: dict[str, Any]) -> dict[str, Any]:
        """What is answered where nothing is wrong."""
        raise NotImplementedError


class Esms(Provider):
    """eSMS: 100 and an SMSID; the same RequestId once more is 124."""

    def answer(self, sent: dict[str, Any]) -> dict[str, Any]:
        request = sent["RequestId"]
        if request in self.seen:
            return {"CodeResult": "124", "ErrorMessage": "RequestId is existed"}
        self.seen[request] = f"sms-{len(self.seen) + 1}"
        return {"CodeResult": "100", "SMSID": self.seen[request]}


class Android(Provider):
    """The app on the telephone: it takes a message and says that it waits."""

    def answer(self, sent: dict[str, Any]) -> dict[str, Any]:
        self.seen[sent["id"]] = sent["id"]
        return {"id": sent["id"], "state": "Pending", "recipients": [{"phoneNumber": sent["phoneNumbers"][0]}]}


def signed(
    key: str, event: str, payload: dict[str, Any], event_id: str = "ev-1", at: float | None = None
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a webhook of the Android app. ``at``: seconds since 1970; None: now."""
    body = {"deviceId": "d", "event": event, "id": event_id, "payload": payload, "webhookId": "w"}
    raw = json.dumps(body, ensure_ascii=False).encode()
    timestamp = str(int(time.time() if at is None else at))
    signature = hmac.new(key.encode(), raw + timestamp.encode(), "sha256").hexdigest()
    return raw, {"X-Signature": signature, "X-Timestamp": timestamp, "Content-Type": "application/json"}
