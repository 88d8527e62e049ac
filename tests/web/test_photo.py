"""A photo of a card at the page: the button where it helps, the photo sent smaller, what was read, nothing left."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from actions.store import db
from actions.store.models import Media
from tests.cards import made
from tests.web.conftest import MakeVisitor
from tests.web.visitor import PATIENCE, Visitor

PAYLOAD = made.payloads()[0]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sharp photo of a telephone's size, and one that is too dark."""
    folder = tmp_path_factory.mktemp("photos")
    dim = made._all(made._dark(0.08), made._noise(8))
    sharp = made.photo(PAYLOAD, random.Random(1))
    (folder / "sharp.jpg").write_bytes(made.encoded(sharp.resize((4000, 3000)), quality=97))
    (folder / "dark.jpg").write_bytes(made.encoded(dim(sharp, random.Random(1))))
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    return folder


def take(visitor: Visitor, photo: Path) -> None:
    """Presses the button and takes that photo."""
    before = visitor.page.locator("#log .machine").count()
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.get_by_role("button", name="Chụp ảnh căn cước").click()
    chooser.value.set_files(photo)
    visitor._answered(before)


def media(visitor: Visitor) -> list[Media]:
    with db.reading(visitor.stack.engine()) as session:
        mine = Media.conversation_id == visitor.conversation(session).id
        return list(session.scalars(select(Media).where(mine).order_by(Media.created_at)))


def test_a_photo_instead_of_typing(visit: MakeVisitor, photos: Path) -> None:
    citizen = visit()
    button = citizen.page.get_by_role("button", name="Chụp ảnh căn cước")
    expect(button).to_be_hidden()
    citizen.start()
    expect(button).to_be_visible()
    citizen.hears("chụp mặt có ô vuông đen trắng")
    take(citizen, photos / "dark.jpg")
    citizen.hears("Ảnh tối quá")
    take(citizen, photos / "sharp.jpg")
    citizen.hears("011 095 000 123")
    expect(button).to_be_hidden(timeout=PATIENCE)
    citizen.tap("Đúng rồi")
    citizen.hears("dân tộc")
    expect(button).to_be_hidden()
    assert citizen.declared()["subject_full_name"] == "Giàng A Páo"
    assert citizen.own_texts()[-2:] == ["(ảnh đã gửi)", "Đúng rồi"]
    kept = media(citizen)
    assert [row.status for row in kept] == ["deleted", "deleted"]
    assert not any((citizen.stack.data / "media" / row.path).exists() for row in kept)
    assert kept[1].size < (photos / "sharp.jpg").stat().st_size / 2, "sent smaller than it was taken"
    citizen.open()
    assert citizen.own_texts()[-2:] == ["(ảnh đã gửi)", "Đúng rồi"]


def test_a_paper_that_is_no_photo_is_told_so_and_not_kept(visit: MakeVisitor, photos: Path) -> None:
    citizen = visit()
    citizen.start()
    take(citizen, photos / "paper.pdf")
    citizen.hears("Máy chỉ xem được ảnh chụp")
    (row,) = media(citizen)
    assert (row.mime, row.status) == ("application/pdf", "deleted")
    assert not (citizen.stack.data / "media" / row.path).exists()


def test_a_photo_taken_without_a_line_is_sent_when_it_is_back(visit: MakeVisitor, photos: Path) -> None:
    citizen = visit()
    citizen.start()
    citizen.cut()
    with citizen.page.expect_file_chooser() as chooser:
        citizen.page.get_by_role("button", name="Chụp ảnh căn cước").click()
    chooser.value.set_files(photos / "sharp.jpg")
    expect(citizen.page.locator("#log .state.bad").last).to_be_visible(timeout=PATIENCE)
    assert citizen.page.evaluate("sessionStorage.getItem('motcua.unsent')") is None, "no photo on a shared telephone"
    citizen.cut(False)
    citizen.hears("Giàng A Páo")
    assert len(media(citizen)) == 1
