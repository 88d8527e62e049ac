"""The sender's process: ``uvicorn channels.sending.app:app``. Its few pages are for this machine only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import select

from actions import log, problem
from actions.settings import settings
from actions.store import db
from channels.hub import Hub
from channels.metrics import Metrics
from channels.news import Listener
from channels.peers import connections
from channels.sending.alone import Alone
from channels.sending.carriers import carriers
from channels.sending.letters import pending_count
from channels.sending.sender import Sender
from channels.store import Store
from channels.zalo import tokens

logger = log.Log("sender")


class Waker(Hub):
    """Every piece of news may mean a letter, whatever its key."""

    def __init__(self, sender: Sender) -> None:
        super().__init__()
        self._sender = sender

    def hear(self, key: str) -> None:
        self._sender.wake()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Sends while the process lives, once no other sender does."""
    log.setup()
    here = settings()
    store, metrics = Store(db.engine(here.db_url)), Metrics()
    async with connections() as session, carriers(here, store) as made:
        sender = Sender(store, made, metrics, here.max_attempts)
        news = Listener(session, here.actions_url, Waker(sender), here.redis_url)
        alone = Alone(store.engine, here.data)
        app.state.store, app.state.metrics, app.state.alone = store, metrics, alone
        app.state.channels = [carrier.channel for carrier in made]
        task = asyncio.create_task(alone.run(sender.run))
        news.start()
        logger.info("sender started", channels=app.state.channels)
        try:
            yield
        finally:
            await news.stop()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            store.close()


app = FastAPI(title="Một Cửa: sender", lifespan=lifespan, openapi_url=None)
problem.install(app)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@app.get("/readyz")
async def readyz() -> JSONResponse:
    """Whether it sends, or stands by for the one that does, over a database that answers."""
    await app.state.store.read(lambda session: session.execute(select(1)))
    return JSONResponse({"status": "ready", "sends": app.state.alone.working, "channels": app.state.channels})


@app.get("/metrics")
async def metrics() -> PlainTextResponse:
    """Counts."""
    waiting = await app.state.store.read(lambda session: pending_count(app.state.channels, session))
    app.state.metrics.gauge("motcua_outbox_waiting", waiting)
    if "zalo" in app.state.channels:
        name = tokens.account(settings().zalo_oa_id)
        await app.state.store.read(partial(tokens.gauges, app.state.metrics, name))
    return PlainTextResponse(app.state.metrics.text(), media_type="text/plain; version=0.0.4")
