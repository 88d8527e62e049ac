"""The voice: what it makes, how much at a time, and that nothing of it is left running."""

from __future__ import annotations

import asyncio
import io
import os
import wave
from array import array
from pathlib import Path

import pytest

from voice import wav
from voice.speakers import CannotSpeak
from voice.speakers.espeak import Espeak
from voice.speaking import KEPT_BYTES, Crowded, Speaking


def seconds(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound)) as file:
        return float(file.getnframes() / file.getframerate())


def made(rate: int, samples: list[int], channels: int = 1) -> bytes:
    """A WAV file whose header was written before its length was known."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array("h", samples).tobytes())
    whole = bytearray(out.getvalue())
    whole[4:8] = whole[40:44] = b"\x00\xf0\xff\x7f"
    return bytes(whole)


def test_espeak_speaks_slowly_enough_and_in_a_small_file() -> None:
    speaker = Espeak()
    assert speaker.available(), "espeak-ng is missing: apt-get install espeak-ng"
    sound = asyncio.run(speaker.speak("Xin chào. Đây là Một Cửa, máy trả lời tự động của chính quyền xã."))
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 11025)
        samples = array("h", file.readframes(file.getnframes()))
    assert 4 < seconds(sound) < 12  # fifteen syllables
    assert max(samples) > 3000
    voiced = [samples[at : at + 1000] for at in range(0, len(samples), 1000)]
    assert sum(max(map(abs, part)) > 1000 for part in voiced) > len(voiced) / 2  # speech, not silence


def test_what_is_no_command_is_no_command(tmp_path: Path) -> None:
    there = set(tmp_path.iterdir())
    asyncio.run(Espeak().speak(f"-w {tmp_path}/x; touch {tmp_path}/y `touch {tmp_path}/z`"))
    assert set(tmp_path.iterdir()) == there


def test_a_machine_without_the_program_says_so() -> None:
    speaker = Espeak("no-such-program")
    assert not speaker.available()
    with pytest.raises(CannotSpeak):
        asyncio.run(speaker.speak("một"))


def program(folder: Path, script: str) -> str:
    path = folder / "espeak"
    path.write_text(f"#!/bin/sh\necho $$ > {folder}/pid\n{script}\n")
    path.chmod(0o755)
    return str(path)


def ended(folder: Path) -> bool:
    try:
        os.kill(int((folder / "pid").read_text()), 0)
    except ProcessLookupError:
        return True
    return False


def test_a_speaker_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(CannotSpeak):
        asyncio.run(Espeak(program(tmp_path, "exec sleep 600"), timeout=1).speak("một"))
    assert ended(tmp_path)


def test_a_listener_who_goes_takes_the_speaker_along(tmp_path: Path) -> None:
    speaker = Espeak(program(tmp_path, "exec sleep 600"))

    async def go() -> None:
        task = asyncio.create_task(speaker.speak("một"))
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(go())
    assert ended(tmp_path)


def test_a_speaker_that_fails_is_no_sound(tmp_path: Path) -> None:
    with pytest.raises(CannotSpeak):
        asyncio.run(Espeak(program(tmp_path, "exit 1")).speak("một"))


class Counting:
    """A speaker that waits to be let go."""

    def __init__(self, size: int = 10) -> None:
        self.go, self.now, self.most, self.said = asyncio.Event(), 0, 0, list[str]()
        self._size = size

    def available(self) -> bool:
        return True

    async def speak(self, text: str) -> bytes:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go.wait()
        self.now -= 1
        self.said.append(text)
        return b"x" * self._size


def test_few_are_spoken_to_at_once_and_the_rest_are_told() -> None:
    async def go() -> None:
        speaker = Counting()
        voice = Speaking(speaker, at_once=2, waiting=3)
        tasks = [asyncio.create_task(voice.say(f"câu {n}")) for n in range(8)]
        while not any(task.done() for task in tasks):
            await asyncio.sleep(0)
        speaker.go.set()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert [isinstance(one, Crowded) for one in found] == [False] * 5 + [True] * 3
        assert speaker.most == 2

    asyncio.run(go())


def test_the_same_words_are_made_once_and_what_is_kept_is_bounded() -> None:
    async def go() -> None:
        speaker = Counting(KEPT_BYTES // 3)
        speaker.go.set()
        voice = Speaking(speaker)
        await asyncio.gather(*(voice.say("một") for _ in range(3)))
        assert speaker.said == ["một."]
        for words in ("hai", "ba", "một", "bốn", "một"):  # "hai" is the oldest when "bốn" comes
            await voice.say(words)
        await voice.say("hai")
        assert speaker.said == ["một.", "hai.", "ba.", "bốn.", "hai."]

    asyncio.run(go())


def test_halving_keeps_the_length_and_the_mean() -> None:
    sound = wav.halved(made(22050, [100, 200, -300, -500, 7]))
    with wave.open(io.BytesIO(sound)) as file:
        assert file.getframerate() == 11025
        assert array("h", file.readframes(9)).tolist() == [150, -400]


@pytest.mark.parametrize("bad", [b"", b"RIFF", b"\x00" * 60, made(8000, [1, 2, 3, 4], channels=2)])
def test_what_is_no_mono_sound_is_refused(bad: bytes) -> None:
    with pytest.raises(ValueError):
        wav.halved(bad)
