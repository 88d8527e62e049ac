"""The state of the simulated account, and what Zalo would answer. It never deduplicates: what comes twice is twice."""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

APP_ID: Final = "360846524940903967"
OA_ID: Final = "388613280878808645"
APP_SECRET: Final = "app-secret-of-the-simulator"
OA_SECRET_KEY: Final = "webhook-key-of-the-simulator"
ACCESS_SECONDS: Final = 90_000
LONGEST_TEXT: Final = 2000
MOST_BUTTONS: Final = 5
LONGEST_TITLE: Final = 100


@dataclass(frozen=True)
class Shown:
    """A message as a citizen sees it: the text, the buttons as sent, and what else was attached."""

    id: str
    user: str
    text: str
    buttons: list[dict[str, Any]]
    message: dict[str, Any]


@dataclass
class Account:
    """One official account. ``faults``: by user, or "" for everybody, the next errors: a code, ``http:<status>``, or
    ``ok`` for none."""

    shown: list[Shown] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    faults: dict[str, list[int | str]] = field(default_factory=lambda: defaultdict(list))
    token_faults: list[int | str] = field(default_factory=list)
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    """Tokens that are good now; of refresh tokens never more than one."""
    rotations: int = 0
    assets: dict[str, tuple[str, int]] = field(default_factory=dict)
    quota: dict[str, Any] = field(default_factory=lambda: {"quota_type": "reply", "remain": "7", "total": "8"})
    media: dict[str, bytes | tuple[int, str]] = field(default_factory=dict)
    """By name: a citizen's files, or a status and where it redirects to."""
    asked: list[str] = field(default_factory=list)
    """Names of the files that were asked for."""
    codes: dict[str, str] = field(default_factory=dict)
    """Codes of the consent page, each with its verifier."""

    def grant(self) -> dict[str, str]:
        """A new pair; every older refresh token is dead from now on."""
        self.rotations += 1
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.access.add(access)
        self.refresh = {refresh}
        return {"access_token": access, "refresh_token": refresh, "expires_in": str(ACCESS_SECONDS)}

    def renew(self, form: dict[str, str], secret: str) -> dict[str, Any]:
        """The OAuth host's answer."""
        if self.token_faults:
            return _error(int(self.token_faults.pop(0)))
        if secret != APP_SECRET or form.get("app_id") != APP_ID:
            return _error(-14002)
        if form.get("grant_type") == "authorization_code":
            wanted = self.codes.pop(form.get("code", ""), None)
            return self.grant() if wanted is not None and wanted == form.get("code_verifier") else _error(-14019)
        if form.get("refresh_token") not in self.refresh:
            return _error(-14014)
        return self.grant()

    def message(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a message of advice."""
        user = str(body.get("recipient", {}).get("user_id", ""))
        message = body.get("message", {})
        self.tries.append(user)
        if token not in self.access:
            return _error(-216)
        for key in (user, ""):
            if self.faults[key] and (fault := self.faults[key].pop(0)) != "ok":
                return _error(int(fault))
        text = str(message.get("text", ""))
        payload = message.get("attachment", {}).get("payload", {})
        text = text or str(payload.get("text", ""))
        buttons = payload.get("buttons", [])
        if not user or (not text and "attachment" not in message):
            return _error(-201)
        if len(text) > LONGEST_TEXT or len(buttons) > MOST_BUTTONS or any(not _fits(one) for one in buttons):
            return _error(-210)
        asset = payload.get("token") or next((e.get("attachment_id") for e in payload.get("elements", [])), None)
        if asset is not None and asset not in self.assets:
            return _error(-100)
        id = secrets.token_hex(10)
        self.shown.append(Shown(id, user, text, buttons, message))
        data = {"message_id": id, "user_id": user, "sent_time": "0", "quota": self.quota}
        return {"error": 0, "message": "Success", "data": data}

    def upload(self, token: str, kind: str, content: bytes) -> dict[str, Any]:
        """The answer to an upload of an ``image`` (at most 1 MB) or a ``file`` (5 MB)."""
        if token not in self.access:
            return _error(-216)
        if len(content) > (1 if kind == "image" else 5) * 1024 * 1024:
            return _error(-210)
        id = secrets.token_urlsafe(12)
        self.assets[id] = (kind, len(content))
        return {"error": 0, "message": "Success", "data": {"attachment_id" if kind == "image" else "token": id}}

    def shown_to(self, user: str) -> list[Shown]:
        """All that one citizen got, in order."""
        return [one for one in self.shown if one.user == user]


def _fits(button: dict[str, Any]) -> bool:
    payload = button.get("payload")
    if not 0 < len(str(button.get("title", ""))) <= LONGEST_TITLE:
        return False
    if button.get("type") in ("oa.query.show", "oa.query.hide"):
        return isinstance(payload, str) and len(payload) <= 1000
    if button.get("type") == "oa.open.phone":
        return isinstance(payload, dict) and str(payload.get("phone_code", "")).startswith("84")
    return button.get("type") in ("oa.open.url", "oa.open.sms") and isinstance(payload, dict)


def _error(code: int) -> dict[str, Any]:
    return {"error": code, "message": "refused", "data": {}}
