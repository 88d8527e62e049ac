"""A whole declaration on Zalo, through webhook, Rasa, the real interview and the sender."""

from __future__ import annotations

import html
import secrets
import time
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, select

from actions.prompts import prompts
from actions.store import conversations, db
from actions.store.models import Inbox, Outbox
from tests.channels.zalo.conftest import connect
from tests.scenarios.play import FOLDER, NOW, Heard, Play, read
from tests.simulators.zalo.account import APP_SECRET, OA_SECRET_KEY
from tests.simulators.zalo.phone import Phone, offered
from tests.simulators.zalo.server import Simulator
from tests.simulators.zalo.webhook import Webhook
from tests.stack import Stack, running, wait_until

pytestmark = pytest.mark.stack

ALL = ("rasa", "actions", "gateway", "sender")


@pytest.fixture(scope="module")
def stack(zalo: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    env = {"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000", **zalo.settings()}
    made = Stack(tmp_path_factory.mktemp("declaration"), env=env)
    connect(made, zalo, seconds=10**8)
    with running(made, *ALL) as started:
        yield started


class OnZalo:
    """Implements ``tests.scenarios.play.Line``."""

    def __init__(self, stack: Stack, phone: Phone) -> None:
        self.address = phone.user
        self._stack = stack
        self._phone = phone

    def say(self, text: str) -> Heard:
        return self._heard(self._phone.say(text))

    def choose(self, payload: str) -> Heard:
        return self._heard(self._phone.say(payload))

    def photo(self, content: bytes, before: Heard | None) -> Heard:
        return self._heard(self._phone.photo(content))

    def wait(self, days: int) -> None:
        raise NotImplementedError("no day passes here")

    def engine(self) -> Engine:
        return self._stack.engine()

    def _heard(self, status: int) -> Heard:
        assert status == 200
        wait_until(self._settled, 30, "everything is answered and sent")
        shown = self._phone.unread()
        with db.reading(self.engine()) as session:
            found = conversations.find(session, "zalo", self.address)
            assert found is not None
            asking = conversations.asking(found)
            field = asking["field"] if asking else None
            return Heard([one.text for one in shown], offered(shown[-1]) if shown else {}, field, found.state)

    def _settled(self) -> bool:
        with db.reading(self.engine()) as session:
            found = conversations.find(session, "zalo", self.address)
            if found is None:
                return False
            new = select(Inbox.id).where(Inbox.conversation_id == found.id, Inbox.status == "new")
            pending = select(Outbox.id).where(Outbox.conversation_id == found.id, Outbox.status == "pending")
            return session.scalar(new) is None and session.scalar(pending) is None


def webhook_of(stack: Stack) -> Webhook:
    """Calls on the day of the installation."""
    began = time.monotonic()
    return Webhook(
        f"{stack.url}/channels/zalo/webhook",
        now=lambda: int((NOW.timestamp() + time.monotonic() - began) * 1000),
    )


def test_what_cannot_be_read_is_answered_and_the_question_comes_again(stack: Stack, zalo: Simulator) -> None:
    webhook = webhook_of(stack)
    phone = Phone(str(10**17 + secrets.randbelow(10**17)), zalo, webhook)
    line = OnZalo(stack, phone)
    asked = line.say("tôi muốn xin giấy xác nhận độc thân")
    for kind, said in (("sticker", "zalo.sticker"), ("location", "zalo.location"), ("link", "zalo.link")):
        heard = line._heard(webhook.send(webhook.attached(phone.user, kind, {})))
        assert prompts().get(said).text in heard.texts[0] and list(heard.buttons) == list(asked.buttons)
    greeted = line._heard(webhook.send(webhook.follower("follow", phone.user)))
    assert list(greeted.buttons) == list(asked.buttons)
    webhook.send(webhook.event("user_withdraw", phone.user))
    fresh = line.say("xin chào")
    assert "xin chào" in fresh.texts[0].lower() and list(fresh.buttons) != list(asked.buttons)


def test_a_marital_status_declaration_from_the_first_word_to_the_receipt(stack: Stack, zalo: Simulator) -> None:
    phone = Phone(str(10**17 + secrets.randbelow(10**17)), zalo, webhook_of(stack))
    Play(read(FOLDER / "doc_than_vay_von.yml"), OnZalo(stack, phone)).run()
    sent = zalo.account.shown_to(phone.user)
    assert all(len(one.text) <= 2000 for one in sent)
    with db.reading(stack.engine()) as session:
        found = conversations.find(session, "zalo", phone.user)
        assert found is not None
        asked = session.scalars(select(Inbox).where(Inbox.conversation_id == found.id)).all()
        statuses = set(session.scalars(select(Outbox.status).where(Outbox.conversation_id == found.id)))
    assert statuses == {"sent"}
    # One letter for each message of the citizen, however many sentences it needs.
    assert len(sent) <= len(asked) + 1, f"{len(sent)} letters for {len(asked)} messages"
    logs = "".join(stack.log(name) for name in ALL)
    for personal in ("Páo", "011095000123", phone.user, "0912", APP_SECRET, OA_SECRET_KEY, *zalo.account.access):
        assert personal not in logs, personal


def test_a_question_is_heard_from_a_page_that_holds_nothing_of_a_citizen(stack: Stack) -> None:
    with httpx.Client(base_url=f"{stack.url}/channels/zalo/listen", trust_env=False) as client:
        page = client.get("/erase.confirm")
        assert page.status_code == 200 and prompts().get("erase.confirm").text in html.unescape(page.text)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        sound = client.get("/erase.confirm/sound")
        assert sound.headers["content-type"] == "audio/wav" and sound.content[:4] == b"RIFF"
        for name in ("interview.was", "officer.duplicate", "nothing.there", "..%2Fx", "<script>"):
            assert client.get(f"/{name}").status_code == client.get(f"/{name}/sound").status_code == 404
