"""The power goes while the tokens are renewed: what is lost, what is not, and who hears of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from actions import clock
from actions.store import conversations, db, outbox
from actions.store.models import Audit, Outbox, ProviderToken
from actions.utterance import Utterance
from channels.zalo import tokens
from tests.channels.conftest import tiny_stack
from tests.channels.zalo.conftest import connect
from tests.simulators.zalo.account import OA_ID
from tests.simulators.zalo.server import Simulator
from tests.stack import ROOT, Stack, wait_until

USER = "246845883529197000"


@pytest.fixture
def stack(tmp_path: Path, zalo: Simulator) -> Iterator[Stack]:
    """Only a sender, with one letter to send and a token that is about to end."""
    zalo.account.access.clear()
    zalo.account.shown.clear()
    made = tiny_stack(tmp_path, quick=True, **zalo.settings())
    connect(made, zalo, seconds=-1)
    with db.transaction(made.engine()) as session:
        conversation = conversations.find_or_open(session, "zalo", USER)
        outbox.add(session, conversation, None, [Utterance("tiny.heard", {"what": "một"})])
    yield made
    made.stop()


def row(stack: Stack) -> ProviderToken:
    with db.reading(stack.engine()) as session:
        return session.get_one(ProviderToken, tokens.account(OA_ID))


def cut(stack: Stack, place: str) -> None:
    """Lets the sender die at a place, and the claim that it leaves grow old."""
    stack.start("sender", failpoint=f"{place}:1", wait=False)
    wait_until(lambda: not stack.alive("sender"), 30, f"the sender dies at {place}")
    stack.processes.pop("sender")
    with db.transaction(stack.engine()) as session:
        found = session.get_one(ProviderToken, tokens.account(OA_ID))
        if found.claimed_at is not None:
            found.claimed_at = clock.now() - timedelta(minutes=2)


@pytest.mark.parametrize(("place", "rotations"), [("zalo_claimed", 1), ("zalo_stored", 1)])
def test_before_the_call_and_after_the_commit_nothing_is_lost(
    stack: Stack, zalo: Simulator, place: str, rotations: int
) -> None:
    before = zalo.account.rotations
    cut(stack, place)
    assert zalo.account.shown_to(USER) == []
    stack.start("sender")
    wait_until(lambda: len(zalo.account.shown_to(USER)) == 1, 20, "the letter arrives")
    assert zalo.account.rotations == before + rotations
    assert row(stack).fault is None and row(stack).refresh_token in zalo.account.refresh


def test_between_zalos_answer_and_the_commit_the_account_is_lost_and_a_person_hears_of_it(
    stack: Stack, zalo: Simulator
) -> None:
    cut(stack, "zalo_rotated")
    stack.start("sender")
    wait_until(lambda: row(stack).fault is not None, 20, "the alarm")
    with db.reading(stack.engine()) as session:
        assert len(session.scalars(select(Audit).where(Audit.action == "token_lost")).all()) == 1
        assert session.scalars(select(Outbox.status)).all() == ["pending"]
    metrics = httpx.get(f"http://127.0.0.1:{stack.ports['sender']}/metrics", trust_env=False).text
    assert "motcua_zalo_token_fault 1" in metrics and "motcua_zalo_token_seconds 0" in metrics
    assert '"level": "error"' in stack.log("sender") and "connect the account again" in stack.log("sender")
    assert run(stack, "status").returncode == 1
    # A person brings a new pair; what waited goes out at the next look.
    fresh = zalo.account.grant()["refresh_token"]
    assert run(stack, "connect", said=fresh).returncode == 0
    stack.restart("sender")
    wait_until(lambda: len(zalo.account.shown_to(USER)) == 1, 20, "the letter arrives")
    assert run(stack, "status").returncode == 0
    logs = stack.log("sender")
    assert row(stack).refresh_token not in logs and row(stack).access_token not in logs


def test_the_code_of_the_consent_page_connects_too(stack: Stack, zalo: Simulator) -> None:
    zalo.account.codes["c1"] = "v" * 43
    assert run(stack, "connect", "--code", "c1", "--verifier", "wrong").returncode == 1
    zalo.account.codes["c1"] = "v" * 43
    done = run(stack, "connect", "--code", "c1", "--verifier", "v" * 43)
    assert done.returncode == 0 and "Connected" in done.stdout
    assert row(stack).refresh_token in zalo.account.refresh
    assert row(stack).refresh_token not in done.stdout + done.stderr


def run(stack: Stack, *args: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """``./motcua zalo …``."""
    command = [sys.executable, "-m", "channels.zalo.cli", *args]
    env = {**os.environ, **stack.environment()}
    return subprocess.run(command, cwd=ROOT, env=env, input=said, capture_output=True, text=True, timeout=60)
