"""An interview of the tests' own: repeats what it hears and counts, so that order, loss and doubling show.

Buttons ``fail:<n>`` fail n times before they work; ``slow:<seconds>`` takes its time; ``officer`` hands the
conversation to an officer; everything else is counted in the dialogue.
"""

from __future__ import annotations

import time
from collections import Counter

from sqlalchemy.orm import Session

from actions.ids import new_id
from actions.inputs import Input
from actions.server import create_app
from actions.store import outbox
from actions.store.models import Conversation, Question
from actions.utterance import Utterance

_failed: Counter[str] = Counter()


def take_turn(session: Session, inp: Input) -> None:
    """Counts a message and asks the next question."""
    conversation = session.get_one(Conversation, inp.conversation_id)
    word, _, rest = inp.payload.rpartition(":")
    if word.endswith("fail") and _failed[inp.inbox_id] < int(rest):
        _failed[inp.inbox_id] += 1
        raise RuntimeError(f"failing on purpose over {inp.payload}")
    if word.endswith("slow"):
        time.sleep(float(rest))
    heard = [*conversation.dialogue.get("heard", []), inp.payload or inp.text or inp.media_id]
    conversation.dialogue = {"heard": heard}
    if rest == "officer":
        conversation.owner = conversation.state = "officer"
    else:
        conversation.state = "interview"
    asked_id = new_id()
    choices = [{"id": "a", "title": "Một"}, {"id": "b", "title": "Hai"}]
    awaiting = {"field": f"field_{len(heard)}", "kind": "choice", "purpose": "field", "options": choices}
    session.add(
        Question(
            asked_id=asked_id, conversation_id=conversation.id, field=f"field_{len(heard)}", kind="choice",
            purpose="field", awaiting=awaiting,
        )
    )  # fmt: skip
    conversation.asked_id, conversation.awaiting = asked_id, awaiting
    options = tuple({"id": f"{asked_id}:{o['id']}", "title": o["title"]} for o in choices)
    outbox.add(
        session, conversation, inp.inbox_id,
        [
            Utterance("tiny.heard", {"what": heard[-1]}),
            Utterance("tiny.count", {"number": len(heard)}, options, awaiting),
        ],
    )  # fmt: skip


app = create_app(take_turn)
