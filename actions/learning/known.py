"""Which words may leave in the open: those that the project's own public sentences use, as they use them.

A list of what is personal is never complete: a given name may be any syllable. So it is the other way round: a word is
kept where our own sentences (prompts, answers, questions of citizens written for training) have it often and no name
sounds like it, or where they have it beside the same neighbours. Everything else is hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from nlu.text import MARK, NUMBER, Token, analyse, fold
from nlu.values.name_words import PLAIN_GIVEN, is_middle, surname_fit

OFTEN: Final = 8
"""In how many public sentences a word stands that is kept whatever stands beside it."""
TOGETHER: Final = 2
"""In how many public sentences two words stand side by side that are kept together."""
_TELLING: Final = ("inform", "correct_field")
"""Labels whose sentences are full of (invented) names and places: no source of ordinary words."""


@dataclass(frozen=True)
class Known:
    """Words of the public sentences, without their marks: in how many each stands, and each pair side by side."""

    words: Counter[str]
    pairs: Counter[tuple[str, str]]

    def common(self, token: Token) -> bool:
        """A word that is everywhere and that is nobody's name."""
        return self.words[word(token)] >= OFTEN and not may_be_name(token)

    def together(self, first: Token, second: Token) -> bool:
        """Two words that our own sentences have side by side."""
        return self.pairs[word(first), word(second)] >= TOGETHER


def word(token: Token) -> str:
    """A word as it is counted: chat spelling written out, with its marks as far as it has any."""
    return token.spoken


def may_be_name(token: Token) -> bool:
    """Whether somebody's name is written like this word."""
    return surname_fit(token) > 0 or is_middle(token) or token.fold in PLAIN_GIVEN


@lru_cache(maxsize=2)
def known(content: Path) -> Known:
    """The words of everything public below a ``data`` folder; each sentence with and without its marks."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in dict.fromkeys(_sentences(content)):
        written = analyse(sentence).tokens
        for text in dict.fromkeys((sentence, fold(sentence))):
            runs = list(_runs(analyse(text).tokens, written))
            words.update({w for run in runs for w in run})
            pairs.update({pair for run in runs for pair in pairwise(run)})
    return Known(words, pairs)


def _runs(tokens: tuple[Token, ...], written: tuple[Token, ...]) -> Iterator[list[str]]:
    """Words that stand side by side; what is ``written`` like a name (a capital behind another word, or before one) is
    left out. Nothing where the two do not have the same words."""
    if len(tokens) != len(written):
        return
    run: list[str] = []
    for i, token in enumerate(tokens):
        if token.kind in (MARK, NUMBER) or _like_a_name(written, i):
            yield run
            run = []
        else:
            run.append(word(token))
    yield run


def _like_a_name(written: tuple[Token, ...], i: int) -> bool:
    if not written[i].text[:1].isupper():
        return False
    begins = i == 0 or written[i - 1].text in ".?!:\n"
    return not begins or (i + 1 < len(written) and written[i + 1].text[:1].isupper())


def _sentences(content: Path) -> Iterator[str]:
    paths = [
        *sorted(content.glob("nlu/intents/*.yml")), content / "nlu" / "stories.yml",
        *sorted(content.glob("procedures/*/start.yml")), *sorted(content.glob("faq/*.yml")),
        *sorted(content.glob("prompts/*.yml")), *sorted(content.glob("procedures/*/prompts/*.yml")),
    ]  # fmt: skip
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in paths:
        if path.stem not in _TELLING:
            yield from _strings(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))


def _strings(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict | list):
        inner: Iterable[Any] = raw.values() if isinstance(raw, dict) else raw
        for one in inner:
            yield from _strings(one)
