"""A message without what is personal: typed placeholders for names, numbers, dates, places; unknown words hidden.

Two nets. The first hides what is known to be personal: what the readers find, figures, what follows "tên" or a word
like "xã", family names with what comes after them, capitals inside a sentence. The second keeps of the rest only words
that our own public sentences use in the same way (``actions.learning.known``). What is then mostly hidden, too long, or
a doubtful answer to a question for a name, a number or a place, is left out altogether: privacy before data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from actions.learning.known import Known, may_be_name
from nlu import values
from nlu.facts import find_facts
from nlu.text import MARK, NUMBER, WORD, Message, Token, analyse, fold, has_marks
from nlu.text.lists import words
from nlu.types import Context
from nlu.values.name_words import MIDDLE, is_middle, surname_fit

MOST_WORDS: Final = 40
"""A longer story tells who somebody is even without names."""
LEAST: Final = 2
SHARE: Final = 0.6
"""How many words must stay, and of how many that were no placeholder."""
LEAST_TOLD: Final = 4
SHARE_TOLD: Final = 0.8
"""The same where the question was for something personal: what nobody could read may well be that."""
TELLING: Final = frozenset(
    {
        "person_name",
        "national_id",
        "old_id",
        "phone",
        "place",
        "document_no",
        "email",
        "text",
        "date",
        "period",
        "media",
    }
)
"""Kinds of answers that say who somebody is."""

_PLACEHOLDER: Final = {
    "person_name": "name", "national_id": "number", "old_id": "number", "phone": "number", "document_no": "number",
    "money": "number", "number": "number", "date": "date", "period": "date", "place": "place", "country": "place",
    "ethnicity": "people", "email": "mail", "text": "other",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"\S*@\S*|\bhttps?://\S+|\bwww\.\S+|\S+\.(?:com|vn|net|org)\b\S*", re.IGNORECASE)
_DIGITS: Final = frozenset(
    fold(w)
    for w in words(
        "không một mốt hai ba bốn tư năm lăm nhăm sáu bảy bẩy tám chín mười mươi linh lẻ hăm trăm nghìn ngàn"
    )
)
_NAMED: Final = frozenset(("ten",))
_LINKS: Final = frozenset(
    fold(w) for w in words("là em tôi mình cháu con của chị anh chồng vợ bố mẹ cha má đệm gọi đầy đủ thật")
)
_NO_NAME: Final = frozenset(
    fold(w) for w in words("gì nào sao khác sai đúng trong trên ai cũ mới thế như không chưa vào thì phải cho")
)
_KIN: Final = frozenset(
    fold(w)
    for w in words(
        """
        anh chị ông bà cô chú bác dì cậu mợ thím em cháu con bé vợ chồng bố mẹ cha má ba tía thằng cái bạn tôi mình là
        với
        """
    )
)
_PLACES: Final = frozenset(
    words("xã bản thôn huyện tỉnh phường xóm ấp đường quận buôn làng phố ngõ khu tổ mường đội sóc plei thị trấn quê ở")
)
_PLACES_FOLDED: Final = frozenset(map(fold, _PLACES))
_SURE_MIDDLE: Final = frozenset(("thi", "van", "a"))
"""Middle names that make a name of what stands before, whatever our own sentences say."""
_UNSURE: Final = ("name", "other", "place")
_KEPT_MARKS: Final = ",.?!"
MIDDLES: Final = frozenset(MIDDLE.split())


def masked(text: str, kind: str | None, today: date, known: Known, shown: dict[str, str]) -> str | None:
    """The message with placeholders (``shown``: kind of placeholder → what stands for it), or None where it is left
    out. ``kind``: of what was asked; None where nothing was."""
    message = analyse(text)
    said = [t for t in message.tokens if t.kind != MARK]
    if message.truncated or not said or len(said) > MOST_WORDS:
        return None
    hidden = _hidden(message, kind, today, known)
    _hide_unknown(message, hidden, known)
    kept = sum(t.kind == WORD and not h for t, h in zip(message.tokens, hidden, strict=True))
    lost = sum(h == "other" for h in hidden)
    told = kind in TELLING
    if kept < (LEAST_TOLD if told else LEAST) or kept < (SHARE_TOLD if told else SHARE) * (kept + lost):
        return None
    return _written(message, hidden, shown)


def _hidden(message: Message, kind: str | None, today: date, known: Known) -> list[str]:
    """For each token the kind of its placeholder, "" where it stays so far."""
    hidden = [""] * len(message)
    context = Context(today)
    spans = [
        (f.start, f.end, _PLACEHOLDER[f.kind]) for f in find_facts(message.original, context) if f.kind in _PLACEHOLDER
    ]
    if kind in _PLACEHOLDER and kind != "text" and (reading := values.read(kind, message.original, context)):
        spans.append((reading.start, reading.end, _PLACEHOLDER[kind]))
    spans += [(match.start(), match.end(), "mail") for match in _ADDRESS.finditer(message.original)]
    for start, end, what in spans:
        for i, token in enumerate(message.tokens):
            if token.start < end and token.end > start:
                hidden[i] = hidden[i] or what
    for first, last, what in (*_figures(message), *_named(message), *_families(message, known), *_capitals(message)):
        hidden[first:last] = [h or what for h in hidden[first:last]]
    for i in range(1, len(message)):
        _after_place(message, hidden, known, i)
    return hidden


def _figures(message: Message) -> Iterator[tuple[int, int, str]]:
    """Digits, and numbers in words that are longer than one."""
    tokens, i = message.tokens, 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and (tokens[j].kind == NUMBER or tokens[j].fold in _DIGITS):
            j += 1
        digits = any(t.kind == NUMBER for t in tokens[i:j])
        if digits or j - i > 2 or (j - i == 2 and tokens[i].fold != "khong"):
            yield i, j, "number"
        i = max(j, i + 1)


def _named(message: Message) -> Iterator[tuple[int, int, str]]:
    """What follows "tên", "tên em là": at least two words, up to a mark."""
    tokens = message.tokens
    for i, token in enumerate(tokens):
        if token.fold not in _NAMED:
            continue
        first = i + 1
        while first < len(tokens) and first < i + 6 and (tokens[first].fold in _LINKS or tokens[first].text in ":-"):
            first += 1
        if first < len(tokens) and tokens[first].fold in _NO_NAME:
            continue
        last = first
        while last < min(len(tokens), first + 4) and tokens[last].kind != MARK:
            if last >= first + 2 and not may_be_name(tokens[last]) and tokens[last].fold in _NO_NAME | _LINKS:
                break
            last += 1
        yield first, last, "name"


def _families(message: Message, known: Known) -> Iterator[tuple[int, int, str]]:
    """A family name with a middle name, and the word behind: "lo thi mai", "giàng a páo". Written with its marks, a
    word must be one; without, it may be one."""
    tokens = message.tokens
    for i in range(len(tokens) - 1):
        if tokens[i].kind != WORD or not _family(message, tokens[i]) or not _middle(message, tokens[i + 1]):
            continue
        if tokens[i + 1].fold not in _SURE_MIDDLE and known.together(tokens[i], tokens[i + 1]):
            continue
        last = i + 2
        while last < min(len(tokens), i + 5) and _middle(message, tokens[last]):
            last += 1
        yield i, min(last + 1, len(tokens)), "name"


def _family(message: Message, token: Token) -> bool:
    return surname_fit(token) > (1 if message.marked and has_marks(token.lower) else 0)


def _middle(message: Message, token: Token) -> bool:
    return token.lower in MIDDLES if message.marked else is_middle(token)


def _capitals(message: Message) -> Iterator[tuple[int, int, str]]:
    """Capitals inside a sentence, and two side by side anywhere, unless everything is written in capitals."""
    tokens = message.tokens
    said = [t for t in tokens if t.kind == WORD]
    high = [t.kind == WORD and t.text[:1].isupper() for t in tokens]
    if sum(t.text.isupper() for t in said) * 2 > len(said) > 2:
        return  # shouting: the other nets hold
    for i, up in enumerate(high):
        begins = i == 0 or tokens[i - 1].text in ".?!\n"
        if up and (not begins or (i + 1 < len(tokens) and high[i + 1])):
            yield i, i + 1, "name"


def _after_place(message: Message, hidden: list[str], known: Known, i: int) -> None:
    """Words behind "xã", "bản" …, unless our own sentences have them there ("xã nào")."""
    before, token = message.tokens[i - 1], message.tokens[i]
    if token.kind != WORD or hidden[i]:
        return
    led = not hidden[i - 1] and (before.lower in _PLACES if message.marked else before.fold in _PLACES_FOLDED)
    goes_on = hidden[i - 1] == "place" and not known.common(token)
    if (led and not known.together(before, token)) or goes_on:
        hidden[i] = "place"


def _hide_unknown(message: Message, hidden: list[str], known: Known) -> None:
    """The second net: of what is left, only words that our sentences use like this."""
    tokens = message.tokens
    keeps = [
        not h and t.kind == WORD and _keeps(tokens, hidden, known, i)
        for i, (t, h) in enumerate(zip(tokens, hidden, strict=True))
    ]
    for i, token in enumerate(tokens):
        if token.kind == WORD and not hidden[i] and not keeps[i]:
            hidden[i] = "other"
    for i in range(1, len(tokens) - 1):  # an everyday word inside something hidden is a part of it: "rơ châm hyưk"
        if not hidden[i] and hidden[i - 1] in _UNSURE and hidden[i + 1] in _UNSURE:
            hidden[i] = "other"


def _keeps(tokens: tuple[Token, ...], hidden: list[str], known: Known, i: int) -> bool:
    left = tokens[i - 1] if i and tokens[i - 1].kind == WORD and not hidden[i - 1] else None
    right = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].kind == WORD and not hidden[i + 1] else None
    fits = [known.together(left, tokens[i]) if left else None, known.together(tokens[i], right) if right else None]
    if left is not None and left.fold in _KIN and not fits[0]:
        return False  # "chị Tình": any word may be a name there
    return known.common(tokens[i]) or (True in fits and False not in fits)


def _written(message: Message, hidden: list[str], shown: dict[str, str]) -> str:
    """The tokens as one line; neighbours that are hidden alike become one placeholder."""
    out: list[str] = []
    before = ""
    for token, what in zip(message.tokens, hidden, strict=True):
        if token.kind == MARK and not what:
            if token.text in _KEPT_MARKS and out and not before:
                out[-1] += token.text if not out[-1].endswith(tuple(_KEPT_MARKS)) else ""
            continue
        if what and what == before:
            continue
        out.append(shown[what] if what else unicodedata.normalize("NFC", message.original[token.start : token.end]))
        before = what
    return " ".join(out)
