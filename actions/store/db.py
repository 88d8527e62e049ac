"""Opening the database and running transactions, the same way for SQLite and PostgreSQL.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit is on the disk before anybody is told that the
message arrived, so neither a killed process nor a power cut loses it (NORMAL would survive the first only).
A write transaction takes the write lock at its beginning (``BEGIN IMMEDIATE``), so two of them wait for each
other instead of failing half-way when a read lock has to become a write lock.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from actions.errors import BadInput
from actions.store.models import Conversation

BUSY_SECONDS = 20.0
"""How long a writer waits for another process's write lock before it gives up with OperationalError."""

_READ_ONLY = "motcua_read_only"
_LOCKED = (
    select(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_write_locks: weakref.WeakKeyDictionary[Engine, threading.Lock] = weakref.WeakKeyDictionary()


def engine(url: str) -> Engine:
    """A new engine for an SQLAlchemy URL; makes the folder of an SQLite file. One per process is enough."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
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
    _write_locks[made] = threading.Lock()
    return made


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

    On SQLite only one writer can exist: threads of this process queue on a lock instead of polling
    the file's.
    """
    with _writer(db), Session(db, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(db: Engine) -> Iterator[Session]:
    """A transaction that only reads: sees one state of the database and never waits for a writer."""
    with (
        db.connect().execution_options(**{_READ_ONLY: True}) as connection,
        Session(connection, expire_on_commit=False, autoflush=False) as session,
    ):
        yield session


@contextmanager
def _writer(db: Engine) -> Iterator[None]:
    lock = _write_locks.get(db)
    if lock is None:
        yield
        return
    with lock:
        yield


def lock_conversation(session: Session, conversation_id: str) -> Conversation:
    """The conversation, locked until the transaction ends (a row on PostgreSQL, on SQLite the database).

    Raises BadInput when there is none.
    """
    try:
        return session.execute(_LOCKED, {"conversation": conversation_id}).scalar_one()
    except NoResultFound as error:
        raise BadInput("no such conversation") from error
