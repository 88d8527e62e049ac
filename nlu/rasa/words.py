"""What the classifier sees of a sentence: words as meant, words without diacritics, letters."""

from __future__ import annotations

from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, analyse, fold

MAX_TOKENS: Final = 200
QUESTION: Final = "__question__"
NOTHING: Final = "__nothing__"


class Word(NamedTuple):
    """``meant``: NFC, lower case, chat spellings and Telex keys read; ``plain``: that without diacritics."""

    meant: str
    plain: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """At most :data:`MAX_TOKENS` words; a question mark counts as one, a number by its length only.

    Never empty: a sentence of emoji alone is the word :data:`NOTHING`.
    """
    out: list[Word] = []
    for token in analyse(text).tokens[: 2 * MAX_TOKENS]:
        if token.kind == MARK:
            if token.text == "?" and not (out and out[-1].meant == QUESTION):
                out.append(Word(QUESTION, QUESTION, token.start, token.end))
        elif token.kind == NUMBER:
            digits = f"digits{min(len(token.text), 13)}"
            out.append(Word(digits, digits, token.start, token.end))
        else:
            out.append(Word(token.spoken, fold(token.spoken), token.start, token.end))
    return out[:MAX_TOKENS] or [Word(NOTHING, NOTHING, 0, len(text))]
