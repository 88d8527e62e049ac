"""The real gammu-smsd with its pretended modem, configured by the product."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from actions.store import db
from actions.store.models import Audit, Outbox
from tests.channels.conftest import tiny_stack
from tests.channels.sms.conftest import heard
from tests.stack import ROOT, Stack, running, wait_until

LONG = "Tôi tên là Lò Thị Mai, sinh ngày 7 tháng 5 năm 1990, ở bản Huổi Sâu, xã Na Son, tỉnh Điện Biên. " * 2


@dataclass
class Modem:
    """The daemon over a folder made by ``./motcua sms gammu``."""

    folder: Path
    daemon: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        command = [
            sys.executable,
            "-m",
            "channels.sms.setup",
            "gammu",
            "--to",
            str(self.folder),
            "--dummy",
            "--every",
            "1",
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        plain = {"PATH": os.environ["PATH"]}  # as a service manager starts it: no locale
        command = ["gammu-smsd", "-c", str(self.folder / "smsdrc")]
        with (self.folder / "daemon.out").open("ab") as out:
            self.daemon = subprocess.Popen(command, env=plain, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def stop(self) -> None:
        if self.daemon is not None:
            self.daemon.terminate()
            self.daemon.wait(timeout=20)
            self.daemon = None

    def receive(self, sender: str, text: str) -> None:
        """The network brings an SMS into the modem, while the daemon does not hold it."""
        command = ["gammu", "-c", str(self.folder / "smsdrc"), "savesms", "TEXT", "-folder", "1", "-unread"]
        command += ["-sender", sender, "-unicode", "-len", "400", "-text", text]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"LANG": "C.UTF-8"})


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Modem]]:
    modem = Modem(tmp_path_factory.mktemp("modem"))
    modem.make()
    stack = tiny_stack(
        tmp_path_factory.mktemp("gammu"), quick=True, MOTCUA_SMS_TALK="gammu", MOTCUA_SMS_QUICK="0",
        MOTCUA_SMS_GAMMU_FOLDER=str(modem.folder), MOTCUA_RECEIPT_AFTER="30",
    )  # fmt: skip
    try:
        with running(stack, "actions", "gateway", "sender"):
            yield stack, modem
    finally:
        modem.stop()


def sent(stack: Stack) -> list[str]:
    with db.reading(stack.engine()) as session:
        return list(session.scalars(select(Outbox.status)))


def test_an_sms_in_the_modem_is_answered_by_the_modem(world: tuple[Stack, Modem]) -> None:
    stack, modem = world
    modem.receive("+84912200001", "TẠM NGHỈ")
    modem.receive("0912200002", LONG)
    modem.start()
    wait_until(lambda: heard(stack, "0912200001") == ["cmd:pause"], 20, "the command")
    wait_until(lambda: heard(stack, "0912200002") == [LONG.strip()], 20, "the long one, put together")
    log = modem.folder / "smsd.log"
    wait_until(lambda: "Transmitted OUT" in log.read_text("utf-8", "replace"), 20, "the answer")
    folders = [modem.folder / name for name in ("received", "inbox", "sent")]
    wait_until(lambda: not any(list(one.iterdir()) for one in folders), 10, "nobody's words stay in files")
    assert "Huổi Sâu" not in log.read_text("utf-8", "replace") + stack.log("gateway")


def test_what_came_in_while_the_gateway_was_down_is_there_afterwards(world: tuple[Stack, Modem]) -> None:
    stack, modem = world
    modem.stop()
    stack.kill("gateway")
    modem.receive("0912200003", "TIEP TUC")
    modem.start()
    received = modem.folder / "received"
    wait_until(lambda: any(path.suffix == ".json" for path in received.iterdir()), 20, "the file of the SMS")
    stack.start("gateway")
    wait_until(lambda: heard(stack, "0912200003") == ["cmd:resume"], 20, "the SMS")


def test_a_file_that_nobody_can_read_holds_nobody_up(world: tuple[Stack, Modem]) -> None:
    stack, modem = world
    received = modem.folder / "received"
    for number, raw in enumerate(("", "[]", '{"from": 1, "text": "a", "id": "b"}', "\x00")):
        (received / f"0-{number}.json").write_text(raw, "utf-8")
    (received / "1.json").write_text('{"from": "0912200004", "text": "XEM LAI", "id": "f"}', "utf-8")
    wait_until(lambda: heard(stack, "0912200004") == ["cmd:summarize"], 20, "the one behind them")
    assert len(list(received.glob("*.bad"))) == 4


def test_what_the_modem_could_not_send_is_seen_by_people(world: tuple[Stack, Modem]) -> None:
    stack, modem = world
    wait_until(lambda: "pending" not in sent(stack), 20, "all is sent")
    with db.reading(stack.engine()) as session:
        row = session.scalars(select(Outbox).where(Outbox.provider_id.is_not(None))).first()
    assert row is not None and row.provider_id is not None
    (modem.folder / "error" / row.provider_id).write_text("", "utf-8")
    wait_until(lambda: "dead" in sent(stack), 20, "given up openly")
    with db.reading(stack.engine()) as session:
        assert session.scalars(select(Audit.action)).all() == ["letter_dead"]
