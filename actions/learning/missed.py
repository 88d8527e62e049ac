"""Which messages were misunderstood, found in what is stored anyway: nothing is written when they come in.

A message and what was answered to it stand in inbox and outbox until they are erased; the prompts that were said, the
question that followed and the answers that were changed tell what went wrong. So what is erased is never listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import VIETNAM
from actions.learning.allowed import Allowed
from actions.store.models import Answer, Conversation, Declaration, Inbox, Outbox, Question

SOON: Final = 4
"""Within how many messages an answer that is changed again was taken wrongly, or a person was asked for."""
_AGAIN: Final = (".short", ".example")
"""Prompts of a question that is put again because its answer was refused."""
AT_ONCE: Final = 200
"""Conversations read at the same time."""


@dataclass(frozen=True)
class Missed:
    """One misunderstood message, not masked yet. ``why``: not_understood, offered, refused, corrected, human.
    ``awaiting`` is what was asked; ``chosen`` the meaning that the citizen then chose from those offered."""

    text: str
    why: str
    awaiting: dict[str, Any] | None
    procedure: str | None
    day: date
    chosen: str | None = None


@dataclass(frozen=True)
class _Stored:
    """What is stored of one conversation, each by its message (``answers``: those that a message gave)."""

    rows: Sequence[Inbox]
    said: dict[str, list[dict[str, Any]]]
    answers: dict[str, list[Answer]]
    later: dict[tuple[str, str], list[Answer]]
    questions: dict[str, Question]
    procedures: dict[str, str]


def missed(session: Session, allowed: Allowed, since: datetime | None) -> Iterator[Missed]:
    """Every misunderstood message that may be looked at, of those received from ``since`` (UTC) on."""
    wanted = select(Inbox.conversation_id).where(Inbox.kind == "text", Inbox.status == "done").distinct()
    if since is not None:
        wanted = wanted.where(Inbox.received_at >= since)
    ids = sorted(session.scalars(wanted))
    for first in range(0, len(ids), AT_ONCE):
        some = session.scalars(select(Conversation).where(Conversation.id.in_(ids[first : first + AT_ONCE])))
        for conversation in some.all():
            stored = _stored(session, conversation)
            told = {said["prompt_id"] for replies in stored.said.values() for said in replies}
            if allowed.conversation(session, conversation, told):
                yield from _of(session, stored, allowed, conversation, since)


def _stored(session: Session, conversation: Conversation) -> _Stored:
    mine = conversation.id
    rows = session.scalars(select(Inbox).where(Inbox.conversation_id == mine).order_by(Inbox.seq)).all()
    said: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for out in session.scalars(select(Outbox).where(Outbox.conversation_id == mine).order_by(Outbox.seq)):
        if out.inbox_id:
            said[out.inbox_id].append(out.utterance)
    answers: defaultdict[str, list[Answer]] = defaultdict(list)
    later: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    found = select(Answer).where(Answer.inbox_id.in_(select(Inbox.id).where(Inbox.conversation_id == mine)))
    for answer in session.scalars(found.order_by(Answer.version)):
        answers[str(answer.inbox_id)].append(answer)
        later[answer.declaration_id, answer.field].append(answer)
    questions = {q.asked_id: q for q in session.scalars(select(Question).where(Question.conversation_id == mine))}
    wanted = {q.declaration_id for q in questions.values() if q.declaration_id}
    declared = session.scalars(select(Declaration).where(Declaration.id.in_(wanted)))
    return _Stored(rows, said, answers, later, questions, {d.id: d.procedure_id for d in declared})


def _of(
    session: Session, stored: _Stored, allowed: Allowed, conversation: Conversation, since: datetime | None
) -> Iterator[Missed]:
    found: dict[int, Missed] = {}
    for i, row in enumerate(stored.rows):
        _led_to_a_person(stored, found, i)
        if row.kind != "text" or row.status != "done" or not str(row.body.get("text") or "").strip():
            continue
        if (since is not None and row.received_at < since) or not allowed.message(session, conversation, row):
            continue
        why = _why(stored, i)
        if why is not None:
            asked = stored.questions.get(row.asked_id or "")
            procedure = stored.procedures.get(asked.declaration_id or "") if asked else None
            found[i] = Missed(
                str(row.body["text"]), why, asked.awaiting if asked else None, procedure,
                row.received_at.astimezone(VIETNAM).date(), _chosen(stored, i),
            )  # fmt: skip
    yield from found.values()


def _why(stored: _Stored, i: int) -> str | None:
    """What went wrong with the message at place ``i``; None where nothing did."""
    row = stored.rows[i]
    replies = stored.said.get(row.id, [])
    prompts = [said["prompt_id"] for said in replies]
    if "talk.did_you_mean" in prompts:
        return "offered"
    if any(p.startswith("talk.not_understood") or p == "talk.out_of_scope" for p in prompts):
        return "not_understood"
    asked = stored.questions.get(row.asked_id or "")
    if asked is not None and asked.purpose == "field" and not any(p.endswith(".help") for p in prompts):
        again = [said for said in replies if (said.get("awaiting") or {}).get("field") == asked.field]
        if any(s["prompt_id"].endswith(_AGAIN) or s["prompt_id"] == "interview.other_way" for s in again):
            return "refused"
    return "corrected" if _corrected(stored, i) else None


def _corrected(stored: _Stored, i: int) -> bool:
    """Whether what was taken from the message was said otherwise within the next messages, or none of what was offered
    for it was right."""
    row = stored.rows[i]
    soon = {r.id for r in stored.rows[i + 1 : i + 1 + SOON]}
    for answer in stored.answers.get(row.id, []):
        for other in stored.later[answer.declaration_id, answer.field]:
            if other.version > answer.version and other.inbox_id in soon and other.value != answer.value:
                return True
    following = stored.rows[i + 1] if i + 1 < len(stored.rows) else None
    return following is not None and str(following.body.get("payload") or "").endswith(":none_of_these")


def _chosen(stored: _Stored, i: int) -> str | None:
    """The meaning whose button was pressed next, of those that were offered."""
    following = stored.rows[i + 1] if i + 1 < len(stored.rows) else None
    if following is None or following.kind != "choice":
        return None
    for said in stored.said.get(stored.rows[i].id, []):
        if said["prompt_id"] == "talk.did_you_mean":
            asked_id, _, option = str(following.body.get("payload") or "").partition(":")
            if asked_id == (said.get("awaiting") or {}).get("asked_id"):
                return "request_human" if option == "human" else option
    return None


def _led_to_a_person(stored: _Stored, found: dict[int, Missed], i: int) -> None:
    """A person chosen instead of another try: the last message that was misunderstood led there."""
    row = stored.rows[i]
    if not str(row.body.get("payload") or "").endswith(":human"):
        return
    if not any(said["prompt_id"] == "human.general" for said in stored.said.get(row.id, [])):
        return
    before = [at for at in found if i - SOON <= at < i]
    if before:
        found[before[-1]] = replace(found[before[-1]], why="human")
