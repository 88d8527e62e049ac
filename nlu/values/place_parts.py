"""An address cut into its parts: which words name a level, where a name begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Message, Token
from nlu.values.date_parts import word_is
from nlu.values.names_data import Province
from nlu.values.place_levels import level_at, short_start
from nlu.values.place_listed import district_names, district_split, everyday_at
from nlu.values.place_province import province_ahead, split_province
from nlu.values.place_shape import is_no_name, looks_named
from nlu.values.place_shape import place_stop as place_stop
from nlu.values.place_syllables import first_fit
from nlu.values.place_words import PARTICLES, PLAIN_PARTICLES, province_index

_MIN_SHORT, _MAX_SHORT = 2, 3
"""Letters of a short form in capitals."""
_MAX_PARTS: Final = 8
_MAX_WORDS: Final = (8, 12)
"""Words of a name with what follows it unannounced; behind "bản", "đường" come more."""


class Segment(NamedTuple):
    """One part of an address: its level ("" when none was named), its tokens, and the tokens of its name."""

    level: str
    first: int
    name: int
    last: int
    province: Province | None = None


def parse_segments(msg: Message, start: int, loose: bool) -> list[Segment]:
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
        listed = everyday_at(msg, i)
        itself = listed and _names_itself(tokens, i, listed.end)
        inside = bool(out) or short_start(tokens, i)
        level = None if itself or _province_itself(msg, i) else level_at(tokens, i, inside)
        if (
            level is None
            and listed is None
            and not _continues(msg, i)
            and (place_stop(token) == 2 or _breaks(tokens, i))
            and not _name_goes(tokens, i)
        ):
            break
        name = level[0] if level else i
        if (
            level
            and tokens[name].kind == WORD
            and not tokens[name].text[:1].isupper()
            and (
                is_no_name(msg, name)
                or (
                    not first_fit(tokens[name])
                    and bool(out)
                    and (place_stop(tokens[name]) or any(s.province for s in out))
                )
            )
            and everyday_at(msg, name) is None
            and not (level[1] == "province" and province_index().at(tokens, name) is not None)
        ):
            break
        kind = level[1] if level else ""
        if kind == "commune" and any(s.level == "commune" for s in out):
            break  # another place begins
        end = _name_end(msg, name, kind)
        if end <= name:
            break
        if not out and not kind and (ahead := province_ahead(msg, name, end)) is not None:
            out.append(Segment("", i, name, ahead[0], ahead[1]))
            i = ahead[0]
            if ahead[2] > i:
                out.append(Segment("district", i, i, ahead[2]))
                i = ahead[2]
            continue
        province = None
        end, province, before = split_province(msg, name, end, kind)
        if before is not None and not kind and out and not _stands_behind(msg, out, name, before):
            break
        if before is not None or (kind == "commune" and province is None):
            stop = end if before is None else before
            middle = district_split(msg, name, stop)
            if middle is not None:
                out += [Segment(kind, i, name, middle), Segment("district", middle, middle, stop)]
            elif before is not None:
                out.append(Segment(kind, i, name, stop))
            if before is None and middle is not None:
                i = end
                continue
        if before is not None:
            i = name = before
            kind = ""
        elif kind in ("commune", "district", "detail"):
            province = None
        if not level and not loose and province is None and not out:
            break
        if not kind and province is None and out and not _stands_behind(msg, out, name, end):
            break
        out.append(Segment(kind, i, name, end, province))
        i = _after_particles(msg, end)
        if i < len(tokens) and tokens[i].kind != MARK and level_at(tokens, i, True) is None and not _continues(msg, i):
            break
    return out


def _stands_behind(msg: Message, out: Sequence[Segment], first: int, end: int) -> bool:
    """Whether unannounced words go on with an address that has begun: behind a commune, a district or a province only
    what looks like a name."""
    begun = any(s.level not in ("", "detail") or s.province for s in out) or msg.tokens[out[0].name].text[:1].isupper()
    if msg.tokens[first].kind == NUMBER or not begun:
        return True
    said = msg.tokens[first:end]
    if not msg.marked and everyday_at(msg, first) is None and any(place_stop(t) for t in said):
        return False
    return looks_named(msg, first, end)


def _after_particles(msg: Message, i: int) -> int:
    """Behind words of politeness in the middle of an address ("xã Bình Minh nớ, tỉnh …"); ``i`` itself where the
    address does not go on."""
    j = i
    while j < len(msg) and is_particle(msg, j):
        j += 1
    over = j >= len(msg) or msg.tokens[j].kind == MARK
    return j if over or level_at(msg.tokens, j, True) is not None or _continues(msg, j) else i


def is_particle(msg: Message, i: int) -> bool:
    """A small word that people put behind anything, in a message with marks only as it is written."""
    token = msg.tokens[i]
    if token.kind != WORD or token.text[:1].isupper():
        return False
    if not msg.marked and (word_is(msg.tokens, i, "cán") and word_is(msg.tokens, i + 1, "bộ")):
        return True
    if not msg.marked and (word_is(msg.tokens, i - 1, "cán") and word_is(msg.tokens, i, "bộ")):
        return True
    return token.spoken in PARTICLES if msg.marked else token.lower in PLAIN_PARTICLES


def _names_itself(tokens: Sequence[Token], i: int, end: int) -> bool:
    """A name that begins with a level word stands for itself before a province ("bản bo lai châu", "xa dung dien
    bien"); elsewhere "bản Bo" may be a hamlet."""
    return level_at(tokens, i) is not None and end < len(tokens) and province_index().at(tokens, end) is not None


def _province_itself(msg: Message, i: int) -> bool:
    """ "lang son": a province that begins like a level word, without marks."""
    level = None if msg.marked else level_at(msg.tokens, i)
    return level is not None and level[1] == "detail" and province_index().at(msg.tokens, i) is not None


def _continues(msg: Message, i: int) -> bool:
    """Whether a bare province follows directly ("xã Na Son Điện Biên"), or a district after a number."""
    if province_index().at(msg.tokens, i) is not None:
        return True
    district = district_names().at(msg.tokens, i) if i and msg.tokens[i - 1].kind == NUMBER else None
    return district is not None and (district.exact or not msg.marked)


def _ends_address(msg: Message, i: int) -> int | None:
    """The end of a listed name at ``i`` behind which the address is over or goes on to a greater place."""
    if (province := province_index().at(msg.tokens, i)) is not None:
        return province[0]
    listed = everyday_at(msg, i)
    if listed is None:
        return None
    at = listed.end
    over = at >= len(msg) or msg.tokens[at].kind == MARK or level_at(msg.tokens, at, True) is not None
    return at if over or _continues(msg, at) else None


def _name_goes(tokens: Sequence[Token], i: int) -> bool:
    """A stop word that begins a capitalised name of several words ("Cấp Tiến", "Tân Mới")."""
    return (
        tokens[i].text[:1].isupper()
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == WORD
        and tokens[i + 1].text[:1].isupper()
        and i > 0
    )


def _breaks(tokens: Sequence[Token], i: int) -> bool:
    if (
        word_is(tokens, i, "sinh")
        and i + 1 < len(tokens)
        and (tokens[i + 1].kind == NUMBER or word_is(tokens, i + 1, "năm", "ngày"))
    ):
        return True
    return (word_is(tokens, i, "dân") and word_is(tokens, i + 1, "tộc")) or tokens[i].lower in (
        "sn",
        "cccd",
        "sdt",
        "sđt",
        "cmnd",
    )


def _name_end(msg: Message, i: int, level: str) -> int:
    tokens = msg.tokens
    listed = everyday_at(msg, i) if i < len(tokens) else None
    j = i if listed is None else listed.end
    if (province := province_index().at(tokens, i) if i < len(tokens) else None) is not None:
        j = max(j, province[0])  # "Cần Thơ"
    while j < len(tokens) and j - i < _MAX_WORDS[level == "detail"]:
        token = tokens[j]
        if j > i and place_stop(token) == 2 and (beyond := _ends_address(msg, j)) is not None:
            j = beyond  # "lộc thọ nha trang khánh hòa"
            continue
        if token.kind == NUMBER:
            if j > i and level != "detail" and len(token.text) > 2:
                break
            j += 1
            if level in ("commune", "district") and j - i == 1:
                break
            continue
        if token.kind == MARK:
            if (
                token.text in "-/"
                and token.glued
                and j + 1 < len(tokens)
                and tokens[j + 1].glued
                and tokens[j + 1].kind != MARK
                and j > i
            ):
                j += 1
                continue
            break
        if j > i and level_at(tokens, j, True) is not None and not (level == "commune" and _named_xa(tokens, i, j)):
            break
        if (
            j > i
            and _MIN_SHORT <= len(token.text) <= _MAX_SHORT
            and token.text.isupper()
            and not tokens[i].text.isupper()
        ):
            break  # "Lũng Cú ĐV HG"
        if j == i + 1 and level and _may_go_on(tokens, j):
            j += 1
            continue
        if j > i and is_particle(msg, j) and _after_particles(msg, j) > j:
            break
        if (
            (j > i or not level)
            and (place_stop(token) == 2 or _breaks(tokens, j))
            and not (token.text[:1].isupper() and j > i)
            and not _name_goes(tokens, j)
        ):
            break
        if j > i and tokens[i].text[:1].isupper() and not token.text[:1].isupper() and not _loose_tail(tokens, i, j):
            break
        j += 1
    return j


def _named_xa(tokens: Sequence[Token], i: int, j: int) -> bool:
    """ "xa nam xa tinh …": the second is a name's, for a greater level follows at once."""
    after = level_at(tokens, j + 1, True) if j + 1 < len(tokens) else None
    return tokens[j].lower == "xa" and j == i + 1 and after is not None and after[1] in ("district", "province", "city")


def _loose_tail(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Only the first word is a capital ("Na son"): the sentence began there."""
    return j == i + 1 and place_stop(tokens[j]) == 0


def _may_go_on(tokens: Sequence[Token], j: int) -> bool:
    """A particle after a name's first word, with more of the address behind it: part of the name ("bản nà nhé, xã …"),
    since nobody is polite in the middle of an address."""
    if tokens[j].spoken not in ("nhé", "nha", "đi", "nhá", "nhe", "há", "mới", "nhà", "xa", "cả"):
        return False
    after = j + 1
    while after < len(tokens) and tokens[after].text in ",-":
        after += 1
    return after < len(tokens) and (
        level_at(tokens, after, True) is not None or province_index().at(tokens, after) is not None
    )
