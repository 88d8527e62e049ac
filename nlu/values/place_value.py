"""Parts of an address put in their places: detail, commune, former district, province."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlu.text import Message, analyse, fold
from nlu.values.name_shape import title_word
from nlu.values.place_listed import district_names
from nlu.values.place_parts import Segment
from nlu.values.place_spelling import level_words, segment_name
from nlu.values.place_words import province_index


def value_of(msg: Message, segments: Sequence[Segment]) -> dict[str, Any] | None:
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
            if seg.province.city if seg.province is not None else _slip_of_province(text, True):
                province = text
            else:
                district = district or text
        elif (
            seg.level == "detail"
            and commune is not None
            and district is None
            and position == len(segments) - 1 - (segments[-1].province is not None)
            and district_names().at(msg.tokens, seg.first) is not None
        ):
            district = title_word(level_words(msg, seg)) + " " + text  # "xã Ea Kao, Buôn Ma Thuột"
        elif seg.level == "detail":
            details.append(f"{level_words(msg, seg).lower()} {text}".lstrip())
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
    if commune and district and province is None and bare and _slip_of_province(district):
        district, province = None, district
    value: dict[str, Any] = {"commune": commune, "province": province}
    if district is not None:
        value["district"] = district
    if details:
        value["detail"] = ", ".join(details)
    return value


def _slip_of_province(name: str, city: bool = False) -> bool:
    """ "Hà Tịnh": a province but for its marks."""
    tokens = analyse(fold(name)).tokens
    found = province_index().at(tokens, 0)
    if len(tokens) < 2 or found is None or found[0] != len(tokens):
        return False
    return found[1][0][0].city or not city


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


def details_of(msg: Message, segments: Sequence[Segment]) -> dict[str, Any]:
    """Hamlets alone, with no commune to them."""
    told = [f"{level_words(msg, s).lower()} {segment_name(msg, s)}" for s in segments]
    return {"commune": None, "province": None, "detail": ", ".join(told)}
