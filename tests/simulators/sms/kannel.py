"""The real bearerbox and smsbox of Debian, configured by the product, and a telephone behind Kannel's fake SMSC."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

from tests.stack import HOST, ROOT, free_port, wait_until

SECRET = "a secret of sixteen letters".replace(" ", "-")
PASSWORD = "kannel-password"
NUMBER = "8088"
_BEGINS = re.compile(rb"8088 \+?[0-9]+ (?:text|data|ucs-2|udh) ")


def free_base() -> int:
    """A port that nobody listens on, nor on the other two that are counted from it; below those that the system gives
    away by itself."""
    for _ in range(200):
        base = random.randrange(15_000, 30_000)
        if not any(_listens(base + more) for more in (0, 1, 13)):
            return base
    raise AssertionError("no three ports are free")


@dataclass
class Kannel:
    """Both boxes, in a folder of their own. ``smsc``: the port of an SMSC to connect to; None: the fake one's."""

    folder: Path
    gateway: int
    smsc: int | None = None
    base: int = field(default_factory=free_base)
    fake: int = field(default_factory=free_port)
    boxes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def settings(self) -> dict[str, str]:
        """What Một Cửa has to be told."""
        return {
            "MOTCUA_SMS_TALK": "kannel", "MOTCUA_SMS_SECRET": SECRET, "MOTCUA_SMS_KANNEL_PASSWORD": PASSWORD,
            "MOTCUA_SMS_NUMBER": NUMBER, "MOTCUA_SMS_PER_SECOND": "100", "MOTCUA_SMS_QUICK": "0",
            "MOTCUA_SMS_KANNEL_URL": f"http://{HOST}:{self.base + 13}/cgi-bin/sendsms",
            "MOTCUA_SMS_CALLBACK": f"http://{HOST}:{self.gateway}",
        }  # fmt: skip

    def start(self) -> None:
        """Writes the configuration as an operator does, and starts both; waits until the SMSC's side is open."""
        to = ["--to", str(self.folder), "--port", str(self.base), "--retry", "1"]
        smpp = ["--smpp", f"{HOST}:{self.smsc}", "--name", "hcc", "--password", "secret"]
        command = [sys.executable, "-m", "channels.sms.setup", "kannel", *to]
        command += smpp if self.smsc else ["--fake", str(self.fake)]
        subprocess.run(command, cwd=ROOT, env=os.environ | self.settings(), check=True, stdout=subprocess.DEVNULL)
        self._box("bearerbox", self.base + 1)
        self._box("smsbox", self.base + 13)

    def _box(self, name: str, port: int) -> None:
        with (self.folder / f"{name}.out").open("ab") as out:
            command = [f"/usr/sbin/{name}", "-v", "4", str(self.folder / "kannel.conf")]
            box = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self.folder)
        self.boxes.append(box)
        wait_until(lambda: _listens(port) or _ended(name, box), 20, f"{name} listens")

    def stop(self) -> None:
        """Ends both; bearerbox may take long to say good-bye to an SMSC, so it is not waited for."""
        for box in reversed(self.boxes):
            box.kill()
            box.wait(timeout=10)
        self.boxes.clear()

    def logs(self) -> str:
        """Everything that both wrote."""
        files = [path for path in self.folder.iterdir() if path.suffix in (".log", ".out")]
        return "\n".join(path.read_text("utf-8", "replace") for path in files)


def _ended(name: str, box: subprocess.Popen[bytes]) -> bool:
    if box.poll() is not None:
        raise AssertionError(f"{name} ended with {box.returncode}")
    return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def boxes(kannel: Kannel) -> Iterator[Kannel]:
    """Kannel, ended in any case."""
    try:
        kannel.start()
        yield kannel
    finally:
        kannel.stop()


class Telephone:
    """A telephone network with one subscriber, speaking the lines of Kannel's fake SMSC (gw/smsc/smsc_fake.c)."""

    def __init__(self, port: int, number: str = "0912345678") -> None:
        self.number = number
        self.got: list[str] = []
        """Every SMS that came, one by one: a long text is as many as it has segments."""
        self._line = socket.create_connection((HOST, port), timeout=60)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, text: str, number: str | None = None, kind: str = "") -> None:
        """Sends an SMS: as the GSM alphabet where it fits, else in UCS-2, or raw as ``kind data``."""
        sender = number or self.number
        if not kind:
            ucs2 = "".join(f"%{byte:02x}" for byte in text.encode("utf-16-be"))
            kind = f"text {text}" if text.isascii() and "\n" not in text else f"ucs2 {ucs2}"
        self._line.sendall(f"{sender} {NUMBER} {kind}\n".encode())

    def close(self) -> None:
        self._line.close()
        self._reader.join(timeout=5)

    def _read(self) -> None:
        with self._line.makefile("rb") as lines:
            try:
                for line in lines:
                    if _BEGINS.match(line):
                        self.got.append(_text(line.rstrip(b"\n")))
                    else:  # the fake SMSC does not escape the ends of lines inside parts of a long text
                        self.got[-1] += "\n" + line.rstrip(b"\n").decode("utf-8", "replace")
            except (OSError, ValueError):
                return  # closed


def _text(line: bytes) -> str:
    _sender, _receiver, kind, rest = line.split(b" ", 3)
    if kind == b"udh":
        _udh, kind, rest = rest.split(b" ", 2)
    raw = rest if kind == b"text" else unquote_to_bytes(rest.replace(b"+", b" "))
    # Which letters they are is lost on this line; a text in UCS-2 has blanks, and so zero bytes, in it.
    return raw.decode("utf-16-be") if b"\x00" in raw else raw.decode("utf-8", "replace")
