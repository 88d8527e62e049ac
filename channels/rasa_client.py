"""Asking Rasa to understand a text. Its HTTP body is never the reply: the inbox row tells the outcome."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from channels.peers import Failed, Unreached, post

AWAY_SECONDS: Final = 2.0
"""How long a worker that could not be reached is left alone while others can."""


@dataclass(frozen=True)
class Understand:
    """A text on its way through Rasa. ``metadata`` as in the design: ``inbox_id, conversation_id, asked_id,
    awaiting, lang, today``; it must be an object, or Rasa loses the message without a word."""

    sender: str
    text: str
    metadata: dict[str, Any]


@dataclass
class _Worker:
    """One Rasa process: the messages it has now, and until when (monotonic) it is taken to be away."""

    url: str
    under_way: int = 0
    away_until: float = 0.0


class RasaClient:
    """Rasa's REST channel, of one worker or several: a message goes to the one that has the fewest, because any of
    them can serve any turn."""

    def __init__(self, session: aiohttp.ClientSession, urls: str, timeout: float) -> None:
        self._session = session
        self._workers = [_Worker(f"{url}/webhooks/rest/webhook") for url in workers(urls)]
        self._timeout = timeout

    async def understand(self, message: Understand) -> None:
        """Returns when Rasa is through with it. Raises Unreached (no worker got it) or Failed."""
        body = {"sender": message.sender, "message": escape(message.text), "metadata": message.metadata}
        untried = list(self._workers)
        while True:
            now = time.monotonic()
            worker = min(untried, key=lambda one: (one.away_until > now, one.under_way))
            untried.remove(worker)
            worker.under_way += 1
            try:
                status = await post(self._session, "rasa", worker.url, body, self._timeout)
            except Unreached:
                worker.away_until = time.monotonic() + AWAY_SECONDS
                if not untried:
                    raise
                continue
            finally:
                worker.under_way -= 1
            if status != 200:
                raise Failed(f"rasa: status {status}")
            return


def workers(urls: str) -> list[str]:
    """The addresses of the setting ``rasa_url``, without a slash at their end."""
    return [url.strip().rstrip("/") for url in urls.split(",") if url.strip()]


def escape(text: str) -> str:
    """What Rasa gets to see: a leading "/" would be taken for a command of its own (``/restart``,
    ``/intent{...}``), so it becomes a full-width one, of the same length."""
    stripped = text.lstrip()
    if not stripped.startswith("/"):
        return text
    return text[: len(text) - len(stripped)] + "／" + stripped[1:]
