"""Whether words have the shape of a person's name, and how the name is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, NUMBER, WORD, Message, Token, has_marks, is_plain_syllable
from nlu.types import Reading
from nlu.values.base import make
from nlu.values.date_parts import word_is
from nlu.values.name_spelling import spellings
from nlu.values.name_words import (
    GIVEN_STOPS,
    PLACE_HEADS,
    PLAIN_GIVEN,
    PLAIN_SURNAMES,
    begins_whole,
    is_last_surname,
    is_middle,
    likely_surnames,
    stop_fit,
    surname_fit,
)
from nlu.values.names_data import countries, ethnic_groups, provinces

KIND: Final = "person_name"
MAX_WORDS: Final = 12
MAX_CHARS: Final = 100
_LONGEST_WORD: Final = 14
"""Letters of one word, in the names of neighbours ("Phommachanh")."""


def capital(token: Token) -> bool:
    """Whether a token begins with a capital."""
    return token.text[:1].isupper()


def judge(msg: Message, i: int, end: int, led: bool) -> Reading | None:
    """Tokens ``i`` to ``end`` as a name, or None."""
    words = [t for t in msg.tokens[i:end] if t.kind == WORD]
    if (
        not words
        or len(words) > MAX_WORDS
        or (end < len(msg) and msg.tokens[end].kind == NUMBER and msg.tokens[end].glued)
    ):
        return None
    if end < len(msg) and msg.tokens[end].kind == NUMBER and not _announced_fact(msg.tokens, end):
        return None
    half = (end - i) // 2
    if (end - i) == 2 * half and half > 1 and [t.lower for t in words[:half]] == [t.lower for t in words[half:]]:
        return judge(msg, i, i + half, led)  # said twice
    spelt = _spelt_out(words)
    if spelt:
        cut = next(k for k in range(i, end) if msg.tokens[k] is words[spelt - 1]) + 1
        return make(KIND, msg, i, end, candidates=(spell(msg, i, cut),), hint="ambiguous", score=0.5)
    value = spell(msg, i, end)
    if len(value) > MAX_CHARS or not all(_nameable(t) for t in words):
        return None
    if not led and (_known_as_other(value) or (words[0].lower in PLACE_HEADS and not surname_fit(words[0]))):
        return None
    if led and stop_fit(words[0]) == 2 and not capital(words[0]) and not begins_whole(words, 0):
        return None
    if len(words) == 1 and len(words[0].lower) == 1:
        return None
    score = _score(msg, words, led)
    if score < 1.5:
        return None
    telexed = sum(t.telex for t in words)
    if words[0].telex and surname_fit(words[0]) == 1 and len(words) > 1:
        # "Hof Vawn …": a key was missed, and no family is called Hò
        rest = value.split(" ", 1)[1]
        offers = [f"{title_word(n)} {rest}" for n in likely_surnames(words[0].lower)]
        return make(KIND, msg, i, end, candidates=(*offers[:2], value), hint="ambiguous", score=0.6)
    if telexed and any(not t.telex and len(t.fold) > 3 and not is_plain_syllable(t.fold) for t in words):
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.5)
    if (telexed and telexed < 2 and len(words) > 1) or (telexed and len(words) == 1):
        typed = spell(msg, i, end, decoded=False)
        return make(KIND, msg, i, end, candidates=(value, typed), hint="ambiguous", score=0.6)
    hint = "no_diacritics" if _lost_marks(value, words) else None
    if len(words) == 1 and "'" in words[0].text[1:-1]:
        return make(KIND, msg, i, end, value, score=0.8, hint=hint)
    if len(words) == 1 and not led and (stop_fit(words[0]) or score < 2):
        if stop_fit(words[0]) == 2:
            return None
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.4)
    if not led and len(words) == 2 and not any(capital(t) or "'" in t.lower for t in words) and score < 3:
        # "mùa xuân", "vàng bạc": two small words may be a name or just words
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.5)
    if not led and len(words) == 1 and value.lower() in ("thái", "hoa", "co", "mạ"):
        return make(KIND, msg, i, end, candidates=(value,), hint="ambiguous", score=0.4)
    return make(KIND, msg, i, end, value, score=min(1.0, 0.4 + score / 8), hint=hint)


def _spelt_out(words: Sequence[Token]) -> int:
    """How many words the name has before its last one is spelt ("lò thị mây mờ ây mây"); 0 when nothing is spelt."""
    if len(words) < 5 or words[-1].text[:1].isupper():
        return 0
    for k in range(2, len(words) - 2):
        if words[k].lower == words[-1].lower:
            return k + 1
    return 0


def _announced_fact(tokens: Sequence[Token], i: int) -> bool:
    """A number right after a name is fine when it begins a date ("Giàng A Páo 12/3/1995") or is a long number."""
    if word_is(tokens, i + 1, "tuổi"):
        return True
    if tokens[i].text == "2" and i + 1 < len(tokens) and tokens[i + 1].lower == "k" and tokens[i + 1].glued:
        return True  # "2k1": the year 2001
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
    if first and any("'" in t.lower[1:3] for t in words[1:]):
        score += 2
    if (
        len(words) > 1
        and all(capital(t) for t in words)
        and not (len(words) > 3 and all(t.text.isupper() for t in words))
    ):
        score += 2
    if len(words) == 1:
        score += 2.5 if capital(words[0]) else 1.5
    for k, token in enumerate(words):
        quality = stop_fit(token)
        if not quality:
            continue
        if k == 0 and first == 2 and capital(token) and len(words) > 1:
            continue
        given = k > 0 and capital(token) and not token.text.isupper()
        if k and token.lower in GIVEN_STOPS and (first or capital(token)):
            score -= 0.4
        elif quality == 2:
            score -= 0.7 if given or (k == len(words) - 1 and k >= 2 and is_middle(words[k - 1])) else 3.0
        elif not msg.marked:
            score -= 0.4 if first and k else 0.9
    if len(words) > 5:
        score -= (len(words) - 5) * 0.7
    return score


def _nameable(token: Token) -> bool:
    """Letters that can be a syllable or a word of a name."""
    body = token.lower.replace("'", "")
    if not body or len(body) > _LONGEST_WORD:
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


def spell(msg: Message, i: int, end: int, decoded: bool = True) -> str:
    """Title case that keeps a capital after an apostrophe ("K'Brếp") and capitals inside a word as given."""
    parts: list[str] = []
    tokens = msg.tokens[i:end]
    for k, token in enumerate(tokens):
        text = token.text if decoded or not token.telex else msg.original[token.start : token.end]
        if token.kind == MARK:
            parts.append(text)
            continue
        if parts and tokens[k - 1].kind != MARK:
            parts.append(" ")
        parts.append(title_word(text))
    return "".join(parts)


def title_word(word: str) -> str:
    """One word in title case; capitals inside a word and after "K'", "H'" stay as they are."""
    if word[0].isupper() and any(c.islower() for c in word):
        return word
    low = word.lower()
    head, mark, tail = low.partition("'")
    if mark and len(head) <= 2 and tail:
        return head.capitalize() + "'" + tail[0].upper() + tail[1:]
    return low[:1].upper() + low[1:]


def _lost_marks(value: str, words: Sequence[Token]) -> bool:
    """Without any mark though it is not plain in its right spelling either, or with marks on some words only."""
    if has_marks(value.lower()) or "'" in value:
        return bool(spellings(value))
    return not _plainly_plain(words)


def _plainly_plain(words: Sequence[Token]) -> bool:
    """A name that has no marks in its right spelling either ("Mai Anh", "Ly A Sang")."""
    return len(words) > 1 and words[0].lower in PLAIN_SURNAMES and all(t.lower in PLAIN_GIVEN for t in words[1:])


_OTHER_NAMES: Final[set[str]] = set()


def _known_as_other(value: str) -> bool:
    """A province or a people, not a person."""
    if not _OTHER_NAMES:
        _OTHER_NAMES.update(n.lower() for p in provinces() for n in (p.name, *p.say))
        _OTHER_NAMES.update(
            n.lower()
            for g in ethnic_groups()
            for n in (g.name, *g.spellings)
            if n.lower() not in ("thái", "hoa", "mai", "mạ", "co")
        )
        _OTHER_NAMES.update(
            n.lower() for c in countries() for n in (c.name, *c.say) if " " in n or c.code in ("LA", "KH")
        )
        _OTHER_NAMES.update(("viet nam", "trung quoc"))
    return value.lower() in _OTHER_NAMES
