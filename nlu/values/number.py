"""Whole numbers, in figures or words, as the answer to what was asked. Value: int.

"Con thứ mấy" wants a place in a row, "mấy con" a count, which may be said in parts ("1 trai 2 gái" = 3). A number that
counts something else than was asked is no answer, and one that a message does not make sure is only offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, WORD, Message, Phrases, Token, is_filler
from nlu.text.lists import phrases, words
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make
from nlu.values.counting import ANY, MANY, OTHER, RANK, Mention, asked_for, mentions
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.figures import asked_back, figure_at, stood_by

__all__ = ["KIND", "figure_at", "find", "read"]

KIND: Final = "number"
_LARGEST: Final = 10**9
_MOST: Final = {RANK: 20, "person": 20, "copy": 100}
"""More than this is asked back: a row of children and a pile of copies have an end."""
_VAGUE: Final = words("hơn gần trên dưới ngoài tầm khoảng chừng cỡ độ ngót quá đến tới")
_NO_NUMBER: Final = words("vài mấy dăm đôi nhiều")
_PAIRS: Final = {"cặp": 2, "tá": 12}
_FRAME: Final = words(
    """
    xin cần lấy muốn có được thôi đủ chỉ tổng cộng tất cả in sao chụp phô tô photo làm cấp đúng chắc nhà vợ chồng mỗi
    duy nhất vẫn hiện đang giờ nay bây đã sinh đẻ sanh mới lun rùi hết giùm dùm giúp nhờ bản con đứa cháu bé thứ út thêm
    gửi về phải còn kể luôn tính chính xác lần số mà nớ tê hỉ hè trong gia đình người chung e vs với nhu cầu toàn bộ ntn
    """
)
"""Words that stand around a bare number without making it doubtful."""
_TOTAL: Final = words("tổng cộng tất cả vị")
_FIRST: Final = {"cả": 1, "trưởng": 1, "đầu": 1, "nhất": 1, "nhì": 2}
"""Words that say a place in a row when nothing else is said."""
_CHILD: Final = words("con đứa cháu bé trai gái là lần nó em thằng hàng thuộc hạng")
_BOUND: Final = Phrases[bool](
    (p, True)
    for p in phrases("tối đa, tối thiểu, ít nhất, nhiều nhất, không quá, mỗi người, mỗi nơi, mỗi chỗ, mỗi loại")
)
_CHANGING: Final = words("mất sắp bầu chửa riêng nuôi chết")
"""What makes a clerk ask which children are meant."""
_NONE: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        không có, chưa có, chẳng có, chả có, không cần, không lấy, không xin, chưa đẻ, chưa sinh, không đẻ, hổng có,
        khỏi, khỏi cần, chẳng cần, chả cần, không muốn, chưa lấy, không nào, không còn, chưa được, không được, nỏ có
        """
    )
)  # fmt: skip
_NONE_FRAME: Final = words("con đứa cháu bé nào bản tờ cái gì hết cả mô người chi đâu ai mụn mống trai gái")
_OR: Final = words("hoặc hay")


def read(msg: Message, ctx: Context) -> Reading | None:
    """The number that answers the question asked last; without one, the one number of a message."""
    wanted = asked_for(ctx.question)
    group = wanted[0] if wanted else ANY
    found = [m for m in _kept(msg, mentions(msg, group == RANK, MANY)) if m.value < _LARGEST]
    if not _alone(msg, found):  # "ban dien tu": a word of one syllable without marks may be any other word
        found = [m for m in found if m.exact or m.noun != ANY or m.last > m.first + 1]
    values, sure = _rank(msg, found) if group == RANK else _count(msg, found, wanted)
    if not values:
        return _nothing(msg, wanted) if not found else None
    first, last = min(m.first for m in found), max(m.last for m in found)
    if len(values) > MAX_CANDIDATES:
        return make(KIND, msg, first, last, hint="many", score=0.5)
    if len(values) == 1 and sure and not _doubted(msg, found, values[0], group):
        return make(KIND, msg, first, last, values[0])
    many = len(values) > 1 and all(not m.others for m in found)
    return make(KIND, msg, first, last, candidates=values, hint="many" if many else "ambiguous", score=0.5)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Every number of a message, whatever it counts."""
    out = []
    for m in mentions(msg, False, len(msg)):
        if m.value >= _LARGEST or m.noun == RANK:
            continue
        if m.others:
            choices = tuple(dict.fromkeys((m.value, *m.others)))
            out.append(make(KIND, msg, m.first, m.last, candidates=choices, hint="ambiguous", score=0.5))
        else:
            out.append(make(KIND, msg, m.first, m.last, m.value))
    return out


def _kept(msg: Message, found: list[Mention]) -> list[Mention]:
    """What is left after the speaker's corrections and denials."""
    return [m for m in stood_by(msg, found) if not _vague_part(msg.tokens, m)]


