"""Ethnic groups by any name people use. Value: the official name.

A name that belongs to several groups, or that is also an everyday word, gives candidates; old names that may hurt
are understood and never given back. Of several groups named, what the papers say or the speaker decides for goes
before what he is, and that before what a husband or a parent is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import EXACT, MARK, WORD, Message, fits, has_marks, is_filler
from nlu.text.lists import words
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make, settle
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.ethnic_names import Named, capital, goes_on, is_province, is_tribe_word, named_at, over_branch
from nlu.values.everyday import everyday, idle
from nlu.values.whose import MANY, asks, clause, denied, kin_in, subject

KIND: Final = "ethnicity"
_TITLES: Final = words(
    """
    xã bản thôn huyện tỉnh phường làng buôn ấp xóm sông chợ đường tên họ thị văn trấn phố suối núi
    """
)
_PLACE_BEFORE: Final = words("ở tại quê về lên xuống vùng miền")
_CALLED: Final = words("anh chị ông bà cô chú bác thầy bạn cậu dì")
_SAYS: Final = words(
    "là ghi khai điền viết toàn đều cũng gốc theo thuộc lai hay hoặc và với chọn lấy thành sang thì giờ nay"
)
_QUIET: Final = words("người dân nhà không phải")
_DECIDES: Final = words("ghi khai điền viết chọn lấy")
_NOW: Final = words("nay giờ hiện đúng")
_THEN: Final = words("trước hồi xưa cũ nhầm lộn")
_AFTER: Final = words(
    """
    chi nữa không đều cả hết toàn lắm ở và với theo như giống vì do từ đời thuộc trong trên chính xịn rặt thôi nên hay
    hoặc cũng luôn ơi thật bên đúng sinh đang phải nhưng mà chứ còn song
    """
)
_AMBIGUOUS_PLAIN: Final = frozenset({"la", "co", "toi", "ho", "ma", "ve", "may", "cao"})

THEN, ANOTHER, OWN, DECIDED = range(4)
"""How much a mention says about the person asked for."""


class _Mention(NamedTuple):
    name: Named
    reading: Reading
    cue: str
    """``tộc`` after "dân tộc", ``người`` after "người", else empty."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one group the message names; candidates where it is told of another person only, supposed, or several."""
    msg = everyday(msg)
    mentions = [m for m in _scan(msg) if not denied(msg, m.name.first, m.name.last)]
    if not 0 < len(mentions) <= MANY or asks(msg):
        return None
    cued = [m for m in mentions if m.cue == "tộc"]
    standing = [m for m in mentions if m.cue == "tộc" or (_stands(msg, m, mentions))]
    standing = [m for m in mentions if m in standing or any(_joined(msg, m, one) for one in standing)]
    if cued and not all(m in standing for m in mentions):
        standing = [m for m in standing if m.cue]
    if not standing:
        return None
    meant = kin_in(ctx.question) | _followed(msg)
    ranks = [_rank(msg, m, meant) for m in standing]
    top = max(ranks)
    best = [m for m, rank in zip(standing, ranks, strict=True) if rank == top]
    if top == ANOTHER and any(r == THEN for r in ranks):
        best = standing
    groups = list(dict.fromkeys(g for m in best for g in m.name.groups))
    sure = top >= OWN or (top == ANOTHER and len(best) > 1 and len(groups) == 1)
    if not sure or is_doubtful(msg, "state"):
        return make(KIND, msg, best[0].name.first, best[-1].name.last, candidates=groups[:MAX_CANDIDATES],
                    hint="ambiguous", score=0.5)  # fmt: skip
    return settle(KIND, msg, [m.reading for m in best])


def _followed(msg: Message) -> frozenset[str]:
    """``em theo mẹ``: the parent whose group is taken."""
    return frozenset(
        kin for k in range(len(msg)) if word_is(msg.tokens, k, "theo")
        for kin in ("bố", "mẹ", "cha", "má") if word_is(msg.tokens, k + 1, kin)
    )  # fmt: skip


def _rank(msg: Message, m: _Mention, meant: frozenset[str]) -> int:
    first, _ = clause(msg, m.name.first)
    before = range(first, m.name.first)
    if any(word_is(msg.tokens, k, "theo") for k in before):
        return DECIDED
    whose = subject(msg, m.name.first, meant=meant)
    if whose == "other":
        return ANOTHER
    if any(word_is(msg.tokens, k, *_NOW) for k in before):
        return DECIDED
    if any(word_is(msg.tokens, k, *_THEN) and has_marks(msg.tokens[k].lower) for k in before):
        return THEN
    return DECIDED if any(word_is(msg.tokens, k, *_DECIDES) for k in before) else OWN


def _stands(msg: Message, m: _Mention, mentions: list[_Mention]) -> bool:
    """Whether the sentence around has a place for the name of a group there."""
    tokens = msg.tokens
    first, last = m.name.first, over_branch(msg, m.name.last)
    inside = {k for one in mentions for k in range(one.name.first, over_branch(msg, one.name.last))}
    after = (
        last >= len(tokens) or last in inside or is_province(msg, last) or idle(tokens[last])
        or word_is(tokens, last, *_AFTER) or (capital(tokens[first]) and not tokens[last].text[:1].isupper())
    )  # fmt: skip
    if not after:
        return False
    if m.cue:
        return True
    start, _ = clause(msg, first)
    if any(word_is(tokens, k, "tên") or tokens[k].lower == "họ" for k in range(start, first)):
        return False
    if first > start and word_is(tokens, first - 1, *_PLACE_BEFORE):
        return False
    polite = word_is(tokens, first - 2, "dạ", "thưa", "vâng", "gửi", "chào") and not word_is(tokens, last, "ơi")
    if first > start and word_is(tokens, first - 1, *_CALLED) and not polite:
        return False  # "chị Hoa ơi"

    def quiet(k: int) -> bool:
        return k in inside or idle(tokens[k]) or word_is(tokens, k, *_SAYS, *_QUIET)

    if not (first == start or quiet(first - 1)):
        return False
    if all(quiet(k) for k in range(len(tokens))):
        return True
    written = capital(tokens[first]) or any(has_marks(t.lower) for t in tokens[first : m.name.last])
    announced = word_is(tokens, first - 1, "là", "ghi", "đều", "toàn") or _mends(msg, first - 1)
    return announced or (written and all(quiet(k) for k in range(start, first)))


