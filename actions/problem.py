"""Errors over HTTP: problem+json (RFC 9457) with a sentence to act on."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from actions.errors import MotcuaError, Unavailable
from actions.log import Log
from actions.prompts import prompts

log = Log("http")

TITLES = {
    401: "Not known",
    403: "Not allowed",
    404: "Not found",
    405: "Wrong method",
    409: "Not now",
    413: "Too large",
    415: "Wrong type of content",
    422: "Not understood",
    429: "Too many messages",
    503: "Not available for the moment",
}


_DETAILS = {
    404: "Nothing is at this address.",
    405: "This address does not take that method.",
}


def problem(
    status: int,
    detail: str,
    *,
    citizen_prompt: str = "",
    retryable: bool = False,
    retry_after: int | None = None,
) -> JSONResponse:
    """One error. ``citizen`` is the Vietnamese sentence that a chat page may show as it is."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "retryable": retryable,
    }
    known = prompts()
    if citizen_prompt and known.has(citizen_prompt):
        body["citizen"] = known.get(citizen_prompt).wording("web", {})
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Makes every error of an application answer as a problem, and logs those that are ours."""

    @app.exception_handler(MotcuaError)
    async def _ours(request: Request, error: MotcuaError) -> JSONResponse:
        if error.status >= 500:
            log.error("request failed", error=error, path=request.url.path, retryable=error.retryable)
        return problem(
            error.status,
            str(error) or TITLES.get(error.status, "Error"),
            citizen_prompt=error.citizen_prompt,
            retryable=error.retryable,
            retry_after=getattr(error, "retry_after", 5 if error.retryable else None),
        )

    @app.exception_handler(OperationalError)
    async def _database(request: Request, error: OperationalError) -> JSONResponse:
        log.error("database does not answer", error=error, path=request.url.path)
        return problem(
            503,
            "The database cannot take this now. Nothing was kept: send the same message again in a moment.",
            citizen_prompt=Unavailable.citizen_prompt,
            retryable=True,
            retry_after=5,
        )

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # Where and why, never the value that was sent.
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return problem(422, f"{place}: {first['msg']}.", citizen_prompt="error.bad_input")

    @app.exception_handler(Exception)
    async def _unforeseen(_request: Request, _error: Exception) -> JSONResponse:
        # Starlette raises it again after this answer, so that it is logged with its place.
        return problem(500, "Something failed on our side; it was logged.", citizen_prompt="error.ours")

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, _DETAILS.get(error.status_code, str(error.detail)))
