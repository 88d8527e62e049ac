"""Vietnamese letters taken apart: base letter, quality (â ă ơ đ …) and tone.

Everything that compares what was typed with a word of ours goes through :func:`fits`, so that text with all
its diacritics, with some, or with none is compared in one way: a typed word fits a word of ours when ours
can be had from it by *adding* marks. ``dung`` fits ``đúng`` loosely, ``đúng`` fits it exactly, ``dừng`` never.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
"""Combining tone marks by their Telex letters: huyền, sắc, hỏi, ngã, nặng."""

_TONE_OF: Final = {v: k for k, v in TONES.items()}
_VOWELS: Final = frozenset("aeiouy")
_ODD: Final = {"đ": ("d", "-"), "ƀ": ("b", "-"), "ø": ("o", "-")}


def is_letter(char: str) -> bool:
    """Latin letters only: what Vietnamese and the minority languages' own spellings need.

    Written out by ranges because ``str.isalpha`` knows more letters in a newer Python.
    """
    code = ord(char)
    if code < 0x80:
        return "a" <= char <= "z" or "A" <= char <= "Z"
    return (0xC0 <= code <= 0x24F and code not in (0xD7, 0xF7)) or 0x1E00 <= code <= 0x1EFF


@lru_cache(maxsize=4096)
def split_char(char: str) -> tuple[str, str, str]:
    """Lower-case letter to ``(base, quality, tone)``: ``"ộ"`` → ``("o", "\u0302", "j")``."""
    odd = _ODD.get(char)
    if odd:
        return odd[0], odd[1], ""
    parts = unicodedata.normalize("NFD", char)
    base, quality, tone = parts[0], "", ""
    for mark in parts[1:]:
        if mark in TONES and base in _VOWELS:
            tone = TONES[mark]
        else:
            quality += mark
    return base, quality, tone


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Lower-case without any mark, without apostrophes: ``"H'Mông"`` → ``"hmong"``."""
    return "".join(split_char(c)[0] for c in text.lower() if c not in "'’")


def with_tone(char: str, tone: str) -> str:
    """The letter with this tone (Telex letter, or empty) in place of its own."""
    base, quality, _ = split_char(char)
    if quality == "-":
        return char
    return unicodedata.normalize("NFC", base + quality + _TONE_OF.get(tone, ""))


@lru_cache(maxsize=32768)
def tone_of(word: str) -> tuple[str, str]:
    """Lower-case word to ``(word without tone, tone)``; of several tones the last."""
    tone = ""
    out = []
    for char in word:
        own = split_char(char)[2]
        if own:
            tone = own
            out.append(with_tone(char, ""))
        else:
            out.append(char)
    return "".join(out), tone


@lru_cache(maxsize=32768)
def place_tone(word: str) -> str:
    """One spelling for the places a tone may stand: ``hoà`` → ``hòa``, ``thuý`` → ``thúy``, ``thủơ`` → ``thuở``."""
    bare, tone = tone_of(word)
    return put_tone(bare, tone) if tone else word


def put_tone(bare: str, tone: str) -> str:
    """Put a tone (Telex letter) on a toneless syllable, in the older placement (``hòa``, ``thúy``)."""
    if not tone:
        return bare
    bases = [split_char(c) for c in bare]
    start = 0
    if (bare.startswith("qu") and len(bare) > 2) or (
        bare.startswith("gi") and len(bare) > 2 and bases[2][0] in _VOWELS
    ):
        start = 2
    spots = [i for i in range(start, len(bare)) if bases[i][0] in _VOWELS]
    if not spots:
        spots = [i for i in range(len(bare)) if bases[i][0] in _VOWELS]
    if not spots:
        return bare
    # only the first run of vowels is the nucleus
    run = [spots[0]]
    for i in spots[1:]:
        if i == run[-1] + 1:
            run.append(i)
        else:
            break
    qualified = [i for i in run if bases[i][1] and bases[i][1] != "-"]
    if qualified:
        at = qualified[-1]
    elif len(run) == 1:
        at = run[0]
    elif run[-1] < len(bare) - 1:  # closed syllable
        at = run[-1]
    elif len(run) == 2:
        at = run[0]
    else:
        at = run[1]
    return bare[:at] + with_tone(bare[at], tone) + bare[at + 1 :]


@lru_cache(maxsize=8192)
def _char_fits(typed: str, ours: str) -> bool:
    if typed == ours:
        return True
    a, b = split_char(typed), split_char(ours)
    if a[0] != b[0] or (a[1] and a[1] != b[1]):
        return False
    # hỏi and ngã are one tone to half of the country, and are mixed up in writing
    return not a[2] or a[2] == b[2] or {a[2], b[2]} == {"r", "x"}


EXACT: Final = 2
LOOSE: Final = 1


@lru_cache(maxsize=65536)
def fits(typed: str, ours: str) -> int:
    """How a typed word (lower case, tone placed) fits one of ours: ``EXACT``, ``LOOSE`` (marks missing) or 0."""
    if typed == ours:
        return EXACT
    if len(typed) != len(ours):
        return 0
    for a, b in zip(typed, ours, strict=True):
        if not _char_fits(a, b):
            return 0
    return LOOSE


@lru_cache(maxsize=32768)
def has_marks(word: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return any(ord(c) > 0x7F and split_char(c.lower())[1:] != ("", "") for c in word)
