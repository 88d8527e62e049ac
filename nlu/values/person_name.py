"""Names of people. Value: NFC, title case, letters as given ("Nguyen Thi Hoa" stays without marks, with a hint).

A name has no digit and no sign but apostrophe and hyphen (Bộ luật Dân sự 2015, Điều 26), 1 to 12 words. Questions,
commands and sentences are no names; a single everyday word is offered, not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Token
from nlu.types import Context, Reading
from nlu.values.base import settle
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.name_apart import told_apart
from nlu.values.name_extent import extent, other_fact, place_before, small_middle
from nlu.values.name_lead import AFTER, OPENING, WHO, is_la, lead_at, polite
from nlu.values.name_marks import mark_told
from nlu.values.name_shape import KIND, MAX_WORDS, capital, judge
from nlu.values.name_talk import (
    hedged,
    hedged_plain,
    is_denied,
    is_nickname,
    la_or_surname,
    nickname_end,
    offered,
    with_other,
)
from nlu.values.name_words import begins_whole, is_middle, stop_fit, surname_fit

_SHORT: Final = 6
"""A message of more words tells something; one small word in it is hardly the name."""
_YEAR_DIGITS: Final = 4
_BETWEEN: Final = ("văn", "thị", "van", "thi", "a")
"""What shows a name in small letters in the middle of a sentence."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one name a message gives."""
    told = mark_told(msg)
    if told is not None:
        return told
    apart, found = told_apart(msg), find(msg, ctx)
    if apart is not None:
        parts = set(str(apart.value or apart.candidates[0]).split())
        return next((r for r in found if parts < set(str(r.value or "").split())), apart)
    first = _first_content(msg)
    certain = any(msg.original[r.start].isupper() and not msg.original[first].isupper() for r in found)
    if not found or not (certain or any(r.start <= first for r in found)):
        bare = _bare(msg)
        if bare is not None:
            found = [bare]
    if not found:
        return None
    return settle(KIND, msg, found)


def _first_content(msg: Message) -> int:
    return next((t.start for t in msg.tokens if t.kind != MARK), 0)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Names that a message announces ("tên là …"), or that look like one: a family name, capitals, Văn or Thị."""
    told = mark_told(msg)
    if told is not None:
        return [told]
    tokens = msg.tokens
    out: list[Reading] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind != WORD:
            i += 1
            continue
        nick = nickname_end(msg, i)
        if nick is not None:
            i = nick
            continue
        lead = lead_at(tokens, i)
        if lead is not None:
            end = extent(tokens, lead)
            denied = is_denied(msg, i) or is_nickname(msg, lead)
            reading = None if denied else _trusted(msg, judge(msg, lead, end, led=True), lead, end, led=True)
            if reading is not None:
                out.append(reading)
                i = end
                second = _second(msg, end)
                if second is not None:
                    out.append(second)
                    i = msg.token_at(second.end - 1) + 1
                continue
            i = max(i + 1, lead - 1)
            continue
        small = not capital(tokens[i])
        if small and not (i + 1 < len(tokens) and tokens[i + 1].lower in _BETWEEN):
            i += 1
            continue
        titled = tokens[i].lower in WHO and begins_whole(tokens, i + 1)
        if surname_fit(tokens[i]) and not titled and not place_before(tokens, i):
            start = _run_start(tokens, i)
            if start and capital(tokens[start - 1]) and place_before(tokens, start - 1):
                i += 1
                continue
            end = extent(tokens, start)
            reading = judge(msg, start, end, led=False) if end > i and _firm(tokens, start, end) else None
            if reading is not None and reading.value is not None:
                reading = None if is_nickname(msg, start) else _trusted(msg, reading, start, end)
            if reading is not None and (
                reading.value is not None or len(reading.candidates) > 1 or is_doubtful(msg, "name")
            ):
                out.append(reading)
                i = end
                continue
        i += 1
    return out


def _second(msg: Message, i: int) -> Reading | None:
    """The other of two names announced together ("ten la … va …")."""
    tokens = msg.tokens
    if not word_is(tokens, i, "và", "với") or i + 1 >= len(tokens) or not surname_fit(tokens[i + 1]):
        return None
    return judge(msg, i + 1, extent(tokens, i + 1), led=True)


def _trusted(msg: Message, reading: Reading | None, first: int, end: int, led: bool = False) -> Reading | None:
    """The reading, offered or dropped where what stands around it makes it doubtful."""
    if reading is None or reading.value is None:
        return reading
    other = with_other(msg, reading, end)
    if other is not None:
        return other
    if word_is(msg.tokens, first - 1, "hay", "hoặc"):
        return offered(reading, reading.value)
    if led and not _says_a_name(msg, first, end):
        return None
    reading = hedged(msg, reading, first, end)
    if reading is None:
        return None
    if led and _weakly_led(msg, first, end):
        return offered(reading, reading.value)
    return hedged_plain(msg, la_or_surname(msg, reading, first, end), first, end)


def _says_a_name(msg: Message, first: int, end: int) -> bool:
    """Not "tên dài lắm", "tên giống bố": one small word behind "tên" is a name only where nothing but politeness or
    another fact goes on."""
    words = [t for t in msg.tokens[first:end] if t.kind == WORD]
    if len(words) > 1 or capital(words[0]):
        return True
    after = msg.tokens[end] if end < len(msg) else None
    over = after is None or after.kind != WORD or after.spoken in (*AFTER, *OPENING) or other_fact(msg.tokens, end)
    return over and not (msg.marked and sum(t.kind == WORD for t in msg.tokens) > _SHORT)


def _weakly_led(msg: Message, first: int, end: int) -> bool:
    """Small words behind "tên" without "là", none of them a family name: they may as well tell about the name."""
    words = [t for t in msg.tokens[first:end] if t.kind == WORD]
    small = len(words) > 1 and not any(capital(t) for t in words)
    told = first > 0 and (is_la(msg.tokens, first - 1) or msg.tokens[first - 1].text == ":")
    thi = words[0].fold in ("thi", "van")  # "ten thi de bố đặt"
    named = begins_whole(words, 0) or (not thi and (surname_fit(words[0]) or is_middle(words[0])))
    return small and not told and not named


def _run_start(tokens: Sequence[Token], i: int) -> int:
    """A family name in the middle of capitals ("Công Tằng Tôn Nữ …") belongs to the name that began before."""
    j = i
    while (
        j and i - j < MAX_WORDS and capital(tokens[i]) and tokens[j - 1].kind == WORD and capital(tokens[j - 1])
        and stop_fit(tokens[j - 1]) != 2 and not place_before(tokens, j - 1)
        and not (begins_whole(tokens, j) and tokens[j - 1].lower in WHO)
    ):  # fmt: skip
        j -= 1
    return j


def _firm(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether unannounced words look enough like a name to be found inside a message."""
    count = sum(1 for t in tokens[i:end] if t.kind == WORD)
    if count < 2 or end - i > MAX_WORDS:
        return False
    if all(capital(t) or small_middle(tokens, i + k) for k, t in enumerate(tokens[i:end]) if t.kind == WORD):
        return not _all_upper(tokens) or is_middle(tokens[i + 1])
    if any(capital(t) for t in tokens[i + 1 : end]):
        return False
    last = 1 if is_middle(tokens[end - 2]) else 0
    rest_ok = not any(stop_fit(t) == 2 for t in tokens[i : end - last])
    return count >= 3 and rest_ok and tokens[i + 1].lower in _BETWEEN and surname_fit(tokens[i]) > 0


