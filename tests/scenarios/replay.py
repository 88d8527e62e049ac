"""Playing scenarios within one process, on understandings that the running product had: fast enough to ask of
every rule of a procedure whether anything would notice its absence."""

from __future__ import annotations

import io
import json
import tempfile
from collections import defaultdict, deque
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, event, select

from actions.cards.seen import Seen
from actions.inputs import InputKind
from actions.prompts import prompts
from actions.store import conversations, db, inbox
from actions.store.base import Base
from actions.store.models import Outbox
from actions.turn import take_turn
from channels import media
from channels.render import render
from nlu.types import Understanding
from tests.scenarios.photos import seen
from tests.scenarios.play import NOW, Heard, refused


class Tape:
    """What was understood, by scenario and text, in the order of its latest run."""

    def __init__(self, path: Path) -> None:
        self._runs: dict[str, dict[str, list[tuple[str, Understanding]]]] = defaultdict(dict)
        for raw in path.read_text("utf-8").splitlines():
            line = json.loads(raw)
            name, _, run = line["sender"].rpartition("scenario-")[2].partition("~")
            heard = (line["text"], Understanding.from_dict(line["understanding"]))
            self._runs[name].setdefault(run, []).append(heard)

    def __contains__(self, name: str) -> bool:
        return name in self._runs

    def of(self, name: str) -> dict[str, deque[Understanding]]:
        """The understandings of a scenario's texts."""
        found: dict[str, deque[Understanding]] = defaultdict(deque)
        for text, understood in [*self._runs[name].values()][-1] if name in self._runs else ():
            found[text].append(understood)
        return dict(found)


class Room:
    """One database of this process, emptied for each scenario (to make a new one each time costs more)."""

    def __init__(self, folder: Path) -> None:
        self.engine = db.engine(f"sqlite:///{folder / 'motcua.db'}")
        # Nobody cuts the power here: no need to wait for the disk.
        event.listen(self.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        Base.metadata.create_all(self.engine)

    def clear(self) -> None:
        """Forget everything."""
        with db.transaction(self.engine) as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))


class InProcess:
    """A ``Line`` that takes turns directly, with the understandings of a tape."""

    def __init__(self, room: Room, tape: Tape, name: str, clock: pytest.MonkeyPatch) -> None:
        self.address = f"scenario-{name}"
        self.count = 0
        self._engine = room.engine
        self._understood = tape.of(name)
        self._clock = clock
        self.wait(0)
        room.clear()
        with db.transaction(self._engine) as session:
            self._conversation_id = conversations.find_or_open(session, "web", self.address, "").id

    def say(self, text: str) -> Heard:
        known = self._understood.get(text)
        understood = (known.popleft() if len(known) > 1 else known[0]) if known else None
        return self._turn("text", {"text": text}, understood)

    def choose(self, payload: str) -> Heard:
        return self._turn("choice", {"payload": payload}, None)

    def photo(self, content: bytes, before: Heard | None) -> Heard:
        with tempfile.TemporaryDirectory() as folder:
            try:
                kept = media.store(Path(folder), io.BytesIO(content))
            except media.FileTooLarge as error:
                return refused(prompts().get(error.citizen_prompt).wording("web", {}), before)
        return self._turn("media", {}, None, seen(content) if kept.kind == "image" else None)

    def _turn(
        self, kind: InputKind, body: dict[str, str], understood: Understanding | None, photo: Seen | None = None
    ) -> Heard:
        self.count += 1
        with db.transaction(self._engine) as session:
            conversation = db.lock_conversation(session, self._conversation_id)
            place = inbox.pile(session, conversation.id)
            row = inbox.accept(
                session, conversation, place, channel="web", message_id=f"{self.address}:{self.count}",
                kind=kind, body=body,
            )  # fmt: skip
            given = replace(inbox.to_input(row, understood), photo=photo)
            if conversation.owner != "officer":
                take_turn(session, given)
            inbox.finish(session, conversation, row, "done")
            session.flush()
            said = session.scalars(select(Outbox).where(Outbox.inbox_id == row.id).order_by(Outbox.position))
            shown = [render(reply.utterance, "web") for reply in said]
            standing = row.result or {}
        buttons = {b["title"]: b["payload"] for reply in shown for b in reply["buttons"]}
        asking = standing.get("asking")
        return Heard([reply["text"] for reply in shown], buttons, asking and asking["field"], standing["state"])

    def wait(self, days: int) -> None:
        """``MOTCUA_NOW`` is the day itself; the clock runs on from it."""
        self._clock.setenv("MOTCUA_NOW", (NOW + timedelta(days=days)).isoformat())

    def engine(self) -> Engine:
        return self._engine
