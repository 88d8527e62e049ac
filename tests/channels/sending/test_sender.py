"""The sender over a real database, with a carrier of the test's own: order, tries, rests, giving up."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from actions.erasing import erase
from actions.prompts import prompts
from actions.settings import settings
from actions.store import conversations, db, outbox
from actions.store.models import Audit, Contact, Conversation, Journal, Outbox
from actions.utterance import Utterance
from channels.metrics import Metrics
from channels.sending import sender as sending
from channels.sending.carrier import Away, Later, Letter, Sent, Undeliverable
from channels.sending.sender import Sender
from channels.store import Store
from tests.servers import KINDS, new_database

TINY = Path(__file__).parent.parent / "tiny"


@dataclass
class Paper:
    """A carrier that keeps what it got, and fails when it is told to."""

    channel: str = "sms"
    longest: int = 2000
    per_second: float = 10_000.0
    got: list[Letter] = field(default_factory=list)
    faults: dict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    """By address, the next faults."""
    tries: list[str] = field(default_factory=list)

    async def send(self, letter: Letter) -> Sent:
        self.tries.append(letter.address)
        await asyncio.sleep(0)
        if self.faults[letter.address]:
            raise self.faults[letter.address].pop(0)
        self.got.append(letter)
        return Sent(f"p{len(self.got)}")


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("MOTCUA_CONTENT", str(TINY))
    settings.cache_clear()
    prompts.cache_clear()
    made = db.engine(new_database(request.param, tmp_path))
    yield made
    made.dispose()
    settings.cache_clear()
    prompts.cache_clear()


def say(engine: Engine, address: str, *utterances: Utterance, channel: str = "sms") -> list[str]:
    """Puts utterances into the outbox of an address; their ids."""
    with db.transaction(engine) as session:
        conversation = conversations.find_or_open(session, channel, address)
        return [row.id for row in outbox.add(session, conversation, None, utterances)]


def send(engine: Engine, paper: Paper, until: Callable[[], bool], max_attempts: int = 3) -> Metrics:
    """Runs a sender until something holds, at most half a minute."""
    metrics = Metrics()

    async def run() -> None:
        store = Store(engine)
        task = asyncio.create_task(Sender(store, [paper], metrics, max_attempts).run())
        try:
            async with asyncio.timeout(30):
                while not until():
                    await asyncio.sleep(0.01)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            store.close()

    asyncio.run(run())
    return metrics


def statuses(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Outbox.status).order_by(Outbox.conversation_id, Outbox.seq)))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(sending, "REST_SECONDS", (0.02, 0.1))


def heard(what: str) -> Utterance:
    return Utterance("tiny.heard", {"what": what})


ASKED = Utterance("tiny.count", {"number": 1}, ({"id": "a", "title": "Một"},), {"field": "tiny", "kind": "choice"})


def test_what_is_said_together_is_one_letter_and_a_question_ends_it(engine: Engine) -> None:
    ids = say(engine, "0912", heard("a"), heard("b"), ASKED, heard("c"))
    paper = Paper()
    send(engine, paper, lambda: statuses(engine) == ["sent"] * 4)
    first, second = paper.got
    assert first.ids == tuple(ids[:3]) and second.ids == (ids[3],)
    assert first.text == "Máy nhận được: a\nMáy nhận được: b\nTin thu 1.\n1. Một"  # SMS has no buttons
    with db.reading(engine) as session:
        assert [row.provider_id for row in session.scalars(select(Outbox).order_by(Outbox.seq))] == ["p1"] * 3 + ["p2"]


def test_a_letter_is_no_longer_than_the_channel_takes(engine: Engine) -> None:
    say(engine, "0912", *(heard("x" * 10) for _ in range(5)))
    paper = Paper(longest=60)
    send(engine, paper, lambda: statuses(engine) == ["sent"] * 5)
    assert [len(letter.ids) for letter in paper.got] == [2, 2, 1]
    assert all(len(letter.text) <= 60 for letter in paper.got)


def test_one_who_cannot_be_reached_now_keeps_the_order_and_holds_nobody_up(engine: Engine) -> None:
    say(engine, "slow", heard("1"), ASKED, heard("2"))
    say(engine, "quick", heard("1"))
    paper = Paper()
    paper.faults["slow"] += [Later("busy"), RuntimeError("a fault nobody thought of")]
    metrics = send(engine, paper, lambda: len(paper.got) == 3)
    assert [letter.address for letter in paper.got] == ["quick", "slow", "slow"]
    assert "2" in paper.got[-1].text
    assert 'motcua_letters_total{channel="sms",outcome="later"} 2' in metrics.text()


def test_what_fails_too_often_is_given_up_openly_and_the_rest_goes_on(engine: Engine) -> None:
    say(engine, "0912", ASKED, heard("next"))
    paper = Paper()
    paper.faults["0912"] += [Later("broken") for _ in range(3)]
    send(engine, paper, lambda: statuses(engine) == ["dead", "sent"])
    assert paper.tries == ["0912"] * 4 and "next" in paper.got[0].text
    with db.reading(engine) as session:
        (event,) = session.scalars(select(Journal.detail).where(Journal.event == "letter_dead"))
        (audited,) = session.scalars(select(Audit).where(Audit.action == "letter_dead"))
    assert event["reason"] == "too_many_tries" and event["letter"] == audited.object_id


def test_what_can_never_be_delivered_is_not_tried_again(engine: Engine) -> None:
    say(engine, "0912", ASKED, heard("next"))
    paper = Paper()
    paper.faults["0912"] += [Undeliverable("blocked", "error -213")]
    send(engine, paper, lambda: statuses(engine) == ["dead", "sent"])
    assert paper.tries == ["0912"] * 2


def test_a_provider_that_is_away_costs_no_letter_a_try(engine: Engine) -> None:
    for number in range(20):
        say(engine, f"a{number}", heard(str(number)))
    paper = Paper()
    for number in range(20):
        paper.faults[f"a{number}"] += [Away("no answer")] * 2
    send(engine, paper, lambda: statuses(engine) == ["sent"] * 20, max_attempts=1)
    with db.reading(engine) as session:
        assert set(session.scalars(select(Outbox.attempts))) == {1}


def test_a_letter_of_another_channel_is_left_alone(engine: Engine) -> None:
    say(engine, "browser", heard("web"), channel="web")
    say(engine, "0912", heard("sms"))
    paper = Paper()
    send(engine, paper, lambda: sorted(statuses(engine)) == ["pending", "sent"])
    assert [letter.address for letter in paper.got] == ["0912"]


def test_who_was_erased_meanwhile_gets_nothing_more(engine: Engine) -> None:
    say(engine, "0912", ASKED, heard("next"))
    say(engine, "0913", heard("stays"))
    paper = Paper()

    class Erasing(Paper):
        async def send(self, letter: Letter) -> Sent:
            sent = await paper.send(letter)
            if letter.address == "0912":
                with db.transaction(engine) as session:
                    session.delete(session.get_one(Conversation, letter.conversation_id))
            return sent

    send(engine, Erasing(), lambda: len(paper.got) == 2 and statuses(engine) == ["sent"])
    assert {letter.address for letter in paper.got} == {"0912", "0913"}


def test_the_answer_to_erasing_is_sent_and_the_address_goes_with_it(engine: Engine) -> None:
    say(engine, "0912", heard("before"))
    with db.transaction(engine) as session:
        conversation = conversations.find_or_open(session, "sms", "0912")
        erase(session, conversation, "the message that asks for it")
        outbox.add(session, conversation, None, [heard("erased"), ASKED, heard("bye")])
    paper = Paper()
    send(engine, paper, lambda: statuses(engine) == ["sent"] * 3)
    assert [letter.address for letter in paper.got] == ["0912", "0912"] and "before" not in paper.got[0].text
    with db.reading(engine) as session:
        (contact,) = session.scalars(select(Contact))
        assert contact.address.startswith("erased:") and contact.last_address is None


def test_the_rate_of_the_provider_is_kept(engine: Engine) -> None:
    for number in range(30):
        say(engine, f"a{number}", heard(str(number)))
    times: list[float] = []

    class Timed(Paper):
        async def send(self, letter: Letter) -> Sent:
            times.append(asyncio.get_running_loop().time())
            return await super().send(letter)

    send(engine, Timed(per_second=20.0), lambda: len(times) == 30 and statuses(engine) == ["sent"] * 30)
    # A second's worth at once, then one every twentieth of a second: the last not before half a second.
    assert times[-1] - times[0] >= 0.45
