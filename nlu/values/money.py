"""Sums of money in đồng: "8.000đ", "tám nghìn", "15k", "1tr2", "nửa triệu". Value: int (VND).

A number without a unit is offered, not taken; so is a sum that the words around it make a guess, a bound, a question
or one of several. Other currencies are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, fits, is_filler
from nlu.text.lists import words
from nlu.text.numbers import cardinal, number_words
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make
from nlu.values.counting import MANY, mentions, noun_at
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.figures import asked_back, stood_by
from nlu.values.money_said import is_doubted, nothing_paid
from nlu.values.sums import Sum, scale_at, slang_at, sum_at

KIND: Final = "money"
_LARGEST: Final = 10**13
_DONG: Final = frozenset({"đ", "đồng", "dong", "vnd", "vnđ", "d", "₫", "bạc", "bac", "tiền", "tien"})
_FOREIGN: Final = frozenset(
    {"usd", "$", "đô", "do", "euro", "€", "tệ", "te", "kíp", "kip", "yên", "won", "bạt", "baht", "đôla", "dollar"}
)
_VAGUE: Final = words("vài mấy dăm đôi bao nhiều")
_LEADS: Final = words("tháng ngày năm thứ số mùng mồng lớp tổ đội khu xóm thôn nhà lúc điện thoại lần")
"""Words whose number is no sum: "ngày 20", "số 15"."""
_OR: Final = words("hoặc hay đến tới")
_TOTAL: Final = words("tổng cộng tất")
_ENDS: Final = words("vậy hết thành nên tức thế")
"""Words that open what it comes to after a subtraction."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one sum of a message."""
    found = _kept(msg, _sums(msg, MANY))
    nothing = nothing_paid(msg)
    if nothing and not any(m.scaled for m in found):
        return _free(msg, *nothing)
    values = _values(msg, found)
    times = _times(msg, found[0]) if len(found) == 1 and len(values) == 1 else 0
    if times:
        values = (times * values[0], values[0])
    if not values:
        return None
    first, last = found[0].first, found[-1].last
    if len(values) > MAX_CANDIDATES:
        return make(KIND, msg, first, last, hint="many", score=0.5)
    if len(values) == 1 and not nothing and all(m.sure for m in found) and not is_doubted(msg, found):
        return make(KIND, msg, first, last, values[0])
    several = len(found) > 1 and len(values) > 1
    return make(KIND, msg, first, last, candidates=values, hint="many" if several else "ambiguous", score=0.5)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every sum of a message that names its unit."""
    return [make(KIND, msg, m.first, m.last, m.value) for m in _sums(msg, len(msg)) if m.sure and m.value >= 1000]


def _times(msg: Message, m: Sum) -> int:
    """How often a sum was paid, "ba tờ 10 nghìn", "mỗi bản tám nghìn, hai bản"; 0 when once, or when nothing says."""
    tokens = msg.tokens
    if word_is(tokens, m.first - 1, "tờ") and m.first > 1:
        count = cardinal(tokens, m.first - 2)
        return count[0] if count and count[1] == m.first - 1 and count[0] > 1 else 0
    slash = m.last < len(tokens) and tokens[m.last].text == "/"
    one = word_is(tokens, m.last, "một", "mỗi") and bool(noun_at(tokens, m.last + 1))
    if not (slash or one or word_is(tokens, m.first - 2, "mỗi")):
        return 0
    counts = [
        c
        for c in mentions(msg, False, MANY)
        if c.noun in ("copy", "person", "turn") and not m.first <= c.first < m.last
    ]
    several = [c.value for c in counts if c.value > 1 and not c.others]
    return several[0] if len(several) == 1 else 0


def _free(msg: Message, first: int, last: int) -> Reading | None:
    """Nothing to pay, unless it is asked or a matter of how much ("không mất bao nhiêu")."""
    if word_is(msg.tokens, last, "bao", "mấy", "nhiều", "là") or word_is(
        msg.tokens, first - 1, "không", "chưa", "phải"
    ):
        return None
    if asked_back(msg) or is_doubtful(msg, "figure"):
        return make(KIND, msg, first, last, candidates=(0,), hint="ambiguous", score=0.5)
    return make(KIND, msg, first, last, 0)


def _sums(msg: Message, most: int) -> list[Sum]:
    """Every sum said in đồng, and every bare number that may be one, from left to right; not more than ``most``."""
    tokens = msg.tokens
    out: list[Sum] = []
    i = 0
    while i < len(tokens) and len(out) < most:
        token = tokens[i]
        if token.kind == MARK or not (token.kind == NUMBER or number_words(token) or token.fold in _OPENERS):
            i += 1
            continue
        got = sum_at(tokens, i)
        if got is None or got.value >= _LARGEST or got.value == 0:
            if got is not None and got.value == 0:
                out.extend(_zero(msg, got))
            i = _past(msg, i) if token.kind == NUMBER else i + 1
            continue
        if _belongs_elsewhere(msg, got):
            i = _past(msg, got.last - 1)
            continue
        if got.scaled or not slang_at(tokens, got.last):
            got = _with_unit(msg, got)
        else:
            got = got._replace(value=got.value * slang_at(tokens, got.last), last=got.last + 1, sure=False, scaled=True)
        if got.value:
            out.append(got)
        i = max(got.last, i + 1)
    return out


_OPENERS: Final = frozenset({"nua", "cham", "chieu", "cu"})


def _past(msg: Message, i: int) -> int:
    """The token after figures and whatever is written together with them."""
    i += 1
    while i < len(msg) and msg.tokens[i].glued and msg.tokens[i].kind != WORD:
        i += 1
    return i


def _zero(msg: Message, got: Sum) -> list[Sum]:
    unit = msg.tokens[got.last].lower if got.last < len(msg) else ""
    if unit in _DONG:
        return [got._replace(last=got.last + 1, scaled=True)]
    return [got._replace(sure=False)] if len(msg) <= 2 and msg.tokens[got.first].text == "0" else []


def _belongs_elsewhere(msg: Message, got: Sum) -> bool:
    """Other currencies, dates, counts of other things, telephone numbers; "vài trăm" and "chục mấy"."""
    tokens = msg.tokens
    unit = tokens[got.last].lower if got.last < len(tokens) else ""
    before = tokens[got.first - 1] if got.first else None
    if unit in _FOREIGN and not (got.scaled and unit in ("do", "te")):
        return True
    if word_is(tokens, got.last, "nhân") and word_is(tokens, got.last + 1, "dân"):
        return True
    if before is not None and before.text in "$€":
        return True
    if word_is(tokens, got.first - 1, *_VAGUE) and not word_is(tokens, got.first - 1, "bảo"):
        return True
    if word_is(tokens, got.last, "mấy", "vài"):
        return True
    if tokens[got.first].kind == NUMBER:
        glued = tokens[got.first].glued and before is not None
        if glued and before is not None and (before.kind == WORD or before.text in "/.,+"):
            return True
        if (
            glued
            and before is not None
            and before.text == "-"
            and (got.first < 2 or tokens[got.first - 2].kind == WORD)
        ):
            return True
        if tokens[got.first].text[0] == "0" and len(tokens[got.first].text) > 1 and not got.scaled:
            return True
    slash = got.last + 1 < len(tokens) and tokens[got.last].text in "/:%"
    if slash and not got.scaled and tokens[got.last + 1].kind == NUMBER:
        return True
    if got.last < len(tokens) and tokens[got.last].text == "%":
        return True
    if got.scaled:
        return False
    if word_is(tokens, got.first - 1, *_LEADS) and (not msg.marked or tokens[got.first - 1].spoken in _LEADS):
        return True
    if unit in _DONG or slang_at(tokens, got.last):
        return False
    glued_on = got.last < len(tokens) and tokens[got.last].glued and tokens[got.last].kind == WORD
    if tokens[got.first].kind == NUMBER and glued_on:
        return True  # "1m2"
    lone = got.value < 10 and tokens[got.first].kind == WORD and len(msg) > 3
    more = sum_at(tokens, got.last) if got.last < len(tokens) else None  # "hai mươi lăm ba mươi nghìn"
    counted = bool(noun_at(tokens, got.last)) and not (more is not None and more.scaled)
    return counted or (lone and not word_is(tokens, got.last, *_OR))


def _with_unit(msg: Message, got: Sum) -> Sum:
    """The sum with its "đồng"; without any unit it is taken only where it is written as money is."""
    tokens = msg.tokens
    last = got.last
    unit = tokens[last].lower if last < len(tokens) else ""
    if got.scaled:
        doubt = unit in ("do", "te") or (got.first and _broken(msg, got.first))
        return got._replace(last=last + 1 if unit in _DONG else last, sure=got.sure and not doubt)
    if unit in _DONG or fits(unit, "bạc"):
        if got.value >= 1000:
            return got._replace(last=last + 1, scaled=True)
        return got._replace(last=last + 1, value=got.value * 1000, others=(got.value,), sure=False, scaled=True)
    if got.value >= 1000:
        round_sum = got.value % 100 == 0 and got.value < 10**10
        return got._replace(sure=round_sum) if got.value < 10**10 else got._replace(value=0)
    return got._replace(value=got.value * 1000, others=tuple(o * 1000 for o in got.others), sure=False)


def _broken(msg: Message, first: int) -> bool:
    """Whether a sum without its first number ("trăm nghìn") follows a word that may have been that number."""
    if not scale_at(msg.tokens, first) and not word_is(msg.tokens, first, "trăm", "chục"):
        return False
    before = msg.tokens[first - 1]
    return before.kind == WORD and not is_filler(before) and not word_is(msg.tokens, first - 1, "hết", "được", "mất")


def _kept(msg: Message, found: list[Sum]) -> list[Sum]:
    """What is left after the speaker's corrections and denials, each side of "hai hoặc ba trăm nghìn" in full."""
    full: list[Sum] = []
    for k, m in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        if after is not None and not m.scaled and after.scaled and _alternative(msg, m, after):
            plain = m.value // 1000 if m.value >= 1000 and m.value % 1000 == 0 and not m.sure else m.value
            m = m._replace(value=plain * (after.step if plain < 10 else _thousand(after.step)))
        full.append(m)
    return stood_by(msg, full)


