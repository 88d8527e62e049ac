"""One of the options shown, by number, by order, or by part of its title. Value: index from 0.

What fits several options gives them as candidates; a denied option ("không phải cái đầu") gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlu.text import MARK, NUMBER, Message, Token, analyse, fits, fold, is_filler
from nlu.text.lists import words
from nlu.text.numbers import below_hundred
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make
from nlu.values.date_parts import word_is

KIND: Final = "choice"
_LEADS: Final = words(
    """
    số cái chọn câu ý mục phương lựa ô nút dòng thứ loại trường bấm nhấn điều
    """
)
_SECONDS: Final = ("án", "số", "hợp", "chọn", "thứ")
_NEGATIONS: Final = frozenset({"không", "chưa", "chẳng", "chả", "đừng", "trừ"})
_WEAK: Final = frozenset(
    {"có", "là", "và", "hoặc", "của", "để", "cho", "tại", "ở", "một", "các", "cái", "với", "làm", "đi", "ra"}
)


def read(msg: Message, ctx: Context) -> Reading | None:
    """The option meant; None without options."""
    if not ctx.options or not msg.tokens:
        return None
    by_text, first, last = _by_text(msg, ctx)
    if len(by_text) == 1:
        return make(KIND, msg, first, last, by_text[0])
    numbered = _by_number(msg.tokens, len(ctx.options))
    meant = tuple(dict.fromkeys(f[0] for f in numbered))
    if len(meant) > 1 and not by_text:
        if len(meant) > MAX_CANDIDATES or any(_denied(msg.tokens, f[1]) for f in numbered):
            return None
        return make(KIND, msg, numbered[0][1], numbered[-1][2], candidates=meant, hint="many", score=0.5)
    if len(meant) == 1:
        index, start, end, certain = numbered[-1]
        if _denied(msg.tokens, start) or (not certain and not _only(msg.tokens, start, end)):
            return None
        if by_text and index not in by_text:
            return make(
                KIND,
                msg,
                start,
                end,
                candidates=tuple(dict.fromkeys((*by_text, index)))[:MAX_CANDIDATES],
                hint="ambiguous",
                score=0.5,
            )
        return make(KIND, msg, start, end, index)
    if 1 < len(by_text) <= MAX_CANDIDATES:
        return make(KIND, msg, first, last, candidates=by_text, hint="ambiguous", score=0.5)
    return None


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The option a message names, if any."""
    reading = read(msg, ctx)
    return [reading] if reading else []


def _only(tokens: Sequence[Token], start: int, end: int) -> bool:
    return all(is_filler(t) for t in (*tokens[:start], *tokens[end:]))


def _denied(tokens: Sequence[Token], start: int) -> bool:
    return any(_negates(t) for t in tokens[max(0, start - 3) : start])


def _negates(token: Token) -> bool:
    return token.kind != MARK and any(fits(token.spoken, w) for w in _NEGATIONS)


def _by_number(tokens: Sequence[Token], count: int) -> list[tuple[int, int, int, bool]]:
    """Every ``(index, first token, end token, said as a choice)`` of "2", "số hai", "cái thứ ba", "cái cuối"."""
    found: list[tuple[int, int, int, bool]] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind == MARK:
            i += 1
            continue
        lead = i
        while word_is(tokens, lead, *_LEADS) or (lead > i and word_is(tokens, lead, *_SECONDS)):
            lead += 1
        led = lead > i
        place = _place(tokens, lead, count, led)
        if place is not None:
            found.append((place[0], i, place[1], True))
            i = place[1]
            continue
        if lead < len(tokens):
            number: tuple[int, int] | None = None
            if tokens[lead].kind == NUMBER and len(tokens[lead].text) <= 2:
                number = int(tokens[lead].text), lead + 1
            elif tokens[lead].kind == "word":
                number = below_hundred(tokens, lead)
                if number is None and word_is(tokens, lead, "nhất", "nhì"):
                    number = (1 if word_is(tokens, lead, "nhất") else 2), lead + 1
                    if not led:
                        number = None
            if number is not None and _figure_goes_on(tokens, number[1]):
                return []
            if number is not None and (led or tokens[lead].kind == NUMBER or _only(tokens, lead, number[1])):
                if not 1 <= number[0] <= count:
                    return []
                found.append((number[0] - 1, i, number[1], led))
                i = number[1]
                continue
        i = max(lead, i + 1)
    return found


def _figure_goes_on(tokens: Sequence[Token], end: int) -> bool:
    return (
        end + 1 < len(tokens)
        and tokens[end].kind == MARK
        and tokens[end].text in "/.,-:"
        and tokens[end + 1].kind == NUMBER
        and tokens[end + 1].glued
    )


