"""Speaking for many listeners: few at a time, and what was just said is kept a while, in memory only."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Final

from actions.errors import MotcuaError
from voice.speakable import speakable
from voice.speakers import Speaker

AT_ONCE: Final = 2
WAITING: Final = 8
KEPT_BYTES: Final = 8 * 1024 * 1024
LONGEST: Final = 3000
"""Letters: some four minutes of speech."""


class Crowded(MotcuaError):
    """Too many want to listen at the same moment."""

    status = 503
    retryable = True
    retry_after = 3
    citizen_prompt = "web.speech.failed"


class Speaking:
    """One speaker, shared. What it keeps may hold personal values: it is bounded and never written down."""

    def __init__(self, speaker: Speaker, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._speaker = speaker
        self._free = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._inside = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    @property
    def available(self) -> bool:
        """Whether anything can be said on this machine."""
        return self._speaker.available()

    async def say(self, text: str) -> bytes:
        """The WAV file of a written text. Raises CannotSpeak, or Crowded when too many wait already."""
        words = speakable(text)[:LONGEST]
        if words in self._kept:
            self._kept.move_to_end(words)
            return self._kept[words]
        if self._inside >= self._most:
            raise Crowded("Too many are being read to at this moment.")
        self._inside += 1
        try:
            async with self._free:
                if words not in self._kept:  # else said while this listener waited
                    self._keep(words, await self._speaker.speak(words))
        finally:
            self._inside -= 1
        return self._kept[words]

    def _keep(self, words: str, sound: bytes) -> None:
        self._kept[words] = sound
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
