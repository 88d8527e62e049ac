"""``./motcua misunderstood``: what was not understood, masked, for people to label; and taking their labels in."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions import clock
from actions.clock import VIETNAM
from actions.errors import MotcuaError
from actions.learning import sheet, words
from actions.learning.allowed import Allowed
from actions.learning.listing import Item, Listing, asked_words, listing
from actions.learning.missed import missed
from actions.learning.sheet import BadSheet
from actions.learning.take import take
from actions.settings import ROOT, settings
from actions.store import db
from nlu.local import BadLocalData

BOT_PYTHON = ROOT / ".motcua" / "bot" / "bin" / "python"
MOST = 500


def main(argv: list[str]) -> int:
    """Entry point. 1 where nothing could be listed or taken, with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="motcua misunderstood", description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as JSON")
    how.add_argument(
        "--csv", type=Path, metavar="FILE", help="as a table to be labelled, the labels in a file beside it"
    )
    how.add_argument("--take", type=Path, metavar="FILE", help="check a labelled table and keep it for ./motcua train")
    parser.add_argument("--since", metavar="DAY", help="only messages from this day on, for instance 2026-11-22")
    parser.add_argument("--most", type=int, default=MOST, help="how many sentences at most (default: %(default)s)")
    parser.add_argument("--data", type=Path, help="folder of the citizens' data, as given to up (default: var/)")
    args = parser.parse_args(argv)
    try:
        if args.take is not None:
            return _take(args.take)
        found = _listing(args)
        if args.csv is not None:
            return _table(found, args.csv)
    except (MotcuaError, BadLocalData) as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        items = [item.to_dict() for item in found.items]
        print(
            json.dumps({"items": items, "left_out": found.left_out, "more": found.more}, ensure_ascii=False, indent=2)
        )
    else:
        print("\n".join(_lines(found)))
    return 0


def _listing(args: argparse.Namespace) -> Listing:
    content = settings().content
    chosen = settings() if args.data is None else settings().model_copy(update={"data": args.data.resolve()})
    since = _since(args.since, content) if args.since else None
    if not chosen.database_url and not (chosen.data / "motcua.db").exists():
        raise BadSheet(words.say(content, "wrong.no_database", folder=chosen.data))
    with db.reading(db.engine(chosen.db_url)) as session:
        found = list(missed(session, Allowed.of(content), since))
    return listing(found, content, clock.today(), understand, args.most)


def _since(day: str, content: Path) -> datetime:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=VIETNAM).astimezone(UTC)
    except ValueError as error:
        raise BadSheet(words.say(content, "wrong.since")) from error


def understand(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the present model makes of each; the messages go through a pipe to a process of this machine."""
    if not lines:
        return []
    given = "".join(json.dumps(line) + "\n" for line in lines)
    command = [str(BOT_PYTHON), "-m", "nlu.parse", "--jsonl"]
    done = subprocess.run(command, cwd=ROOT, input=given, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _lines(found: Listing) -> list[str]:
    content = settings().content
    if not found.items:
        return [words.say(content, "nothing")]
    out = []
    for item in found.items:
        out.append(f"{item.times:>4}  {item.sentence}")
        out.append(f"      {words.say(content, f'why.{item.why}')}; {asked_words(content, item)}; {_understood(item)}")
    out.append(words.say(content, "listed", count=len(found.items), left_out=found.left_out))
    return out + ([words.say(content, "more")] if found.more else [])


def _understood(item: Item) -> str:
    return f"{item.understood} {item.score:.2f}" + (f" → {item.chosen}" if item.chosen else "")


def _table(found: Listing, file: Path) -> int:
    content = settings().content
    try:
        labels = sheet.write(found.items, content, file)
    except OSError as error:
        raise BadSheet(words.say(content, "wrong.out", file=file)) from error
    print(words.say(content, "written", count=len(found.items), file=file, labels=labels))
    return 0


def _take(file: Path) -> int:
    content = settings().content
    done = take(sheet.read(file, content), content)
    for line, old, new in done.changed:
        print(words.say(content, "took.changed", line=line, old=old, new=new))
    counts = {"new": done.new, "skipped": done.skipped, "known": done.known, "empty": done.empty}
    print(words.say(content, "took.taken", changed=len(done.changed), **counts))
    if done.new or done.changed:
        print(words.say(content, "took.next"))
    return 0
