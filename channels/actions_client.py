"""Asking the action server for a turn that needs no understanding."""

from __future__ import annotations

import httpx

from channels.line import asks
from channels.peers import Busy, Failed, Refused, Unreached, transport_error


class ActionsClient:
    """The action server's ``POST /turn``."""

    def __init__(self, client: httpx.AsyncClient, url: str, timeout: float) -> None:
        self._line = asks(f"{url.rstrip('/')}/turn", client)
        self._timeout = timeout

    async def turn(self, inbox_id: str) -> None:
        """Returns when the turn is done. Raises Unreached, Failed, or Refused when it can never work."""
        try:
            status = await self._line.post({"inbox_id": inbox_id}, self._timeout)
        except httpx.HTTPError as error:
            raise transport_error("actions", error) from error
        if status == 200:
            return
        if status == 409:
            raise Busy("actions: an earlier message is not done")
        if status == 503:
            raise Unreached(f"actions: status {status}")
        if status in (404, 413, 422):
            raise Refused(f"actions: status {status}")
        raise Failed(f"actions: status {status}")

    def close(self) -> None:
        """Nothing is asked any more."""
        self._line.close()
