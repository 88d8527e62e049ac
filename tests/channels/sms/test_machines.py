"""Two machines that answer each other, floods, and the same SMS brought twice, in a gateway without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from actions import clock
from actions.prompts import prompts
from actions.settings import Settings, settings
from actions.store import conversations, db, migrate, outbox
from actions.store.models import Audit, Conversation, Inbox, Outbox
from actions.utterance import Utterance
from channels.deliveries import Deliveries
from channels.flood import TooMany
from channels.metrics import Metrics
from channels.sms import machines
from channels.sms.receive import Mobile, receive
from channels.store import Store

TINY = Path(__file__).parent.parent / "tiny"
NUMBER = "0912300001"


class Still:
    """A runner that runs nothing."""

    def nudge(self, conversation_id: str, first: Any = None) -> None:
        """Somebody has to look; nobody does."""


@dataclass
class Here:
    """As much of a gateway as keeping a message needs."""

    settings: Settings
    store: Store
    deliveries: Deliveries
    metrics: Metrics
    runner: Still


@dataclass
class Room:
    """A database, and the gateway's way into it."""

    engine: Engine
    flood: int = 1000
    quick: float = 1.0

    def bring(self, *texts: str, sender: str = NUMBER, first: int = 0, way: str = "kannel") -> list[str]:
        """Brings SMS one after the other; what became of each."""

        async def run() -> list[str]:
            store, metrics = Store(self.engine), Metrics()
            made = Settings(flood_per_minute=self.flood, sms_quick=self.quick)
            here: Any = Here(made, store, Deliveries(store, metrics), metrics, Still())
            return [
                await receive(here, Mobile(way, sender, text, f"id{number}"))
                for number, text in enumerate(texts, first)
            ]

        return asyncio.run(run())

    def answer(self, text: str = "câu trả lời của máy đây", *, sent: bool = True, late: float = 0.0) -> None:
        """Works off what waits as the product would, and hands the answer over ``late`` seconds from now."""
        with db.transaction(self.engine) as session:
            conversation = conversations.find_or_open(session, "sms", NUMBER)
            for row in session.scalars(select(Inbox).where(Inbox.status == "new")):
                row.status, row.done_at = "done", clock.now()
                outbox.add(session, conversation, row.id, [Utterance("tiny.heard", {"what": text})])
            if sent:
                at = clock.now() + timedelta(seconds=late)
                session.execute(update(Outbox).where(Outbox.sent_at.is_(None)).values(status="sent", sent_at=at))

    def statuses(self) -> list[str]:
        with db.reading(self.engine) as session:
            return list(session.scalars(select(Inbox.status).order_by(Inbox.seq)))

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        with db.reading(self.engine) as session:
            found = conversations.find(session, "sms", NUMBER)
            assert found is not None
            yield found


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("MOTCUA_CONTENT", str(TINY))
    settings.cache_clear()
    prompts.cache_clear()
    engine = db.engine(f"sqlite:///{tmp_path / 'm.db'}")
    migrate.upgrade(engine)
    yield Room(engine)
    engine.dispose()
    settings.cache_clear()
    prompts.cache_clear()


def talk(room: Room, texts: list[str], **answered: Any) -> None:
    """Each text is answered before the next one comes."""
    for number, text in enumerate(texts):
        room.bring(text, first=number)
        room.answer(**answered)


def test_a_machine_that_says_back_what_we_said_is_slowed_down_then_left_to_people(room: Room) -> None:
    echo = "May nhan duoc: cau tra loi cua may day"
    room.bring("xin giấy")
    room.answer(late=-60)
    for number in range(1, machines.LEAVE + 3):
        room.bring(echo, first=number)
        if number < machines.SLOW:
            room.answer(late=-60)
    statuses = room.statuses()
    assert statuses[: machines.SLOW] == ["done"] * machines.SLOW and set(statuses[machines.SLOW :]) <= {"held", "new"}
    with room.conversation() as found:
        assert found.owner == "bot"  # the same words once more, while the first wait, are the same SMS
    for number in range(100, 100 + machines.LEAVE):
        room.answer(late=-60)
        room.bring(echo, first=number)
    with room.conversation() as found:
        assert (found.owner, found.owner_reason, found.queue) == ("queued", machines.REASON, "general")
    with db.reading(room.engine) as session:
        assert session.scalars(select(Audit.action)).all() == ["machine_left"]
        assert session.scalar(select(func.count()).where(Inbox.status == "new")) == 0
        said = session.scalar(select(func.count()).select_from(Outbox))
    room.bring(echo, first=500)
    with db.reading(room.engine) as session:
        assert session.scalar(select(func.count()).select_from(Outbox)) == said  # nothing more is said to it


def test_who_answers_within_a_second_many_times_is_no_person(room: Room) -> None:
    room.quick = 60  # a second, on a machine that may be busy
    talk(room, [f"tin số {number}" for number in range(machines.SLOW)])
    with db.reading(room.engine) as session:
        assert session.scalar(select(Inbox.next_try_at).order_by(Inbox.seq.desc()).limit(1)) is not None
    room.quick = 0
    talk(room, [f"tin khác {number}" for number in range(2)])
    with room.conversation() as found:
        assert found.owner == "bot"


def test_people_are_never_slowed_down(room: Room) -> None:
    said = ["1", "1", "có", "có", "không", "1", "1", "1", "2", "không biết", "1", "1", "Lò Thị Mai", "1", "1"]
    talk(room, said, late=-30)
    assert room.statuses() == ["done"] * len(said)
    with db.reading(room.engine) as session:
        assert session.scalar(select(func.count()).where(Inbox.next_try_at.is_not(None))) == 0


def test_the_same_words_before_any_answer_are_the_same_sms(room: Room) -> None:
    assert room.bring("xin giấy", "xin giấy", "xin giấy") == ["kept", "again", "again"]
    room.answer(late=-30)
    assert room.bring("xin giấy", first=10) == ["kept"]  # it was answered: now it is said once more
    assert room.bring("xin giấy", first=10) == ["again"]
    assert room.bring("một", "hai", "một", first=20) == ["kept"] * 3


def test_one_id_with_the_same_words_is_kept_once_and_with_others_too(room: Room) -> None:
    assert room.bring("một", first=1) == ["kept"]
    room.answer(late=-30)
    assert room.bring("hai", first=1) == ["kept"] and room.bring("một", first=1) == ["again"]


def test_a_very_long_sms_is_kept_whole(room: Room) -> None:
    text = "".join(chr(0x1F600 + number % 50) for number in range(2500))
    assert room.bring(text) == ["kept"]
    with db.reading(room.engine) as session:
        assert "".join(body["text"] for body in session.scalars(select(Inbox.body).order_by(Inbox.seq))) == text


def test_thousands_of_sms_of_one_sender_are_bounded(room: Room) -> None:
    room.flood = 10
    with pytest.raises(TooMany):
        room.bring(*(f"tin {number}" for number in range(10_000)))
    assert len(room.statuses()) < 60
    assert room.bring("xin giấy", sender="0912300002") == ["kept"]  # nobody else waits for it
