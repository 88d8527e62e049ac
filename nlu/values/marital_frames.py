"""Where a phrase about a marriage is no statement: a paper's name, a plan, a denial, somebody else's matter."""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, Message
from nlu.types import Context
from nlu.values.date_parts import word_is
from nlu.values.everyday import idle
from nlu.values.marital_words import DEATHS, KIN_BEFORE, NEW, NOT_DEAD_AFTER, NOW, PAPER, PAPER_LINKS, SPOUSES, WISH
from nlu.values.whose import clause, kin_in, subject

FEW: Final = 6
"""Places looked at more closely; a message that repeats itself more often is not read better by going on."""
_SPOUSES: Final = frozenset({"vợ", "chồng"})
_CHILDREN: Final = frozenset({"con", "cháu", "em"})
_THINGS: Final = ("tạm", "thường", "khai", "xe", "hộ", "học", "kinh", "thuế", "bảo", "sim", "cư", "đất", "tài", "định")
_LACKING: Final = ("không", "chưa", "xin", "làm", "cần", "mất", "để", "cấp", "sắp", "chờ")
_DEAD_OF: Final = (
    "bố",
    "mẹ",
    "cha",
    "má",
    "ba",
    "ông",
    "bà",
    "anh",
    "chị",
    "bác",
    "cô",
    "chú",
    "dì",
    "cậu",
    "bạn",
    "yêu",
)
_OWN: Final = (
    "widowed",
    "never",
    "not_now",
    "married",
    "divorced",
    "not_again",
    "again",
    "still",
    "ever",
    "cohabiting",
)
"""Signals that are somebody's own state; the others speak of a couple or of papers."""


def of_another(msg: Message, ctx: Context, first: int, name: str, phrase: str) -> bool:
    """``bố mẹ ly hôn``, ``con tôi chưa có chồng``: told of somebody other than the person asked for."""
    parents = any(
        word_is(msg.tokens, k, "bố", "mẹ", "cha", "má", "bạn", "xóm") for k in range(max(0, first - 3), first)
    )
    if parents and name in ("divorced", "apart", "widowed", "still") and not phrase.startswith("mẹ"):
        return True
    if name in ("again", "married", "wedding") and _spouse_anew(msg, first, phrase):
        return True
    if name not in _OWN:
        return False
    asked = {w for w in _CHILDREN if f" {w} " in f" {(ctx.question or '').lower()} "}
    return subject(msg, first, meant=_SPOUSES | kin_in(ctx.question) | asked) == "other"


def _spouse_anew(msg: Message, first: int, phrase: str) -> bool:
    """``chồng cũ tôi đã lấy vợ khác``: told of the spouse, who has another one."""
    other = "chồng" if "vợ" in phrase.split() else "vợ" if "chồng" in phrase.split() else None
    start = clause(msg, first)[0]
    return other is not None and any(
        word_is(msg.tokens, k, other) and not word_is(msg.tokens, k - 1, "vợ", "chồng", "có", "lấy", "bỏ")
        for k in range(max(start, first - 6), first)
    )


def at_another_time(msg: Message, first: int, name: str) -> bool:
    """``lúc chưa ly hôn``, ``trước khi cưới tôi độc thân``: so it was once."""
    if name not in ("never", "still", "not_now"):
        return False
    near = range(max(clause(msg, first)[0], first - 5), first)
    return any(
        word_is(msg.tokens, k, "lúc", "hồi") or (word_is(msg.tokens, k, "trước") and word_is(msg.tokens, k + 1, "khi"))
        for k in near
        if not word_is(msg.tokens, k - 1, "từ")
    )


def court_open(msg: Message) -> bool:
    """``tòa chưa cho``, ``chờ tòa gọi``: the court has not spoken."""
    return any(
        word_is(msg.tokens, k, "tòa")
        and any(
            word_is(msg.tokens, i, "chưa", "đang", "sắp", "chờ", "đợi", "bác", "hẹn")
            for i in range(max(clause(msg, k)[0], k - 3), min(clause(msg, k)[1], k + 4))
        )
        for k in range(len(msg))
    )


def of_another_thing(msg: Message, last: int, phrase: str) -> bool:
    """``đã đăng ký tạm trú``, ``chưa đăng ký xe``: no marriage is registered."""
    bare = "đăng ký" in phrase and "kết hôn" not in phrase
    return bare and word_is(msg.tokens, last, *_THINGS)


def certificate(msg: Message, first: int, last: int) -> bool:
    """Whether "giấy kết hôn", "hôn thú" or "đăng ký" here says that there is one: about the couple, not wished for,
    not lacking."""
    near = range(max(0, first - 4), first)
    if any(word_is(msg.tokens, k, *_LACKING) for k in near) or word_is(msg.tokens, last, "sau", "tới", "thì"):
        return False
    return any(
        word_is(msg.tokens, k, "vợ", "chồng", "cưới", "đứa", "chúng", "nhau", "người", "xã") for k in range(len(msg))
    )


