"""Talking with the interview engine over a real database, without Rasa: what was understood is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from actions import prompts as wording
from actions.cards.seen import Seen
from actions.inputs import Input, InputKind
from actions.services import load_answers
from actions.store import db
from actions.store.models import Answer, Contact, Conversation, Declaration, Dossier, Inbox, Outbox
from actions.turn import take_turn
from nlu.types import Command, Fact, Question, Understanding

TODAY = date(2026, 11, 23)


@dataclass
class Talk:
    """One conversation. ``said`` are the utterances of the last turn, worded as for the web."""

    engine: Engine
    conversation_id: str
    said: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    @staticmethod
    def begin(folder: Path, address: str = "test") -> Talk:
        engine = db.engine(f"sqlite:///{folder / 'motcua.db'}")
        db.create_all(engine) if hasattr(db, "create_all") else _create(engine)
        with db.transaction(engine) as session:
            contact = Contact(channel="web", address=address)
            session.add(contact)
            session.flush()
            conversation = Conversation(contact_id=contact.id)
            session.add(conversation)
            session.flush()
            return Talk(engine, conversation.id)

    # -- the citizen ----------------------------------------------------------------------------------------

    def say(self, text: str, awaited: Any = None, *commands: str, **more: Any) -> Talk:
        """A text; ``awaited`` is the value read for the pending question, or a Fact."""
        waiting = self.conversation().awaiting
        fact = awaited if isinstance(awaited, Fact) else None
        if fact is None and awaited is not None:
            assert waiting is not None, "nothing is being asked"
            fact = Fact(waiting["kind"], awaited, (), 0, len(text))
        question = more.pop("question", None)
        understanding = Understanding(
            more.pop("intent", "inform"),
            1.0,
            fact,
            tuple(more.pop("facts", ())),
            tuple(Command(c) if isinstance(c, str) else c for c in (*commands, *more.pop("commands", ()))),
            Question(question) if isinstance(question, str) else question,
            tuple(more.pop("procedures", ())),
            tuple(more.pop("likely", ())),
        )
        return self._take("text", text=text, understanding=understanding, **more)

    def tap(self, option: str) -> Talk:
        """A button, by its option's id or title."""
        buttons = [b for said in self.said for b in said["options"]]
        for button in buttons:
            if button["title"] == option or button["id"].partition(":")[2] == option:
                return self._take("choice", payload=button["id"])
        raise AssertionError(f"no button {option!r} among {[b['id'] for b in buttons]}")

    def press(self, payload: str) -> Talk:
        """A button's payload as given, for instance an old one."""
        return self._take("choice", payload=payload)

    def keys(self, digits: str) -> Talk:
        return self._take("keys", text=digits)

    def photo(self, seen: Seen | None, media_id: str | None = None) -> Talk:
        """A photo that was looked at, or (None) a file that is no photo."""
        return self._take("media", photo=seen, media_id=media_id)

    def blank(self) -> Talk:
        return self._take("text", text="  ")

    def _take(self, kind: InputKind, **body: Any) -> Talk:
        self.count += 1
        asked_id = body.pop("asked_id", self.conversation().asked_id)
        inbox_id = f"{self.conversation_id}-{self.count}"
        with db.transaction(self.engine) as session:
            session.add(
                Inbox(
                    id=inbox_id, conversation_id=self.conversation_id, seq=self.count, channel="web",
                    provider_message_id=inbox_id, kind=kind, body={}, asked_id=asked_id, status="new",
                )
            )  # fmt: skip
            session.flush()
            take_turn(
                session,
                Input(inbox_id, self.conversation_id, "web", kind, asked_id=asked_id, **body),
            )
            session.get_one(Inbox, inbox_id).status = "done"
        with db.reading(self.engine) as session:
            rows = session.scalars(select(Outbox).where(Outbox.inbox_id == inbox_id).order_by(Outbox.position))
            self.said = [row.utterance for row in rows]
        return self

    # -- what is seen ---------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        known = wording.prompts("vi")
        return "\n".join(known.get(s["prompt_id"]).wording("web", s["params"]) for s in self.said)

    @property
    def prompts(self) -> list[str]:
        return [s["prompt_id"] for s in self.said]

    @property
    def asking(self) -> str | None:
        """The field that is being asked, or the purpose of the question where it is about no field."""
        waiting = self.conversation().awaiting
        if waiting is None:
            return None
        return str(waiting["field"] if waiting["purpose"] == "field" else waiting["purpose"])

    def conversation(self) -> Conversation:
        with db.reading(self.engine) as session:
            return session.get_one(Conversation, self.conversation_id)

    def declared(self) -> dict[str, Any]:
        """The stored declaration in force (the latest one)."""
        with db.reading(self.engine) as session:
            row = session.scalars(select(Declaration).order_by(Declaration.created_at.desc())).first()
            assert row is not None, "no declaration"
            return load_answers(session, row).declared()

    def answers(self) -> list[Answer]:
        with db.reading(self.engine) as session:
            return list(session.scalars(select(Answer).order_by(Answer.created_at)))

    def dossiers(self) -> list[Dossier]:
        with db.reading(self.engine) as session:
            return list(session.scalars(select(Dossier)))


def _create(engine: Engine) -> None:
    from actions.store.base import Base

    Base.metadata.create_all(engine)
