"""Whose messages may be looked at to be understood better: nobody's who said no, was not told, or may be in danger.

Before anything personal is asked for, a citizen asks general questions; from the consent on, its wording must have said
that what is not understood is masked and learnt from (``told_in`` of ``data/learning/vi.yml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from actions.errors import DataError
from actions.learning import words
from actions.store.models import Consent, Conversation, DeclarationAccess, Inbox, PartCode

_NEVER: Final = ("danger.", "human.private", "human.complaints", "helpers.", "talk.insult")
"""Prompts that begin like this were said in a conversation that is nobody else's business."""
_OWN: Final = "declaration"
"""The purpose of a consent to one's own declaration."""


@dataclass(frozen=True)
class Allowed:
    """``told_in``: the versions of the consent's wording that tell of it."""

    told_in: frozenset[str]

    @staticmethod
    def of(content: Path) -> Allowed:
        """As the data say; DataError where they do not."""
        raw: Any = words.texts(content).get("told_in")
        if not isinstance(raw, list) or not all(isinstance(version, str) for version in raw):
            raise DataError("learning/vi.yml: told_in wants a list of versions")
        return Allowed(frozenset(raw))

    def conversation(self, session: Session, conversation: Conversation, told: set[str]) -> bool:
        """Whether any message of a conversation may be looked at; ``told``: the prompts said in it."""
        dialogue = conversation.dialogue or {}
        if conversation.lang != "vi" or dialogue.get("restricted") or dialogue.get("helper") or dialogue.get("part"):
            return False
        if conversation.queue in ("private", "complaints") or any(prompt.startswith(_NEVER) for prompt in told):
            return False
        mine = conversation.contact_id
        helper = exists().where(DeclarationAccess.contact_id == mine, DeclarationAccess.role == "helper")
        other = exists().where(PartCode.taken_by == mine)  # who declares a part of a relative's
        refused = exists().where(Consent.contact_id == mine, (~Consent.given) | (Consent.purpose != _OWN))
        return not session.scalar(select(helper | other | refused))

    def message(self, session: Session, conversation: Conversation, row: Inbox) -> bool:
        """Whether a message may be: before consent was asked for, or after one whose wording told of it."""
        given = session.scalars(
            select(Consent.wording_version)
            .where(Consent.contact_id == conversation.contact_id, Consent.at <= row.received_at)
            .order_by(Consent.at.desc())
            .limit(1)
        ).first()
        return given is None or given in self.told_in
