"""A photo's short life: looked at outside of any transaction, dropped with the turn that took it, gone from the disk
right after. What a crash leaves in between is looked at again, or removed at the next start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions import clock
from actions.cards.reader import read
from actions.cards.seen import Seen
from actions.log import Log
from actions.store import db
from actions.store.models import Conversation, Inbox, Media

ORPHAN_AFTER: Final = timedelta(hours=1)
"""A file that no row knows after so long belongs to a message that was never kept."""

log = Log("cards")


@dataclass(frozen=True)
class Look:
    """A file that the machine is to answer: its row's id, and what was seen on it; None where it is no picture."""

    media_id: str
    seen: Seen | None


def look(engine: Engine, folder: Path, inbox_id: str) -> Look | None:
    """Looks at the file of a message that the machine is to answer; None for any other message. ``folder`` holds the
    media. Takes up to some seconds, so it stands outside the turn's transaction."""
    with db.reading(engine) as session:
        found = session.execute(
            select(Inbox, Conversation.owner)
            .join(Conversation, Conversation.id == Inbox.conversation_id)
            .where(Inbox.id == inbox_id, Inbox.kind == "media", Inbox.status == "new")
        ).first()
        if found is None or found[1] != "bot":
            return None
        row = session.get(Media, found[0].body.get("media_id"))
        if row is None:
            return None
        media_id, path = row.id, folder / row.path
        if row.kind != "image":
            return Look(media_id, None)
    try:
        seen = read(path)
    except FileNotFoundError:
        log.warning("photo is gone", media=media_id)
        seen = Seen(why="damaged")
    log.info("photo looked at", media=media_id, outcome=seen.why or "card")
    return Look(media_id, seen)


def drop(session: Session, media_id: str) -> None:
    """The turn needs the file no more: it goes as soon as the turn is kept (``remove``)."""
    row = session.get(Media, media_id)
    if row is not None:
        row.status = "dropping"


def remove(engine: Engine, folder: Path, media_id: str) -> None:
    """Deletes the file, if the turn dropped it. Its row stays, so that the message sent again is known."""
    with db.transaction(engine) as session:
        row = session.get(Media, media_id)
        if row is not None and row.status == "dropping":
            _delete(folder, row)


def purge(engine: Engine, folder: Path) -> int:
    """At the start: deletes what a crash left (dropped files, files of messages given up, files that no row knows);
    how many."""
    with db.transaction(engine) as session:
        given_up = session.scalars(select(Inbox).where(Inbox.kind == "media", Inbox.status == "dead"))
        dead = {str(row.body.get("media_id")) for row in given_up}
        rows = session.scalars(select(Media).where(Media.status.in_(("stored", "dropping")))).all()
        gone = [row for row in rows if row.status == "dropping" or row.id in dead]
        for row in gone:
            _delete(folder, row)
        known = set(session.scalars(select(Media.path)))
    orphans = [path for path in folder.glob("*/*") if _is_orphan(path, str(path.relative_to(folder)), known)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(gone) + len(orphans)


def _is_orphan(path: Path, name: str, known: set[str]) -> bool:
    written = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo)
    return name not in known and datetime.now(tz=written.tzinfo) - written > ORPHAN_AFTER


def _delete(folder: Path, row: Media) -> None:
    (folder / row.path).unlink(missing_ok=True)
    row.status = "deleted"
