"""Words by which a speaker leaves open whether what they say is so: a value beside them is offered, never taken.

One list for all kinds. Two groups hold for some kinds only: "khoảng" loosens a figure and is nothing to a name;
"chưa biết" beside a date may speak of the day alone, beside a state of people it speaks of all there is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from nlu.text import MARK, Message, Phrases
from nlu.text.lists import phrases
from nlu.values.base import CORRECTION
from nlu.values.date_parts import word_is

Matter = Literal["figure", "name", "state"]
"""What is in doubt: a number, date or text of characters; a name of a person or place; how things are with people."""

_ANY: Final = """
    hình như, chắc là, chắc vậy, chắc thế, nghe nói, nghe đâu, nghe bảo, không rõ, chưa rõ, không nhớ, không nhớ rõ,
    nhớ không rõ, không nhớ chắc, không nhớ lắm, không nhớ chính xác, chưa nhớ, chẳng nhớ, chẳng nhớ rõ, nhớ nhầm,
    không chắc, chưa chắc, không chắc lắm, không dám chắc, đâu như, hay sao, hay sao ấy, hay sao á, hay gì, hay gì đó,
    đoán, có lẽ, có khi, có khi là, gì đó, gì đấy, gì ấy, gì á, chi đó, chi đó nờ, chi nớ, thì phải, mang máng, nhớ
    mang máng, láng máng, áng chừng, lơ mơ, phải chăng, không biết đúng, không biết có đúng, nhớ nhớ quên quên, nửa nhớ
    nửa quên, lẫn lộn, nom như, kiểu như, tựa tựa, na ná, đại loại, đại khái, không chính xác, ai mà nhớ, sao mà nhớ,
    làm gì nhớ, nhớ sao được, không biết nữa, quên mất rồi hay, chưa chốt, chưa quyết, biết đâu, tưởng, cứ nghĩ, ngỡ
"""
_OF: Final[dict[Matter, str]] = {
    "figure": """
        khoảng, chừng, chắc, chắc tầm, chắc cỡ, cỡ, tầm, ước, ước chừng, trên dưới, đâu khoảng, vào khoảng, vô khoảng,
        xấp xỉ, gần như, độ chừng, độ khoảng, dễ đến, đâu đó, quên, quên mất, quên rồi, nhỉ, không nhỉ, đúng không,
        phải không, đúng không nhỉ, có đúng không, đúng chưa, được không, nhớ không lầm, nhớ không nhầm, không nhầm
        thì, không lầm thì, nếu không nhầm, nếu nhớ không nhầm, không rành, không đọc được, đọc không ra, nhìn không
        ra, không nhìn rõ, nhìn không rõ, coi không rõ, mờ quá, bị mờ, bị nhòe, nhòe mất
    """,
    "name": "",
    "state": """
        không biết, chưa biết, chẳng biết, chả biết, chắc, chắc tầm, quên rồi, phân vân, nếu, chưa xác định, để hỏi,
        để em hỏi, để tôi hỏi, để cháu hỏi, có thể
    """,
}
_SURE: Final = phrases(
    """
    chắc chắn, à quên, í quên, ý quên, ủa quên, ấy quên, cho chắc, chắc luôn, chắc rồi, không quên, không nhầm đâu,
    nhớ chắc, đúng không sai, không sai, chắc ăn, cho chắc chắn, chắc như bắp, rõ ràng
    """
)
"""Words that hold a word of doubt and mean the opposite."""
_DOUBT: Final[dict[Matter, Phrases[bool]]] = {
    matter: Phrases([(p, True) for p in phrases(f"{_ANY},{own}")] + [(p, False) for p in _SURE])
    for matter, own in _OF.items()
}
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


@lru_cache(maxsize=128)
def doubts(msg: Message, matter: Matter) -> tuple[tuple[int, int], ...]:
    """Where the speaker says that a value is a guess: ``(first, last)`` tokens."""
    return tuple(
        (first, last)
        for first, last, doubt, exact, phrase in _DOUBT[matter].scan(msg.tokens)
        if doubt
        and (exact or _heard(msg, last, phrase, matter))
        and not (matter == "name" and _named(msg, first, phrase))
    )


def is_doubtful(msg: Message, matter: Matter) -> bool:
    """Whether the speaker says that the value is a guess, or asks whether it is right."""
    return bool(doubts(msg, matter))


def _heard(msg: Message, last: int, phrase: str, matter: Matter) -> bool:
    """Whether a word written otherwise is one of doubt: "tam" is tám before it is tầm, "chung minh" a card; and any
    two syllables may be a name in a message that does write marks."""
    if phrase == "có thể" and (
        msg.tokens[last - 1].lower == "thẻ" or word_is(msg.tokens, last, "bảo", "căn", "của", "rồi", "bhyt", "cứng")
    ):
        return False  # a card
    if " " in phrase:
        return matter != "name" or not msg.marked
    return phrase in ("khoảng", "chừng") and not word_is(msg.tokens, last, "minh", "sinh")


def _named(msg: Message, first: int, phrase: str) -> bool:
    """A capital inside the message begins a name; "Chắc chắc là" calls somebody Chắc."""
    capital = first > 0 and msg.tokens[first].text[:1].isupper()
    return capital or (phrase == "chắc là" and word_is(msg.tokens, first - 1, "chắc"))


@lru_cache(maxsize=64)
def either_words(msg: Message) -> tuple[tuple[int, int], ...]:
    """Where the speaker says "or": ``(first, last)`` tokens, marks after them included."""
    out = []
    for first, last, _, _, _ in _EITHER.scan(msg.tokens):
        while last < len(msg) and msg.tokens[last].kind == MARK:
            last += 1
        out.append((first, last))
    return tuple(out)
