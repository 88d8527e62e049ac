"""Which stored messages count as misunderstood, and whose are nobody's business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.learning.allowed import Allowed
from actions.learning.missed import Missed, missed
from actions.store import db, migrate
from actions.store.models import (
    Answer,
    Consent,
    Contact,
    Conversation,
    Declaration,
    DeclarationAccess,
    Inbox,
    Outbox,
    Question,
)  # fmt: skip

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TOLD = "new"
ALLOWED = Allowed(frozenset({TOLD}))


class Talk:
    """One conversation, message by message."""

    def __init__(self, session: Session, name: str = "a") -> None:
        self.session, self.name, self.seq = session, name, 0
        session.add(Contact(id=name, channel="web", address=name))
        session.flush()
        self.conversation = Conversation(id=f"c{name}", contact_id=name, dialogue={})
        session.add(self.conversation)
        session.flush()
        self.declaration = Declaration(
            id=f"d{name}", conversation_id=f"c{name}", contact_id=name, procedure_id="marital_status",
            procedure_version="1", status="draft",
        )  # fmt: skip
        session.add(self.declaration)
        session.flush()

    def asked(self, asked_id: str, purpose: str = "field", field: str = "subject_sex") -> None:
        awaiting = {"kind": "sex", "field": field, "purpose": purpose, "asked_id": asked_id}
        self.session.add(
            Question(
                asked_id=asked_id, conversation_id=self.conversation.id, declaration_id=self.declaration.id,
                field=field,
                kind="sex", purpose=purpose, awaiting=awaiting,
            )
        )  # fmt: skip

    def took(
        self, body: dict[str, Any], *replies: tuple[str, dict[str, Any] | None], asked_id: str | None = None
    ) -> str:
        """A message and what was said to it: (prompt, awaiting)."""
        self.seq += 1
        row = Inbox(
            id=f"{self.name}{self.seq}", conversation_id=self.conversation.id, seq=self.seq, channel="web",
            provider_message_id=f"{self.name}{self.seq}", kind="text" if "text" in body else "choice", body=body,
            asked_id=asked_id, status="done", received_at=START + timedelta(minutes=self.seq),
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        for place, (prompt, awaiting) in enumerate(replies):
            said: dict[str, Any] = {
                "prompt_id": prompt,
                "params": {},
                "options": [],
                "awaiting": awaiting,
                "lang": "vi",
            }
            self.session.add(
                Outbox(
                    conversation_id=self.conversation.id, seq=10 * self.seq + place, inbox_id=row.id, utterance=said,
                    status="sent",
                )
            )  # fmt: skip
        return row.id

    def consent(self, version: str, given: bool, minute: int, purpose: str = "declaration") -> None:
        self.session.add(
            Consent(
                conversation_id=self.conversation.id, contact_id=self.name, wording_version=version, purpose=purpose,
                given=given, how="choice", at=START + timedelta(minutes=minute),
            )
        )  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine: Engine = db.engine(f"sqlite:///{tmp_path / 'motcua.db'}")
    migrate.upgrade(engine)
    with db.transaction(engine) as opened:
        yield opened
    engine.dispose()


def found(session: Session, since: datetime | None = None) -> list[tuple[str, str, str | None]]:
    session.flush()
    listed: list[Missed] = list(missed(session, ALLOWED, since))
    return [(one.text, one.why, one.chosen) for one in listed]


def test_each_reason_is_told_by_what_was_said(session: Session) -> None:
    talk = Talk(session)
    mean = {"asked_id": "m", "purpose": "mean"}
    again = {"field": "subject_sex", "purpose": "field"}
    talk.took({"text": "một"}, ("talk.did_you_mean", mean))
    talk.took({"payload": "m:ask_fee"}, ("faq", None))
    talk.took({"text": "hai"}, ("talk.out_of_scope", None), ("interview.menu", mean))
    talk.asked("q")
    talk.took({"text": "ba"}, ("marital_status.subject_sex.short", again), asked_id="q")
    talk.took({"text": "hỏi thêm"}, ("faq", None), ("marital_status.subject_sex.ask", again), asked_id="q")
    talk.took({"text": "không biết"}, ("kind.sex.help", None), ("kind.sex.example", again), asked_id="q")
    talk.took({"text": "bốn"}, ("talk.not_understood.1", None), asked_id="q")
    talk.took({"text": "chào"}, ("talk.hello", None))
    assert found(session) == [
        ("một", "offered", "ask_fee"), ("hai", "not_understood", None), ("ba", "refused", None),
        ("bốn", "not_understood", None),
    ]  # fmt: skip
    assert [text for text, _, _ in found(session, START + timedelta(minutes=4))] == ["ba", "bốn"]


def test_an_answer_that_is_soon_said_otherwise_was_taken_wrongly(session: Session) -> None:
    talk = Talk(session)
    for version, value in enumerate(["male", "female", "female"], 1):
        talk.asked(f"q{version}")
        row = talk.took({"text": f"lần {version}"}, ("interview.noted", None), asked_id=f"q{version}")
        session.add(
            Answer(declaration_id=talk.declaration.id, field="subject_sex", version=version, value=value, inbox_id=row)
        )
    talk.took({"text": "ở đấy"}, ("interview.pick", {"purpose": "pick"}))
    talk.took({"payload": "p:none_of_these"}, ("kind.place.short", None))
    assert found(session) == [("lần 1", "corrected", None), ("ở đấy", "corrected", None)]


def test_a_person_chosen_instead_of_another_try(session: Session) -> None:
    talk = Talk(session)
    talk.asked("q")
    talk.took({"text": "ba"}, ("interview.other_way", {"field": "subject_sex", "purpose": "other_way"}), asked_id="q")
    talk.took({"payload": "o:human"}, ("human.general", None))
    assert found(session) == [("ba", "human", None)]


@pytest.mark.parametrize("what", ["danger", "complaint", "helper", "restricted", "refused", "part", "other language"])
def test_some_conversations_are_nobody_elses_business(session: Session, what: str) -> None:
    talk, other = Talk(session), Talk(session, "b")
    talk.took({"text": "cái kia"}, ("talk.out_of_scope", None))
    other.took({"text": "cái này"}, ("talk.out_of_scope", None))
    if what == "danger":
        talk.took({"text": "giúp"}, ("danger.calm", None))
    elif what == "complaint":
        talk.conversation.queue = "complaints"
    elif what == "helper":
        session.add(DeclarationAccess(declaration_id=talk.declaration.id, contact_id="a", role="helper"))
    elif what == "restricted":
        talk.conversation.dialogue = {"restricted": True}
    elif what == "refused":
        talk.consent(TOLD, False, 5)
    elif what == "part":
        talk.consent(TOLD, True, 5, "part:father")
    else:
        talk.conversation.lang = "hmn"
    assert found(session) == [("cái này", "not_understood", None)]


def test_after_consent_only_where_its_wording_told(session: Session) -> None:
    for name, version in (("a", TOLD), ("b", "old")):
        talk = Talk(session, name)
        talk.took({"text": f"trước {name}"}, ("talk.out_of_scope", None))
        talk.consent(version, True, 2)
        talk.took({"text": f"sau {name}"}, ("talk.out_of_scope", None))
    assert [text for text, _, _ in found(session)] == ["trước a", "sau a", "trước b"]
