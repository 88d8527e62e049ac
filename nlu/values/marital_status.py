"""Marital status from plain facts, not from legal words.

Values: ``never_married``, ``married``, ``divorced``, ``widowed``, ``cohabiting_before_1987`` (a marriage in fact from
before 1987-01-03, Nghị quyết 35/2000/QH10). In law only registration or a court ends or makes a marriage: who lives
together unregistered has never married, who left without a court is still married. The name of the paper ("giấy
độc thân") is no status, a wedding still to come neither.
"""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, NUMBER, Message, analyse
from nlu.types import Context, Reading
from nlu.values import date as dates
from nlu.values.base import make
from nlu.values.date_parts import word_is
from nlu.values.doubt import either_words, is_doubtful, taken_back
from nlu.values.everyday import everyday
from nlu.values.marital_frames import (
    FEW,
    at_another_time,
    began_again,
    certificate,
    court_open,
    death,
    is_denied,
    is_paper,
    is_wish,
    left,
    of_another,
    of_another_thing,
    somebody_died,
)  # fmt: skip
from nlu.values.marital_short import KIND, short_answer
from nlu.values.marital_words import SIGNALS
from nlu.values.whose import FAR, MANY, ends_asking

BORDER: Final = "1987-01-03"
_CHILDREN_TOO: Final = ("vợ còn", "chồng còn", "còn vợ", "còn chồng")
"""Phrases that are "vợ con" in a message with marks."""
_DENIES: Final = ("chưa", "không", "chẳng", "chả")
Outcome = tuple[str | None, tuple[str, ...]]


