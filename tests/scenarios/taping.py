"""The real action server, which also writes down what Rasa understood of each message of a scenario.

The tape lets the same scenarios be played again in one process, for instance over a broken copy of the data.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from sqlalchemy.orm import Session

from actions.inputs import Input
from actions.server import create_app
from actions.store.models import Contact, Conversation
from actions.turn import take_turn


def _recording(session: Session, inp: Input) -> None:
    if inp.understanding is not None:
        conversation = session.get_one(Conversation, inp.conversation_id)
        sender = session.get_one(Contact, conversation.contact_id).address
        line = {"sender": sender, "text": inp.text, "understanding": inp.understanding.to_dict()}
        with Path(os.environ["MOTCUA_TAPE"]).open("a", encoding="utf-8") as tape:
            tape.write(json.dumps(line, ensure_ascii=False) + "\n")
    take_turn(session, inp)


app = create_app(_recording)
