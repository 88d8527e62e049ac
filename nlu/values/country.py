"""Countries by what people call them. Value: ISO 3166-1 alpha-2.

Asked for a nationality, what is named as one ("công dân", "hộ chiếu", "người Lào") goes before where somebody lives or
travels, which alone is only offered; a people ("dân tộc Lào"), a language and goods are no country at all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import MARK, WORD, Message, Token, fold, is_filler
from nlu.text.lists import phrases, words
from nlu.types import Context, Reading
from nlu.values.base import CORRECTION, MAX_CANDIDATES, make, settle
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.everyday import everyday, idle
from nlu.values.names_data import countries
from nlu.values.squash import SquashIndex
from nlu.values.whose import MANY, asks, clause, denied, kin_in, subject

KIND: Final = "country"
_CUES: Final = ("tịch", "nước", "bên", "người", "sang", "qua", "dân", "chiếu", "passport", "visa")
_NATIONAL: Final = (
    "tịch",
    "người",
    "dân",
    "chiếu",
    "passport",
    "nước",
    "mang",
    "chọn",
    "gốc",
    "cước",
    "tờ",
    "giấy",
    "thẻ",
)
_LIVES: Final = ("ở", "sang", "qua", "đi", "tại", "từ", "về", "đến", "tới")
_NO_COUNTRY: Final = words(
    """
    tộc tiếng chữ xe hàng đồ phim món kiều tên họ công chị chợ cửa biên giáp gần ty hãng quán nhạc đoàn trường đội sứ
    khách hội chủ
    """
)
"""Before a country's name these make it a people, a language, goods, a border."""
_KIN: Final = words("chồng vợ rể dâu bố mẹ cha má ba tía")
"""Whose country follows without another word: "chồng Hàn", unless it may be his name."""
_NAMES: Final = words("anh nga đức pháp mỹ nhật trung việt thái ý áo hung")
_PERSONS: Final = words("em chị cô anh bác chú bà ông cháu con thị tên bạn")
_GONE: Final = words("trước xưa cũ gốc thôi bỏ mất")
_JOINS: Final = words("với và hay hoặc lẫn cả vừa")
_NOT_YET: Final = words("xin chờ muốn định sắp chưa")
_JOURNEY: Final = words("chơi làm học lao động du lịch xuất khẩu công tác việc thăm lấy sống cư trú sinh thuê")
_AROUND: Final = frozenset(
    words(
        """
        quoc tich nuoc nguoi ben cong dan qt goc hay hoac mang sang o qua ho chieu khong phai hong va voi ma chu dang
        giu chon theo nhap duoc thuoc cong hoa dan chu nhan xa hoi nghia lien bang vuong chlb chdcnd chxhcn dat ban
        """
    )
)
_BETWEEN: Final = words("là của nước cũng vẫn thì đều bạn")
"""What may stand between "quốc tịch" and the country."""
_NEEDS_CUE: Final = frozenset(
    phrases(
        """
        anh, y, ao, uc, nga, duc, bi, trung, han, nhat, dai, phap, my, tau, lao, hung, us, dl, tq, viet, mien,
        sec, thai, sing, hn, nb, hq, uk, ca ta
        """
    )
)
_HERE: Final = frozenset({"con", "cháu", "em", "anh", "chị"})
"""People that a nationality may be asked for without the question naming them."""


class _Mention(NamedTuple):
    reading: Reading
    cue: bool
    first: int
    last: int


@lru_cache(maxsize=1)
def _index() -> SquashIndex[str]:
    return SquashIndex((name, c.code) for c in countries() for name in (c.name, *c.say))


