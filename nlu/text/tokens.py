"""A message taken apart once for all readers: normalised text, tokens, and their places in the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text.marks import fold, has_marks, is_letter, place_tone
from nlu.text.syllables import decode_telex
from nlu.text.teencode import SPOKEN

WORD: Final = "word"
NUMBER: Final = "number"
MARK: Final = "mark"

MAX_CHARS: Final = 8000
"""Longer text is not analysed (the gateway takes 4 kB); what is beyond is left unread."""

_LONGEST_WORD: Final = 24

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_APOSTROPHES: Final = frozenset("'’‘`´ʼʹ")
_DASHES: Final = frozenset("-–—‐‑−")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f\ufe0e")


class Token(NamedTuple):
    """``text`` keeps the letters as written (NFC, Telex residue decoded); ``lower`` has the tone in one place;
    ``fold`` is ASCII; ``spoken`` is ``lower`` with chat short forms written out. ``start``/``end`` point into the
    original text; ``glued`` says that nothing stands between this token and the one before."""

    kind: str
    text: str
    lower: str
    fold: str
    spoken: str
    start: int
    end: int
    glued: bool
    telex: bool = False


class Message:
    """Original text and its tokens. ``marked``: the writer uses Vietnamese marks at all."""

    __slots__ = ("counts", "ends", "marked", "original", "tokens", "truncated")

    def __init__(self, original: str, tokens: tuple[Token, ...], truncated: bool) -> None:
        self.original = original
        self.tokens = tokens
        self.truncated = truncated
        self.counts: tuple[tuple[int, ...], tuple[int, ...]] | None = None
        self.ends = [t.end for t in tokens]
        self.marked = any(has_marks(t.lower) and not t.telex for t in tokens if t.kind == WORD)

    def __len__(self) -> int:
        return len(self.tokens)

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends after this offset of the original."""
        return bisect_right(self.ends, offset)

    def slice(self, first: int, last: int) -> str:
        """Original text from token ``first`` up to, not including, token ``last``."""
        if first >= last:
            return ""
        return self.original[self.tokens[first].start : self.tokens[last - 1].end]


def normalise(text: str) -> tuple[str, list[tuple[int, int]]]:
    """NFC, one kind of apostrophe, dash and space, nothing invisible; with each character's place in ``text``.

    A tag of a page that text was copied from (``<b>``) counts as a space.
    """
    out: list[str] = []
    places: list[tuple[int, int]] = []
    i, n = 0, len(text)
    while i < n:
        char = text[i]
        j = i + 1
        if char < "\x7f":
            if j < n and "\u0300" <= text[j] <= "\u036f":
                while j < n and "\u0300" <= text[j] <= "\u036f":
                    j += 1
                # a mark on anything but a letter is a slip of the keyboard
                char = unicodedata.normalize("NFC", text[i:j]) if is_letter(char) else char
            elif char < " ":
                char = "\n" if char == "\n" else " "
            elif char == "<" and (tag := _TAG.match(text, i)):
                char, j = " ", tag.end()
            elif char == "`":
                char = "'"
        else:
            while j < n and "\u0300" <= text[j] <= "\u036f":
                j += 1
            char = unicodedata.normalize("NFC", text[i:j] if is_letter(char) else char)
            if len(char) == 1:
                code = ord(char)
                if char in _APOSTROPHES:
                    char = "'"
                elif char in _DASHES:
                    char = "-"
                elif char in _INVISIBLE or 0x300 <= code <= 0x36F:
                    i = j
                    continue
                elif 0xFF01 <= code <= 0xFF5E:
                    char = chr(code - 0xFEE0)
                elif code in (0x7F, 0xA0, 0x3000, 0x2028, 0x2029) or 0x2000 <= code <= 0x200A or 0x80 <= code <= 0x9F:
                    char = " "
                elif char == "Ð":  # Icelandic eth, typed for Đ by old keyboards
                    char = "Đ"
                elif char == "ð":
                    char = "đ"
        for c in char:
            out.append(c)
            places.append((i, j))
        i = j
    return "".join(out), places


def _word(raw: str, start: int, end: int, glued: bool) -> Token:
    lower = raw.lower()
    if len(raw) > _LONGEST_WORD:  # no word at all: nothing to decode
        return Token(WORD, raw, lower, fold(lower), lower, start, end, glued)
    telex = decode_telex(lower)
    if telex:
        raw = telex.upper() if raw.isupper() and len(raw) > 1 else telex.capitalize() if raw[0].isupper() else telex
        lower = telex
    placed = place_tone(lower)
    return Token(WORD, raw, placed, fold(placed), SPOKEN.get(placed, placed), start, end, glued, telex is not None)


@lru_cache(maxsize=256)
def analyse(text: str) -> Message:
    """Take a message apart; remembered, since every reader asks for the same message."""
    short = text[:MAX_CHARS]
    norm, places = normalise(short)
    tokens: list[Token] = []
    i, n = 0, len(norm)
    last_end = -1
    while i < n:
        char = norm[i]
        if char == " ":
            i += 1
            continue
        j = i + 1
        glued = last_end == i
        if "0" <= char <= "9":
            while j < n and "0" <= norm[j] <= "9":
                j += 1
            raw = norm[i:j]
            tokens.append(Token(NUMBER, raw, raw, raw, raw, places[i][0], places[j - 1][1], glued))
        elif is_letter(char):
            while j < n and (
                is_letter(norm[j])
                or "\u0300" <= norm[j] <= "\u036f"
                or (norm[j] == "'" and j + 1 < n and is_letter(norm[j + 1]))
            ):
                j += 1
            if j == i + 1 and j < n and norm[j] == "'":  # K' Brếp
                j += 1
            tokens.append(_word(norm[i:j], places[i][0], places[j - 1][1], glued))
        else:
            tokens.append(Token(MARK, char, char, char, char, places[i][0], places[i][1], glued))
        last_end = j
        i = j
    return Message(text, tuple(tokens), len(text) > MAX_CHARS)
