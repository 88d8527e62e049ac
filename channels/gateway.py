"""The gateway process: everything that faces the network. ``uvicorn channels.gateway:app``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions import log, problem
from actions.settings import Settings, settings
from actions.stopping import at_stop
from actions.store import db, schema
from actions.store.models import Inbox
from channels import api_chat
from channels.access import AccessLog
from channels.actions_client import ActionsClient
from channels.deliveries import Deliveries
from channels.gateway_state import Gateway, gateway
from channels.hub import Hub
from channels.identity import NotAllowed, is_trusted
from channels.metrics import Metrics
from channels.news import Listener
from channels.peers import Gate, connections
from channels.rasa_client import RasaClient, workers
from channels.runner import Runner
from channels.sms import webhooks as sms
from channels.sms.gammu import Folder
from channels.store import Store
from channels.turn_caller import TurnCaller
from channels.web import dossier, history, page, speech
from channels.zalo import webhook as zalo
from channels.zalo.fetching import Fetcher
from voice.speakers.espeak import Espeak
from voice.speaking import Speaking

logger = log.Log("gateway")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Builds the parts, goes on with what was left in the inbox, and stops cleanly."""
    log.setup()
    here = settings()
    async with httpx.AsyncClient(trust_env=False) as client, connections() as session:
        made = build(here, client, session)
        app.state.gateway = made
        app.state.speaking = Speaking(Espeak())
        modem = Folder(made, here.sms_gammu_folder)
        made.runner.start()
        made.news.start()
        modem.start()
        at_stop(made.hub.close)
        logger.info("gateway started")
        try:
            yield
        finally:
            made.hub.close()
            await modem.stop()
            await made.news.stop()
            await made.runner.stop()
            await made.deliveries.stop()
            made.store.close()


def build(here: Settings, client: httpx.AsyncClient, session: aiohttp.ClientSession) -> Gateway:
    """Puts the parts together."""
    store, hub, metrics = Store(db.engine(here.db_url)), Hub(), Metrics()
    rasa = Gate("rasa", client, *(f"{url}/webhooks/rest/" for url in workers(here.rasa_url)))
    actions = Gate("actions", client, f"{here.actions_url.rstrip('/')}/readyz")
    caller = TurnCaller(
        store,
        RasaClient(session, here.rasa_url, here.turn_timeout),
        ActionsClient(session, here.actions_url, here.turn_timeout),
        rasa,
        actions,
        Fetcher(here, store, client),
    )
    runner = Runner(store, caller, hub, metrics, here)
    news = Listener(session, here.actions_url, hub, here.redis_url)
    return Gateway(here, store, runner, Deliveries(store, metrics), hub, news, metrics, rasa, actions)


def create_app() -> FastAPI:
    """The application with all its routes."""
    app = FastAPI(title="Một Cửa", lifespan=lifespan, openapi_url=None)
    problem.install(app)
    app.add_middleware(AccessLog)
    for part in (api_chat, history, speech, dossier, page, zalo, sms):
        app.include_router(part.router)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process lives."""
        return {"status": "ok"}

    @app.get("/readyz")
    async def readyz(request: Request) -> JSONResponse:
        """Whether each part can do its work now; 503 names what cannot."""
        here = gateway(request)
        database, actions, rasa = await asyncio.gather(
            database_ready(here.store), here.actions.ready(), here.rasa.ready()
        )
        parts = {"database": database, "actions": actions, "rasa": rasa}
        ready = all(parts.values())
        return JSONResponse({"status": "ready" if ready else "not ready", "parts": parts}, 200 if ready else 503)

    @app.get("/metrics")
    async def metrics(request: Request) -> PlainTextResponse:
        """Counts, for callers on this machine or with the token."""
        here = gateway(request)
        if not is_trusted(request, here.settings):
            raise NotAllowed("Only callers on this machine or with the API token may read this.")
        for status, count in (await here.store.read(count_inbox)).items():
            here.metrics.gauge(f"motcua_inbox_{status}", count)
        return PlainTextResponse(here.metrics.text(), media_type="text/plain; version=0.0.4")

    return app


async def database_ready(store: Store) -> bool:
    """Whether the database answers and has today's schema."""
    try:
        return await asyncio.to_thread(schema.is_current, store.engine)
    except SQLAlchemyError as error:
        logger.error("database does not answer", error=error)
        return False


def count_inbox(session: Session) -> dict[str, int]:
    """How many messages wait and how many were given up."""
    counts = dict(
        session.execute(
            select(Inbox.status, func.count()).where(Inbox.status.in_(("new", "dead"))).group_by(Inbox.status)
        )
        .tuples()
        .all()
    )
    return {"waiting": counts.get("new", 0), "dead": counts.get("dead", 0)}


app = create_app()
