"""What a question counts, and the numbers of a message with the noun each of them counts.

A careful clerk takes a number only with its noun: of "hai vợ chồng có sáu đứa, cháu là đứa thứ tư" the question
"mấy con" hears six and the question "con thứ mấy" hears four.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, analyse
from nlu.text.lists import phrases, words
from nlu.text.numbers import cardinal, cls_of, digit_of, number_words
from nlu.values.date_parts import word_is
from nlu.values.figures import figure_at

RANK: Final = "rank"
OTHER: Final = "other"
ANY: Final = ""
MANY: Final = 16
"""More numbers than this are no answer; a message is not read further."""

_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "copy": words("bản tờ cái quyển cuốn bộ chiếc giấy tấm"),
    "person": words("con đứa cháu bé người trai gái thằng nhóc nhân khẩu miệng mống mụn cu"),
    "turn": words("lần lượt đợt"),
    "place": words("nơi chỗ"),
}
"""Nouns that are counted, by what they stand for."""

_MEASURES: Final = words(
    """
    tuổi tháng năm ngày giờ phút tuần hôm buổi bữa mùa cây km kg ki cân tạ yến mét sào đồng nghìn ngàn triệu k tr đ
    nhà phòng tầng lớp số tiếng xe độ phần mẫu vụ đêm chữ vạn
    """
)
"""What is measured or counted, but never asked of a citizen unless the question says so."""

_KIN: Final = words("vợ chồng anh chị ông bà mẹ bố cha má bên họ cậu dì mợ thím")
_SPOKEN_TO: Final = words("anh chị ông bà")
"""Kin words by which a citizen speaks to the officer: "2 chị ạ"."""
_BEFORE: Final = words("tháng ngày năm lớp tổ đội khu xóm thôn ấp phố quận đường khối tầng phòng khóa mùng mồng lúc")
"""Words whose number is a name or a date: "tháng năm", "lớp sáu", "tổ 3"."""
_RANKED: Final = words("vợ chồng anh chị cô chú bác cậu dì mợ thím ông bà nhà tiểu học kênh")
"""Words after which a number says which relative or school, not how many: "vợ hai", "chú Ba"."""
_NO_COUNT: Final = words("cửa chút lúc ít số vài mình nửa hôm bữa thời tí thể phần mực cặp đôi tá")
"""After "một" these make no number: "một cửa", "một mình", "một số"."""
_WEEKDAY_BEFORE: Final = words("sáng chiều tối trưa hôm ngày đến vào từ")
_WEEKDAY_AFTER: Final = words("tuần tới này hàng sáng chiều tối trưa ngày mới")

_FIRSTBORN: Final = Phrases[int](
    (p, 1)
    for p in phrases(
        """
        đầu lòng, đầu tiên, con đầu, đứa đầu, cháu đầu, bé đầu, thằng đầu, con cả, cháu cả, anh cả, chị cả, đứa cả,
        con trưởng, trưởng nam, trưởng nữ, con so, con một, con duy nhất, lần đầu, đầu tay, con trai trưởng,
        con trai cả, con gái cả, con trai đầu, con gái đầu, cháu trưởng, con trai đầu lòng, con gái đầu lòng,
        lớn nhất, con lớn nhất, trai trưởng, trai đầu, gái đầu, trai cả, gái cả
        """
    )
)  # fmt: skip
"""Ways to say that a child is the first, without a number."""


class Mention(NamedTuple):
    """A number at tokens ``first`` up to ``last``. ``others``: further values the same words may have;
    ``noun``: the group of what it counts (``RANK`` for "thứ N", ``OTHER`` for what is never asked, ``ANY``
    without a noun), ``counted`` the noun's own word; ``exact``: written so that it can be nothing else."""

    first: int
    last: int
    value: int
    others: tuple[int, ...]
    noun: str
    counted: str
    exact: bool


@lru_cache(maxsize=1024)
def asked_for(question: str | None) -> tuple[str, str] | None:
    """``(group, word)`` that a question counts: "Cần mấy bản?" → copy, "con thứ mấy" → rank; None when it does not
    say."""
    if not question:
        return None
    tokens = analyse(question).tokens
    for i in range(len(tokens)):
        if word_is(tokens, i, "mấy"):
            after = i + 1
        elif word_is(tokens, i, "bao") and word_is(tokens, i + 1, "nhiêu"):
            after = i + 2
        else:
            continue
        if word_is(tokens, i - 1, "thứ"):
            return RANK, "thứ"
        group, word, _ = _noun(tokens, after)
        if group == OTHER:
            return f"{OTHER} {word}", word
        if group:
            return group, word
    return None


