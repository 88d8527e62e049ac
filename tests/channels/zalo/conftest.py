"""The tests' own little interview behind the real gateway, action server and sender, beside the simulated account."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.settings import settings
from actions.store import conversations, db
from actions.store.models import Contact, Conversation, Inbox
from channels.zalo import tokens
from channels.zalo.api import Pair
from tests.channels.conftest import tiny_stack
from tests.channels.test_news import lingering_rasa
from tests.channels.zalo.bench import Bench
from tests.simulators.zalo.account import OA_ID, Shown
from tests.simulators.zalo.server import Simulator
from tests.simulators.zalo.webhook import Webhook
from tests.stack import Stack, running, wait_until

CONTENT = Path(__file__).parent.parent / "tiny"


def connect(stack: Stack, zalo: Simulator, seconds: float | None = None) -> None:
    """Gives an installation its first pair of tokens, as ``./motcua zalo connect`` does."""
    stack.migrate()
    made = zalo.account.grant()
    pair = Pair(made["access_token"], made["refresh_token"], seconds or float(made["expires_in"]))
    with db.transaction(stack.engine()) as session:
        tokens.put(session, tokens.account(OA_ID), pair, "operator")


@dataclass
class House:
    """An installation and the Zalo around it."""

    stack: Stack
    zalo: Simulator
    webhook: Webhook

    def someone(self) -> str:
        """A citizen's id at Zalo."""
        return str(10**17 + secrets.randbelow(9 * 10**17))

    def got(self, user: str, count: int) -> list[Shown]:
        """What a citizen got, once it is at least so many messages."""
        wait_until(lambda: len(self.zalo.account.shown_to(user)) >= count, 20, f"{count} messages on the telephone")
        return self.zalo.account.shown_to(user)

    def heard(self, user: str) -> list[str]:
        """What the tests' interview heard of a citizen, in order."""
        with db.reading(self.stack.engine()) as session:
            return list(self.conversation(session, user).dialogue.get("heard", []))

    def inbox(self, user: str) -> Sequence[Inbox]:
        with db.reading(self.stack.engine()) as session:
            mine = Inbox.conversation_id == self.conversation(session, user).id
            return session.scalars(select(Inbox).where(mine).order_by(Inbox.seq)).all()

    def conversation(self, session: Session, user: str) -> Conversation:
        found = conversations.find(session, "zalo", user)
        assert found is not None
        return found

    def contact(self, user: str) -> Contact | None:
        with db.reading(self.stack.engine()) as session:
            return session.scalar(select(Contact).where(Contact.channel == "zalo", Contact.address == user))


@pytest.fixture(scope="session")
def zalo() -> Iterator[Simulator]:
    with Simulator() as made:
        yield made


@pytest.fixture(scope="module")
def house(zalo: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all tests of a module; each talks as citizens of its own."""
    stack = tiny_stack(
        tmp_path_factory.mktemp("zalo"), quick=True, **zalo.settings(), MOTCUA_RECEIPT_AFTER="10",
        MOTCUA_FLOOD_PER_MINUTE="30", MOTCUA_MAX_ATTEMPTS="6",
    )  # fmt: skip
    with lingering_rasa(stack) as through:
        through.set()
        connect(stack, zalo)
        with running(stack, "actions", "gateway", "sender"):
            yield House(stack, zalo, Webhook(f"{stack.url}/channels/zalo/webhook"))


@pytest.fixture
def bench(tmp_path: Path, zalo: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    for name, value in zalo.settings().items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    account = zalo.account
    for store in (account.shown, account.tries, account.faults, account.token_faults, account.access):
        store.clear()
    made = Bench(tmp_path, zalo)
    yield made
    made.engine.dispose()
    account.faults.clear()
    account.token_faults.clear()
    settings.cache_clear()
