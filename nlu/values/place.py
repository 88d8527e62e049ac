"""Places as said: ``{"commune", "province"}``, and ``district`` or ``detail`` when they were said too.

Names are given back as written (title case), without the level words; what was not said is null. A value also has
``said``, the words it was cut from: which commune of today is meant is found out elsewhere, by all the names there are,
and the cut here may be wrong. ``shown`` takes it off where the value is given out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

from nlu.text import EXACT, MARK, NUMBER, WORD, Message, fold
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make, settle
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.place_doubt import beside, detail_alone, half_read, introduced
from nlu.values.place_lead import lead_end
from nlu.values.place_levels import level_at, short_start
from nlu.values.place_loose import before_province
from nlu.values.place_parts import Segment, parse_segments
from nlu.values.place_plausible import no_place, plausible, tells_of_none, without_offices
from nlu.values.place_said import said_of
from nlu.values.place_shape import looks_named
from nlu.values.place_spelling import segment_name
from nlu.values.place_syllables import first_fit, later_fit
from nlu.values.place_talk import live, or_at
from nlu.values.place_value import details_of, value_of
from nlu.values.place_words import BETWEEN, PARTICLES, PLAIN_BETWEEN, TAIL, province_index

KIND: Final = "place"
_CUT_WORDS: Final = 2
"""So many words of a name may stand before a syllable that looks like a level word."""
_HAMLET_WORDS: Final = 5
"""Words of a hamlet, its level word included."""
_MOST_TRIED: Final = 64
"""Words of one message at which a place is looked for: more begin none in an answer."""
_MOST_FOUND: Final = 16
"""Places looked for in one message; who names more has not answered a question."""


def shown(value: Any) -> Any:
    """A place without ``said``, as it is given out; anything else as it is."""
    return {k: v for k, v in value.items() if k != "said"} if isinstance(value, dict) else value


def read(msg: Message, ctx: Context) -> Reading | None:
    """The place the message names; a bare name counts when it is all that was said."""
    if any(t.text == "?" for t in msg.tokens) or not msg.tokens:
        return None
    told = live(msg, ctx)
    either = or_at(told)
    reading = _either(told, ctx, either) if either else _with_detail(told, _with_province(told, _read(told, ctx)))
    if reading is not None and introduced(told, reading):
        return None
    if (
        reading is not None
        and reading.value is not None
        and (either or is_doubtful(msg, "name") or beside(told, reading) or half_read(told, reading))
    ):
        reading = replace(reading, value=None, candidates=(reading.value,), hint="ambiguous", score=0.5)
    return _with_said(told, reading)


def _with_province(msg: Message, reading: Reading | None) -> Reading | None:
    """A commune with the province said apart from it, small words between ("Điện Biên mình ở, xã Pú Nhung")."""
    if reading is None or reading.value is None or not reading.value["commune"] or reading.value["province"]:
        return reading
    first, last = msg.token_at(reading.start), msg.token_at(reading.end - 1) + 1
    for k, token in enumerate(msg.tokens):
        hit = province_index().at(msg.tokens, k) if token.kind == WORD and not first <= k < last else None
        if hit is None or (msg.marked and not hit[1][0][1]) or first < hit[0] <= last:
            continue
        a, b = (hit[0], first) if k < first else (last, k)
        if _only_small(msg, a, b) and not (k and word_is(msg.tokens, k - 1, "từ", "quê", "gốc", "họ")):
            value = {**reading.value, "province": segment_name(msg, Segment("", k, k, hit[0], hit[1][0][0]))}
            return make(KIND, msg, min(first, k), max(last, hit[0]), value, score=reading.score)
    return reading


def _with_detail(msg: Message, reading: Reading | None) -> Reading | None:
    """A commune without marks, with the hamlet that stands right before it ("ban co nghe xa chieng den"): its words
    are often everyday ones."""
    if msg.marked or reading is None or reading.value is None or "detail" in reading.value:
        return reading
    first, last = msg.token_at(reading.start), msg.token_at(reading.end - 1) + 1
    level = level_at(msg.tokens, first)
    if level is None or level[1] != "commune":
        return reading
    for k in range(max(0, first - _HAMLET_WORDS), first - 1):
        before = level_at(msg.tokens, k)
        if before is None or before[1] != "detail":
            continue
        said = [t for t in msg.tokens[before[0] : first] if t.kind != MARK]
        if said and said[-1].lower != "o" and all(first_fit(t) or later_fit(t) for t in said):
            segment = Segment("detail", k, before[0], first)
            value = {**reading.value, "detail": details_of(msg, [segment])["detail"]}
            return make(KIND, msg, k, last, value, score=reading.score)
    return reading


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Places that a message announces by a level word, or by "ở" and a province."""
    return [r for r in map(partial(_with_said, msg), _find(msg, ctx)) if r is not None]


