"""What becomes of the file: looked at outside the turn, gone right after it, and never left behind by a crash."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from actions import server
from actions.cards import kept
from actions.cards.seen import Seen
from actions.store import db
from actions.store.base import Base
from actions.store.models import Contact, Conversation, Inbox, Media
from channels import media
from tests.cards import made

PAYLOAD = made.payloads()[0]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made_engine = db.engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    Base.metadata.create_all(made_engine)
    return made_engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


def send(engine: Engine, folder: Path, content: bytes, owner: str = "bot", status: str = "new") -> media.Stored:
    """A message with a file, its inbox id that of the file."""
    path = folder.parent / "sent"
    path.write_bytes(content)
    with path.open("rb") as source:
        stored = media.store(folder, source)
    with db.transaction(engine) as session:
        contact = Contact(channel="web", address=stored.id)
        session.add(contact)
        session.flush()
        conversation = Conversation(contact_id=contact.id, owner=owner)
        session.add(conversation)
        session.flush()
        media.remember(session, conversation.id, stored)
        session.add(
            Inbox(
                id=stored.id, conversation_id=conversation.id, seq=0, channel="web", provider_message_id=stored.id,
                kind="media", body={"media_id": stored.id}, status=status,
            )
        )  # fmt: skip
    return stored


def status(engine: Engine, stored: media.Stored) -> str:
    with db.reading(engine) as session:
        return session.get_one(Media, stored.id).status


def drop(engine: Engine, stored: media.Stored) -> None:
    with db.transaction(engine) as session:
        kept.drop(session, stored.id)


def test_a_card_is_looked_at_and_removed_only_when_the_turn_dropped_it(engine: Engine, folder: Path) -> None:
    stored = send(engine, folder, made.encoded(made.photo(PAYLOAD, random.Random(1))))
    looked = kept.look(engine, folder, stored.id)
    assert looked is not None and looked.seen is not None and looked.seen.card is not None
    assert looked.seen.card.name == "Giàng A Páo"
    kept.remove(engine, folder, stored.id)
    assert (folder / stored.path).exists(), "the turn failed: it is looked at again"
    assert kept.look(engine, folder, stored.id) == looked
    drop(engine, stored)
    kept.remove(engine, folder, stored.id)
    assert not (folder / stored.path).exists()
    assert status(engine, stored) == "deleted"


def test_what_an_officer_is_to_see_is_not_looked_at(engine: Engine, folder: Path) -> None:
    stored = send(engine, folder, b"\xff\xd8\xff broken", owner="officer")
    assert kept.look(engine, folder, stored.id) is None


def test_a_message_that_is_done_is_not_looked_at_again(engine: Engine, folder: Path) -> None:
    stored = send(engine, folder, b"\xff\xd8\xff broken", status="done")
    assert kept.look(engine, folder, stored.id) is None


def test_a_file_that_is_gone_or_no_picture(engine: Engine, folder: Path) -> None:
    stored = send(engine, folder, b"\xff\xd8\xff broken")
    (folder / stored.path).unlink()
    assert kept.look(engine, folder, stored.id) == kept.Look(stored.id, Seen(why="damaged"))
    paper = send(engine, folder, b"%PDF-1.7 \n")
    assert kept.look(engine, folder, paper.id) == kept.Look(paper.id, None)


def test_the_start_removes_what_a_crash_left_and_nothing_else(engine: Engine, folder: Path) -> None:
    dropped = send(engine, folder, b"\xff\xd8\xff dropped", status="done")
    drop(engine, dropped)
    given_up = send(engine, folder, b"\xff\xd8\xff given up", status="dead")
    waiting = send(engine, folder, b"\xff\xd8\xff waiting")
    young, old = folder / "00000" / "young", folder / "00000" / "old"
    young.parent.mkdir()
    for path in (young, old):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    assert kept.purge(engine, folder) == 3
    left = {path for path in folder.glob("*/*")}
    assert left == {folder / waiting.path, young}
    assert (status(engine, dropped), status(engine, given_up)) == ("deleted", "deleted")
    assert kept.purge(engine, folder) == 0


def test_over_the_wire_the_turn_gets_what_was_seen_and_the_file_goes(
    engine: Engine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Seen | None] = []

    def take_turn(session, inp) -> None:  # type: ignore[no-untyped-def]
        seen.append(inp.photo)
        if len(seen) == 1:
            raise RuntimeError("the first try fails")
        kept.drop(session, inp.media_id)

    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    server.settings.cache_clear()
    stored = send(engine, folder, made.encoded(made.photo(PAYLOAD, random.Random(1))))
    try:
        with TestClient(server.create_app(take_turn), raise_server_exceptions=False) as client:
            assert client.post("/turn", json={"inbox_id": stored.id}).status_code == 500
            assert (folder / stored.path).exists()
            assert client.post("/turn", json={"inbox_id": stored.id}).status_code == 200
            assert not (folder / stored.path).exists()
            assert client.post("/turn", json={"inbox_id": stored.id}).status_code == 200, "told again, not seen again"
    finally:
        server.settings.cache_clear()
    assert len(seen) == 2 and seen[0] == seen[1]
    assert seen[0] is not None and seen[0].card is not None
