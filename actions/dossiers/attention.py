"""What an officer is told of a dossier beside what was declared: duplicates, and who declares for many."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from actions import duplicates
from actions.helpers.brokers import many_subjects
from actions.interview.display import Wording
from actions.store.models import Dossier


def attention(session: Session, row: Dossier) -> dict[str, Any]:
    """``{"duplicates": [receipt codes], "flags": ["many_subjects"]}``; never shown to the one who declared."""
    flags = ["many_subjects"] if many_subjects(session, row.contact_id) else []
    return {"duplicates": duplicates.find(session, row), "flags": flags}


def sentences(found: dict[str, Any]) -> list[str]:
    """The same in words."""
    words = Wording()
    out = [words.text("officer.duplicate", code=code) for code in found["duplicates"]]
    return out + [words.text(f"officer.{flag}") for flag in found["flags"]]
