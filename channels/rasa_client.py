"""Asking Rasa to understand a text. Its HTTP body is never the reply: the inbox row tells the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from channels.peers import Failed, post


@dataclass(frozen=True)
class Understand:
    """A text on its way through Rasa. ``metadata`` as in the design: ``inbox_id, conversation_id, asked_id,
    awaiting, lang, today``; it must be an object, or Rasa loses the message without a word."""

    sender: str
    text: str
    metadata: dict[str, Any]


class RasaClient:
    """Rasa's REST channel."""

    def __init__(self, session: aiohttp.ClientSession, url: str, timeout: float) -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._timeout = timeout

    async def understand(self, message: Understand) -> None:
        """Returns when Rasa is through with it. Raises Unreached or Failed."""
        body = {"sender": message.sender, "message": escape(message.text), "metadata": message.metadata}
        status = await post(self._session, "rasa", self._url, body, self._timeout)
        if status != 200:
            raise Failed(f"rasa: status {status}")


def escape(text: str) -> str:
    """What Rasa gets to see: a leading "/" would be taken for a command of its own (``/restart``,
    ``/intent{...}``), so it becomes a full-width one, of the same length."""
    stripped = text.lstrip()
    if not stripped.startswith("/"):
        return text
    return text[: len(text) - len(stripped)] + "／" + stripped[1:]
