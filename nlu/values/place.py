"""Places as said: ``{"commune", "province"}``, and ``district`` or ``detail`` when they were said too.

Names are given back as written (title case), without the level words; what was not said is null. A value also has
``said``, the words it was cut from: which commune of today is meant is found out elsewhere, by all the names there are,
and the cut here may be wrong. ``shown`` takes it off where the value is given out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, fits, fold
from nlu.text.lists import phrases
from nlu.text.numbers import cardinal
from nlu.types import Context, Reading
from nlu.values import country, yes_no
from nlu.values.base import make, settle
from nlu.values.date_parts import word_is
from nlu.values.name_shape import title_word
from nlu.values.name_words import surname_fit
from nlu.values.place_listed import district_names, everyday_at
from nlu.values.place_loose import before_province
from nlu.values.place_parts import Segment, level_at, level_words, parse_segments, place_stop, segment_name
from nlu.values.place_said import said_of
from nlu.values.place_words import LEAD, TAIL, province_index

KIND: Final = "place"
_OFFICE: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        bệnh viện, công an, ủy ban, ủy ban nhân dân, trạm, trạm y tế, trường, tòa án, tòa án nhân dân, phòng,
        sở, chi cục, cục, ubnd, trung tâm, ban chỉ huy, bưu điện, hội
        """
    )
)  # fmt: skip
_NO_PLACE: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        tiếp tục, vùng cao, vùng sâu, vùng xa, trong rừng, trên núi, trên nương, dưới xuôi, bên ngoại, bên nội,
        nhà ngoại, nhà nội, cán bộ, chỗ cũ, như cũ, gần nhà, ở rẫy, trên rẫy, ngoài ruộng, nước ngoài, miền núi,
        miền xuôi, thành thị, nông thôn, nhà thuê, nhà trọ, không nhà, lang thang, tạm nghỉ, xem lại, bỏ qua
        """
    )
)
"""Words in small letters that tell of a place without naming one, or of something else."""
_MAX_WORDS: Final = 5


def _value(msg: Message, segments: Sequence[Segment]) -> dict[str, Any] | None:
    """Parts put in their places; None when they fit in no way."""
    commune = province = district = None
    details: list[str] = []
    bare: list[tuple[int, str]] = []
    for position, seg in enumerate(segments):
        text = segment_name(msg, seg)
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
        elif (
            seg.level == "detail"
            and commune is not None
            and district is None
            and position == len(segments) - 1 - (segments[-1].province is not None)
        ):
            district = title_word(level_words(msg, seg)) + " " + text  # "xã Ea Kao, Buôn Ma Thuột"
        elif seg.level == "detail":
            details.append(f"{level_words(msg, seg).lower()} {text}")
        elif (
            seg.province is not None
            and province is None
            and (
                position == len(segments) - 1
                or segments[position - 1].level
                or (position == 0 and segments[-1].province is None)
            )
        ):
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
    segments: Sequence[Segment],
    bare: list[tuple[int, str]],
    commune: str | None,
    district: str | None,
    details: list[str],
) -> tuple[str | None, str | None, bool]:
    """Parts without a level word, small to large: detail, commune, district."""
    at_commune = next((k for k, s in enumerate(segments) if s.level == "commune"), None)
    at_district = next((k for k, s in enumerate(segments) if s.level in ("district", "city")), len(segments))
    if segments[0].province is not None:
        at_district = len(segments)  # said from large to small
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


def _lead_end(msg: Message) -> int:
    tokens = msg.tokens
    i = 0
    while i < len(tokens):
        if tokens[i].kind == MARK:
            i += 1
            continue
        if level_at(tokens, i) is not None and not (word_is(tokens, i, "nhà") or tokens[i].lower in ("t",)):
            break
        if _capital_name(tokens, i) or _listed_name(msg, i):
            break
        if tokens[i].spoken in LEAD or (
            not tokens[i].text[:1].isupper()
            and any(fits(tokens[i].lower, w) for w in _LEAD_BY_FOLD.get(tokens[i].fold, ()))
        ):
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


def _listed_name(msg: Message, i: int) -> bool:
    """A known name that begins with a lead word in small letters, with nothing or a province after it."""
    listed = everyday_at(msg, i)
    if listed is None:
        return False
    rest = [t for t in msg.tokens[listed.end :] if t.kind != MARK and t.lower not in TAIL]
    at = listed.end
    while at < len(msg) and msg.tokens[at].text == ",":
        at += 1
    if not rest or level_at(msg.tokens, at, True) is not None:
        return True
    return province_index().at(msg.tokens, at) is not None or district_names().at(msg.tokens, at) is not None


_LEAD_BY_FOLD: Final[dict[str, list[str]]] = {}
for _w in LEAD:
    _LEAD_BY_FOLD.setdefault(fold(_w), []).append(_w)


def shown(value: Any) -> Any:
    """A place without ``said``, as it is given out; anything else as it is."""
    return {k: v for k, v in value.items() if k != "said"} if isinstance(value, dict) else value


def read(msg: Message, ctx: Context) -> Reading | None:
    """The place the message names; a bare name counts when it is all that was said."""
    return _with_said(msg, _read(msg, ctx))


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Places that a message announces by a level word, or by "ở" and a province."""
    return [r for r in map(partial(_with_said, msg), _find(msg)) if r is not None]


