"""Rasa's own memory of a conversation, kept small: it is a scratchpad, the database owns everything."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TURNS_KEPT: Final = 2
CONVERSATIONS_KEPT: Final = 5000


class LastTurns(TrackerStore):
    """Keeps the last two user turns of the conversations used last, in memory.

    Any worker can serve any turn, with a tracker or without. A conversation whose last turn did not end in
    listening (Rasa's circuit breaker, which would count on from there and stay silent for ever) is forgotten.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        conversations: int = CONVERSATIONS_KEPT,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._kept: OrderedDict[str, list[Event]] = OrderedDict()
        self._most = conversations

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tail of the tracker; the least recently used conversation makes room."""
        events = last_turns(list(tracker.events))
        self._kept.pop(tracker.sender_id, None)
        if events and _is_listening(events[-1]):
            self._kept[tracker.sender_id] = events
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker made of what was kept; None for a conversation not seen or forgotten."""
        events = self._kept.get(sender_id)
        if events is None:
            return None
        self._kept.move_to_end(sender_id)
        return DialogueStateTracker.from_events(sender_id, list(events), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The conversations kept."""
        return list(self._kept)


def last_turns(events: Sequence[Event], turns: int = TURNS_KEPT) -> list[Event]:
    """The events from the listening before the ``turns``-th last user message on; all of them if there are fewer."""
    said = [i for i, e in enumerate(events) if isinstance(e, UserUttered)]
    if len(said) <= turns:
        return list(events)
    cut = said[-turns]
    while cut > 0 and not _is_listening(events[cut]):
        cut -= 1
    return list(events[cut:])


def _is_listening(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
