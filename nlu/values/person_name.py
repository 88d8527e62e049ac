"""Names of people. Value: NFC, title case, letters as given ("Nguyen Thi Hoa" stays without marks, with a hint).

A name has no digit and no sign but apostrophe and hyphen (Bộ luật Dân sự 2015, Điều 26), 1 to 12 words. Questions,
commands and sentences are no names; a single everyday word is offered, not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token
from nlu.text.lists import phrases, words
from nlu.types import Context, Reading
from nlu.values.base import make, settle
from nlu.values.date_parts import word_is
from nlu.values.name_shape import KIND, MAX_WORDS, capital, judge, spell, title_word
from nlu.values.name_words import (
    STOP_PHRASES,
    is_middle,
    stop_fit,
    surname_fit,
)

_WHO: Final = words(
    """
    em tôi cháu con mình tui vợ chồng mẹ bố cha má ba bé ông bà anh chị bác cô chú tao tớ
    """
)
_OPENING: Final = words(
    """
    dạ thưa vâng chào à ờ ừ cán bộ ạ đây kính gửi xin dạ rồi ok uh
    """
)
_LEAD: Final = Phrases[bool]((p, True) for p in phrases(
    """
    tên là, tên, họ tên, họ và tên, họ tên là, họ và tên là, tên đầy đủ là, tên đầy đủ, tên khai sinh là, tên
    khai sinh, tên gọi là, tên thật là, tên thật, tên trong giấy là, tên họ là, tên gọi, gọi là, họ tên đầy đủ,
    họ tên đầy đủ là, tên cháu là, tên em là, tên tôi là, tên con là, tên mình là, tên của em là, tên của tôi
    là, tên của cháu là, tên vợ là, tên chồng là, tên mẹ là, tên bố là, tên cha là, tên bé là, tên vợ em là, tên
    chồng em là, tên mẹ cháu là, tên bố cháu là, họ và tên đầy đủ, họ và tên em là, họ tên em là, họ tên tôi là,
    họ và tên tôi là, tên em, tên tôi, tên cháu, tên con, tên vợ, tên chồng, tên mẹ, tên bố, tên cha, tên bé,
    tên đệm và tên, tên người yêu cầu, họ chữ đệm tên, họ chữ đệm và tên, đặt tên là, đặt là, đặt tên
    """
))  # fmt: skip
_AFTER: Final = words(
    """
    ạ nhé nha nhá đó đấy ấy nhỉ cơ thôi luôn nghe nè vậy thế hen nghen á
    """
)


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one name a message gives."""
    apart = _told_apart(msg)
    if apart is not None:
        return apart
    found = find(msg, ctx)
    if not found or not any(r.start <= _first_content(msg) for r in found):
        bare = _bare(msg)
        if bare is not None:
            found = [bare]
    if not found:
        return None
    return settle(KIND, msg, found)


def _told_apart(msg: Message) -> Reading | None:
    """``họ Giàng, tên Páo``: what stands between is not known, so the whole is offered."""
    tokens = msg.tokens
    family = next((i for i in range(len(tokens) - 1) if word_is(tokens, i, "họ") and surname_fit(tokens[i + 1])), None)
    given = next((i for i in range(len(tokens) - 1) if word_is(tokens, i, "tên")), None)
    if family is None or given is None:
        return None
    start = given + 1
    while word_is(tokens, start, "là", ":", *_WHO) and start + 1 < len(tokens):
        start += 1
    end = start
    while (
        end < len(tokens)
        and tokens[end].kind == WORD
        and not word_is(tokens, end, "họ", *_AFTER)
        and stop_fit(tokens[end]) != 2
    ):
        end += 1
    if end == start:
        return None
    whole = f"{title_word(tokens[family + 1].text)} {spell(msg, start, end)}"
    return make(KIND, msg, min(family, given), max(family + 2, end), candidates=(whole,), hint="ambiguous", score=0.6)


