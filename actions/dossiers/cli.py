"""``./motcua dossiers`` and ``./motcua dossier CODE``: what was declared and what would be sent, for officers' IT."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import VIETNAM
from actions.dossiers.attention import attention, sentences
from actions.errors import MotcuaError
from actions.printing.accepted import Accepted, accepted
from actions.printing.form import form_pdf, time_of
from actions.printing.output import save
from actions.printing.words import part, sentence
from actions.prompts import prompts
from actions.settings import settings
from actions.store import db
from actions.store.models import AcceptedVersion, Dossier, Leg


def main(argv: list[str]) -> int:
    """Entry point of both commands; ``argv[0]`` is the command's name."""
    command, *argv = argv
    parser = argparse.ArgumentParser(prog=f"motcua {command}")
    if command == "dossier":
        parser.add_argument("code", help="the receipt code, for instance 1234-5678")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as JSON")
    if command == "dossier":
        how.add_argument("--pdf", metavar="FILE", help="print the declaration into a file (-: standard output)")
    parser.add_argument("--data", type=Path, help="folder of the citizens' data, as given to up (default: var/)")
    args = parser.parse_args(argv)
    chosen = settings() if args.data is None else settings().model_copy(update={"data": args.data.resolve()})
    if not chosen.database_url and not (chosen.data / "motcua.db").exists():
        print(f"nothing in {chosen.data}: name the folder given to ./motcua up with --data", file=sys.stderr)
        return 1
    engine = db.engine(chosen.db_url)
    with db.reading(engine) as session:
        if command == "dossiers":
            return _all(session, args.json)
        try:
            return _one(session, args.code, args.json, args.pdf)
        except MotcuaError as error:
            print(error, file=sys.stderr)
            return 1


def _all(session: Session, as_json: bool) -> int:
    found = session.scalars(select(Dossier).order_by(Dossier.created_at))
    rows = [overview(row) | attention(session, row) for row in found]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        print(f"{row['code']}  {row['created_at']}  {row['procedure']}  {row['status']}")
        for line in sentences(row):
            print(f"           {line}")
    print(f"{len(rows)} dossiers")
    return 0


def _one(session: Session, code: str, as_json: bool, pdf: str | None) -> int:
    if pdf is not None:
        return save(form_pdf(session, code), pdf)
    found = accepted(session, code)
    if as_json:
        print(json.dumps(detail(session, session.get_one(Dossier, found.code)), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(found) + sentences(attention(session, session.get_one(Dossier, found.code)))))
    return 0


def lines(found: Accepted) -> list[str]:
    """The dossier in words: each value as the citizen heard it, where it comes from, what an officer looks at."""
    words, form, back = part("dossier"), part("form"), part("read_back")
    status = prompts().get(f"status.is.{found.status}").text
    out = [
        sentence(words["head"], code=found.code, title=found.procedure.title, status=status),
        sentence(
            words["accepted"], time=time_of(found), channel=back["channels"].get(found.channel, found.channel),
            typed_by=back["typists"].get(found.typed_by, found.typed_by),
        ),
    ]  # fmt: skip
    for entry in found.entries.values():
        source = form["sources"].get(entry.source, entry.source)
        out.append(sentence(words["field"], label=found.label(entry), value=found.shown(entry), source=source))
    doubts = [sentence(back["item"], label=found.label(e), what=what) if e else what for e, what in found.doubts()]
    return out + ([words["officer"], *(sentence(words["doubt"], what=doubt) for doubt in doubts)] if doubts else [])


def overview(row: Dossier) -> dict[str, Any]:
    """One line of a list; no personal value."""
    return {
        "code": row.code, "procedure": row.procedure_id, "status": row.status, "commune_code": row.commune_code,
        "filing_basis": row.filing_basis, "created_at": row.created_at.astimezone(VIETNAM).isoformat("T", "minutes"),
    }  # fmt: skip


def detail(session: Session, row: Dossier) -> dict[str, Any]:
    """The whole dossier: what was accepted, with its hash, and what each leg would send (portal field names)."""
    accepted = session.scalars(
        select(AcceptedVersion)
        .where(AcceptedVersion.dossier_code == row.code)
        .order_by(AcceptedVersion.accepted_at.desc())
    ).first()
    if accepted is None:
        raise RuntimeError(f"dossier {row.code} has no accepted version")
    legs = session.scalars(select(Leg).where(Leg.dossier_code == row.code).order_by(Leg.system))
    return overview(row) | attention(session, row) | {
        "declaration": accepted.content,
        "accepted": {
            "sha256": accepted.sha256, "at": accepted.accepted_at.astimezone(VIETNAM).isoformat("T", "seconds"),
            "channel": accepted.channel, "typed_by": accepted.typed_by, "present": accepted.present,
        },
        "legs": [{"system": leg.system, "status": leg.status, "payload": leg.payload} for leg in legs],
    }  # fmt: skip
