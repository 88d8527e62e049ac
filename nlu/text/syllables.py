"""Which letter sequences are Vietnamese syllables, and Telex key strokes that were never turned into letters."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text.lists import words
from nlu.text.marks import fold, put_tone, tone_of

_ONSETS: Final = (
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip

_RIMES: Final = frozenset(
    words(
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo
        ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on
        ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong
        ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uê uêch uênh uơ uy uya uych uyn uynh
        uyt uyu uyp uyên uyêt uân uât uâng uây uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm
        ươn ương ươp ươt ươu y yêm yên yêng yêt yêu êng êc
        """
    )
)
_PLAIN_RIMES: Final = frozenset(fold(r) for r in _RIMES)
_FOREIGN: Final = frozenset({"visa", "test", "yes", "wifi", "web", "sms", "scan", "mess", "boss", "bus", "gas", "pos"})
_DOUBLE_O: Final = frozenset({"x", "g", "b", "m"})
"""Onsets with a true "oo" (xoong, goòng, boong, the surname Moong); elsewhere it is the Telex key for ô."""
_TONE_KEYS: Final = frozenset("sfrxj")
_CIRCUMFLEX: Final = {"a": "â", "e": "ê", "o": "ô"}
_W: Final = {"a": "ă", "o": "ơ", "u": "ư"}


def _splits(bare: str, rimes: frozenset[str]) -> bool:
    for onset in _ONSETS:
        if bare.startswith(onset):
            rime = bare[len(onset) :]
            if rime.startswith("oo") and onset not in _DOUBLE_O:
                continue
            if rime in rimes or (onset == "gi" and "i" + rime in rimes):
                return True
    return False


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word is one Vietnamese syllable, marks as they should be."""
    bare, tone = tone_of(word)
    if bare.endswith(("c", "ch", "p", "t")) and tone not in ("s", "j"):
        return False
    return _splits(bare, _RIMES)


@lru_cache(maxsize=16384)
def is_plain_syllable(word: str) -> bool:
    """Whether an ASCII word is a Vietnamese syllable whose marks were left out."""
    return _splits(word, _PLAIN_RIMES)


@lru_cache(maxsize=16384)
def decode_telex(word: str) -> str | None:
    """``"giaays"`` → ``"giấy"``; None unless the keys mean one syllable and are no word as they stand."""
    if not 2 <= len(word) <= 9 or not word.isascii() or word in _FOREIGN or is_plain_syllable(word):
        return None
    out: list[str] = []
    tone = ""
    for key in word:
        last = out[-1] if out else ""
        seen_vowel = any(fold(c) in "aeiouy" for c in out)
        if key in _TONE_KEYS and seen_vowel:
            tone = key
        elif key == "z" and seen_vowel:
            tone = ""
        elif key == "d" and last == "d":
            out[-1] = "đ"
        elif key == "d" and out and out[0] == "d" and seen_vowel:
            out[0] = "đ"
        elif key in _CIRCUMFLEX and key in out and seen_vowel and (last == key or fold(last) not in "aeiou"):
            at = len(out) - 1 - out[::-1].index(key)
            out[at] = _CIRCUMFLEX[key]
        elif key == "w":
            if not _apply_w(out):
                return None
        else:
            out.append(key)
    spelt = put_tone("".join(out), tone)
    if spelt == word or not is_syllable(spelt):
        return None
    return spelt


def _apply_w(out: list[str]) -> bool:
    """The horn or breve key: on the last vowel that can take it ("uo" takes two), else a letter ư of its own."""
    for at in range(len(out) - 1, -1, -1):
        if out[at] in _W:
            if out[at] == "o" and at and out[at - 1] in "uư" and out[0] != "q":
                out[at - 1] = "ư"
            out[at] = _W[out[at]]
            if out[at] == "ă" and at and out[at - 1] == "u" and out[0] != "q":  # "uaw": ưa
                out[at - 1], out[at] = "ư", "a"
            return True
        if out[at] in "âêôăơư":
            return out[at] == "ơ" or out[at] == "ư"
    out.append("ư")
    return True