def _joined(msg: Message, m: _Mention, other: _Mention) -> bool:
    """``Thái với Mông``: what is joined to a group is one too."""
    before, after = (other, m) if other.name.first < m.name.first else (m, other)
    return after.name.first == before.name.last + 1 and word_is(
        msg.tokens, before.name.last, "và", "với", "hay", "hoặc", "lai"
    )


def _mends(msg: Message, i: int) -> bool:
    """``ra giai à ra glai``: the speaker tries again."""
    return i > 0 and msg.tokens[i].lower in ("à", "ừm", "ờ")


@lru_cache(maxsize=64)
def _scan(msg: Message) -> tuple[_Mention, ...]:
    """Every group named in a message, from left to right."""
    tokens = msg.tokens
    out: list[_Mention] = []
    i = 0
    while i < len(tokens) and len(out) <= MANY:
        word = tokens[i].kind == WORD and not is_tribe_word(tokens[i]) and not _is_cue(msg, i)
        named = named_at(msg, i) if word else None
        if named is None or word_is(tokens, i - 1, *_TITLES) or _vietnam(msg, i) or _mother(msg, i):
            i += 1
            continue
        cue = _cue(msg, i)
        end, sure = named.last, named.sure
        if cue != "tộc" and (goes_on(msg, i, end) or _land(msg, i, end)):
            i = end + 1
            continue
        if not cue and _hopes(msg, i):
            i += 1
            continue
        one_word = end == i + 1
        if one_word and tokens[i].lower in ("co", "ma", "mang") and not cue:
            sure = False  # có, mà, mang: everyday words without their marks
        unmarked = tokens[i].fold in _AMBIGUOUS_PLAIN and not named.exact and len(tokens) > 1
        courtesy = is_filler(tokens[i]) and any(not is_filler(t) for k, t in enumerate(tokens) if k != i)
        if one_word and not cue and (unmarked or courtesy):
            i += 1
            continue
        end = over_branch(msg, end)
        out.append(_Mention(named, _reading(msg, i, end, named.groups, sure), cue))
        i = end
    return tuple(out)


def _land(msg: Message, i: int, end: int) -> bool:
    """``mường la``, ``muong lat``: a valley's name, told by a word behind that means nothing else here."""
    if not word_is(msg.tokens, i, "mường") or end >= len(msg) or msg.tokens[end].kind != WORD:
        return False
    known = idle(msg.tokens[end]) or word_is(msg.tokens, end, *_AFTER) or is_province(msg, end)
    return word_is(msg.tokens, end, "lát") or (not known and named_at(msg, end) is None)


def _hopes(msg: Message, i: int) -> bool:
    """``em mong cán bộ giúp``: not the Mông."""
    return msg.tokens[i].text == "mong" and (
        msg.marked or word_is(msg.tokens, i + 1, "cán", "anh", "chị", "cô", "được")
    )


def _reading(msg: Message, first: int, end: int, groups: tuple[str, ...], sure: bool) -> Reading:
    if len(groups) == 1 and sure:
        return make(KIND, msg, first, end, groups[0])
    return make(KIND, msg, first, end, candidates=groups[:MAX_CANDIDATES], hint="ambiguous", score=0.5)


def _is_cue(msg: Message, i: int) -> bool:
    return word_is(msg.tokens, i, "dân") and word_is(msg.tokens, i + 1, "tộc")


def _cue(msg: Message, i: int) -> str:
    """What announces the group at token ``i``."""
    tokens = msg.tokens
    j = i - 1
    while j >= 0 and (tokens[j].kind == MARK or word_is(tokens, j, "là", "người", "của", "em", "cháu", "tôi", "con")):
        if word_is(tokens, j, "người"):
            return "người"
        if tokens[j].text in ".;!?\n":
            return ""
        j -= 1
    return "tộc" if j >= 0 and is_tribe_word(tokens[j]) else ""


def _vietnam(msg: Message, i: int) -> bool:
    return word_is(msg.tokens, i, "việt") and word_is(msg.tokens, i + 1, "nam", "kiều")


def _mother(msg: Message, i: int) -> bool:
    """``mạ là Pa Cô``: a mother in the centre, not the Mạ."""
    return msg.tokens[i].lower in ("mạ", "ma") and (
        word_is(msg.tokens, i + 1, "là", "tui", "tôi", "em", "con", "cháu", "người") and i + 2 < len(msg)
    )


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Groups that are announced as such ("dân tộc Mông", "người Dao"); a bare word inside a message is none."""
    msg = everyday(msg)
    tribe = any(fits(t.lower, "tộc") == EXACT for t in msg.tokens)
    return [
        m.reading
        for m in _scan(msg)
        if m.cue and (m.reading.hint != "ambiguous" or tribe) and (m.cue == "tộc" or _stands(msg, m, [m]))
    ]
