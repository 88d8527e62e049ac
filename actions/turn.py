"""One turn, inside one SQL transaction: load the state, run the interview, store what changed, queue what is said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from actions import clock, locality
from actions.inputs import Input
from actions.interview import engine
from actions.interview.state import Dialogue
from actions.interview.turn import Turn
from actions.services import SqlServices
from actions.store import outbox
from actions.store.models import Answer, Conversation, Journal, Question
from actions.utterance import Utterance

_STATE = {"truth": "review"}
_ANSWERED = update(Question).where(Question.asked_id == bindparam("asked")).values(answered_at=bindparam("now"))
_UNLOADED = {"synchronize_session": False}


def take_turn(session: Session, inp: Input) -> None:
    """Take one message of the inbox. The caller holds the transaction and the conversation's lock, has checked
    that the message is new and that no officer owns the conversation, and marks the message done afterwards."""
    conversation = session.get_one(Conversation, inp.conversation_id)
    services = SqlServices(session, conversation, inp)
    # Nothing read here or after the interview depends on what is not yet written: it is all written at once.
    with session.no_autoflush:
        answers = services.current_answers()
    turn = Turn(
        inp=inp,
        dialogue=Dialogue.from_dict(conversation.dialogue),
        services=services,
        locality=locality.get(services.commune_code()),
        today=clock.today(),
        owner=conversation.owner,
        lang=conversation.lang,
        answers=answers,
    )
    before = turn.dialogue.asked.asked_id if turn.dialogue.asked else None
    engine.run(turn)
    with session.no_autoflush:
        services.close(turn.answers)
        _store_answers(session, services, turn)
        _store_state(session, conversation, services, turn, before)
        outbox.add(session, conversation, inp.inbox_id, turn.out)


def _store_answers(session: Session, services: SqlServices, turn: Turn) -> None:
    for declaration_id, answer in services.changed_answers():
        session.add(
            Answer(
                declaration_id=declaration_id, field=answer.field, version=answer.version, status=answer.status,
                value=answer.value, raw_text=answer.raw_text, source=answer.source, confidence=answer.confidence,
                warnings=list(answer.warnings), inbox_id=answer.inbox_id,
            )
        )  # fmt: skip
    for event in turn.journal:
        session.add(
            Journal(
                conversation_id=services.conversation.id, declaration_id=services.declaration_id,
                event=event.event, field=event.field, detail=event.detail,
            )
        )  # fmt: skip


def _store_state(
    session: Session, conversation: Conversation, services: SqlServices, turn: Turn, before: str | None
) -> None:
    dialogue = turn.dialogue if not services.erased else Dialogue()
    conversation.dialogue = dialogue.to_dict() | {"declaration_id": services.declaration_id}
    conversation.state = (
        conversation.owner if conversation.owner != "bot" else _STATE.get(dialogue.phase, dialogue.phase)
    )
    waiting = dialogue.asked if conversation.owner == "bot" and dialogue.phase != "paused" else None
    awaiting = _last_awaiting(turn.out) if waiting else None
    if waiting is None:
        conversation.awaiting = None
    elif awaiting is not None:
        conversation.awaiting = awaiting
    conversation.asked_id = dialogue.asked.asked_id if dialogue.asked else None
    conversation.updated_at = clock.now()
    if before and (dialogue.asked is None or dialogue.asked.asked_id != before):
        session.execute(_ANSWERED, {"asked": before, "now": clock.now()}, execution_options=_UNLOADED)
    if dialogue.asked and awaiting is not None and session.get(Question, dialogue.asked.asked_id) is None:
        session.add(
            Question(
                asked_id=dialogue.asked.asked_id, conversation_id=conversation.id,
                declaration_id=services.declaration_id, field=dialogue.asked.field or "",
                kind=dialogue.asked.kind, purpose=dialogue.asked.purpose, attempt=dialogue.asked.attempt,
                awaiting=awaiting,
            )
        )  # fmt: skip


def _last_awaiting(out: list[Utterance]) -> dict[str, Any] | None:
    return next((said.awaiting for said in reversed(out) if said.awaiting), None)
