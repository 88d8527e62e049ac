"""Asking Rasa to understand a text. Its HTTP body is never the reply: the inbox row tells the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from channels.line import asks
from channels.peers import Failed, transport_error


@dataclass(frozen=True)
class Understand:
    """A text on its way through Rasa. ``metadata`` as in the design: ``inbox_id, conversation_id, asked_id,
    awaiting, lang, today``; it must be an object, or Rasa loses the message without a word."""

    sender: str
    text: str
    metadata: dict[str, Any]


class RasaClient:
    """Rasa's REST channel."""

    def __init__(self, client: httpx.AsyncClient, url: str, timeout: float) -> None:
        self._line = asks(f"{url.rstrip('/')}/webhooks/rest/webhook", client)
        self._timeout = timeout

    async def understand(self, message: Understand) -> None:
        """Returns when Rasa is through with it. Raises Unreached or Failed."""
        body = {"sender": message.sender, "message": escape(message.text), "metadata": message.metadata}
        try:
            status = await self._line.post(body, self._timeout)
        except httpx.HTTPError as error:
            raise transport_error("rasa", error) from error
        if status != 200:
            raise Failed(f"rasa: status {status}")

    def close(self) -> None:
        """Nothing is asked any more."""
        self._line.close()


def escape(text: str) -> str:
    """What Rasa gets to see: a leading "/" would be taken for a command of its own (``/restart``,
    ``/intent{...}``), so it becomes a full-width one, of the same length."""
    stripped = text.lstrip()
    if not stripped.startswith("/"):
        return text
    return text[: len(text) - len(stripped)] + "／" + stripped[1:]
