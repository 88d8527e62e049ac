"""Marital status from plain facts, not from legal words.

Values: ``never_married``, ``married``, ``divorced``, ``widowed``, ``cohabiting_before_1987`` (a marriage in fact from
before 1987-01-03, Nghị quyết 35/2000/QH10). In law only registration or a court ends or makes a marriage: who lives
together unregistered has never married, who left without a court is still married. The name of the paper ("giấy
độc thân") is no status, a wedding still to come neither.
"""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, Message, analyse, fits, is_filler
from nlu.types import Context, Reading
from nlu.values import date as dates
from nlu.values.base import make
from nlu.values.date_parts import word_is
from nlu.values.marital_words import (
    DEATHS,
    KIN_BEFORE,
    NOT_DEAD_AFTER,
    PAPER,
    SIGNALS,
    SPOUSES,
    WISH,
)

KIND: Final = "marital_status"
BORDER: Final = "1987-01-03"
_FEW: Final = 6
"""Places looked at more closely; a message that repeats itself more often is not read better by going on."""
Outcome = tuple[str | None, tuple[str, ...]]


def read(msg: Message, ctx: Context) -> Reading | None:
    """The status the whole message tells, helped by the question it answers."""
    return _reading(msg, ctx, answering=True)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The status told inside a longer message; the question asked is not used."""
    reading = _reading(msg, ctx, answering=False)
    return [reading] if reading is not None and reading.value is not None else []


def _reading(msg: Message, ctx: Context, answering: bool) -> Reading | None:
    signals: dict[str, list[tuple[int, int]]] = {}
    for first, last, name, _, phrase in SIGNALS.scan(msg.tokens):
        if _is_paper(msg, first, name, last) or _is_wish(msg, first, name) or _of_another(msg, first, name, phrase):
            continue
        if _is_denied(msg, first, phrase):
            continue
        signals.setdefault(name, []).append((first, last))
    died = _death(msg)
    if died:
        signals.setdefault("widowed", []).append(died)
    if any(t.text == "?" for t in msg.tokens) and not (
        signals.keys() & {"married", "divorced", "widowed", "registered"}
    ):
        return None
    if _asks(msg):
        return None
    if answering and ctx.question:
        short = _short_answer(msg, ctx)
        if short is not None:
            return short
    if _left(msg):
        signals.setdefault("apart", []).append(_left(msg) or (0, 0))
    if not signals:
        return None
    value, candidates = _weigh(set(signals), _since(msg, ctx))
    if value in ("married", "divorced") and _once(msg):
        value, candidates = None, ("divorced", "widowed", "married")
    elif value == "widowed" and any(word_is(msg.tokens, k, "cũ", "trước") for k in range(len(msg))) and _former(msg):
        value, candidates = None, ("divorced", "widowed")
    if value is None and not candidates:
        return None
    spans = [s for group in signals.values() for s in group]
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    if value and not answering:  # inside a message the longest telling phrase alone, so that names and dates stay free
        first, last = max(spans, key=lambda s: (s[1] - s[0], -s[0]))
    if value:
        return make(KIND, msg, first, last, value, score=0.95)
    return make(KIND, msg, first, last, candidates=candidates, hint="ambiguous", score=0.5)


def _weigh(said: set[str], since: str | None) -> Outcome:
    """Signals and the date the couple began → ``(value, candidates)``."""
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
        return "divorced", ()
    if "apart" in said:
        if "unregistered" in said:
            return "never_married", ()
        return None, ("divorced", "married")
    together = said & {"married", "wedding"}
    if "unregistered" in said:
        if "registered" in said:
            return None, ("married", "never_married")
        if not together or since is None:
            return ("never_married", ()) if together or said & {"never", "unregistered"} else (None, ())
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
    values = [str(r.value) for r in dates.scan(msg, ctx, loose=False) if r.value and not str(r.value).startswith("--")]
    starts = [i for i in range(len(msg) - 1) if word_is(msg.tokens, i, "từ", "cưới", "nhau", "trước")]
    for i in starts[:_FEW]:
        loose = dates.scan(analyse(msg.slice(i + 1, min(len(msg), i + 8))), ctx, loose=True)
        values.extend(str(r.value) for r in loose[:1] if r.value and not str(r.value).startswith("--"))
    if not values:
        return None
    first = min(values)
    for i in range(len(msg)):
        if word_is(msg.tokens, i, "trước") and word_is(msg.tokens, i + 1, "năm") and first[:4] == "1987":
            return "1986"
    return first


def _is_paper(msg: Message, first: int, name: str, last: int) -> bool:
    """``giấy độc thân``, ``xác nhận chưa chồng``: the paper's name."""
    if name not in ("never", "registered", "wedding", "married", "unregistered", "divorced"):
        return False
    if msg.tokens[first].spoken in ("đã", "đang", "còn") and name != "unregistered":
        return False
    for i in range(first - 1, max(-1, first - 4), -1):
        if msg.tokens[i].kind == MARK:
            return False
        if word_is(msg.tokens, i, *PAPER):
            return not word_is(msg.tokens, i + 1, "rằng", "rồi") and not _pronoun_between(msg, i, first)
        if not word_is(
            msg.tokens,
            i,
            "xác",
            "chứng",
            "tình",
            "trạng",
            "hôn",
            "nhân",
            "là",
            "gì",
            "về",
            "còn",
            "việc",
            "đang",
            "cái",
            "giấy",
            "người",
        ):
            return False
    return False


