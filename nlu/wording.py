"""Words and pairs of words as evidence of their own, beside what the classifier makes of the whole message.

The classifier is not told what was asked. A reply is: "lấy đâu ra số" says one thing under a question for a number and
another where nothing is asked. Which words speak for which meaning under which sort of question is learnt with the
other weights, from the same replies.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from nlu.text import MARK, NUMBER, Token, analyse

BEGINNING: Final = 20
ENDING: Final = 20
"""Words looked at, from either end: what lies between in a story seldom says what it is for."""
FEWEST: Final = 4
"""A message weighs as if it had at least so many pieces: a single word is not proof."""
START: Final = "^"
END: Final = "$"


def pieces(text: str) -> tuple[str, ...]:
    """Words without diacritics, their pairs (the ends of the message count as words), and the first two together;
    each once, in a settled order. A number is ``#`` whatever its digits, a question mark is a word."""
    words = [_seen(t) for t in analyse(text).tokens if t.kind != MARK or t.text == "?"]
    if len(words) > BEGINNING + ENDING:
        words = words[:BEGINNING] + words[-ENDING:]
    if not words:
        return ()
    ends = [START, *words, END]
    found = [*words, *(f"{a} {b}" for a, b in pairwise(ends))]
    if len(words) > 1:
        found.append(f"{START} {words[0]} {words[1]}")
    return tuple(dict.fromkeys(found))


def weight_of(found: tuple[str, ...]) -> float:
    """What each piece counts, so that a long message does not count for more than a short one."""
    return 1.0 / math.sqrt(max(FEWEST, len(found)))


def _seen(token: Token) -> str:
    if token.kind == MARK:
        return "?"
    return "#" if token.kind == NUMBER else token.fold
