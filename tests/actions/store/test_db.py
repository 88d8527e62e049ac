"""Transactions: what is committed stays, what is not leaves nothing, writers wait for each other."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from actions.errors import BadInput
from actions.store import conversations, db
from actions.store.models import Contact, Conversation, Inbox, Person
from tests.servers import new_database, postgres


def test_block_that_raises_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError), db.transaction(engine) as session:
        session.add(Person(data={"a": 1}))
        session.flush()
        raise RuntimeError
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_times_are_aware_utc_and_sort_as_text(engine: Engine) -> None:
    hanoi = timezone(timedelta(hours=7))
    early = datetime(2026, 11, 22, 6, 30, tzinfo=hanoi)
    late = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    with db.transaction(engine) as session:
        session.add_all([Person(id="late", created_at=late), Person(id="early", created_at=early)])
    with db.reading(engine) as session:
        found = session.scalars(select(Person).order_by(Person.created_at)).all()
        assert [person.id for person in found] == ["early", "late"]
        assert found[0].created_at == early and found[0].created_at.utcoffset() == timedelta(0)


def test_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"), db.transaction(engine) as session:
        session.add(Person(created_at=datetime(2026, 11, 22)))


def test_writers_of_several_threads_wait_for_each_other(engine: Engine) -> None:
    with db.transaction(engine) as session:
        session.add(Person(id="p", data={"count": 0}))

    def count(_: int) -> None:
        with db.transaction(engine) as session:
            person = session.get_one(Person, "p", with_for_update=True)
            person.data = {"count": person.data["count"] + 1}

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(40)))
    with db.reading(engine) as session:
        assert session.get_one(Person, "p").data == {"count": 40}


COUNT = """
import sys
from actions.store import db
from actions.store.models import Person
engine = db.engine(sys.argv[1])
for _ in range(25):
    with db.transaction(engine) as session:
        person = session.get_one(Person, "p", with_for_update=True)
        person.data = {"count": person.data["count"] + 1}
"""


def test_writers_of_several_processes_wait_for_each_other(engine: Engine) -> None:
    with db.transaction(engine) as session:
        session.add(Person(id="p", data={"count": 0}))
    command = [sys.executable, "-c", COUNT, engine.url.render_as_string(hide_password=False)]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    with db.reading(engine) as session:
        assert session.get_one(Person, "p").data == {"count": 50}


def test_reader_is_not_held_up_by_a_writer(engine: Engine) -> None:
    with db.transaction(engine) as session:
        session.add(Person(id="p"))
        session.flush()
        with db.reading(engine) as other:
            assert other.get(Person, "p") is None


def test_constraints_hold(engine: Engine) -> None:
    for wrong in (
        Conversation(id="c", contact_id="nobody"),
        Conversation(id="c", contact_id="k", owner="somebody"),
        Conversation(id="c", contact_id="k", state="asleep"),
    ):
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.add(Contact(id="k", channel="web", address="x"))
            session.flush()
            session.add(wrong)


def test_message_id_is_unique_per_channel(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = conversations.find_or_open(session, "web", "x")
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        for seq in (0, 1):
            session.add(
                Inbox(
                    conversation_id=conversation.id, seq=seq, channel="web", provider_message_id="same",
                    kind="text", body={},
                )
            )  # fmt: skip


def test_locking_an_unknown_conversation_says_so(engine: Engine) -> None:
    with pytest.raises(BadInput), db.transaction(engine) as session:
        db.lock_conversation(session, "nobody")


def test_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="file"):
        db.engine("sqlite://")


def test_servers_that_are_not_known_are_refused() -> None:
    with pytest.raises(ValueError, match="PostgreSQL"):
        db.engine("mysql://somebody@somewhere/motcua")


@pytest.mark.parametrize("written", ["postgresql://", "postgres://"])
def test_server_is_named_as_operators_write_it(written: str) -> None:
    engine = db.engine(postgres().new().replace("postgresql+psycopg://", written))
    with db.transaction(engine) as session:
        session.add(Person(id="p"))
    engine.dispose()


def test_reading_sees_one_state(engine: Engine) -> None:
    with db.reading(engine) as session:
        before = session.scalar(select(func.count()).select_from(Person))
        _add_person(engine)
        assert session.scalar(select(func.count()).select_from(Person)) == before


def test_reading_on_a_server_cannot_write() -> None:
    engine = db.engine(postgres().new())
    with pytest.raises(DBAPIError, match="read-only"), db.reading(engine) as session:
        session.add(Person(id="p"))
        session.flush()
    engine.dispose()


def test_folder_of_the_database_is_made(tmp_path: Path) -> None:
    with db.engine(f"sqlite:///{tmp_path / 'a' / 'b' / 'c.db'}").connect() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]


def test_writer_waits_for_another_programs_turn_and_gives_its_own_back(tmp_path: Path) -> None:
    engine = db.engine(new_database("sqlite", tmp_path))
    folder = os.open(Path(str(engine.url.database)).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with ThreadPoolExecutor(1) as pool:
            written = pool.submit(_add_person, engine)
            with db.reading(engine) as session:  # readers do not queue
                assert session.scalar(select(func.count()).select_from(Person)) == 0
            assert not written.done()
            fcntl.flock(folder, fcntl.LOCK_UN)
            written.result(timeout=20)
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(folder)


def test_turn_that_is_never_given_back_stops_nobody_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = db.engine(new_database("sqlite", tmp_path))
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.05)
    folder = os.open(Path(str(engine.url.database)).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        _add_person(engine)
    finally:
        os.close(folder)
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def _add_person(engine: Engine) -> None:
    with db.transaction(engine) as session:
        session.add(Person(data={}))
