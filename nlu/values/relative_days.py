"""Days told from today: "hôm qua", "được ba ngày", "thứ hai tuần trước", "năm ngoái"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from nlu.text import NUMBER, Phrases, Token
from nlu.text.lists import phrases
from nlu.text.numbers import below_hundred
from nlu.values.date_parts import word_is


class Told(NamedTuple):
    """Tokens ``first`` to ``last`` told as an ISO date (``None``: told, but not exactly)."""

    first: int
    last: int
    iso: str | None
    future: bool = False
    either: tuple[str, ...] = ()


_FIXED: Final = Phrases[int](
    [(p, 0) for p in phrases(
        """
        hôm nay, bữa nay, ngày hôm nay, sáng nay, trưa nay, chiều nay, tối nay, đêm nay, hnay, hn nay, mới nãy, vừa
        nãy, hồi nãy, ban sáng, hồi sáng, bữa ni, hôm ni, ngày ni, bữa nay nì, sáng ni, khi sáng, hồi chiều, khi
        chiều, hồi trưa
        """
    )]
    + [(p, 1) for p in phrases(
        """
        hôm qua, bữa qua, ngày hôm qua, sáng qua, trưa qua, chiều qua, tối qua, đêm qua, hqua, sáng hôm qua, hồi
        hôm, khi hôm, hồi khuya hôm qua, hôm qua nì, chiều hôm qua, tối hôm qua, đêm hôm qua, trưa hôm qua, khuya
        qua, hồi hôm qua, bữa hôm qua
        """
    )]
    + [(p, 2) for p in ("hôm kia", "bữa kia", "ngày hôm kia", "bữa hôm kia", "sáng hôm kia", "tối hôm kia",
        "chiều hôm kia", "đêm hôm kia", "tối kia")]
    + [(p, 3) for p in ("hôm kìa", "bữa kìa", "hôm kĩa")]
    + [(p, -1) for p in ("ngày mai", "sáng mai", "chiều mai", "tối mai", "mai")]
    + [(p, -2) for p in ("ngày kia", "ngày mốt", "mốt", "sáng mốt")]
)  # fmt: skip
_VAGUE: Final = Phrases[bool]((p, True) for p in phrases(
    """
    tuần trước, tuần rồi, tuần này, hôm trước, bữa trước, mấy hôm trước, hôm nọ, bữa nọ, mấy ngày trước, hôm rồi,
    bữa rồi, dạo trước, lúc nãy, mới đẻ, vừa đẻ, mới sinh, vừa sinh, đầy tháng, thôi nôi, vừa rồi, mới đây, lâu rồi,
    hồi đó, ngày xưa, hồi trước, hồi nhỏ, dạo này, gần đây, năm bảy năm, đầu tuần, cuối tuần
    """
))  # fmt: skip
_WEEKDAYS: Final = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_AGO: Final = ("trước", "nay", "rồi", "qua")


def _weekday(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    if word_is(tokens, i, "chủ") and word_is(tokens, i + 1, "nhật"):
        return 6, i + 2
    if tokens[i].lower == "cn":
        return 6, i + 1
    if not word_is(tokens, i, "thứ") or i + 1 >= len(tokens):
        return None
    after = tokens[i + 1]
    if after.kind == NUMBER and after.text in "234567":
        return int(after.text) - 2, i + 2
    for word, day in _WEEKDAYS.items():
        if word_is(tokens, i + 1, word):
            return day, i + 2
    return None


_OPENERS: Final = frozenset(["thu", "chu", "cn", "duoc", "moi", "vua", "cach", "tron", "dung", "co", "may", "vai"])


def begins_told(folded: str) -> bool:
    """Whether a day told from today can begin with this (folded) word; numbers aside."""
    return folded in _OPENERS or _FIXED.begins(folded) or _VAGUE.begins(folded)


def told_at(tokens: Sequence[Token], i: int, today: date) -> Told | None:
    """A day told from today at token ``i``."""
    weekday = _weekday(tokens, i)
    if weekday:
        day, end = weekday
        if word_is(tokens, end, "tuần") and word_is(tokens, end + 1, "trước", "rồi", "qua", "vừa"):
            last = end + 3 if word_is(tokens, end + 2, "rồi") else end + 2
            monday = today - timedelta(days=today.weekday() + 7)
            return Told(i, last, (monday + timedelta(days=day)).isoformat())
        if word_is(tokens, end, "tuần") and word_is(tokens, end + 1, "này"):
            told = today - timedelta(days=today.weekday()) + timedelta(days=day)
            return Told(i, end + 2, told.isoformat() if told <= today else None, told > today)
        if word_is(tokens, end, "vừa") or word_is(tokens, end, "vừa", "rồi", "trước"):
            return Told(i, end + 1, None)
        return None
    ago = _days_ago(tokens, i, today)
    if ago:
        return ago
    fixed = _FIXED.at(tokens, i)
    if fixed:
        end, back, exact, phrase = fixed
        if len(phrase.split()) == 1 and not (exact and i == 0 and end == len(tokens)):
            return None  # "Mai" is a name, "mốt" a number
        if back < 0:
            return Told(i, end, None, True)
        backs = sorted({b for _, b, _, _ in _FIXED.all_at(tokens, i)})
        if len(backs) > 1:  # "hom kia" is hôm kia or hôm kìa
            days = tuple((today - timedelta(days=b)).isoformat() for b in backs)
            return Told(i, end, None, either=days)
        return Told(i, end, (today - timedelta(days=back)).isoformat())
    vague = _VAGUE.at(tokens, i)
    if vague:
        return Told(i, vague[0], None)
    return None


def _days_ago(tokens: Sequence[Token], i: int, today: date) -> Told | None:
    """``được ba ngày``, ``cách đây 3 ngày``, ``3 hôm trước``; weeks and months are told, but not exactly."""
    j = i
    lead = word_is(tokens, j, "được", "mới", "vừa", "cách")
    if word_is(tokens, j, "cách"):
        if not word_is(tokens, j + 1, "đây", "nay", "hôm"):
            return None
        j += 3 if word_is(tokens, j + 1, "hôm") else 2
    elif lead:
        j += 1
        if word_is(tokens, j, "được", "tròn", "có", "đúng"):
            j += 1
    while word_is(tokens, j, "tròn", "đúng", "có"):
        j += 1
    if j >= len(tokens):
        return None
    vague = word_is(tokens, j, "mấy", "vài", "chừng", "khoảng", "hơn", "gần")
    if vague:
        count, end = 0, j + 1
        if end < len(tokens):
            if tokens[end].kind == NUMBER:
                end += 1
            elif (group := below_hundred(tokens, end)) is not None:
                end = group[1]
    elif tokens[j].kind == NUMBER and len(tokens[j].text) <= 2:
        count, end = int(tokens[j].text), j + 1
    else:
        group = below_hundred(tokens, j)
        if group is None:
            return None
        count, end = group
    days = word_is(tokens, end, "ngày", "hôm", "bữa")
    weeks = word_is(tokens, end, "tuần")
    longer = word_is(tokens, end, "tháng", "năm", "tuổi")
    if not (days or weeks or longer):
        return None
    end += 1
    half = word_is(tokens, end, "rưỡi", "rưởi", "mấy", "hơn", "kém", "lẻ")
    if half:
        end += 1
    if word_is(tokens, end, "tuổi"):
        end += 1
        days = False
    trail = word_is(tokens, end, *_AGO)
    if trail:
        end += 1
    if not lead and not trail and not word_is(tokens, end, "tuổi"):
        return None
    if not lead and word_is(tokens, end - 1, "rồi", "qua", "nay") and not days:
        return None
    if days and not vague and not half:
        return Told(i, end, (today - timedelta(days=count)).isoformat())
    return Told(i, end, None)
