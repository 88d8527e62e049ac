"""Whether the parts of an address can be a place: no office, no country, no everyday talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, Message, Phrases
from nlu.text.lists import phrases
from nlu.text.numbers import cardinal
from nlu.types import Context
from nlu.values import country, yes_no
from nlu.values.place_listed import everyday_at
from nlu.values.place_parts import Segment
from nlu.values.place_shape import capitals, is_asked, is_person, looks_named, may_be_commune, may_be_detail, place_stop
from nlu.values.place_syllables import alone_fit, first_fit, later_fit
from nlu.values.place_words import LEVELS

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
        công ty, công nghiệp, công nhân, nhà máy, xí nghiệp, ký túc xá, nông trường, công trường, nhà nghỉ,
        miền xuôi, thành thị, nông thôn, nhà thuê, nhà trọ, không nhà, lang thang, tạm nghỉ, xem lại, bỏ qua,
        trại giam, nhà tù, trại cải tạo, nhà thờ, doanh trại, đơn vị, viện dưỡng lão, trường học
        """
    )
)
"""Words in small letters that tell of a place without naming one, or of something else."""
_MAX_WORDS: Final = 5


def tells_of_none(msg: Message) -> bool:
    """Whether the message has words that tell of a place without naming one, or of something else."""
    return bool(_NO_PLACE.scan(msg.tokens))


def no_place(msg: Message, ctx: Context, segments: Sequence[Segment]) -> bool:
    """A bare answer that is a country, or a plain yes or no ("đồng ý" is also a commune, but not in small letters)."""
    small = not msg.tokens[segments[0].first].text[:1].isupper()
    if small and (yes_no.read(msg, ctx) is not None or tells_of_none(msg)):
        return True
    number = cardinal(msg.tokens, segments[0].name)
    if number is not None and number[1] >= segments[-1].last:
        return True
    abroad = country.read(msg, ctx)
    return len(segments) == 1 and segments[0].province is None and abroad is not None and abroad.value is not None


def without_offices(msg: Message, segments: list[Segment]) -> list[Segment]:
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


def plausible(msg: Message, segments: Sequence[Segment]) -> bool:
    """Whether every part can be what its level word, or its place among the others, says it is."""
    for k, seg in enumerate(segments):
        tokens = msg.tokens[seg.name : seg.last]
        if all(t.kind == MARK for t in tokens) or is_asked(tokens):
            return False
        if seg.province is not None:
            continue
        if seg.level == "commune" and not may_be_commune(msg, seg.name, seg.last, _greater_behind(segments, k)):
            return False
        if seg.level in ("district", "city", "province") and not _may_be_greater(msg, seg):
            return False
        if seg.level == "detail" and not may_be_detail(msg, seg.first, seg.name, seg.last):
            return False
        if not seg.level and not _plausible_bare(msg, seg, segments):
            return False
    return True


def _may_be_greater(msg: Message, seg: Segment) -> bool:
    """Whether what follows "huyện", "tỉnh" may be its name: provinces are all known, so only a slip in a name written
    with a capital may be one."""
    tokens = msg.tokens[seg.name : seg.last]
    if tokens[0].kind == NUMBER or tokens[0].text[:1].isupper():
        return True
    if seg.level == "province" or len(tokens) > _MAX_WORDS or (len(tokens) == 1 and not alone_fit(tokens[0])):
        return False
    return looks_named(msg, seg.name, seg.last) or not any(place_stop(t) for t in tokens)


def _greater_behind(segments: Sequence[Segment], k: int) -> bool:
    return any(s.level in ("district", "city", "province") or s.province is not None for s in segments[k + 1 :])


def _plausible_bare(msg: Message, seg: Segment, segments: Sequence[Segment]) -> bool:
    tokens = msg.tokens[seg.name : seg.last]
    if len(tokens) > _MAX_WORDS or any(t.kind == NUMBER for t in tokens):
        return False
    if len(tokens) == 1 and len(tokens[0].fold) < 2:
        return False
    if any(hit[0] == seg.last for hit in LEVELS.all_at(msg.tokens, seg.name)):
        return False  # "thị trấn": a level with no name
    listed = everyday_at(msg, seg.name)
    if listed is not None and listed.end >= seg.last:
        return True
    if any(place_stop(t) == 2 and not t.text[:1].isupper() for t in tokens):
        return False
    if not msg.marked and any(place_stop(t) for t in tokens) and len(segments) == 1:
        return False
    if looks_named(msg, seg.name, seg.last):
        return True
    if len(tokens) < 2 or is_person(tokens):
        return False
    # a name no commune has is one all the same where a greater place is named with it, or a commune behind it
    spelt = capitals(tokens[:1]) or any(first_fit(t) or later_fit(t) for t in tokens)
    return (len(segments) > 1 and spelt) or (len(tokens) > 2 and looks_named(msg, seg.last - 2, seg.last))
