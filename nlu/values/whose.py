"""Who a statement is about, and whether it is stated at all: denied, asked or only supposed.

Works on the tokens of :func:`nlu.values.everyday.everyday`. Distances are short on purpose: what is far from a value
says little about it.
"""

from __future__ import annotations

from typing import Final, Literal

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, analyse
from nlu.text.lists import phrases, words
from nlu.values.date_parts import word_is

Whose = Literal["self", "other"]

_SELF: Final = words("tôi em cháu con mình tui tao ta tớ")
_ADDRESSED: Final = words("o anh chị cô chú bác ông bà thầy dì cậu")
_KIN: Final = words("vợ chồng bố mẹ cha má")
_SAME_PERSON: Final = {
    "bố": ("cha", "ba", "chồng"), "cha": ("bố", "ba", "chồng"), "mẹ": ("má", "vợ"), "má": ("mẹ", "vợ"),
}  # fmt: skip
"""Other words for a parent; the child's father is the mother's husband."""
_AFTER_KIN: Final = words("trai gái nội ngoại họ rể dâu ruột nuôi chồng vợ kế út ấy ta nó kia xã hàng bạn cả lớn")
_OF_KIN: Final = words("dâu rể gái trai xã nội ngoại bạn ruột họ")
_POLITE: Final = words("dạ thưa vâng gửi chào xin ơi kính ạ báo bảo")
_LINKED: Final = words("theo giống như bằng giùm hộ cho với gọi báo nhờ thay")
"""Before a person these make no subject of it: "theo bố là Giáy", "khai hộ mẹ"."""
FAR: Final = 24
"""Words beyond which nothing is looked for."""
MANY: Final = 12
"""Mentions of one kind above which a message is no answer."""
_JOINTS: Final = words("nhưng chứ mà song nên vì")
_STOPS: Final = ",.;!?\n:()"
_NOT: Final = words("không chẳng chả đừng")
_LEADS: Final = words("là người dân tộc dt giới tính con ghi bé thuộc gốc nước phái quốc tịch phải")

_ASKING: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        là gì, là sao, thế nào, như thế nào, bao nhiêu, làm sao, tại sao, vì sao, sao lại, thì sao, ra sao, ở đâu, khi
        nào, cho hỏi, xin hỏi, em hỏi, tôi hỏi, cháu hỏi, con hỏi, muốn hỏi, hỏi chút, hỏi tí, hỏi thăm, nghĩa là,
        được không, phải không, đúng không, có phải, hay không, không ạ, được chưa, không nhỉ, không vậy, không thế
        """
    )
)  # fmt: skip
_NEEDS_ANOTHER: Final = {"không ạ": ("có", "được", "phải"), "không vậy": ("có", "được"), "không thế": ("có", "được")}


def clause(msg: Message, i: int) -> tuple[int, int]:
    """The stretch of tokens around ``i`` between marks and joining words."""
    first = i
    while first > max(0, i - FAR) and not _stops(msg, first - 1):
        first -= 1
    last = i + 1
    while last < min(len(msg), i + FAR) and not _stops(msg, last):
        last += 1
    return first, last


def _stops(msg: Message, i: int) -> bool:
    token = msg.tokens[i]
    if token.kind == MARK:
        return token.text in _STOPS
    if word_is(msg.tokens, i, "còn"):  # without its mark, and first of all, it is somebody's child
        return (
            i + 1 < len(msg)
            and _person(msg, i + 1)
            and (
                token.spoken == "còn"
                or (i > 0 and msg.tokens[i - 1].kind != MARK and not word_is(msg.tokens, i - 1, *_POLITE))
            )
        )
    if token.spoken == "đâu":  # "không phải gái đâu trai đấy": the denial is over
        return any(word_is(msg.tokens, k, "phải") for k in range(max(0, i - 4), i))
    return token.spoken in _JOINTS


def _person(msg: Message, i: int) -> bool:
    return word_is(msg.tokens, i, *_SELF, *_ADDRESSED, *_KIN) or _is_father(msg, i)


def _is_father(msg: Message, i: int) -> bool:
    """``ba`` is three, unless somebody's or doing something."""
    return word_is(msg.tokens, i, "ba") and (
        word_is(msg.tokens, i + 1, *_SELF, "là", "cũng", "người", "thì", "mẹ", "má")
        or word_is(msg.tokens, i - 1, "của")
    )


def kin_in(question: str | None) -> frozenset[str]:
    """The relatives a question is about: what is told of them answers it."""
    tokens = analyse(question).tokens if question else ()
    found = {w for k in range(len(tokens)) for w in _KIN if tokens[k].lower == w}
    return frozenset(found.union(*(_SAME_PERSON.get(w, ()) for w in found)))


