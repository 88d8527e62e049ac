"""Where the button "để người ấy tự khai trên máy của họ" stands."""

from __future__ import annotations

from actions.interview.answers import Answers, Place
from actions.procedures.expressions import holds
from actions.sharing.layout import Part, parts_of
from actions.sharing.view import SharedAnswers

OWN_PHONE = "own_phone"
"""The option, at a question of a part, to let its own person declare the part."""


def offered(answers: Answers, place: Place) -> tuple[str, ...]:
    """The option's id at the first question of a part, as long as nothing of the part was said; else ()."""
    if not isinstance(answers, SharedAnswers) or answers.own is not None:
        return ()
    for part in parts_of(answers.procedure.id):
        if part.offered_at == place.path and holds(part.when, answers) and not _begun(answers, part):
            return (OWN_PHONE,)
    return ()


def _begun(answers: Answers, part: Part) -> bool:
    return any(answers.said(p.path) for p in answers.places() if p.group.id in part.groups and p.spec.asked)
