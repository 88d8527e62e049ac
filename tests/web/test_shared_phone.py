"""A telephone that several people use, and a person who has to leave the screen at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from channels.web.page import starts
from tests.web.conftest import MakeVisitor
from tests.web.visitor import PATIENCE, Visitor

MINUTE = 60_000


def is_empty(visitor: Visitor) -> None:
    """Nothing of an exchange is on the page or in the browser."""
    expect(visitor.choices).to_have_count(len(starts()), timeout=PATIENCE)
    assert visitor.bubbles.count() == 0
    assert visitor.cookie() is None
    assert visitor.page.evaluate("() => sessionStorage.length") == 0


def test_forgetting_empties_the_browser_and_keeps_the_declaration(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    visitor.type("Giàng A Páo")
    cookie = visitor.cookie() or ""
    visitor.page.get_by_role("button", name="Quên máy này").click()
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("không mở lại được ở máy này")
    dialog.get_by_role("button", name="Không, ở lại").click()
    assert visitor.own_texts()[-1] == "Giàng A Páo"
    visitor.page.get_by_role("button", name="Quên máy này").click()
    dialog.get_by_role("button", name="Quên máy này").click()
    is_empty(visitor)
    visitor.open()
    is_empty(visitor)
    visitor.context.add_cookies([{"name": "motcua", "value": cookie, "url": visitor.url}])
    assert visitor.declared()["subject_full_name"] == "Giàng A Páo"


def test_another_tab_forgets_with_it(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.type("xin chào")
    other = visitor.context.new_page()
    other.goto(visitor.url)
    expect(other.locator("#log .citizen")).to_have_count(1, timeout=PATIENCE)
    visitor.page.get_by_role("button", name="Quên máy này").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Quên máy này").click()
    expect(other.locator("#log .said")).to_have_count(0, timeout=PATIENCE)


def test_forgetting_without_a_line_shows_nothing_and_is_made_up_for(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.type("xin chào")
    visitor.cut()
    visitor.page.get_by_role("button", name="Quên máy này").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Quên máy này").click()
    expect(visitor.page.locator("#status")).to_contain_text("Chưa quên được", timeout=PATIENCE)
    assert visitor.bubbles.count() == 0
    visitor.cut(False)
    is_empty(visitor)


def test_everything_can_be_erased_before_forgetting(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    visitor.page.get_by_role("button", name="Quên máy này").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Xóa hết tờ khai").click()
    visitor.hears("Xóa thật không?")
    visitor.tap("Xóa hết")
    visitor.hears("Đã xóa hết tờ khai")
    visitor.open()
    assert visitor.bubbles.count() == 0
    visitor.type("xin chào")  # as somebody new, whom what is said unasked reaches too
    visitor.told_unasked("human.wait")
    visitor.hears("Tin nhắn đã giữ lại cho cán bộ")


def test_after_a_while_untouched_the_exchange_is_covered(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.page.clock.install()
    visitor.open()
    visitor.type("xin chào")
    cover = visitor.page.locator("#cover")
    visitor.page.clock.fast_forward(14 * MINUTE)
    expect(cover).to_be_hidden()
    visitor.page.clock.fast_forward(2 * MINUTE)
    expect(cover).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    visitor.page.reload()  # neither key nor reload gets behind it
    expect(cover).to_be_visible(timeout=PATIENCE)
    cover.get_by_role("button", name="Làm tiếp").click()
    expect(cover).to_be_hidden()
    assert visitor.own_texts() == ["xin chào"]


@pytest.mark.parametrize("how", ["tap", "type"])
def test_leaving_in_danger_blanks_the_screen_and_forgets(visit: MakeVisitor, how: str) -> None:
    visitor = visit()
    visitor.type("đừng báo chồng tôi")
    assert "Thoát ngay" in visitor.choices.all_text_contents()
    if how == "tap":
        visitor.page.get_by_role("button", name="Thoát ngay").click()
    else:
        visitor.send("thoát ngay")
    visitor.page.wait_for_url("about:blank")
    visitor.open()
    is_empty(visitor)


def test_leaving_in_danger_without_a_line_blanks_at_once_and_forgets_first_thing(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.type("đừng báo chồng tôi")
    visitor.cut()
    visitor.page.get_by_role("button", name="Thoát ngay").click()
    visitor.page.wait_for_url("about:blank")
    visitor.cut(False)
    assert visitor.cookie() is not None
    visitor.open()
    is_empty(visitor)
