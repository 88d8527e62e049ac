"""The mark of one word of a name told by its own name: "chữ Páo có dấu sắc"."""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, WORD, Message, fold
from nlu.text.lists import words
from nlu.text.marks import put_tone, tone_of
from nlu.types import Reading
from nlu.values.base import make
from nlu.values.date_parts import word_is
from nlu.values.name_lead import OPENING
from nlu.values.name_shape import KIND, title_word

_TONES: Final = {"sắc": "s", "huyền": "f", "hỏi": "r", "ngã": "x", "nặng": "j"}
_BETWEEN: Final = words("có là thì phải mang viết thêm ghi đánh")
_BEFORE: Final = words("chữ từ tiếng tên sửa lại nhầm sai viết")


def mark_told(msg: Message) -> Reading | None:
    """The word with its mark, as a candidate: it is part of a name that was said before, and only who knows that name
    can put it there. With both spellings where the word was written with another mark than the one told."""
    tokens = msg.tokens
    for at in range(1, len(tokens) - 1):
        if not word_is(tokens, at, "dấu"):
            continue
        tone = next((key for name, key in _TONES.items() if word_is(tokens, at + 1, name)), None)
        word = at - 1
        while word >= 0 and word_is(tokens, word, *_BETWEEN):
            word -= 1
        if tone is None or word < 0 or tokens[word].kind != WORD or not _stands_alone(msg, word):
            continue
        bare, own = tone_of(tokens[word].lower)
        told = title_word(put_tone(bare, tone))
        ways = (told,) if own in ("", tone) else (told, title_word(tokens[word].lower))
        return make(KIND, msg, word, at + 2, candidates=ways, hint="ambiguous", score=0.6)
    return None


def _stands_alone(msg: Message, word: int) -> bool:
    """Only one word of the name is said: before it stand "chữ", politeness, and words that correct."""
    return all(t.kind == MARK or word_is([t], 0, *OPENING, *_BEFORE) for t in msg.tokens[:word])


def with_word(name: str, word: str) -> str | None:
    """A name with one word in the spelling given now; None where not exactly one word of it has these letters."""
    parts = name.split()
    same = [k for k, part in enumerate(parts) if fold(part) == fold(word)]
    if len(parts) < 2 or len(same) != 1:
        return None
    return " ".join([*parts[: same[0]], word, *parts[same[0] + 1 :]])