def _with_said(msg: Message, reading: Reading | None) -> Reading | None:
    if reading is None or not isinstance(reading.value, dict):
        return reading
    return replace(reading, value={**reading.value, "said": said_of(msg, reading.start, reading.end)})


def _either(msg: Message, ctx: Context, at: Sequence[int]) -> Reading | None:
    """ "xã Tả Lèng hay xã Tả Lủng, tỉnh Lai Châu": each side is offered; a province said once holds for both."""
    bounds = [-1, *at, len(msg)]
    parts = [Message(msg.original, msg.tokens[a + 1 : b], False) for a, b in pairwise(bounds)]
    values = [r.value for part in parts if (r := _read(part, ctx)) is not None and r.value is not None]
    if not values:
        return None
    province = values[-1]["province"]
    offered: list[dict[str, Any]] = []
    for value in values:
        whole = {**value, "province": value["province"] or (province if value["commune"] else None)}
        if whole not in offered:
            offered.append(whole)
    if len(offered) == 1:
        return make(KIND, msg, 0, len(msg), offered[0], score=0.5)
    return make(KIND, msg, 0, len(msg), candidates=offered[:MAX_CANDIDATES], score=0.5, hint="many")


def _read(msg: Message, ctx: Context) -> Reading | None:
    if not msg.tokens:
        return None
    found = _find(msg, ctx, details=True)
    whole = _merged(msg, found) if len(found) > 1 else None
    if whole is not None:
        return whole
    found = [r for r in found if not detail_alone(r.value)]
    if len(found) > 1:
        return settle(KIND, msg, found)
    hamlet: Reading | None = None
    start = lead_end(msg)
    segments = _announced(msg, without_offices(msg, parse_segments(msg, start, loose=True)))
    if segments and not (all(not s.level for s in segments) and no_place(msg, ctx, segments)):
        last = segments[-1].last
        titled = any(s.level for s in segments)
        rest = [t for t in msg.tokens[last:] if t.kind != MARK and t.lower not in TAIL and t.spoken not in PARTICLES]
        if (titled or not rest) and plausible(msg, segments):
            value = value_of(msg, segments)
            if value is not None and not (found and _poorer(value, found[0].value)):
                return make(KIND, msg, segments[0].first, last, value, score=0.95 if titled else 0.8)
            if len(segments) == 1 and segments[0].level == "detail" and not found and not tells_of_none(msg):
                hamlet = _only_detail(msg, segments[0])
    loose = before_province(msg)
    if loose is not None and found and msg.marked and level_at(msg.tokens, loose[0]) is None:
        loose = None
    if loose is not None and all(r.start > msg.tokens[loose[0]].start for r in found):
        return make(KIND, msg, loose[0], loose[1], loose[2], score=0.6)
    return settle(KIND, msg, found) or hamlet


