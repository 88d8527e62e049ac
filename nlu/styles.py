"""The ways one sentence is typed: training copies of an example, the same every time.

Written for training only. The forms follow what people do on telephones: no diacritics at all, diacritics on
some words, chat spellings, the raw keystrokes of the Telex input method, and slips of the finger.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Final

Style = Callable[[str, random.Random], str]

TEENCODE: Final[dict[str, tuple[str, ...]]] = {
    "không": ("ko", "k", "hok", "hong", "khum", "kg"),
    "gì": ("j", "gi", "ji"),
    "được": ("dc", "đc", "đk", "dk"),
    "biết": ("bít", "bik"),
    "rồi": ("r", "rùi", "òi"),
    "vậy": ("v", "z", "zậy", "dzậy"),
    "giấy": ("zấy", "giay"),
    "tờ": ("to",),
    "bao": ("bn", "bao"),
    "nhiêu": ("nhiu", "nhieu"),
    "làm": ("lm", "lam"),
    "người": ("ng", "ngừi"),
    "mình": ("mik", "mk", "mìn"),
    "với": ("vs", "vói"),
    "cho": ("choa", "cho"),
    "cái": ("cái", "cai"),
    "này": ("nì", "nay"),
    "cũng": ("cx", "cug"),
    "những": ("nhg", "nhug"),
    "nhưng": ("nhg", "nhug"),
    "trả": ("tra", "trả"),
    "lời": ("loi",),
    "thế": ("thế", "the"),
    "nào": ("nèo", "nao"),
    "bây": ("bi",),
    "giờ": ("h", "giờ"),
    "phải": ("phải", "fải"),
    "tôi": ("t", "toi", "tui"),
    "xin": ("xjn", "xin"),
    "cảm": ("cám", "kam"),
    "ơn": ("ơn", "on"),
    "vâng": ("vg", "vang"),
    "anh": ("a",),
    "chị": ("c",),
    "em": ("e",),
    "ạ": ("ạ", "a", "ah"),
    "đồng": ("d",),
    "khai": ("khai",),
    "sinh": ("sih", "sinh"),
    "kết": ("kết", "ket"),
    "hôn": ("hun", "hon"),
}
"""Word → chat spellings seen for it."""

_TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES: Final = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
_NEIGHBOURS: Final = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "k",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip


def nfc(text: str) -> str:
    """The text in composed form."""
    return unicodedata.normalize("NFC", text)


def strip(text: str) -> str:
    """The text without any diacritics; đ becomes d."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")


def strip_some(text: str, rng: random.Random) -> str:
    """About half of the words without diacritics."""
    return " ".join(strip(w) if rng.random() < 0.5 else w for w in text.split())


def teencode(text: str, rng: random.Random) -> str:
    """Chat spellings where there is one, most of the time."""
    words = []
    for word in text.split():
        core = word.lower().strip(".,!?")
        if core in TEENCODE and rng.random() < 0.8:
            words.append(word.lower().replace(core, rng.choice(TEENCODE[core])))
        else:
            words.append(word)
    return " ".join(words)


def telex_word(word: str) -> str:
    """The keystrokes of a word in Telex, the tone at the end: ``được`` → ``dduwowcj``."""
    out, tone = [], ""
    for char in nfc(word):
        if char in "đĐ":
            out.append("dd" if char == "đ" else "DD")
            continue
        parts = unicodedata.normalize("NFD", char)
        base = parts[0]
        out.append(base)
        for mark in parts[1:]:
            if mark in _TONES:
                tone = _TONES[mark]
            elif mark in _SHAPES:
                out.append(_SHAPES[mark] or base)
    return "".join(out) + tone


def telex(text: str, rng: random.Random) -> str:
    """A third of the words left as Telex keystrokes, the others fine."""
    return " ".join(telex_word(w) if rng.random() < 0.35 else w for w in text.split())


def typo(text: str, rng: random.Random) -> str:
    """One slip in about every five words: a neighbour key, two letters swapped, one doubled or missing."""
    words = text.split()
    for index, word in enumerate(words):
        if len(word) < 3 or rng.random() > 0.2:
            continue
        at = rng.randrange(1, len(word) - 1)
        slip = rng.randrange(4)
        if slip == 0 and strip(word[at]).lower() in _NEIGHBOURS:
            word = word[:at] + rng.choice(_NEIGHBOURS[strip(word[at]).lower()]) + word[at + 1 :]
        elif slip == 1:
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif slip == 2:
            word = word[:at] + word[at] + word[at:]
        else:
            word = word[:at] + word[at + 1 :]
        words[index] = word
    return " ".join(words)


STYLES: Final[dict[str, Style]] = {
    "nfc": lambda text, rng: nfc(text),
    "stripped": lambda text, rng: strip(text),
    "partial": strip_some,
    "teencode": teencode,
    "telex": telex,
    "typo": typo,
}
"""Name → what it does to a sentence."""


def styled(text: str, style: str, seed: int = 0) -> str:
    """``text`` in one style; the same text, style and seed always give the same result."""
    rng = random.Random(f"{seed}:{style}:{nfc(text)}")
    return STYLES[style](nfc(text), rng)


LONG: Final = 16
"""Words up to which a sentence is trained in several styles."""

_ALWAYS: Final = ("nfc", "stripped")
_SOMETIMES: Final = ("typo", "partial", "telex", "teencode", "typo")


def variants(text: str, seed: int = 0) -> list[str]:
    """The distinct training copies of one sentence, the composed form first: as written, without diacritics, and in
    one of the other styles, which the sentence itself chooses.

    All six for every sentence would double the training time for 0.2 points of accuracy (ADR 0002). For the same reason
    a long sentence has one copy only: there are many of them, and what they are made of stands in shorter ones too.
    """
    rng = random.Random(f"{seed}:{nfc(text)}")
    if len(text.split()) > LONG:
        return [styled(text, rng.choice((*_ALWAYS, *_ALWAYS, *_SOMETIMES)), seed)]
    chosen = rng.choice(_SOMETIMES)
    return list(dict.fromkeys(styled(text, style, seed) for style in (*_ALWAYS, chosen)))
