"""What is said around a place: what is taken back or denied, where someone lived before, doubt.

``live`` leaves out the words that name another place than the one asked for; ``or_at`` finds where two are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlu.text import EXACT, MARK, NUMBER, WORD, Message, Token, analyse, has_marks
from nlu.types import Context
from nlu.values.base import CORRECTION
from nlu.values.date_parts import word_is
from nlu.values.doubt import doubts
from nlu.values.place_levels import level_at
from nlu.values.place_listed import everyday_at
from nlu.values.place_shape import place_stop
from nlu.values.place_syllables import first_fit, later_fit
from nlu.values.place_talk_words import (
    BRIDGE,
    DENIED,
    FILLERS,
    LONGEST_BRIDGE,
    ONE_WORD_CORRECTIONS,
    OR,
    RENAMED,
    THEN,
    TOPICS,
)
from nlu.values.place_words import province_index


class _Topic(NamedTuple):
    first: int
    topic: str


def live(msg: Message, ctx: Context) -> Message:
    """The message without the words that name a place taken back, denied, or of another time; itself when there are
    none such."""
    msg = _without_fillers(msg)
    tokens = msg.tokens
    gone: set[int] = set()
    gone.update(k for k, t in enumerate(tokens) if t.text in '~*"“”')
    _drop_bracketed(msg, gone)
    _drop_repeated(msg, gone)
    _drop_bridges(msg, gone)
    for first, last in doubts(msg, "name"):
        gone.update(range(first, last))
    _drop_denied(msg, gone)
    _drop_corrected(msg, gone)
    _drop_other_times(msg, ctx, gone)
    if not gone:
        return msg
    kept = tuple(t for k, t in enumerate(tokens) if k not in gone)
    return Message(msg.original, kept, msg.truncated) if _tells(kept, 0, len(kept)) or not kept else msg


def _without_fillers(msg: Message) -> Message:
    """Without the sounds of somebody who thinks ("xã ừ xã Chà Cang")."""
    kept = tuple(t for t in msg.tokens if t.lower not in FILLERS or t.text[:1].isupper())
    return msg if len(kept) == len(msg) or not kept else Message(msg.original, kept, msg.truncated)


def _drop_bridges(msg: Message, gone: set[int]) -> None:
    """The words between a level and its name: "xã [mình tên là] Mường Ảng"."""
    tokens = msg.tokens
    for k in range(len(tokens) - 2):
        level = level_at(tokens, k)
        if level is None or everyday_at(msg, k) is not None:
            continue
        at = level[0]
        while at < len(tokens) and at - level[0] < LONGEST_BRIDGE and word_is(tokens, at, *BRIDGE):
            at += 1
        named = (
            at < len(tokens) and tokens[at].kind == WORD and (tokens[at].text[:1].isupper() or first_fit(tokens[at]))
        )
        if at > level[0] and named and word_is(tokens, at - 1, "là", "tên"):
            gone.update(range(k if level_at(tokens, at) else level[0], at))


def _drop_bracketed(msg: Message, gone: set[int]) -> None:
    """ "xã Hừa Ngài (nay là Pa Ham), Điện Biên": the other name in brackets."""
    opened = None
    for k, token in enumerate(msg.tokens):
        if token.text == "(":
            opened = k
        elif token.text == ")" and opened is not None:
            inside = range(opened, k + 1)
            if any(word_is(msg.tokens, j, "nay", "cũ", "trước", "giờ", "mới") for j in inside):
                gone.update(inside)
            opened = None


def _drop_repeated(msg: Message, gone: set[int]) -> None:
    """A level word or a name said twice ("bản bản hua sin", "xã Na Son Na Son") counts once."""
    for k in range(len(msg) - 1):
        same = msg.tokens[k].lower == msg.tokens[k + 1].lower and not msg.tokens[k + 1].text[:1].isupper()
        if same and level_at(msg.tokens, k) is not None and everyday_at(msg, k) is None:
            gone.add(k)
    for k in range(len(msg) - 3):
        pair, again = msg.tokens[k : k + 2], msg.tokens[k + 2 : k + 4]
        if all(a.kind == WORD and a.lower == b.lower for a, b in zip(pair, again, strict=True)):
            gone.update((k, k + 1))


def or_at(msg: Message) -> list[int]:
    """Where "hay", "hoặc" stand between words."""
    named = {k for i in range(len(msg)) if (hit := everyday_at(msg, i)) for k in range(i, hit.end)}
    return [
        k
        for k, token in enumerate(msg.tokens)
        if 0 < k < len(msg) - 1 and token.lower in (*OR, "hoac") and k not in named and not token.text[:1].isupper()
    ]


def _tells(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether words from ``first`` to ``end`` may name a place: a level word, a capital, a province."""
    for k in range(first, end):
        if tokens[k].kind == WORD and (
            tokens[k].text[:1].isupper()
            or level_at(tokens, k) is not None
            or province_index().at(tokens, k) is not None
            or (k + 1 < end and _named_small(tokens, k))
        ):
            return True
    return False


