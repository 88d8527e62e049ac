"""Addresses read aloud or written out: "hải yến tám tám a còng gờ meo chấm com"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token
from nlu.text.lists import phrases, words
from nlu.text.numbers import cls_of, digit_of
from nlu.values.digit_words import item
from nlu.values.email_domains import ENDINGS, PROVIDERS

_ROUND: Final = frozenset(words("cong moc vong com khoanh con coong"))
_LEADS: Final = frozenset(words("la email mail gmail meo chi"))
_GENTLE: Final = frozenset(
    words(
        """
        dạ da vâng vang thưa à a ờ ừ ừm ừa cán bộ can bo của cua em cháu chau con tôi toi tui mình minh nhé ạ e ơ
        thì thi dùng đọc doc hè nè nì
        """
    )
)
_GENTLE_OR_NAME: Final = frozenset(words("da vang can bo cua chau con toi tui minh thi doc e em"))
"""Of these, what a name may begin with where marks are left out; in a text with marks they are a name."""
_PAUSES: Final = frozenset(words("à ờ ừ ừm ừa ơ hừm rồi"))
_ASIDE: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        viết liền, viết liền nhau, viết thường, viết hoa, chữ thường, chữ hoa, chữ in, không dấu, liền nhau, tất cả,
        dấu cách, không cách, nhé, nha, liền không dấu
        """
    )
)
_SIGNS: Final[dict[tuple[str, ...], str]] = {
    ("cham",): ".", ("dot",): ".", ("dau", "cham"): ".", ("gach", "duoi"): "_", ("gach", "chan"): "_",
    ("dau", "gach", "duoi"): "_", ("gach", "ngang"): "-", ("gach", "noi"): "-", ("gach", "giua"): "-",
    ("dau", "tru"): "-", ("dau", "gach", "ngang"): "-",
}  # fmt: skip
_WHOLE: Final = re.compile(r"[a-z0-9](?:[a-z0-9._\-]{0,62}[a-z0-9_])?\Z")


class Dictated(NamedTuple):
    """Addresses that may be meant, the likeliest first; ``sure``: the name was one word as it stands."""

    addresses: tuple[str, ...]
    sure: bool


def dictated(msg: Message) -> Dictated | None:
    """The one address that a message dictates."""
    tokens = msg.tokens
    if len(tokens) > 80:
        return None
    signs = [at for i in range(len(tokens)) if (at := _at_sign(tokens, i)) is not None]
    if len(signs) != 1:
        return None
    first, after = signs[0]
    domain = _domain(tokens, after)
    if domain is None:
        return None
    names, sure = _names(msg, first)
    found = tuple(f"{n}@{domain[0]}" for n in names if _WHOLE.match(n) and ".." not in n)
    return Dictated(found, sure and domain[1]) if found else None


