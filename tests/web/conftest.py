"""One running product and one Chromium for all tests of the page; each test is a browser of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.scenarios.play import NOW
from tests.stack import NAMES, Stack, running
from tests.web.visitor import Visitor

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2,
}  # fmt: skip
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
MakeVisitor = Callable[..., Visitor]


# For this folder only: while Playwright runs, no other event loop can in this process.
@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    env = {"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000"}
    with running(Stack(tmp_path_factory.mktemp("web"), env=env), *NAMES) as started:
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium"
    options = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=program, args=options)
        yield made
        made.close()


@pytest.fixture
def visit(stack: Stack, browser: Browser) -> Iterator[MakeVisitor]:
    """Makes browsers with the page open. In the end none may have complained: no script error, nothing that the
    content policy refused, no request that failed while the line was whole."""
    made: list[Visitor] = []

    def make(device: dict[str, Any] = PHONE, at: str = "", **more: Any) -> Visitor:
        visitor = Visitor(browser.new_context(**{**device, **more}), at or stack.url, stack)
        made.append(visitor)
        return visitor.open()

    yield make
    for visitor in made:
        visitor.context.close()
    complaints = [line for visitor in made for line in visitor.complaints]
    assert not complaints, complaints
