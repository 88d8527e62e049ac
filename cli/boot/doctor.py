"""`./motcua doctor`: what is missing or wrong on this machine. Changes nothing."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List

from cli.boot.artefacts import model_fresh, model_sources, places_fresh, places_known
from cli.boot.envs import SPACE, env_fresh
from cli.boot.interpreters import NEEDS, find
from cli.boot.layout import Layout
from cli.boot.run import tail
from cli.boot.say import Problem
from cli.boot.start import running_address
from cli.boot.uv import fetched, uv_fresh

OK, LATER, WRONG = "ok", "later", "WRONG"
MARGIN = 200  # MB that ought to be free beside the environments


@dataclass(frozen=True)
class Finding:
    """`later`: set up by itself when needed, or optional. `WRONG`: a person has to act."""

    level: str
    text: str


def interpreters(layout: Layout) -> Iterator[Finding]:
    """A Python for each environment."""
    for env, need in NEEDS.items():
        found = find(need, os.environ) or fetched(layout, need)
        if found:
            yield Finding(OK, "Python {} for {}: {}".format(need.fetch, env, found))
        else:
            yield Finding(
                LATER,
                "no Python {} on PATH or in pyenv ({}); set-up will try to fetch one".format(need.fetch, need.why),
            )


def made(layout: Layout) -> Iterator[Finding]:
    """What set-up makes, and whether it is of today's sources."""
    yield Finding(OK if uv_fresh(layout) else LATER, "installer (uv) " + known(uv_fresh(layout)))
    for env in ("web", "bot"):
        fresh = env_fresh(layout, env)
        yield Finding(OK if fresh else LATER, "{} environment {}".format(env, known(fresh)))
    if places_known(layout):
        fresh = places_fresh(layout)
        yield Finding(OK if fresh else LATER, "index of communes " + known(fresh))
    if not env_fresh(layout, "bot"):
        return
    try:
        sources = model_sources(layout)
    except Problem as problem:
        yield Finding(WRONG, str(problem))
        return
    if sources is not None:
        fresh = model_fresh(layout, sources)
        yield Finding(OK if fresh else LATER, "trained model " + known(fresh))


def known(fresh: bool) -> str:
    """How a thing that set-up makes stands."""
    return "is up to date" if fresh else "is missing or out of date; ./motcua setup makes it"


def disk(layout: Layout, data: Path) -> Iterator[Finding]:
    """Room where set-up writes and where citizens' data go."""
    wanted = MARGIN + sum(SPACE[env] for env in SPACE if not env_fresh(layout, env))
    for folder, least in ((layout.home, wanted), (data, MARGIN)):
        free = shutil.disk_usage(existing(folder)).free // 1_000_000
        text = "{} MB free for {}, {} MB needed".format(free, folder, least)
        yield Finding(OK if free >= least else WRONG, text)


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    while not path.exists():
        path = path.parent
    return path


def writable(layout: Layout, data: Path) -> Iterator[Finding]:
    """Folders and the database."""
    for folder in (layout.home, data):
        try:
            with tempfile.TemporaryFile(dir=existing(folder)):
                yield Finding(OK, "{} can be written".format(folder))
        except OSError as error:
            yield Finding(WRONG, "{} cannot be written: {}".format(folder, error.strerror))
    base = data / "motcua.db"
    if os.environ.get("MOTCUA_DATABASE_URL"):
        yield Finding(OK, "the database is the one MOTCUA_DATABASE_URL names (not looked at)")
    elif base.exists():
        try:
            store = sqlite3.connect("file:{}?mode=rw".format(base), uri=True, timeout=2)
            try:
                store.execute("BEGIN IMMEDIATE")
                store.rollback()
            finally:
                store.close()
            yield Finding(OK, "database {} can be written".format(base))
        except sqlite3.Error as error:
            yield Finding(WRONG, "database {} cannot be written: {}".format(base, error))


