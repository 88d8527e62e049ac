"""``./motcua zalo connect`` and ``status``: the tokens of the official account, for whoever sets Một Cửa up."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import sys

import httpx

from actions import clock
from actions.settings import Settings, settings
from actions.store import db, migrate, schema
from channels.zalo import tokens
from channels.zalo.api import Code, Pair, Unreadable, Zalo

NEEDED = ("zalo_app_id", "zalo_oa_id", "zalo_app_secret", "zalo_oa_secret_key")


def main(argv: list[str] | None = None) -> int:
    """0 when the account is connected; 1 with what is missing."""
    parser = argparse.ArgumentParser(prog="motcua zalo", description="The connection to the Zalo official account.")
    doing = parser.add_subparsers(dest="do", required=True)
    doing.add_parser("status", help="whether messages can be sent, and until when")
    connect = doing.add_parser(
        "connect", help="keep a pair of tokens: from the API Explorer (asked for), or for a code of the consent page"
    )
    connect.add_argument("--code", help="the code that the consent page led to (good for ten minutes)")
    connect.add_argument("--verifier", help="the code_verifier that belongs to it")
    given = parser.parse_args(argv)
    here = settings()
    if missing := [name for name in NEEDED if not getattr(here, name)]:
        print("Not set: " + ", ".join(f"MOTCUA_{name.upper()}" for name in missing), file=sys.stderr)
        return 1
    os.umask(0o077)  # the database holds the tokens
    engine = db.engine(here.db_url)
    if not schema.is_current(engine):
        migrate.upgrade(engine)
    name = tokens.account(here.zalo_oa_id)
    if given.do == "connect":
        try:
            pair = asyncio.run(first_pair(here, given.code, given.verifier))
        except (Code, Unreadable, httpx.HTTPError, ValueError) as error:
            print(f"Not connected: {error}", file=sys.stderr)
            return 1
        with db.transaction(engine) as session:
            tokens.put(session, name, pair, "operator")
    with db.reading(engine) as session:
        held = tokens.read(session, name)
    if held is None:
        print("Not connected yet: ./motcua zalo connect", file=sys.stderr)
        return 1
    left = held.expires_at - clock.now()
    print(f"Connected. Tokens renewed {held.version} times, the present one ends {held.expires_at:%Y-%m-%d %H:%M} UTC.")
    if held.fault is not None or left.total_seconds() <= 0:
        print(f"It has to be connected again: {held.fault or 'the token ended'}.", file=sys.stderr)
        return 1
    return 0


async def first_pair(here: Settings, code: str | None, verifier: str | None) -> Pair:
    """The pair for a code; without one the pair of the API Explorer, which is renewed at once, so that nobody else
    who saw it can use it. Raises ValueError where there is none; Code, Unreadable and httpx.HTTPError as Zalo does."""
    async with httpx.AsyncClient(trust_env=False) as client:
        zalo = Zalo(here, client)
        if code:
            return await zalo.exchange(code, verifier or "")
        refresh = await asyncio.to_thread(asked)
        if not refresh:
            raise ValueError("no refresh token given")
        return await zalo.refresh(refresh)


def asked() -> str:
    """The refresh token, from the keyboard without being shown, or from a pipe (alone, or as Zalo's JSON)."""
    said = getpass.getpass("refresh_token: ") if sys.stdin.isatty() else sys.stdin.read()
    said = said.strip()
    return str(json.loads(said).get("refresh_token", "")) if said.startswith("{") else said


if __name__ == "__main__":
    sys.exit(main())
