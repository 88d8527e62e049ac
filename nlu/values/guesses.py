"""Words by which a speaker says that he only guesses a name; they are cut out before the name is read."""

from __future__ import annotations

from typing import Final

from nlu.text import Message, Phrases
from nlu.text.lists import phrases
from nlu.values.date_parts import word_is

DOUBT: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        hình như, chắc là, không nhớ rõ, nhớ không rõ, không rõ, không chắc, không chắc lắm, chưa chắc,
        chưa chốt, chưa quyết, nghe nói, nghe bảo, gì đó,
        gì đấy, gì ấy, gì á, hay sao, hay sao ấy, hay sao á, hay gì, thì phải, đoán, có lẽ, mang máng, láng máng,
        đại khái, áng chừng, chắc vậy, chắc thế, nhớ nhầm, chi đó, chi nớ, đâu như, không nhớ chắc, kiểu như, tựa tựa,
        na ná, đại loại, quên mất rồi hay, chẳng nhớ rõ, không nhớ lắm, nửa nhớ nửa quên, có khi là
        """
    )
)


def doubts(msg: Message) -> list[tuple[int, int]]:
    """Where such words stand: (first, end) of their tokens."""
    return [
        (first, last)
        for first, last, _, exact, phrase in DOUBT.scan(msg.tokens)
        if (exact or (not msg.marked and len(phrase.split()) > 1))
        and (first == 0 or not msg.tokens[first].text[:1].isupper())
        and not (phrase == "chắc là" and first and word_is(msg.tokens, first - 1, "chắc"))
    ]


def in_doubt(msg: Message) -> bool:
    """Whether the speaker says that he is not sure."""
    return bool(doubts(msg))
