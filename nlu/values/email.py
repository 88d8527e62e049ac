"""E-mail addresses, typed or dictated ("a còng", "chấm com"), in lower case.

An address typed whole is a value, unless its provider looks like a slip; one put together from words is offered.
"""

from __future__ import annotations

import re
from typing import Final

from nlu.text import Message, fold, normalise
from nlu.text.lists import words
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make, settle, token_at
from nlu.values.doubt import either_words, is_doubtful
from nlu.values.email_domains import likely
from nlu.values.email_said import dictated

KIND: Final = "email"
_LETTER: Final = "A-Za-zÀ-ỹĐđ"
_LOCAL: Final = rf"[{_LETTER}0-9](?:[{_LETTER}0-9._%+\-]{{0,62}}[{_LETTER}0-9_+\-])?"
_ADDRESS: Final = re.compile(
    rf"({_LOCAL})@((?:[A-Za-z0-9](?:[A-Za-z0-9\-]{{0,61}}[A-Za-z0-9])?\.){{1,4}}[A-Za-z]{{2,24}})"
)
_LOOSE: Final = re.compile(
    rf"({_LOCAL})\s?@\s?([A-Za-z0-9]{{2,20}}(?:\s?[.,]{{1,2}}\s?[A-Za-z]{{2,5}}|\s(?:com|vn|net)){{0,2}})(?![{_LETTER}0-9@])"
)
_ENDING: Final = re.compile(r"(com|vn|net|edu|org)\Z")
_BEFORE: Final = frozenset(
    words(
        """
        da em toi chau con minh email gmail mail la cua thu dien tu dia chi anh chi bac co chu hop e a thua can bo
        day vao qua gui dung xai lay ghi tui ben nay va voi hoac hay so ten meo nha vo chong mk t ne hoi ad nhan
        theo lien he
        """
    )
)
"""Words before an address that are none of it."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one address of a message; a dictated one is put together and offered."""
    if len(msg.original) > 4000:
        return None
    typed = _typed(msg)
    if typed:
        settled = settle(KIND, msg, typed)
        if settled is None or settled.value is None:
            return settled
        if is_doubtful(msg, "figure") or either_words(msg):
            return _offer(msg, settled, (settled.value, *_other_local(msg, settled)))
        return settled
    loose = _loosely(msg)
    if loose is not None:
        return loose
    said = dictated(msg)
    if said is None:
        return None
    if said.sure and not is_doubtful(msg, "figure") and not either_words(msg):
        return make(KIND, msg, 0, len(msg), said.addresses[0], score=0.9)
    return make(KIND, msg, 0, len(msg), candidates=said.addresses[:MAX_CANDIDATES], hint="ambiguous", score=0.5)


def _offer(msg: Message, r: Reading, values: tuple[str, ...]) -> Reading:
    first, last = token_at(msg, r.start), token_at(msg, r.end - 1) + 1
    return make(
        KIND, msg, first, last, candidates=tuple(dict.fromkeys(values))[:MAX_CANDIDATES], hint="ambiguous", score=0.5
    )


def _other_local(msg: Message, r: Reading) -> tuple[str, ...]:
    """``hoa88 hay hoa89@gmail.com``: the address of the name before "or"."""
    for first, _ in either_words(msg):
        words_before = msg.original[: msg.tokens[first].start].split()
        if (
            words_before
            and re.fullmatch(r"[A-Za-z0-9._]{3,40}", words_before[-1])
            and msg.tokens[first].start < r.start
        ):
            return (f"{words_before[-1].lower()}@{str(r.value).partition('@')[2]}",)
    return ()


def _typed(msg: Message) -> list[Reading]:
    """Every address written as such: a value, or what it may be instead."""
    if "@" not in msg.original:
        return []
    text, places = normalise(msg.original[:8000])
    out: list[Reading] = []
    for match in _ADDRESS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if (before and (before.isalnum() or before in "._%+-@")) or (after and (after.isalnum() or after in "@_")):
            continue
        if ".." in match.group():
            continue
        first = token_at(msg, places[match.start()][0])
        last = token_at(msg, places[match.end() - 1][1] - 1) + 1
        local, domain = match[1].lower(), match[2].lower()
        plain = fold(local)
        values = [f"{plain}@{d}" for d in likely(domain)]
        joined = _parted(text[: match.start()], plain)
        if joined:
            values = [f"{joined}@{domain}", *values]
        if len(values) == 1 and plain == local:
            out.append(make(KIND, msg, first, last, values[0]))
        else:
            out.append(make(KIND, msg, first, last, candidates=values[:3], hint="ambiguous", score=0.5))
    return out


def _parted(before: str, local: str) -> str | None:
    """``nguyen van a@gmail.com``: the name with the words before it, when these may belong to it."""
    taken: list[str] = []
    for word in reversed(before.split()):
        if not re.fullmatch(r"[A-Za-z0-9._]{1,20}", word) or fold(word) in _BEFORE or word.endswith("."):
            break
        taken.append(word.lower())
        if len(taken) > 4:
            return None
    return "".join(reversed(taken)) + local if taken else None


def _loosely(msg: Message) -> Reading | None:
    """``hoa @ gmail , com``, ``hoa@gmail``: an address with a slip in its signs."""
    if "@" not in msg.original:
        return None
    text, _ = normalise(msg.original)
    found = [m for m in _LOOSE.finditer(text) if m.end() - m.start() < 90]
    if len(found) != 1:
        return None
    match = found[0]
    local = match[1].lower()
    spaced = re.sub(r"\s", "", match[2].lower())
    domain = re.sub(r"[.,]+", ".", spaced)
    if "." not in domain:
        domain = _ENDING.sub(r".\1", domain) if _ENDING.search(domain) else f"{domain}.com"
    meant = likely(domain)
    usual = [d for d in meant if likely(d) == (d,)]
    if not usual or ("." not in spaced and "," not in spaced and not _usual(usual[-1])):
        return None
    plain = fold(local)
    sure = (
        plain == local
        and len(meant) == 1
        and spaced == domain
        and not is_doubtful(msg, "figure")
        and not either_words(msg)
    )
    joined = _parted(text[: match.start()], plain)
    if sure and not joined:
        return make(KIND, msg, 0, len(msg), f"{plain}@{domain}", score=0.9)
    values = [f"{joined}@{domain}"] if joined else []
    values += [f"{plain}@{d}" for d in (usual if spaced != domain else meant)]
    return make(KIND, msg, 0, len(msg), candidates=values[:3], hint="ambiguous", score=0.5)


def _usual(domain: str) -> bool:
    return domain in ("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "yahoo.com.vn")


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every address written as such."""
    return _typed(msg)
