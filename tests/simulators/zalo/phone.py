"""A citizen's telephone: sends by the webhook, and has what the account sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tests.simulators.zalo.account import Shown
from tests.simulators.zalo.server import Simulator
from tests.simulators.zalo.webhook import Webhook

NUMBERED: Final = re.compile(r"(\d{1,2})\. (.+)")


@dataclass
class Phone:
    """One citizen with one account."""

    user: str
    zalo: Simulator
    webhook: Webhook
    _read: int = field(default=0)

    def say(self, words: str) -> int:
        """Writes a message; the status of its acknowledgement."""
        return self.webhook.send(self.webhook.text(self.user, words))

    def photo(self, content: bytes) -> int:
        """Sends a picture."""
        link = self.zalo.link(f"{self.user}-{len(self.zalo.account.media)}", content)
        return self.webhook.send(self.webhook.attached(self.user, "image", {"url": link, "thumbnail": link}))

    def unread(self) -> list[Shown]:
        """What came since it was last looked at."""
        found = self.zalo.account.shown_to(self.user)[self._read :]
        self._read += len(found)
        return found


def offered(shown: Shown) -> dict[str, str]:
    """What may be touched or answered by number: title → what is sent then."""
    buttons = {one["title"]: one["payload"] for one in shown.buttons if isinstance(one["payload"], str)}
    lines = (NUMBERED.fullmatch(line) for line in shown.text.splitlines())
    return buttons or {line[2]: line[1] for line in lines if line}
