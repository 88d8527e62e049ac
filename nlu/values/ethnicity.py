"""Ethnic groups by any name people use. Value: the official name.

A name that belongs to several groups, or that is also an everyday word, gives candidates; old names that may hurt
are understood and never given back.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import EXACT, MARK, WORD, Message, Token, fits, is_filler
from nlu.text.lists import words
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make, settle
from nlu.values.date_parts import word_is
from nlu.values.names_data import ethnic_groups
from nlu.values.squash import SquashIndex

KIND: Final = "ethnicity"
_BRANCH: Final = ("đen", "trắng", "đỏ", "hoa", "xanh", "lềnh", "si", "súa", "đơ", "gốc", "lai", "chính")
_CUES: Final = frozenset({"tộc", "dt", "dtộc", "dantoc", "dtoc"})
_TITLES: Final = words(
    """
    xã bản thôn huyện tỉnh phường làng buôn ấp xóm sông chợ đường tên họ thị văn trấn phố suối núi
    """
)
_NOT_ETHNIC: Final = frozenset({"việt nam"})


class Name(NamedTuple):
    """One way to name a group; ``sure`` false when the word alone is not enough, ``official`` for its own name."""

    group: str
    sure: bool
    official: bool = False


@lru_cache(maxsize=1)
def _index() -> SquashIndex[Name]:
    entries: list[tuple[str, Name]] = []
    for group in ethnic_groups():
        entries.append((group.name, Name(group.name, True, True)))
        entries.extend((s, Name(group.name, True, True)) for s in group.spellings)
        entries.extend((s, Name(group.name, True)) for s in (*group.aliases, *group.old))
        entries.extend((s, Name(group.name, False)) for s in group.weak)
    return SquashIndex(entries)


def group_at(msg: Message, i: int) -> tuple[int, list[str], bool, bool] | None:
    """A group named at token ``i``: ``(end, groups, sure, exact)``."""
    found = _index().at(msg.tokens, i)
    if found is None:
        return None
    end, hits = found
    exact = [h for h in hits if h[1]]
    if any(h[0].official for h in exact) or (exact and all(h[0].sure for h in exact)):
        hits = exact
    groups = list(dict.fromkeys(h[0].group for h in hits))
    sure = all(h[0].sure for h in hits)
    return end, groups, sure, all(h[1] for h in hits)


def _reading(msg: Message, first: int, end: int, groups: list[str], sure: bool) -> Reading:
    if len(groups) == 1 and sure:
        return make(KIND, msg, first, end, groups[0])
    return make(KIND, msg, first, end, candidates=groups[:MAX_CANDIDATES], hint="ambiguous", score=0.5)


def _over_branch(msg: Message, end: int) -> int:
    """A branch colour after the name belongs to it ("Thái đen", "Mông hoa")."""
    return end + 1 if word_is(msg.tokens, end, *_BRANCH) else end


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one group the message names."""
    found = [r for r, _ in _scan(msg)]
    if not found:
        return None
    cued = [r for r, cue in _scan(msg) if cue]
    if cued and len(cued) < len(found):
        found = cued
    others = [t for t in msg.tokens if t.kind == WORD and not any(r.start <= t.start < r.end for r in found)]
    quiet = {"nguoi", "dt", "goc", "thuoc", "toc", "dan", "nha"}
    if len(found) > 1:  # what joins, parts or denies ("không phải Kinh, em là Tày")
        quiet |= {"hay", "hoac", "va", "voi", "lai", "khong", "phai"}
    if not cued and any(not is_filler(t) and t.fold not in quiet for t in others):
        return None
    return settle(KIND, msg, found)


def _scan(msg: Message) -> list[tuple[Reading, bool]]:
    """Readings with whether "dân tộc" or "người" announces them."""
    tokens = msg.tokens
    out: list[tuple[Reading, bool]] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind != WORD:
            i += 1
            continue
        if _is_cue(tokens, i):
            i += 1
            continue
        hit = group_at(msg, i)
        if hit is None or word_is(tokens, i - 1, *_TITLES) or _vietnam(tokens, i):
            i += 1
            continue
        end, groups, sure, exact = hit
        cue = _cued(tokens, i)
        if len(tokens) > end and _other_name(msg, i, end) and not cue:
            i = end
            continue
        if end == i + 1 and tokens[i].lower in ("co", "ma", "mang") and not cue:
            sure = False  # có, mà, mang: everyday words without their marks
        if (
            tokens[i].fold in ("la", "co", "toi", "ho", "ma", "ve", "may", "cao")
            and not exact
            and not cue
            and len(tokens) > 1
            and end == i + 1
        ):
            i += 1
            continue
        if is_filler(tokens[i]) and end == i + 1 and not cue and _content_beside(tokens, i):
            i += 1
            continue
        end = _over_branch(msg, end)
        out.append((_reading(msg, i, end, groups, sure), cue))
        i = end
    return out


def _other_name(msg: Message, i: int, end: int) -> bool:
    """``Thái Nguyên``, ``Hoa Kỳ``, ``Mường Thanh``: the word goes on into another name."""
    following = msg.tokens[end]
    if word_is(msg.tokens, i, "miền", "việt") and word_is(
        msg.tokens, end, "núi", "nam", "bắc", "trung", "tây", "xuôi", "ngược"
    ):
        return True
    if following.kind != WORD or not following.text[:1].isupper() or following.text.isupper():
        return False
    return not word_is(msg.tokens, end, *_BRANCH)


def _content_beside(tokens: tuple[Token, ...], i: int) -> bool:
    return any(not is_filler(t) for k, t in enumerate(tokens) if k != i)


def _is_cue(tokens: tuple[Token, ...], i: int) -> bool:
    return (word_is(tokens, i, "dân") and word_is(tokens, i + 1, "tộc")) or (
        word_is(tokens, i, "tộc") and word_is(tokens, i - 1, "dân")
    )


def _cued(tokens: tuple[Token, ...], i: int) -> bool:
    j = i - 1
    while j >= 0 and (tokens[j].kind == MARK or word_is(tokens, j, "là", "người", "của", "em", "cháu", "tôi", "con")):
        if word_is(tokens, j, "người"):
            return True
        j -= 1
    return j >= 0 and (tokens[j].spoken in _CUES or word_is(tokens, j, "tộc"))


def _vietnam(tokens: tuple[Token, ...], i: int) -> bool:
    return word_is(tokens, i, "việt") and word_is(tokens, i + 1, "nam", "kiều")


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Groups that are announced as such ("dân tộc Mông", "người Dao"); a bare word inside a message is none."""
    out = []
    for reading, cue in _scan(msg):
        if (cue and reading.hint != "ambiguous") or (cue and any(fits(t.lower, "tộc") == EXACT for t in msg.tokens)):
            out.append(reading)
    return out
