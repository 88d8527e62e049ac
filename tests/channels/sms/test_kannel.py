"""The real Kannel with its fake SMSC before the real gateway, action server and sender."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from actions.store import db
from actions.store.models import Outbox
from tests.channels.conftest import tiny_stack
from tests.channels.sms.conftest import heard, numbers
from tests.simulators.sms.kannel import Kannel, Telephone, boxes
from tests.stack import Stack, running, wait_until

PARTS = ("actions", "gateway", "sender")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Telephone, Kannel]]:
    stack = tiny_stack(tmp_path_factory.mktemp("kannel"), quick=True, MOTCUA_RECEIPT_AFTER="20")
    kannel = Kannel(stack.data / "kannel", stack.ports["gateway"])
    stack.env |= kannel.settings()
    with boxes(kannel), running(stack, *PARTS):
        telephone = Telephone(kannel.fake)
        yield stack, telephone, kannel
        telephone.close()


def replies(telephone: Telephone, count: int) -> list[str]:
    """Waits until the telephone has so many more SMS than it took out before; takes them out."""
    wait_until(lambda: len(telephone.got) >= count, 30, f"{count} SMS")
    taken, telephone.got[:] = telephone.got[:count], telephone.got[count:]
    return taken


def test_what_is_said_comes_back_as_one_sms_with_numbered_options(network: tuple[Stack, Telephone, Kannel]) -> None:
    stack, telephone, _ = network
    telephone.send("TAM NGHI", "0912000001")
    assert replies(telephone, 1) == ["Máy nhận được: cmd:pause\nTin thu 1.\n1. Một\n2. Hai"]
    telephone.send("2", "0912000001")
    (said,) = replies(telephone, 1)
    assert said.startswith("Máy nhận được: ") and said.endswith(":b\nTin thu 2.\n1. Một\n2. Hai")
    with db.reading(stack.engine()) as session:
        rows = session.scalars(select(Outbox).where(Outbox.status == "sent")).all()
    assert len(rows) == 4 and all(row.provider_id for row in rows)


def test_every_way_of_writing_a_letter_arrives(network: tuple[Stack, Telephone, Kannel]) -> None:
    stack, telephone, _ = network
    said = ["xin giấy độc thân ạ", "a + b & c = 100% #1 [x] {y}", "hai dòng\nmột tin", "có 😀", "à è é ì ò ù"]
    for text in said:
        telephone.send(text, "0912000002")
    wait_until(lambda: len(heard(stack, "0912000002")) == len(said), 20, "all texts")
    assert heard(stack, "0912000002") == said


def test_what_people_cannot_read_or_be_answered_at_is_let_go(network: tuple[Stack, Telephone, Kannel]) -> None:
    stack, telephone, _ = network
    telephone.send("", "VIETTEL", "text Khuyen mai")
    telephone.send("", "191", "text Tai khoan")
    telephone.send("", "0912000003", "udh %06%05%04%15%81%00%00 data %02%4a%3a")  # a ring tone, to a port
    telephone.send("   ", "0912000003")
    telephone.send("TAM NGHI", "84912000004")
    replies(telephone, 1)
    assert heard(stack, "0912000004") == ["cmd:pause"]
    assert "0912000003" not in numbers(stack) and {"VIETTEL", "191"}.isdisjoint(numbers(stack))


def test_nothing_is_lost_and_nobody_hears_of_it_while_the_gateway_is_down(
    network: tuple[Stack, Telephone, Kannel],
) -> None:
    stack, telephone, _ = network
    stack.kill("gateway")
    telephone.send("TAM NGHI", "0912000005")
    telephone.send("XEM LAI", "0912000006")
    stack.start("gateway")
    wait_until(lambda: {"0912000005", "0912000006"} <= set(numbers(stack)), 30, "both came again")
    said = replies(telephone, 2)
    assert sorted(text.partition("\n")[0] for text in said) == [
        "Máy nhận được: cmd:pause", "Máy nhận được: cmd:summarize",
    ]  # fmt: skip


def test_what_citizens_say_stands_in_no_log(network: tuple[Stack, Telephone, Kannel]) -> None:
    stack, telephone, kannel = network
    telephone.send("TIEP TUC", "0912000007")
    replies(telephone, 1)
    written = kannel.logs() + stack.log("gateway") + stack.log("sender")
    for word in ("TIEP", "0912000007", "doc than", "nhan duoc"):
        assert word not in written, word
