"""Reading what a caller of ``/api/chat`` sent, and refusing with a reason what cannot be taken."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from actions.errors import BadInput, MotcuaError, TooLarge
from channels.media import MAX_BYTES, FileTooLarge

MAX_TEXT: Final = 4096
"""Bytes of UTF-8 in a text."""
MAX_JSON: Final = 64 * 1024
"""Bytes of a JSON body: a full text with every letter escaped fits."""
_FORM_SLACK: Final = 64 * 1024
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_NAMES: Final = {"string_type": "must be a text", "string_unicode": "is not valid Unicode"}


class WrongType(MotcuaError):
    """Neither JSON nor a form."""

    status = 415
    citizen_prompt = "error.bad_input"


class Message(BaseModel):
    """The JSON body of ``POST /api/chat``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sender: str | None = None
    message_id: str | None = None
    text: str | None = None
    choice: str | None = None


@dataclass(frozen=True)
class Incoming:
    """A checked message: exactly one of text, choice, file, command (what the channel itself wants done or said, never
    taken from a caller) and fetch (a file that its provider keeps: ``{"url"}``)."""

    sender: str | None
    message_id: str | None
    text: str | None = None
    choice: str | None = None
    file: UploadFile | None = None
    command: str | None = None
    fetch: dict[str, str] | None = None


async def read(request: Request) -> Incoming:
    """The message of a request. Raises BadInput, TooLarge or WrongType, with a sentence to act on."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _form(request)
    if kind != "application/json":
        raise WrongType("Send application/json, or multipart/form-data with a file.")
    return parse(b"".join([chunk async for chunk in limited(request, MAX_JSON)]))


def decoded(raw: bytes) -> Any:
    """What a JSON body holds. Raises BadInput."""
    try:
        return json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput("The body is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput("The body is not JSON.") from error


def parse(raw: bytes) -> Incoming:
    """The message in a JSON body."""
    try:
        message = Message.model_validate(decoded(raw))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "The body"
        reason = "is not known here" if first["type"] == "extra_forbidden" else _NAMES.get(first["type"])
        raise BadInput(f"{_printable(place)}: {reason or first['msg']}.") from error
    if (message.text is None) == (message.choice is None):
        raise BadInput("Send exactly one of text and choice.")
    _check_name("sender", message.sender)
    _check_name("message_id", message.message_id)
    _check_name("choice", message.choice)
    _check_text(message.text)
    return Incoming(message.sender, message.message_id, message.text, message.choice)


async def _form(request: Request) -> Incoming:
    try:
        form = await MultiPartParser(
            request.headers,
            limited(request, MAX_BYTES + _FORM_SLACK, FileTooLarge),
            max_files=1,
            max_fields=2,
            max_part_size=MAX_TEXT,
        ).parse()
    except (MultiPartException, KeyError, UnicodeError) as error:
        raise BadInput("The form cannot be read: one file, and beside it sender and message_id.") from error
    try:
        return _from_form(form)
    except MotcuaError:
        await form.close()
        raise


def _from_form(form: FormData) -> Incoming:
    if unknown := set(form) - {"sender", "message_id", "file"}:
        raise BadInput(f"{_printable(sorted(unknown)[0])}: is not known here.")
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadInput("file: missing.")
    names: dict[str, str | None] = {}
    for key in ("sender", "message_id"):
        value = form.get(key)
        if isinstance(value, UploadFile):
            raise BadInput(f"{key}: must be a text.")
        _check_name(key, value)
        names[key] = value
    return Incoming(names["sender"], names["message_id"], file=file)


async def limited(request: Request, most: int, refusal: type[TooLarge] = TooLarge) -> AsyncGenerator[bytes, None]:
    """The body, chunk by chunk. Raises ``refusal`` as soon as it is known to be longer than ``most`` bytes."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most:
        raise refusal(f"The body is larger than {most} bytes.")
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise refusal(f"The body is larger than {most} bytes.")
        yield chunk


def _check_text(text: str | None) -> None:
    if text is None:
        return
    if "\x00" in text:
        raise BadInput("text: holds a NUL character.")
    if len(_utf8("text", text)) > MAX_TEXT:
        raise TooLarge(f"text: longer than {MAX_TEXT} bytes. Send it in several messages.")


def _check_name(key: str, value: str | None) -> None:
    """Names are short and printable: they end up in an index."""
    if value is None:
        return
    if not value.strip() or len(_utf8(key, value)) > 200 or _CONTROL.search(value):
        raise BadInput(f"{key}: 1 to 200 bytes, without control characters.")


def _utf8(key: str, value: str) -> bytes:
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(f"{key}: is not valid Unicode.") from error


def _printable(value: Any) -> str:
    """A name that the caller sent, safe to send back."""
    return str(value)[:60].encode("ascii", "backslashreplace").decode()