def _pronoun_between(msg: Message, i: int, first: int) -> bool:
    return any(word_is(msg.tokens, k, "em", "tôi", "cháu", "con", "mình") for k in range(i + 1, first))


def _is_wish(msg: Message, first: int, name: str) -> bool:
    """``sắp cưới``, ``để lấy chồng``, ``khi nào lấy vợ``: not yet so."""
    if name not in ("wedding", "again", "married", "registered"):
        return False
    return any(word_is(msg.tokens, k, *WISH) for k in range(max(0, first - 3), first) if msg.tokens[k].kind != MARK)


def _of_another(msg: Message, first: int, name: str, phrase: str) -> bool:
    """``vợ bỏ bùa``, ``bố mẹ ly hôn``: told of somebody else."""
    parents = any(word_is(msg.tokens, k, "bố", "mẹ", "cha", "má", "bạn") for k in range(max(0, first - 3), first))
    return parents and name in ("divorced", "apart", "widowed", "still") and not phrase.startswith("mẹ")


def _is_denied(msg: Message, first: int, phrase: str) -> bool:
    """``không phải độc thân``, ``không còn độc thân``; a phrase that denies by itself is not denied again."""
    if phrase.split()[0] in ("chưa", "không"):
        return False
    if word_is(msg.tokens, first - 1, "không", "chưa", "chẳng", "đâu", "chả") and first > 0:
        return True
    return (
        first > 1
        and word_is(msg.tokens, first - 2, "không")
        and word_is(msg.tokens, first - 1, "phải", "còn", "hề", "có")
    )


def _death(msg: Message) -> tuple[int, int] | None:
    """A husband or wife who has died: spouse word, then a word of death within four words."""
    spouses = SPOUSES.scan(msg.tokens)[: 4 * _FEW]
    for d_first, d_last, _, _, phrase in DEATHS.scan(msg.tokens)[: 4 * _FEW]:
        if phrase == "mất" and word_is(msg.tokens, d_last, *NOT_DEAD_AFTER):
            continue
        if phrase == "tử" and msg.tokens[d_first].lower != "tử":
            continue
        if word_is(msg.tokens, d_first - 1, "chưa", "làm", "không", "bị") and phrase == "mất":
            continue
        for s_first, s_last, _, _, spouse in spouses:
            own = not word_is(msg.tokens, s_first - 1, *KIN_BEFORE) or (
                spouse in ("ông xã", "bà xã", "vợ", "chồng") and _address(msg, s_first)
            )
            if own and s_last <= d_first <= s_last + 5 and not _break(msg, s_last, d_first):
                return s_first, d_last
            if own and d_last <= s_first <= d_last + 1 and phrase != "tử":
                return d_first, s_last  # "mất chồng", "chết vợ"
    return None


