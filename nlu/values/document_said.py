"""Numbers of papers read aloud: "bốn mươi lăm", "một không bốn hai", "bốn lăm xuyệt hai nghìn không trăm mười chín"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from nlu.text import MARK, NUMBER, WORD, Phrases, Token
from nlu.text.lists import phrases
from nlu.text.numbers import cardinal, digit_of, number_words, year_in_words

_SLASH: Final = Phrases[bool]((p, True) for p in phrases(
    """
    gạch chéo, gạch xéo, gạch xiên, xuyệt, xuyệc, xẹt, xẹc, sẹt, sẹc, xược, xiệc, phần, trên, chéo, xéo, dấu gạch
    chéo, dấu xuyệt, dấu chéo, dấu xẹt
    """
))  # fmt: skip


class Said(NamedTuple):
    """The numbers that the tokens up to ``last`` may say."""

    last: int
    values: tuple[str, ...]


def said_at(tokens: Sequence[Token], i: int) -> Said | None:
    """A number in figures or words at token ``i``, with the year after "trên" or "năm" where one is said."""
    head = _figure(tokens, i)
    if head is None:
        return None
    last, value = head
    slash = _SLASH.at(tokens, last) if last < len(tokens) and tokens[last].kind == WORD else None
    if slash is None and last < len(tokens) and tokens[last].text == "/" and not tokens[last].glued:
        slash = last + 1, True, True, "/"
    if slash is not None:
        tail = _year(tokens, slash[0])
        if tail is None:
            return None  # the rest of the number was not understood: its beginning alone is another number
        if tail[0] < len(tokens) and tokens[tail[0]].kind == WORD and _SLASH.at(tokens, tail[0]):
            return None
        return Said(tail[0], (f"{value}/{tail[1]}",))
    if last < len(tokens) and tokens[last].fold == "nam" and (tail := _year(tokens, last + 1)) is not None:
        return Said(tail[0], (value, f"{value}/{tail[1]}"))
    return Said(last, (value,))


def _figure(tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
    """``(end, digits)``: a figure as written, or words: digits one by one as a string, else as one number."""
    if i >= len(tokens):
        return None
    if tokens[i].kind == NUMBER:
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if after is not None and after.kind == WORD and after.glued:  # "318A"
            return (i + 2, f"{tokens[i].text}{after.text.upper()}") if len(after.text) <= 2 else None
        return _spaced(tokens, i) if len(tokens[i].text) <= 12 else None
    if tokens[i].kind == MARK or not number_words(tokens[i]):
        return None
    end = i
    while end < len(tokens) and tokens[end].kind == WORD and _number_word(tokens, end):
        end += 1
    if end == i:
        return None
    digits = [digit_of(t) for t in tokens[i:end]]
    if all(d is not None for d in digits):
        return (end, "".join(str(d) for d in digits)) if len(digits) <= 12 else None
    whole = cardinal(tokens, i)
    if whole is not None and whole[1] == end and whole[0] > 0:
        return end, str(whole[0])
    if digits[0] == 0 and (rest := cardinal(tokens, i + 1)) is not None and rest[1] == end:
        return end, f"0{rest[0]}"  # "không mười hai"
    return None


def _number_word(tokens: Sequence[Token], k: int) -> bool:
    """Whether a word goes on with a number; "năm" before a year is its marker."""
    if not number_words(tokens[k]):
        return False
    if tokens[k].fold != "nam":
        return True
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    return not (after is not None and (after.kind == NUMBER or year_in_words(tokens, k + 1) is not None))


def _spaced(tokens: Sequence[Token], i: int) -> tuple[int, str]:
    """A figure, with the groups it is written in ("091 204")."""
    end, text = i + 1, tokens[i].text
    while end < len(tokens) and tokens[end].kind == NUMBER and not tokens[end].glued and len(text) < 9:
        text += tokens[end].text
        end += 1
    return end, text


def _year(tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
    while i < len(tokens) and tokens[i].fold in ("nam", "la"):
        i += 1
    if i >= len(tokens):
        return None
    if tokens[i].kind == NUMBER:
        return (i + 1, tokens[i].text) if len(tokens[i].text) in (2, 4) else None
    said = year_in_words(tokens, i)
    return (said[1], str(said[0])) if said is not None else None
