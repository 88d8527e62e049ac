"""A citizen talks on the page, by taps and by typing, on a telephone and at a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from channels.web.page import starts
from tests.web.conftest import DESKTOP, PHONE, MakeVisitor
from tests.web.visitor import PATIENCE, Visitor


def test_the_page_invites_and_looking_at_it_makes_no_conversation(visit: MakeVisitor) -> None:
    visitor = visit()
    expect(visitor.page.locator("#welcome")).to_contain_text("không phải người")
    expect(visitor.page.locator("#choices")).to_contain_text("Cần làm việc gì?")
    titles = visitor.choices.all_text_contents()
    assert titles == [title for _, title in starts()] and "Giấy xác nhận độc thân, kết hôn" in titles
    expect(visitor.page.get_by_role("button", name="Quên máy này")).to_be_hidden()
    assert visitor.context.cookies() == []


def test_a_whole_declaration_from_the_first_tap_to_the_printed_form(visit: MakeVisitor) -> None:
    visitor = visit(PHONE)
    visitor.start()
    expect(visitor.page.locator("#step")).to_have_text(re.compile(r"^Câu \d+ trên khoảng \d+$"))
    steps = [_step(visitor)]
    for answer in (
        "Giàng A Páo", "12 3 1995", "*Nam", "Mông", "011095000123", "15/6/2022",
        "bản Huổi Sâu, xã Na Son, tỉnh Điện Biên", "*Nơi có hộ khẩu (đăng ký ở lâu dài)", "*Chưa, chưa lần nào",
        "*Không",
    ):  # fmt: skip
        visitor.tap(answer[1:]) if answer.startswith("*") else visitor.type(answer)
        steps.append(_step(visitor))
    assert steps == sorted(steps) and steps[0] < steps[-1]
    visitor.type("0912 345 678")
    expect(visitor.page.locator("#step")).to_have_text("Đọc lại lời khai")
    for _ in range(3):
        visitor.tap("Đúng rồi")
    visitor.tap("Đúng, gửi cho xã")
    expect(visitor.page.locator("#progress")).to_be_hidden()
    code = visitor.page.locator("#code").text_content() or ""
    assert re.fullmatch(r"\d{4}-\d{4}", code)
    visitor.hears("Đây chưa phải giấy tiếp nhận hồ sơ")
    declared = visitor.declared()
    assert declared["subject_full_name"] == "Giàng A Páo" and declared["subject_birth_date"] == "1995-03-12"
    assert declared["subject_sex"] == "male" and declared["requester_phone"] == "0912345678"
    link = visitor.page.get_by_role("link", name="Tải tờ khai (PDF)").get_attribute("href")
    printed = visitor.context.request.get(f"{visitor.url}{link}")
    assert printed.status == 200 and printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")
    other = visit()
    other.type("xin chào")
    assert other.context.request.get(f"{visitor.url}{link}").status == 404
    assert visitor.choices.all_text_contents() == [title for _, title in starts()]  # the next one may be begun


def _step(visitor: Visitor) -> int:
    return int((visitor.page.locator("#step").text_content() or "").split()[1])


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_reloading_keeps_the_conversation_and_the_question(visit: MakeVisitor, device: dict[str, object]) -> None:
    visitor = visit(device)
    visitor.start()
    visitor.type("Giàng A Páo")
    said, own = visitor.bubbles.all_text_contents(), visitor.own_texts()
    assert own == [
        "Giấy xác nhận độc thân, kết hôn", "Đồng ý", "Cho chính người đang khai", "Vay vốn ngân hàng", "Giàng A Páo",
    ]  # fmt: skip
    visitor.open()
    assert visitor.bubbles.all_text_contents() == said
    assert visitor.own_texts() == own
    expect(visitor.page.locator("#step")).to_have_text(re.compile("^Câu 4 "))
    visitor.type("12/3/1995")
    visitor.tap("Nam")
    assert visitor.declared()["subject_sex"] == "male"


def test_each_kind_of_question_brings_its_keyboard(visit: MakeVisitor) -> None:
    visitor = visit(PHONE)
    visitor.start()
    assert visitor.input.evaluate("box => [box.inputMode, box.autocapitalize, box.autocomplete]") == [
        "text", "words", "off",
    ]  # fmt: skip
    letters = visitor.page.locator("#letters")
    expect(letters).to_be_hidden()
    visitor.type("Giàng A Páo")
    assert visitor.input.evaluate("box => box.inputMode") == "numeric"
    letters.click()  # a question of one's own needs letters
    assert visitor.input.evaluate("box => box.inputMode") == "text"
    visitor.type("giấy này làm mấy ngày thì xong")
    visitor.hears("ngày làm việc")
    assert visitor.input.evaluate("box => box.inputMode") == "numeric"


def test_two_quick_taps_are_one_answer(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.tap("Giấy xác nhận độc thân, kết hôn")
    visitor.page.evaluate("() => { const b = document.querySelector('#choices button'); b.click(); b.click(); }")
    visitor.hears("xin cho người khác")
    assert len(visitor.kept()) == 2
    assert visitor.own_texts() == ["Giấy xác nhận độc thân, kết hôn", "Đồng ý"]


def test_old_buttons_are_gone_when_the_next_question_comes(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.tap("Giấy xác nhận độc thân, kết hôn")
    assert visitor.choices.all_text_contents() == ["Đồng ý", "Không đồng ý"]
    visitor.tap("Đồng ý")
    assert "Đồng ý" not in visitor.choices.all_text_contents()


def test_what_looks_like_a_page_is_shown_as_it_was_written(visit: MakeVisitor) -> None:
    visitor = visit()
    hostile = "<img src=x onerror=\"document.title='x'\"><script>document.title='y'</script>"
    visitor.type(hostile)
    for _ in range(2):
        assert visitor.own_texts() == [hostile]
        assert visitor.page.locator("#log img, #log script").count() == 0
        assert visitor.page.title() == "Một Cửa: khai giấy tờ với xã"
        visitor.open()


def test_help_is_at_hand_and_a_person_can_be_called_back_from(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    helper = visitor.page.get_by_role("button", name="Giúp tôi")
    helper.click()
    visitor.page.get_by_role("button", name="Câu này nghĩa là gì?").click()
    visitor.hears("Viết đúng từng chữ như trên căn cước")
    helper.click()
    visitor.page.locator("#helps").get_by_role("button", name="Gặp cán bộ").click()
    visitor.hears("Đã báo cán bộ xã")
    visitor.tap("Làm tiếp với máy")
    visitor.hears("Vâng, máy làm tiếp")
    assert visitor.own_texts()[-2:] == ["Gặp cán bộ", "Làm tiếp với máy"]
    visitor.open()
    assert visitor.own_texts()[-2:] == ["Gặp cán bộ", "Làm tiếp với máy"]


def test_what_is_refused_is_said_and_given_back(visit: MakeVisitor) -> None:
    visitor = visit()
    seen: list[int] = []

    def spoil(route: Route) -> None:
        seen.append(1)
        if len(seen) == 1:
            route.fulfill(status=200, content_type="text/html", body="<html>")
        else:
            route.continue_(post_data='{"text": 5}')

    visitor.page.route("**/api/chat", spoil)
    visitor.send("xin chào")  # first a page of somebody between us: sent again; then refused by the server
    expect(visitor.page.locator("#log .state").last).to_have_text(
        "Không gửi được. Máy không đọc được tin nhắn này. Xin gửi lại bằng chữ.", timeout=PATIENCE
    )
    assert visitor.input.input_value() == "xin chào" and len(seen) == 2
    visitor.complaints = [line for line in visitor.complaints if "422" not in line]
