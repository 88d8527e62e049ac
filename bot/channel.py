"""The one way in: Rasa's REST channel, with what arrives made harmless."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.rest import RestInput
from sanic.request import Request

MAX_CHARS = 8000


class GuardedRest(RestInput):
    """``POST /webhooks/rest/webhook`` with ``{"sender", "message", "metadata"}``.

    Rasa loses a message silently when its metadata is no mapping or its text no string; the gateway checks, and so
    does this.
    """

    @classmethod
    def name(cls) -> str:
        """The name in the URL and in credentials."""
        return "rest"

    def get_metadata(self, request: Request) -> dict[str, Any] | None:
        """The metadata, empty when it is not a mapping."""
        metadata = request.json.get("metadata") if isinstance(request.json, dict) else None
        return metadata if isinstance(metadata, dict) else {}

    def _extract_message(self, req: Request) -> str:
        message = req.json.get("message")
        return message[:MAX_CHARS] if isinstance(message, str) else ""