def _all_upper(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.kind == WORD]
    return len(words) > 4 and all(t.text.isupper() for t in words)


def _bare(msg: Message) -> Reading | None:
    """The whole message, politeness taken off, as a name."""
    tokens = msg.tokens
    i, end = 0, len(tokens)
    while i < end and (tokens[i].kind == MARK or (_opens(tokens[i]) and _more(tokens, i))):
        i += 1
    while i < end and _is_who(msg, i) and _more(tokens, i) and not _begins_name(tokens, i):
        i += 1
        while i < end and tokens[i].kind == MARK:
            i += 1
    while is_la(tokens, i) and _more(tokens, i):
        i += 1
    stop = extent(tokens, i)
    if stop <= i:
        return None
    born = _year_end(tokens, stop)
    after = [t for t in tokens[born:] if t.kind != MARK]
    if any(t.text in "?@/#" or t.kind == NUMBER for t in (*tokens[:stop], *tokens[born:])):
        return None
    if (after and not polite(after)) or is_nickname(msg, i):
        return None
    return _trusted(msg, judge(msg, i, stop, led=False), i, stop)


def _opens(token: Token) -> bool:
    """Politeness before the name; "thì" only as written, for without its mark it is Thị."""
    return word_is([token], 0, *OPENING) or token.spoken == "thì"


def _year_end(tokens: Sequence[Token], i: int) -> int:
    """Behind a year of birth that follows a name at once ("… 1993", "… 2k1"); ``i`` where there is none."""
    j = i + 1 if i < len(tokens) and tokens[i].text in (",", "-", "(") else i
    if j >= len(tokens) or tokens[j].kind != NUMBER:
        return i
    if len(tokens[j].text) == _YEAR_DIGITS and tokens[j].text[:2] in ("19", "20"):
        return j + 1
    if tokens[j].text == "2" and j + 2 < len(tokens) and tokens[j + 1].lower == "k" and tokens[j + 2].kind == NUMBER:
        return j + 3
    return i


def _is_who(msg: Message, i: int) -> bool:
    """A word of address or a pronoun; in a text with marks only as written ("minh khôi" is no mình)."""
    return word_is(msg.tokens, i, *WHO) and (not msg.marked or msg.tokens[i].spoken in WHO)


def _more(tokens: Sequence[Token], i: int) -> bool:
    return any(t.kind == WORD for t in tokens[i + 1 :])


def _begins_name(tokens: Sequence[Token], i: int) -> bool:
    """A word of address that begins a name: "Anh Thư" with both capitals, "tao van phong" without marks."""
    plain = surname_fit(tokens[i]) and tokens[i].lower.isascii() and i + 1 < len(tokens)
    if plain and tokens[i + 1].lower in ("van", "thi"):
        return True
    return (
        i == 0
        and capital(tokens[i])
        and i + 1 < len(tokens)
        and capital(tokens[i + 1])
        and not surname_fit(tokens[i + 1])
    )
