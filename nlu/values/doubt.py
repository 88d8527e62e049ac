"""Words by which a speaker leaves open whether what they say is so: a value beside them is offered, never taken."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text import MARK, Message, Phrases
from nlu.text.lists import phrases
from nlu.values.base import CORRECTION

_DOUBT: Final = Phrases[bool](
    [(p, True) for p in phrases(
        """
        khoảng, chừng, hình như, chắc, chắc là, chắc tầm, cỡ, nghe nói, nghe đâu, nghe bảo, không rõ, không nhớ,
        không nhớ rõ, chưa nhớ, chẳng nhớ, áng chừng, không chắc, chưa chắc, không chắc lắm, không dám chắc, ước
        chừng, ước, đâu như, đâu đó, hay sao, hay sao ấy, hay gì, hay gì đó, đoán, quên, quên mất, quên rồi, tầm, có
        lẽ, có khi, trên dưới, gì đó, gì đấy, gì ấy, gì á, chi đó, chi đó nờ, thì phải, nhỉ, không nhỉ, mang máng,
        nhớ mang máng, láng máng, nhớ không lầm, nhớ không nhầm, không nhầm thì, không lầm thì, nếu không nhầm, nếu
        nhớ không nhầm, lơ mơ, đúng không, phải không, đúng không nhỉ, có đúng không, đúng chưa, phải chăng, được
        không, không biết đúng, không biết có đúng, nhớ nhớ quên quên, lẫn lộn, không đọc được, đọc không ra, nhìn
        không ra, không nhìn rõ, nhìn không rõ, coi không rõ, mờ quá, bị mờ, bị nhòe, nhòe mất, đâu khoảng, vào
        khoảng, vô khoảng, xấp xỉ, gần như, nom như, độ chừng, độ khoảng, dễ đến, chắc cỡ, không nhớ chính xác,
        không chính xác, ai mà nhớ, sao mà nhớ, làm gì nhớ, nhớ sao được, không rành, không biết nữa
        """
    )]
    + [(p, False) for p in phrases(
        """
        chắc chắn, à quên, í quên, ý quên, ủa quên, ấy quên, cho chắc, chắc luôn, chắc rồi, không quên, không nhầm
        đâu, nhớ chắc, đúng không sai, không sai, chắc ăn, cho chắc chắn, chắc như bắp, rõ ràng
        """
    )]
)  # fmt: skip
_LOOSE_ALONE: Final = ("khoảng", "chừng")
_EITHER: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        hay, hay là, hoặc, hoặc là, không thì, không thì là, chứ không thì, hay không thì, chẳng thì, có khi là, hay
        có khi là, hoặc có khi, hay có khi, không nữa thì, hổng thì, hông thì
        """
    )
)


@lru_cache(maxsize=64)
def taken_back(msg: Message) -> tuple[tuple[int, int], ...]:
    """Where the speaker takes back what came before: ``(first, last)`` tokens."""
    return tuple((first, last) for first, last, _, _, _ in CORRECTION.scan(msg.tokens))


@lru_cache(maxsize=64)
def is_doubtful(msg: Message) -> bool:
    """Whether the speaker says that the value is a guess, or asks whether it is right."""
    for _, last, doubt, exact, phrase in _DOUBT.scan(msg.tokens):
        # "tam" is tám before it is tầm, "chung minh" a card
        loosely = phrase in _LOOSE_ALONE and not (last < len(msg) and msg.tokens[last].fold in ("minh", "sinh"))
        if doubt and (exact or len(phrase.split()) > 1 or loosely):
            return True
    return False


@lru_cache(maxsize=64)
def either_words(msg: Message) -> tuple[tuple[int, int], ...]:
    """Where the speaker says "or": ``(first, last)`` tokens, marks after them included."""
    out = []
    for first, last, _, _, _ in _EITHER.scan(msg.tokens):
        while last < len(msg) and msg.tokens[last].kind == MARK:
            last += 1
        out.append((first, last))
    return tuple(out)
