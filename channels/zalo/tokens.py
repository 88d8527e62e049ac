"""The two tokens of an official account.

The refresh token is good once: when Zalo gives the next pair, the old one is dead, and who loses the new one has lost
the account until its administrator consents again in a browser. So only one asks at a time, of all tasks and processes
(the claim in the database); and the new pair is on the disk before it is used. Where the power went in between, the
claim still stands a while; then the old token is tried once more, for Zalo may not have heard of the first try.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import httpx
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions import clock
from actions.failpoint import failpoint
from actions.log import Log
from actions.store.models import Audit, ProviderToken
from channels.metrics import Metrics
from channels.sending.carrier import Away
from channels.store import Store
from channels.zalo.api import Code, Pair, Unreadable, Zalo

log = Log("zalo")

EARLY: Final = timedelta(hours=5)
"""So long before its end a token is renewed: Zalo's hold for 25 hours."""
FAULT_SECONDS: Final = 300.0
"""How often it is tried again after a refusal, and looked whether a person connected the account again."""
CLAIM_SECONDS: Final = 60.0
"""How long a claim keeps others away; far longer than one request takes."""
LOOK_SECONDS: Final = 600.0
"""How often the token's age is looked at, whether or not there is anything to send."""


@dataclass(frozen=True)
class Held:
    """A pair as it was read; ``claimed``: somebody began to renew it and did not write down how that ended."""

    access: str
    refresh: str
    expires_at: datetime
    version: int
    claimed: bool
    fault: str | None


class Tokens:
    """Gives the token that holds, and renews it in time. One for a process."""

    def __init__(self, oa_id: str, store: Store, zalo: Zalo) -> None:
        self.account = account(oa_id)
        self._store = store
        self._zalo = zalo
        self._renewing = asyncio.Lock()
        self._not_before: datetime | None = None

    async def current(self) -> Held:
        """The pair to send with, renewed if its end is near. Raises Away where there is none that holds."""
        held = await self._held()
        now = clock.now()
        if held.expires_at - now > EARLY or (self._not_before is not None and now < self._not_before < held.expires_at):
            return held
        try:
            return await self.renew(held)
        except Away:
            if held.expires_at > now:
                self._not_before = now + timedelta(seconds=CLAIM_SECONDS)
                return held  # it still holds; the alarm was raised
            raise

    async def keep(self) -> None:
        """Renews in time even where nothing is sent: an unused refresh token ends after three months. Until
        cancelled."""
        while True:
            try:
                await self.current()
            except Away as error:
                log.warning("no zalo token", reason=str(error))
            except SQLAlchemyError as error:
                log.error("zalo tokens cannot be read", error=error)
            await asyncio.sleep(LOOK_SECONDS * random.uniform(0.8, 1.2))

    async def renew(self, stale: Held) -> Held:
        """The pair after ``stale``: asked for, unless another task had it already. Raises Away."""
        async with self._renewing:
            held = await self._held()
            if held.version != stale.version:
                return held
            return await self._renew(held)

    async def _renew(self, held: Held) -> Held:
        if held.claimed:
            log.warning("renewing of the token was cut short before")
        if not await self._store.write(lambda session: _claim(session, self.account, held.version)):
            raise Away("token is being renewed by another process", CLAIM_SECONDS / 10)
        failpoint("zalo_claimed")
        try:
            pair = await self._zalo.refresh(held.refresh)
        except Code as error:
            reason = f"error {error.code}"
            await self._store.write(lambda session: broken(session, self.account, reason))
            log.error("zalo tokens cannot be renewed: connect the account again", code=error.code)
            raise Away(f"token not renewed: error {error.code}", FAULT_SECONDS) from error
        except (Unreadable, httpx.HTTPError) as error:
            log.error("zalo tokens not renewed yet", reason=type(error).__name__)
            raise Away("token not renewed: no answer") from error
        failpoint("zalo_rotated")
        await self._store.write(lambda session: put(session, self.account, pair, "sender"))
        failpoint("zalo_stored")
        log.info("zalo tokens renewed", version=held.version + 1)
        return await self._held()

    async def _held(self) -> Held:
        held = await self._store.read(lambda session: read(session, self.account))
        if held is None:
            raise Away("the account is not connected: ./motcua zalo connect", FAULT_SECONDS)
        return held


def account(oa_id: str) -> str:
    """The name under which an account's tokens are kept."""
    return f"zalo:{oa_id}"


def read(session: Session, name: str) -> Held | None:
    """The pair that is kept; None where none ever was."""
    row = session.get(ProviderToken, name)
    if row is None:
        return None
    return Held(row.access_token, row.refresh_token, row.expires_at, row.version, row.claimed_at is not None, row.fault)


def put(session: Session, name: str, pair: Pair, actor: str) -> None:
    """Keeps a new pair in place of the old one, and clears claim and fault. The audit holds no token."""
    row = session.get(ProviderToken, name)
    if row is None:
        row = ProviderToken(account=name, version=0)
        session.add(row)
    row.access_token, row.refresh_token = pair.access, pair.refresh
    row.refreshed_at = clock.now()
    row.expires_at = row.refreshed_at + timedelta(seconds=pair.seconds)
    row.version += 1
    row.claimed_at = row.fault = None
    _audit(session, name, actor, "token_renewed", {"version": row.version})


def broken(session: Session, name: str, reason: str) -> None:
    """No next pair can be had: a person has to act. In the audit once for each pair."""
    _release(session, name)
    row = session.get(ProviderToken, name)
    if row is not None and row.fault is None:
        row.fault = reason
        _audit(session, name, "sender", "token_lost", {"reason": reason})


def _claim(session: Session, name: str, version: int) -> bool:
    """Writes down that the pair after ``version`` is asked for now; False where somebody else just did, or has it."""
    row = session.get(ProviderToken, name, with_for_update=True)
    if row is None or row.version != version:
        return False
    now = clock.now()
    if row.claimed_at is not None and now - row.claimed_at < timedelta(seconds=CLAIM_SECONDS):
        return False
    row.claimed_at = now
    return True


def _release(session: Session, name: str) -> None:
    """Zalo answered, and with no new pair: what was claimed is over."""
    row = session.get(ProviderToken, name)
    if row is not None:
        row.claimed_at = None


def _audit(session: Session, name: str, actor: str, action: str, detail: dict[str, object]) -> None:
    session.add(Audit(actor=actor, action=action, object_type="provider_token", object_id=name, detail=detail))


def gauges(metrics: Metrics, name: str, session: Session) -> None:
    """For ``/metrics``: how long the token holds, and whether a person has to act."""
    held = read(session, name)
    left = (held.expires_at - clock.now()).total_seconds() if held is not None else 0.0
    metrics.gauge("motcua_zalo_token_seconds", max(0.0, left))
    metrics.gauge("motcua_zalo_token_fault", float(held is None or held.fault is not None))
