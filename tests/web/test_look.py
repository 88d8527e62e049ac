"""Whether everybody can use the page: screen readers, keyboards without a mouse, old eyes, small screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from channels.web.page import starts
from tests.web.conftest import DESKTOP, PHONE, MakeVisitor
from tests.web.visitor import Visitor

MEASURE = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => .2126 * linear(r / 255) + .7152 * linear(g / 255) + .0722 * linear(b / 255);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const seen = (e) => e.checkVisibility() && !e.closest(".unseen, .skip, script, noscript");
  const says = (e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const texts = [...document.querySelectorAll("body *")].filter((e) => seen(e) && says(e)).map((e) => {
    const lights = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((a, b) => b - a);
    const contrast = (lights[0] + .05) / (lights[1] + .05);
    return [e.textContent.slice(0, 30), contrast, parseFloat(getComputedStyle(e).fontSize)];
  });
  const buttons = [...document.querySelectorAll("button, a[href], textarea")].filter(seen).map((e) => {
    const box = e.getBoundingClientRect();
    return [e.textContent.slice(0, 30), box.width, box.height];
  });
  return { texts, buttons };
}"""


def can_be_read_and_tapped(visitor: Visitor) -> None:
    """Contrast 4.5 to 1, letters of 18 pixels, things to tap 48 pixels high."""
    found = visitor.page.evaluate(MEASURE)
    assert len(found["texts"]) > 4 and len(found["buttons"]) > 3
    for text, contrast, size in found["texts"]:
        assert contrast >= 4.5, f"{text!r}: contrast {contrast:.1f}"
        assert size >= 18, f"{text!r}: {size} px"
    for text, width, height in found["buttons"]:
        assert width >= 48 and height >= 48, f"{text!r}: {width:.0f} x {height:.0f} px"


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everything_can_be_read_and_tapped(visit: MakeVisitor, device: dict[str, object]) -> None:
    visitor = visit(device)
    can_be_read_and_tapped(visitor)
    visitor.start()
    visitor.type("Giàng A Páo")
    visitor.page.get_by_role("button", name="Giúp tôi").click()
    can_be_read_and_tapped(visitor)
    visitor.cut()
    visitor.send("12/3/1995")
    expect(visitor.page.locator("#log .state.bad")).to_be_visible()
    can_be_read_and_tapped(visitor)
    visitor.page.get_by_role("button", name="Quên máy này").click()
    can_be_read_and_tapped(visitor)


@pytest.mark.parametrize("width", [320, 180])
def test_nothing_is_cut_off_on_a_small_screen_or_with_large_letters(visit: MakeVisitor, width: int) -> None:
    visitor = visit(DESKTOP | {"viewport": {"width": width, "height": 480}})  # 180: 360 pixels at 200 %
    for answer in ("", "xin giấy độc thân", "đồng ý", "x" * 300):
        if answer:
            visitor.type(answer)
        assert visitor.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_newest_question_and_its_buttons_are_in_sight(visit: MakeVisitor) -> None:
    visitor = visit(PHONE)
    visitor.start()
    for answer in ("Giàng A Páo", "12/3/1995"):
        visitor.type(answer)
    expect(visitor.page.locator("#log .machine").last).to_be_in_viewport(ratio=1)
    for title in ("Nam", "Nữ"):
        button = visitor.page.get_by_role("button", name=title, exact=True)
        box, footer = button.bounding_box(), visitor.page.locator("footer").bounding_box()
        assert box and footer and box["y"] + box["height"] <= footer["y"]


def test_a_screen_reader_finds_its_way(visit: MakeVisitor) -> None:
    visitor = visit()
    page = visitor.page
    assert page.locator("html").get_attribute("lang") == "vi"
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("group", name="Các nút để chọn").get_by_role("button")).to_have_count(len(starts()))
    visitor.start()
    log = page.get_by_role("log", name="Cuộc trò chuyện")
    assert log.get_attribute("aria-live") == "polite"
    expect(log.locator(".citizen").first).to_have_text("Đã trả lời: Giấy xác nhận độc thân, kết hôn")
    expect(log.locator(".machine").last).to_have_text(re.compile("^Máy: "))
    expect(page.get_by_role("progressbar", name=re.compile("^Câu 3 trên khoảng"))).to_be_visible()
    expect(page.get_by_role("textbox", name="Viết vào đây")).to_be_visible()
    visitor.type("Giàng A Páo")
    nameless = [b for b in page.get_by_role("button").all() if not (b.text_content() or "").strip()]
    assert nameless == []


def test_a_keyboard_alone_is_enough(visit: MakeVisitor) -> None:
    visitor = visit(DESKTOP)
    keys, page = visitor.page.keyboard, visitor.page

    def press(name: str) -> None:
        """Tab to a button, and Enter."""
        for _ in range(40):
            if page.evaluate("() => document.activeElement.textContent") == name:
                keys.press("Enter")
                return
            keys.press("Tab")
        raise AssertionError(f"{name!r} is not reached by Tab")

    keys.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Đến chỗ trả lời"
    keys.press("Enter")
    keys.type("xin giấy độc thân")
    keys.press("Enter")
    visitor.hears("Đồng ý để máy ghi không")
    for title, next_words in (
        ("Đồng ý", "xin cho người khác"),
        ("Cho chính người đang khai", "để làm việc gì"),
        ("Vay vốn ngân hàng", "Họ và tên"),
    ):
        expect(visitor.choices.first).to_be_visible()
        press(title)
        visitor.hears(next_words)
    expect(visitor.input).to_be_focused()  # a question without buttons: one writes at once
    keys.type("Giàng A Páo")
    keys.press("Enter")
    visitor.hears("Ngày sinh")
    assert visitor.declared()["subject_full_name"] == "Giàng A Páo"


def test_without_scripts_one_sentence_says_where_to_go(visit: MakeVisitor) -> None:
    visitor = visit()
    browser = visitor.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(visitor.url)
    sentence = page.locator(".sorry").filter(visible=True)
    expect(sentence).to_have_count(1)
    expect(sentence).to_contain_text("Xin ra nơi nhận hồ sơ (một cửa)")
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()