def read(msg: Message, ctx: Context) -> Reading | None:
    """The status the whole message tells, helped by the question it answers."""
    return _reading(everyday(msg), ctx, answering=True)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The status told inside a longer message; the question asked is not used."""
    reading = _reading(everyday(msg), ctx, answering=False)
    return [reading] if reading is not None and reading.value is not None else []


Signals = dict[str, list[tuple[int, int]]]
"""What was said, by name of the signal, with the tokens that say it."""


def _signals(msg: Message, ctx: Context) -> Signals:
    signals: Signals = {}
    scanned = SIGNALS.scan(msg.tokens)
    backs = [last for at, last in taken_back(msg) if at]
    cut = next((last for last in reversed(backs[-FEW:]) if SIGNALS.scan(msg.tokens[last : last + FAR])), 0)
    if cut:  # only what follows the words that take back
        scanned = [(a + cut, b + cut, n, e, p) for a, b, n, e, p in SIGNALS.scan(msg.tokens[cut:])]
    for first, last, name, exact, phrase in scanned if len(scanned) <= MANY else ():
        if of_another_thing(msg, last, phrase) or (msg.marked and not exact and phrase in _CHILDREN_TOO):
            continue
        if at_another_time(msg, first, name):
            continue
        if is_paper(msg, first, name, last) or is_wish(msg, first, name) or is_denied(msg, first, phrase):
            continue
        if of_another(msg, ctx, first, name, phrase):
            continue
        if name == "certificate" and not certificate(msg, first, last):
            continue
        signals.setdefault("registered" if name == "certificate" else name, []).append((first, last))
        if name == "again" and phrase.startswith("đăng ký"):
            signals.setdefault("registered", []).append((first, last))
    if "divorced" in signals and court_open(msg):
        signals.setdefault("pending", []).append(signals["divorced"][0])
    for name, place in (("widowed", death(msg)), ("apart", left(msg) if signals or len(scanned) <= MANY else None)):
        if place:
            signals.setdefault(name, []).append(place)
    return signals


def _reading(msg: Message, ctx: Context, answering: bool) -> Reading | None:
    signals = _signals(msg, ctx)
    if any(t.text == "?" for t in msg.tokens) and not (
        signals.keys() & {"married", "divorced", "widowed", "registered"}
    ):
        return None
    if _asks(msg) or _either(msg):
        return None
    if answering and ctx.question:
        short = short_answer(msg, ctx)
        if short is not None:
            return short
    if not signals:
        return None
    value, candidates = _outcome(msg, ctx, signals)
    if value is None and not candidates:
        return None
    spans = [s for group in signals.values() for s in group]
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    if value is not None and is_doubtful(msg, "state"):
        candidates = (value,)
        value = None
    if value and not answering:  # inside a message the longest telling phrase alone, so that names and dates stay free
        first, last = max(spans, key=lambda s: (s[1] - s[0], -s[0]))
    if value:
        return make(KIND, msg, first, last, value, score=0.95)
    return make(KIND, msg, first, last, candidates=candidates, hint="ambiguous", score=0.5)


def _either(msg: Message) -> bool:
    """``đã kết hôn hay chưa``, ``mất chồng hay mất vợ``: two ways are named and none is told."""
    for _, last in either_words(msg):
        ahead = SIGNALS.scan(msg.tokens[last : last + 4])
        if word_is(msg.tokens, last, "chưa", "không", "mất") or (ahead and ahead[0][0] == 0):
            return True
    return False


def _outcome(msg: Message, ctx: Context, signals: Signals) -> Outcome:
    ended = [first for name in ("widowed", "divorced", "apart") for first, _ in signals.get(name, ())]
    if ended and began_again(msg, min(ended), signals.get("registered", [])):
        return "married", ()
    later = [s for name in ("married", "wedding") for s in signals.get(name, ())]
    if ended and "not_again" not in signals and began_again(msg, min(ended), later):
        return None, ("married", *_ended(set(signals)))
    value, candidates = _weigh(set(signals), _since(msg, ctx))
    if value in ("married", "divorced") and _once(msg):
        return None, ("divorced", "widowed", "married")
    if value == "never_married" and somebody_died(msg):
        return None, ("never_married", "widowed")
    if value == "never_married" and "unregistered" in signals and _dated(msg):
        return None, ("never_married", "cohabiting_before_1987")
    former = value == "widowed" and any(word_is(msg.tokens, k, "cũ", "trước") for k in range(len(msg)))
    if former and _former(msg):
        return None, ("divorced", "widowed")
    return value, candidates


def _weigh(said: set[str], since: str | None) -> Outcome:
    """Signals and the date the couple began → ``(value, candidates)``."""
    if "annulled" in said:
        return None, ()
    if "again" in said and "not_again" not in said:
        return ("married", ()) if "registered" in said else (None, ("married", *_ended(said)))
    if "widowed" in said:
        if said & {"divorced", "apart", "still"} or ("never" in said and said & {"married"}):
            return None, tuple(dict.fromkeys(("widowed", *_ended(said))))
        if "unregistered" in said and not (since and since < BORDER[: len(since)]):
            return None, ("widowed", "never_married")
        return "widowed", ()
    if "still" in said:
        return (None, ("never_married", "married")) if "unregistered" in said else ("married", ())
    if "divorced" in said:
        if "pending" in said:
            return None, ("married", "divorced")
        return "divorced", ()
    if "apart" in said:
        if "unregistered" in said:
            return "never_married", ()
        return None, ("divorced", "married")
    together = said & {"married", "wedding"}
    if "unregistered" in said:
        if "registered" in said:
            return None, ("married", "never_married")
        if since is None or (not together and since >= BORDER[: len(since)]):
            return "never_married", ()
        if not together:
            return None, ("cohabiting_before_1987", "never_married")
        return _by_date(since)
    if "registered" in said:
        return "married", ()
    if "never" in said:
        return (None, ("never_married", "married")) if together & {"married"} else ("never_married", ())
    if together:
        if since is not None and since[:4] <= "1987":
            return None, ("cohabiting_before_1987", "married")
        return ("married", ()) if "married" in said else (None, ("married", "never_married"))
    if "not_again" in said:
        return None, ("divorced", "widowed")
    if "not_now" in said:
        if "ever" in said:
            return "never_married", ()
        return None, ("never_married", "divorced", "widowed")
    return None, ()


def _once(msg: Message) -> bool:
    """``đã từng có vợ``: once, and now?"""
    return any(
        word_is(msg.tokens, k, "từng") and not word_is(msg.tokens, k - 1, "chưa", "không") for k in range(len(msg))
    )


def _former(msg: Message) -> bool:
    """``vợ cũ``, ``chồng trước``: the marriage had ended before."""
    return any(
        word_is(msg.tokens, k, "vợ", "chồng") and word_is(msg.tokens, k + 1, "cũ", "trước") for k in range(len(msg))
    )


def _by_date(since: str) -> Outcome:
    """Unregistered since a (partial) date."""
    if since < BORDER[: len(since)]:
        return "cohabiting_before_1987", ()
    if since == BORDER[: len(since)] and len(since) < 10:
        return None, ("cohabiting_before_1987", "never_married")
    return "never_married", ()


def _ended(said: set[str]) -> tuple[str, ...]:
    return tuple(
        v
        for k, v in (("divorced", "divorced"), ("apart", "divorced"), ("widowed", "widowed"), ("still", "married"))
        if k in said
    )


def _since(msg: Message, ctx: Context) -> str | None:
    """The earliest year or date in the message, taken as when the couple began."""
    found = [r for r in dates.scan(msg, ctx, loose=False) if r.value and not str(r.value).startswith("--")]
    values = [str(r.value) for r in found if not _birth(msg, msg.token_at(r.start))]
    starts = [
        i
        for i in range(len(msg) - 1)
        if word_is(msg.tokens, i, "từ", "cưới", "nhau", "trước", "hồi") or _year(msg, i + 1)
    ]
    for i in starts[:FEW]:
        loose = dates.scan(analyse(msg.slice(i + 1, min(len(msg), i + 8))), ctx, loose=True)
        values.extend(str(r.value) for r in loose[:1] if r.value and not str(r.value).startswith("--"))
    if not values:
        return None
    first = min(values)
    for i in range(len(msg)):
        if word_is(msg.tokens, i, "trước") and word_is(msg.tokens, i + 1, "năm") and first[:4] == "1987":
            return "1986"
    return first


def _dated(msg: Message) -> bool:
    """``lấy nhau hồi 77``: a time is told that is no year to be sure of."""
    tokens = msg.tokens
    return any(word_is(tokens, k, "hồi") and tokens[k + 1].kind == NUMBER for k in range(len(msg) - 1))


def _year(msg: Message, i: int) -> bool:
    """A year in figures, not of a birth."""
    token = msg.tokens[i]
    return not _birth(msg, i) and token.kind == NUMBER and len(token.text) == 4 and token.text[:2] in ("19", "20")


def _birth(msg: Message, i: int) -> bool:
    """``sinh năm 1960``: the person's year, not the couple's."""
    return any(word_is(msg.tokens, k, "sinh") or msg.tokens[k].lower == "sn" for k in range(max(0, i - 2), i + 1))


def _asks(msg: Message) -> bool:
    words = [t for t in msg.tokens if t.kind != MARK]
    if word_is(words, 0, "ai") and msg.tokens[-1].text == "?":
        return True
    for k in range(len(words)):
        if word_is(words, k, "nào", "sao") and not word_is(words, k - 1, "lần", "chứ", "không"):
            return True
        open_end = word_is(words, k, "bao") or (k == len(words) - 1 and words[k].spoken == "gì")
        if open_end and not any(word_is(words, j, *_DENIES) for j in range(max(0, k - 9), k)):
            return True
    return ends_asking(msg)
