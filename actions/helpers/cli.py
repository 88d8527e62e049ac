"""``./motcua helper add|revoke|list``: village helpers, until the desk does it."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, select

from actions.errors import MotcuaError
from actions.helpers import enrol
from actions.settings import settings
from actions.store import db, schema
from actions.store.models import Helper


def main(argv: list[str]) -> int:
    """Entry point. The PIN is printed once and cannot be shown again."""
    parser = argparse.ArgumentParser(prog="motcua helper", description="Village helpers.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, help="folder of the citizens' data, as given to up (default: var/)")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", parents=[shared], help="enrol a helper; prints the PIN once")
    where = add.add_mutually_exclusive_group(required=True)
    where.add_argument("--phone", help="the number from which they write or call")
    where.add_argument("--contact", metavar="CHANNEL:ADDRESS", help="another contact, for instance zalo:1234")
    add.add_argument("--name", required=True)
    add.add_argument("--commune", required=True, metavar="CODE", help="five digits, for instance 03203")
    add.add_argument("--villages", default="", help='names with commas between; "" for the whole commune')
    add.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    add.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    add.add_argument("--by", default="", help="the officer who enrols (default: who is signed in here)")
    revoke = commands.add_parser("revoke", parents=[shared], help="end an enrolment at once")
    revoke.add_argument("id", help="as shown by helper list")
    revoke.add_argument("--by", default="")
    commands.add_parser("list", parents=[shared], help="who is enrolled")
    args = parser.parse_args(argv)
    chosen = settings() if args.data is None else settings().model_copy(update={"data": args.data.resolve()})
    engine = db.engine(chosen.db_url)
    try:
        schema.require_current(engine)
        return _run(engine, args)
    except MotcuaError as error:
        print(error, file=sys.stderr)
        return 1


def _run(engine: Engine, args: argparse.Namespace) -> int:
    if args.command == "list":
        with db.reading(engine) as session:
            for row in session.scalars(select(Helper).order_by(Helper.created_at)):
                state = row.status if row.status == "revoked" or enrol.in_force(row) else "not in force today"
                villages = ", ".join(row.villages) or "whole commune"
                print(f"{row.id}  {row.name}  {row.commune_code}  {villages}  {row.first_day}–{row.last_day}  {state}")
        return 0
    by = f"officer:{args.by or getpass.getuser()}"
    with db.transaction(engine) as session:
        if args.command == "revoke":
            enrol.revoke(session, args.id, by)
            print("revoked")
            return 0
        channel, _, address = (args.contact or f"sms:{args.phone}").partition(":")
        if not address:
            print("--contact is CHANNEL:ADDRESS, for instance zalo:1234", file=sys.stderr)
            return 2
        names = [name.strip() for name in args.villages.split(",") if name.strip()]
        row, pin = enrol.add(
            session, channel=channel, address=address, name=args.name, commune_code=args.commune, villages=names,
            first_day=args.first, last_day=args.last, by=by,
        )  # fmt: skip
    print(f"enrolled {row.id}; PIN {pin} (shown only now; give it by voice)")
    return 0