def _named_small(tokens: Sequence[Token], k: int) -> bool:
    """Two words in small letters with all their marks, as names have them ("mường ảng")."""
    pair = tokens[k : k + 2]
    return (
        first_fit(pair[0]) == EXACT and later_fit(pair[1]) == EXACT and any(has_marks(t.lower) for t in pair)
        and not any(place_stop(t) == EXACT for t in pair)
    )  # fmt: skip


def _drop_denied(msg: Message, gone: set[int]) -> None:
    tokens = msg.tokens
    for first, last, _, exact, phrase in DENIED.scan(tokens):
        if first in gone or (msg.marked and not exact):
            continue
        if not exact and "phải" not in phrase.split():
            continue  # "khong o" may be anything
        if last >= len(tokens) or not _names_something(msg, last):
            continue
        if first and tokens[first - 1].lower == "à" and _tells(tokens, 0, first - 1):
            continue  # "xã A à không phải xã B": taken back, what follows holds
        end = _denied_end(msg, first, last)
        gone.update(range(first, end))


def _names_something(msg: Message, i: int) -> bool:
    """Whether a place begins here, not a word like "vậy", "đâu"."""
    token = msg.tokens[i]
    return token.kind == WORD and not word_is(msg.tokens, i, "đâu", "vậy", "rứa", "thế", "biết", "nhớ", "có", "ai")


def _denied_end(msg: Message, first: int, last: int) -> int:
    """Where what is denied ends: at a comma, at "mà", "là", at a level above a commune that belongs to what holds."""
    tokens = msg.tokens
    k = last
    while k < len(tokens):
        if tokens[k].kind == MARK and tokens[k].text in ",.;\n!":
            break
        if k > last and (word_is(tokens, k, "mà") or _is_then(msg, k)):
            break
        if k > last and word_is(tokens, k, "đâu", "nữa", "nhé", "nha", "ạ", "mô"):
            k += 1
            break
        level = level_at(tokens, k, True)
        if k > last and level is not None and level[1] == "province" and _tells(tokens, 0, first):
            break
        k += 1
    while k < len(tokens) and (tokens[k].kind == MARK or word_is(tokens, k, *THEN)) and not _tells(tokens, 0, first):
        k += 1
    return k


def _is_then(msg: Message, k: int) -> bool:
    if not word_is(msg.tokens, k, "là") or msg.tokens[k].text[:1].isupper():
        return False
    after = msg.tokens[k + 1] if k + 1 < len(msg) else None
    if after is None or after.kind != WORD:
        return False
    return msg.tokens[k].lower == "là" or level_at(msg.tokens, k + 1) is not None


