"""The real Kannel over SMPP: alphabets, parts out of order, binary SMS, reports, a throttling network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from actions.store import db
from actions.store.models import Contact, Conversation, Outbox
from tests.channels.conftest import tiny_stack
from tests.channels.sms.conftest import heard, numbers
from tests.simulators.sms.kannel import NUMBER, Kannel, boxes
from tests.simulators.sms.smsc import BINARY, UCS2, Smsc
from tests.stack import Stack, running, wait_until


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Smsc]]:
    stack = tiny_stack(tmp_path_factory.mktemp("smpp"), quick=True, MOTCUA_RECEIPT_AFTER="60")
    with Smsc() as smsc:
        kannel = Kannel(stack.data / "kannel", stack.ports["gateway"], smsc=smsc.port)
        stack.env |= kannel.settings()
        with boxes(kannel), running(stack, "actions", "gateway", "sender"):
            assert smsc.bound.wait(20)
            yield stack, smsc


def letters(stack: Stack, number: str) -> list[Outbox]:
    wanted = (
        select(Outbox)
        .join(Conversation, Conversation.id == Outbox.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.address == number)
    )
    with db.reading(stack.engine()) as session:
        return list(session.scalars(wanted))


def test_a_letter_is_reported_as_delivered(network: tuple[Stack, Smsc]) -> None:
    stack, smsc = network
    smsc.deliver("84912400001", NUMBER, "TẠM NGHỈ".encode("utf-16-be"), UCS2)
    wait_until(lambda: any(row.delivered_at for row in letters(stack, "0912400001")), 20, "the report")
    assert all(row.delivered_at and row.status == "sent" for row in letters(stack, "0912400001"))
    assert ("0912400001", UCS2) in [(one.to, one.coding) for one in smsc.submitted]


def test_a_letter_that_the_network_cannot_deliver_is_dead(network: tuple[Stack, Smsc]) -> None:
    stack, smsc = network
    smsc.failing.add("0912400002")
    smsc.deliver("0912400002", NUMBER, b"TAM NGHI")
    wait_until(lambda: any(row.status == "dead" for row in letters(stack, "0912400002")), 20, "the report")
    assert all(row.status == "dead" for row in letters(stack, "0912400002"))


def test_parts_that_come_in_the_wrong_order_are_one_text(network: tuple[Stack, Smsc]) -> None:
    stack, smsc = network
    said = "Tôi ở bản Huổi Sâu, xã Na Son, tỉnh Điện Biên; sinh ngày 7 tháng 5 năm 1990, dân tộc Mông. " * 2
    pieces = [said[start : start + 66] for start in range(0, len(said), 66)]
    for number in (2, 0, 1):
        header = bytes([5, 0, 3, 77, len(pieces), number + 1])
        smsc.deliver("84912400003", NUMBER, pieces[number].encode("utf-16-be"), UCS2, header)
    wait_until(lambda: heard(stack, "0912400003") == [said.strip()], 20, "the whole text")


def test_what_is_for_the_telephone_is_taken_and_dropped(network: tuple[Stack, Smsc]) -> None:
    stack, smsc = network
    before = len(smsc.acknowledged)
    smsc.deliver("84912400004", NUMBER, bytes(range(60)), BINARY, bytes([6, 5, 4, 0x15, 0x81, 0, 0]))
    smsc.deliver("84912400004", NUMBER, b"\xff\xfe\x00", BINARY)
    smsc.deliver("84912400005", NUMBER, b"XEM LAI")
    wait_until(lambda: heard(stack, "0912400005") == ["cmd:summarize"], 20, "the next one")
    wait_until(lambda: len(smsc.acknowledged) >= before + 3, 20, "all are acknowledged")
    assert "0912400004" not in numbers(stack)


def test_the_same_sms_delivered_twice_is_one(network: tuple[Stack, Smsc]) -> None:
    stack, smsc = network
    for _ in range(2):
        smsc.deliver("84912400006", NUMBER, "xin giấy độc thân".encode("utf-16-be"), UCS2)
    smsc.deliver("84912400007", NUMBER, b"XEM LAI")
    wait_until(lambda: heard(stack, "0912400007") == ["cmd:summarize"], 20, "the next one")
    assert heard(stack, "0912400006") == ["xin giấy độc thân"]


def test_a_network_that_throttles_gets_the_letter_later(network: tuple[Stack, Smsc]) -> None:
    stack, smsc = network
    smsc.throttle = 1
    smsc.deliver("84912400008", NUMBER, b"TIEP TUC")
    wait_until(lambda: any(one.to == "0912400008" for one in smsc.submitted), 30, "the letter")
    assert all(row.status == "sent" for row in letters(stack, "0912400008"))