def _poorer(value: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a value lacks the commune or province another one has."""
    return any(other.get(part) and not value.get(part) for part in ("commune", "province"))


def _announced(msg: Message, segments: list[Segment]) -> list[Segment]:
    """Without the unannounced words before a level word that look like no name ("ừm xã …", "Cái xã …")."""
    named = next((k for k, s in enumerate(segments) if s.level), 0)
    if named and msg.tokens[segments[0].first].kind == NUMBER and segments[named].level == "commune":
        segments[0] = segments[0]._replace(level="detail")  # "12 Nguyễn Trãi, phường …"
        named = 0
    if named and _is_number(msg, segments[named - 1]) and segments[named].level == "detail":
        segments[named] = segments[named]._replace(first=segments[named - 1].first)  # "123 đường Hùng Vương"
        segments, named = [*segments[: named - 1], *segments[named:]], named - 1
    if named and segments[named].level == "detail" and msg.tokens[segments[named].first - 1].text == ",":
        segments, named = segments[named:], 0  # "mình Ê Đê, buôn …": nothing smaller stands before a hamlet
    return [s for k, s in enumerate(segments) if k >= named or s.province or _may_belong(msg, s)]


def _is_number(msg: Message, seg: Segment) -> bool:
    return seg.last - seg.name == 1 and msg.tokens[seg.name].kind == NUMBER


def _may_belong(msg: Message, seg: Segment) -> bool:
    """Whether unannounced words may be a hamlet, or the beginning of a name cut by what looks like a level word."""
    words = msg.tokens[seg.name : seg.last]
    if not msg.marked and len(words) <= _CUT_WORDS:
        return any(first_fit(t) or later_fit(t) for t in words)
    return (len(words) == 1 and first_fit(words[0]) == EXACT) or looks_named(msg, seg.name, seg.last)


def _merged(msg: Message, found: Sequence[Reading]) -> Reading | None:
    """Parts of one address with small words between ("xã Nà Hỳ, có bản Huổi Cơ, ở tỉnh Điện Biên"); None when they
    contradict or something else is said between."""
    value: dict[str, Any] = {"commune": None, "province": None}
    details: list[str] = []
    for before, one in zip([None, *found], found, strict=False):
        if before is not None and not _only_small(msg, msg.token_at(before.end - 1) + 1, msg.token_at(one.start)):
            return None
        for part, name in one.value.items():
            if part == "detail":
                details.append(name)
            elif name and value.get(part) and fold(value[part]) != fold(name):
                return None
            elif name:
                value[part] = name
    if details:
        value["detail"] = ", ".join(details)
    if detail_alone(value):
        return None
    first, last = msg.token_at(found[0].start), msg.token_at(found[-1].end - 1) + 1
    return make(KIND, msg, first, last, value, score=0.85)


def _only_small(msg: Message, first: int, end: int) -> bool:
    between = msg.tokens[first:end]
    return all(t.kind == MARK or (t.spoken in BETWEEN and not t.text[:1].isupper()) for t in between) or all(
        t.kind == MARK or (not msg.marked and t.lower in PLAIN_BETWEEN) for t in between
    )


def _only_detail(msg: Message, seg: Segment) -> Reading:
    """ "bản Bo": a hamlet alone, or a commune whose name begins so ("xã Bản Bo"); the names there are will tell."""
    return make(KIND, msg, seg.first, seg.last, details_of(msg, [seg]), score=0.5)


def _find(msg: Message, ctx: Context, details: bool = False) -> list[Reading]:
    """Announced places; with ``details`` also hamlets alone."""
    out: list[Reading] = []
    tokens = msg.tokens
    i = tried = 0
    while i < len(tokens) and len(out) < _MOST_FOUND and tried < _MOST_TRIED:
        begins = level_at(tokens, i, short_start(tokens, i)) is not None
        after_at = i > 0 and word_is(tokens, i - 1, "ở", "tại", "quê", "về") and tokens[i].kind == WORD
        if not begins and not after_at:
            i += 1
            continue
        tried += 1
        segments = parse_segments(msg, i, loose=after_at and tokens[i].text[:1].isupper())
        named = any(s.level in ("commune", "district", "province", "city") or s.province for s in segments)
        bare = after_at and tokens[i].text[:1].isupper() and segments and not segments[0].level
        detail = details and segments and all(s.level == "detail" for s in segments)
        if not named and not bare and not detail:
            segments = []
        segments = without_offices(msg, segments)
        if segments and not named and no_place(msg, ctx, segments):
            segments = []
        value: dict[str, Any] | None = None
        if segments and plausible(msg, segments):
            value = details_of(msg, segments) if detail and not named else value_of(msg, segments)
        if value is None:
            i = segments[-1].last if segments and not named else i + 1
            continue
        out.append(make(KIND, msg, segments[0].first, segments[-1].last, value, score=0.9))
        i = segments[-1].last
    return out