def _place(tokens: Sequence[Token], i: int, count: int, led: bool) -> tuple[int, int] | None:
    """``đầu (tiên)``, ``cuối (cùng)``, ``ở giữa``, ``trên cùng``, ``kế cuối`` → ``(index, end)``."""
    if word_is(tokens, i, "đầu") and (led or word_is(tokens, i + 1, "tiên")):
        return 0, i + 2 if word_is(tokens, i + 1, "tiên") else i + 1
    if word_is(tokens, i, "kế", "áp", "gần") and word_is(tokens, i + 1, "cuối", "chót"):
        return (count - 2, i + 2) if count > 1 else None
    if word_is(tokens, i, "cuối", "chót", "sau") and (led or word_is(tokens, i + 1, "cùng")):
        return count - 1, i + 2 if word_is(tokens, i + 1, "cùng") else i + 1
    if word_is(tokens, i, "trên", "dưới") and (word_is(tokens, i + 1, "cùng", "đầu") or led):
        if not word_is(tokens, i + 1, "cùng", "đầu") and count != 2:
            return None
        end = i + 2 if word_is(tokens, i + 1, "cùng", "đầu") else i + 1
        return (0 if word_is(tokens, i, "trên") else count - 1), end
    if word_is(tokens, i, "giữa") and count % 2 == 1 and led:
        return count // 2, i + 1
    if word_is(tokens, i, "ở") and word_is(tokens, i + 1, "giữa") and count % 2 == 1:
        return count // 2, i + 2
    return None


@lru_cache(maxsize=512)
def _words(title: str) -> tuple[str, ...]:
    return tuple(t.lower for t in analyse(title).tokens if t.kind != MARK)


def _by_text(msg: Message, ctx: Context) -> tuple[tuple[int, ...], int, int]:
    """Options whose words the message uses: the whole title or alias first, then the longest shared part."""
    tokens = [(k, t) for k, t in enumerate(msg.tokens) if t.kind != MARK]
    best_score = 0.0
    winners: dict[int, tuple[int, int]] = {}
    for index, option in enumerate(ctx.options):
        top = (0.0, 0, 0)
        for text in (option.title, *option.say):
            words = _words(text)
            if words:
                top = max(top, _overlap(tokens, words))
        if top[0] <= 0:
            continue
        if top[0] > best_score + 1e-9:
            best_score, winners = top[0], {}
        if abs(top[0] - best_score) < 1e-9:
            winners[index] = (top[1], top[2])
    if not winners:
        return (), 0, 0
    first = min(s for s, _ in winners.values())
    last = max(e for _, e in winners.values())
    inside = {k for k, _ in tokens if first <= k < last}
    outside = [t for k, t in tokens if k not in inside]
    if any(_negates(t) for t in outside):
        return (), 0, 0
    content = [t for t in outside if not is_filler(t)]
    if best_score < 2 and len(content) > 2 * (last - first) + 1:
        return (), 0, 0
    return tuple(winners), first, last


def _overlap(tokens: Sequence[tuple[int, Token]], words: Sequence[str]) -> tuple[float, int, int]:
    """``(score, first, end)``: 2 + length for every word of the option in order, else the longest shared run of
    two words or more: one word ("nam", "người", "chưa") is in too many options to mean one, unless it is all that
    was said and half of a short option."""
    best = (0.0, 0, 0)
    own = {fold(w) for w in words}
    alone = sum(not is_filler(t) for _, t in tokens) <= 1
    meaning = sum(w not in _WEAK for w in words)
    for a in range(len(tokens)):
        if tokens[a][1].fold not in own and fold(tokens[a][1].spoken) not in own:
            continue
        for b in range(len(words)):
            run = 0
            exact = 0
            content = 0
            while a + run < len(tokens) and b + run < len(words):
                quality = max(
                    fits(tokens[a + run][1].spoken, words[b + run]), fits(tokens[a + run][1].lower, words[b + run])
                )
                if not quality:
                    break
                exact += quality == 2
                content += words[b + run] not in _WEAK and not (is_filler(tokens[a + run][1]) and len(words) > 1)
                run += 1
            if not run:
                continue
            first, end = tokens[a][0], tokens[a + run - 1][0] + 1
            if run == len(words):
                score = 2.0 + run + exact / 1000
            elif (
                content
                and (run >= 2 or (alone and meaning <= 2))
                and not any(w in _NEGATIONS for w in words[max(0, b - 2) : b])
            ):
                score = min(1.9, content * 0.3 + exact / 1000)
            else:
                continue
            best = max(best, (score, first, end))
    return best