def subject(msg: Message, i: int, inherit: bool = True, meant: frozenset[str] = frozenset()) -> Whose | None:
    """Whose matter stands at token ``i``: the nearest person named before it in its clause; with ``inherit``, where
    the clause names nobody, the one of the clause before it. ``meant``: relatives who count as the person asked for."""
    first, _ = clause(msg, i)
    k = i - 1
    while k >= first:
        if _person(msg, k) or word_is(msg.tokens, k, "nó", "hắn", "nhà") or _friend(msg, k):
            start = k
            while start > first and (_person(msg, start - 1) or word_is(msg.tokens, start - 1, *_OF_KIN)):
                start -= 1
            if start > 0 and word_is(msg.tokens, start - 1, *_LINKED):
                k = start - 2
                continue
            return _head(msg, start, meant)
        k -= 1
    if inherit and first > 0 and msg.tokens[first - 1].text in ",:" and first - 1 > 0:
        return subject(msg, first - 1, False, meant)
    return None


def _friend(msg: Message, i: int) -> bool:
    """``bạn em``; "ủy ban" has no friend in it."""
    return word_is(msg.tokens, i, "bạn") and not word_is(msg.tokens, i - 1, "ủy", "uỷ", "ban", "cán")


def _head(msg: Message, i: int, meant: frozenset[str]) -> Whose | None:
    """Whether the person words from token ``i`` mean the speaker."""
    tokens = msg.tokens
    if meant and word_is(tokens, i, *sorted(meant)):
        return "self"
    if word_is(tokens, i, "nó", "hắn") or _friend(msg, i):
        return "other"
    if word_is(tokens, i, "nhà"):
        return "self"
    polite = i > 0 and (word_is(tokens, i - 1, *_POLITE) or tokens[i - 1].kind == MARK or i == 0)
    if word_is(tokens, i, *_KIN) or _is_father(msg, i):
        both = word_is(tokens, i, "vợ") and word_is(tokens, i + 1, "chồng")
        return "self" if both else "other"
    if word_is(tokens, i, *_ADDRESSED):
        if polite and word_is(tokens, i - 1, *_POLITE) and word_is(tokens, i + 1, *_SELF):
            return "self"  # "thưa bác, cháu": the first is spoken to
        if word_is(tokens, i + 1, *_SELF, *_AFTER_KIN):
            return "other"
        return None
    if word_is(tokens, i, "em", "cháu", "con") and word_is(tokens, i + 1, *_SELF, *_AFTER_KIN, *_KIN):
        return "other"  # "con tôi", "em gái", "em chồng"
    return "self"


def denied(msg: Message, first: int, last: int) -> bool:
    """Whether what stands at tokens ``first`` up to ``last`` is said not to be so."""
    tokens = msg.tokens
    k = first - 1
    while k >= 0 and word_is(tokens, k, *_LEADS):
        k -= 1
    if k >= 0 and (word_is(tokens, k, *_NOT) or (word_is(tokens, k, "đâu") and word_is(tokens, k + 1, "phải"))):
        return True
    k = last
    while k < len(tokens) and word_is(tokens, k, "thì", "là"):
        k += 1
    return word_is(tokens, k, "không", "đâu", "chẳng", "chả") and word_is(tokens, k + 1, "phải", "đúng") and (
        k + 2 >= len(tokens) or not _goes_on(msg, k + 2)
    )  # fmt: skip


def _goes_on(msg: Message, k: int) -> bool:
    """``không phải gái``: the denial is of what follows it."""
    token = msg.tokens[k]
    return token.kind == WORD and not word_is(msg.tokens, k, "đâu", "ạ", "nhé", "mà", "chứ", "nha", "ấy", "đấy")


def asks(msg: Message) -> bool:
    """Whether the message puts a question instead of answering one."""
    if any(t.text == "?" for t in msg.tokens):
        return True
    for first, last, _, _, phrase in _ASKING.scan(msg.tokens):
        if first and phrase.endswith("sao") and word_is(msg.tokens, first - 1, "chứ", "không"):
            continue
        needed = _NEEDS_ANOTHER.get(phrase)
        if needed and not (
            last >= len(msg) - 1 and any(word_is(msg.tokens, k, *needed) for k in range(max(0, first - 8), first))
        ):
            continue
        return True
    return ends_asking(msg)


def ends_asking(msg: Message) -> bool:
    """``… có … không``, ``đã … chưa``, ``… hả``; "à" at the end is as often a breath as a question."""
    said = [t for t in msg.tokens if t.kind != MARK]
    while said and word_is(said, len(said) - 1, "ạ", "nhỉ", "anh", "chị", "em", "cô", "chú", "bác", "vậy", "thế"):
        said.pop()
    if len(said) < 2:
        return False
    end = len(said) - 1
    if said[end].spoken in ("hả", "nhỉ", "hở", "chăng"):
        return end > 1
    if word_is(said, end, "không"):
        return any(word_is(said, k, "có", "được", "phải") for k in range(max(0, end - 8), end))
    return said[end].spoken == "chưa" and any(word_is(said, k, "đã", "có") for k in range(max(0, end - 8), end))


def is_count(token: Token) -> bool:
    """Two and more, before what is counted."""
    return (token.kind == NUMBER and token.text not in ("1", "01")) or (
        token.kind == WORD and token.lower in ("hai", "ba", "bốn", "bon", "năm", "sáu", "mấy", "vài", "nhiều", "toàn")
    )
