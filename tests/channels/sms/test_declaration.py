"""A whole declaration by SMS, through Kannel, Rasa, the real interview and the sender, counting the messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.segments import segments
from actions.store import conversations, db
from actions.store.models import Conversation, Inbox, Outbox
from channels.render import render
from channels.sending.letters import together
from channels.sms.carrier import TWO_SEGMENTS, pieces
from tests.scenarios.play import FOLDER, NOW, Heard, Play, read
from tests.simulators.sms.kannel import Kannel, Telephone, boxes
from tests.stack import NAMES, Stack, running, wait_until

pytestmark = pytest.mark.stack
MOST_SEGMENTS = 36
"""That the whole declaration may take: what it took when this was written, and a tenth more."""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Telephone]]:
    env = {"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000", "MOTCUA_RECEIPT_AFTER": "60"}
    stack = Stack(tmp_path_factory.mktemp("declaration"), env=env)
    kannel = Kannel(stack.data / "kannel", stack.ports["gateway"])
    stack.env |= kannel.settings()
    with boxes(kannel), running(stack, *NAMES, "sender"):
        telephone = Telephone(kannel.fake)
        yield stack, telephone
        telephone.close()


class BySms:
    """Implements ``tests.scenarios.play.Line``: a citizen with a keypad, who chooses by number."""

    def __init__(self, stack: Stack, telephone: Telephone) -> None:
        self.address = telephone.number
        self.written = 0
        self.longest_question = 0
        self._stack = stack
        self._telephone = telephone

    def say(self, text: str) -> Heard:
        self.written += 1
        self._telephone.send(text)
        wait_until(self._settled, 60, "everything is answered and sent")
        with db.reading(self.engine()) as session:
            return self._heard(session)

    def choose(self, payload: str) -> Heard:
        return self.say(payload)

    def photo(self, content: bytes, before: Heard | None) -> Heard:
        raise NotImplementedError("an SMS holds no photo")

    def wait(self, days: int) -> None:
        raise NotImplementedError("no day passes here")

    def engine(self) -> Engine:
        return self._stack.engine()

    def _settled(self) -> bool:
        with db.reading(self.engine()) as session:
            found = conversations.find(session, "sms", self.address)
            if found is None:
                return False
            mine = Inbox.conversation_id == found.id
            done = session.scalar(select(func.count()).where(mine, Inbox.status == "done"))
            pending = select(Outbox.id).where(Outbox.conversation_id == found.id, Outbox.status == "pending")
            return done == self.written and session.scalar(pending) is None

    def _heard(self, session: Session) -> Heard:
        """What the last message brought: the telephone has exactly what was said, in as many SMS as it takes."""
        found = conversations.find(session, "sms", self.address)
        assert found is not None
        last = session.scalar(
            select(Inbox.id).where(Inbox.conversation_id == found.id).order_by(Inbox.seq.desc()).limit(1)
        )
        rows = list(session.scalars(select(Outbox).where(Outbox.inbox_id == last).order_by(Outbox.seq)))
        texts = [render(row.utterance, "web")["text"] for row in rows]
        expected: list[str] = []
        while rows:
            letter = together(rows, "sms", TWO_SEGMENTS)
            expected += pieces("\n".join(render(row.utterance, "sms")["text"] for row in letter))
            rows = rows[len(letter) :]
        came = self._telephone.got
        wait_until(lambda: "".join(came) == "".join(expected), 20, f"{came} are {expected}")
        assert len(came) == sum(map(segments, expected))
        self._telephone.got.clear()
        return Heard(texts, _numbered(found), _field(found), found.state)


def _field(conversation: Conversation) -> str | None:
    asking = conversations.asking(conversation)
    return asking["field"] if asking else None


def _numbered(conversation: Conversation) -> dict[str, str]:
    asking = conversations.asking(conversation)
    options = asking["options"] if asking else []
    return {option["title"]: str(number) for number, option in enumerate(options, 1)}


def test_a_marital_status_declaration_from_the_first_word_to_the_receipt(network: tuple[Stack, Telephone]) -> None:
    stack, telephone = network
    line = BySms(stack, telephone)
    Play(read(FOLDER / "doc_than_vay_von.yml"), line).run()
    with db.reading(stack.engine()) as session:
        providers = session.scalars(select(Outbox.provider_id)).all()
        rows = list(session.scalars(select(Outbox).order_by(Outbox.seq)))
    assert all(providers), "something was said and not handed over"
    taken = 0
    while rows:
        letter = together(rows, "sms", TWO_SEGMENTS)
        said = pieces("\n".join(render(row.utterance, "sms")["text"] for row in letter))
        taken += sum(map(segments, said))
        rows = rows[len(letter) :]
    print(f"SMS: {line.written} written, {taken} got")
    assert taken <= MOST_SEGMENTS
