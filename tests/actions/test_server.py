"""The turn: all or nothing, once, in order; and the two doors that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions import server
from actions.errors import BadInput
from actions.inputs import Input
from actions.settings import settings
from actions.store import conversations, db, inbox, outbox
from actions.store.models import Conversation, Inbox
from actions.utterance import Utterance
from nlu.types import Command, Understanding
from tests.servers import KINDS, new_database

taken: list[Input] = []


def take_turn(session: Session, inp: Input) -> None:
    """Counts in the dialogue, speaks, and fails when told to."""
    taken.append(inp)
    conversation = session.get_one(Conversation, inp.conversation_id)
    conversation.dialogue = {"count": conversation.dialogue.get("count", 0) + 1}
    conversation.state = "interview"
    outbox.add(session, conversation, inp.inbox_id, [Utterance("said", {"text": inp.text})])
    if inp.text == "fail":
        session.flush()
        raise RuntimeError("failing on purpose")


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    taken.clear()
    made = db.engine(new_database(request.param, tmp_path))
    yield made
    made.dispose()


def keep(engine: Engine, *texts: str) -> list[str]:
    with db.transaction(engine) as session:
        conversation = conversations.find_or_open(session, "web", "x")
        return [
            inbox.accept(
                session, conversation, inbox.pile(session, conversation.id),
                channel="web", message_id=text, kind="text", body={"text": text},
            ).id
            for text in texts
        ]  # fmt: skip


def count(engine: Engine) -> int:
    with db.reading(engine) as session:
        found = conversations.find(session, "web", "x")
        return int(found.dialogue.get("count", 0)) if found else -1


def test_turn_happens_once_and_its_replay_gives_the_same(engine: Engine) -> None:
    (one,) = keep(engine, "a")
    first = server.run_turn(engine, one, None, take_turn)
    assert server.run_turn(engine, one, None, take_turn) == first
    assert count(engine) == 1
    assert first["status"] == "done" and first["result"]["state"] == "interview"
    assert [row["utterance"]["prompt_id"] for row in first["outbox"]] == ["said"]


def test_turn_that_fails_changes_nothing(engine: Engine) -> None:
    (one,) = keep(engine, "fail")
    with pytest.raises(RuntimeError):
        server.run_turn(engine, one, None, take_turn)
    assert count(engine) == 0
    with db.reading(engine) as session:
        assert session.get_one(Inbox, one).status == "new" and not outbox.replies(session, one)


def test_later_message_waits_for_the_earlier(engine: Engine) -> None:
    one, two = keep(engine, "a", "b")
    with pytest.raises(server.OutOfOrder):
        server.run_turn(engine, two, None, take_turn)
    server.run_turn(engine, one, None, take_turn)
    server.run_turn(engine, two, None, take_turn)
    assert [inp.text for inp in taken] == ["a", "b"]


def test_officers_conversation_is_left_to_the_officer(engine: Engine) -> None:
    (one,) = keep(engine, "a")
    with db.transaction(engine) as session:
        row = session.get_one(Inbox, one)
        session.get_one(Conversation, row.conversation_id).owner = "officer"
    assert server.run_turn(engine, one, None, take_turn)["status"] == "held"
    assert not taken


def test_unknown_message_is_refused(engine: Engine) -> None:
    with pytest.raises(BadInput):
        server.run_turn(engine, "nothing", None, take_turn)


@pytest.fixture
def client(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", str(engine.url))
    settings.cache_clear()
    with TestClient(server.create_app(take_turn), raise_server_exceptions=False) as made:
        yield made
    settings.cache_clear()


UNDERSTOOD = Understanding("affirm", 0.9, commands=(Command("affirm"),)).to_dict()


def webhook(inbox_id: Any, understanding: Any = UNDERSTOOD, action: str = "action_turn") -> dict[str, Any]:
    """What Rasa posts."""
    entities = [{"entity": "other", "value": 1}, {"entity": "understanding", "value": understanding}]
    latest = {"text": "a", "metadata": {"inbox_id": inbox_id}, "entities": entities}
    return {"next_action": action, "sender_id": "s", "tracker": {"latest_message": latest}, "domain": {}}


def test_rasas_door_hands_the_understanding_to_the_turn(client: TestClient, engine: Engine) -> None:
    (one,) = keep(engine, "a")
    for _ in range(2):
        answer = client.post("/webhook", json=webhook(one))
        assert answer.json() == {"events": [{"event": "followup", "name": "action_listen"}], "responses": []}
    assert len(taken) == 1 and taken[0].understanding == Understanding.from_dict(UNDERSTOOD)


def test_direct_door_needs_no_understanding(client: TestClient, engine: Engine) -> None:
    (one,) = keep(engine, "a")
    assert client.post("/turn", json={"inbox_id": one}).json()["status"] == "done"
    assert taken[0].understanding is None


def test_turn_that_fails_is_a_5xx_problem(client: TestClient, engine: Engine) -> None:
    (one,) = keep(engine, "fail")
    for answer in (client.post("/turn", json={"inbox_id": one}), client.post("/webhook", json=webhook(one))):
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        webhook("nothing"),
        webhook(None),
        webhook(7),
        webhook("x", action="action_other"),
        webhook("x", {"awaited": {"no": "kind"}}),
        webhook("x", "text"),
        {"next_action": "action_turn"},
        {"next_action": "action_turn", "tracker": {"latest_message": None}},
        {},
    ],
)
def test_what_cannot_be_a_turn_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/webhook", json=body).status_code == 422


def test_later_message_is_a_409(client: TestClient, engine: Engine) -> None:
    _, two = keep(engine, "a", "b")
    answer = client.post("/turn", json={"inbox_id": two})
    assert answer.status_code == 409 and answer.json()["retryable"] is True


def test_ready_only_with_todays_schema(client: TestClient, engine: Engine) -> None:
    assert client.get("/readyz").status_code == 200
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
