"""``./motcua bench messages``: how many messages a finished declaration takes on each channel.

The personas of ``bench questions`` declare; what was said to them is then put into messages as each channel does:
the web shows every utterance by itself, Zalo gets letters of 2,000 characters at most, SMS letters of two segments at
most, where each segment is paid for.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.segments import segments
from actions.store import db
from actions.store.models import Dossier, Inbox, Outbox
from channels.render import render
from channels.sending.letters import BETWEEN, together
from channels.sms.carrier import TWO_SEGMENTS, pieces
from tests.bench.questions import NOW, personas, talk
from tests.stack import NAMES, Stack, running

ZALO_LETTERS = 2000


@dataclass(frozen=True)
class Messages:
    """Of one declaration: what the citizen sent, and what came back as messages of each channel. ``sms``: letters;
    ``segments``: SMS that they are sent and paid as."""

    name: str
    sent: int
    web: int
    zalo: int
    sms: int
    segments: int


def counted(session: Session, name: str, code: str) -> Messages:
    """The messages of the conversation that a dossier came from."""
    asked = (
        select(Outbox.conversation_id)
        .join(Inbox, Inbox.id == Outbox.inbox_id)
        .where(Inbox.result["dossier"].as_string() == code)
        .limit(1)
    )
    conversation = session.scalar(asked)
    rows = list(session.scalars(select(Outbox).where(Outbox.conversation_id == conversation).order_by(Outbox.seq)))
    sent = session.scalar(select(func.count()).select_from(Inbox).where(Inbox.conversation_id == conversation))
    zalo, sms = letters(rows, "zalo", ZALO_LETTERS), letters(rows, "sms", TWO_SEGMENTS)
    paid = sum(segments(piece) for text in sms for piece in pieces(text))
    return Messages(name, int(sent or 0), len(rows), len(zalo), len(sms), paid)


def letters(rows: list[Outbox], channel: str, longest: int) -> list[str]:
    """The texts of the letters that the sender makes of these rows; each turn's own, as a citizen waits for each."""
    found = []
    for _, turn in groupby(rows, key=lambda row: row.inbox_id):
        left = list(turn)
        while left:
            taken = together(left, channel, longest)
            found.append(BETWEEN.join(render(row.utterance, channel)["text"] for row in taken))
            left = left[len(taken) :]
    return found


def measure(stack: Stack) -> list[Messages]:
    """Every persona that needs no camera: SMS has none."""
    found = []
    for persona in personas():
        if any(isinstance(answer, dict) and "photo" in answer for answer in persona.answers.values()):
            continue
        _, code = talk(persona, stack.citizen())
        with db.reading(stack.engine()) as session:
            assert session.get(Dossier, code) is not None
            found.append(counted(session, persona.name, code))
    return found


def table(figures: list[Messages]) -> str:
    """The figures as text, one declaration a line."""
    lines = [f"{'sent':>5} {'web':>5} {'zalo':>5} {'sms':>5} {'segments':>8}  declaration"]
    lines += [f"{f.sent:>5} {f.web:>5} {f.zalo:>5} {f.sms:>5} {f.segments:>8}  {f.name}" for f in figures]
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """Prints the figures; 0."""
    parser = argparse.ArgumentParser(prog="motcua bench messages", description="Messages of a finished declaration.")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    env = {"MOTCUA_NOW": NOW, "MOTCUA_FLOOD_PER_MINUTE": "1000"}
    with tempfile.TemporaryDirectory() as folder, running(Stack(Path(folder), env=env), *NAMES) as stack:
        figures = measure(stack)
    print(json.dumps([asdict(one) for one in figures], ensure_ascii=False) if given.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