def _scan(msg: Message) -> list[_Mention]:
    tokens = msg.tokens
    out: list[_Mention] = []
    i = 0
    while i < len(tokens) and len(out) <= MANY:
        hit = _index().at(tokens, i) if tokens[i].kind == WORD else None
        hit = hit or (_index().at(_plain(msg), i) if tokens[i].kind == WORD else None)
        if hit is None or (word_is(tokens, i - 1, *_NO_COUNTRY) and not word_is(tokens, i - 2, "nước")):
            i = i + 1 if hit is None else hit[0]
            continue
        end, names = hit
        codes = list(dict.fromkeys(code for code, _ in names))
        cue = (
            word_is(tokens, i - 1, *_CUES)
            or (word_is(tokens, i - 1, "là", "bạn") and word_is(tokens, i - 2, "tịch", "nước"))
            or (word_is(tokens, i - 1, *_KIN) and not word_is(tokens, i, *_NAMES))
        )
        if len(codes) == 1:
            reading = make(KIND, msg, i, end, codes[0])
        else:
            reading = make(KIND, msg, i, end, candidates=codes[:MAX_CANDIDATES], hint="ambiguous", score=0.5)
        out.append(_Mention(reading, cue, i, end))
        i = end
    return out if len(out) <= MANY else []


@lru_cache(maxsize=64)
def _plain(msg: Message) -> tuple[Token, ...]:
    """The tokens as they are said in plain words: ``Nhựt`` as Nhật."""
    return tuple(
        t._replace(lower=t.spoken, fold=fold(t.spoken)) if t.kind == WORD and t.spoken in _SAID_SO else t
        for t in msg.tokens
    )


