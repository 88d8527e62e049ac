"""A citizen at the page: taps, types, reads; and what the database knows of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.services import load_answers
from actions.store import conversations, db, outbox
from actions.store.models import Conversation, Declaration, Inbox
from actions.utterance import Utterance
from channels.identity import COOKIE
from tests.stack import Stack

PATIENCE = 30_000
"""Milliseconds that anything may take on a busy machine."""
LINE_WORDS = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_CONNECTION_REFUSED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING")
"""How the browser notes a line that a test cut."""


class Visitor:
    """One browser with one page."""

    def __init__(self, context: BrowserContext, url: str, stack: Stack) -> None:
        self.context, self.url, self.stack = context, url, stack
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.line_may_break = False
        self.complaints: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        cut = self.line_may_break and any(word in message.text for word in LINE_WORDS)
        if message.type in ("error", "warning") and not cut:
            self.complaints.append(message.text)

    def open(self) -> Visitor:
        """The page, ready to be used."""
        self.page.goto(self.url)
        expect(self.choices.first.or_(self.bubbles.first).first).to_be_visible(timeout=PATIENCE)
        return self

    # -- what is seen ---------------------------------------------------------------------------------------

    @property
    def bubbles(self) -> Locator:
        return self.page.locator("#log .said")

    @property
    def own(self) -> Locator:
        return self.page.locator("#log .citizen")

    @property
    def choices(self) -> Locator:
        return self.page.locator("#choices button")

    @property
    def input(self) -> Locator:
        return self.page.get_by_role("textbox", name="Viết vào đây")

    def hears(self, piece: str) -> None:
        """Waits until the machine has said something."""
        expect(self.page.locator("#log .machine", has_text=piece).last).to_be_visible(timeout=PATIENCE)

    def own_texts(self) -> list[str]:
        """The citizen's own bubbles, without what only a screen reader says."""
        return [text.removeprefix("Đã trả lời: ") for text in self.own.all_text_contents()]

    # -- what is done ---------------------------------------------------------------------------------------

    def send(self, text: str) -> None:
        """Types and sends, and does not wait."""
        self.input.fill(text)
        self.input.press("Enter")

    def type(self, text: str) -> None:
        """Types an answer and waits for what comes back."""
        before = self.page.locator("#log .machine").count()
        self.send(text)
        self._answered(before)

    def tap(self, title: str) -> None:
        """Taps a choice and waits for what comes back."""
        before = self.page.locator("#log .machine").count()
        self.page.locator("#choices").get_by_role("button", name=title, exact=True).click()
        self._answered(before)

    def _answered(self, before: int) -> None:
        self.page.locator("#log .machine").nth(before).wait_for()
        expect(self.page.locator("#log .state").last).to_have_text("Đã gửi", timeout=PATIENCE)

    def start(self) -> None:
        """Up to the first question about a person: the name."""
        for title in ("Giấy xác nhận độc thân, kết hôn", "Đồng ý", "Cho chính người đang khai", "Vay vốn ngân hàng"):
            self.tap(title)

    def cut(self, cut: bool = True) -> None:
        """The line breaks, or comes back."""
        self.line_may_break = True
        self.context.set_offline(cut)

    # -- what the database knows ----------------------------------------------------------------------------

    def cookie(self) -> str | None:
        """The value of our cookie."""
        return next((c["value"] for c in self.context.cookies() if c["name"] == COOKIE), None)

    def conversation(self, session: Session) -> Conversation:
        digest = hashlib.sha256((self.cookie() or "").encode()).hexdigest()
        found = conversations.find(session, "web", f"cookie:{digest}")
        assert found is not None, "no conversation of this browser"
        return found

    def kept(self) -> Sequence[Inbox]:
        """The messages that arrived, in order."""
        with db.reading(self.stack.engine()) as session:
            mine = Inbox.conversation_id == self.conversation(session).id
            return session.scalars(select(Inbox).where(mine).order_by(Inbox.seq)).all()

    def declared(self) -> dict[str, object]:
        """The answers of this browser's only declaration."""
        with db.reading(self.stack.engine()) as session:
            contact = self.conversation(session).contact_id
            row = session.scalars(select(Declaration).where(Declaration.contact_id == contact)).one()
            return dict(load_answers(session, row).declared())

    def told_unasked(self, prompt_id: str) -> None:
        """Something is put into the outbox by another process, as an officer would."""
        with db.transaction(self.stack.engine()) as session:
            conversation = db.lock_conversation(session, self.conversation(session).id)
            outbox.add(session, conversation, None, [Utterance(prompt_id)])
