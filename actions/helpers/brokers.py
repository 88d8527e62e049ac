"""Contacts that declare for many unrelated people without being enrolled as helpers. For officers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import clock
from actions.declarations import load_answers
from actions.duplicates import plain
from actions.procedures.load import procedures
from actions.store.models import Declaration, DeclarationAccess

DAYS = 30
MOST_UNRELATED = 3
"""More unrelated subjects than this within ``DAYS``, and officers see a flag (field rules, 4.7)."""
_ALONE = frozenset({"self", "spouse"})
_STRANGERS = frozenset({"other", "carer"})


def unrelated(subjects: Iterable[tuple[str, str]]) -> int:
    """How many of ``(relation of the one who declares, name of the subject)`` can be no family of one person.

    Everybody has one self and one spouse at a time. Relatives are counted by surname: one surname is a family.
    """
    kinds: dict[str, set[str]] = {}
    for relation, name in subjects:
        kind = relation if relation in _ALONE else "stranger" if relation in _STRANGERS else "family"
        family = name.split()[0] if kind == "family" and name.split() else name
        kinds.setdefault(kind, set()).add(plain(family))
    counts = Counter({kind: len(found) for kind, found in kinds.items()})
    return counts["stranger"] + sum(max(0, counts[kind] - 1) for kind in ("self", "spouse", "family"))


def many_subjects(session: Session, contact_id: str | None) -> bool:
    """Whether a contact declared for too many unrelated people. What a helper declares as one does not count."""
    if contact_id is None:
        return False
    rows = session.scalars(
        select(Declaration)
        .join(DeclarationAccess, DeclarationAccess.declaration_id == Declaration.id)
        .where(
            Declaration.contact_id == contact_id,
            DeclarationAccess.contact_id == contact_id,
            DeclarationAccess.role == "writer",
            Declaration.created_at >= clock.now() - timedelta(days=DAYS),
        )
    )
    subjects = []
    for row in rows:
        if row.procedure_id not in procedures():
            continue
        answers = load_answers(session, row)
        name = answers.value(answers.procedure.subject_name_field)
        if isinstance(name, str):
            subjects.append((str(answers.value("requester_relation") or "other"), name))
    return unrelated(subjects) > MOST_UNRELATED
