"""The action server: the only place where a turn changes anything, one transaction a turn.

Two doors lead to ``run_turn``: ``POST /turn`` for what needs no understanding (a choice, keys, a photo), and
``POST /webhook``, Rasa's protocol for the custom action ``action_turn``, for text that Rasa understood.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Engine, bindparam, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions import log, problem
from actions.bus import Bus
from actions.cards import kept
from actions.cards.seen import Seen
from actions.errors import BadInput, MotcuaError
from actions.failpoint import failpoint
from actions.inputs import Input
from actions.news import News
from actions.settings import settings
from actions.stopping import at_stop
from actions.store import db, inbox, outbox, schema
from actions.store.models import Conversation, Inbox
from nlu.types import Understanding

TakeTurn = Callable[[Session, Input], None]
ACTION = "action_turn"
WRITERS = 16
"""Turns at the same time, where the database can do more than one."""
EYES = 2
"""Photos looked at at the same time, outside of the turns' transactions."""
LISTEN = json.dumps({"events": [{"event": "followup", "name": "action_listen"}], "responses": []}).encode()
"""What Rasa is always told: the turn is done, listen again."""

_LOCKED = (
    select(Inbox, Conversation)
    .join(Conversation, Conversation.id == Inbox.conversation_id)
    .where(Inbox.id == bindparam("message"))
    .with_for_update(of=Conversation)
)

logger = log.Log("actions")


class OutOfOrder(MotcuaError):
    """An earlier message of the conversation is still to be worked off: try this one after it."""

    status = 409
    retryable = True


def run_turn(
    engine: Engine,
    inbox_id: str,
    understanding: Understanding | None,
    take_turn: TakeTurn,
    *,
    outcome: bool = True,
    photo: Seen | None = None,
) -> dict[str, Any]:
    """One message and all it causes, in one transaction; a message that is done already changes nothing.

    Returns ``{"status": "done|held|dead", "result": {"asking", "state", "dossier"}, "outbox": [{"id",
    "utterance"}]}``, the same for every repetition. Raises BadInput for an unknown message, OutOfOrder when
    an earlier one waits, and whatever ``take_turn`` raises; then nothing is changed. ``outcome``: False where
    nobody reads it; then what is returned is empty. ``photo``: what was seen on the message's picture.
    """
    with db.transaction(engine) as session:
        found = session.execute(_LOCKED, {"message": inbox_id}).first()
        if found is None:
            raise BadInput("no such inbox_id")
        row, conversation = found
        if engine.dialect.name != "sqlite":  # there the lock was held before the row was read
            session.refresh(row)  # it may have been done while we waited for the lock
        if row.status != "new":
            return _outcome(session, row) if outcome else {}
        if inbox.earlier_waiting(session, row):
            raise OutOfOrder("an earlier message of this conversation is not done")
        if conversation.owner == "officer":
            inbox.finish(session, conversation, row, "held")
        else:
            take_turn(session, dataclasses.replace(inbox.to_input(row, understanding), photo=photo))
            inbox.finish(session, conversation, row, "done")
        failpoint("in_transaction")
        told = _outcome(session, row) if outcome else {}
    failpoint("after_commit")
    return told


def _outcome(session: Session, row: Inbox) -> dict[str, Any]:
    said = [{"id": r.id, "utterance": r.utterance} for r in outbox.replies(session, row.id)]
    return {"status": row.status, "result": row.result, "outbox": said}


class Turn(BaseModel):
    """Body of ``POST /turn``."""

    model_config = ConfigDict(extra="forbid")

    inbox_id: str = Field(max_length=64)
    understanding: dict[str, Any] | None = None


class ActionCall(BaseModel):
    """Body of ``POST /webhook``; of all that Rasa sends, only these matter."""

    next_action: str
    tracker: dict[str, Any] = {}