def _vague_part(tokens: Sequence[Token], m: Mention) -> bool:
    """The number word of "vài chục", "dăm ba", "mười mấy"."""
    before = word_is(tokens, m.first - 1, *_NO_NUMBER) and tokens[m.first].kind == WORD
    return before or word_is(tokens, m.last, "mấy") or (m.noun != ANY and word_is(tokens, m.last - 1, "mấy"))


def _values(found: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(v for m in found for v in (m.value, *m.others)))


def _rank(msg: Message, found: list[Mention]) -> tuple[tuple[int, ...], bool]:
    """The places in a row that a message names, and whether that is sure."""
    ranked = [m for m in found if m.noun == RANK]
    if ranked:
        values = _values(ranked)
        for m in ranked:
            day = (
                2 <= m.value <= 7
                and m.counted == "thứ"
                and not any(word_is(msg.tokens, k, *_CHILD) for k in range(m.first - 3, m.first))
            )
            if m.last < len(msg) and msg.tokens[m.last].lower in ("toi", "ngay"):
                return values, False  # tôi or tới, ngay or ngày
            if day and not _alone(msg, found):
                return values, False  # "để thứ sáu em ra"
        bare = _values([m for m in found if m.noun == ANY])
        return tuple(dict.fromkeys((*values, *bare))), len(values) == 1 and not set(bare) - set(values)
    bare_ones = [m for m in found if m.noun == ANY]
    if bare_ones:
        if word_is(msg.tokens, bare_ones[0].first - 1, "con", "thằng", "đứa") and bare_ones[0].value == 2:
            return (2, 1), False  # in the south the first-born is called Hai
        return _values(bare_ones), len(_values(bare_ones)) == 1 and _alone(msg, bare_ones)
    above = [m for m in found if m.counted == "kin" and word_is(msg.tokens, m.first - 1, "có")]
    if len(above) == 1 and above[0].value < 20:
        return (above[0].value + 1,), False  # so many brothers and sisters are older
    if len(found) == 1 and found[0].noun == "person" and found[0].value:
        return (found[0].value,), False
    return (), False


def _count(msg: Message, found: list[Mention], wanted: tuple[str, str] | None) -> tuple[tuple[int, ...], bool]:
    """How many of what was asked a message names, and whether that is sure."""
    if wanted is None:
        fitting = [m for m in found if m.noun not in (RANK, OTHER) or m.counted == "tuổi"]
        bare = all(m.noun == ANY for m in fitting)
    elif wanted[0].startswith(OTHER):
        fitting = [m for m in found if (m.noun == OTHER and m.counted == wanted[1]) or m.noun == ANY]
        bare = all(m.noun == ANY for m in fitting)
    else:
        fitting = [m for m in found if m.noun == wanted[0]]
        bare = not fitting
        fitting = _of_kind(fitting, wanted[1])
        if bare:
            fitting = [m for m in found if m.noun == ANY and m.value < 1000]
            if any(m.noun not in (ANY, OTHER, RANK) for m in found):
                return _values(fitting), False
        else:
            fitting = [m for k, m in enumerate(found) if m in fitting or _joined(msg, found, k, fitting)]
    if not fitting:
        return (), False
    left = [m for m in found if m.noun == ANY and word_is(msg.tokens, m.first - 1, "còn", "thành")]
    if wanted and left and not bare:
        return _values([*fitting, *left]), False
    values = _values(fitting)
    again = len(fitting) > 1 and len(values) == 1 and all(m.noun != ANY for m in fitting) and not _alone(msg, found)
    if again and wanted and not _both_sexes(fitting):
        return (len(fitting) * values[0], values[0]), False  # "một bản nộp ngân hàng, một bản giữ"
    if len(values) == 1 and not _both_sexes(fitting):
        return values, not (fitting[0].others) and (not bare or wanted is None or _alone(msg, fitting))
    return _parts(msg, fitting, values)


