"""Conversations over an Android telephone, notices over eSMS: their webhooks, their faults."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from actions.store import conversations, db, outbox
from actions.store.models import Audit, Contact, Conversation, Outbox
from actions.utterance import Utterance
from tests.channels.conftest import tiny_stack
from tests.channels.sms.conftest import heard, numbers
from tests.simulators.sms.providers import Android, Esms, signed
from tests.stack import HOST, Stack, running, wait_until

KEY, SECRET = "key-of-the-telephone", "a-secret-of-sixteen-letters"


@dataclass
class World:
    """The product between both providers."""

    stack: Stack
    android: Android
    esms: Esms

    def post(self, raw: bytes, headers: dict[str, str]) -> httpx.Response:
        address = f"{self.stack.url}/channels/sms/android/webhook"
        return httpx.post(address, content=raw, headers=headers, trust_env=False)

    def receive(self, number: str, text: str, event_id: str, **more: Any) -> httpx.Response:
        payload = {"messageId": "m", "message": text, "phoneNumber": number, "simNumber": 1}
        return self.post(*signed(KEY, "sms:received", payload, event_id, **more))

    def notice(self, number: str, what: str) -> str:
        """Something said unasked; its outbox id."""
        with db.transaction(self.stack.engine()) as session:
            conversation = conversations.find_or_open(session, "sms", number)
            (row,) = outbox.add(session, conversation, None, [Utterance("tiny.heard", {"what": what})])
            return row.id

    def row(self, outbox_id: str) -> Outbox:
        with db.reading(self.stack.engine()) as session:
            return session.get_one(Outbox, outbox_id)

    def report(self, secret: str = SECRET, **parameters: str) -> httpx.Response:
        address = f"{self.stack.url}/channels/sms/esms/{secret}/dlr"
        return httpx.get(address, params=parameters, trust_env=False)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with Android() as android, Esms() as esms:
        stack = tiny_stack(
            tmp_path_factory.mktemp("providers"),
            quick=True,
            MOTCUA_SMS_TALK="android",
            MOTCUA_SMS_NOTICES="esms",
            MOTCUA_SMS_SECRET=SECRET,
            MOTCUA_SMS_QUICK="0",
            MOTCUA_SMS_PER_SECOND="100",
            MOTCUA_SMS_ANDROID_URL=f"http://{HOST}:{android.port}/message",
            MOTCUA_SMS_ANDROID_USER="sms",
            MOTCUA_SMS_ANDROID_PASSWORD="password",
            MOTCUA_SMS_ANDROID_KEY=KEY,
            MOTCUA_SMS_ESMS_URL=f"http://{HOST}:{esms.port}/json/",
            MOTCUA_SMS_ESMS_KEY="api",
            MOTCUA_SMS_ESMS_SECRET="secret",
            MOTCUA_SMS_ESMS_BRAND="MOTCUA",
            MOTCUA_SMS_CALLBACK="https://example.invalid",
        )
        with running(stack, "actions", "gateway", "sender"):
            yield World(stack, android, esms)


def test_the_telephones_message_is_answered_once_however_often_it_comes(world: World) -> None:
    for _ in range(3):
        assert world.receive("+84912100001", "TAM NGHI", "ev-a").status_code == 200
    wait_until(lambda: any(r["phoneNumbers"] == ["+84912100001"] for r in world.android.requests), 20, "an answer")
    assert world.receive("+84912100001", "2", "ev-b").status_code == 200
    wait_until(lambda: len(heard(world.stack, "0912100001")) == 2, 20, "the second")
    wait_until(
        lambda: len([r for r in world.android.requests if r["phoneNumbers"] == ["+84912100001"]]) == 2,
        20,
        "two answers",
    )
    assert world.android.headers[-1]["authorization"].startswith("Basic ")


def test_a_signature_is_needed_and_the_time_is_looked_at(world: World) -> None:
    raw, headers = signed(KEY, "sms:received", {"message": "TAM NGHI", "phoneNumber": "+84912100002"})
    assert world.post(raw, {**headers, "X-Signature": "0" * 64}).status_code == 403
    assert world.post(raw, {"Content-Type": "application/json"}).status_code == 403
    assert world.post(raw + b" ", headers).status_code == 403
    assert world.post(raw, {**headers, "X-Timestamp": "12"}).status_code == 403
    for seconds in (-4 * 86400, 3600):
        answer = world.receive("+84912100002", "TAM NGHI", "ev-t", at=time.time() + seconds)
        assert answer.status_code == 403 and "X-Timestamp" in answer.json()["detail"]
    assert "0912100002" not in numbers(world.stack)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"\xff\xfe", b'{"event":1}', b'{"event":"sms:received","id":"x","payload":{}}',
            b'{"event":"sms:received","id":"x","payload":{"message":5,"phoneNumber":"+84912100002"}}']
)  # fmt: skip
def test_a_signed_body_that_is_no_message_gets_a_reason(world: World, raw: bytes) -> None:
    import hmac

    stamp = str(int(time.time()))
    signature = hmac.new(KEY.encode(), raw + stamp.encode(), "sha256").hexdigest()
    answer = world.post(raw, {"X-Signature": signature, "X-Timestamp": stamp})
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_five_megabytes_is_refused(world: World) -> None:
    assert world.post(b"x" * 5_000_000, {"X-Signature": "0", "X-Timestamp": "0"}).status_code == 413


def test_other_events_are_taken_and_change_nothing(world: World) -> None:
    for event in ("system:ping", "sms:sent", "mms:received", "sms:delivered", "sms:failed"):
        assert world.post(*signed(KEY, event, {"messageId": "nobody's"})).status_code == 200


def test_what_is_sent_unasked_goes_by_the_brand_and_its_fate_is_known(world: World) -> None:
    first = world.notice("0912100003", "a")
    wait_until(lambda: world.row(first).status == "sent", 20, "sent")
    asked = next(r for r in world.esms.requests if r["Phone"] == "0912100003")
    assert asked["RequestId"] == first and asked["Brandname"] == "MOTCUA" and asked["SmsType"] == "2"
    assert asked["CallbackUrl"] == f"https://example.invalid/channels/sms/esms/{SECRET}/dlr"
    assert asked["IsUnicode"] == "1" and asked["Content"] == "Máy nhận được: a"
    assert world.row(first).provider_id == world.esms.seen[first]
    assert world.report(RequestId=first, SendStatus="2").status_code == 200  # on the way: says nothing
    assert world.row(first).delivered_at is None
    assert world.report("wrong-secret-wrong-secret", RequestId=first, SendStatus="5").status_code == 403
    for _ in range(5):
        assert world.report(RequestId=first, SendStatus="5", SMSID="x").status_code == 200
    assert world.row(first).delivered_at is not None
    assert world.report(RequestId="nobody's", SendStatus="5").status_code == 200


def test_a_letter_that_never_arrives_is_seen_by_people(world: World) -> None:
    first = world.notice("0912100004", "b")
    wait_until(lambda: world.row(first).status == "sent", 20, "sent")
    for _ in range(2):
        world.report(RequestId=first, SendStatus="4")
    assert world.row(first).status == "dead"
    with db.reading(world.stack.engine()) as session:
        (seen,) = session.scalars(select(Audit).where(Audit.object_id == first))
    assert seen.detail["reason"] == "not_delivered"


def test_a_line_that_breaks_after_the_letter_was_taken_does_not_send_it_twice(world: World) -> None:
    world.esms.faults.append((0, None))
    first = world.notice("0912100005", "c")
    wait_until(lambda: world.row(first).status == "sent", 30, "sent")
    asked = [r for r in world.esms.requests if r["Phone"] == "0912100005"]
    assert len(asked) == 2 and asked[0]["RequestId"] == asked[1]["RequestId"] == first  # the second one got 124


def test_a_template_that_does_not_fit_is_given_up_at_once(world: World) -> None:
    world.esms.faults.append((200, {"CodeResult": "146"}))
    first = world.notice("0912100006", "d")
    wait_until(lambda: world.row(first).status == "dead", 20, "given up")
    with db.reading(world.stack.engine()) as session:
        (seen,) = session.scalars(select(Audit).where(Audit.object_id == first))
        assert session.scalar(select(Contact.address).join(Conversation).where(Contact.address == "0912100006"))
    assert seen.detail["reason"] == "template"


def test_strangers_get_no_letter(world: World) -> None:
    first = world.notice("VIETTEL", "e")
    wait_until(lambda: world.row(first).status == "dead", 20, "given up")
    assert world.receive("VIETTEL", "TAM NGHI", "ev-s").status_code == 200