def began_again(msg: Message, ended: int, starts: list[tuple[int, int]]) -> bool:
    """Whether a registered marriage follows the end of another one (token ``ended``) as the state of now: "nay",
    "quay lại" before it, or "với người khác", "ông mới" behind it."""
    for first, last in starts:
        if first <= ended:
            continue
        before = range(max(ended + 1, first - 5), first)
        after = range(last, min(len(msg), last + 5))
        if any(word_is(msg.tokens, k, *NOW) for k in before) or any(word_is(msg.tokens, k, *NEW) for k in after):
            return True
    return False


def is_paper(msg: Message, first: int, name: str, last: int) -> bool:
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
        if not word_is(msg.tokens, i, *PAPER_LINKS):
            return False
    return False


def _pronoun_between(msg: Message, i: int, first: int) -> bool:
    return any(word_is(msg.tokens, k, "em", "tôi", "cháu", "con", "mình") for k in range(i + 1, first))


def is_wish(msg: Message, first: int, name: str) -> bool:
    """``sắp cưới``, ``để lấy chồng``, ``khi nào lấy vợ``: not yet so."""
    if name not in ("wedding", "again", "married", "registered"):
        return False
    for k in range(first - 1, max(-1, first - 4), -1):
        if msg.tokens[k].kind == MARK:
            return False
        if word_is(msg.tokens, k, "trước") and not word_is(msg.tokens, k + 1, "khi"):
            continue
        if word_is(msg.tokens, k, *WISH):
            return True
    return False


def is_denied(msg: Message, first: int, phrase: str) -> bool:
    """``không phải độc thân``, ``không còn độc thân``; a phrase that denies by itself is not denied again."""
    if phrase.split()[0] in ("chưa", "không"):
        return False
    if word_is(msg.tokens, first - 1, "chi", "gì") and word_is(msg.tokens, first - 2, "làm"):
        return True  # "làm gì có vợ"
    if word_is(msg.tokens, first - 1, "không", "chưa", "chẳng", "đâu", "chả") and first > 0:
        return True
    if word_is(msg.tokens, first - 1, "ý", "chịu", "muốn", "cho", "ký") and any(
        word_is(msg.tokens, k, "không", "chưa") for k in (first - 2, first - 3)
    ):
        return True  # "không đồng ý ly hôn"
    return (
        first > 1
        and word_is(msg.tokens, first - 2, "không")
        and word_is(msg.tokens, first - 1, "phải", "còn", "hề", "có")
    )


def death(msg: Message) -> tuple[int, int] | None:
    """A husband or wife who has died: spouse word, then a word of death within four words."""
    spouses = SPOUSES.scan(msg.tokens)[: 4 * FEW]
    for d_first, d_last, _, _, phrase in DEATHS.scan(msg.tokens)[: 4 * FEW]:
        if phrase == "mất" and (word_is(msg.tokens, d_last, *NOT_DEAD_AFTER) or _lost(msg, d_last)):
            continue
        if phrase == "tử" and msg.tokens[d_first].lower != "tử":
            continue
        if word_is(msg.tokens, d_first - 1, "chưa"):
            continue
        if word_is(msg.tokens, d_first - 1, "làm", "không", "bị") and phrase == "mất":
            continue
        for s_first, s_last, _, _, spouse in spouses:
            if spouse in ("nhà tôi", "nhà em") and s_first and not idle(msg.tokens[s_first - 1]):
                continue  # "con chó nhà tôi"
            own = not word_is(msg.tokens, s_first - 1, *KIN_BEFORE) or (
                spouse in ("ông xã", "bà xã", "vợ", "chồng") and _address(msg, s_first)
            )
            if own and s_last <= d_first <= s_last + 5 and not _break(msg, s_last, d_first):
                return s_first, d_last
            beside = s_first == d_last or (s_first == d_last + 1 and msg.tokens[d_last].kind != MARK)
            if own and beside and phrase != "tử":
                return d_first, s_last  # "mất chồng", "chết vợ"
    return None


def somebody_died(msg: Message) -> bool:
    """Whether a death is told and not whose: "gay tui mat nam ngoai"."""
    for first, last, _, _, phrase in DEATHS.scan(msg.tokens)[:FEW]:
        start = clause(msg, first)[0]
        whose = any(word_is(msg.tokens, k, *_DEAD_OF) for k in range(max(start, first - 5), first))
        if phrase in ("mất", "chết", "qua đời") and not whose and not word_is(msg.tokens, last, *NOT_DEAD_AFTER):
            return word_is(msg.tokens, last, "năm", "rồi", "lâu", "sớm", "hồi", "tháng", "từ")
    return False


def _lost(msg: Message, i: int) -> bool:
    """``vợ mất con``: somebody else is lost; "vợ mất con còn nhỏ" tells of the wife."""
    return word_is(msg.tokens, i, "con", "bố", "mẹ", "cha", "má", "cháu") and not word_is(
        msg.tokens, i + 1, "còn", "chưa", "chồng", "mới", "được", "ở", "nuôi", "thì", "một"
    )


def left(msg: Message) -> tuple[int, int] | None:
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
    return any(msg.tokens[k].text in ",;.\n" for k in range(a, b - 1)) or any(
        word_is(msg.tokens, k, "bố", "mẹ", "cha", "con", "giấy", "còn") for k in range(a, b)
    )