def _first_content(msg: Message) -> int:
    return next((t.start for t in msg.tokens if t.kind != MARK), 0)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Names that a message announces ("tên là …"), or that look like one: a family name, capitals, Văn or Thị."""
    tokens = msg.tokens
    out: list[Reading] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind != WORD:
            i += 1
            continue
        lead = _lead_at(tokens, i)
        if lead is not None:
            end = _extent(tokens, lead)
            reading = judge(msg, lead, end, led=True)
            if reading is not None:
                out.append(reading)
                i = end
                continue
            i = max(i + 1, lead - 1)
            continue
        if surname_fit(tokens[i]) and not _place_before(tokens, i):
            start = _run_start(tokens, i)
            end = _extent(tokens, start)
            reading = judge(msg, start, end, led=False) if end > i and _firm(tokens, start, end) else None
            if reading is not None and reading.value is not None:
                out.append(reading)
                i = end
                continue
        i += 1
    return out


def _lead_at(tokens: Sequence[Token], i: int) -> int | None:
    """Where a name begins that is announced at token ``i``."""
    hit = _LEAD.at(tokens, i)
    if hit is not None:
        j = hit[0]
        if (
            not hit[2]
            and hit[3] == "tên"
            and tokens[i].lower == "ten"
            and i
            and not word_is(tokens, i - 1, *_WHO, *_OPENING)
        ):
            return None
        while j < len(tokens) and (tokens[j].text in ":-" or (word_is(tokens, j, "là") and j < hit[0] + 3)):
            j += 1
        if word_is(tokens, j, "thành") and not capital(tokens[j]) and j + 1 < len(tokens) and capital(tokens[j + 1]):
            j += 1  # "sửa tên mẹ thành Lò Thị Mây"
        k = j
        while (
            k < len(tokens)
            and word_is(tokens, k, *_WHO)
            and not capital(tokens[k])
            and word_is(tokens, k + 1, "là", *_WHO)
        ):
            k += 1
        if k < len(tokens) and word_is(tokens, k, "là") and k > j:
            j = k + 1
        return j if j < len(tokens) else None
    if word_is(tokens, i, *_WHO) and word_is(tokens, i + 1, "là") and i + 2 < len(tokens):
        j = i + 2
        if tokens[j].kind == WORD and (surname_fit(tokens[j]) or capital(tokens[j])) and stop_fit(tokens[j]) != 2:
            return j
    return None


def _run_start(tokens: Sequence[Token], i: int) -> int:
    """A family name in the middle of capitals ("Công Tằng Tôn Nữ …") belongs to the name that began before."""
    j = i
    while (
        j and i - j < MAX_WORDS and capital(tokens[i]) and tokens[j - 1].kind == WORD and capital(tokens[j - 1])
        and stop_fit(tokens[j - 1]) != 2 and not _place_before(tokens, j - 1)
    ):  # fmt: skip
        j -= 1
    return j


def _place_before(tokens: Sequence[Token], i: int) -> bool:
    return word_is(
        tokens,
        i - 1,
        "xã",
        "huyện",
        "tỉnh",
        "phường",
        "bản",
        "thôn",
        "phố",
        "trấn",
        "quận",
        "ấp",
        "buôn",
        "xóm",
        "làng",
        "tộc",
        "người",
        "đường",
        "khu",
        "tại",
        "ở",
        "quê",
        "án",
        "tòa",
    )


def _extent(tokens: Sequence[Token], i: int) -> int:
    """Where a name that begins at token ``i`` ends."""
    j = i
    capitals = (
        i < len(tokens)
        and capital(tokens[i])
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == WORD
        and capital(tokens[i + 1])
    )
    words = 0
    while j < len(tokens) and words <= MAX_WORDS:
        token = tokens[j]
        if token.kind == MARK:
            if (
                token.text == "-"
                and token.glued
                and j + 1 < len(tokens)
                and tokens[j + 1].glued
                and tokens[j + 1].kind == WORD
            ):
                j += 1
                continue
            break
        if token.kind != WORD:
            break
        if words and capitals and not capital(token):
            break
        if STOP_PHRASES.at(tokens, j) and not (words and capitals and capital(token)):
            break
        if words and not capitals and stop_fit(token) == 2 and not (capital(token) and not token.text.isupper()):
            last_of_name = words >= 2 and is_middle(tokens[j - 1]) and not _sentence_goes_on(tokens, j)
            if not last_of_name:
                break
        if words and not capitals and _other_fact(tokens, j):
            break
        words += 1
        j += 1
    while j - 1 > i and words > 1 and _trailing(tokens, i, j - 1):
        j -= 1
        words -= 1
    return j


def _other_fact(tokens: Sequence[Token], j: int) -> bool:
    """Unmarked words that begin the next fact: "sinh nam 1990", "dan toc", "o xa", "que o"."""
    if word_is(tokens, j, "sinh", "sn", "ns", "cccd", "sdt", "sđt", "cmnd", "xã", "huyện"):
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        return tokens[j].lower != "sinh" or (
            following is not None
            and (following.kind == NUMBER or word_is(tokens, j + 1, "năm", "ngày", "tháng", "hồi", "vào", "ở"))
        )
    if word_is(tokens, j, "dân") and word_is(tokens, j + 1, "tộc"):
        return True
    return word_is(tokens, j, "ở", "tại", "quê") and word_is(
        tokens, j + 1, "xã", "bản", "thôn", "huyện", "tỉnh", "ở", "phường"
    )


def _sentence_goes_on(tokens: Sequence[Token], j: int) -> bool:
    return j + 1 < len(tokens) and tokens[j + 1].kind == WORD


def _trailing(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Politeness at the end of a name; an unmarked final "a" is politeness only after a whole name."""
    token = tokens[j]
    if token.text[:1].isupper():
        return False
    if token.lower == "a":
        return j - i >= 3
    return (
        any(word_is(tokens, j, w) for w in _AFTER if w not in ("ạ", "á")) and token.lower != "vy"
    ) or token.lower in ("ạ", "á")


