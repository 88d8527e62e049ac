"""Names of people. Value: NFC, title case, letters as given ("Nguyen Thi Hoa" stays without marks, with a hint).

A name has no digit and no sign but apostrophe and hyphen (Bộ luật Dân sự 2015, Điều 26), 1 to 12 words. Questions,
commands and sentences are no names; a single everyday word is offered, not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Phrases, Token, has_marks, is_plain_syllable
from nlu.types import Context, Reading
from nlu.values.base import make, settle
from nlu.values.date_parts import word_is
from nlu.values.name_words import (
    PLAIN_GIVEN,
    PLAIN_SURNAMES,
    is_last_surname,
    is_middle,
    stop_fit,
    surname_fit,
)
from nlu.values.names_data import countries, ethnic_groups, provinces

KIND: Final = "person_name"
MAX_WORDS: Final = 12
MAX_CHARS: Final = 100

_WHO: Final = ("em", "tôi", "cháu", "con", "mình", "tui", "vợ", "chồng", "mẹ", "bố", "cha", "má", "ba",
    "bé", "ông", "bà", "anh", "chị", "bác", "cô", "chú", "tao", "tớ")
_OPENING: Final = ("dạ", "thưa", "vâng", "chào", "à", "ờ", "ừ", "cán", "bộ", "ạ", "đây", "kính", "gửi",
    "xin", "dạ", "rồi", "ok", "uh")
_LEAD: Final = Phrases[bool]((p, True) for p in (
    "tên là", "tên", "họ tên", "họ và tên", "họ tên là", "họ và tên là", "tên đầy đủ là", "tên đầy đủ", "tên khai sinh là",
    "tên khai sinh", "tên gọi là", "tên thật là", "tên thật", "tên trong giấy là", "tên họ là", "tên gọi", "gọi là",
    "họ tên đầy đủ", "họ tên đầy đủ là", "tên cháu là", "tên em là", "tên tôi là", "tên con là", "tên mình là", "tên của em là",
    "tên của tôi là", "tên của cháu là", "tên vợ là", "tên chồng là", "tên mẹ là", "tên bố là", "tên cha là", "tên bé là",
    "tên vợ em là", "tên chồng em là", "tên mẹ cháu là", "tên bố cháu là", "họ và tên đầy đủ", "họ và tên em là",
    "họ tên em là", "họ tên tôi là", "họ và tên tôi là", "tên em", "tên tôi", "tên cháu", "tên con", "tên vợ", "tên chồng",
    "tên mẹ", "tên bố", "tên cha", "tên bé", "tên đệm và tên", "tên người yêu cầu", "họ chữ đệm tên", "họ chữ đệm và tên", "đặt tên là", "đặt là", "đặt tên",
))  # fmt: skip
_AFTER: Final = ("ạ", "nhé", "nha", "nhá", "đó", "đấy", "ấy", "nhỉ", "cơ", "thôi", "luôn", "nghe", "nè",
    "vậy", "thế", "hen", "nghen", "á")


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
    while end < len(tokens) and tokens[end].kind == WORD and not word_is(tokens, end, "họ", *_AFTER) and not stop_fit(tokens[end]) == 2:
        end += 1
    if end == start:
        return None
    whole = f"{title_word(tokens[family + 1].text)} {_spell(msg, start, end)}"
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
            reading = _judge(msg, lead, end, led=True)
            if reading is not None:
                out.append(reading)
                i = end
                continue
            i = max(i + 1, lead - 1)
            continue
        if surname_fit(tokens[i]) and not _place_before(tokens, i):
            start = _run_start(tokens, i)
            end = _extent(tokens, start)
            reading = _judge(msg, start, end, led=False) if end > i and _firm(tokens, start, end) else None
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
        if not hit[2] and hit[3] == "tên" and tokens[i].lower == "ten" and i and not word_is(tokens, i - 1, *_WHO, *_OPENING):
            return None
        while j < len(tokens) and (tokens[j].text in ":-" or (word_is(tokens, j, "là") and j < hit[0] + 3)):
            j += 1
        k = j
        while k < len(tokens) and word_is(tokens, k, *_WHO) and not _capital(tokens[k]) and word_is(tokens, k + 1, "là", *_WHO):
            k += 1
        if k < len(tokens) and word_is(tokens, k, "là") and k > j:
            j = k + 1
        return j if j < len(tokens) else None
    if word_is(tokens, i, *_WHO) and word_is(tokens, i + 1, "là") and i + 2 < len(tokens):
        j = i + 2
        if tokens[j].kind == WORD and (surname_fit(tokens[j]) or _capital(tokens[j])) and not stop_fit(tokens[j]) == 2:
            return j
    return None


def _run_start(tokens: Sequence[Token], i: int) -> int:
    """A family name in the middle of capitals ("Công Tằng Tôn Nữ …") belongs to the name that began before."""
    j = i
    while (
        j and i - j < MAX_WORDS and _capital(tokens[i]) and tokens[j - 1].kind == WORD and _capital(tokens[j - 1])
        and stop_fit(tokens[j - 1]) != 2 and not _place_before(tokens, j - 1)
    ):  # fmt: skip
        j -= 1
    return j


def _place_before(tokens: Sequence[Token], i: int) -> bool:
    return word_is(tokens, i - 1, "xã", "huyện", "tỉnh", "phường", "bản", "thôn", "phố", "trấn", "quận",
        "ấp", "buôn", "xóm", "làng", "tộc", "người", "đường", "khu", "tại", "ở", "quê", "án", "tòa")


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _extent(tokens: Sequence[Token], i: int) -> int:
    """Where a name that begins at token ``i`` ends."""
    j = i
    capitals = i < len(tokens) and _capital(tokens[i]) and i + 1 < len(tokens) and tokens[i + 1].kind == WORD and _capital(tokens[i + 1])
    words = 0
    while j < len(tokens) and words <= MAX_WORDS:
        token = tokens[j]
        if token.kind == MARK:
            if token.text == "-" and token.glued and j + 1 < len(tokens) and tokens[j + 1].glued and tokens[j + 1].kind == WORD:
                j += 1
                continue
            break
        if token.kind != WORD:
            break
        if words and capitals and not _capital(token):
            break
        if words and not capitals and stop_fit(token) == 2 and not (_capital(token) and not token.text.isupper()):
            if not (words >= 2 and is_middle(tokens[j - 1]) and not _sentence_goes_on(tokens, j)):
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
            following is not None and (following.kind == NUMBER or word_is(tokens, j + 1, "năm", "ngày",
                "tháng", "hồi", "vào", "ở"))
        )
    if word_is(tokens, j, "dân") and word_is(tokens, j + 1, "tộc"):
        return True
    return word_is(tokens, j, "ở", "tại", "quê") and word_is(tokens, j + 1, "xã", "bản", "thôn", "huyện",
        "tỉnh", "ở", "phường")


def _sentence_goes_on(tokens: Sequence[Token], j: int) -> bool:
    return j + 1 < len(tokens) and tokens[j + 1].kind == WORD


def _trailing(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Politeness at the end of a name; an unmarked final "a" is politeness only after a whole name."""
    token = tokens[j]
    if token.text[:1].isupper():
        return False
    if token.lower == "a":
        return j - i >= 3
    return (any(word_is(tokens, j, w) for w in _AFTER if w not in ("ạ",
        "á")) and token.lower != "vy") or token.lower in ("ạ", "á")


