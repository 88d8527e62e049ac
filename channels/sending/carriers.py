"""The channels that this installation sends by, as its settings say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from actions.settings import Settings
from channels.sending.carrier import Carrier
from channels.sms import carrier as sms
from channels.store import Store
from channels.zalo import carrier as zalo


@asynccontextmanager
async def carriers(here: Settings, store: Store) -> AsyncIterator[list[Carrier]]:
    """The carriers of every channel that is set up, ready to send; their connections are closed at the end."""
    async with AsyncExitStack() as stack:
        made: list[Carrier] = []
        if here.zalo_app_id:
            made.append(await stack.enter_async_context(zalo.connected(here, store)))
        if sms.chosen(here):
            made.append(await stack.enter_async_context(sms.connected(here, store)))
        yield made


def any_set_up(here: Settings) -> bool:
    """Whether there is anything to send by: without it no sender is started."""
    return bool(here.zalo_app_id) or sms.chosen(here)
