"""Letters to citizens on Zalo: a text with buttons, in as many messages as its length needs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import httpx
from sqlalchemy.orm import Session

from actions import locality
from actions.log import Log
from actions.prompts import prompts
from actions.settings import Settings
from actions.store.models import Conversation
from channels.sending.carrier import Away, Later, Letter, Sent, Undeliverable
from channels.store import Store
from channels.zalo import api, meaning
from channels.zalo.api import Code, Unreadable, Zalo
from channels.zalo.events import text_id
from channels.zalo.listening import PATH, can_be_heard
from channels.zalo.taking import CHANNEL, PAYLOAD
from channels.zalo.tokens import Held, Tokens
from voice.speakers.espeak import Espeak

log = Log("zalo")

REMEMBERED: Final = 1000
"""Letters whose parts are remembered while one of them still has to go."""


class ZaloCarrier:
    """Implements ``channels.sending.carrier.Carrier`` for one official account."""

    channel = CHANNEL
    longest = api.LONGEST_TEXT

    def __init__(self, here: Settings, store: Store, client: httpx.AsyncClient) -> None:
        self.per_second = here.zalo_per_second
        self._here = here
        self._store = store
        self._zalo = Zalo(here, client)
        self.tokens = Tokens(here.zalo_oa_id, store, self._zalo)
        self._voice = Espeak()
        self._gone: OrderedDict[str, list[str | None]] = OrderedDict()

    async def send(self, letter: Letter) -> Sent:
        """Hands a letter over. Raises Later, Away or Undeliverable. What of a letter went is not sent again while this
        process lives."""
        if text_id(letter.address) != letter.address or letter.address.startswith(("sender:", "erased:")):
            raise Undeliverable("address")
        gone = self._gone.pop(letter.id, [])
        messages = await self._messages(letter)
        try:
            for message in messages[len(gone) :]:
                gone.append(await self._one(letter.address, message))
        except Exception:
            if gone:
                self._gone[letter.id] = gone
                while len(self._gone) > REMEMBERED:
                    self._gone.popitem(last=False)
            raise
        return Sent(gone[-1], len(messages))

    async def _one(self, user: str, message: dict[str, Any]) -> str | None:
        held = await self.tokens.current()
        try:
            return await self._try(held, user, message)
        except Code as error:
            if error.code not in meaning.TOKEN:
                raise self._fault(error) from error
        held = await self.tokens.renew(held)
        try:
            return await self._try(held, user, message)
        except Code as error:
            if error.code in meaning.TOKEN:
                raise Away("the new token is refused too", meaning.MEND_SECONDS) from error
            raise self._fault(error) from error

    async def _try(self, held: Held, user: str, message: dict[str, Any]) -> str | None:
        try:
            id, quota = await self._zalo.message(held.access, user, message)
        except Unreadable as error:
            if error.http >= 500 or error.http == 429:
                raise Away(str(error), error.after) from error
            raise Later(str(error)) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Away(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Later(type(error).__name__) from error
        if quota is not None and quota.remain is not None and quota.remain <= 0:
            log.warning("zalo allowance is used up", kind=quota.kind, total=quota.total)
        return id

    def _fault(self, error: Code) -> Exception:
        if error.code in meaning.ACCOUNT:
            log.error("zalo account needs a person", code=error.code)
        elif error.code in meaning.LETTER:
            log.error("zalo refuses what was sent", code=error.code)
        return meaning.fault(error.code)

    async def _messages(self, letter: Letter) -> list[dict[str, Any]]:
        """The letter as messages: the text in pieces, the buttons on the last, then the card that asks for a number."""
        awaiting = letter.utterances[-1].get("awaiting") or {} if letter.utterances else {}
        buttons = [button(one["title"], one["payload"]) for one in letter.buttons[: api.MOST_BUTTONS]]
        if awaiting:
            buttons += [*self._listen(letter), *await self._call(letter)]
            del buttons[api.MOST_BUTTONS :]
        *before, last = split(letter.text, api.LONGEST_TEXT)
        messages: list[dict[str, Any]] = [{"text": piece} for piece in before]
        messages.append(api.text(last, buttons, self._here.zalo_button_template))
        if awaiting.get("kind") == "phone" and self._here.zalo_info_image:
            words = prompts(letter.lang)
            title, subtitle = (words.get(f"zalo.ask_info.{part}").text for part in ("title", "why"))
            messages.append(api.ask_info(title, subtitle, self._here.zalo_info_image))
        return messages

    def _listen(self, letter: Letter) -> list[dict[str, Any]]:
        """ "Nghe", where the question is the same for everybody and this machine has a voice."""
        said = letter.utterances[-1]
        if not self._here.public_url or not self._voice.available() or not can_be_heard(said):
            return []
        url = f"{self._here.public_url.rstrip('/')}{PATH}/{said['prompt_id']}"
        return [{"title": prompts(letter.lang).get("zalo.listen").text, "type": "oa.open.url", "payload": {"url": url}}]

    async def _call(self, letter: Letter) -> list[dict[str, Any]]:
        """ "Gọi", where the commune has a number that somebody rang to be sure."""
        code = await self._store.read(partial(_commune, letter.conversation_id))
        here = locality.get(code or self._here.default_locality)
        hotline = here.hotline.number if here.hotline and here.hotline.verified_on else None
        number = hotline or here.phone
        if number is None or not number.startswith("0"):
            return []
        title = prompts(letter.lang).get("zalo.call").text
        return [{"title": title, "type": "oa.open.phone", "payload": {"phone_code": f"84{number[1:]}"}}]


@asynccontextmanager
async def connected(here: Settings, store: Store) -> AsyncIterator[ZaloCarrier]:
    """A carrier with its connection, whose tokens are kept fresh while it is in use."""
    async with httpx.AsyncClient(trust_env=False) as client:
        carrier = ZaloCarrier(here, store, client)
        keeping = asyncio.create_task(carrier.tokens.keep())
        try:
            yield carrier
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


def button(title: str, payload: str) -> dict[str, Any]:
    """A button of ours. What is touched comes back as a text that begins with ``mc:``; the citizen does not see it."""
    return {"title": title[: api.LONGEST_TITLE], "type": "oa.query.hide", "payload": f"{PAYLOAD}{payload}"}


def split(text: str, longest: int) -> list[str]:
    """A text in pieces of at most ``longest`` characters, cut between lines, else between sentences, else words."""
    pieces = []
    while len(text) > longest:
        cut = next(
            (at for mark in ("\n", ". ", " ") if (at := text.rfind(mark, longest // 2, longest)) > 0), longest - 1
        )
        pieces.append(text[: cut + 1].strip())
        text = text[cut + 1 :].lstrip()
    return [*pieces, text]


def _commune(conversation_id: str, session: Session) -> str | None:
    conversation = session.get(Conversation, conversation_id)
    return conversation.locality_code if conversation is not None else None
