"""A province among the words of an address that nothing sets apart: behind a commune, or before it."""

from __future__ import annotations

from nlu.text import WORD, Message
from nlu.values.names_data import Province
from nlu.values.place_listed import district_names, everyday_at
from nlu.values.place_words import province_index


def split_province(msg: Message, name: int, end: int, level: str) -> tuple[int, Province | None, int | None]:
    """Find a province in the words ``name`` to ``end``: ``(end, province, where the words before it end)``."""
    index = province_index()
    hit = index.at(msg.tokens, name)
    if hit is not None and hit[0] >= end:
        return max(hit[0], end), hit[1][0][0], None
    if hit is not None and level == "province":
        return hit[0], hit[1][0][0], None
    if level in ("province", "city") or (level == "detail" and end < len(msg.tokens)):
        return end, None, None
    for k in range(name + (2 if level and msg.tokens[name].kind == WORD else 1), end):
        found = index.at(msg.tokens, k)
        if found is not None and found[0] >= end:
            return max(found[0], end), found[1][0][0], k
    return end, None, None


def province_ahead(msg: Message, name: int, end: int) -> tuple[int, Province, int] | None:
    """A province, and perhaps a district, before the commune ("hà giang bắc quang tân lập"): ``(end, province, end of
    the district)``; not where the words end with a province, or begin with a longer name."""
    found = province_index().at(msg.tokens, name)
    if found is None or found[0] + 2 > end or (msg.marked and not found[1][0][1]):
        return None
    longer = [n for n in (district_names().at(msg.tokens, name), everyday_at(msg, name)) if n and n.end > found[0]]
    if longer or split_province(msg, found[0], end, "")[1] is not None:
        return None
    district = district_names().at(msg.tokens, found[0])
    behind = district.end if district and district.end + 2 <= end and (district.exact or not msg.marked) else found[0]
    return found[0], found[1][0][0], behind
