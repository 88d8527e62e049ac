"""Vietnamese text as people type it: normalised, cut into tokens with their places, compared mark by mark."""

from __future__ import annotations

from nlu.text.fillers import coverage, is_filler
from nlu.text.marks import EXACT, LOOSE, fits, fold, has_marks, place_tone
from nlu.text.phrases import Phrases
from nlu.text.syllables import decode_telex, is_plain_syllable, is_syllable
from nlu.text.tokens import MARK, NUMBER, WORD, Message, Token, analyse, normalise

__all__ = [
    "EXACT", "LOOSE", "MARK", "NUMBER", "WORD", "Message", "Phrases", "Token", "analyse", "coverage", "decode_telex",
    "fits", "fold", "has_marks", "is_filler", "is_plain_syllable", "is_syllable", "normalise", "place_tone",
]  # fmt: skip
