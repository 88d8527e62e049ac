""" "Nghe": each question can be heard; without a voice on the machine nobody is offered one."""

from __future__ import annotations

import io
import wave
from array import array
from pathlib import Path

import httpx
from playwright.sync_api import expect

from tests.stack import Stack, running
from tests.web.conftest import MakeVisitor
from tests.web.visitor import PATIENCE


def test_a_tap_plays_the_question_from_its_first_bubble_on(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.start()
    listen = visitor.page.locator("#log .listen").last
    with visitor.page.expect_response("**/api/chat/speech/*") as playing:
        listen.click()
    assert playing.value.status in (200, 206)
    assert playing.value.headers["content-type"] == "audio/wav"
    assert "no-store" in playing.value.headers["cache-control"]
    expect(listen).to_have_text("Dừng")
    expect(visitor.page.locator(".aloud")).to_contain_text("Phần: Người được cấp giấy")
    listen.click()
    expect(listen).to_have_text("Nghe")
    expect(visitor.page.locator(".aloud")).to_have_count(0)


def test_what_cannot_be_heard_is_said_in_writing(visit: MakeVisitor) -> None:
    visitor = visit()
    visitor.page.route("**/api/chat/speech/*", lambda route: route.fulfill(status=503, body="{}"))
    visitor.page.locator("#welcome .listen").click()
    expect(visitor.page.locator("#status")).to_contain_text("Chưa đọc thành tiếng được", timeout=PATIENCE)
    expect(visitor.page.locator("#welcome .listen")).to_have_text("Nghe")
    visitor.complaints = [line for line in visitor.complaints if "503" not in line]


def test_the_sound_is_small_speech_of_the_callers_own_replies(visit: MakeVisitor) -> None:
    visitor, stranger = visit(), visit()
    visitor.type("xin chào")
    stranger.type("xin chào")
    reply = visitor.page.locator("#log .machine").first.get_attribute("data-id")
    address = f"{visitor.url}/api/chat/speech/{reply}"
    whole = visitor.context.request.get(address)
    assert whole.status == 200
    with wave.open(io.BytesIO(whole.body())) as sound:
        assert sound.getnchannels() == 1 and sound.getframerate() <= 22_050
        assert 4 < sound.getnframes() / sound.getframerate() < 60
        samples = array("h", sound.readframes(sound.getnframes()))
    assert max(samples) > 3000 and sum(abs(s) for s in samples) / len(samples) > 300
    part = visitor.context.request.get(address, headers={"Range": "bytes=0-43"})
    assert part.status == 206 and part.body() == whole.body()[:44]
    assert part.headers["content-range"] == f"bytes 0-43/{len(whole.body())}"
    assert visitor.context.request.get(address, headers={"Range": "bytes=99999999-"}).status == 416
    assert stranger.context.request.get(address).status == 404
    assert httpx.get(address, trust_env=False).status_code == 401
    assert visitor.context.request.get(f"{visitor.url}/api/chat/speech/none").status == 404


def test_without_a_voice_there_is_no_button(visit: MakeVisitor, tmp_path: Path) -> None:
    with running(Stack(tmp_path, env={"PATH": str(tmp_path)}), "gateway") as mute:
        visitor = visit(at=mute.url)
        assert visitor.page.locator("#welcome").is_visible()
        assert visitor.page.locator(".listen").count() == 0
        assert httpx.get(f"{mute.url}/api/chat/speech/welcome", trust_env=False).status_code == 404
