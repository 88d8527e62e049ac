"""An answer that ends with a province, read whatever everyday words stand before it.

Without marks "ban huoi sau" is a hamlet and "sau" is "after". Who is asked for a place and ends with a province has
named one; its words are handed on to be cut by all names there are.
"""

from __future__ import annotations

from typing import Any, Final

from nlu.text import MARK, NUMBER, WORD, Message
from nlu.text.lists import words
from nlu.values.name_words import surname_fit
from nlu.values.place_levels import level_at
from nlu.values.place_listed import district_split, everyday_at
from nlu.values.place_parts import Segment
from nlu.values.place_shape import is_person, place_stop
from nlu.values.place_spelling import level_words, segment_name
from nlu.values.place_words import LEAD, TAIL, province_index

_MOST_WORDS: Final = 10
_NAME_WORDS: Final = 4
_NEVER: Final = frozenset(
    words(
        """
        không khong chưa biết biet gì hỏi muốn muon xin nào đâu sao nhớ quên giống sinh vợ chồng chong chuyển
        chuyen làm năm ngày
        """
    )
)
"""Words that make the message more than the name of a place."""
_PLAIN_LEAD: Final = words("o tai em toi chau da")
"""The commonest words before a place without their marks."""


def before_province(msg: Message) -> tuple[int, int, dict[str, Any]] | None:
    """``(first, end, value)`` of a message that is words and a province, few of them everyday words."""
    tokens = msg.tokens
    end = len(tokens)
    while end and (tokens[end - 1].kind == MARK or tokens[end - 1].lower in TAIL):
        end -= 1
    first = 0
    while first < end and (
        tokens[first].kind == MARK or tokens[first].spoken in LEAD or tokens[first].lower in _PLAIN_LEAD
    ):
        if everyday_at(msg, first):
            break
        first += 1
    at = next((k for k in range(first + 1, end) if _province_to(msg, k, end)), None)
    if at is None or not _may_be_names(msg, first, at):
        return None
    level = level_at(tokens, first)
    if level is None and tokens[at - 1].lower in ("ở", "o", "tại", "tai") and at - first > _NAME_WORDS:
        return None  # a sentence, not a name
    name = level[0] if level else first
    if name >= at:
        return None
    stop = at - 1 if tokens[at - 1].kind == MARK else at
    if msg.marked and tokens[at].text[:1].isupper() and not any(t.text[:1].isupper() for t in tokens[name:at]):
        return None  # who writes the province with a capital writes the commune so
    if any(tokens[k].kind == MARK or (k > name + 1 and _cuts(msg, k)) for k in range(name, stop)):
        return None  # parts of an address, which are cut elsewhere
    middle = district_split(msg, name, at)
    seg = Segment(level[1] if level else "", first, name, middle or at)
    text = segment_name(msg, seg)
    province = segment_name(msg, Segment("", at, at, end, _province_to(msg, at, end)))
    value: dict[str, Any] = {"commune": None, "province": province}
    if middle is not None:
        value["district"] = segment_name(msg, Segment("", middle, middle, at))
    if seg.level == "detail":
        value["detail"] = f"{level_words(msg, seg).lower()} {text}"
    elif seg.level == "commune" and sum(t.kind == WORD for t in tokens[name : seg.last]) > _NAME_WORDS:
        return None  # two names, or more than a name
    elif sum(t.kind == WORD for t in tokens[name : seg.last]) > _NAME_WORDS or seg.level not in ("", "commune"):
        value["detail"] = text
    else:
        value["commune"] = text
    return first, end, value


def _province_to(msg: Message, k: int, end: int) -> Any:
    found = province_index().at(msg.tokens, k) if msg.tokens[k].kind == WORD else None
    if found is None or found[0] != end or (msg.marked and not found[1][0][1]):
        return None
    return found[1][0][0]


def _cuts(msg: Message, k: int) -> bool:
    """A level word inside that begins another part."""
    level = level_at(msg.tokens, k, True) if k else None
    return level is not None and level[1] != "detail" and everyday_at(msg, k) is None


def _may_be_names(msg: Message, first: int, end: int) -> bool:
    said = [t for t in msg.tokens[first:end] if t.kind != MARK]
    if not 1 < len(said) <= _MOST_WORDS:
        return False
    named = {k for i in range(first, end) if (found := everyday_at(msg, i)) for k in range(i, found.end)}
    if any(msg.tokens[k].lower in _NEVER for k in range(first, end) if k not in named):
        return False
    if any(t.kind == NUMBER and len(t.text) > 3 for t in said):
        return False
    if is_person(said) or (surname_fit(said[0]) == 2 and said[1].lower == "a"):
        return False
    return sum(place_stop(t) == 2 for t in said) <= max(1, len(said) // 2)
