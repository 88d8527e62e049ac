"""How names of places are compared: spelling variants, missing diacritics, level words.

A name has two forms. Its *key* (``fold_key``) has no diacritics, spaces or signs: it finds every name that
could be meant. Its *syllables* keep the marks, with the tone taken off its letter, so that "Hoà" equals
"Hòa": they say how well what was written agrees (``agreement``).
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_VOWELS = set("aeiouy")

Syllable = tuple[str, str]
"""Letters with their quality marks (đ, ê, ơ …) in NFC, and the tone mark or ""."""


class Tier(IntEnum):
    """How far what was written agrees with a name; lower is better."""

    SAME = 0
    """The same letters, marks and tones (the place of the tone does not count)."""
    UNMARKED = 1
    """The same letters; some marks or tones were left out, none contradicts."""
    OTHER_MARKS = 2
    """The same letters with contradicting marks: to be confirmed."""
    SIMILAR = 3
    """Sounds or is spelled almost alike: to be confirmed."""


def plain(text: str) -> str:
    """Lower case, without any diacritics; "đ" becomes "d". Length may change."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def has_marks(text: str) -> bool:
    """Whether the writer used Vietnamese diacritics at all."""
    return plain(text) != unicodedata.normalize("NFD", text.lower())


def tidy(text: str) -> str:
    """NFC, single spaces, hyphens as spaces, no apostrophes, no outer punctuation."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"['’‘`´ʼ]", "", text)
    text = re.sub(r"[-–—_/]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:!?\t\n")


def fold_key(text: str) -> str:
    """The finding key of a name: letters and digits, no marks, "y" as "i", numbers without leading zeros."""
    letters = re.sub(r"[^a-z0-9]", "", plain(tidy(text)))
    return re.sub(r"(?<!\d)0+(?=\d)", "", letters).replace("y", "i")


def syllables(text: str) -> tuple[Syllable, ...]:
    """The words of a name as (letters, tone); a lone "y" counts as "i" ("Mỹ" as "Mĩ", "Quý" as "Quí")."""
    out = []
    for word in tidy(text).lower().split():
        decomposed = unicodedata.normalize("NFD", word)
        tone = "".join(c for c in decomposed if c in _TONES)
        letters = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
        vowels = [c for c in plain(letters) if c in _VOWELS]
        if vowels == ["y"] or (letters.startswith("qu") and vowels == ["u", "y"]):
            letters = letters.replace("y", "i")
        out.append((letters, tone))
    return tuple(out)


def _letter_fits(said: str, name: str) -> bool:
    return said == name or said == plain(name)


def agreement(said: str, name: str) -> Tier | None:
    """How ``said`` agrees with ``name``, at best ``SAME``; None where even the bare letters differ."""
    if fold_key(said) != fold_key(name):
        return None
    left, right = syllables(said), syllables(name)
    if left == right:
        return Tier.SAME
    if len(left) == len(right) and all(len(a[0]) == len(b[0]) for a, b in zip(left, right, strict=True)):
        fits = all(
            a[1] in ("", b[1]) and all(_letter_fits(x, y) for x, y in zip(a[0], b[0], strict=True))
            for a, b in zip(left, right, strict=True)
        )
        return Tier.UNMARKED if fits else Tier.OTHER_MARKS
    return Tier.OTHER_MARKS if has_marks(said) else Tier.UNMARKED


_SOUNDS = (
    (re.compile(r"ngh"), "ng"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"tr|ch"), "c"),
    (re.compile(r"gi(?=[aeou])|r"), "d"),
    (re.compile(r"x"), "s"),
    (re.compile(r"[kq]"), "c"),
    (re.compile(r"n(?=[aeiou])"), "l"),
)


def sound_key(key: str) -> str:
    """A key (``fold_key``) under which names that many speakers say alike meet: x/s, tr/ch, d/gi/r, l/n."""
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key


def distance(a: str, b: str, limit: int) -> int:
    """Levenshtein distance of two keys; anything above ``limit`` is returned as ``limit + 1``."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y)))
        if min(row) > limit:
            return limit + 1
        previous = row
    return min(previous[-1], limit + 1)


_COMMUNE_LEVEL = re.compile(
    r"^(?:(xã|xa|x\.)|(phường|phuong|ph\.|p\.|p(?=\s|\d))|(thị trấn|thi tran|tt\.|tt(?=\s))"
    r"|(đặc khu|dac khu))\s*",
    re.IGNORECASE,
)
_DISTRICT_LEVEL = re.compile(
    r"^(?:(huyện|huyen|h\.)|(quận|quan|q\.|q(?=\s|\d))|(thị xã|thi xa|tx\.|tx(?=\s))"
    r"|(thành phố|thanh pho|t\.p\.|tp\.|tp(?=\s)))\s*",
    re.IGNORECASE,
)
_PROVINCE_LEVEL = re.compile(r"^(?:(tỉnh|tinh|t\.(?!p))|(thành phố|thanh pho|t\.p\.|tp\.|tp(?=\s)))\s*", re.IGNORECASE)
_COMMUNE_LEVELS = ("Xã", "Phường", "Thị trấn", "Đặc khu")
_DISTRICT_LEVELS = ("Huyện", "Quận", "Thị xã", "Thành phố")
_PROVINCE_LEVELS = ("Tỉnh", "Thành phố")


def _variants(text: str, pattern: re.Pattern[str], levels: tuple[str, ...]) -> list[tuple[str, str | None]]:
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip(" ,;:!?")
    out: list[tuple[str, str | None]] = [(tidy(text), None)] if tidy(text) else []
    found = pattern.match(text)
    if found and tidy(text[found.end() :]):
        level = next(name for name, group in zip(levels, found.groups(), strict=True) if group)
        out.append((tidy(text[found.end() :]), level))
    return out


def commune_variants(text: str) -> list[tuple[str, str | None]]:
    """(name, level) readings of a commune as said, the whole text first: "Xa Dung" is a name, "xã Na Son" has
    a level word; a level is dropped only where something is left."""
    return _variants(text, _COMMUNE_LEVEL, _COMMUNE_LEVELS)


def district_variants(text: str) -> list[tuple[str, str | None]]:
    """The same for a former district (huyện, quận, thị xã, thành phố)."""
    return _variants(text, _DISTRICT_LEVEL, _DISTRICT_LEVELS)


def province_variants(text: str) -> list[tuple[str, str | None]]:
    """The same for a province or city under central government."""
    return _variants(text, _PROVINCE_LEVEL, _PROVINCE_LEVELS)


def bare(full: str, levels: tuple[str, ...] = _COMMUNE_LEVELS + _DISTRICT_LEVELS + _PROVINCE_LEVELS) -> tuple[str, str]:
    """("Na Son", "Xã") of the official full name "Xã Na Son"; a name without a level has level ""."""
    for level in sorted(levels, key=len, reverse=True):
        if full.lower().startswith(level.lower() + " "):
            return full[len(level) + 1 :].strip(), level
    return full, ""