def _left(msg: Message) -> tuple[int, int] | None:
    """``chồng em bỏ đi rồi``: the spouse has left."""
    for _, s_last, _, _, _ in SPOUSES.scan(msg.tokens):
        for k in range(s_last, min(s_last + 3, len(msg))):
            if word_is(msg.tokens, k, "bỏ") and not word_is(msg.tokens, k + 1, "qua", "phiếu", "tiền", "bùa"):
                return s_last - 1, k + 1
    return None


def _address(msg: Message, i: int) -> bool:
    """A kin word before the spouse that is the speaker ("em chồng mất rồi" is not, "dạ con, chồng mất rồi" is)."""
    return i >= 2 and msg.tokens[i - 1].kind == MARK


def _break(msg: Message, a: int, b: int) -> bool:
    return any(msg.tokens[k].text in ",;.\n" for k in range(a, b)) or any(
        word_is(msg.tokens, k, "bố", "mẹ", "cha", "con", "giấy", "còn") for k in range(a, b)
    )


def _asks(msg: Message) -> bool:
    words = [t for t in msg.tokens if t.kind != MARK]
    if any(word_is([t], 0, "nào", "sao", "bao") for t in words) and not any(word_is([t], 0, "lần") for t in words):
        return True
    return (
        len(words) > 1
        and word_is(words, len(words) - 1, "không")
        and word_is(words, len(words) - 2, "được", "phải", "có")
    )


_ANSWERS: Final = (
    (("còn sống chung", "sống chung", "còn", "vẫn còn", "còn ở với nhau", "đang sống chung",
        "vẫn sống chung", "còn sống"), "married", ("sống chung", "còn sống")),
    (("mất", "mất rồi", "đã mất", "chết rồi", "qua đời rồi", "đã qua đời", "mất lâu rồi"), "widowed",
        ("mất", "qua đời", "chết")),
    (("ra tòa", "ra tòa rồi", "đã ra tòa", "tòa rồi"), "divorced", ("tòa",)),
    (("chưa", "chưa ạ", "chưa lần nào", "chưa bao giờ", "chưa hề", "chưa từng", "không", "không có",
        "chưa có"), "never_married", ("đăng ký kết hôn", "đăng kí kết hôn")),
)  # fmt: skip


def _short_answer(msg: Message, ctx: Context) -> Reading | None:
    """A few words that only the question makes a status: "chưa" to "đã ra xã đăng ký kết hôn lần nào chưa?"."""
    question = " ".join(t.lower for t in analyse(ctx.question or "").tokens)
    words = [t for t in msg.tokens if t.kind != MARK]
    core = [t for t in words if not is_filler(t) or t.spoken in ("còn", "có")]
    if not core or len(core) > 4:
        return None

    def said(answers: tuple[str, ...]) -> bool:
        return any(
            len(core) == len(words) and all(fits(t.spoken, w) for t, w in zip(core, words, strict=True))
            for words in (a.split() for a in answers)
        )

    for answers, value, asked in _ANSWERS:
        if any(a in question for a in asked) and said(answers):
            if value == "never_married" and "chưa" not in question and not fits(core[0].spoken, "chưa"):
                continue
            return make(KIND, msg, 0, len(msg), value, score=0.85)
    if said(("rồi", "có", "có rồi", "đã", "đã rồi", "đăng ký rồi")) and "đăng ký kết hôn" in question:
        return make(KIND, msg, 0, len(msg), candidates=("married", "divorced", "widowed"), hint="ambiguous", score=0.5)
    return None
