"""Places as said: ``{"commune", "province"}``, and ``district`` or ``detail`` when they were said too.

Names are given back as written (title case), without the level words; what was not said is null. Which commune of
today is meant is found out elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, fits, fold
from nlu.types import Context, Reading
from nlu.values import country, yes_no
from nlu.values.base import make, settle
from nlu.values.date_parts import word_is
from nlu.values.name_words import surname_fit
from nlu.values.names_data import Province
from nlu.values.person_name import title_word as _title
from nlu.values.place_words import LEAD, LEVELS, SHORT, STOP, province_index

KIND: Final = "place"
_STOP_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in STOP:
    _STOP_BY_FOLD.setdefault(fold(_w), []).append(_w)
_OFFICE: Final = Phrases[bool](
    (p, True)
    for p in (
        "bệnh viện", "công an", "ủy ban", "ủy ban nhân dân", "trạm", "trạm y tế", "trường", "tòa án", "tòa án nhân dân",
        "phòng", "sở", "chi cục", "cục", "ubnd", "trung tâm", "ban chỉ huy", "bưu điện", "hội",
    )
)  # fmt: skip
_MAX_WORDS: Final = 5
_MAX_PARTS: Final = 8
_NO_NAME: Final = ("nào", "gì", "đâu", "này", "đó", "đấy", "kia", "ấy", "khác", "em", "tôi", "mình", "nhà",
    "ta", "khó", "nghèo", "với", "thì", "là", "không", "có", "cho", "bảo", "xa", "hội", "ủy", "làm", "cũ",
    "mới", "chúng", "cháu")
"""Words after a level word that show that no place is named ("xã nào", "xã bảo", "xã hội")."""


class Segment(NamedTuple):
    """One part of an address: its level ("" when none was named), its tokens, and the tokens of its name."""

    level: str
    first: int
    name: int
    last: int
    province: Province | None = None


def _stop(token: Token) -> int:
    return max((fits(token.spoken, w) for w in _STOP_BY_FOLD.get(fold(token.spoken), ())), default=0)


def _level_at(tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
    """A level word at token ``i``: ``(end, level)``."""
    if tokens[i].kind != WORD:
        return None
    if not tokens[i].fold.isalpha():
        return None
    for hit in LEVELS.all_at(tokens, i):
        end, level, exact, phrase = hit
        if phrase in SHORT:
            dotted = end < len(tokens) and tokens[end].text in ".:"
            if not dotted and not (phrase in ("tp", "tt",
                "tx") or (end < len(tokens) and tokens[end].kind == NUMBER and phrase in ("p", "q"))):
                continue
        elif not exact and phrase in ("tổ", "ấp", "bản", "khu", "đội", "phố", "sóc", "nóc", "tỉnh", "đường",
            "bon", "khối", "cụm"):
            if phrase not in ("bản", "tỉnh", "tổ", "ấp", "đường") or tokens[i].lower not in ("ban", "tinh",
                "to", "ap", "duong"):
                continue
        if end < len(tokens) and tokens[end].text in ".:":
            end += 1
        if end >= len(tokens) or tokens[end].kind == MARK:
            return None
        return end, level
    return None


def _segments(msg: Message, start: int, loose: bool) -> list[Segment]:
    """Address parts from token ``start`` on, until words that belong to no address."""
    tokens = msg.tokens
    out: list[Segment] = []
    i = start
    while i < len(tokens) and len(out) < _MAX_PARTS:
        token = tokens[i]
        if token.kind == MARK:
            if token.text in "?!\n;" and out:
                break
            i += 1
            continue
        level = _level_at(tokens, i)
        if level is None and (_stop(token) == 2 or _breaks(tokens, i)) and not _name_goes(tokens, i):
            break
        name = level[0] if level else i
        if level and tokens[name].kind == WORD and not tokens[name].text[:1].isupper() and word_is(tokens, name, *_NO_NAME):
            break
        kind = level[1] if level else ""
        end = _name_end(tokens, name, kind)
        if end <= name:
            break
        province = None
        end, province, before = _split_province(msg, name, end, kind)
        if before is not None:
            out.append(Segment(kind, i, name, before))
            i = name = before
            kind = ""
        elif kind in ("commune", "district", "detail"):
            province = None
        if not level and not loose and province is None and not out:
            break
        out.append(Segment(kind, i, name, end, province))
        i = end
        if i < len(tokens) and tokens[i].kind != MARK and _level_at(tokens, i) is None and not _continues(msg, i):
            break
    return out


def _continues(msg: Message, i: int) -> bool:
    """Whether a bare province follows directly ("xã Na Son Điện Biên")."""
    return province_index().at(msg.tokens, i) is not None


def _name_goes(tokens: Sequence[Token], i: int) -> bool:
    """A stop word that begins a capitalised name of several words ("Cấp Tiến", "Tân Mới")."""
    return tokens[i].text[:1].isupper() and i + 1 < len(tokens) and tokens[i + 1].kind == WORD and tokens[i + 1].text[:1].isupper() and i > 0


def _breaks(tokens: Sequence[Token], i: int) -> bool:
    if word_is(tokens, i, "sinh") and i + 1 < len(tokens) and (tokens[i + 1].kind == NUMBER or word_is(tokens, i + 1, "năm", "ngày")):
        return True
    return (word_is(tokens, i, "dân") and word_is(tokens, i + 1, "tộc")) or tokens[i].lower in ("sn",
        "cccd", "sdt", "sđt", "cmnd")


def _name_end(tokens: Sequence[Token], i: int, level: str) -> int:
    j = i
    while j < len(tokens) and j - i < 8:
        token = tokens[j]
        if token.kind == NUMBER:
            if j > i and level != "detail" and len(token.text) > 2:
                break
            j += 1
            if level in ("commune", "district") and j - i == 1:
                break
            continue
        if token.kind == MARK:
            if token.text in "-/" and token.glued and j + 1 < len(tokens) and tokens[j + 1].glued and tokens[j + 1].kind != MARK and j > i:
                j += 1
                continue
            break
        if j > i and _level_at(tokens, j) is not None and not _name_word(tokens, i, j):
            break
        if (j > i or not level) and (_stop(token) == 2 or _breaks(tokens, j)) and not (token.text[:1].isupper() and j > i) and not _name_goes(tokens, j):
            break
        if j > i and tokens[i].text[:1].isupper() and not token.text[:1].isupper() and not _loose_tail(tokens, i, j):
            break
        j += 1
    return j


def _loose_tail(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Only the first word is a capital ("Na son"): the sentence began there."""
    return j == i + 1 and _stop(tokens[j]) == 0