def _noun(tokens: Sequence[Token], i: int) -> tuple[str, str, int]:
    """The counted noun at token ``i``: ``(group, word, end)``; ``ANY`` when there is none."""
    if i >= len(tokens) or tokens[i].kind != WORD:
        return ANY, "", i
    token = tokens[i]
    if token.lower == "b" and token.glued:
        return "copy", "bản", i + 1
    for group, nouns in _GROUPS.items():
        for noun in nouns:
            if word_is(tokens, i, noun):
                end = i + 1
                while group == "person" and word_is(tokens, end, *nouns):
                    noun = next((w for w in ("trai", "gái", "con") if word_is(tokens, end, w)), noun)
                    end += 1
                return group, noun, end
    for measure in _MEASURES:
        if word_is(tokens, i, measure) or token.lower == measure:
            return OTHER, measure, i + 1
    if word_is(tokens, i, *_KIN):
        ends = all(t.kind == MARK or word_is(tokens, k, "ạ", "nhé", "à") for k, t in enumerate(tokens[i + 1 :], i + 1))
        spoken_to = word_is(tokens, i, *_SPOKEN_TO) and ends and not word_is(tokens, i - 2, "có")
        return (ANY, "", i) if spoken_to else (OTHER, "kin", i + 1)
    return ANY, "", i


def noun_at(tokens: Sequence[Token], i: int) -> str:
    """The group of the counted noun at token ``i``, ``ANY`` (empty) when there is none."""
    return _noun(tokens, i)[0]


def mentions(msg: Message, rank: bool, most: int) -> list[Mention]:
    """The numbers of a message, not more than ``most``. ``rank``: the question asks which in a row, so that "thứ tư"
    is no Wednesday."""
    tokens = msg.tokens
    out: list[Mention] = []
    i = 0
    while i < len(tokens) and len(out) < most:
        if tokens[i].kind == MARK:
            i += 1
            continue
        ranked = _rank(tokens, i, rank)
        if ranked is not None:
            if ranked.noun:
                out.append(ranked)
            i = ranked.last
            continue
        found = _figures(tokens, i) if tokens[i].kind == NUMBER else _spoken(tokens, i, bool(out))
        if found is None:
            i += 1
            continue
        if found.noun != "skip":
            out.append(found)
        i = max(found.last, i + 1)
    return out


def _rank(tokens: tuple[Token, ...], i: int, rank: bool) -> Mention | None:
    """ "thứ ba", "t3", "đầu lòng"; with an empty noun where it is a day of the week."""
    short = tokens[i].lower == "t" and i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER and tokens[i + 1].glued
    if (short and rank) or word_is(tokens, i, "thứ"):
        got = _ordinal(tokens, i + 1)
        if got is None:
            return None
        value, end, exact = got
        after = word_is(tokens, end, *_WEEKDAY_AFTER) and tokens[end].lower not in ("toi", "ngay")  # tôi, ngay
        weekday = after or word_is(tokens, i - 1, *_WEEKDAY_BEFORE)
        if end < len(tokens) and tokens[end].text in "/," and end + 1 < len(tokens) and tokens[end + 1].kind == NUMBER:
            weekday = True  # "thứ hai, 23/11"
        return Mention(i, end, value, (), ANY if weekday else RANK, "thứ", exact and tokens[i].lower == "thứ")
    if not rank:
        return None
    hit = _FIRSTBORN.at(tokens, i)
    return Mention(i, hit[0], 1, (), RANK, "đầu", hit[2]) if hit else None


def _ordinal(tokens: tuple[Token, ...], i: int) -> tuple[int, int, bool] | None:
    """``(value, end, exact)`` of what follows "thứ"."""
    if i >= len(tokens):
        return None
    if tokens[i].kind == NUMBER:
        return (int(tokens[i].text), i + 1, True) if len(tokens[i].text) <= 2 else None
    for word, value in (("nhất", 1), ("nhì", 2), ("tư", 4)):
        if word_is(tokens, i, word):
            return value, i + 1, tokens[i].lower == word
    pair = cardinal(tokens, i)
    if pair is None or pair[0] == 0:
        return None
    value, end = pair
    digit = digit_of(tokens[i])
    if digit and end == i + 2 and digit_of(tokens[i + 1]):
        value, end = digit, i + 1  # "thứ ba hai tuổi": no row is so long that two digits are one number
    return value, end, all(any(w.exact for w in number_words(t)) for t in tokens[i:end])


def _figures(tokens: tuple[Token, ...], i: int) -> Mention:
    """Figures at token ``i``; noun ``skip`` where they belong to a date, a telephone number, a decimal or a code."""
    found = figure_at(tokens, i)
    value, end = found if found else (0, i + 1)
    if found and end == i + 1 and end < len(tokens) and tokens[end].kind == WORD and not tokens[i].text.startswith("0"):
        if cls_of(tokens[end], "tens") and not word_is(tokens, end, "mười"):
            value, end = value * 10, end + 1  # "3 chục"
        elif any(cls_of(tokens[end], c) for c in ("thousand", "million", "hundred")):
            value, end = cardinal(tokens, i) or (value, end)
    leading_zero = tokens[i].text.startswith("0") and len(tokens[i].text) > 2
    if found is None or _part_of_more(tokens, i, end) or leading_zero:
        while end < len(tokens) and tokens[end].kind != WORD and tokens[end].glued:
            end += 1
        return Mention(i, end, 0, (), "skip", "", True)
    return _with_noun(tokens, i, end, value, (), True)


