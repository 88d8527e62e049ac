"""All tables under one name: ``from actions.store.models import Conversation, Answer, ...``."""

from __future__ import annotations

from actions.store.base import Base, Json, UtcTime
from actions.store.family import Helper, MatchKey, PartCode
from actions.store.filing import (
    AcceptedVersion,
    Answer,
    Consent,
    Declaration,
    DeclarationAccess,
    Dossier,
    Leg,
    Spool,
)
from actions.store.house import Audit, Job, Media, ProviderToken
from actions.store.talk import (
    Contact,
    ContactPerson,
    Conversation,
    Inbox,
    Journal,
    Outbox,
    Person,
    Question,
)

__all__ = [
    "AcceptedVersion", "Answer", "Audit", "Base", "Consent", "Contact", "ContactPerson", "Conversation",
    "Declaration", "DeclarationAccess", "Dossier", "Helper", "Inbox", "Job", "Journal", "Json", "Leg", "MatchKey",
    "Media", "Outbox", "PartCode", "Person", "ProviderToken", "Question", "Spool", "UtcTime",
]  # fmt: skip
