"""Letters as SMS: worded for the room they take, cut where they are long, handed over by one of the ways."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

import httpx
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from actions import clock
from actions.segments import bare, segments, worded
from actions.settings import Settings
from actions.store.models import Inbox
from channels.sending.carrier import Letter, Sent, Undeliverable
from channels.sms.android import Android
from channels.sms.doors import SHORTEST_SECRET
from channels.sms.esms import Esms
from channels.sms.gammu import Gammu
from channels.sms.kannel import Kannel
from channels.sms.numbers import address_of
from channels.store import Store

MOST_SEGMENTS: Final = 4
"""Of one SMS: networks and telephones put longer ones together badly."""
TWO_SEGMENTS: Final = 306
TALKING: Final = timedelta(hours=24)
"""Who wrote so lately is answered by the way of the conversations; else it is a notice."""
MOST_KNOWN: Final = 1000
SECONDS: Final = 20.0
"""For one call of a way."""
_BREAKS: Final = (re.compile(r"\n"), re.compile(r"(?<=[.?!;:]) "), re.compile(r" "))


class Way(Protocol):
    """One way by which SMS go out."""

    async def hand_over(self, to: str, text: str, letter: str) -> str:
        """Hands one SMS over; returns its id at the way. Raises Later, Away or Undeliverable."""
        ...


class Sms:
    """The carrier of the channel ``sms``."""

    channel = "sms"
    longest = TWO_SEGMENTS

    def __init__(self, store: Store, talk: Way | None, notices: Way | None, per_second: float) -> None:
        self._store = store
        self._talk, self._notices = talk, notices
        self.per_second = per_second
        self._done: OrderedDict[str, list[str]] = OrderedDict()

    async def send(self, letter: Letter) -> Sent:
        """Hands over each piece once while this process lives; a letter that is tried again goes on where it was."""
        if address_of(letter.address) != letter.address:
            raise Undeliverable("no_number")
        talking = await self._store.read(partial(wrote_lately, letter.conversation_id))
        way = self._talk if talking or self._notices is None else self._notices
        if way is None:
            raise Undeliverable("no_way")
        parts = pieces(letter.text)
        done = self._done.setdefault(letter.id, [])
        while len(self._done) > MOST_KNOWN:
            self._done.popitem(last=False)
        for number in range(len(done), len(parts)):
            name = letter.id if number == 0 else f"{letter.id}-{number + 1}"
            done.append(await way.hand_over(letter.address, parts[number], name))
        self._done.pop(letter.id, None)
        return Sent(done[0], sum(map(segments, parts)))


def wrote_lately(conversation_id: str, session: Session) -> bool:
    """Whether somebody is talking here."""
    since = clock.now() - TALKING
    return bool(
        session.scalar(select(exists().where(Inbox.conversation_id == conversation_id, Inbox.received_at >= since)))
    )


def pieces(text: str) -> list[str]:
    """The texts of the SMS, each of four segments at most, cut at the end of a line, a sentence or a word."""
    whole = worded(text).strip()
    if segments(whole) <= MOST_SEGMENTS:
        return [whole]
    found: list[str] = []
    rest = bare(text).strip()
    while segments(rest) > MOST_SEGMENTS:
        end = _end(rest)
        found.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*found, rest]


def _end(text: str) -> int:
    """Where the first piece of a long text ends: as late as it may, at the best kind of break in its second half."""
    most = len(text)
    while segments(text[:most]) > MOST_SEGMENTS:
        most -= max(1, (most - TWO_SEGMENTS) // 8)
    for wanted in _BREAKS:
        ends = [match.end() for match in wanted.finditer(text, most // 2, most)]
        if ends:
            return ends[-1]
    return most


@asynccontextmanager
async def connected(here: Settings, store: Store) -> AsyncIterator[Sms]:
    """The carrier as the settings say; its connections are closed at the end."""
    async with httpx.AsyncClient(trust_env=False, timeout=SECONDS) as client:
        notices = _way(here.sms_notices, here, client) if here.sms_notices else None
        talk = _way(here.sms_talk, here, client) if here.sms_talk else None
        yield Sms(store, talk, notices, here.sms_per_second)


def chosen(here: Settings) -> bool:
    """Whether SMS are sent at all. Raises ValueError where what a way needs is not set."""
    for name in {here.sms_talk, here.sms_notices} - {""}:
        if name in ("kannel", "esms") and len(here.sms_secret) < SHORTEST_SECRET:
            raise ValueError(f"MOTCUA_SMS_SECRET: {SHORTEST_SECRET} letters or more are needed for {name}")
        if missing := [key.upper() for key in _NEEDED[name] if not getattr(here, key)]:
            raise ValueError(f"{', '.join(f'MOTCUA_{key}' for key in missing)}: needed for {name}")
    return bool(here.sms_talk or here.sms_notices)


_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "kannel": ("sms_kannel_password", "sms_number"),
    "gammu": ("sms_gammu_folder",),
    "esms": ("sms_esms_key", "sms_esms_secret"),
    "android": ("sms_android_url", "sms_android_user", "sms_android_password", "sms_android_key"),
}


def _way(name: str, here: Settings, client: httpx.AsyncClient) -> Way:
    if name == "kannel":
        return Kannel(client, here)
    if name == "esms":
        return Esms(client, here)
    if name == "android":
        return Android(client, here)
    assert here.sms_gammu_folder is not None  # ``chosen`` has looked
    return Gammu(here.sms_gammu_folder)