def _name_word(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A level word that is part of a name already begun ("xã Phố Cáo" begins with one; "Thị trấn Khu Phố" …)."""
    return j == i


def _split_province(msg: Message, name: int, end: int, level: str) -> tuple[int, Province | None, int | None]:
    """Find a province in the words ``name`` to ``end``: ``(end, province, where the words before it end)``."""
    index = province_index()
    hit = index.at(msg.tokens, name)
    if hit is not None and hit[0] >= end:
        return max(hit[0], end), hit[1][0][0], None
    if hit is not None and level == "province":
        return hit[0], hit[1][0][0], None
    if level in ("province", "city", "detail"):
        return end, None, None
    for k in range(name + (2 if level and msg.tokens[name].kind == WORD else 1), end):
        found = index.at(msg.tokens, k)
        if found is not None and found[0] >= end:
            return max(found[0], end), found[1][0][0], k
    return end, None, None


def _value(msg: Message, segments: Sequence[Segment]) -> dict[str, Any] | None:
    """Parts put in their places; None when they fit in no way."""
    commune = province = district = None
    details: list[str] = []
    bare: list[tuple[int, str]] = []
    for position, seg in enumerate(segments):
        text = _name(msg, seg)
        if seg.level == "commune":
            if commune is not None:
                return None
            commune = text
        elif seg.level == "district":
            district = district or text
        elif seg.level == "province":
            province = text
        elif seg.level == "city":
            if seg.province is not None and seg.province.city:
                province = text
            else:
                district = district or text
        elif seg.level == "detail" and commune is not None and district is None and position == len(segments) - 1 - (segments[-1].province is not None):
            district = _title(_level_words(msg, seg)) + " " + text  # "xã Ea Kao, Buôn Ma Thuột"
        elif seg.level == "detail":
            details.append(f"{_level_words(msg, seg).lower()} {text}")
        elif seg.province is not None and (position == len(segments) - 1 or segments[position - 1].level) and province is None:
            province = text
        else:
            bare.append((position, text))
    if bare:
        commune, district, problem = _place_bare(segments, bare, commune, district, details)
        if problem:
            return None
    if commune is None and province is None and district is None:
        return None
    value: dict[str, Any] = {"commune": commune, "province": province}
    if district is not None:
        value["district"] = district
    if details:
        value["detail"] = ", ".join(details)
    return value


def _place_bare(
    segments: Sequence[Segment], bare: list[tuple[int, str]], commune: str | None, district: str | None, details: list[str]
) -> tuple[str | None, str | None, bool]:
    """Parts without a level word, small to large: detail, commune, district."""
    at_commune = next((k for k, s in enumerate(segments) if s.level == "commune"), None)
    at_district = next((k for k, s in enumerate(segments) if s.level in ("district", "city")), len(segments))
    if at_commune is not None:
        before = [t for k, t in bare if k < at_commune]
        after = [t for k, t in bare if k > at_commune]
        details[:0] = before
        if len(after) > 1 or (after and district is not None):
            return commune, district, True
        return commune, after[0] if after else district, False
    names = [t for k, t in bare if k < at_district]
    if len(names) < len(bare) or len(names) > 3:
        return commune, district, True
    if details:
        if len(names) > 2 or (len(names) == 2 and district is not None):
            return commune, district, True
        return names[0], names[1] if len(names) == 2 else district, False
    if district is not None and len(names) == 2:
        details.append(names[0])
        return names[1], district, False
    if len(names) == 1:
        return names[0], district, False
    if len(names) == 2:
        return names[0], names[1], False
    details.append(names[0])
    return names[1], names[2], False


def _level_words(msg: Message, seg: Segment) -> str:
    return " ".join(t.text for t in msg.tokens[seg.first : seg.name] if t.kind != MARK)


def _name(msg: Message, seg: Segment) -> str:
    if seg.province is not None and seg.last - seg.name == 1 and len(msg.tokens[seg.name].fold) <= 5 and not msg.tokens[seg.name].fold.startswith("hue"):
        return seg.province.name  # "HCM", "HN": written out
    parts: list[str] = []
    tokens = msg.tokens[seg.name : seg.last]
    for k, token in enumerate(tokens):
        if token.kind == MARK:
            parts.append(token.text)
            continue
        if parts and not (token.glued and k and tokens[k - 1].kind == MARK) and not (token.glued and tokens[k - 1].kind == NUMBER):
            parts.append(" ")
        as_typed = token.telex and (msg.marked or sum(t.telex for t in msg.tokens) == 1)
        parts.append(_title(msg.original[token.start : token.end] if as_typed else token.text))
    return "".join(parts).strip(" -")


def _lead_end(tokens: Sequence[Token]) -> int:
    i = 0
    while i < len(tokens):
        if tokens[i].kind == MARK:
            i += 1
            continue
        if _level_at(tokens, i) is not None and not (word_is(tokens, i, "nhà") or tokens[i].lower in ("t",)):
            break
        if _capital_name(tokens, i):
            break
        if tokens[i].spoken in LEAD or (not tokens[i].text[:1].isupper() and any(fits(tokens[i].lower, w) for w in _LEAD_BY_FOLD.get(tokens[i].fold, ()))):
            i += 1
            continue
        break
    return i


def _capital_name(tokens: Sequence[Token], i: int) -> bool:
    """A lead word that begins a name here ("Con Cuông", "Trên Lăng")."""
    return (
        tokens[i].lower in ("con", "trên", "bên", "cả", "trước", "nguyên", "gốc", "đang", "trong")
        and tokens[i].text[:1].isupper() and i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()
    )  # fmt: skip


_LEAD_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in LEAD:
    _LEAD_BY_FOLD.setdefault(fold(_w), []).append(_w)


def read(msg: Message, ctx: Context) -> Reading | None:
    """The place the message names; a bare name counts when it is all that was said."""
    if any(t.text == "?" for t in msg.tokens) or not msg.tokens:
        return None
    found = find(msg, ctx)
    if len(found) > 1:
        return settle(KIND, msg, found)
    start = _lead_end(msg.tokens)
    segments = _without_offices(msg, _segments(msg, start, loose=True))
    if segments and not (all(not s.level for s in segments) and _no_place(msg, ctx, segments)):
        last = segments[-1].last
        titled = any(s.level for s in segments)
        rest = [t for t in msg.tokens[last:] if t.kind != MARK and t.lower not in _TAIL]
        if (titled or not rest) and _plausible(msg, segments):
            value = _value(msg, segments)
            if value is not None:
                return make(KIND, msg, segments[0].first, last, value, score=0.95 if titled else 0.8)
            if len(segments) == 1 and segments[0].level == "detail" and not rest:
                return _only_detail(msg, segments[0])
    return settle(KIND, msg, found)


def _no_place(msg: Message, ctx: Context, segments: Sequence[Segment]) -> bool:
    """A bare answer that is a country, or a plain yes or no ("đồng ý" is also a commune, but not in small letters)."""
    if not msg.tokens[segments[0].name].text[:1].isupper() and yes_no.read(msg, ctx) is not None:
        return True
    abroad = country.read(msg, ctx)
    return len(segments) == 1 and segments[0].province is None and abroad is not None and abroad.value is not None


def _without_offices(msg: Message, segments: list[Segment]) -> list[Segment]:
    """``công an xã Na Son``: the office is no part of the place."""
    return [s for s in segments if s.level or s.province is not None or not _OFFICE.at(msg.tokens, s.name)]


def _only_detail(msg: Message, seg: Segment) -> Reading:
    """"bản Bo": a hamlet, or a commune whose name begins so ("xã Bản Bo")."""
    level, text = _level_words(msg, seg), _name(msg, seg)
    told: list[dict[str, Any]] = [{"commune": None, "province": None, "detail": f"{level.lower()} {text}"}]
    if fold(level) in ("ban", "lang", "buon", "khu", "pho") and seg.last - seg.name <= 3:
        told.insert(0, {"commune": f"{_title(level)} {text}", "province": None})
    return make(KIND, msg, seg.first, seg.last, candidates=told, hint="incomplete", score=0.5)


_TAIL: Final = frozenset({"ạ", "nhé", "nha", "đó", "đấy", "ấy", "nhá", "a", "luôn", "cũ", "thôi", "cán",
    "bộ", "mình", "nhe", "nè"})


def _plausible(msg: Message, segments: Sequence[Segment]) -> bool:
    for seg in segments:
        words = msg.tokens[seg.name : seg.last]
        if not seg.level and seg.province is None:
            if len(words) > _MAX_WORDS or any(t.kind == NUMBER for t in words):
                return False
            if len(words) == 1 and len(words[0].fold) < 2:
                return False
            if any(_stop(t) == 2 and not t.text[:1].isupper() for t in words):
                return False
            if len(words) >= 3 and surname_fit(words[0]) == 2 and words[1].lower in ("văn", "thị", "a",
                "van", "thi"):
                return False
            if not msg.marked and any(_stop(t) for t in words) and len(segments) == 1:
                return False
        if all(t.kind == MARK for t in words):
            return False
    return True


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Places that a message announces by a level word, or by "ở" and a province."""
    out: list[Reading] = []
    tokens = msg.tokens
    i = 0
    while i < len(tokens):
        begins = _level_at(tokens, i) is not None
        after_at = i > 0 and word_is(tokens, i - 1, "ở", "tại", "quê", "về") and tokens[i].kind == WORD
        if not begins and not after_at:
            i += 1
            continue
        segments = _segments(msg, i, loose=after_at and tokens[i].text[:1].isupper())
        if segments and not any(s.level in ("commune", "district", "province", "city") for s in segments):
            if not any(s.province for s in segments) and not (after_at and tokens[i].text[:1].isupper() and not segments[0].level):
                segments = []
        segments = _without_offices(msg, segments)
        value = _value(msg, segments) if segments and _plausible(msg, segments) else None
        if value is None:
            i = segments[-1].last if segments else i + 1
            continue
        out.append(make(KIND, msg, segments[0].first, segments[-1].last, value, score=0.9))
        i = segments[-1].last
    return out
