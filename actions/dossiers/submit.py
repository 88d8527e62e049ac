"""Submitting: freeze what was accepted, give our code, put the legs into the spool, held."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.dossiers.codes import new_code
from actions.dossiers.legs import legs_of, payload
from actions.ids import new_id
from actions.interview.answering import warnings_of
from actions.interview.answers import Answers
from actions.interview.display import Wording, Words, show_answer
from actions.interview.flow import review_places
from actions.interview.plan import officer_notes
from actions.store.models import AcceptedVersion, Conversation, Declaration, Dossier, Leg, Spool


def frozen(answers: Answers, words: Words) -> dict[str, Any]:
    """What was read back and accepted, complete and independent of later changes of the data.

    ``shown`` are the words of a field that was read back, None where it only repeats another one.
    """
    fields = []
    read = {p.path for p in review_places(answers, tuple(g for c in answers.procedure.review for g in c.groups))}
    for place in answers.places():
        if place.spec.internal:
            continue
        answer = answers.stored.get(place.path)
        value = answers.value(place.path)
        if answer is None and value is None:
            continue
        fields.append(
            {
                "field": place.path, "label": place.spec.label, "kind": place.spec.kind,
                "status": answer.status if answer else "known",
                "value": answer.value if answer and answer.status == "disputed" else value,
                "raw_text": answer.raw_text if answer and answer.status in ("unread", "disputed") else None,
                "source": answers.source(place.path), "version": answer.version if answer else 0,
                "warnings": warnings_of(answers, place),
                "shown": show_answer(words, answers, place) if place.path in read else None,
            }
        )  # fmt: skip
    return {
        "procedure": answers.procedure.id, "procedure_code": answers.procedure.code,
        "procedure_version": answers.procedure.version, "fields": fields,
        "officer_notes": officer_notes(answers),
    }  # fmt: skip


def digest(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of a frozen version."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def submit(
    session: Session, conversation: Conversation, declaration: Declaration, answers: Answers, channel: str,
    *, present: list[str] | None = None, typed_by: str = "citizen",
) -> str:  # fmt: skip
    """One declaration, one dossier: a second call gives the code of the first. Returns the receipt code.

    ``present``: in words, who else agreed to it; ``typed_by``: citizen or helper.
    """
    known = session.scalar(select(Dossier).where(Dossier.declaration_id == declaration.id))
    if known is not None:
        return known.code
    code = new_code()
    while session.get(Dossier, code) is not None:
        code = new_code()
    content = frozen(answers, Wording(conversation.lang))
    open_ends = any(f["status"] in ("unread", "disputed") or f["warnings"] for f in content["fields"])
    session.add(
        Dossier(
            code=code, declaration_id=declaration.id, contact_id=conversation.contact_id,
            commune_code=answers.value(answers.procedure.authority_field), procedure_id=answers.procedure.id,
            status="awaiting_officer" if open_ends or content["officer_notes"] else "received",
            filing_basis=answers.value("filing_basis"),
        )
    )  # fmt: skip
    session.flush()
    session.add(
        AcceptedVersion(
            declaration_id=declaration.id, dossier_code=code, content=content, sha256=digest(content),
            channel=channel, typed_by=typed_by, present=present or [],
        )
    )  # fmt: skip
    for leg in legs_of(answers):
        leg_id, body = new_id(), payload(answers, leg)
        session.add(Leg(id=leg_id, dossier_code=code, system=leg.system, status="held", payload=body))
        session.flush()
        session.add(Spool(leg_id=leg_id, idempotency_key=f"{declaration.id}:{leg.system}", status="held", payload=body))
    declaration.status = "submitted"
    declaration.filing_basis = answers.value("filing_basis")
    return code