def _parts(msg: Message, fitting: list[Mention], values: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """Several counts: boys and girls are added up, a total stands before or after its parts, else all are offered."""
    if any(m.others for m in fitting) or _alternatives(msg, fitting):
        return values, False
    sexes = [m for m in fitting if m.counted in ("trai", "gái")]
    numbers = [m.value for m in fitting]
    for total, parts in ((fitting[0], fitting[1:]), (fitting[-1], fitting[:-1])):
        if len(parts) > 1 and total.value == sum(m.value for m in parts):
            return (total.value,), True
        if len(parts) == 1 and parts[0].value < total.value and parts[0] in sexes and total not in sexes:
            return (total.value,), total is fitting[0]
    if _both_sexes(fitting):
        return (sum(numbers),), True
    stated = [m for m in fitting if any(word_is(msg.tokens, k, *_TOTAL) for k in range(max(0, m.first - 3), m.first))]
    if len(stated) == 1:
        return (stated[0].value,), stated[0].value >= max(numbers)
    return tuple(dict.fromkeys((*((sum(numbers),) if len(values) < MAX_CANDIDATES else ()), *values))), False


def _of_kind(fitting: list[Mention], word: str) -> list[Mention]:
    """Of "6 người, 4 con" what the question's own noun counts."""
    if word in ("con", "người"):
        own = [m for m in fitting if (m.counted == "người") == (word == "người")]
        return own or fitting
    return fitting


def _both_sexes(fitting: Sequence[Mention]) -> bool:
    """So many boys and so many girls: two numbers to be added."""
    return len(fitting) == 2 and {m.counted for m in fitting} == {"trai", "gái"}


def _joined(msg: Message, found: Sequence[Mention], k: int, fitting: Sequence[Mention]) -> bool:
    """Whether a number without a noun shares that of the next one: "2 hoặc 4 bản", "3-4 bản"."""
    if found[k].noun != ANY or k + 1 >= len(found) or found[k + 1] not in fitting:
        return False
    between = range(found[k].last, found[k + 1].first)
    return all(msg.tokens[i].kind == MARK or word_is(msg.tokens, i, *_OR, "đến", "tới") for i in between)


def _alternatives(msg: Message, fitting: list[Mention]) -> bool:
    between = range(fitting[0].last, fitting[-1].first)
    return any(word_is(msg.tokens, k, *_OR, "đến", "tới") or msg.tokens[k].text == "-" for k in between)


def _alone(msg: Message, found: Sequence[Mention]) -> bool:
    """Whether nothing but idle words stands around the numbers."""
    inside = {k for m in found for k in range(m.first, m.last)}
    return all(k in inside or is_filler(token) or word_is(msg.tokens, k, *_FRAME) for k, token in enumerate(msg.tokens))


def _doubted(msg: Message, found: Sequence[Mention], value: int, group: str) -> bool:
    """Whether the words around make the number a guess, a question or a bound, or it is past belief."""
    unlikely = value > _MOST.get(group, _LARGEST) or (group == RANK and value == 0)
    if is_doubtful(msg, "figure") or (unlikely and sum(not is_filler(t) for t in msg.tokens) > 1):
        return True  # a figure alone is what was answered, however odd: the procedure says what is wrong with it
    if asked_back(msg):
        return True
    tokens = msg.tokens
    if _BOUND.scan(tokens) or (group == "person" and any(word_is(tokens, k, *_CHANGING) for k in range(len(tokens)))):
        return True
    if group == "person" and len(found) == 1 and tokens[found[0].first].lower == "nam" and found[0].noun == ANY:
        return True  # a boy, before it is five
    for m in found:
        if m.noun == ANY and word_is(tokens, m.first - 1, "bản"):
            return True  # "bản 5": a village
        if not m.exact and msg.marked and group != RANK and m.noun == ANY:
            return True
        if word_is(msg.tokens, m.first - 1, *_VAGUE) or word_is(msg.tokens, m.last, "gì"):
            return True
        if word_is(msg.tokens, m.last, "mấy", "hơn", "trở", "đổ") or word_is(msg.tokens, m.first - 1, "mỗi", "từng"):
            return True
    return any(word_is(msg.tokens, k, *_NO_NUMBER, *_OR, "quên") for k in range(len(msg)))


def _nothing(msg: Message, wanted: tuple[str, str] | None) -> Reading | None:
    """A count of none ("chưa có đứa nào"), or a word for a number that is only offered ("một tá")."""
    tokens = msg.tokens
    content = [k for k, t in enumerate(tokens) if t.kind != MARK]
    for k in content:
        for word, value in _PAIRS.items():
            if tokens[k].spoken == word and word_is(tokens, k - 1, "một", "1"):
                return make(KIND, msg, k - 1, k + 1, candidates=(value,), hint="ambiguous", score=0.5)
    if wanted is not None and wanted[0] == RANK:
        own = [k for k in content if not is_filler(tokens[k])]
        value_said = _FIRST.get(tokens[own[0]].spoken) if len(own) == 1 else None
        return make(KIND, msg, own[0], own[0] + 1, value_said) if value_said else None
    if wanted is None or wanted[0] not in ("person", "copy", "turn"):
        return None
    for first, last, _, _, _ in _NONE.scan(tokens):
        rest = [k for k in content if not first <= k < last]
        if all(is_filler(tokens[k]) or word_is(tokens, k, *_NONE_FRAME, *_FRAME) for k in rest):
            return make(KIND, msg, first, last, 0)
    if all(is_filler(tokens[k]) or word_is(tokens, k, "không", "chưa") for k in content) and any(
        word_is(tokens, k, "không", "chưa") for k in content
    ):
        return make(KIND, msg, content[0], content[-1] + 1, candidates=(0,), hint="ambiguous", score=0.5)
    return None