def _firm(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether unannounced words look enough like a name to be found inside a message."""
    count = sum(1 for t in tokens[i:end] if t.kind == WORD)
    if count < 2 or end - i > MAX_WORDS:
        return False
    if all(capital(t) for t in tokens[i:end] if t.kind == WORD):
        return not _all_upper(tokens) or is_middle(tokens[i + 1])
    if any(capital(t) for t in tokens[i + 1 : end]):
        return False
    last = 1 if is_middle(tokens[end - 2]) else 0
    rest_ok = not any(stop_fit(t) == 2 for t in tokens[i : end - last])
    return (
        count >= 3
        and rest_ok
        and tokens[i + 1].lower in ("văn", "thị", "van", "thi", "a")
        and surname_fit(tokens[i]) > 0
    )


def _all_upper(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.kind == WORD]
    return len(words) > 4 and all(t.text.isupper() for t in words)


def _bare(msg: Message) -> Reading | None:
    """The whole message, politeness taken off, as a name."""
    tokens = msg.tokens
    i, end = 0, len(tokens)
    while i < end and (tokens[i].kind == MARK or (word_is(tokens, i, *_OPENING) and _more(tokens, i))):
        i += 1
    while i < end and _is_who(msg, i) and _more(tokens, i) and not _begins_name(tokens, i):
        i += 1
        while i < end and tokens[i].kind == MARK:
            i += 1
    while word_is(tokens, i, "là") and _more(tokens, i):
        i += 1
    stop = _extent(tokens, i)
    if stop <= i:
        return None
    after = [t for t in tokens[stop:] if t.kind != MARK]
    if (
        stop < len(tokens)
        and (tokens[stop].kind == NUMBER or tokens[stop].text == "?")
        and not _other_fact(tokens, stop)
    ):
        return None
    if after and not _polite(after):
        return None
    if any(t.text in "?@/#" or t.kind == NUMBER for t in tokens):
        return None
    return judge(msg, i, stop, led=False)


def _is_who(msg: Message, i: int) -> bool:
    """A word of address or a pronoun; in a text with marks only as written ("minh khôi" is no mình)."""
    return word_is(msg.tokens, i, *_WHO) and (not msg.marked or msg.tokens[i].spoken in _WHO)


def _more(tokens: Sequence[Token], i: int) -> bool:
    return any(t.kind == WORD for t in tokens[i + 1 :])


def _begins_name(tokens: Sequence[Token], i: int) -> bool:
    """A word of address that begins a name: "Anh Thư" with both capitals, "Ba", "Con"."""
    return (
        i == 0
        and capital(tokens[i])
        and i + 1 < len(tokens)
        and capital(tokens[i + 1])
        and not surname_fit(tokens[i + 1])
    )


def _polite(words: Sequence[Token]) -> bool:
    return all(word_is([t], 0, *_AFTER, *_OPENING, *_WHO) for t in words)