def create_app(take_turn: TakeTurn | None = None) -> FastAPI:
    """The server; ``take_turn`` is the interview (``actions.turn``) unless a test brings its own."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        log.setup()
        app.state.engine = db.engine(settings().db_url)
        app.state.take_turn = take_turn or _interview()
        # SQLite has one writer: more threads would only wait for it, and for each other.
        writers = 1 if app.state.engine.dialect.name == "sqlite" else WRITERS
        app.state.threads = ThreadPoolExecutor(writers, thread_name_prefix="turn")
        bus = Bus(settings().redis_url)
        bus.start()
        app.state.news = News(bus.tell)
        at_stop(app.state.news.close)
        app.state.eyes = ThreadPoolExecutor(EYES, thread_name_prefix="photo")
        cleared = await asyncio.get_running_loop().run_in_executor(app.state.eyes, _clear, app.state.engine)
        logger.info("action server started", photos_cleared=cleared)
        yield
        await bus.stop()
        app.state.eyes.shutdown(wait=True)
        app.state.threads.shutdown(wait=True)
        app.state.engine.dispose()

    app = FastAPI(title="Một Cửa: actions", lifespan=lifespan, openapi_url=None)
    problem.install(app)

    async def run(
        inbox_id: str, understood: Understanding | None, *, outcome: bool, photo: Seen | None = None
    ) -> dict[str, Any]:
        work = partial(
            run_turn, app.state.engine, inbox_id, understood, app.state.take_turn, outcome=outcome, photo=photo
        )
        return await asyncio.get_running_loop().run_in_executor(app.state.threads, work)

    @app.post("/turn")
    async def turn(body: Turn) -> dict[str, Any]:
        see = partial(asyncio.get_running_loop().run_in_executor, app.state.eyes)
        looked = await see(kept.look, app.state.engine, media_folder(), body.inbox_id)
        photo = looked.seen if looked else None
        told = await run(body.inbox_id, understanding_of(body.understanding), outcome=True, photo=photo)
        if looked is not None:
            await see(kept.remove, app.state.engine, media_folder(), looked.media_id)
        app.state.news.tell(body.inbox_id)  # not before the photo is gone: the answer says that it is
        return told

    async def webhook(request: Request) -> Response:
        try:
            call = ActionCall.model_validate_json(await request.body())
        except ValidationError as error:
            raise BadInput("the call has the wrong shape") from error
        if call.next_action != ACTION:
            raise BadInput(f"the only action here is {ACTION}")
        inbox_id, understood = from_tracker(call.tracker)
        await run(inbox_id, understood, outcome=False)
        app.state.news.tell(inbox_id)
        return Response(LISTEN, media_type="application/json")

    # Every text passes here: as a plain route it goes through half as many layers.
    app.add_route("/webhook", webhook, methods=["POST"])

    @app.get("/news")
    async def news() -> StreamingResponse:
        return StreamingResponse(app.state.news.stream(), media_type="text/plain")

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", response_model=None)
    def readyz() -> dict[str, str] | JSONResponse:
        try:
            schema.require_current(app.state.engine)
        except (MotcuaError, OperationalError) as error:
            logger.error("not ready", error=error)
            return problem.problem(503, "The database does not answer or is not up to date.", retryable=True)
        return {"status": "ready"}

    return app


def media_folder() -> Path:
    """Where the gateway puts what citizens send."""
    return settings().data / "media"


def _clear(engine: Engine) -> int:
    """Removes photos that a crash left; a database that is not there yet has none."""
    if not inspect(engine).has_table("media"):
        return 0
    return kept.purge(engine, media_folder())


def _interview() -> TakeTurn:
    from actions.turn import take_turn

    return take_turn


def understanding_of(raw: Any) -> Understanding | None:
    """Reads what the NLU sent; raises BadInput when it has another shape."""
    if raw is None:
        return None
    try:
        return Understanding.from_dict(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput("the understanding has the wrong shape") from error


def from_tracker(tracker: dict[str, Any]) -> tuple[str, Understanding | None]:
    """The inbox id and the understanding that travel with Rasa's latest message."""
    latest = tracker.get("latest_message") or {}
    inbox_id = (latest.get("metadata") or {}).get("inbox_id")
    if not isinstance(inbox_id, str):
        raise BadInput("the message carries no inbox_id in its metadata")
    for entity in latest.get("entities") or ():
        if entity.get("entity") == "understanding":
            return inbox_id, understanding_of(entity.get("value"))
    return inbox_id, None


app = create_app()
