"""Files through the real door: each is answered in plain words, none is left on the disk, and the declaration stays
what it should be."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import update

from actions.ids import new_id
from actions.store import db
from actions.store.models import Conversation, Inbox
from channels.media import MAX_BYTES
from tests.cards import made
from tests.family.phone import Phone
from tests.stack import Stack

pytestmark = pytest.mark.stack

PAYLOAD: Final = made.payloads()[0]
CARD: Final = made.photo(PAYLOAD, random.Random(1))
ON_THE_CARD: Final = ("Giàng A Páo", "12/03/1995", "011 095 000 123", "15/06/2022")


def card() -> bytes:
    return made.encoded(CARD)


def padded(size: int) -> bytes:
    """A good photo of exactly that many bytes: what follows a JPEG's end is no part of the picture."""
    photo = card()
    return photo + bytes(size - len(photo))


def blurred() -> bytes:
    return made.encoded(made._blur(9)(CARD, random.Random(1)))


def dark() -> bytes:
    return made.encoded(made._all(made._dark(0.08), made._noise(8))(CARD, random.Random(1)))


def other_code() -> bytes:
    return made.encoded(made.photo("https://vi-du.invalid/thong-tin", random.Random(1)))


def landscape() -> bytes:
    """Sharp, bright, and no card."""
    return made.encoded(made.photo("-", random.Random(2)).crop((0, 0, 700, 900)))


