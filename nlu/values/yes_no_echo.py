"""Yes and no told by the question's own words: "chị có đồng ý ghi âm không?" – "tôi không đồng ý đâu"; by words that
mean the same or the opposite ("ở cùng nhà không?" – "ở riêng"); by what is done or not yet ("… chưa?" – "lấy rồi").

Looked at where a message has no yes or no at its head. Everything such a message says must say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, analyse, fits
from nlu.text.lists import phrases, words
from nlu.values.date_parts import word_is
from nlu.values.everyday import idle
from nlu.values.whose import MANY, clause, kin_in, subject
from nlu.values.yes_no_meant import meant_by

_DENY: Final = words("không chưa chẳng chả đừng khỏi")
_AFFIRM: Final = words("có đã được vẫn đang rồi xong đầy đủ hẳn cũng")
_FRAME: Final = words(
    "có đã được vẫn đang rồi xong cũng cứ thì cho xin cần muốn sẽ mới đi luôn giúp hộ giùm tiếp hết cả nốt vội ngay"
)
"""Words round a verb that add nothing of their own."""
_NO_CONTENT: Final = words(
    "có không chưa đã phải đúng là gì nào những điều vừa hai vợ chồng hay lần thế bây giờ và để này trên được"
)
DOING: Final = words("ghi khai nhập làm sống ở chung cùng bỏ nhặt đăng ký ly hôn nhận gửi muốn cần chuyển lấy nộp")
_ASKED_FOR: Final = words("ghi khai")
"""Words that carry nothing elsewhere, and are what some question asks for."""
_GOT: Final = words("làm lấy nhận cấp đăng ký khai nộp")
_HERE: Final = frozenset({"con", "cháu", "em", "anh", "chị", "nó"})
"""People that a yes or no is about without being named in the question."""
_STANCE: Final = Phrases[bool](
    [
        (p, True)
        for p in phrases(
            """
            đồng ý, nhất trí, tán thành, bằng lòng, chấp nhận, xác nhận là đúng, chấp thuận, đồng tình, tự nguyện, cho
            phép
            """
        )
    ]
    + [(p, False) for p in phrases("từ chối, phản đối")]
)
"""What a speaker does by saying it."""
_PLANNED: Final = ("sẽ", "định", "tính")
_WRONG: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        sai, nhầm, chưa đúng, không đúng, trật, ghi lộn, chưa chính xác, không chính xác, sót, chưa phải, thiếu, sửa
        lại, sửa giúp, sửa giùm, sửa cho, sửa hộ, ghi lại, sửa đi, không khớp, lệch, chưa khớp
        """
    )
)
_MEND: Final = Phrases[bool](
    (p, True) for p in phrases("sửa lại, sửa giúp, sửa giùm, sửa cho, sửa hộ, ghi lại, sửa đi")
)
_RIGHT: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        "không cần sửa, khỏi sửa, không phải sửa, khớp, chính xác, hợp lý, đúng hết, đúng cả, gì phải sửa, đúng luôn"
    )
)


def echoed(msg: Message, question: str | None, asks_done: bool, negative: bool) -> bool | None:
    """What the message says of the question's own words; None where it says nothing, both, or of somebody else.
    ``asks_done``: "… chưa?"; ``negative``: "không … nữa phải không?", where saying it again is a yes."""
    said: set[bool] = set()
    meant = kin_in(question) | _HERE
    for first, last in _echoes(msg, question):
        said |= {v for v in (_polarity(msg, first, last, meant),) if v is not None}
    said |= set(_clauses(msg, question, meant, asks_done))
    if negative:
        said = {not v for v in said}
    for first, last, yes, exact, phrase in _STANCE.scan(msg.tokens):
        if subject(msg, first, inherit=False, meant=meant) == "other" or word_is(msg.tokens, first - 1, *_PLANNED):
            return None
        if (exact or len(phrase.split()) > 1) and not _no_or_he(msg, first):
            said.add(yes != _denied(msg, first))
        if last < len(msg) and word_is(msg.tokens, last, "hay", "không"):
            return None
    said |= set(meant_by(msg, question)) | (set(_aspects(msg)) if asks_done and question and not negative else set())
    return said.pop() if len(said) == 1 else None


