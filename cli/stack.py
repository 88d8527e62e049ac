"""The programs that make up a running Một Cửa, and how to tell that each truly answers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Awaitable, Callable

import httpx

from actions.settings import Settings
from channels.sending.carriers import any_set_up
from cli.boot.layout import Layout
from cli.boot.run import die_with_parent, tail
from cli.boot.say import Problem
from cli.boot.start import LOOPBACK, Options, free_port
from cli.supervisor import Child

UVICORN = ("--no-access-log", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "8")
MIGRATE = "actions.store.migrate"


def answers(url: str) -> Callable[[], Awaitable[bool]]:
    """A probe: whether GET on the address gives 200."""

    async def probe() -> bool:
        try:
            async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
                return (await client.get(url)).status_code == 200
        except httpx.HTTPError:
            return False

    return probe


def environment(chosen: Options, rasa_port: int, actions_port: int) -> dict[str, str]:
    """What every child is told."""
    return {
        **os.environ,
        "MOTCUA_DATA": str(chosen.data),
        "MOTCUA_HOST": chosen.host,
        "MOTCUA_PORT": str(chosen.port),
        "MOTCUA_RASA_URL": f"http://{LOOPBACK}:{rasa_port}",
        "MOTCUA_ACTIONS_URL": f"http://{LOOPBACK}:{actions_port}",
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
    }


def children(layout: Layout, chosen: Options) -> list[Child]:
    """Rasa, the action server and the gateway, on free loopback ports but for the gateway; the sender too, where a
    channel is set up that needs one."""
    rasa_port, actions_port = free_port(), free_port()
    env = environment(chosen, rasa_port, actions_port)
    web, bot, log = str(layout.python("web")), str(layout.python("bot")), chosen.data / "log"
    uvicorn = [web, "-m", "uvicorn"]
    sender_port = free_port()
    sender = Child(
        "sender",
        [*uvicorn, "channels.sending.app:app", "--host", LOOPBACK, "--port", str(sender_port), *UVICORN],
        env,
        log / "sender.log",
        answers(f"http://{LOOPBACK}:{sender_port}/readyz"),
        cwd=layout.root,
    )
    return [
        Child(
            "rasa",
            [bot, "-m", "bot.launch", "--port", str(rasa_port), "--actions-url", env["MOTCUA_ACTIONS_URL"]],
            env,
            log / "rasa.log",
            answers(f"http://{LOOPBACK}:{rasa_port}/ready"),
            cwd=layout.root,
        ),
        Child(
            "actions",
            [*uvicorn, "actions.server:app", "--host", LOOPBACK, "--port", str(actions_port), *UVICORN],
            env,
            log / "actions.log",
            answers(f"http://{LOOPBACK}:{actions_port}/readyz"),
            cwd=layout.root,
        ),
        Child(
            "gateway",
            [*uvicorn, "channels.gateway:app", "--host", chosen.host, "--port", str(chosen.port), *UVICORN],
            env,
            log / "gateway.log",
            answers(f"{chosen.address}/readyz"),
            stop_first=True,
            cwd=layout.root,
        ),
        *([sender] if sends() else []),
    ]


def sends() -> bool:
    """Whether a channel is set up that needs the sender. Raises Problem where a setting is wrong or missing."""
    try:
        return any_set_up(Settings())
    except ValueError as error:
        raise Problem(f"a setting is wrong: {error}") from error


def migrate(layout: Layout, chosen: Options) -> None:
    """Bring the database to today's schema. Raises Problem with the last lines when that fails."""
    log = chosen.data / "log" / "migrate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        done = subprocess.run(
            [str(layout.python("web")), "-m", MIGRATE],
            cwd=layout.root,
            env={**os.environ, "MOTCUA_DATA": str(chosen.data)},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            preexec_fn=die_with_parent(),
        )
    if done.returncode:
        raise Problem(f"The database could not be brought up to date; nothing was started:\n{tail(log)}")
