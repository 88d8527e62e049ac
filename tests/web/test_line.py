"""A poor line: slow, cut, a server that starts again. Everything arrives, once."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from actions.store import db
from tests.stack import Stack
from tests.web.conftest import PHONE, MakeVisitor
from tests.web.visitor import PATIENCE


def test_an_answer_given_without_a_line_is_sent_once_when_it_comes_back(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    kept = len(visitor.kept())
    visitor.cut()
    expect(visitor.page.locator("#status")).to_contain_text("Đang mất mạng")
    visitor.send("Giàng A Páo")
    state = visitor.page.locator("#log .state").last
    expect(state).to_have_text("Chưa gửi được. Máy sẽ tự gửi lại, không phải gõ lại.", timeout=PATIENCE)
    visitor.send("12/3/1995")  # the next one waits behind it
    assert len(visitor.kept()) == kept
    visitor.cut(False)
    visitor.hears("12/03/1995")
    expect(visitor.page.locator("#status")).to_be_empty()
    assert [row.body.get("text") for row in visitor.kept()[kept:]] == ["Giàng A Páo", "12/3/1995"]
    assert visitor.own_texts()[-2:] == ["Giàng A Páo", "12/3/1995"]
    assert visitor.declared()["subject_birth_date"] == "1995-03-12"


def test_an_answer_whose_reply_was_lost_is_neither_sent_nor_shown_twice(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    kept = len(visitor.kept())
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(1)
        route.fetch()  # it arrives
        route.abort()  # and the answer gets lost

    visitor.line_may_break = True
    visitor.page.route("**/api/chat", lose)
    visitor.send("Giàng A Páo")
    visitor.hears("Ngày sinh là ngày nào")
    expect(visitor.page.locator("#log .state").last).to_have_text("Đã gửi", timeout=PATIENCE)
    assert len(visitor.kept()) == kept + 1
    assert visitor.page.locator("#log .machine", has_text="Ngày sinh là ngày nào").count() == 1
    visitor.complaints = [line for line in visitor.complaints if "net::ERR_FAILED" not in line]


def test_reloading_with_an_unsent_answer_sends_and_shows_it_once(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    kept = len(visitor.kept())
    visitor.line_may_break = True
    visitor.page.route("**/api/chat", lambda route: route.abort())
    visitor.send("Giàng A Páo")
    expect(visitor.page.locator("#log .state.bad")).to_be_visible(timeout=PATIENCE)
    visitor.page.unroute("**/api/chat")
    visitor.open()
    visitor.hears("Ngày sinh là ngày nào")
    assert len(visitor.kept()) == kept + 1
    assert visitor.own_texts().count("Giàng A Páo") == 1
    assert visitor.page.evaluate("() => sessionStorage.length") == 0
    visitor.complaints = [line for line in visitor.complaints if "net::ERR_FAILED" not in line]


def test_the_server_starts_again_in_between(visit: MakeVisitor, stack: Stack) -> None:
    visitor = visit()
    visitor.start()
    kept = len(visitor.kept())
    visitor.line_may_break = True
    stack.kill("gateway")
    visitor.send("Giàng A Páo")
    expect(visitor.page.locator("#log .state.bad")).to_be_visible(timeout=PATIENCE)
    stack.start("gateway")
    visitor.hears("Ngày sinh là ngày nào")
    assert len(visitor.kept()) == kept + 1
    visitor.told_unasked("human.wait")  # the events come back too
    visitor.hears("Tin nhắn đã giữ lại cho cán bộ")


def test_on_a_slow_line_the_first_page_is_small_and_an_answer_arrives_once(visit: MakeVisitor) -> None:
    visitor = visit(PHONE)
    line = visitor.context.new_cdp_session(visitor.page)
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    third_generation = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    line.send("Network.emulateNetworkConditions", {"offline": False, **third_generation})
    visitor.open()
    assert 5_000 < sum(sizes) <= 100_000, sizes
    visitor.tap("Giấy xác nhận độc thân, kết hôn")
    visitor.tap("Đồng ý")
    assert len(visitor.kept()) == 2


def test_what_is_said_unasked_appears(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.type("xin chào")
    visitor.told_unasked("human.wait")
    visitor.hears("Tin nhắn đã giữ lại cho cán bộ")
    assert visitor.page.locator("#log .machine", has_text="Tin nhắn đã giữ lại cho cán bộ").count() == 1


def test_a_sender_that_is_too_fast_is_told_and_the_message_is_sent_later(visit: MakeVisitor) -> None:
    visitor = visit()
    answers = [429]

    def refuse(route: Route) -> None:
        if answers:
            answers.pop()
            body = '{"retryable": true, "citizen": "-"}'
            headers = {"Retry-After": "2", "Content-Type": "application/problem+json"}
            route.fulfill(status=429, headers=headers, body=body)
        else:
            route.continue_()

    visitor.page.route("**/api/chat", refuse)
    visitor.send("xin chào")
    expect(visitor.page.locator("#status")).to_have_text(
        "Tin nhắn đến nhanh quá. Xin chờ khoảng 2 giây, máy sẽ tự gửi lại.", timeout=PATIENCE
    )
    visitor.hears("Xin chào")
    expect(visitor.page.locator("#status")).to_be_empty()
    with db.reading(visitor.stack.engine()) as session:
        assert visitor.conversation(session).state == "idle"
    visitor.complaints = [line for line in visitor.complaints if "429" not in line]
