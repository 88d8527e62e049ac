"""Sex as said: "nam", "con gái", "bé trai". Value ``"male"`` or ``"female"``; anything else is for an officer."""

from __future__ import annotations

from typing import Final

from nlu.text import Message, Phrases, Token, is_filler
from nlu.text.lists import phrases, words
from nlu.types import Context, Reading
from nlu.values.base import make, settle

KIND: Final = "sex"
_WORDS: Final = Phrases[str](
    [(p, "male") for p in phrases(
        """
        nam, nam giới, giới tính nam, phái nam, trai, con trai, bé trai, cháu trai, em trai, đàn ông, thằng cu,
        thằng bé, bé nam, cu tí, thằng, male, con zai, zai, con giai, giai, đờn ông, thanh niên nam, nam nhi, cu
        con, cậu bé, trai tráng, cháu nam, trẻ nam, con cu
        """
    )]
    + [(p, "female") for p in phrases(
        """
        nữ, nữ giới, giới tính nữ, phái nữ, gái, con gái, bé gái, cháu gái, em gái, đàn bà, phụ nữ, cái hĩm, con
        bé, bé nữ, cô gái, female, thị mẹt, đờn bà, cháu nữ, trẻ nữ, cô bé, nử
        """
    )]
)  # fmt: skip
_NOT_BEFORE: Final = frozenset(
    words(
        """
        việt viet miền mien phía phia hướng anh chú bác ông văn hoài tỉnh xã quảng hải tên hà không chẳng thằng
        """
    )
)
_SURE: Final = frozenset(
    {"giới tính nam", "giới tính nữ", "con trai", "con gái", "bé trai", "bé gái", "cháu trai", "cháu gái"}
)
_ALSO: Final = frozenset(
    {"sinh", "đẻ", "được", "đứa", "một", "1", "bé", "là", "giới", "tính", "người", "thuộc", "phái", "đây", "gt", "cháu"}
)


def _hits(msg: Message) -> list[tuple[int, int, str, bool, str]]:
    out = []
    for hit in _WORDS.scan(msg.tokens):
        before = msg.tokens[hit[0] - 1].lower if hit[0] else ""
        if before in _NOT_BEFORE and not (hit[4].startswith(("giới", "con", "bé", "cháu"))):
            continue
        after = msg.tokens[hit[1]].lower if hit[1] < len(msg) else ""
        if hit[4] == "nam" and after in ("định", "bộ", "phi", "mỹ", "kỳ", "đàn", "trà"):
            continue
        if hit[4] in ("con", "con trai", "con gái") and after in ("đầu", "út", "lớn", "thứ"):
            continue
        out.append(hit)
    return out


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one sex named; None when the message is about more than that ("anh Nam ở Nam Định")."""
    found = [
        make(KIND, msg, first, last, value, score=1.0 if exact else 0.85) for first, last, value, exact, _ in _hits(msg)
    ]
    if not found:
        return None
    settled = settle(KIND, msg, found)
    if settled is None or settled.value is None:
        return settled
    others = [t for t in msg.tokens if not (settled.start <= t.start < settled.end) and not _idle(t)]
    sure = any(hit[4] in _SURE for hit in _hits(msg))
    return settled if not others or (sure and len(others) <= 4) else None


def _idle(token: Token) -> bool:
    return is_filler(token) or token.lower in _ALSO


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Sex inside a message: only where it is named as such ("giới tính nam", "con gái", "bé trai")."""
    out = []
    for first, last, value, exact, phrase in _hits(msg):
        before = [t.lower for t in msg.tokens[max(0, first - 3) : first]]
        cue = phrase.startswith("giới") or "giới" in before or "tính" in before or phrase in ("bé trai", "bé gái")
        alone = phrase in ("nam", "nữ") and exact and _between_commas(msg, first, last)
        if cue or alone:
            out.append(make(KIND, msg, first, last, value, score=0.9))
    return out


def _between_commas(msg: Message, first: int, last: int) -> bool:
    """``…, nam, …``: a word that stands alone between commas."""
    before = first > 0 and msg.tokens[first - 1].text in ",;-\n"
    after = last == len(msg) or msg.tokens[last].text in ",;-.\n"
    return before and after
