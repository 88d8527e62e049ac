"""Asking the action server for a turn that needs no understanding."""

from __future__ import annotations

import httpx

from channels.peers import Busy, Failed, Refused, Unreached, transport_error


class ActionsClient:
    """The action server's ``POST /turn``."""

    def __init__(self, client: httpx.AsyncClient, url: str, timeout: float) -> None:
        self._client = client
        self._url = f"{url.rstrip('/')}/turn"
        self._timeout = timeout

    async def turn(self, inbox_id: str) -> None:
        """Returns when the turn is done. Raises Unreached, Failed, or Refused when it can never work."""
        try:
            answer = await self._client.post(self._url, json={"inbox_id": inbox_id}, timeout=self._timeout)
        except httpx.HTTPError as error:
            raise transport_error("actions", error) from error
        if answer.status_code == 200:
            return
        if answer.status_code == 409:
            raise Busy("actions: an earlier message is not done")
        if answer.status_code == 503:
            raise Unreached(f"actions: status {answer.status_code}")
        if answer.status_code in (404, 413, 422):
            raise Refused(f"actions: status {answer.status_code}")
        raise Failed(f"actions: status {answer.status_code}")
