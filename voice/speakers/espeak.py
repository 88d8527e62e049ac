"""eSpeak NG: a plain voice that needs no network and no model. The text goes in by stdin, never by a shell."""

from __future__ import annotations

import asyncio
import shutil
from typing import Final

from voice import wav
from voice.speakers import CannotSpeak

PROGRAM: Final = "espeak-ng"
WORDS_A_MINUTE: Final = 130
"""The program's own pace is 175; who listens is often old, or hears Vietnamese as a second language."""
TIMEOUT_SECONDS: Final = 20.0


class Espeak:
    """Implements ``voice.speakers.Speaker``."""

    def __init__(self, program: str = PROGRAM, timeout: float = TIMEOUT_SECONDS) -> None:
        self._program = shutil.which(program)
        self._timeout = timeout

    def available(self) -> bool:
        """Whether the program is installed (looked for when made)."""
        return self._program is not None

    async def speak(self, text: str) -> bytes:
        """A WAV file at half the program's rate: 22 kB a second instead of 44, for slow lines."""
        if self._program is None:
            raise CannotSpeak("eSpeak NG is not installed.")
        process = await asyncio.create_subprocess_exec(
            self._program, "-v", "vi", "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._timeout):
                sound, _ = await process.communicate(text.encode())
        except TimeoutError as error:
            raise CannotSpeak(f"eSpeak NG took longer than {self._timeout} s.") from error
        finally:
            if process.returncode is None:  # too slow, or nobody waits for it any longer
                process.kill()
                await process.wait()
        if process.returncode != 0 or not sound:
            raise CannotSpeak(f"eSpeak NG ended with {process.returncode}.")
        return await asyncio.to_thread(wav.halved, sound)
