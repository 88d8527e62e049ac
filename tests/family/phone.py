"""One telephone in a family or in a village, writing to the running product over ``/api/chat``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.ids import new_id
from actions.services import load_answers
from actions.store import db
from actions.store.models import Answer, Audit, Contact, Conversation, Declaration, Inbox, Media, Outbox
from tests.scenarios.play import shared
from tests.stack import Answered, Citizen, Stack, wait_until

CODE = re.compile(r"\b\d{4}-\d{4}\b")


@dataclass
class Phone:
    """A sender of its own. ``heard`` is the answer to the last message, ``log`` everything it ever heard."""

    stack: Stack
    name: str
    heard: Answered = field(default_factory=lambda: Answered(0, {}, b""))
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = f"{self.name}-{new_id()}"
        self._citizen = Citizen(self.stack, self.name)

    # -- what is done with it -------------------------------------------------------------------------------

    def say(self, text: str) -> Phone:
        return self._hear(self._citizen.say(text))

    def tap(self, title: str) -> Phone:
        """Presses the button with these words."""
        assert title in self.heard.buttons, f"no button {title!r} among {list(self.heard.buttons)}: {self.text}"
        return self.press(self.heard.buttons[title])

    def press(self, payload: str) -> Phone:
        """Sends the payload of a button, whether it is shown or not."""
        return self._hear(self._citizen.choose(payload))

    def follow(self, *names: str) -> Phone:
        """The steps of these names that the scenarios share."""
        for name in names:
            for step in shared()["các bước"][name]:
                if "dùng" in step:
                    self.follow(step["dùng"])
                elif "bấm" in step:
                    self.tap(step["bấm"])
                else:
                    self.say(str(step["dân"]))
                assert step.get("đang hỏi", self.asking) == self.asking, f"{step}: asks {self.asking}: {self.text}"
        return self

    def send(self, content: bytes, kind: str = "image/jpeg", message_id: str | None = None) -> Phone:
        """A file, as a form that calls it ``kind``."""
        return self._hear(self.post(content, kind, message_id))

    def post(self, content: bytes, kind: str = "image/jpeg", message_id: str | None = None) -> Answered:
        """One request with a file; what came back, whatever it is."""
        form = {"sender": self.name, "message_id": message_id or new_id()}
        with httpx.Client(base_url=self.stack.url, timeout=60, trust_env=False, verify=False) as client:
            answer = client.post("/api/chat", data=form, files={"file": ("anh", content, kind)})
            while answer.status_code == 202:
                answer = client.post("/api/chat", data=form, files={"file": ("anh", content, kind)})
        return Answered(answer.status_code, answer.json(), answer.content)

    def told(self, count: int = 1) -> list[str]:
        """The next things said to it that it did not ask for."""
        texts = [event["replies"][0]["text"] for event in self._citizen.events(count)]
        self.log += texts
        return texts

    def overhears(self, last: str | None = None) -> list[str]:
        """What the events of this phone say after its first sentence; ``last``: an event id of somebody else, for
        which those are said that were never delivered."""
        said = self.said()
        count = sum(row.status == "pending" for row in said) if last else len(said) - 1
        return [event["replies"][0]["text"] for event in self._citizen.events(count, last=last or said[0].id)]

    def said(self) -> list[Outbox]:
        """All that was ever said to it."""
        with db.reading(self.stack.engine()) as session:
            mine = Outbox.conversation_id == self.conversation(session).id
            return list(session.scalars(select(Outbox).where(mine).order_by(Outbox.seq)))

    def undelivered(self, count: int) -> None:
        """As if the line had been cut before the last ``count`` sentences."""
        wait_until(lambda: all(row.status == "sent" for row in self.said()), 20, "everything is delivered")
        with db.transaction(self.stack.engine()) as session:
            ids = [row.id for row in self.said()[-count:]]
            session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(status="pending"))

    def _hear(self, answer: Answered) -> Phone:
        assert answer.status == 200, f"{answer.status}: {answer.body}"
        self.heard = answer
        self.log += answer.texts
        self.log += list(answer.buttons)
        return self

    # -- what is seen ---------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return "\n".join(self.heard.texts)

    @property
    def asking(self) -> str | None:
        """The field that is being asked, or "không"."""
        asking = self.heard.body.get("asking")
        return str(asking["field"]) if asking and asking["field"] else "không"

    @property
    def state(self) -> str:
        return str(self.heard.body["state"])

    @property
    def everything(self) -> str:
        """All that this phone ever heard."""
        return "\n".join(self.log)

    def code(self) -> str:
        """The code in the last answer."""
        found = CODE.search(self.text)
        assert found, f"no code in: {self.text}"
        return found.group()

    # -- what is stored -------------------------------------------------------------------------------------

    def contact(self, session: Session) -> Contact:
        return session.scalars(select(Contact).where(Contact.address == f"sender:{self.name}")).one()

    def conversation(self, session: Session) -> Conversation:
        mine = Conversation.contact_id == self.contact(session).id
        return session.scalars(select(Conversation).where(mine)).one()

    def declarations(self) -> list[Declaration]:
        """Those that it began, the oldest first."""
        with db.reading(self.stack.engine()) as session:
            mine = Declaration.contact_id == self.contact(session).id
            return list(session.scalars(select(Declaration).where(mine).order_by(Declaration.created_at)))

    def declared(self, number: int = -1) -> dict[str, Any]:
        """All that one of its declarations says."""
        row = self.declarations()[number]
        with db.reading(self.stack.engine()) as session:
            return load_answers(session, row).declared()

    def rows(self, table: Any, **wanted: Any) -> list[Any]:
        """Rows of a table whose columns have these values."""
        with db.reading(self.stack.engine()) as session:
            return list(session.scalars(select(table).filter_by(**wanted)))

    def audit(self, object_id: str) -> list[tuple[str, str]]:
        """``(actor, action)`` of all that was done to something, in order."""
        with db.reading(self.stack.engine()) as session:
            found = session.scalars(select(Audit).where(Audit.object_id == object_id).order_by(Audit.id))
            return [(row.actor, row.action) for row in found]

    def media(self) -> list[Media]:
        """The rows of the files it sent."""
        with db.reading(self.stack.engine()) as session:
            mine = Media.conversation_id == self.conversation(session).id
            return list(session.scalars(select(Media).where(mine).order_by(Media.created_at)))

    def files(self) -> list[str]:
        """The files in the folder of media that are its own, or nobody's."""
        with db.reading(self.stack.engine()) as session:
            mine = self.conversation(session).id
            others = set(session.scalars(select(Media.path).where(Media.conversation_id != mine)))
        folder = self.stack.data / "media"
        return sorted({str(path.relative_to(folder)) for path in folder.glob("*/*")} - others)

    def written(self) -> list[dict[str, Any]]:
        """What the inbox keeps of its messages."""
        with db.reading(self.stack.engine()) as session:
            mine = Inbox.conversation_id == self.conversation(session).id
            return [row.body for row in session.scalars(select(Inbox).where(mine).order_by(Inbox.seq))]

    def results(self) -> list[dict[str, Any] | None]:
        """What is kept to answer its messages again."""
        with db.reading(self.stack.engine()) as session:
            mine = Inbox.conversation_id == self.conversation(session).id
            return [row.result for row in session.scalars(select(Inbox).where(mine).order_by(Inbox.seq))]

    def disputed(self, declaration_id: str) -> list[str]:
        """The fields of a declaration for which two sources disagree now."""
        newest: dict[str, str] = {}
        for row in sorted(self.rows(Answer, declaration_id=declaration_id), key=lambda one: one.version):
            newest[row.field] = row.status
        return sorted(name for name, status in newest.items() if status == "disputed")
