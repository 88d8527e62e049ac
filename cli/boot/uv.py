"""uv, which installs packages and fetches Pythons: put into `.motcua/uv` once, pinned by hash."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Dict

from cli.boot.interpreters import NEEDS, Need, find
from cli.boot.layout import Layout
from cli.boot.run import run
from cli.boot.say import Problem
from cli.boot.stamps import file_digest, read_stamp, write_stamp


def uv_environ(layout: Layout) -> Dict[str, str]:
    """The environment uv runs in: the caller's, with what it fetches kept inside the project folder."""
    env = dict(os.environ)
    env.pop("VIRTUAL_ENV", None)
    env["UV_PYTHON_INSTALL_DIR"] = str(layout.home / "python")
    env["UV_NO_PROGRESS"] = "1"
    env.setdefault("UV_HTTP_TIMEOUT", "60")
    return env


def uv_stamp(layout: Layout) -> Path:
    """Written when the install is complete."""
    return layout.home / "uv" / "motcua-stamp.json"


def uv_fresh(layout: Layout) -> bool:
    """Whether the pinned uv is installed."""
    wanted = {"uv": file_digest(layout.requirements("uv"))}
    return layout.uv.is_file() and read_stamp(uv_stamp(layout)) == wanted


def ensure_uv(layout: Layout) -> None:
    """Install the pinned uv unless it is there. Raises Problem when the registry cannot be reached."""
    if uv_fresh(layout):
        return
    folder = layout.home / "uv"
    base = Path(getattr(sys, "_base_executable", sys.executable))
    if str(base).startswith(str(folder)):
        base = Path(sys.base_prefix, "bin", "python3")
    shutil.rmtree(folder, ignore_errors=True)
    run([str(base), "-m", "venv", str(folder)], "Making a place for the installer", layout.log / "uv-venv.log")
    run(
        [
            str(folder / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check",
            "--no-input", "--require-hashes", "--only-binary", ":all:", "-r", str(layout.requirements("uv")),
        ],
        "Installing the installer (uv)",
        layout.log / "uv.log",
    )  # fmt: skip
    write_stamp(uv_stamp(layout), {"uv": file_digest(layout.requirements("uv"))})


def interpreter(layout: Layout, env: str) -> Path:
    """The Python that the environment `web` or `bot` is made from; fetched when this machine has none."""
    need = NEEDS[env]
    found = find(need, os.environ)
    if found is None:
        found = fetched(layout, need)
    if found is None:
        fetch(layout, need)
        found = fetched(layout, need)
    if found is None:
        raise Problem(missing(need))
    return found


def fetch(layout: Layout, need: Need) -> None:
    """Let uv fetch a Python into the project folder."""
    try:
        run(
            [str(layout.uv), "python", "install", "--no-bin", need.fetch],
            "Fetching Python " + need.fetch,
            layout.log / "python-{}.log".format(need.env),
            env=uv_environ(layout),
        )
    except Problem as problem:
        raise Problem(missing(need)) from problem


def fetched(layout: Layout, need: Need) -> Path | None:
    """A Python that uv fetched before, or None."""
    name = "python" + need.fetch
    found = sorted((layout.home / "python").glob("*/bin/" + name))
    return found[-1] if found else None


def missing(need: Need) -> str:
    """The sentence for a machine without the Python it needs and without a way to get it."""
    return (
        "No usable Python {0} was found on PATH or in pyenv's versions/, and none could be fetched ({1}):"
        " install it (for example `pyenv install {0}`) and run the same command again.".format(need.fetch, need.why)
    )
