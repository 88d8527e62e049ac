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
from actions.dossiers.codes import read_code
from actions.settings import settings
from actions.store import db
from actions.store.models import AcceptedVersion, Dossier, Leg


def main(argv: list[str]) -> int:
    """Entry point of both commands; ``argv[0]`` is the command's name."""
    command, *argv = argv
    parser = argparse.ArgumentParser(prog=f"motcua {command}")
    if command == "dossier":
        parser.add_argument("code", help="the receipt code, for instance 1234-5678")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--data", type=Path, help="folder of the citizens' data, as given to up (default: var/)")
    args = parser.parse_args(argv)
    chosen = settings() if args.data is None else settings().model_copy(update={"data": args.data.resolve()})
    if not chosen.database_url and not (chosen.data / "motcua.db").exists():
        print(f"nothing in {chosen.data}: name the folder given to ./motcua up with --data", file=sys.stderr)
        return 1
    engine = db.engine(chosen.db_url)
    with db.reading(engine) as session:
        return _one(session, args.code, args.json) if command == "dossier" else _all(session, args.json)


def _all(session: Session, as_json: bool) -> int:
    rows = [overview(row) for row in session.scalars(select(Dossier).order_by(Dossier.created_at))]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        print(f"{row['code']}  {row['created_at']}  {row['procedure']}  {row['status']}")
    print(f"{len(rows)} dossiers")
    return 0


def _one(session: Session, text: str, as_json: bool) -> int:
    code = read_code(text)
    row = session.get(Dossier, code) if code else None
    if code is None or row is None:
        print("no dossier has that code" if code else "that code has a wrong digit", file=sys.stderr)
        return 1
    whole = detail(session, row)
    if as_json:
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    print(f"{whole['code']}  {whole['procedure']}  {whole['status']}  accepted {whole['accepted']['at']}")
    for item in whole["declaration"]["fields"]:
        marks = f"  [{', '.join(item['warnings'])}]" if item["warnings"] else ""
        print(f"  {item['label']}: {json.dumps(item['value'], ensure_ascii=False)} ({item['source']}){marks}")
    return 0


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
    return overview(row) | {
        "declaration": accepted.content,
        "accepted": {
            "sha256": accepted.sha256, "at": accepted.accepted_at.astimezone(VIETNAM).isoformat("T", "seconds"),
            "channel": accepted.channel, "typed_by": accepted.typed_by, "present": accepted.present,
        },
        "legs": [{"system": leg.system, "status": leg.status, "payload": leg.payload} for leg in legs],
    }  # fmt: skip