def _firm(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether unannounced words look enough like a name to be found inside a message."""
    count = sum(1 for t in tokens[i:end] if t.kind == WORD)
    if count < 2 or end - i > MAX_WORDS:
        return False
    if all(_capital(t) for t in tokens[i:end] if t.kind == WORD):
        return not _all_upper(tokens) or is_middle(tokens[i + 1])
    if any(_capital(t) for t in tokens[i + 1 : end]):
        return False
    rest_ok = not any(stop_fit(t) == 2 for t in tokens[i:end])
    return count >= 3 and rest_ok and tokens[i + 1].lower in ("văn", "thị", "van", "thi",
        "a") and surname_fit(tokens[i]) > 0


def _all_upper(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.kind == WORD]
    return len(words) > 4 and all(t.text.isupper() for t in words)


def _bare(msg: Message) -> Reading | None:
    """The whole message, politeness taken off, as a name."""
    tokens = msg.tokens
    i, end = 0, len(tokens)
    while i < end and (tokens[i].kind == MARK or (word_is(tokens, i, *_OPENING) and _more(tokens, i))):
        i += 1
    while i < end and word_is(tokens, i, *_WHO) and _more(tokens, i) and not _begins_name(tokens, i):
        i += 1
        while i < end and tokens[i].kind == MARK:
            i += 1
    while word_is(tokens, i, "là") and _more(tokens, i):
        i += 1
    stop = _extent(tokens, i)
    if stop <= i:
        return None
    after = [t for t in tokens[stop:] if t.kind != MARK]
    if stop < len(tokens) and (tokens[stop].kind == NUMBER or tokens[stop].text == "?") and not _other_fact(tokens, stop):
        return None
    if after and not _polite(after):
        return None
    if any(t.text in "?@/#" or t.kind == NUMBER for t in tokens):
        return None
    return _judge(msg, i, stop, led=False)


def _more(tokens: Sequence[Token], i: int) -> bool:
    return any(t.kind == WORD for t in tokens[i + 1 :])


def _begins_name(tokens: Sequence[Token], i: int) -> bool:
    """A word of address that begins a name: "Anh Thư" with both capitals, "Ba", "Con"."""
    return i == 0 and _capital(tokens[i]) and i + 1 < len(tokens) and _capital(tokens[i + 1]) and not surname_fit(tokens[i + 1])


def _polite(words: Sequence[Token]) -> bool:
    return all(word_is([t], 0, *_AFTER, *_OPENING, *_WHO) for t in words)


def _judge(msg: Message, i: int, end: int, led: bool) -> Reading | None:
    """Tokens ``i`` to ``end`` as a name, or None."""
    words = [t for t in msg.tokens[i:end] if t.kind == WORD]
    if not words or len(words) > MAX_WORDS or (end < len(msg) and msg.tokens[end].kind == NUMBER and msg.tokens[end].glued):
        return None
    if end < len(msg) and msg.tokens[end].kind == NUMBER and not _announced_fact(msg.tokens, end):
        return None
    value = _spell(msg, i, end)
    if len(value) > MAX_CHARS or not all(_nameable(t) for t in words):
        return None
    if not led and _known_as_other(value):
        return None
    if led and stop_fit(words[0]) == 2 and not _capital(words[0]):
        return None
    score = _score(msg, words, led)
    if score < 1.5:
        return None
    telexed = sum(t.telex for t in words)
    if (telexed and telexed < 2 and len(words) > 1) or (telexed and len(words) == 1):
        typed = _spell(msg, i, end, decoded=False)
        return make(KIND, msg, i, end, candidates=(value, typed), hint="ambiguous", score=0.6)
    if len(words) == 1 and "'" in words[0].text[1:-1]:
        return make(KIND, msg, i, end, value, score=0.8)
    if len(words) == 1 and not led and (stop_fit(words[0]) or score < 2):
        if stop_fit(words[0]) == 2:
            return None
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.4)
    if not led and len(words) == 2 and not any(_capital(t) or "'" in t.lower for t in words) and score < 3:
        # "mùa xuân", "vàng bạc": two small words may be a name or just words
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.5)
    if not led and len(words) == 1 and value.lower() in ("thái", "hoa", "co", "mạ"):
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.4)
    hint = None if has_marks(value.lower()) or _plainly_plain(words) else "no_diacritics"
    return make(KIND, msg, i, end, value, score=min(1.0, 0.4 + score / 8), hint=hint)


def _announced_fact(tokens: Sequence[Token], i: int) -> bool:
    """A number right after a name is fine when it begins a date ("Giàng A Páo 12/3/1995") or is a long number."""
    if word_is(tokens, i + 1, "tuổi"):
        return True
    return len(tokens[i].text) >= 4 or (i + 1 < len(tokens) and tokens[i + 1].text in "/-.")


def _score(msg: Message, words: Sequence[Token], led: bool) -> float:
    score = 3.0 if led else 0.0
    first = surname_fit(words[0])
    score += {2: 2.0, 1: 1.5, 0: 0.0}[first] if len(words) > 1 or led else 0.0
    if is_last_surname(words[-1]) and len(words) > 1:
        score += 2
    if len(words) > 1 and words[1].lower in ("văn", "thị", "van", "thi") and (first or len(words) > 2):
        score += 3
    elif len(words) > 2 and is_middle(words[1]):
        score += 1
    if len(words) > 4 and any(t.lower in ("thị", "văn", "thi", "van") for t in words[2:-1]):
        score += 2
    if words[0].lower == "thị" and len(words) > 1:
        score += 2
    if len(words) > 1 and all(_capital(t) for t in words) and not (len(words) > 3 and all(t.text.isupper() for t in words)):
        score += 2
    if len(words) == 1:
        score += 2.5 if _capital(words[0]) else 1.5
    for k, token in enumerate(words):
        quality = stop_fit(token)
        if not quality:
            continue
        if k == 0 and first == 2 and _capital(token) and len(words) > 1:
            continue
        given = k > 0 and _capital(token) and not token.text.isupper()
        if quality == 2:
            score -= 0.7 if given or (k == len(words) - 1 and k >= 2 and is_middle(words[k - 1])) else 3.0
        elif not msg.marked:
            score -= 0.4 if first and k else 0.9
    if len(words) > 5:
        score -= (len(words) - 5) * 0.7
    return score


def _nameable(token: Token) -> bool:
    """Letters that can be a syllable or a word of a name."""
    body = token.lower.replace("'", "")
    if not body or len(body) > 10:
        return False
    if len(body) == 1:
        return True
    if not any(c in "aeiouy" for c in token.fold):
        return bool(surname_fit(token)) or "'" in token.lower
    if is_plain_syllable(token.fold) or surname_fit(token) or has_marks(token.lower):
        return True
    runs = max(len(r) for r in _vowel_gaps(token.fold))
    return runs <= 3 and len(set(body)) > 1


def _vowel_gaps(folded: str) -> list[str]:
    gaps = [""]
    for c in folded:
        if c in "aeiouy":
            gaps.append("")
        else:
            gaps[-1] += c
    return gaps


def _spell(msg: Message, i: int, end: int, decoded: bool = True) -> str:
    """Title case that keeps a capital after an apostrophe ("K'Brếp") and capitals inside a word as given."""
    parts: list[str] = []
    tokens = msg.tokens[i:end]
    for k, token in enumerate(tokens):
        text = token.text if decoded or not token.telex else msg.original[token.start : token.end]
        if token.kind == MARK:
            parts.append(text)
            continue
        if parts and not (tokens[k - 1].kind == MARK):
            parts.append(" ")
        parts.append(title_word(text))
    return "".join(parts)


def title_word(word: str) -> str:
    """One word in title case; capitals inside a word and after "K'", "H'" stay as they are."""
    mixed = any(c.islower() for c in word) and any(c.isupper() for c in word[1:]) and word[0].isupper()
    if mixed:
        return word
    low = word.lower()
    head, mark, tail = low.partition("'")
    if mark and len(head) <= 2 and tail:
        return head.capitalize() + "'" + tail[0].upper() + tail[1:]
    return low[:1].upper() + low[1:]


def _plainly_plain(words: Sequence[Token]) -> bool:
    """A name that has no marks in its right spelling either ("Mai Anh", "Ly A Sang")."""
    if len(words) == 1:
        return False
    return words[0].lower in PLAIN_SURNAMES and all(t.lower in PLAIN_GIVEN for t in words[1:])


_OTHER_NAMES: Final[set[str]] = set()


def _known_as_other(value: str) -> bool:
    """A province or a people, not a person."""
    if not _OTHER_NAMES:
        _OTHER_NAMES.update(n.lower() for p in provinces() for n in (p.name, *p.say))
        _OTHER_NAMES.update(
            n.lower() for g in ethnic_groups() for n in (g.name, *g.spellings) if n.lower() not in ("thái",
                "hoa", "mai", "mạ", "co")
        )
        _OTHER_NAMES.update(n.lower() for c in countries() for n in (c.name, *c.say) if " " in n or c.code in ("LA", "KH"))
        _OTHER_NAMES.update(("viet nam", "trung quoc"))
    return value.lower() in _OTHER_NAMES
