"""The pair of tokens: renewed once, early, by one alone, and never lost in silence."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from actions.store import db
from actions.store.models import ProviderToken
from channels.sending.carrier import Away
from channels.store import Store
from channels.zalo import tokens
from channels.zalo.carrier import ZaloCarrier
from tests.channels.zalo.bench import USER, Bench
from tests.simulators.zalo.account import OA_ID


def held(bench: Bench) -> ProviderToken:
    with db.reading(bench.engine) as session:
        return session.get_one(ProviderToken, tokens.account(OA_ID))


@pytest.mark.parametrize("code", [-216, -220])
def test_a_token_that_is_refused_is_renewed_once_and_the_letter_goes(bench: Bench, code: int) -> None:
    bench.zalo.account.faults[USER] = [code]
    before = bench.zalo.account.rotations
    bench.send(bench.letter())
    assert bench.zalo.account.rotations == before + 1 and len(bench.zalo.account.shown_to(USER)) == 1
    assert held(bench).version == 2 and held(bench).claimed_at is None
    bench.zalo.account.faults[USER] = [code, code]
    with pytest.raises(Away):
        bench.send(bench.letter())


def test_many_letters_at_once_renew_the_token_once(bench: Bench) -> None:
    bench.connect(seconds=-1)  # it ended
    before = bench.zalo.account.rotations

    async def many(carrier: ZaloCarrier) -> None:
        await asyncio.gather(*(carrier.send(bench.letter(id=f"o{number}")) for number in range(30)))

    bench.run(many)
    assert bench.zalo.account.rotations == before + 1 and len(bench.zalo.account.shown_to(USER)) == 30


def test_two_processes_do_not_ask_for_the_next_pair_at_once(bench: Bench) -> None:
    bench.connect(seconds=-1)
    before = bench.zalo.account.rotations

    async def go() -> list[object]:
        store = Store(bench.engine)
        async with httpx.AsyncClient(trust_env=False) as client:
            both = [ZaloCarrier(bench.here, store, client) for _ in range(2)]
            return await asyncio.gather(*(one.tokens.current() for one in both), return_exceptions=True)

    found = asyncio.run(go())
    assert bench.zalo.account.rotations == before + 1
    assert all(isinstance(one, tokens.Held | Away) for one in found)


def test_a_token_is_renewed_hours_before_its_end(bench: Bench) -> None:
    bench.connect(seconds=tokens.EARLY.total_seconds() - 60)
    before = bench.zalo.account.rotations
    bench.send(bench.letter(), bench.letter(id="o2"))
    assert bench.zalo.account.rotations == before + 1


def test_when_no_next_pair_can_be_had_the_old_one_is_used_and_people_are_told(bench: Bench) -> None:
    bench.connect(seconds=3600)
    bench.zalo.account.refresh = {"taken by a power cut"}
    bench.send(bench.letter(), bench.letter(id="o2"))
    assert len(bench.zalo.account.shown_to(USER)) == 2
    assert held(bench).fault == "error -14014"
    bench.connect()  # by a person
    assert held(bench).fault is None
    bench.send(bench.letter(id="o3"))


def test_a_refusal_that_passes_heals_by_itself(bench: Bench) -> None:
    bench.connect(seconds=-1)
    bench.zalo.account.token_faults += [-32, "http:502"]
    for _ in range(2):
        with pytest.raises(Away):
            bench.send(bench.letter())
        with db.transaction(bench.engine) as session:  # the claim of a try without an answer ends by itself
            session.get_one(ProviderToken, tokens.account(OA_ID)).claimed_at = None
    bench.send(bench.letter())
    assert held(bench).fault is None


def test_without_a_connection_nothing_is_tried(bench: Bench) -> None:
    with db.transaction(bench.engine) as session:
        session.delete(session.get_one(ProviderToken, tokens.account(OA_ID)))
    with pytest.raises(Away, match="zalo connect"):
        bench.send(bench.letter())
    assert bench.zalo.account.tries == []