def _with_said(msg: Message, reading: Reading | None) -> Reading | None:
    if reading is None or not isinstance(reading.value, dict):
        return reading
    return replace(reading, value={**reading.value, "said": said_of(msg, reading.start, reading.end)})


def _read(msg: Message, ctx: Context) -> Reading | None:
    if any(t.text == "?" for t in msg.tokens) or not msg.tokens:
        return None
    found = _find(msg)
    if len(found) > 1:
        return settle(KIND, msg, found)
    start = _lead_end(msg)
    segments = _without_offices(msg, parse_segments(msg, start, loose=True))
    if segments and not (all(not s.level for s in segments) and _no_place(msg, ctx, segments)):
        last = segments[-1].last
        titled = any(s.level for s in segments)
        rest = [t for t in msg.tokens[last:] if t.kind != MARK and t.lower not in TAIL]
        if (titled or not rest) and _plausible(msg, segments):
            value = _value(msg, segments)
            if value is not None:
                return make(KIND, msg, segments[0].first, last, value, score=0.95 if titled else 0.8)
            if len(segments) == 1 and segments[0].level == "detail" and not rest:
                return _only_detail(msg, segments[0])
    loose = before_province(msg)
    if loose is not None and found and msg.marked and level_at(msg.tokens, loose[0]) is None:
        loose = None
    if loose is not None and all(r.start > msg.tokens[loose[0]].start for r in found):
        return make(KIND, msg, loose[0], loose[1], loose[2], score=0.6)
    return settle(KIND, msg, found)


def _no_place(msg: Message, ctx: Context, segments: Sequence[Segment]) -> bool:
    """A bare answer that is a country, or a plain yes or no ("đồng ý" is also a commune, but not in small letters)."""
    small = not msg.tokens[segments[0].name].text[:1].isupper()
    if small and (yes_no.read(msg, ctx) is not None or _NO_PLACE.scan(msg.tokens)):
        return True
    number = cardinal(msg.tokens, segments[0].name)
    if number is not None and number[1] >= segments[-1].last:
        return True
    abroad = country.read(msg, ctx)
    return len(segments) == 1 and segments[0].province is None and abroad is not None and abroad.value is not None


def _without_offices(msg: Message, segments: list[Segment]) -> list[Segment]:
    """``công an xã Na Son``: the office is no part of the place. One word may be a name's ("Trường Lưu, Can Lộc"):
    it is an office only where the next part has its level."""
    out = []
    for k, seg in enumerate(segments):
        office = None if seg.level or seg.province is not None else _OFFICE.at(msg.tokens, seg.name)
        if office is None or (msg.marked and not office[2]):
            out.append(seg)
        elif office[0] - seg.name == 1:
            after = segments[k + 1] if k + 1 < len(segments) else None
            if after is None or after.first == after.name:
                out.append(seg)
    return out


def _only_detail(msg: Message, seg: Segment) -> Reading:
    """ "bản Bo": a hamlet alone, or a commune whose name begins so ("xã Bản Bo"); the names there are will tell."""
    told = {"commune": None, "province": None, "detail": f"{level_words(msg, seg).lower()} {segment_name(msg, seg)}"}
    return make(KIND, msg, seg.first, seg.last, told, score=0.5)


def _plausible(msg: Message, segments: Sequence[Segment]) -> bool:
    for seg in segments:
        words = msg.tokens[seg.name : seg.last]
        if not seg.level and seg.province is None:
            if len(words) > _MAX_WORDS or any(t.kind == NUMBER for t in words):
                return False
            if len(words) == 1 and len(words[0].fold) < 2:
                return False
            listed = everyday_at(msg, seg.name)
            if listed is not None and listed.end >= seg.last:
                continue
            if any(place_stop(t) == 2 and not t.text[:1].isupper() for t in words):
                return False
            if len(words) >= 3 and surname_fit(words[0]) == 2 and words[1].lower in ("văn", "thị", "a", "van", "thi"):
                return False
            if not msg.marked and any(place_stop(t) for t in words) and len(segments) == 1:
                return False
        if all(t.kind == MARK for t in words):
            return False
    return True


def _find(msg: Message) -> list[Reading]:
    out: list[Reading] = []
    tokens = msg.tokens
    i = 0
    while i < len(tokens):
        begins = level_at(tokens, i) is not None
        after_at = i > 0 and word_is(tokens, i - 1, "ở", "tại", "quê", "về") and tokens[i].kind == WORD
        if not begins and not after_at:
            i += 1
            continue
        segments = parse_segments(msg, i, loose=after_at and tokens[i].text[:1].isupper())
        named = any(s.level in ("commune", "district", "province", "city") or s.province for s in segments)
        bare = after_at and tokens[i].text[:1].isupper() and segments and not segments[0].level
        if not named and not bare:
            segments = []
        segments = _without_offices(msg, segments)
        value = _value(msg, segments) if segments and _plausible(msg, segments) else None
        if value is None:
            i = segments[-1].last if segments else i + 1
            continue
        out.append(make(KIND, msg, segments[0].first, segments[-1].last, value, score=0.9))
        i = segments[-1].last
    return out
