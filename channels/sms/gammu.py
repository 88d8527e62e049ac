"""A modem on this machine, by gammu-smsd and its folders (``gammu-smsd-files(7)``).

What came in, ``on_receive.py`` puts into ``received/``; the gateway takes it from there. What goes out,
``gammu-smsd-inject`` puts into the outbox folder; what the modem could not send lands in ``error/``.
"""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from actions.log import Log
from actions.segments import alphabet
from channels.flood import TooMany
from channels.gateway_state import Gateway
from channels.sending.carrier import Away, Later
from channels.sms.receive import Mobile, receive
from channels.sms.reports import report

log = Log("gammu")

WAY: Final = "gammu"
LOOK_SECONDS: Final = 1.0
INJECT_SECONDS: Final = 20.0
_WRITTEN: Final = re.compile(rb"Written message with ID (\S+)")


class Folder:
    """Takes what came in out of the folder, while the gateway runs. Several gateways may do so at the same time."""

    def __init__(self, here: Gateway, folder: Path | None) -> None:
        self._here = here
        self._folder = folder
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins, where there is a modem."""
        if self._folder is not None:
            self._task = asyncio.create_task(self._run(self._folder))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, folder: Path) -> None:
        while True:
            try:
                await self.look(folder)
            except (OSError, SQLAlchemyError) as error:
                log.error("SMS cannot be taken from the modem", error=error)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self, folder: Path) -> None:
        """One look: everything that came in, oldest first, and what became of what went out."""
        for path in sorted((folder / "received").glob("*.json")):
            await self._take(path)
        for path in sorted((folder / "error").glob("OUT*")):
            await report(self._here, WAY, path.name, "failed")
            path.unlink(missing_ok=True)
        for path in (folder / "sent").glob("OUT*"):
            path.unlink(missing_ok=True)  # it holds what we said to somebody

    async def _take(self, path: Path) -> None:
        try:
            came = read(path)
        except FileNotFoundError:
            return  # another gateway has taken it
        except (ValueError, KeyError, TypeError) as error:
            log.error("a file of the modem cannot be read", error=error, file=path.name)
            path.rename(path.with_suffix(".bad"))
            return
        try:
            await receive(self._here, came)
        except TooMany:
            return  # stays, for a later look
        path.unlink(missing_ok=True)


def read(path: Path) -> Mobile:
    """The SMS in a file of ``received/``. Raises FileNotFoundError, ValueError, KeyError or TypeError."""
    raw = json.loads(path.read_text("utf-8"))
    if not all(isinstance(raw[key], str) for key in ("from", "text", "id")):
        raise TypeError("from, text and id have to be texts")
    return Mobile(WAY, raw["from"], raw["text"], f"{path.stem} {raw['id']}")


class Gammu:
    """Sending by ``gammu-smsd-inject``. The text goes by its standard input: arguments of programs can be seen."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "smsdrc"

    async def hand_over(self, to: str, text: str, letter: str) -> str:
        """Returns the name of the file in the outbox. Raises Later, Away."""
        unicode = ("-unicode",) if alphabet(text) == "ucs2" else ()
        command = ("gammu-smsd-inject", "-c", str(self._config), "TEXT", to, "-len", str(len(text) * 2), *unicode)
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, stderr=pipe, env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
            )
        except OSError as error:
            raise Away("gammu-smsd-inject cannot be started") from error
        try:
            async with asyncio.timeout(INJECT_SECONDS):
                told, faults = await process.communicate(text.encode())
        except TimeoutError as error:
            process.kill()
            await process.wait()
            raise Later("gammu-smsd-inject takes too long") from error
        written = _WRITTEN.search(told + faults)
        if process.returncode != 0 or written is None:
            raise Away(f"gammu-smsd-inject: exit code {process.returncode}")
        return Path(written[1].decode()).name
