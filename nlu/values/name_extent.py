"""Where a name ends, and the next fact or politeness begins."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.text import MARK, NUMBER, WORD, Token
from nlu.values.date_parts import word_is
from nlu.values.name_lead import AFTER
from nlu.values.name_shape import MAX_WORDS, capital
from nlu.values.name_words import STOP_PHRASES, is_middle, stop_fit


def extent(tokens: Sequence[Token], i: int) -> int:
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
        if words and not capitals and other_fact(tokens, j):
            break
        words += 1
        j += 1
    while j - 1 > i and words > 1 and _trailing(tokens, i, j - 1):
        j -= 1
        words -= 1
    return j


def other_fact(tokens: Sequence[Token], j: int) -> bool:
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
        any(word_is(tokens, j, w) for w in AFTER if w not in ("ạ", "á")) and token.lower != "vy"
    ) or token.lower in ("ạ", "á")


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
