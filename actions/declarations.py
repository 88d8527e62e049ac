"""The answers of a declaration as they are in the database."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from actions import clock
from actions.interview.answers import Answer, Answers
from actions.procedures.load import procedures
from actions.store.models import Answer as AnswerRow
from actions.store.models import Declaration

_FIELDS = (
    select(AnswerRow.field, func.max(AnswerRow.version).label("version"), func.min(AnswerRow.id).label("first"))
    .where(AnswerRow.declaration_id == bindparam("declaration"))
    .group_by(AnswerRow.field)
    .subquery()
)
_LATEST = (
    select(
        AnswerRow.field, AnswerRow.status, AnswerRow.value, AnswerRow.raw_text, AnswerRow.source,
        AnswerRow.confidence, AnswerRow.warnings, AnswerRow.version, AnswerRow.inbox_id,
    )
    .join(_FIELDS, (AnswerRow.field == _FIELDS.c.field) & (AnswerRow.version == _FIELDS.c.version))
    .where(AnswerRow.declaration_id == bindparam("declaration"))
    .order_by(_FIELDS.c.first)
)  # fmt: skip
"""The latest version of each answer, in the order in which the fields were first answered."""


def load_answers(session: Session, row: Declaration) -> Answers:
    """The latest version of every answer of a declaration."""
    answers = Answers(procedures()[row.procedure_id], clock.today())
    for stored in session.connection().execute(_LATEST, {"declaration": row.id}):
        answers.stored[stored.field] = Answer(
            stored.field, stored.status, stored.value, stored.raw_text or "", stored.source,
            stored.confidence if stored.confidence is not None else 1.0, tuple(stored.warnings), stored.version,
            stored.inbox_id,
        )  # fmt: skip
    return answers
