"""E-mail addresses, typed or dictated ("a còng", "chấm com"), in lower case."""

from __future__ import annotations

import re
from typing import Final

from nlu.text import Message, fold, normalise
from nlu.text.lists import words
from nlu.types import Context, Reading
from nlu.values.base import make, settle, token_at

KIND: Final = "email"
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_+\-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.){1,4}[A-Za-z]{2,24}"
)
_SPOKEN: Final = (
    (re.compile(r"\s*(?:\(at\)|\[at\]|\ba\s*c[oòóô]ng\b|\ba\s*m[oó]c\b|\ba\s*v[oò]ng\b|\bat\b)\s*", re.I), "@"),
    (re.compile(r"\s*(?:\bch[aấ]m\b|\bdot\b)\s*", re.I), "."),
    (re.compile(r"\s*(?:\bg[aạ]ch d[uư][oớ]i\b)\s*", re.I), "_"),
    (re.compile(r"\s*@\s*"), "@"),
)


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one address of a message; a dictated one is put together."""
    found = find(msg, ctx)
    if found:
        return settle(KIND, msg, found)
    if len(msg.original) > 400:
        return None
    text = normalise(msg.original)[0]
    for pattern, sign in _SPOKEN:
        text = pattern.sub(sign, text)
    if "@" not in text:
        return None
    text = re.sub(r"\s*\.\s*(?=[A-Za-z]{2,5}\b)", ".", text)
    matches = _ADDRESS.findall(text)
    if len(matches) != 1:
        return None
    head = text[: text.index(matches[0])].split()
    if head and not all(fold(w.strip(",:.")) in _LEADS for w in head):
        # "nam nguyen a cong gmail cham com": the blank may or may not belong to the address
        joined = "".join(w for w in head if fold(w.strip(",:.")) not in _LEADS)
        whole = fold((joined + matches[0]).lower())
        return make(KIND, msg, 0, len(msg), candidates=tuple(
            c for c in dict.fromkeys((whole, fold(matches[0].lower()))) if _ADDRESS.fullmatch(c)
        ), hint="ambiguous", score=0.5)  # fmt: skip
    return make(KIND, msg, 0, len(msg), matches[0].lower(), score=0.9)


_LEADS: Final = frozenset(
    words(
        """
        da em toi chau con minh email gmail mail la cua thu dien tu dia chi anh chi bac co chu hop e a thua can
        bo day
        """
    )
)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every address written as such."""
    out: list[Reading] = []
    text = msg.original[:8000]
    if "@" not in text:
        return out
    for match in _ADDRESS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if (before and (before.isalnum() or before in "._%+-@")) or (after and (after.isalnum() or after in "@_")):
            continue
        if ".." in match.group():
            continue
        first, last = token_at(msg, match.start()), token_at(msg, match.end() - 1) + 1
        out.append(make(KIND, msg, first, last, match.group().lower()))
    return out