def judged(msg: Message, question: str | None) -> bool | None:
    """Whether a read-back is right ("không sai gì, khỏi sửa") or sent back ("năm sinh chưa đúng, cô sửa lại giúp")."""
    if not question or "đúng" not in question.lower():
        return None
    wrong = [
        any(word_is(msg.tokens, k, *_DENY) for k in range(max(clause(msg, first)[0], first - 5), first))
        for first, _, _, exact, phrase in _WRONG.scan(msg.tokens)
        if exact or " " in phrase
    ]
    if wrong:
        return all(wrong) if all(wrong) or not any(wrong) else None
    return True if _RIGHT.scan(msg.tokens) else None


def wants_mending(msg: Message) -> bool:
    """Whether the speaker asks to have something put right."""
    return bool(_MEND.scan(msg.tokens))


@lru_cache(maxsize=256)
def said_by(question: str | None) -> frozenset[str]:
    """The words of a question, figures too."""
    return frozenset(t.spoken for t in analyse(question or "").tokens if t.kind != MARK)


@lru_cache(maxsize=256)
def _content(question: str) -> tuple[Token, ...]:
    """The words of the question that matter; of several sentences the one that asks."""
    asking = question.split("?")[0].rsplit(". ", 1)[-1]
    tokens = analyse(asking).tokens
    return tuple(
        t
        for k, t in enumerate(tokens)
        if t.kind == WORD and (not idle(t) or t.lower in _ASKED_FOR) and not word_is(tokens, k, *_NO_CONTENT)
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


def _clauses(msg: Message, question: str | None, meant: frozenset[str], asks_done: bool) -> Iterator[bool]:
    """What clauses say that hold nothing but the question's words: "ghi đi", "đừng bỏ", "chưa nhập vội"."""
    content = _content(question) if question else ()
    first = 0
    while content and first < len(msg):
        _, last = clause(msg, first)
        span = range(first, max(last, first + 1))
        same = [k for k in span if any(fits(msg.tokens[k].spoken, q.lower) for q in content)]
        denied = [k for k in span if word_is(msg.tokens, k, *_DENY)]
        doing = [k for k in same if word_is(msg.tokens, k, *DOING)]
        other = [
            k
            for k in span
            if k not in same and k not in denied and not word_is(msg.tokens, k, *_FRAME)
            and (msg.tokens[k].kind == NUMBER or not idle(msg.tokens[k]))
        ]  # fmt: skip
        done = any(word_is(msg.tokens, k, "rồi", "đã") for k in span)
        if doing and subject(msg, doing[0], inherit=False, meant=meant) != "other":
            if len(denied) == 1 and denied[0] < doing[0] <= denied[0] + 2:
                yield False
            elif (
                not denied
                and not other
                and (asks_done or not done)
                and not word_is(msg.tokens, doing[0] + 1, "thì", "là")
            ):
                yield True
        first = last + 1


def _aspects(msg: Message) -> Iterator[bool]:
    """``lấy rồi``, ``vẫn chưa đi khai``: done or not yet."""
    for k in range(len(msg)):
        doing = k + 1 < len(msg) and (word_is(msg.tokens, k + 1, *_GOT) or not idle(msg.tokens[k + 1]))
        if word_is(msg.tokens, k, "chưa") and doing:
            yield False
        elif word_is(msg.tokens, k, "rồi") and (k + 1 == len(msg) or idle(msg.tokens[k + 1])):
            start, _ = clause(msg, k)
            if any(word_is(msg.tokens, i, *_GOT) for i in range(max(start, k - 6), k)) and not any(
                word_is(msg.tokens, i, "mất", "quên", *_DENY) for i in range(start, k)
            ):
                yield True


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
    topic = next((k for k in range(last, min(end, last + 2)) if word_is(msg.tokens, k, "thì")), None)
    after = range(last, min(end, last + 5))
    negated = any(word_is(msg.tokens, k, *_DENY) for k in after)
    if (topic is not None and negated) or any(word_is(msg.tokens, k, "đâu") for k in after[:2]):
        return False  # "giấy khai sinh thì không", "đã đăng ký đâu"
    around = [*range(max(start, first - 4), first), *after]
    return True if not negated and any(word_is(msg.tokens, k, *_AFFIRM) for k in around) else None


def opens_with_yes(msg: Message) -> bool:
    """``vâng, không ạ``: a yes that only answers being spoken to, before a bare no."""
    said = [t for t in msg.tokens if t.kind != MARK and not (idle(t) and not fits(t.spoken, "vâng"))]
    return len(said) == 2 and bool(fits(said[0].spoken, "vâng")) and bool(fits(said[1].spoken, "không"))
