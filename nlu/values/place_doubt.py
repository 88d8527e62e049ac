"""What makes a place that was read doubtful: only near it, a person's name, or a part of the message left unread."""

from __future__ import annotations

from typing import Any, Final

from nlu.text import NUMBER, Message
from nlu.text.lists import words
from nlu.types import Reading
from nlu.values.place_levels import level_at
from nlu.values.place_listed import everyday_at
from nlu.values.place_shape import capitals, looks_named, place_stop
from nlu.values.place_words import LAND

_SPEAKERS: Final = words("em tôi cháu con mình tui tao ta tớ")
_SHORT_NAME: Final = 2
"""Words of a name that may begin a message with one capital ("Na son")."""


def beside(msg: Message, reading: Reading) -> bool:
    """ "gần xã Na Son": not in it."""
    before = msg.token_at(reading.start) - 1
    return before >= 0 and msg.tokens[before].lower in ("gần", "cạnh", "giáp", "cách", "sát", "gan", "canh", "giap")


def half_read(msg: Message, reading: Reading) -> bool:
    """A hamlet alone where a commune was announced too, a bare word for a piece of land ("biên giới"), a bare name
    with everyday words in it or partly in small letters ("suối Nậm Mu")."""
    first = msg.token_at(reading.start)
    if detail_alone(reading.value):
        levels = [level_at(msg.tokens, k) for k in range(len(msg))]
        return msg.tokens[-1].lower in LAND or any(level is not None and level[1] == "commune" for level in levels)
    if not reading.value["commune"] and not reading.value.get("district"):
        last = msg.token_at(reading.end - 1) + 1
        return any(_capitals_at(msg, k) for k in range(len(msg) - 1) if k + 2 <= first or k >= last)
    if "detail" in reading.value or not reading.value["commune"] or level_at(msg.tokens, first) is not None:
        return False
    said = msg.tokens[first : first + len(reading.value["commune"].split())]
    upper = [t.kind == NUMBER or t.text[:1].isupper() for t in said]
    if not any(upper):
        led = first > 0 and not msg.marked and msg.tokens[first - 1].lower not in ("o", "da", "tai", "que")
        loose = msg.marked and everyday_at(msg, first) is None  # "mường nhé" is a name, "khong o dây" none
        talk = led or any(t.lower in LAND or (loose and place_stop(t)) for t in said)
        return talk and not reading.value["province"]
    return not all(upper) and (first > 0 or not upper[0] or len(said) > _SHORT_NAME)


def _capitals_at(msg: Message, k: int) -> bool:
    """A name of two words that stayed unread ("Mường Bi mình ở, tỉnh Phú Thọ")."""
    return msg.marked and capitals(msg.tokens[k : k + 2]) and looks_named(msg, k, k + 2)


def introduced(msg: Message, reading: Reading) -> bool:
    """ "em là Thảo Nguyên": a name that no level word announces, said of a person."""
    at = msg.token_at(reading.start)
    if reading.value is None or level_at(msg.tokens, at) is not None:
        return False
    if any(t.lower in ("tên", "ten", "họ") for t in msg.tokens[max(0, at - 1) : at + 1]):
        return not any(level_at(msg.tokens, k) for k in range(at))
    if reading.value["province"] or at < 2:
        return False
    return msg.tokens[at - 1].lower == "là" and msg.tokens[at - 2].spoken in _SPEAKERS


def detail_alone(value: dict[str, Any]) -> bool:
    """Whether only a hamlet or a street was said."""
    return not any(value.get(part) for part in ("commune", "province", "district"))
