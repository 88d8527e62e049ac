"""A trained model, Rasa's agent with our patches in this process, and an action server that a test can break."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot import launch, patches
from bot.generate import ROOT
from bot.train import train

TRAINED = ROOT / ".motcua" / "models"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's model; trained here if there is none yet."""
    try:
        return launch.find_model(TRAINED)
    except launch.CannotStart:
        folder = tmp_path_factory.mktemp("trained")
        return train(build=folder / "build", models=folder / "models")


class Actions:
    """An action server: what it was asked, and how it answers next."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.status = 200
        self.delay = threading.Event()
        self.delay.set()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.calls.append(body)
                owner.delay.wait(20)
                answer = json.dumps({"events": [], "responses": [{"text": "đã ghi"}]}).encode()
                head = f"HTTP/1.1 {owner.status} -\r\nContent-Type: application/json\r\n"
                self.wfile.write(f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer)

            def log_message(self, *args: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def last(self) -> dict[str, Any]:
        """The understanding of the last call."""
        (entity,) = self.calls[-1]["tracker"]["latest_message"]["entities"]
        assert entity["entity"] == "understanding"
        value: dict[str, Any] = entity["value"]
        return value

    def close(self) -> None:
        """Stop listening."""
        self.delay.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def actions() -> Iterator[Actions]:
    """An action server of this test's own."""
    server = Actions()
    yield server
    server.close()


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One event loop for all the tests: Rasa's lock store keeps objects of the loop it was made in."""
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    yield own
    own.run_until_complete(patches.close_session())
    own.close()
    asyncio.set_event_loop(None)


@pytest.fixture(scope="session")
def agent(model: Path, loop: asyncio.AbstractEventLoop) -> Iterator[Any]:
    """Rasa's agent as the launcher loads it."""
    patches.apply()
    app = SimpleNamespace(ctx=SimpleNamespace())
    loop.run_until_complete(launch.load(app, model, "http://127.0.0.1:9"))
    yield app.ctx.agent
    for patch in patches.PATCHES.values():
        patch.undo()


Say = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def say(agent: Any, actions: Actions, loop: asyncio.AbstractEventLoop) -> Say:
    """Send a message through Rasa to this test's action server; gives Rasa's own replies."""
    agent.processor.action_endpoint.url = f"{actions.url}/webhook"

    def send(text: Any, sender: str = "c1", metadata: Any = None) -> list[dict[str, Any]]:
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, sender, input_channel="rest", metadata=metadata)
        loop.run_until_complete(agent.handle_message(message))
        replies: list[dict[str, Any]] = channel.messages
        return replies

    return send
