"""How much room a text takes as SMS, and the text without marks that takes less of it.

An SMS holds 160 septets of the GSM alphabet (3GPP TS 23.038, 6.2.1; characters of its extension table take two), or 70
units of UCS-2 as soon as one character is not in it; of several joined ones each holds 153, or 67.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
ALONE: Final = {"gsm": 160, "ucs2": 70}
JOINED: Final = {"gsm": 153, "ucs2": 67}
_PLAIN: Final = str.maketrans(
    {
        "đ": "d", "Đ": "D", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "´": "'", "`": "'",
        "–": "-", "—": "-", "−": "-", "‑": "-", "•": "-", "·": "-", "…": "...", "\u00a0": " ", "\u202f": " ",
        "\u200b": "", "\ufeff": "", "\t": " ", "×": "x", "→": "->", "₫": "d",
    }
)  # fmt: skip


def alphabet(text: str) -> str:
    """``gsm`` where every character is in the GSM alphabet or its extension, else ``ucs2``."""
    return "gsm" if all(one in _BASIC or one in _EXTENSION for one in text) else "ucs2"


def _width(one: str, coding: str) -> int:
    if coding == "gsm":
        return 2 if one in _EXTENSION else 1
    return 2 if ord(one) > 0xFFFF else 1


def units(text: str) -> int:
    """Septets, or UCS-2 units, that a text takes."""
    coding = alphabet(text)
    return sum(_width(one, coding) for one in text)


def segments(text: str) -> int:
    """How many SMS a text is sent and paid as; an empty one is one. A character is never divided between two."""
    coding = alphabet(text)
    if units(text) <= ALONE[coding]:
        return 1
    count, room = 1, JOINED[coding]
    for one in text:
        width = _width(one, coding)
        if width > room:
            count, room = count + 1, JOINED[coding]
        room -= width
    return count


def bare(text: str) -> str:
    """The text in the GSM alphabet: marks left out (đ becomes d), typographic signs plain, what is left then as "?"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    kept = (one for one in decomposed if not unicodedata.combining(one))
    return "".join(one if one in _BASIC or one in _EXTENSION else "?" for one in kept)


def worded(text: str) -> str:
    """As a text is sent: with its marks where it fits into one SMS with them, without them else."""
    text = unicodedata.normalize("NFC", text)
    return text if segments(text) == 1 else bare(text)
