"""The simulated account over HTTP, in a thread of the test's own process, and the citizens' side of its webhook."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from cli.boot.start import free_port
from tests.simulators.zalo.account import APP_ID, APP_SECRET, OA_ID, OA_SECRET_KEY, Account


def create_app(account: Account) -> FastAPI:
    """The interface for official accounts, as far as the documents tell."""
    app = FastAPI(openapi_url=None)

    @app.post("/v3.0/oa/message/cs")
    async def message(request: Request) -> Response:
        body = await request.json()
        user = str(body.get("recipient", {}).get("user_id", ""))
        for key in (user, ""):
            if account.faults[key] and str(account.faults[key][0]).startswith("http:"):
                account.tries.append(user)
                return Response(status_code=int(str(account.faults[key].pop(0))[5:]))
        return JSONResponse(account.message(request.headers.get("access_token", ""), body))

    @app.post("/v2.0/oa/upload/{kind}")
    async def upload(request: Request, kind: str) -> JSONResponse:
        async with request.form() as form:
            content = await form["file"].read()  # type: ignore[union-attr]  # always a file here
        return JSONResponse(account.upload(request.headers.get("access_token", ""), kind, content))

    @app.post("/v4/oa/access_token")
    async def token(request: Request) -> Response:
        if account.token_faults and str(account.token_faults[0]).startswith("http:"):
            return Response(status_code=int(str(account.token_faults.pop(0))[5:]))
        form = {key: str(value) for key, value in (await request.form()).items()}
        return JSONResponse(account.renew(form, request.headers.get("secret_key", "")))

    @app.post("/v3.0/oa/quota/message")
    async def quota(request: Request) -> JSONResponse:
        if request.headers.get("access_token", "") not in account.access:
            return JSONResponse({"error": -216, "message": "refused"})
        return JSONResponse({"error": 0, "data": {"cs_reply": account.quota}})

    @app.get("/media/{name}")
    async def media(name: str) -> Response:
        found = account.media.get(name)
        account.asked.append(name)
        if isinstance(found, tuple):
            return Response(status_code=found[0], headers={"Location": found[1]})
        return Response(found) if found is not None else Response(status_code=404)

    return app


class Simulator:
    """Runs while its ``with`` block does."""

    def __init__(self) -> None:
        self.account = Account()
        self.port = free_port()
        config = uvicorn.Config(create_app(self.account), host="127.0.0.1", port=self.port, log_level="warning")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """The environment of an installation that uses this account."""
        return {
            "MOTCUA_ZALO_APP_ID": APP_ID, "MOTCUA_ZALO_OA_ID": OA_ID, "MOTCUA_ZALO_APP_SECRET": APP_SECRET,
            "MOTCUA_ZALO_OA_SECRET_KEY": OA_SECRET_KEY, "MOTCUA_ZALO_API_URL": self.url,
            "MOTCUA_ZALO_OAUTH_URL": self.url, "MOTCUA_ZALO_PER_SECOND": "1000",
            "MOTCUA_ZALO_MEDIA_HOSTS": f"zadn.vn, 127.0.0.1:{self.port}",
        }  # fmt: skip

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)

    def link(self, name: str, content: bytes | tuple[int, str]) -> str:
        """Keeps a citizen's file; its address."""
        self.account.media[name] = content
        return f"{self.url}/media/{name}"