def _at_sign(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    token = tokens[i]
    if token.text == "@" or token.fold in ("acong", "acom", "acoong") or token.lower == "at":
        return i, i + 1
    if token.lower == "còng" and not (i and tokens[i - 1].fold in ("a", "ac")):
        return i, i + 1
    if token.lower in ("a", "á", "ạ", "à", "ac") and i + 1 < len(tokens) and tokens[i + 1].fold in _ROUND - {"con"}:
        return i, i + 2
    if token.fold == "a" and i + 1 < len(tokens) and tokens[i + 1].lower in ("còn", "con"):
        follows = i + 2 < len(tokens) and _longest(tokens, i + 2, PROVIDERS) is not None
        return (i, i + 2) if follows else None
    return None


def _longest(tokens: Sequence[Token], i: int, table: dict[tuple[str, ...], str]) -> tuple[int, str] | None:
    folds = [t.fold if t.kind == WORD else "" for t in tokens[i : i + 4]]
    fitting = [(i + len(said), name) for said, name in table.items() if folds[: len(said)] == list(said)]
    return max(fitting, key=lambda f: f[0], default=None)


def _domain(tokens: Sequence[Token], i: int) -> tuple[str, bool] | None:
    """The provider said from token ``i`` on, and whether its ending was said too."""
    while i < len(tokens) and (tokens[i].lower in _PAUSES or tokens[i].text in ",:)]"):
        i += 1
    found = _longest(tokens, i, PROVIDERS)
    if found is not None:
        end, name = found
    elif i < len(tokens) and tokens[i].kind == WORD and tokens[i].text.isascii() and len(tokens[i].text) > 1:
        end, name = i + 1, tokens[i].text.lower()
    else:
        return None
    endings: list[str] = []
    while end < len(tokens):
        dot = end
        while dot < len(tokens) and (tokens[dot].text in ".," or tokens[dot].fold in ("cham", "dot", "dau")):
            dot += 1
        ending = _longest(tokens, dot, ENDINGS)
        if ending is None or (dot == end and ending[1] != "com"):
            break
        endings.append(ending[1])
        end = ending[0]
    if endings:
        return ".".join([name, *endings]), True
    return (f"{name}.com", False) if found is not None else None


def _names(msg: Message, end: int) -> tuple[list[str], bool]:
    """What stands before the sign, put together: digits as figures, and as words where they may be a name; with and
    without an opening word that may be politeness ("minh duc")."""
    tokens = msg.tokens
    first = 0
    for k in range(end - 2, -1, -1):
        led = tokens[k].kind == WORD and tokens[k].fold in _LEADS
        if led or (tokens[k].kind == MARK and tokens[k].text in ":,;!?\n"):
            first = k + 1
            break
    starts: list[int] = []
    while first < end - 1 and (tokens[first].kind == MARK or tokens[first].lower in _GENTLE):
        if tokens[first].lower in _GENTLE_OR_NAME:
            if msg.marked:
                break
            starts.append(first)
        first += 1
    whole = _put_together(tokens, first, end)
    names = [*whole.names, *(n for at in starts[:1] for n in _put_together(tokens, at, end).names)]
    return [n for n in dict.fromkeys(names) if n], whole.plain and not starts


class _Name(NamedTuple):
    """The part before the sign, the likeliest form first; ``plain``: one piece, as it was written."""

    names: list[str]
    plain: bool


def _put_together(tokens: Sequence[Token], first: int, end: int) -> _Name:
    figures, spelled, last = "", "", ""
    pieces, numbers, spoken = 0, False, False
    k = first
    while k < end:
        token = tokens[k]
        sign = _longest(tokens, k, _SIGNS)
        aside = _ASIDE.at(tokens, k) if token.kind == WORD else None
        if sign is not None and pieces:
            figures, spelled, spoken, k = figures + sign[1], spelled + sign[1], True, sign[0]
        elif aside is not None and (aside[2] or " " in aside[3]):
            k = aside[0]
        elif token.lower in _PAUSES or (token.kind == MARK and token.text not in "._-"):
            k += 1
        elif token.kind == WORD and _is_number(token) and (said := item(tokens[:end], k)) is not None:
            figures += said[1]
            spelled += "".join(t.fold for t in tokens[k : said[0]])
            numbers, spoken, k = True, True, said[0]
            pieces += 1
        else:
            part = (token.text if token.kind in (NUMBER, MARK) else token.fold).lower()
            figures, spelled, last = figures + part, spelled + part, part
            spoken = spoken or part != token.lower
            pieces += token.kind != MARK and not (token.glued and k > first)
            k += 1
    names = [figures]
    if numbers and re.search(r"(?<![0-9])[0-9](?![0-9])", figures):
        names.append(spelled)  # "Ba", "Tư", "Năm" are names
    if pieces > 1 and last and not numbers and not spoken:
        names.append(last)
    return _Name(names, pieces == 1 and not spoken)


def _is_number(token: Token) -> bool:
    return digit_of(token) is not None or any(cls_of(token, c) is not None for c in ("ten", "twenties", "thirties"))