def _part_of_more(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Figures that belong to a date, a decimal, a telephone number, a code or a negative number."""
    sign_next = end + 1 < len(tokens) and tokens[end].glued and tokens[end].text in "/.,:%"
    if sign_next and tokens[end + 1].kind == NUMBER and tokens[end + 1].glued:
        return True
    if end < len(tokens) and tokens[end].text == "%":
        return True
    if i and tokens[i].glued and tokens[i - 1].text in "/.,-:+":
        minus = tokens[i - 1].text == "-"
        range_end = minus and i > 1 and tokens[i - 2].kind == NUMBER and len(tokens[i].text) <= 2
        if range_end:
            return i > 3 and tokens[i - 3].text in "/-." and tokens[i - 3].glued
        if tokens[i - 1].text in "-+/" or i > 1:
            return True
    if end < len(tokens) and tokens[end].text in "-" and tokens[end].glued and end + 1 < len(tokens):
        after = tokens[end + 1]
        if after.kind == NUMBER and after.glued and len(after.text) + len(tokens[i].text) > 4:
            return True
    return end < len(tokens) and tokens[end].glued and tokens[end].fold in ("k", "tr", "h", "d", "cm", "m")


def _spoken(tokens: tuple[Token, ...], i: int, later: bool) -> Mention | None:
    """A number in words at token ``i``; noun ``skip`` for words that only look like one."""
    if word_is(tokens, i, "chục") and not later:
        return _with_noun(tokens, i, i + 1, 10, (), True)
    got = cardinal(tokens, i)
    if got is None:
        return None
    value, end = got
    exact = all(t.kind == NUMBER or any(w.exact for w in number_words(t)) for t in tokens[i:end])
    if value == 0:
        said = word_is(tokens, i - 1, "số") and end == i + 1
        return _with_noun(tokens, i, end, 0, (), True) if said else None
    if _no_number(tokens, i, end):
        return Mention(i, i + 1, 0, (), "skip", "", True)
    others: tuple[int, ...] = ()
    first, second = digit_of(tokens[i]), digit_of(tokens[i + 1]) if end == i + 2 else None
    if first and second and tokens[i + 1].lower not in ("mốt", "tư", "lăm", "nhăm"):
        if tokens[i + 1].lower == "nam" and _and_girls(tokens, end):
            return Mention(i, end, first, (), "person", "trai", exact)
        if word_is(tokens, i + 1, "năm") and not _noun(tokens, end)[0]:
            return Mention(i, end, first, (), OTHER, "năm", exact)  # "hai năm": a length of time, not 25
        if word_is(tokens, i, "năm") and word_is(tokens, i - 1, "tháng", "ngày", "thứ"):
            return Mention(i, i + 1, 0, (), "skip", "", True)
        others = (first, second) if second == first + 1 else (value,)
    return _with_noun(tokens, i, end, value, others, exact)


def _and_girls(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a number of girls follows: "hai nam một nữ" are boys, not twenty-five."""
    return any(
        word_is(tokens, k, "nữ", "gái") and number_words(tokens[k - 1]) for k in range(i + 1, min(i + 5, len(tokens)))
    )


def _no_number(tokens: tuple[Token, ...], i: int, end: int) -> bool:
    """A father, a year, "một cửa"."""
    if word_is(tokens, i, "ba") and word_is(tokens, i + 1, "má", "mẹ", "em", "tôi", "nó", "của", "hắn", "con"):
        return not word_is(tokens, i + 1, "con") or word_is(tokens, i + 2, "ruột")
    if word_is(tokens, i, "năm") and end == i + 1:
        if word_is(tokens, i + 1, "nay", "ngoái", "sau", "trước", "kia", "rồi", "tới", "sinh"):
            return True
        if i + 1 < len(tokens) and tokens[i + 1].kind == NUMBER and len(tokens[i + 1].text) >= 2:
            return True
    return word_is(tokens, i, "một") and end == i + 1 and word_is(tokens, i + 1, *_NO_COUNT)


def _with_noun(
    tokens: tuple[Token, ...], i: int, end: int, value: int, others: tuple[int, ...], exact: bool
) -> Mention:
    noun, counted, last = _noun(tokens, end)
    boys = word_is(tokens, end, "nam", "nữ") and tokens[i - 1].lower == "nam"  # "hai nam một nữ": no year one
    if word_is(tokens, i - 1, *_BEFORE) and not boys:
        return Mention(i, end, value, others, OTHER, tokens[i - 1].spoken, exact)
    if noun == OTHER and counted == "năm" and exact and tokens[end].kind == WORD and tokens[end].lower != "năm":
        noun, counted, last = ANY, "", end  # "2 nam": two boys or two years
    if noun == ANY and word_is(tokens, i - 1, *(_RANKED if tokens[i].kind == WORD else ("vợ", "chồng"))):
        return Mention(i, end, value, others, OTHER, "kin", exact)
    if noun == ANY and word_is(tokens, end, "nam", "nữ"):
        noun, counted, last = "person", "trai" if word_is(tokens, end, "nam") else "gái", end + 1
    return Mention(i, last if noun else end, value, others, noun, counted, exact)
