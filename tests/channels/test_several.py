"""Several gateways, action servers and Rasas over one PostgreSQL and one Redis: order is kept, nothing happens twice,
and what is lost with Redis is only time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import Engine

from actions import bus
from actions.bus import Bus
from actions.store import db
from channels import peers
from channels.claims import Claims
from channels.hub import Hub, happens
from channels.peers import Unreached
from channels.rasa_client import RasaClient, Understand
from tests.servers import Redis, new_database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = db.engine(new_database("postgresql", tmp_path))
    yield made
    made.dispose()


@pytest.fixture
def redis() -> Iterator[Redis]:
    made = Redis()
    yield made
    made.close()


def test_one_gateway_at_a_time_works_off_a_conversation(engine: Engine) -> None:
    async def run() -> None:
        one, other = Claims(engine), Claims(engine)
        assert await one.take("a") and not await other.take("a") and await other.take("b")
        await one.give("a")
        assert await other.take("a")
        other.close()  # as when it dies
        async with asyncio.timeout(20):  # until the server has noticed
            for name in ("a", "b"):
                while not await one.take(name):
                    await asyncio.sleep(0.01)
        one.close()

    asyncio.run(run())


def test_without_the_database_nobody_is_held_up_by_claims(tmp_path: Path) -> None:
    async def run() -> None:
        away = Claims(db.engine(f"postgresql://nobody@/nothing?host={tmp_path}"))
        assert await away.take("a")
        await away.give("a")
        away.close()

    asyncio.run(run())


def test_keys_are_heard_everywhere_also_after_redis_was_away(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "PAUSE_SECONDS", (0.01, 0.05))

    async def heard(hub: Hub, teller: Bus, key: str) -> bool:
        """Tells until it is heard: what is told while nobody listens is gone, which nothing depends on."""
        changed = hub.subscribe(key)
        assert teller.tell is not None
        for _ in range(200):
            teller.tell(key)
            if await happens(changed, 0.1):
                return True
        return False

    async def run() -> None:
        hub = Hub()
        teller, listener = Bus(redis.url), Bus(redis.url, hub.hear)
        teller.start()
        listener.start()
        assert await heard(hub, teller, "m1")
        redis.kill()
        assert teller.tell is not None
        for number in range(2 * bus.BEHIND):  # nobody waits for it, and it takes no more room than that
            teller.tell(f"lost{number}")
        await asyncio.to_thread(redis.start)
        assert await heard(hub, teller, "m2")
        await teller.stop()
        await listener.stop()

    asyncio.run(run())


def test_without_an_address_there_is_nobody_to_tell() -> None:
    assert Bus("").tell is None


class Rasas:
    """Two servers that speak Rasa's protocol, and count."""

    def __init__(self) -> None:
        self.got = [0, 0]
        self.hold = asyncio.Event()
        self.runners: list[web.AppRunner] = []
        self.urls: list[str] = []

    async def __aenter__(self) -> Rasas:
        for number in (0, 1):
            app = web.Application()
            app.router.add_post("/webhooks/rest/webhook", self._answer(number))
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.runners.append(runner)
            self.urls.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        return self

    def _answer(self, number: int):  # type: ignore[no-untyped-def]
        async def answer(request: web.Request) -> web.Response:
            self.got[number] += 1
            await self.hold.wait()
            return web.json_response([])

        return answer

    async def __aexit__(self, *why: object) -> None:
        for runner in self.runners:
            await runner.cleanup()


def test_a_text_goes_to_the_rasa_that_has_the_fewest_and_to_another_when_one_is_away() -> None:
    async def run() -> None:
        async with Rasas() as rasas, peers.connections() as session:
            client = RasaClient(session, " , ".join(f"{url}/" for url in rasas.urls), 10)
            tasks = [asyncio.create_task(client.understand(Understand(f"c{n}", "a", {}))) for n in range(6)]
            async with asyncio.timeout(10):
                while sum(rasas.got) < 6:
                    await asyncio.sleep(0.01)
            assert rasas.got == [3, 3]
            rasas.hold.set()
            await asyncio.gather(*tasks)
            await rasas.runners[0].cleanup()
            async with peers.connections() as fresh:
                client = RasaClient(fresh, ",".join(rasas.urls), 10)
                for number in range(4):
                    await client.understand(Understand(f"c{number}", "a", {}))
                assert rasas.got == [3, 7]
        async with peers.connections() as fresh:
            with pytest.raises(Unreached):
                await RasaClient(fresh, ",".join(rasas.urls), 10).understand(Understand("c", "a", {}))

    asyncio.run(run())
