"""Asking the action server for a turn that needs no understanding."""

from __future__ import annotations

import aiohttp

from channels.peers import Busy, Failed, Refused, Unreached, post


class ActionsClient:
    """The action server's ``POST /turn``."""

    def __init__(self, session: aiohttp.ClientSession, url: str, timeout: float) -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/turn"
        self._timeout = timeout

    async def turn(self, inbox_id: str) -> None:
        """Returns when the turn is done. Raises Unreached, Failed, or Refused when it can never work."""
        status = await post(self._session, "actions", self._url, {"inbox_id": inbox_id}, self._timeout)
        if status == 200:
            return
        if status == 409:
            raise Busy("actions: an earlier message is not done")
        if status == 503:
            raise Unreached(f"actions: status {status}")
        if status in (404, 413, 422):
            raise Refused(f"actions: status {status}")
        raise Failed(f"actions: status {status}")