def _drop_corrected(msg: Message, gone: set[int]) -> None:
    tokens = msg.tokens
    for first, last, _, exact, phrase in [*CORRECTION.scan(tokens), *RENAMED.scan(tokens)]:
        if not exact and (msg.marked or phrase in ONE_WORD_CORRECTIONS):
            continue
        if first in gone or not _tells(tokens, last, len(tokens)):
            continue
        at = last
        while at < len(tokens) and (tokens[at].kind == MARK or word_is(tokens, at, "là", "rồi", "phải", "ở", "thành")):
            if level_at(tokens, at) is not None:
                break  # "thành phố"
            at += 1
        province = _province_alone(tokens, at)
        earlier = _province_in(tokens, first) if province else None
        if earlier is not None:
            gone.update(range(earlier[0], earlier[1]))
            gone.update(range(earlier[1], at))
        elif province and _tells(tokens, 0, first) and not _province_named(tokens, first):
            gone.update(range(first, at))
        else:
            gone.update(range(at))


def _province_alone(tokens: Sequence[Token], at: int) -> bool:
    level = level_at(tokens, at) if at < len(tokens) else None
    name = level[0] if level and level[1] in ("province", "city") else at
    return name < len(tokens) and (level is None or level[1] in ("province", "city")) and (
        province_index().at(tokens, name) is not None
    )  # fmt: skip


def _province_named(tokens: Sequence[Token], end: int) -> bool:
    return any(province_index().at(tokens[:end], k) for k in range(end) if tokens[k].kind == WORD)


def _province_in(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The last province before ``end``, with something else of an address before it."""
    for k in range(end - 1, 0, -1):
        hit = province_index().at(tokens[:end], k) if tokens[k].kind == WORD else None
        if hit is None:
            continue
        level = next((j for j in (k - 1,) if word_is(tokens, j, "tỉnh", "t")), k)
        return (level, hit[0]) if _tells(tokens, 0, level) else None
    return None


def _drop_other_times(msg: Message, ctx: Context, gone: set[int]) -> None:
    """Of "trước ở A, giờ ở B" only what is asked for."""
    tokens = msg.tokens
    found = list(_topics(msg, gone))
    wanted = _asked(ctx.question or "")
    if not any(t.topic == wanted for t in found) or all(t.topic == wanted for t in found):
        return
    bounds = [*(t.first for t in found), len(tokens)]
    ranges = [(t.topic, bounds[n], bounds[n + 1]) for n, t in enumerate(found)]
    if not any(_tells(tokens, a, b) for topic, a, b in ranges if topic == wanted):
        return
    if ranges[0][0] != wanted and not _tells(tokens, ranges[0][1], ranges[0][2]):
        ranges[0] = (ranges[0][0], 0, ranges[0][2])  # "ở Đồng Nai hồi trước, giờ ở …"
    for topic, a, b in ranges:
        if topic != wanted:
            gone.update(range(a, b))


def _topics(msg: Message, gone: set[int]) -> Iterable[_Topic]:
    tokens = msg.tokens
    for first, last, topic, exact, phrase in TOPICS.scan(tokens):
        if first in gone or last >= len(tokens) or (tokens[first].text[:1].isupper() and first):
            continue
        if not exact and (msg.marked or len(phrase.split()) == 1):
            continue
        if phrase in ("từ", "nay", "giờ") and any(t.kind == NUMBER for t in tokens[first + 1 : first + 3]):
            continue  # "từ năm 2015"
        if everyday_at(msg, first) is not None:
            continue
        yield _Topic(first, topic)


def _asked(question: str) -> str:
    """What a question asks for; where someone lives now when it does not say."""
    spoken = [t.lower for t in analyse(question).tokens]
    if "trước" in spoken and "nay" not in spoken:
        return "before"
    if "quê" in spoken:
        return "origin"
    if ("thường" in spoken and "trú" in spoken) or ("hộ" in spoken and "khẩu" in spoken):
        return "registered"
    return "now"
