"""The two Python environments, each an exact copy of its hashed requirement files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Dict, List, Sequence

from cli.boot.layout import Layout
from cli.boot.run import run
from cli.boot.say import Problem
from cli.boot.stamps import Stamp, file_digest, read_stamp, write_stamp
from cli.boot.uv import ensure_uv, interpreter, uv_environ

DEV = {"web": "dev", "bot": "bot-dev"}
SPACE = {"web": 500, "bot": 4000}  # MB that the environment needs on a machine without any package


def env_stamp(layout: Layout, env: str) -> Path:
    """Written when every package is in place; an environment without it is made anew."""
    return layout.home / env / "motcua-stamp.json"


def wanted(layout: Layout, env: str, dev: bool) -> Stamp:
    """What a fresh environment's stamp says at least."""
    names = [env, DEV[env]] if dev else [env]
    stamp = {name: file_digest(layout.requirements(name)) for name in names}
    stamp["folder"] = str(layout.home / env)  # an environment that was moved does not work
    return stamp


def env_fresh(layout: Layout, env: str, dev: bool = False) -> bool:
    """Whether the environment is complete and made from today's requirement files (more is fine)."""
    stamp = read_stamp(env_stamp(layout, env))
    runs = layout.python(env).exists()  # false also when the interpreter behind the link is gone
    if not runs or not all(stamp.get(k) == v for k, v in wanted(layout, env, dev).items()):
        return False
    return DEV[env] not in stamp or stamp[DEV[env]] == file_digest(layout.requirements(DEV[env]))


def ensure_env(layout: Layout, env: str, dev: bool = False) -> None:
    """Make or renew the environment `web` or `bot`, with the test tools when `dev`.

    Raises Problem: no interpreter, registry down, disk full.
    """
    if env_fresh(layout, env, dev):
        return
    stamp = env_stamp(layout, env)
    old = read_stamp(stamp)
    complete = bool(old) and layout.python(env).exists() and old.get("folder") == str(layout.home / env)
    dev = dev or (complete and DEV[env] in old)
    ensure_uv(layout)
    folder = layout.home / env
    if complete:
        stamp.unlink()
    else:
        room(layout, env)
        shutil.rmtree(folder, ignore_errors=True)
        python = interpreter(layout, env)
        call(
            layout,
            ["venv", "--python", str(python), str(folder)],
            "Making the {} environment".format(env),
            env,
        )
    names = [env, DEV[env]] if dev else [env]
    files = [str(layout.requirements(name)) for name in names]
    call(
        layout,
        ["pip", "sync", "--require-hashes", "--python", str(layout.python(env))] + files,
        "Installing packages ({})".format(" and ".join(names)),
        env,
    )
    write_stamp(stamp, wanted(layout, env, dev))


def call(layout: Layout, args: Sequence[str], what: str, env: str) -> None:
    """Run uv with a log of its own."""
    log = layout.log / "{}-{}.log".format(env, args[0])
    environ: Dict[str, str] = uv_environ(layout)
    argv: List[str] = [str(layout.uv)]
    run(argv + list(args), what, log, env=environ)


def room(layout: Layout, env: str) -> None:
    """Refuse to begin what cannot end: the first install needs room on the disk."""
    layout.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(layout.home).free // 1_000_000
    if free < SPACE[env]:
        raise Problem(
            "The disk that holds {} has {} MB free and the {} environment needs about {} MB: make room"
            " and run the same command again.".format(layout.home, free, env, SPACE[env])
        )