def _thousand(step: int) -> int:
    """The scale alone of a step like "trăm nghìn"."""
    return next((s for s in (10**9, 10**6, 1000) if step % s == 0), 1)


def _alternative(msg: Message, a: Sum, b: Sum) -> bool:
    between = range(a.last, b.first)
    if not between and not a.scaled and msg.tokens[a.first].kind == WORD:
        return True  # "hai mươi lăm ba mươi nghìn"
    joined = [word_is(msg.tokens, k, *_OR) or msg.tokens[k].text in "-~" for k in between]
    return any(joined) and all(j or is_filler(msg.tokens[k]) for j, k in zip(joined, between, strict=True))


def _values(msg: Message, found: Sequence[Sum]) -> tuple[int, ...]:
    """What the message may say, the likeliest first: a stated total, one sum, or all of them."""
    scaled = [m for m in found if m.scaled or m.sure]
    meant = scaled or list(found)
    if scaled and len(scaled) < len(found):
        meant = [m for m in found if m in scaled or _near(msg, m, scaled)]
    values = tuple(dict.fromkeys(v for m in meant for v in (m.value, *m.others)))
    if len(values) <= 1 or any(m.others for m in meant):
        return values
    ends_at = [0, *(m.last for m in meant)]
    stated = [
        m
        for m, end in zip(meant, ends_at, strict=False)
        if any(word_is(msg.tokens, k, *_TOTAL) for k in range(max(end, m.first - 4), m.first))
    ]
    if len(stated) == 1 and stated[0].value == max(values):
        return (stated[0].value,)
    left = meant[0].value - sum(m.value for m in meant[1:-1])
    if len(meant) > 2 and meant[-1].value == left:  # "trả 100, được trả lại 84, vậy hết 16"
        ends = any(word_is(msg.tokens, k, *_ENDS) for k in range(meant[-2].last, meant[-1].first))
        return (left,) if ends else values
    for total, parts in ((meant[0], meant[1:]), (meant[-1], meant[:-1])):
        if len(parts) > 1 and total.value == sum(m.value for m in parts):
            return (total.value,)
    if len(values) < MAX_CANDIDATES and not any(_alternative(msg, a, b) for a, b in pairwise(meant)):
        return (*values, sum(m.value for m in meant))
    return values


def _near(msg: Message, m: Sum, scaled: Sequence[Sum]) -> bool:
    return any(_alternative(msg, m, s) for s in scaled if s.first >= m.last)
