"""What can say a text aloud."""

from __future__ import annotations

from typing import Protocol

from actions.errors import Unavailable


class CannotSpeak(Unavailable):
    """The speaker failed or took too long: the text can still be read."""

    citizen_prompt = "web.speech.failed"


class Speaker(Protocol):
    """A voice."""

    def available(self) -> bool:
        """Whether this voice can speak on this machine."""
        ...

    async def speak(self, text: str) -> bytes:
        """A mono WAV file (16 bit, at most 22,050 Hz) of a speakable text. Raises CannotSpeak."""
        ...