_SAID_SO: Final = frozenset({"nhật"})


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one country the message names; candidates where it is supposed, told of another person, or only where
    somebody lives."""
    msg = everyday(msg)
    found = _scan(msg)
    kept = [m for m in found if not _denied(msg, m) and _means(msg, m, found)]
    kept = [m for m in found if m in kept or any(_joined(msg, m, one) for one in kept)]
    if not kept or asks(msg):
        return None
    if len(kept) > 1:
        now = [m for m in kept if not _gone(msg, m)]
        kept = now or kept
    named = [m for m in kept if _announced(msg, m, ("tịch",))]
    kept = [m for m in kept if m in named or any(_joined(msg, m, one) for one in named)] if named else kept
    national = [m for m in kept if _national(msg, m)]
    lived = [m for m in kept if m not in national and _lives(msg, m)]
    nationality = bool(ctx.question) and any(w in (ctx.question or "").lower() for w in ("quốc tịch", "người nước"))
    if nationality and lived:
        if len(lived) == len(kept):
            return None if _travels(msg) else _offer(msg, kept)
        kept = [m for m in kept if m not in lived]
    own = [m for m in kept if not _of_another(msg, ctx, m)]
    kept = own or kept
    if is_doubtful(msg, "state") or not own or all(_wished(msg, m) or _gone(msg, m) for m in kept):
        return _offer(msg, kept)
    return settle(KIND, msg, [m.reading for m in kept])


def _offer(msg: Message, kept: list[_Mention]) -> Reading | None:
    codes = list(dict.fromkeys(v for m in kept for v in (m.reading.candidates or (m.reading.value,))))
    return make(KIND, msg, kept[0].first, kept[-1].last, candidates=codes[:MAX_CANDIDATES], hint="ambiguous", score=0.5)


def _means(msg: Message, m: _Mention, found: list[_Mention]) -> bool:
    """Whether the word is meant as a country: announced, or with little beside it."""
    inside = {k for one in found for k in range(one.first, one.last)}
    others = [
        t for k, t in enumerate(msg.tokens)
        if t.kind != MARK and k not in inside and t.fold not in _AROUND and not word_is(msg.tokens, k, "nước", "người")
    ]  # fmt: skip
    loud = [t for t in others if not idle(t)]
    word = " ".join(t.fold for t in msg.tokens[m.first : m.last])
    named = msg.tokens[m.first - 1] if m.first else None
    if word in _NEEDS_CUE and not m.cue and others:
        person = named is not None and word_is(msg.tokens, m.first - 1, *_PERSONS) and is_filler(named)
        if _corrected(msg, m):
            return not loud
        if loud and not _announced(msg, m):
            return False
        lower = word in ("y", "ao", "bi") and msg.tokens[m.first].text.islower()
        if person or lower or word == "anh":
            return False
    return not (loud and not m.cue and len(loud) > 2 and not _announced(msg, m))


def _corrected(msg: Message, m: _Mention) -> bool:
    """``Nhật à không Hàn``: what a taking-back goes on with is not denied by it."""
    return any(last == m.first for _, last, _, _, _ in CORRECTION.scan(msg.tokens))


def _denied(msg: Message, m: _Mention) -> bool:
    return denied(msg, m.first, m.last) and not _corrected(msg, m)


def _joined(msg: Message, m: _Mention, other: _Mention) -> bool:
    """``Việt Nam với Đức``, ``VN or US``: what is joined to a country is one too."""
    if _denied(msg, m):
        return False
    before, after = (other, m) if other.first < m.first else (m, other)
    if before.first and msg.tokens[before.first - 1].kind == WORD:
        lead = msg.tokens[before.first - 1].spoken
        if lead not in _CUES and word_is(msg.tokens, after.first - 1, lead):
            return True  # "lúc Lào lúc Việt Nam"
    gap = range(before.last, after.first)
    return bool(gap) and all(_joins(msg, k) for k in gap)


def _joins(msg: Message, k: int) -> bool:
    token = msg.tokens[k]
    written = msg.original[token.start : token.end].lower()  # "or" looks like ỏ typed with Telex keys
    return written == "or" or token.text in ("+", "/", "&", ",") or word_is(msg.tokens, k, *_JOINS)


def _announced(msg: Message, m: _Mention, by: tuple[str, ...] = _NATIONAL) -> bool:
    """``công dân Việt Nam``, ``hộ chiếu là Canada``, ``chọn Việt Nam``."""
    k = m.first - 1
    while k >= 0 and (word_is(msg.tokens, k, *_BETWEEN) or msg.tokens[k].text == ":"):
        k -= 1
    return k >= 0 and word_is(msg.tokens, k, *by)


def _national(msg: Message, m: _Mention) -> bool:
    return _announced(msg, m) or not _lives(msg, m)


def _lives(msg: Message, m: _Mention) -> bool:
    """``ở Nhật``, ``sang bên Mỹ``."""
    k = m.first - 1
    while k >= 0 and word_is(msg.tokens, k, "nước", "bên"):
        k -= 1
    return k >= 0 and word_is(msg.tokens, k, *_LIVES) and not _joins(msg, k)


def _travels(msg: Message) -> bool:
    return any(word_is(msg.tokens, k, *_JOURNEY) for k in range(len(msg)))


def _gone(msg: Message, m: _Mention) -> bool:
    """``trước quốc tịch Lào``, ``đã thôi quốc tịch Lào``, ``gốc Lào``."""
    first, _ = clause(msg, m.first)
    return any(word_is(msg.tokens, k, *_GONE) for k in range(max(first, m.first - 4), m.first))


def _wished(msg: Message, m: _Mention) -> bool:
    """``đang xin vào quốc tịch Việt Nam``: not yet so."""
    first, _ = clause(msg, m.first)
    return any(word_is(msg.tokens, k, *_NOT_YET) for k in range(max(first, m.first - 6), m.first))


def _of_another(msg: Message, ctx: Context, m: _Mention) -> bool:
    if word_is(msg.tokens, m.first - 1, "người") and word_is(msg.tokens, m.first - 2, "yêu", "lấy", "cưới", "quen"):
        return True
    return subject(msg, m.first, inherit=False, meant=kin_in(ctx.question) | _HERE) == "other"


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Countries that are announced ("quốc tịch Lào", "bên Trung Quốc") or have a name of several words."""
    msg = everyday(msg)
    out = []
    for m in _scan(msg):
        if _denied(msg, m):
            continue
        nationality = word_is(msg.tokens, m.first - 1, "tịch") or word_is(msg.tokens, m.first - 2, "tịch")
        abroad = m.reading.value not in (None, "VN") and not word_is(msg.tokens, m.first - 1, "người", "qua", "dân")
        if nationality or (m.cue and abroad):
            out.append(m.reading)
    return out
