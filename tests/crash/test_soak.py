"""The soak in short: two gateways over PostgreSQL and Redis, every message brought to both, everything killed in turn.

State changes exactly once and in order, and every acknowledged message is answered, whatever dies. With more of
everything: ``.ci/soak``.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from actions.ids import new_id
from actions.store import db, outbox
from tests.channels.conftest import tiny_stack
from tests.channels.look import heard, inbox_of
from tests.servers import Postgres, Redis
from tests.stack import Stack, running

SEED = int(os.environ.get("MOTCUA_SOAK_SEED", "20261122"))
CITIZENS = int(os.environ.get("MOTCUA_SOAK_CITIZENS", "4"))
MESSAGES = int(os.environ.get("MOTCUA_SOAK_MESSAGES", "10"))
KILLS = int(os.environ.get("MOTCUA_SOAK_KILLS", "6"))
DOORS = ("gateway", "gateway2")


def talk(stack: Stack, number: int, said: dict[str, list[str]], over: threading.Event) -> None:
    """One citizen: each message goes to both gateways at once, now and then also the one before once more."""
    dice = random.Random(f"{SEED} {number}")
    sender, before = f"soak-{number}", ""
    both = [stack.citizen(sender, door) for door in DOORS]
    for one in both:
        one.patience = 240.0
    with ThreadPoolExecutor(2) as pool:
        count = 0
        while count < MESSAGES or not over.is_set():
            count += 1
            message, choice = new_id(), f"q:{count}"
            dice.shuffle(both)
            tasks = [pool.submit(one.choose, choice, message_id=message) for one in both]
            answers = [task.result() for task in tasks]
            assert answers[0].raw == answers[1].raw
            assert answers[0].texts[-1] == f"Đây là tin thứ {count}."
            if before and dice.random() < 0.3:
                assert both[0].choose(f"q:{count - 1}", message_id=before).texts[-1] == f"Đây là tin thứ {count - 1}."
            before = message
            said.setdefault(sender, []).append(choice)


def kill_in_turn(kills: dict[str, Callable[[], None]], over: threading.Event) -> Counter[str]:
    """Kills and starts again, a moment apart."""
    dice, done = random.Random(SEED), Counter[str]()
    names = [name for _ in range(KILLS) for name in kills][:KILLS]
    dice.shuffle(names)
    try:
        for name in names:
            over.wait(dice.uniform(0.2, 1.0))
            kills[name]()
            done[name] += 1
    finally:
        over.set()
    return done


def test_whatever_dies_everything_happens_once_and_is_answered(tmp_path: Path) -> None:
    postgres, redis = Postgres(), Redis()
    stack = tiny_stack(
        tmp_path, quick=True, database="postgresql", MOTCUA_RECEIPT_AFTER="3", MOTCUA_MAX_ATTEMPTS="1000",
        MOTCUA_FLOOD_PER_MINUTE="100000", MOTCUA_REDIS_URL=redis.url,
    )  # fmt: skip
    stack.database_at(postgres.new())

    def again(server: Postgres | Redis) -> None:
        server.kill()
        server.start()

    kills: dict[str, Callable[[], None]] = {
        "postgresql": lambda: again(postgres),
        "redis": lambda: again(redis),
        **{name: lambda name=name: stack.restart(name) for name in ("actions", *DOORS)},  # type: ignore[misc]
    }
    said: dict[str, list[str]] = {}
    over = threading.Event()
    try:
        with running(stack, "actions", *DOORS), ThreadPoolExecutor(CITIZENS + 1) as pool:
            citizens = [pool.submit(talk, stack, number, said, over) for number in range(CITIZENS)]
            killer = pool.submit(kill_in_turn, kills, over)
            try:
                for one in citizens:
                    one.result()
            finally:
                over.set()
            done = killer.result()
            for sender, choices in said.items():
                assert heard(stack, sender) == choices
                rows = inbox_of(stack, sender)
                assert [row.status for row in rows] == ["done"] * len(choices)
                with db.reading(stack.engine()) as session:
                    assert all(len(outbox.replies(session, row.id)) == 2 for row in rows)
            print(f"{sum(map(len, said.values()))} messages of {CITIZENS} citizens, killed: {dict(done)}")
            assert len(said) == CITIZENS and done.total() == KILLS
    finally:
        redis.close()
        postgres.close()
