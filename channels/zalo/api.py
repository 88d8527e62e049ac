"""Zalo's interface for official accounts, as far as it is used here. An error comes as status 200 with a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import httpx

from actions.errors import MotcuaError
from actions.settings import Settings

SECONDS: Final = 15.0
LONGEST_TEXT: Final = 2000
"""Characters of one message."""
MOST_BUTTONS: Final = 5
LONGEST_TITLE: Final = 100
LARGEST_IMAGE: Final = 1024 * 1024
LARGEST_FILE: Final = 5 * 1024 * 1024


class Code(MotcuaError):
    """Zalo refused, with a code (negative; what each means: ``channels.zalo.meaning``)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"zalo error {code}")
        self.code = code


class Unreadable(MotcuaError):
    """What came back is no answer of Zalo's. ``status``: of HTTP; ``after``: seconds it asks to wait, if it does."""

    def __init__(self, status: int, after: float | None = None) -> None:
        super().__init__(f"zalo status {status}")
        self.http = status
        self.after = after


@dataclass(frozen=True)
class Pair:
    """Two tokens. ``seconds``: how long the first one holds."""

    access: str
    refresh: str
    seconds: float


@dataclass(frozen=True)
class Quota:
    """What Zalo says is left, of which allowance; None where it says nothing."""

    kind: str
    remain: int | None
    total: int | None


class Zalo:
    """One official account. Every method raises Code, Unreadable, or httpx.HTTPError where nobody answers."""

    def __init__(self, here: Settings, client: httpx.AsyncClient) -> None:
        self._here = here
        self._client = client

    async def message(self, token: str, user: str, message: dict[str, Any]) -> tuple[str | None, Quota | None]:
        """Sends a message of advice (tin tư vấn); its id, and what is left of the allowance."""
        body = {"recipient": {"user_id": user}, "message": message}
        data = await self._call(token, "/v3.0/oa/message/cs", json=body)
        id = data.get("message_id")
        return (str(id) if id else None), _quota(data.get("quota"))

    async def upload_image(self, token: str, content: bytes, mime: str) -> str:
        """The ``attachment_id`` of a picture (JPEG or PNG, at most 1 MB), good for seven days."""
        data = await self._call(token, "/v2.0/oa/upload/image", files={"file": ("anh", content, mime)})
        return str(data.get("attachment_id") or "")

    async def upload_file(self, token: str, name: str, content: bytes, mime: str) -> str:
        """The ``token`` of a document (PDF, DOC, DOCX, CSV, at most 5 MB), good for seven days."""
        data = await self._call(token, "/v2.0/oa/upload/file", files={"file": (name, content, mime)})
        return str(data.get("token") or "")

    async def refresh(self, refresh_token: str) -> Pair:
        """The next pair. The token given is dead from the moment this succeeds at Zalo."""
        return await self._pair({"refresh_token": refresh_token, "grant_type": "refresh_token"})

    async def exchange(self, code: str, verifier: str) -> Pair:
        """The first pair, for the code that an administrator of the account brought from the page of consent."""
        return await self._pair({"code": code, "code_verifier": verifier, "grant_type": "authorization_code"})

    async def _pair(self, form: dict[str, str]) -> Pair:
        answer = await self._client.post(
            f"{self._here.zalo_oauth_url.rstrip('/')}/v4/oa/access_token",
            headers={"secret_key": self._here.zalo_app_secret},
            data={**form, "app_id": self._here.zalo_app_id},
            timeout=SECONDS,
        )
        data = _read(answer)
        try:
            return Pair(str(data["access_token"]), str(data["refresh_token"]), float(data["expires_in"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(answer.status_code) from error

    async def _call(self, token: str, path: str, **body: Any) -> dict[str, Any]:
        answer = await self._client.post(
            f"{self._here.zalo_api_url.rstrip('/')}{path}", headers={"access_token": token}, timeout=SECONDS, **body
        )
        data = _read(answer).get("data")
        return data if isinstance(data, dict) else {}


def text(words: str, buttons: list[dict[str, Any]], template: bool) -> dict[str, Any]:
    """A text with at most five buttons, in either of the forms that are told of."""
    if not buttons:
        return {"text": words}
    if template:
        payload = {"template_type": "button", "text": words, "buttons": buttons}
        return {"attachment": {"type": "template", "payload": payload}}
    return {"text": words, "attachment": {"type": "template", "payload": {"buttons": buttons}}}


def image(attachment_id: str) -> dict[str, Any]:
    """A picture that was uploaded."""
    element = {"media_type": "image", "attachment_id": attachment_id}
    return {"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [element]}}}


def file(token: str) -> dict[str, Any]:
    """A document that was uploaded."""
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def ask_info(title: str, subtitle: str, image_url: str) -> dict[str, Any]:
    """A card by which the citizen gives name and telephone number with two touches."""
    element = {"title": title[:LONGEST_TITLE], "subtitle": subtitle[:500], "image_url": image_url}
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def _read(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code != 200:
        wait = answer.headers.get("retry-after", "")
        raise Unreadable(answer.status_code, float(wait) if wait.isdigit() else None)
    try:
        found = answer.json()
        code = int(found.get("error") or 0)
    except (ValueError, AttributeError, TypeError) as error:
        raise Unreadable(answer.status_code) from error
    if code:
        raise Code(code)
    return dict(found)


def _quota(raw: Any) -> Quota | None:
    if not isinstance(raw, dict):
        return None
    return Quota(str(raw.get("quota_type") or "other")[:20], _number(raw.get("remain")), _number(raw.get("total")))


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
