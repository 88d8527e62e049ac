"""`./motcua up`: start everything, keep it running, stop it cleanly."""

from __future__ import annotations

import asyncio
import os
import sys

from cli.boot.layout import Layout
from cli.boot.run import full_disk, is_full
from cli.boot.say import say
from cli.boot.start import Options, check_port, hold, options, publish
from cli.stack import children, migrate
from cli.supervisor import Supervisor


def main(argv: list[str]) -> int:
    """Runs until Ctrl-C or SIGTERM (0), or until something cannot be kept running (a Problem, shown, 1)."""
    os.umask(0o077)  # whatever is written here may hold personal data
    layout = Layout()
    chosen = options(argv, layout)
    try:
        with hold(chosen) as lock:
            check_port(chosen.host, chosen.port)
            say("Starting Một Cửa:")
            migrate(layout, chosen)
            supervisor = Supervisor(children(layout, chosen), on_ready=lambda: ready(chosen))
            publish(lock, chosen)
            asyncio.run(serve(supervisor))
    except OSError as error:
        if is_full(error):
            raise full_disk(chosen.data) from error
        raise
    say(f"Stopped. Everything said so far is kept in {chosen.data}.")
    return 0


async def serve(supervisor: Supervisor) -> None:
    """The supervisor, in its event loop."""
    await supervisor.run()


def ready(chosen: Options) -> None:
    """Tell where to go. This, on stdout, is what a program that started us waits for."""
    print(f"Một Cửa answers at {chosen.address}  (POST /api/chat; health at /healthz)")
    print(
        f"Data and logs: {chosen.data}. Talk to it here with: ./motcua chat --url {chosen.address}. Stop with Ctrl-C."
    )
    sys.stdout.flush()
