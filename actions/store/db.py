"""Opening the database and running transactions, the same way for SQLite and PostgreSQL.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit is on the disk before anybody is told that the
message arrived, so neither a killed process nor a power cut loses it (NORMAL would survive the first only).
A write transaction takes the write lock at its beginning (``BEGIN IMMEDIATE``), so two of them wait for each
other instead of failing half-way when a read lock has to become a write lock.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, bindparam, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from actions.errors import BadInput
from actions.store.models import Conversation

BUSY_SECONDS = 20.0
"""How long a writer waits for another process's write lock before it gives up with OperationalError."""

_PATIENCE = f"-c lock_timeout={int(BUSY_SECONDS)}s -c idle_in_transaction_session_timeout=60s"
"""PostgreSQL: a lock that does not come is told as an error, as on SQLite, instead of holding a thread for ever; and a
process that hangs in a transaction does not keep its locks from the others."""

_READ_ONLY = "motcua_read_only"
_LOCKED = (
    select(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_POLL = (0.0002, 0.001)
"""First and longest pause, in seconds, before another process's turn at writing is asked after again."""


@dataclass(frozen=True)
class _Turns:
    """Who may write to an SQLite file: ``lock`` among the threads of this process, ``folder`` (a descriptor whose
    ``flock`` is taken) among processes. SQLite's own lock decides what is correct; this one only spares its waiting,
    which sleeps longer and longer while others get in between."""

    lock: threading.Lock
    folder: int


_turns: weakref.WeakKeyDictionary[Engine, _Turns] = weakref.WeakKeyDictionary()


def engine(url: str) -> Engine:
    """A new engine for an SQLAlchemy URL; makes the folder of an SQLite file. One per process is enough."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _server(parsed)
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("the database must be a file: several processes share it")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(
        parsed,
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=8,
        max_overflow=40,
        hide_parameters=True,  # an error message must not carry what a citizen said into a log
    )
    event.listen(made, "connect", _on_sqlite_connect)
    event.listen(made, "begin", _on_sqlite_begin)
    folder = os.open(Path(parsed.database).parent, os.O_RDONLY | os.O_DIRECTORY)
    weakref.finalize(made, os.close, folder)
    _turns[made] = _Turns(threading.Lock(), folder)
    return made


def _server(url: URL) -> Engine:
    """An engine for PostgreSQL. Raises ValueError for any other server."""
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise ValueError("the database must be SQLite or PostgreSQL: sqlite:///… or postgresql://…")
    return create_engine(
        url.set(drivername="postgresql+psycopg"),  # as operators write it, no driver is named
        pool_size=16,
        max_overflow=40,
        pool_pre_ping=True,  # a server that was restarted costs nobody an error
        connect_args={"connect_timeout": 5, "application_name": "motcua", "options": _PATIENCE},
        hide_parameters=True,
    )


def _on_sqlite_connect(dbapi_connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions on its own: it would begin them without the write lock.
    dbapi_connection.isolation_level = None
    dbapi_connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    _write_ahead(dbapi_connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turns the write-ahead log on. Only a new file needs the change, and only it can be refused: SQLite does not
    wait for another process that changes it too, whatever ``busy_timeout`` says."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _on_sqlite_begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def transaction(db: Engine) -> Iterator[Session]:
    """One write transaction: commits when the block ends, rolls back when it raises.

    On SQLite only one writer can exist: threads and processes queue for it before they ask SQLite.
    """
    with _writer(db), Session(db, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(db: Engine) -> Iterator[Session]:
    """A transaction that only reads: sees one state of the database and never waits for a writer."""
    with reader(db) as connection, session_on(connection) as session:
        yield session


def reader(db: Engine) -> Connection:
    """A connection whose transactions only read, each one state of the database."""
    if db.dialect.name == "sqlite":
        return db.connect().execution_options(**{_READ_ONLY: True})
    return db.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def session_on(connection: Connection) -> Session:
    """A session that reads by a connection."""
    return Session(connection, expire_on_commit=False, autoflush=False)


@contextmanager
def _writer(db: Engine) -> Iterator[None]:
    turns = _turns.get(db)
    if turns is None:
        yield
        return
    with turns.lock:
        taken = _take(turns.folder)
        try:
            yield
        finally:
            if taken:
                fcntl.flock(turns.folder, fcntl.LOCK_UN)


def _take(folder: int) -> bool:
    """Waits for the other processes' writers. False after ``BUSY_SECONDS``: then SQLite says what it thinks of it."""
    end, pause = time.monotonic() + BUSY_SECONDS, _POLL[0]
    while time.monotonic() < end:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            time.sleep(pause)
            pause = min(2 * pause, _POLL[1])
    return False


def lock_conversation(session: Session, conversation_id: str) -> Conversation:
    """The conversation, locked until the transaction ends (a row on PostgreSQL, on SQLite the database).

    Raises BadInput when there is none.
    """
    try:
        return session.execute(_LOCKED, {"conversation": conversation_id}).scalar_one()
    except NoResultFound as error:
        raise BadInput("no such conversation") from error
