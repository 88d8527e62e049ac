"""Bringing the file of a message from the provider's store, after the message was acknowledged.

The address comes from outside: only listed hosts are asked, by https, never an address inside a network, wherever a
name or a redirection may lead; with a limit of size and of time.
"""

from __future__ import annotations

import asyncio
import io
import ipaddress
import socket
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx
from sqlalchemy.orm import Session

from actions.errors import BadInput
from actions.log import Log
from actions.settings import Settings
from actions.store.models import Inbox
from channels import media
from channels.peers import Failed
from channels.store import Store

log = Log("fetching")

SECONDS: Final = 20.0
"""For the whole of a file."""
REDIRECTIONS: Final = 3
MOST_TRIES: Final = 4
"""What the citizen writes next waits meanwhile, so it is soon asked for the file again."""
LOST: Final = "say:zalo.file_lost"
HEARD: Final = "say:zalo.audio"


class Forbidden(BadInput):
    """An address that is never asked."""


class Gone(BadInput):
    """The provider does not give the file, and will not later."""


class Fetcher:
    """Called with a message's inbox id and the address of its file; the message then holds the file, or the sentence
    that it could not be had. Raises Failed where it may be tried again."""

    def __init__(self, here: Settings, store: Store, client: httpx.AsyncClient) -> None:
        self._here = here
        self._store = store
        self._client = client
        self._hosts = [host.strip().lower() for host in here.zalo_media_hosts.split(",") if host.strip()]

    async def __call__(self, inbox_id: str, url: str) -> None:
        folder = self._here.data / "media"
        try:
            content = await self.download(url)
            stored = await asyncio.to_thread(media.store, folder, io.BytesIO(content))
        except (BadInput, Failed) as error:
            if isinstance(error, Failed) and not await self._store.read(lambda session: _last_try(session, inbox_id)):
                raise
            log.warning("file not fetched", inbox_id=inbox_id, reason=type(error).__name__)
            await self._store.write(lambda session: _answer(session, inbox_id, LOST))
            return
        if not await self._store.write(lambda session: _put(session, inbox_id, stored)):
            media.discard(folder, stored)

    async def download(self, url: str) -> bytes:
        """The file. Raises Forbidden, Gone or FileTooLarge; Failed where it may be tried again."""
        try:
            async with asyncio.timeout(SECONDS):
                for _ in range(REDIRECTIONS + 1):
                    found = await self._once(url)
                    if isinstance(found, bytes):
                        return found
                    url = urljoin(url, found)
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise Failed(f"file: {type(error).__name__}") from error
        raise Gone("redirected too often")

    async def _once(self, url: str) -> bytes | str:
        """The file, or where it is said to be."""
        target, headers, extensions = await self._checked(url)
        kept = bytearray()
        async with self._client.stream(
            "GET", target, headers=headers, extensions=extensions, follow_redirects=False, timeout=SECONDS
        ) as answer:
            if answer.is_redirect:
                return answer.headers["location"]
            if answer.status_code in (408, 425, 429) or answer.status_code >= 500:
                raise Failed(f"file: status {answer.status_code}")
            if answer.status_code != 200:
                raise Gone(f"status {answer.status_code}")
            async for chunk in answer.aiter_bytes():
                kept += chunk
                if len(kept) > media.MAX_BYTES:
                    raise media.FileTooLarge("file: larger than 20 MB.")
        return bytes(kept)

    async def _checked(self, url: str) -> tuple[str, dict[str, str], dict[str, str]]:
        """What to ask for, by an address that was looked at: asked by name again, it might be another one."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower().rstrip("."), parts.port
        except ValueError as error:
            raise Forbidden("not an address") from error
        if parts.username or parts.password:
            raise Forbidden("names a user")
        if parts.scheme == "http" and port is not None and f"{host}:{port}" in self._hosts:
            return url, {}, {}  # a place that the operator named with its port
        if parts.scheme != "https" or port not in (None, 443) or not self._listed(host):
            raise Forbidden("not a host of the provider's")
        place = await _public(host)
        netloc = f"[{place}]" if ":" in place else place
        return (
            SplitResult("https", netloc, parts.path, parts.query, "").geturl(),
            {"Host": host},
            {"sni_hostname": host},
        )

    def _listed(self, host: str) -> bool:
        return any(host == known or host.endswith(f".{known}") for known in self._hosts if ":" not in known)


async def _public(host: str) -> str:
    """An address of a host, on the open internet. Raises Forbidden where any of its addresses is not."""
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    places = [str(one[4][0]) for one in found]
    if not places or not all(ipaddress.ip_address(place.split("%")[0]).is_global for place in places):
        raise Forbidden("inside a network")
    return places[0]


def _last_try(session: Session, inbox_id: str) -> bool:
    row = session.get(Inbox, inbox_id)
    return row is None or row.attempts + 1 >= MOST_TRIES


def _put(session: Session, inbox_id: str, stored: media.Stored) -> bool:
    """The message holds its file now. A voice message is kept for who can hear it, and answered kindly. False where
    the message is gone, or another gateway was first."""
    row = session.get(Inbox, inbox_id)
    if row is None or "fetch" not in row.body:
        return False
    media.remember(session, row.conversation_id, stored)
    row.body = {"media_id": stored.id}
    if stored.kind == "audio":
        row.kind, row.body = "command", {"payload": HEARD, "media_id": stored.id}
    return True


def _answer(session: Session, inbox_id: str, payload: str) -> None:
    row = session.get(Inbox, inbox_id)
    if row is not None and "fetch" in row.body:
        row.kind, row.body = "command", {"payload": payload}
