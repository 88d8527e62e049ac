"""A turn that is committed is answered at once, and the news of it can be lost without harm."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from actions import news
from channels import peers
from channels.hub import Hub, happens
from channels.news import Listener
from tests.channels.conftest import MakeStack
from tests.stack import Stack


@contextmanager
def lingering_rasa(stack: Stack) -> Iterator[threading.Event]:
    """Calls the action server as Rasa does, and answers the gateway only when the event is set."""
    through = threading.Event()

    class Rasa(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._end()

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            call = {"next_action": "action_turn", "tracker": {"latest_message": {"metadata": told["metadata"]}}}
            url = stack.environment()["MOTCUA_ACTIONS_URL"] + "/webhook"
            urllib.request.urlopen(urllib.request.Request(url, json.dumps(call).encode())).read()
            through.wait(30)
            self._end()

        def _end(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", stack.ports["rasa"]), Rasa)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield through
    finally:
        through.set()
        server.shutdown()
        server.server_close()


def test_a_text_is_answered_while_rasa_is_not_through_yet(own_stack: MakeStack) -> None:
    stack = own_stack(MOTCUA_RECEIPT_AFTER="10")
    with lingering_rasa(stack) as through:
        stack.start("actions", "gateway")
        citizen = stack.citizen()
        first = citizen.once(text="một", message_id="1")
        assert first.status == 200 and first.texts[1] == "Đây là tin thứ 1."
        # What comes next waits for its turn, and is not lost.
        through.set()
        assert citizen.say("hai", message_id="2").texts[1] == "Đây là tin thứ 2."


def test_the_news_are_heard_again_after_the_action_server_was_away(own_stack: MakeStack) -> None:
    stack = own_stack(MOTCUA_RECEIPT_AFTER="10")
    with lingering_rasa(stack) as through:
        stack.start("actions", "gateway")
        stack.restart("actions")
        citizen = stack.citizen()
        through.set()
        assert citizen.say("một", message_id="1").texts[1] == "Đây là tin thứ 1."
        stack.wait("actions")
        heard = 0
        for number in range(2, 12):  # by one of these it listens again
            through.clear()
            release = threading.Timer(0.5, through.set)
            release.start()
            heard += citizen.say(f"tin {number}", message_id=str(number)).status == 200 and not through.is_set()
            release.join()
            if heard:
                break
        assert heard


def test_every_listener_is_told_and_one_that_does_not_listen_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "BEHIND", 3)

    async def run() -> tuple[list[bytes], list[bytes]]:
        made = news.News()
        quick, slow = made.stream(), made.stream()
        assert [await anext(quick), await anext(slow)] == [b"\n", b"\n"]
        heard = []
        for number in range(5):
            made.tell(f"m{number}")
            heard.append(await anext(quick))
        late = [await anext(slow) for _ in range(3)]
        made.tell("m5")
        late.append(await anext(slow))
        made.close()
        return heard, [*late, *[line async for line in slow]]

    quick, slow = asyncio.run(run())
    assert quick == [b"m0\n", b"m1\n", b"m2\n", b"m3\n", b"m4\n"]
    assert slow == [b"m0\n", b"m1\n", b"m2\n", b"m5\n"]


def test_an_idle_stream_shows_that_it_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "HEARTBEAT_SECONDS", 0.01)

    async def run() -> list[bytes]:
        stream = news.News().stream()
        return [await anext(stream) for _ in range(3)]

    assert asyncio.run(run()) == [b"\n"] * 3


def test_lines_that_come_in_pieces_wake_who_waits_for_them() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n\n\xff\xfe\nm1")
        await writer.drain()
        await told.wait()
        writer.write(b"23\nm9")
        writer.close()

    told = asyncio.Event()

    async def run() -> list[bool]:
        hub, server = Hub(), await asyncio.start_server(serve, "127.0.0.1", 0)
        waited = [hub.subscribe(key) for key in ("m123", "m1", "m2")]
        async with server, peers.connections() as session:
            listener = Listener(session, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", hub)
            listener.start()
            told.set()
            found = [await happens(waited[0], 10), *(event.is_set() for event in waited[1:])]
            await listener.stop()
        return found

    assert asyncio.run(run()) == [True, False, False]
