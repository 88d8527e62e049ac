"""Dates of which a part is left open or taken back: "ngày 5 hoặc 6 tháng 3 năm 1988", "12/3/1990 à nhầm 1991".

What one side leaves out holds from the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from nlu.text import MARK, Message, Token
from nlu.values.date_parts import Parts, word_is
from nlu.values.date_shapes import parse_at
from nlu.values.doubt import either_words, taken_back

Finish = Callable[[Parts], str | None]
"""Parts → ISO value, or None when they are no date that may be."""

_REACH = 16
_MANY = 6
_BETWEEN = ("là", "vào", "gì", "đó", "ngày", "sinh", "hồi", "mới", "phải", "thì")


class Choice(NamedTuple):
    """ISO values said for one date in tokens ``first`` to ``last``, in the order said; ``back``: the first was taken
    back."""

    first: int
    last: int
    values: tuple[str, ...]
    back: bool


def choices(msg: Message, finish: Finish) -> Iterator[Choice]:
    """Every two dates with "or", or a taking-back, between them."""
    either, back = either_words(msg), taken_back(msg)
    if len(either) + len(back) > _MANY:
        return
    for first, last in either:
        choice = _around(msg.tokens, first, last, finish)
        if choice is not None:
            yield choice
    for first, last in back:
        choice = _around(msg.tokens, first, last, finish)
        if choice is not None:
            yield choice._replace(values=choice.values[-1:], back=True)


def _around(tokens: Sequence[Token], first: int, last: int, finish: Finish) -> Choice | None:
    left = _ending(tokens, first)
    if left is None:
        return None
    right = _beginning(tokens, last, left)
    if right is None:
        return None
    whole, other = _filled(left, right), _filled(right, left)
    if left.lunar or right.lunar:
        return None
    values = [v for v in (finish(whole), finish(other)) if v is not None]
    if not values or (finish(other) is None and whole == left):
        return None
    return Choice(left.first, right.last, tuple(dict.fromkeys(values)), False)


def _filled(parts: Parts, other: Parts) -> Parts:
    """``parts`` with what it leaves out taken from the other side."""
    return parts._replace(
        day=parts.day if parts.day is not None else other.day,
        month=parts.month if parts.month is not None else other.month,
        year=parts.year or other.year,
        months_back=None,
    )


def _ending(tokens: Sequence[Token], end: int) -> Parts | None:
    """The longest date whose words end before token ``end``, nothing but small words between."""
    before = tokens[:end]
    for i in range(max(0, end - _REACH), end):
        for parts in sorted(parse_at(before, i, True), key=lambda p: -p.last):
            rest = range(parts.last, end)
            if all(before[k].kind == MARK or word_is(before, k, *_BETWEEN) for k in rest):
                return parts
        bare = _bare_day(before, i)
        if bare is not None and bare.last == end and (i == 0 or not word_is(tokens, i - 1, "tháng", "năm")):
            return bare
    return None


def _bare_day(tokens: Sequence[Token], i: int) -> Parts | None:
    token = tokens[i]
    if token.kind == "number" and len(token.text) <= 2 and 1 <= int(token.text) <= 31 and not token.glued:
        return Parts(i, i + 1, day=int(token.text))
    return None


def _beginning(tokens: Sequence[Token], i: int, left: Parts) -> Parts | None:
    """The longest date that begins at token ``i``, the marker of the left side's last part before it if it has
    none of its own."""
    while i < len(tokens) and (tokens[i].kind == MARK or word_is(tokens, i, "là", "vào", "hồi", "sinh", "phải")):
        i += 1
    if i >= len(tokens):
        return None
    found = list(parse_at(tokens, i, True))
    marker = next(
        (
            k
            for k in range(left.last - 1, left.first - 1, -1)
            if word_is(tokens, k, "ngày", "mùng", "mồng", "tháng", "năm")
        ),
        None,
    )
    if marker is not None and not word_is(tokens, i, "ngày", "mùng", "mồng", "tháng"):
        shifted = [tokens[marker], *tokens[i : i + _REACH]]
        found += [p._replace(first=i, last=p.last + i - 1) for p in parse_at(shifted, 0, True) if p.last > 1]
    return max(found, key=lambda p: p.last, default=None)