def zipped(content: bytes) -> bytes:
    """A file that is a JPEG from its beginning and a ZIP from its end."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("chay.js", "alert(1)")
    return buffer.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that claims ``side`` × ``side`` pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(2_000_000), 9))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


HTML: Final = b"<html><script>alert(1)</script></html>"
PDF: Final = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
REFUSED: Final[dict[str, tuple[Callable[[], bytes], str, str]]] = {
    "blurred": (blurred, "image/jpeg", "Ảnh bị mờ"),
    "dark": (dark, "image/jpeg", "Ảnh tối quá"),
    "another paper's code": (other_code, "image/jpeg", "không phải của thẻ căn cước"),
    "no card": (landscape, "image/jpeg", "chụp lại"),
    "PDF": (lambda: PDF, "application/pdf", "Máy chỉ xem được ảnh chụp"),
    "PDF that calls itself a photo": (lambda: PDF, "image/jpeg", "Máy chỉ xem được ảnh chụp"),
    "page that calls itself a photo": (lambda: HTML, "image/jpeg", "Máy chỉ xem được ảnh chụp"),
    "program": (lambda: b"\x7fELF\x02\x01\x01" + bytes(4000), "image/png", "Máy chỉ xem được ảnh chụp"),
    "a beginning of a JPEG, then a page": (lambda: b"\xff\xd8\xff\xe0" + HTML, "image/jpeg", "Ảnh bị hỏng"),
    "bomb": (bomb, "image/png", "Ảnh to quá"),
    "cut off in the middle": (lambda: card()[: len(card()) // 2], "image/jpeg", "Ảnh bị hỏng"),
    "GIF": (lambda: b"GIF89a" + bytes(100), "image/gif", "Máy chỉ xem được ảnh chụp"),
}  # fmt: skip
READ: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "as telephones send it": (card, "image/jpeg"),
    "said to be something else": (card, "application/pdf"),
    "without a kind": (card, ""),
    "page behind the picture": (lambda: card() + HTML, "text/html"),
    "archive behind the picture": (lambda: zipped(card()), "application/zip"),
    "exactly 20 MB": (lambda: padded(MAX_BYTES), "image/jpeg"),
}


@pytest.fixture
def citizen(stack: Stack) -> Phone:
    """The name is being asked: a card would answer it."""
    return name_asked(Phone(stack, "anh"))


def name_asked(phone: Phone) -> Phone:
    phone.say("xin giấy độc thân để vay vốn").tap("Đồng ý").tap("Cho chính người đang khai")
    assert phone.asking == "subject_full_name" and "chụp ảnh thẻ" in phone.text
    return phone


def gone(phone: Phone) -> bool:
    """No file of it is left, whatever became of its rows."""
    return phone.files() == [] and {row.status for row in phone.media()} <= {"deleted"}


@pytest.mark.parametrize("name", READ)
def test_a_card_is_read_shown_and_gone(citizen: Phone, name: str) -> None:
    content, kind = READ[name]
    citizen.send(content(), kind)
    assert [one for one in ON_THE_CARD if one not in citizen.text] == []
    assert gone(citizen) and "subject_full_name" not in citizen.declared(), "nothing is written before it is confirmed"
    citizen.tap("Đúng rồi")
    declared = citizen.declared()
    assert (declared["subject_full_name"], declared["subject_personal_id"]) == ("Giàng A Páo", "011095000123")
    assert declared["subject_birth_date"] == "1995-03-12" and citizen.asking == "subject_ethnicity"


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_told_in_plain_words_and_gone(citizen: Phone, name: str) -> None:
    content, kind, words = REFUSED[name]
    before = citizen.declared()
    citizen.send(content(), kind)
    assert words in citizen.text, citizen.text
    assert not any(word in citizen.text.casefold() for word in ("file", "upload", "tệp", "jpeg", "lỗi"))
    assert gone(citizen) and citizen.declared() == before
    assert citizen.asking == "subject_full_name", "the same question again"
    citizen.say("Giàng A Páo")
    assert citizen.asking == "subject_birth_date"


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (lambda: padded(MAX_BYTES + 1), 413, "Ảnh nặng quá"),
        (lambda: padded(MAX_BYTES + 200_000), 413, "Ảnh nặng quá"),
        (lambda: b"", 422, ""),
    ],
    ids=["20 MB and a byte", "far over 20 MB", "nothing in it"],
)
def test_what_cannot_be_taken_never_comes_in(
    citizen: Phone, content: Callable[[], bytes], status: int, words: str
) -> None:
    before = citizen.declared()
    answer = citizen.post(content())
    assert answer.status == status and words in json.dumps(answer.body, ensure_ascii=False), answer.body
    assert answer.body["status"] == status and "retryable" in answer.body and not answer.body["retryable"]
    assert citizen.media() == [] and citizen.files() == [] and citizen.declared() == before
    citizen.say("Giàng A Páo")
    assert citizen.asking == "subject_birth_date"


def test_after_two_failures_typing_is_offered(citizen: Phone) -> None:
    citizen.send(dark())
    assert "cứ trả lời bằng chữ" not in citizen.text
    citizen.send(blurred())
    assert "cứ trả lời bằng chữ" in citizen.text and gone(citizen)
    citizen.send(card())
    assert "Giàng A Páo" in citizen.text and gone(citizen)


def test_the_same_message_twice_is_one_photo(citizen: Phone) -> None:
    message = new_id()
    citizen.send(card(), message_id=message)
    first = citizen.heard
    citizen.send(card(), message_id=message)
    assert citizen.heard.raw == first.raw
    assert len(citizen.media()) == 1 and gone(citizen)
    citizen.tap("Đúng rồi").send(card(), message_id=message)
    assert citizen.heard.raw == first.raw, "still the answer that it had"
    assert len(citizen.media()) == 1 and gone(citizen)


def test_another_photo_under_an_old_message_id_is_refused(citizen: Phone) -> None:
    message = new_id()
    citizen.send(dark(), message_id=message)
    answer = citizen.post(card(), message_id=message)
    assert answer.status == 422 and not answer.body["retryable"], answer.body
    assert len(citizen.media()) == 1 and gone(citizen) and "subject_full_name" not in citizen.declared()
    citizen.send(card())
    assert "Giàng A Páo" in citizen.text


@pytest.mark.parametrize("where", ["nothing begun", "consent asked", "number asked", "reading back"])
def test_a_card_at_another_moment(stack: Stack, where: str) -> None:
    phone = Phone(stack, "anh")
    if where == "nothing begun":
        phone.say("chào").send(card())
        assert "nên đã xóa" in phone.text and "Páo" not in phone.text
    elif where == "consent asked":
        phone.say("xin giấy độc thân để vay vốn").send(card())
        assert "Páo" not in phone.text and "Đồng ý" in phone.heard.buttons, "nothing before consent"
        phone.tap("Đồng ý").tap("Cho chính người đang khai")
        assert "Giàng A Páo" in phone.text
    elif where == "number asked":
        name_asked(phone).say("Giàng A Pao").say("12/3/1995").say("nam").say("Mông")
        phone.send(card()).tap("Đúng rồi")
        (row,) = phone.declarations()
        assert phone.declared()["subject_personal_id"] == "011095000123"
        assert phone.disputed(row.id) == ["subject_full_name"], "what was said otherwise is kept beside it"
    else:
        name_asked(phone)
        phone.say("nghỉ đã").send(card())
        assert gone(phone)
    assert gone(phone)


def owned(phone: Phone, owner: str, state: str) -> None:
    """As when an officer takes a conversation over, or gives it back."""
    with db.transaction(phone.stack.engine()) as session:
        mine = phone.conversation(session).id
        session.execute(update(Conversation).where(Conversation.id == mine).values(owner=owner, state=state))


def test_while_an_officer_answers_the_photo_is_kept_for_them_and_not_read(citizen: Phone) -> None:
    owned(citizen, "officer", "officer")
    before = citizen.declared()
    citizen.send(card())
    assert citizen.text == "" and citizen.state == "officer", "the machine says nothing"
    (row,) = citizen.media()
    assert row.status == "stored" and citizen.files() == [row.path] and citizen.declared() == before
    owned(citizen, "bot", "interview")
    citizen.say("nhắc lại")
    assert citizen.asking == "subject_full_name" and "Páo" not in citizen.everything
    citizen.say("xóa hết").tap(next(iter(citizen.heard.buttons)))
    assert not (citizen.stack.data / "media" / row.path).exists()


def test_while_waiting_for_an_officer(citizen: Phone) -> None:
    citizen.say("gặp cán bộ").send(card())
    assert citizen.state == "queued" and "Páo" not in citizen.text
    citizen.say("tiếp tục")
    assert citizen.asking == "subject_full_name"


def test_a_photo_is_not_taken_where_none_can_be_sent(stack: Stack) -> None:
    sender = f"sms-{new_id()}"
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False, verify=False) as client:
        for text in ("xin giay doc than de vay von", "dong y", "cho toi"):
            said: dict[str, Any] = client.post("/api/chat?channel=sms", json={"sender": sender, "text": text}).json()
    texts = " ".join(reply["text"] for reply in said["replies"])
    assert said["asking"]["field"] == "subject_full_name" and "chup anh" not in texts and "chụp" not in texts


def test_no_photo_of_these_tests_is_left(stack: Stack) -> None:
    """Last: everything above ran on one installation."""
    kept = [path for path in (stack.data / "media").glob("*/*")]
    with db.reading(stack.engine()) as session:
        waiting = session.query(Inbox).filter(Inbox.kind == "media", Inbox.status.not_in(("done", "held"))).count()
    logs = "".join(stack.log(name) for name in ("rasa", "actions", "gateway"))
    assert waiting == 0 and len(kept) <= 1 and "Páo" not in logs and "011095000123" not in logs
