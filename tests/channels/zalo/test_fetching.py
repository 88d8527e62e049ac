"""Which addresses a file may be fetched from, and how they are asked."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine

from actions.settings import Settings
from channels.store import Store
from channels.zalo.fetching import Fetcher, Forbidden


def checked(url: str, places: list[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[Any, ...]:
    """What is asked for an address whose host has these places."""

    async def lookup(self: object, host: str, port: int, **more: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    async def run() -> tuple[Any, ...]:
        monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", lookup)
        async with httpx.AsyncClient() as client:
            store = Store(create_engine(f"sqlite:///{folder / 'x.db'}"))
            return await Fetcher(Settings(zalo_media_hosts="zadn.vn, 10.1.2.3:8080"), store, client)._checked(url)

    return asyncio.run(run())


def test_a_host_is_asked_at_the_very_place_that_was_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = checked("https://f1.ZADN.vn/a/b.jpg?x=1#y", ["118.102.1.1"], monkeypatch, tmp_path)
    assert asked == ("https://118.102.1.1/a/b.jpg?x=1", {"Host": "f1.zadn.vn"}, {"sni_hostname": "f1.zadn.vn"})
    asked = checked("https://zadn.vn/b", ["2402:800::1"], monkeypatch, tmp_path)
    assert asked[0] == "https://[2402:800::1]/b"


@pytest.mark.parametrize(
    "places",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["192.168.1.1"], ["169.254.169.254"], ["::1"], ["fe80::1%eth0"], ["fd00::1"],
        ["0.0.0.0"], ["100.64.0.1"], ["118.102.1.1", "127.0.0.1"], [],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_a_network_is_refused(
    places: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(Forbidden):
        checked("https://f1.zadn.vn/x", places, monkeypatch, tmp_path)


def test_a_place_that_the_operator_named_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert checked("http://10.1.2.3:8080/x", [], monkeypatch, tmp_path)[0] == "http://10.1.2.3:8080/x"
    for url in ("http://10.1.2.3/x", "https://10.1.2.3:8080/x", "http://10.1.2.3:8081/x", "http://zadn.vn/x"):
        with pytest.raises(Forbidden):
            checked(url, ["10.1.2.3"], monkeypatch, tmp_path)
