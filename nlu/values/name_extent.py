"""Where a name ends, and the next fact or politeness begins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Phrases, Token, has_marks
from nlu.text.lists import words
from nlu.values.date_parts import word_is
from nlu.values.name_lead import AFTER, LEAD
from nlu.values.name_shape import MAX_WORDS, capital
from nlu.values.name_words import GIVEN_STOPS, STOP_PHRASES, is_middle, stop_fit, surname_fit
from nlu.values.names_data import ethnic_groups
from nlu.values.place_words import province_index

_KIN: Final = words("mẹ bố cha má vợ chồng con")
_FIGURES: Final = words("một hai ba bốn năm sáu bảy tám chín mười")
_PLAIN_AFTER: Final = frozenset(words("nhe nha nghen nghe hen luon thoi vay ay do day the nhen"))


@lru_cache(maxsize=1)
def _groups() -> Phrases[bool]:
    return Phrases((n, True) for g in ethnic_groups() for n in (g.name, *g.spellings, *g.aliases))


def extent(tokens: Sequence[Token], i: int) -> int:
    """Where a name that begins at token ``i`` ends."""
    j = i
    capitals = (
        i < len(tokens)
        and capital(tokens[i])
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == WORD
        and (capital(tokens[i + 1]) or small_middle(tokens, i + 1))
    )
    count = 0
    while j < len(tokens) and count <= MAX_WORDS:
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
        if count and capitals and not capital(token) and not small_middle(tokens, j):
            break
        if count and (_told_anew(tokens, j) or _spelt_by(tokens, i, j)):
            break
        if count >= 2 and token.lower in ("va", "voi") and j + 1 < len(tokens) and surname_fit(tokens[j + 1]):
            break  # "… minh anh va lo minh duc"
        if STOP_PHRASES.at(tokens, j) and not (count and capitals and capital(token)):
            break
        if count and not capitals and stop_fit(token) == 2 and not (capital(token) and not token.text.isupper()):
            last_of_name = count >= 2 and is_middle(tokens[j - 1]) and not _sentence_goes_on(tokens, j)
            last_of_name = last_of_name or _given_stop(tokens, i, j) or _unfinished(tokens, j)
            if not last_of_name:
                break
        if count and (not capitals or token.text.isupper()) and other_fact(tokens, j):
            break
        count += 1
        j += 1
    while j - 1 > i and count > 1 and _trailing(tokens, i, j - 1):
        j -= 1
        count -= 1
    return j


def small_middle(tokens: Sequence[Token], j: int) -> bool:
    """ "Cầm văn Hoan": a middle name in small letters between capitals."""
    return tokens[j].fold in ("van", "thi", "a") and j + 1 < len(tokens) and capital(tokens[j + 1])


def _told_anew(tokens: Sequence[Token], j: int) -> bool:
    """ "em la lan ho ten day du pham thi lan": the whole name is announced behind a short one."""
    hit = LEAD.at(tokens, j)
    return hit is not None and hit[0] - j > 1 and not capital(tokens[j]) and word_is(tokens, j + 1, "tên", "và", "đầy")


def _unfinished(tokens: Sequence[Token], j: int) -> bool:
    """No name ends with Văn or Thị: whatever the next word means elsewhere, it belongs to the name."""
    return j > 0 and tokens[j - 1].lower in ("văn", "thị", "van", "thi")


def _spelt_by(tokens: Sequence[Token], i: int, j: int) -> bool:
    """ "… gia hân, gia trong gia đình": a word of the name is said again to tell how it is written."""
    return word_is(tokens, j + 1, "trong") and any(t.lower == tokens[j].lower for t in tokens[i:j])


def other_fact(tokens: Sequence[Token], j: int) -> bool:
    """Unmarked words that begin the next fact: "sinh nam 1990", "dan toc", "o xa", "que o"."""
    if tokens[j].lower == "xa" and any(has_marks(t.lower) for t in tokens[max(0, j - 3) : j]):
        return False  # "lý go xa"
    if word_is(tokens, j, "sinh", "sn", "ns", "cccd", "sdt", "sđt", "cmnd", "xã", "huyện"):
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        return tokens[j].lower != "sinh" or (
            following is not None
            and (following.kind == NUMBER or word_is(tokens, j + 1, "năm", "ngày", "tháng", "hồi", "vào", "ở"))
        )
    if word_is(tokens, j, "dân") and word_is(tokens, j + 1, "tộc"):
        return True
    if word_is(tokens, j, *_FIGURES) and any(word_is(tokens, k, "tuổi") for k in range(j + 1, j + 4)):
        return True  # "… hai mươi hai tuổi"
    if word_is(tokens, j, "người") and j + 1 < len(tokens):
        return bool(_groups().at(tokens, j + 1))
    if tokens[j].lower in ("bản", "buôn", "làng") and j + 1 < len(tokens) and tokens[j + 1].kind == WORD:
        return True
    if word_is(tokens, j, *_KIN) and word_is(tokens, j + 1, "là", "tên") and j + 2 < len(tokens):
        return True  # "… bo la le van duoc"
    if word_is(tokens, j, "ở", "tại", "quê") and j + 1 < len(tokens) and province_index().at(tokens, j + 1):
        return True
    return word_is(tokens, j, "ở", "tại", "quê") and word_is(
        tokens, j + 1, "xã", "bản", "thôn", "huyện", "tỉnh", "ở", "phường"
    )


def _given_stop(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A name like "Minh Anh", "Bảo An" whose word means something else elsewhere."""
    if (
        tokens[j].lower not in GIVEN_STOPS
        or not surname_fit(tokens[i])
        or word_is(tokens, j + 1, "nhiêu", "giờ", "năm")
    ):
        return False
    return tokens[j].lower != "sinh" or not (j + 1 < len(tokens) and tokens[j + 1].kind == NUMBER)


def _sentence_goes_on(tokens: Sequence[Token], j: int) -> bool:
    return j + 1 < len(tokens) and tokens[j + 1].kind == WORD


def _trailing(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Politeness at the end of a name; an unmarked final "a" is politeness only after a whole name."""
    token = tokens[j]
    if token.text[:1].isupper() or _unfinished(tokens, j):
        return False
    if token.lower == "a":
        return j - i >= 3
    if any(has_marks(t.lower) for t in tokens[i:j]):
        return token.spoken in AFTER
    return token.spoken in AFTER or token.lower in _PLAIN_AFTER  # "nhi" is a name before it is "nhỉ"


def place_before(tokens: Sequence[Token], i: int) -> bool:
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
