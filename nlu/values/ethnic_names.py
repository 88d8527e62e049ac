"""Names of ethnic groups in a message: which groups a word may mean, and where it is part of another name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import MARK, WORD, Message, Token, fits, fold
from nlu.values.date_parts import word_is
from nlu.values.names_data import countries, ethnic_groups, provinces
from nlu.values.squash import SquashIndex

BRANCH: Final = ("đen", "trắng", "đỏ", "xanh", "lềnh", "si", "súa", "đơ", "gốc", "lai", "chính")
"""Colours and the like that name a branch of a group."""
_LETTERS: Final = {
    "h": ("hờ", "hát", "hắc"), "m": ("mờ",), "x": ("xờ",), "s": ("sờ",), "k": ("ka", "ca", "cờ"), "j": ("di",),
}  # fmt: skip
"""How the first letter of a name is read aloud: ``hờ mông``, ``ka ho``."""
_CLUSTER: Final = re.compile(r"^([hmxskj])(?:'|(?=[bcdđgklmnprstvx]))(\w.*)$", re.IGNORECASE)
_REGIONS: Final = ("Tây Bắc", "Tây Nguyên", "Hoa Lư", "Kinh Môn", "Kinh Bắc", "mang thai", "kinh tế", "kinh doanh")
"""Regions, and words of every day, that begin like a group."""
_TELEX_ROOF: Final = {"oo": "ô", "ee": "ê", "aa": "â"}


class Name(NamedTuple):
    """One way to name a group; ``sure`` false when the word alone is not enough, ``official`` for its own name."""

    group: str
    sure: bool
    official: bool = False


class Named(NamedTuple):
    """A group named at tokens ``first`` up to ``last``; ``exact``: every letter and mark as in the list."""

    first: int
    last: int
    groups: tuple[str, ...]
    sure: bool
    exact: bool


def _aloud(name: str) -> Iterator[str]:
    yield name
    found = _CLUSTER.match(name)
    for letter in _LETTERS.get(found.group(1).lower(), ()) if found else ():
        yield f"{letter} {found.group(2)}" if found else name


@lru_cache(maxsize=1)
def _index() -> SquashIndex[Name]:
    entries: list[tuple[str, Name]] = []
    for group in ethnic_groups():
        for own in (group.name, *group.spellings):
            entries.extend((said, Name(group.name, True, True)) for said in _aloud(own))
        entries.extend((s, Name(group.name, True)) for s in (*group.aliases, *group.old))
        entries.extend((s, Name(group.name, False)) for s in group.weak)
    return SquashIndex(entries)


@lru_cache(maxsize=1)
def _others() -> SquashIndex[bool]:
    """Countries and provinces that begin like a group: Thái Lan, Mông Cổ, Lào Cai."""
    names = [n for c in countries() for n in (c.name, *c.say)] + [n for p in provinces() for n in (p.name, *p.say)]
    return SquashIndex((name, True) for name in (*names, *_REGIONS) if " " in name)


@lru_cache(maxsize=64)
def _readable(msg: Message) -> tuple[Token, ...]:
    """Phone shortenings written out where that makes a name: ``Xtiêg``, ``Moong``."""
    return tuple(_written_out(t) if t.kind == WORD else t for t in msg.tokens)


def _written_out(token: Token) -> Token:
    lower = token.lower
    if re.search(r"[aeiouy]g$", token.fold):
        lower = lower[:-1] + "ng"
    for keys, letter in _TELEX_ROOF.items():
        lower = lower.replace(keys, letter)
    if lower == token.lower:
        return token
    return token._replace(lower=lower, fold=fold(lower))


def named_at(msg: Message, i: int) -> Named | None:
    """The group named at token ``i``, unless the words are the beginning of a country or a province."""
    found = _index().at(msg.tokens, i) or _index().at(_readable(msg), i)
    if found is None:
        return None
    end, hits = found
    other = _others().at(msg.tokens, i)
    if other is not None and other[0] > end and not word_is(msg.tokens, end, *BRANCH):
        return None
    exact = [h for h in hits if h[1]]
    if any(h[0].official for h in exact) or (exact and all(h[0].sure for h in exact)):
        hits = exact
    groups = tuple(dict.fromkeys(h[0].group for h in hits))
    return Named(i, end, groups, all(h[0].sure for h in hits), all(h[1] for h in hits))


@lru_cache(maxsize=1)
def _provinces() -> SquashIndex[bool]:
    return SquashIndex((name, True) for p in provinces() for name in (p.name, *p.say) if " " in name)


def is_province(msg: Message, i: int) -> bool:
    """``người Mường Hòa Bình``: a province follows at token ``i``."""
    return i < len(msg) and _provinces().at(msg.tokens, i) is not None


def goes_on(msg: Message, i: int, end: int) -> bool:
    """``Thái Nguyên``, ``Hoa Kỳ``, ``Mường Thanh``: the word goes on into another name."""
    following = msg.tokens[end] if end < len(msg) else None
    if following is None or is_province(msg, end):
        return False
    if word_is(msg.tokens, i, "miền", "việt") and word_is(
        msg.tokens, end, "núi", "nam", "bắc", "trung", "tây", "xuôi", "ngược"
    ):
        return True
    if following.kind != WORD or not following.text[:1].isupper() or following.text.isupper():
        return False
    return not word_is(msg.tokens, end, *BRANCH) and _index().at(msg.tokens, end) is None  # "lai Kinh Hoa"


def over_branch(msg: Message, end: int) -> int:
    """A branch colour after the name belongs to it ("Thái đen", "Mông hoa")."""
    return end + 1 if word_is(msg.tokens, end, *BRANCH) else end


def capital(token: Token) -> bool:
    """Whether a word is written like a name."""
    return token.kind != MARK and token.text[:1].isupper()


def is_tribe_word(token: Token) -> bool:
    """``dân tộc``, ``dt``: what announces a group."""
    return token.spoken in ("dt", "dtộc", "dantoc", "dtoc") or bool(fits(token.spoken, "tộc"))
