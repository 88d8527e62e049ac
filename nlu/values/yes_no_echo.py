"""Yes and no told by saying the question's own words again: "chị có đồng ý ghi âm không?" – "tôi không đồng ý đâu".

Looked at where a message has no yes or no at its head. Every such clause must say the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text import MARK, WORD, Message, Phrases, Token, analyse, fits
from nlu.text.lists import phrases, words
from nlu.values.date_parts import word_is
from nlu.values.everyday import idle
from nlu.values.whose import MANY, clause, kin_in, subject

_DENY: Final = words("không chưa chẳng chả đừng khỏi")
_AFFIRM: Final = words("có đã được vẫn đang rồi xong đầy đủ hẳn cũng")
_NO_CONTENT: Final = words(
    "có không chưa đã phải đúng là gì nào những điều vừa hai vợ chồng hay lần thế bây giờ và để này trên được"
)
_HERE: Final = frozenset({"con", "cháu", "em", "anh", "chị", "nó"})
"""People that a yes or no is about without being named in the question."""
_STANCE: Final = Phrases[bool](
    [(p, True) for p in phrases("đồng ý, nhất trí, tán thành, bằng lòng, chấp nhận, xác nhận là đúng")]
    + [(p, False) for p in phrases("từ chối, phản đối")]
)  # fmt: skip
"""What a speaker does by saying it."""
_WRONG: Final = Phrases[bool](
    (p, True)
    for p in phrases("sai, nhầm, chưa đúng, không đúng, trật, ghi lộn, chưa chính xác, không chính xác, sót, chưa phải")
)
_RIGHT: Final = Phrases[bool](
    (p, True)
    for p in phrases("không sai, không nhầm, không sót, chẳng sai, chả sai, chưa sai, sai gì, không cần sửa, khỏi sửa")
)
_MEND: Final = Phrases[bool](
    (p, True) for p in phrases("sửa lại, sửa giúp, sửa giùm, sửa cho, sửa hộ, ghi lại, sửa đi")
)


def echoed(msg: Message, question: str | None) -> bool | None:
    """What the message says of the question's own words; None where it says nothing, both, or of somebody else."""
    said: set[bool] = set()
    meant = kin_in(question) | _HERE
    for first, last in _echoes(msg, question):
        said |= {v for v in (_polarity(msg, first, last, meant),) if v is not None}
    for first, last, yes, exact, phrase in _STANCE.scan(msg.tokens):
        if subject(msg, first, inherit=False, meant=meant) == "other":
            return None
        if (exact or len(phrase.split()) > 1) and not _no_or_he(msg, first):
            said.add(yes != _denied(msg, first))
        if last < len(msg) and word_is(msg.tokens, last, "hay", "không"):
            return None
    return said.pop() if len(said) == 1 else None


def judged(msg: Message, question: str | None) -> bool | None:
    """Whether a read-back is right ("không sai gì, khỏi sửa") or sent back ("năm sinh chưa đúng, cô sửa lại giúp")."""
    if not question or "đúng" not in question.lower():
        return None
    right = bool(_RIGHT.scan(msg.tokens))
    if right:
        return None if _MEND.scan(msg.tokens) else True
    return False if _WRONG.scan(msg.tokens) and _MEND.scan(msg.tokens) else None


@lru_cache(maxsize=256)
def _content(question: str) -> tuple[Token, ...]:
    tokens = analyse(question).tokens
    return tuple(
        t for k, t in enumerate(tokens) if t.kind == WORD and not idle(t) and not word_is(tokens, k, *_NO_CONTENT)
    )


def _echoes(msg: Message, question: str | None) -> list[tuple[int, int]]:
    """Runs of two and more words of the question."""
    content = _content(question) if question else ()
    if not content:
        return []
    same = [t.kind == WORD and any(fits(t.spoken, q.lower) for q in content) for t in msg.tokens]
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(same) and len(out) <= MANY:
        end = i
        while end < len(same) and same[end]:
            end += 1
        if end - i >= 2:
            out.append((i, end))
        i = max(end, i + 1)
    return out if len(out) <= MANY else []


def _no_or_he(msg: Message, first: int) -> bool:
    """``no`` before it: nỏ or nó."""
    start, _ = clause(msg, first)
    return any(msg.tokens[k].lower == "no" for k in range(max(start, first - 4), first))


def _denied(msg: Message, first: int) -> bool:
    start, _ = clause(msg, first)
    return any(word_is(msg.tokens, k, *_DENY) for k in range(max(start, first - 4), first))


def _polarity(msg: Message, first: int, last: int, meant: frozenset[str]) -> bool | None:
    start, end = clause(msg, first)
    if subject(msg, first, inherit=False, meant=meant) == "other" or _no_or_he(msg, first):
        return None
    if _denied(msg, first):
        return False
    around = [*range(max(start, first - 4), first), *range(last, min(end, last + 5))]
    negated = any(word_is(msg.tokens, k, *_DENY) for k in range(last, min(end, last + 5)))
    return True if not negated and any(word_is(msg.tokens, k, *_AFFIRM) for k in around) else None


def opens_with_yes(msg: Message) -> bool:
    """``vâng, không ạ``: a yes that only answers being spoken to, before a bare no."""
    said = [t for t in msg.tokens if t.kind != MARK and not (idle(t) and not fits(t.spoken, "vâng"))]
    return len(said) == 2 and bool(fits(said[0].spoken, "vâng")) and bool(fits(said[1].spoken, "không"))
