"""One turn, inside one SQL transaction: load the state, run the interview, store what changed, queue what is said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from actions import clock, locality
from actions.inputs import Input
from actions.interview import engine
from actions.interview.state import Dialogue
from actions.interview.turn import Turn
from actions.services import SqlServices
from actions.store import outbox, rows
from actions.store.models import Answer, Conversation, Journal, Question
from actions.utterance import Utterance

_STATE = {"truth": "review"}
_KEPT = select(Question.asked_id).where(Question.asked_id == bindparam("asked"))
_ANSWERED = update(Question).where(Question.asked_id == bindparam("asked")).values(answered_at=bindparam("now"))


def take_turn(session: Session, inp: Input) -> None:
    """Take one message of the inbox. The caller holds the transaction and the conversation's lock, has checked
    that the message is new and that no officer owns the conversation, and marks the message done afterwards."""
    conversation = session.get_one(Conversation, inp.conversation_id)
    services = SqlServices(session, conversation, inp)
    turn = Turn(
        inp=inp,
        dialogue=Dialogue.from_dict(services.dialogue),
        services=services,
        locality=locality.get(services.commune_code()),
        today=clock.today(),
        owner=conversation.owner,
        lang=conversation.lang,
        answers=services.current_answers(),
    )
    before = turn.dialogue.asked.asked_id if turn.dialogue.asked else None
    engine.run(turn)
    session.flush()  # what the interview did beside answering
    services.close(turn.answers)
    _store_answers(session, services, turn)
    _store_state(session, conversation, services, turn, before)
    outbox.add(session, conversation, inp.inbox_id, turn.out)


def _store_answers(session: Session, services: SqlServices, turn: Turn) -> None:
    answers = (
        Answer(
            declaration_id=declaration_id, field=answer.field, version=answer.version, status=answer.status,
            value=answer.value, raw_text=answer.raw_text, source=answer.source, confidence=answer.confidence,
            warnings=list(answer.warnings), inbox_id=answer.inbox_id,
        )
        for declaration_id, answer in services.changed_answers()
    )  # fmt: skip
    events = (
        Journal(
            conversation_id=services.conversation.id, declaration_id=services.declaration_id,
            event=event.event, field=event.field, detail=event.detail,
        )
        for event in turn.journal
    )  # fmt: skip
    rows.insert(session, answers)
    rows.insert(session, events)


def _store_state(
    session: Session, conversation: Conversation, services: SqlServices, turn: Turn, before: str | None
) -> None:
    dialogue = turn.dialogue if not services.erased else Dialogue()
    waiting = dialogue.asked if conversation.owner == "bot" and dialogue.phase != "paused" else None
    awaiting = _last_awaiting(turn.out) if waiting else None
    now, asked = clock.now(), dialogue.asked
    if before and (asked is None or asked.asked_id != before):
        session.connection().execute(_ANSWERED, {"asked": before, "now": now})
    if asked and awaiting is not None and (asked.asked_id != before or not _is_kept(session, asked.asked_id)):
        question = Question(
            asked_id=asked.asked_id, conversation_id=conversation.id, declaration_id=services.declaration_id,
            field=asked.field or "", kind=asked.kind, purpose=asked.purpose, attempt=asked.attempt, awaiting=awaiting,
        )  # fmt: skip
        rows.insert(session, [question])
    rows.change(
        session,
        conversation,
        dialogue=dialogue.to_dict() | {"declaration_id": services.declaration_id},
        state=conversation.owner if conversation.owner != "bot" else _STATE.get(dialogue.phase, dialogue.phase),
        awaiting=None if waiting is None else awaiting or conversation.awaiting,
        asked_id=asked.asked_id if asked else None,
        updated_at=now,
    )


def _is_kept(session: Session, asked_id: str) -> bool:
    return session.connection().scalar(_KEPT, {"asked": asked_id}) is not None


def _last_awaiting(out: list[Utterance]) -> dict[str, Any] | None:
    return next((said.awaiting for said in reversed(out) if said.awaiting), None)
