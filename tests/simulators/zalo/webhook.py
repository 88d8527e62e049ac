"""The side of Zalo that calls: events as they are documented, signed, and repeated until they are acknowledged."""

from __future__ import annotations

import hashlib
import heapq
import json
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.simulators.zalo.account import APP_ID, OA_ID, OA_SECRET_KEY

LADDER: Final = (30, 300, 900, 1800, 3600)
"""Seconds after which an event that was not acknowledged is sent again; then the webhook is switched off."""
ACKNOWLEDGE_SECONDS: Final = 2.0


def wall() -> int:
    """Milliseconds since 1970."""
    return int(time.time() * 1000)


@dataclass(order=True)
class _Planned:
    at: float
    number: int
    raw: bytes = field(compare=False)
    headers: dict[str, str] = field(compare=False)
    tries: int = field(compare=False, default=0)


@dataclass
class Webhook:
    """Calls the webhook of an installation. Time passes only when a test says so (``advance``), but for the
    timestamps of events, which are ``now()``."""

    address: str
    now: Callable[[], int] = wall
    key: str = OA_SECRET_KEY
    disabled: bool = False
    answers: list[int] = field(default_factory=list)
    """The status of every call, 0 where nobody answered in time."""
    _clock: float = 0.0
    _numbers: int = 0
    _planned: list[_Planned] = field(default_factory=list)

    # -- events --------------------------------------------------------------------------------------------

    def event(self, name: str, user: str, **more: Any) -> dict[str, Any]:
        """A citizen's event in the documented shape."""
        return {
            "app_id": APP_ID, "sender": {"id": user}, "user_id_by_app": "552177279717587730",
            "recipient": {"id": OA_ID}, "event_name": name, "timestamp": str(self.now()), **more,
        }  # fmt: skip

    def text(self, user: str, words: str, id: str | None = None) -> dict[str, Any]:
        """A written message, or the payload of a button that was touched."""
        return self.event("user_send_text", user, message={"text": words, "msg_id": id or secrets.token_hex(10)})

    def attached(self, user: str, kind: str, payload: dict[str, Any], id: str | None = None) -> dict[str, Any]:
        """A message with one attachment (``image``, ``file``, ``audio``, ``sticker``, ``location`` …)."""
        message = {"msg_id": id or secrets.token_hex(10), "attachments": [{"type": kind, "payload": payload}]}
        return self.event(f"user_send_{kind}", user, message=message)

    def follower(self, name: str, user: str) -> dict[str, Any]:
        """``follow`` or ``unfollow``."""
        return {
            "oa_id": OA_ID, "follower": {"id": user}, "user_id_by_app": "552177279717587730", "event_name": name,
            "source": "oa_profile", "app_id": APP_ID, "timestamp": str(self.now()),
        }  # fmt: skip

    def of_the_account(self, name: str, user: str, admin: str | None = None, **message: Any) -> dict[str, Any]:
        """What the account sent (``admin``: a person wrote it), or a receipt."""
        sender = {"id": OA_ID} | ({"admin_id": admin} if admin else {})
        message.setdefault("msg_id", secrets.token_hex(10))
        return self.event(name, user) | {"sender": sender, "recipient": {"id": user}, "message": message}

    # -- sending -------------------------------------------------------------------------------------------

    def signed(self, event: dict[str, Any], first: str = APP_ID) -> tuple[bytes, dict[str, str]]:
        """The bytes of an event and its headers."""
        raw = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        mac = hashlib.sha256(b"".join([first.encode(), raw, str(event["timestamp"]).encode(), self.key.encode()]))
        return raw, {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac.hexdigest()}"}

    def post(self, raw: bytes, headers: dict[str, str]) -> httpx.Response:
        """One call as it is."""
        return httpx.post(self.address, content=raw, headers=headers, timeout=ACKNOWLEDGE_SECONDS, trust_env=False)

    def send(self, event: dict[str, Any], times: int = 1) -> int:
        """Sends an event at once, perhaps several times; the last status. What is not acknowledged climbs the
        ladder."""
        raw, headers = self.signed(event)
        status = 0
        for _ in range(times):
            status = self._try(_Planned(self._clock, self._number(), raw, headers))
        return status

    def plan(self, event: dict[str, Any], after: float) -> None:
        """Sends an event later: so events overtake each other."""
        heapq.heappush(self._planned, _Planned(self._clock + after, self._number(), *self.signed(event)))

    def shuffled(self, events: list[dict[str, Any]], seed: int) -> None:
        """Sends events in another order."""
        mixed = list(events)
        random.Random(seed).shuffle(mixed)
        for event in mixed:
            self.send(event)

    def advance(self, seconds: float) -> None:
        """Time passes; what falls due is sent."""
        end = self._clock + seconds
        while self._planned and self._planned[0].at <= end and not self.disabled:
            due = heapq.heappop(self._planned)
            self._clock = due.at
            self._try(due)
        self._clock = end

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _try(self, one: _Planned) -> int:
        headers = one.headers | ({"num_retry": str(one.tries)} if one.tries else {})
        try:
            status = self.post(one.raw, headers).status_code
        except httpx.HTTPError:
            status = 0
        self.answers.append(status)
        if status != 200:
            if one.tries == len(LADDER):
                self.disabled = True
            else:
                again = _Planned(self._clock + LADDER[one.tries], self._number(), one.raw, one.headers, one.tries + 1)
                heapq.heappush(self._planned, again)
        return status
