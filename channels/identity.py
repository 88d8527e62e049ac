"""Who is writing: a browser with a cookie of ours, or a program that may name its sender."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from starlette.responses import Response

from actions.errors import BadInput, MotcuaError
from actions.settings import Settings

COOKIE: Final = "motcua"
COOKIE_SECONDS: Final = 180 * 24 * 3600
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
SAFE: Final = frozenset({"GET", "HEAD"})
CHANNELS: Final = ("web", "zalo", "sms")


class NotAllowed(MotcuaError):
    """The caller may not speak for that sender, or the request comes from a foreign page."""

    status = 403
    citizen_prompt = "error.not_allowed"


class Unknown(MotcuaError):
    """Nobody that we know: a listener without a cookie."""

    status = 401
    citizen_prompt = "error.not_known"


@dataclass(frozen=True)
class Identity:
    """The address of a contact; ``new_cookie`` has to be set on the answer when it is not None."""

    channel: str
    address: str
    new_cookie: str | None = None

    def mark(self, response: Response, request: Request) -> None:
        """Gives a new browser its cookie: not readable by scripts, not sent along from other sites."""
        if self.new_cookie is not None:
            response.set_cookie(
                COOKIE,
                self.new_cookie,
                max_age=COOKIE_SECONDS,
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
                path="/",
            )


def forget(response: Response, request: Request) -> None:
    """Takes the cookie back: this browser is nobody's any longer."""
    response.delete_cookie(COOKIE, path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")


def is_trusted(request: Request, settings: Settings) -> bool:
    """Whether the caller may name a sender: it has the token, or runs on this machine.

    A request that a proxy passed on is not from this machine, even if the proxy is.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if settings.api_token and scheme.lower() == "bearer":
        return secrets.compare_digest(token.strip().encode(), settings.api_token.encode())
    if any(header in request.headers for header in FORWARDED) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def identify(request: Request, settings: Settings, sender: str | None, *, make: bool, channel: str = "web") -> Identity:
    """Who is writing. ``make``: a browser without a cookie gets one; else it raises Unknown.

    Raises NotAllowed for a sender that the caller may not name, or a request made by another site's page; and for a
    change in the name of a cookie that does not say which page made it: every browser says so.
    """
    _same_site(request)
    if channel not in CHANNELS:
        raise BadInput(f"channel: one of {', '.join(CHANNELS)}.")
    if sender is not None or channel != "web":
        if not is_trusted(request, settings):
            raise NotAllowed("Only callers on this machine or with the API token may name a sender.")
        if sender is None:
            raise BadInput("sender: needed with a channel.")
        return Identity(channel, f"sender:{sender}")
    cookie = request.cookies.get(COOKIE, "")
    if 20 <= len(cookie) <= 100 and cookie.isascii():
        if request.method not in SAFE and not {"origin", "sec-fetch-site"}.intersection(request.headers):
            raise NotAllowed("A browser's request has to say which page made it (Origin or Sec-Fetch-Site).")
        return Identity("web", _address(cookie))
    if not make:
        raise Unknown("No conversation is known for this browser yet: send a message first.")
    cookie = secrets.token_urlsafe(32)
    return Identity("web", _address(cookie), cookie)


def _address(cookie: str) -> str:
    """The database keeps only a digest, so that nobody can take over a conversation by reading it."""
    return "cookie:" + hashlib.sha256(cookie.encode()).hexdigest()


def _same_site(request: Request) -> None:
    """Refuses what another site's page makes a browser send."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("Requests from other sites' pages are not taken.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotAllowed("Requests from other sites' pages are not taken.")
