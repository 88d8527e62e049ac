"""Dossiers to print, written as accepted versions, and what stands on the pages of a PDF."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from sqlalchemy import Engine

from actions.dossiers.codes import new_code
from actions.dossiers.submit import digest
from actions.interview.display import Wording, show
from actions.procedures.load import procedures
from actions.store import db
from actions.store.base import Base
from actions.store.models import AcceptedVersion, Declaration, Dossier

NA_SON = {
    "commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi Sâu", "district": None,
    "commune_code": "03203", "province_code": "11", "old_text": None,
}  # fmt: skip
ACCEPTED_AT = datetime(2026, 11, 23, 1, 5, 9, tzinfo=UTC)


def entry(path: str, value: Any = None, status: str = "known", **more: Any) -> dict[str, Any]:
    """One field of a frozen version, as ``dossiers.submit.frozen`` writes it."""
    spec = next(f for g in procedures()["marital_status"].groups for f in g.fields if f.id == path.rpartition(".")[2])
    known = status == "known" and value is not None
    return {
        "field": path, "label": spec.label, "kind": spec.kind, "status": status, "value": value, "raw_text": None,
        "source": "said", "version": 1, "warnings": [], "shown": show(Wording(), spec, value) if known else None,
    } | more  # fmt: skip


def person(**changes: Any) -> dict[str, dict[str, Any]]:
    """A whole declaration for oneself, never married, for a loan; ``changes`` are values (None: left out) or
    entries."""
    values: dict[str, Any] = {
        "requester_relation": "self", "purpose": "loan", "subject_full_name": "Giàng A Páo",
        "subject_birth_date": "1995-03-12", "subject_sex": "male", "subject_ethnicity": "Mông",
        "subject_nationality": "VN", "subject_personal_id": "011095000123", "subject_id_issue_date": "2022-06-15",
        "subject_id_type": "cccd", "subject_residence": NA_SON, "subject_residence_kind": "thuong_tru",
        "marital_status": "never_married", "has_former_residences": False, "requester_full_name": "Giàng A Páo",
        "requester_birth_date": "1995-03-12", "requester_personal_id": "011095000123",
        "requester_id_issue_date": "2022-06-15", "requester_id_type": "cccd", "requester_residence": NA_SON,
        "requester_phone": "0912345678", "issue_kind": "first", "copies": 1, "result_channel": "one_stop",
        "filing_basis": "counter",
    } | changes  # fmt: skip
    entries = [v if isinstance(v, dict) and "field" in v else entry(k, v) for k, v in values.items() if v is not None]
    return {e["field"]: e for e in entries}


def file(
    folder: Path,
    fields: dict[str, dict[str, Any]],
    *,
    notes: tuple[str, ...] = (),
    code: str | None = None,
    **more: Any,
) -> tuple[Engine, str]:
    """A database with one dossier of these fields; gives it and the receipt code. ``more``: columns of the version."""
    engine = db.engine(f"sqlite:///{folder / 'motcua.db'}")
    Base.metadata.create_all(engine)
    code = new_code()
    content = {
        "procedure": "marital_status", "procedure_code": "1.004873", "procedure_version": "2026-11-22",
        "fields": list(fields.values()), "officer_notes": list(notes),
    }  # fmt: skip
    with db.transaction(engine) as session:
        declaration = Declaration(procedure_id="marital_status", procedure_version="2026-11-22", status="submitted")
        session.add(declaration)
        session.flush()
        session.add(
            Dossier(
                code=code, declaration_id=declaration.id, commune_code=more.pop("commune_code", "03203"),
                procedure_id="marital_status",
            )
        )  # fmt: skip
        session.flush()
        session.add(
            AcceptedVersion(
                **{
                    "declaration_id": declaration.id, "dossier_code": code, "content": content,
                    "sha256": digest(content), "channel": "web", "typed_by": "citizen", "present": [],
                    "accepted_at": ACCEPTED_AT,
                }
                | more
            )
        )  # fmt: skip
    return engine, code


def pages(pdf: bytes) -> list[str]:
    """The text of each page on one line, NFC, without the dots of empty lines."""
    document = pypdfium2.PdfDocument(pdf)
    out = []
    for page in document:
        text = page.get_textpage().get_text_bounded().replace("\ufffe", "")
        words = [word for word in text.split() if set(word) != {"."}]
        out.append(unicodedata.normalize("NFC", " ".join(words)))
    return out


def image(pdf: bytes, page: int = 0, scale: float = 2.0) -> Image.Image:
    """A page as a picture."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil()