def zalo(data: Path) -> Iterator[Finding]:
    """Whether messages can be sent by the Zalo account, where one is set up."""
    wanted, base = os.environ.get("MOTCUA_ZALO_APP_ID"), data / "motcua.db"
    if not wanted:
        return
    needed = ("MOTCUA_ZALO_OA_ID", "MOTCUA_ZALO_APP_SECRET", "MOTCUA_ZALO_OA_SECRET_KEY")
    for name in [name for name in needed if not os.environ.get(name)]:
        yield Finding(WRONG, "Zalo is set up, but {} is not set".format(name))
    if os.environ.get("MOTCUA_DATABASE_URL") or not base.exists():
        return
    account = "zalo:" + os.environ.get("MOTCUA_ZALO_OA_ID", "")
    try:
        with closing(sqlite3.connect("file:{}?mode=ro".format(base), uri=True, timeout=2)) as store:
            found = store.execute(
                "SELECT fault, expires_at FROM provider_token WHERE account = ?", (account,)
            ).fetchone()
    except sqlite3.Error as error:
        yield Finding(LATER, "the tokens of the Zalo account cannot be read yet: {}".format(error))
        return
    again = "; nothing is sent by Zalo until an administrator of the account runs ./motcua zalo connect"
    if found is None:
        yield Finding(WRONG, "the Zalo account is not connected" + again)
    elif found[0]:
        yield Finding(WRONG, "the Zalo account has to be connected again ({})".format(found[0]) + again)
    else:
        yield Finding(OK, "the Zalo account is connected; its token ends {} UTC".format(found[1][:16]))


def network(port: int, data: Path) -> Iterator[Finding]:
    """Whether Một Cửa runs on the data folder; if not, the gateway's port."""
    running = running_address(data)
    if running:
        yield Finding(OK, "Một Cửa runs on {} and answers at {}".format(data, running))
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            yield Finding(OK, "port {} is free".format(port))
        except OSError as error:
            text = "port {} is taken by another program; ./motcua up --port takes another"
            yield Finding(LATER, text.format(port) if error.errno else str(error))


def terminal() -> Iterator[Finding]:
    """Whether Vietnamese can be shown here."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    fine = encoding == "utf8"
    text = "the terminal's encoding is " + (sys.stdout.encoding or "unknown")
    yield Finding(OK if fine else WRONG, text + ("" if fine else "; set LANG=C.UTF-8 to see Vietnamese"))


def speech() -> Iterator[Finding]:
    """Whether questions can be said aloud (the button "Nghe" on the page)."""
    found = shutil.which("espeak-ng")
    missing = "no espeak-ng on PATH: the page has no button to listen; apt-get install espeak-ng brings it"
    yield Finding(OK, "questions can be said aloud by {}".format(found)) if found else Finding(LATER, missing)


def logs(layout: Layout) -> Iterator[Finding]:
    """The last training, if it failed."""
    if (layout.log / "train.log").exists() and not list(layout.models.glob("*.tar.gz")):
        yield Finding(LATER, "the last training left no model; its log ends:\n" + tail(layout.log / "train.log", 5))


def main(argv: List[str], layout: Layout) -> int:
    """Print the findings; 1 when a person has to act on any of them."""
    parser = argparse.ArgumentParser(prog="motcua doctor", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("MOTCUA_PORT") or 8080))
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("MOTCUA_DATA") or layout.root / "var"))
    args = parser.parse_args(argv)
    data = args.data.absolute()
    findings = [Finding(OK, "python3 {}.{} with venv".format(*sys.version_info[:2]))]
    findings += [*interpreters(layout), *made(layout), *disk(layout, data), *writable(layout, data)]
    findings += [*network(args.port, data), *zalo(data), *terminal(), *speech(), *logs(layout)]
    for finding in findings:
        print("{:6} {}".format(finding.level, finding.text))
    wrong = sum(f.level == WRONG for f in findings)
    print("{} to act on.".format(wrong) if wrong else "Nothing to act on.")
    return 1 if wrong else 0
