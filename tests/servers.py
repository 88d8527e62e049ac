"""PostgreSQL and Redis for tests: real servers from the system's packages, in temporary folders, on own sockets.

A server is started when the first test asks for it and ends with the tests. Each test gets a database of its own,
copied from one that was brought up to date once.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from actions.ids import new_id
from actions.store import db, migrate
from cli.boot.run import die_with_parent

KINDS: Final = ("sqlite", "postgresql")
"""The databases that the product runs on."""
_TEMPLATE: Final = "motcua_template"


def _program(name: str, package: str) -> str:
    """Where a server's program is. A missing one fails the test: what is not tested is not known to work."""
    found = shutil.which(name) or max(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), default=None)
    assert found, f"{name} is missing: install the package {package}"
    return found


_STARTER: Final = ThreadPoolExecutor(1, thread_name_prefix="starter")
"""Servers end with the thread that started them, so that none is left when tests are killed: this one lives longest."""


class Server:
    """A program of the system as a process of the tests."""

    def __init__(self) -> None:
        # Short: the path of a socket has little room.
        self.folder = Path(tempfile.mkdtemp(prefix="mc-", dir="/tmp"))
        self._process: subprocess.Popen[bytes] | None = None
        self._user: dict[str, Any] = {}
        atexit.register(self.close)

    @property
    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self._process = _STARTER.submit(self._run_program).result()
        end = time.monotonic() + 60
        while not self.answers():
            written = (self.folder / "log").read_text(errors="replace")[-2000:]
            assert self._process.poll() is None, f"the server ended:\n{written}"
            assert time.monotonic() < end, f"the server does not answer:\n{written}"
            time.sleep(0.02)

    def _run_program(self) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=die_with_parent(), **self._user,
            )  # fmt: skip

    def kill(self) -> None:
        """Ends it with all its processes, as a power cut would."""
        if self._process is not None:
            pid = self._process.pid
            # Each of PostgreSQL's is the head of a group of its own.
            family = Path(f"/proc/{pid}/task/{pid}/children")
            for one in (*(family.read_text().split() if family.exists() else ()), pid):
                with suppress(ProcessLookupError):
                    os.kill(int(one), signal.SIGKILL)
            self._process.wait(timeout=30)
            self._process = None

    def close(self) -> None:
        """Ends it and removes its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """PostgreSQL. It does not wait for the disk: what it has told is with the system, which a test does not kill."""

    def __init__(self) -> None:
        super().__init__()
        if os.geteuid() == 0:  # it refuses to run as root
            who = pwd.getpwnam("postgres")
            os.chown(self.folder, who.pw_uid, who.pw_gid)
            self._user = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        self.folder.chmod(0o755)
        subprocess.run(
            [
                _program("initdb", "postgresql"), "--pgdata", str(self.folder / "data"), "--username", "motcua",
                "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
            ],
            check=True, capture_output=True, cwd="/", **self._user,
        )  # fmt: skip
        self.start()
        self._run(f"CREATE DATABASE {_TEMPLATE}")
        made = db.engine(self.url(_TEMPLATE))
        migrate.upgrade(made)
        made.dispose()

    @property
    def command(self) -> list[str]:
        options = ("fsync=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB", "timezone=UTC")
        return [
            _program("postgres", "postgresql"), "-D", str(self.folder / "data"), "-k", str(self.folder), "-h", "",
            *(word for option in options for word in ("-c", option)),
        ]  # fmt: skip

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://motcua@/{name}?host={self.folder}"

    def answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except OperationalError:
            return False
        return True

    def new(self) -> str:
        """The URL of a new database with today's schema."""
        name = f"test_{new_id()}".lower()
        self._run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.url(name)

    def empty(self) -> str:
        """The URL of a new database without any table."""
        name = f"test_{new_id()}".lower()
        self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()


class Redis(Server):
    """Redis, which keeps nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.start()

    @property
    def command(self) -> list[str]:
        return [
            _program("redis-server", "redis-server"), "--port", "0", "--unixsocket", str(self._socket),
            "--save", "", "--appendonly", "no", "--dir", str(self.folder),
        ]  # fmt: skip

    @property
    def _socket(self) -> Path:
        return self.folder / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self._socket))
                line.sendall(b"PING\r\n")
                return line.recv(100).startswith(b"+PONG")
        except OSError:
            return False


@lru_cache
def postgres() -> Postgres:
    """The tests' PostgreSQL, started once."""
    return Postgres()


@lru_cache
def redis() -> Redis:
    """The tests' Redis, started once."""
    return Redis()


def new_database(kind: str, folder: Path) -> str:
    """The URL of a new database with today's schema; SQLite's file is ``motcua.db`` in ``folder``, unless it is there
    already."""
    if kind == "postgresql":
        return postgres().new()
    file = folder / "motcua.db"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_sqlite_template(), file)
    return f"sqlite:///{file}"


@lru_cache
def _sqlite_template() -> Path:
    """An SQLite file with today's schema and nothing in it: migrating takes longer than copying."""
    folder = Path(tempfile.mkdtemp(prefix="mc-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = db.engine(f"sqlite:///{folder / 'motcua.db'}")
    migrate.upgrade(made)
    made.dispose()  # the last connection leaves all in the one file
    return folder / "motcua.db"
