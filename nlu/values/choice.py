"""One of the options shown, by number, by order, or by part of its title. Value: index from 0.

What fits several options gives them as candidates; a denied option ("không phải cái đầu") gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.cues import asks
from nlu.text import EXACT, MARK, NUMBER, Message, Token, analyse, fold, is_filler
from nlu.text.lists import words
from nlu.text.numbers import below_hundred
from nlu.types import Context, Reading
from nlu.values.base import CORRECTION, MAX_CANDIDATES, make
from nlu.values.choice_figures import by_hours, unlisted, whole_years
from nlu.values.choice_heard import negates
from nlu.values.choice_match import WEAK, Match, matches
from nlu.values.counting import MANY
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful

KIND: Final = "choice"
_LEADS: Final = words(
    """
    số cái chọn câu ý mục phương lựa ô nút dòng khung thứ loại trường bấm nhấn điều người tên tiếng vị
    """
)
_NAMED_LEADS: Final = words("xã bản ông bà hôm ngày buổi thẻ thôn")
"""Before "đầu" and "cuối" only: with a number these are names and dates."""
_SECONDS: Final = ("án", "số", "hợp", "chọn", "thứ")
_LEAST: Final = 0.12
"""Least strength of an option that a message may mean."""
_WORTH_ASKING: Final = 0.5
_NAMED: Final = 0.8
"""A word that one title alone has names it, when nothing else is said."""
_MOST_LEFT: Final = 9
_FEW_LEFT: Final = 2
"""So many words may be said beside a title in full, and beside the better part of one."""


def read(msg: Message, ctx: Context) -> Reading | None:
    """The option meant; None without options."""
    if not ctx.options or not msg.tokens:
        return None
    figures = by_hours(msg, ctx) or unlisted(msg, ctx)
    if figures is not None:
        return figures
    msg = whole_years(msg, ctx)
    found = matches(msg, ctx.options)
    meant = _meant(msg, found)
    numbered = _by_number(msg.tokens, len(ctx.options))
    if any(word_is(parts, k, "thứ") for parts in (analyse(o.title).tokens for o in ctx.options) for k in range(2)):
        numbered = [f for f in numbered if not word_is(msg.tokens, f[1], "thứ")]  # days of the week are shown
    inside = {k for m in meant for k in m.tokens}
    seen = {k for m in meant for k in m.seen}
    named = {k for m in meant if m.literal == EXACT for k in m.tokens}
    numbered = [f for f in numbered if msg.tokens[f[2] - 1].kind == NUMBER or not named.issuperset(range(f[1], f[2]))]
    if numbered and not all(f[3] and seen.issuperset(range(f[1], f[2])) for f in numbered):
        by_order = _ordered(msg, numbered, {m.option for m in meant if m.strength >= _WORTH_ASKING})
        if by_order is not None or not meant:
            return by_order
    if not meant:
        return _plain_no(msg, ctx)
    if len(meant) > MAX_CANDIDATES:
        return None
    options = tuple(m.option for m in meant)
    first, last = min(inside), max(inside) + 1
    if len(meant) == 1 and _sure(msg, meant[0], found):
        return make(KIND, msg, first, last, options[0])
    if len(meant) == 1 and meant[0].strength < _WORTH_ASKING:
        return None
    return make(KIND, msg, first, last, candidates=options, hint="ambiguous", score=0.5)


def _ordered(msg: Message, numbered: Sequence[tuple[int, int, int, bool]], by_text: set[int]) -> Reading | None:
    """The option said by its number or its place; with what the words say when that differs."""
    meant = tuple(dict.fromkeys(f[0] for f in numbered))
    if any(_denied(msg.tokens, f[1]) for f in numbered):
        return None
    index, start, end, certain = numbered[-1]
    if len(meant) > 1:
        if by_text or len(meant) > MAX_CANDIDATES:
            return None
        return make(KIND, msg, numbered[0][1], end, candidates=meant, hint="many", score=0.5)
    if not certain and not _only(msg.tokens, start, end):
        return None
    if by_text - {index}:
        options = tuple(dict.fromkeys((*sorted(by_text), index)))[:MAX_CANDIDATES]
        return make(KIND, msg, start, end, candidates=options, hint="ambiguous", score=0.5)
    if asks(msg.original) == 1.0:
        return make(KIND, msg, start, end, candidates=(index,), hint="ambiguous", score=0.5)
    return make(KIND, msg, start, end, index)


def _plain_no(msg: Message, ctx: Context) -> Reading | None:
    """A bare "không" or "chưa" where one title begins with that word: taken after a question that ends so."""
    said = [k for k, t in enumerate(msg.tokens) if not is_filler(t)]
    if len(said) != 1 or not word_is(msg.tokens, said[0], "không", "chưa"):
        return None
    word = "chưa" if word_is(msg.tokens, said[0], "chưa") else "không"
    titled = [i for i, o in enumerate(ctx.options) if word_is(analyse(o.title).tokens, 0, word)]
    if len(titled) != 1:
        return None
    if [t.spoken for t in analyse(ctx.question or "").tokens if t.kind != MARK][-1:] == [word]:
        return make(KIND, msg, said[0], said[0] + 1, titled[0])
    return make(KIND, msg, said[0], said[0] + 1, candidates=titled, hint="ambiguous", score=0.5)


def _meant(msg: Message, found: Sequence[Match]) -> list[Match]:
    """The options that remain when each has to be spoken for by something that no better one explains."""
    live = _latest(msg, [m for m in found if not m.denied and m.tokens and m.strength >= _LEAST])
    live = _word_by_word(msg, live)
    best = max(live, key=lambda m: m.strength, default=None)
    either = any(word_is(msg.tokens, k, "hoặc", "hay") for k in range(len(msg)))
    if best and not either:
        live = [m for m in live if m.whole or m.tokens == best.tokens or m.strength >= best.strength / 2]
    return [m for m in live if not any(_better(o, m, msg.marked) for o in live)]


def _word_by_word(msg: Message, live: list[Match]) -> list[Match]:
    """Beside several words said just as an option has them, the same words in another meaning and a bare "có" are no
    other option."""
    said = max((m for m in live if m.literal == EXACT), key=lambda m: len(m.tokens), default=None)
    if said is None or len(said.tokens) < 2:
        return live
    return [
        m for m in live
        if m.option == said.option
        or not ((not m.literal and m.tokens & said.tokens) or all(msg.tokens[k].lower in WEAK for k in m.tokens))
    ]  # fmt: skip


def _better(o: Match, m: Match, marked: bool) -> bool:
    """Whether ``o`` explains all that speaks for ``m`` and more, or the same in full; without marks "ba" may be
    "bà" as well."""
    if m.tokens < o.tokens or (m.tokens == o.tokens and o.literal > m.literal):
        return True
    return m.tokens == o.tokens and o.whole > m.whole and (marked or m.share < 0.5)


def _latest(msg: Message, live: list[Match]) -> list[Match]:
    """After "nhưng", "à nhầm" only what comes after counts."""
    cuts = [first for first, _, _, _, _ in CORRECTION.scan(msg.tokens)]
    cuts += [k for k in range(len(msg)) if word_is(msg.tokens, k, "nhưng", "song")]
    cuts += [k for k in range(1, len(msg) - 1) if msg.tokens[k].spoken == "thôi" and not _idle(msg.tokens[k + 1])]
    for cut in cuts:
        after = [m for m in live if max(m.tokens) >= cut]
        live = after or live
    return live


def _sure(msg: Message, m: Match, found: Sequence[Match]) -> bool:
    """Whether a title is there in full, or most of it with little else said, and nothing makes it a doubt."""
    left = [t for k, t in enumerate(msg.tokens) if k not in m.seen and not _idle(t)]
    either = any(k not in m.seen and word_is(msg.tokens, k, "hoặc", "hay") for k in range(len(msg)))
    asked = any(t.text == "?" for t in msg.tokens) or (0 < len(left) <= _MOST_LEFT and asks(msg.original) == 1.0)
    waits = any(k not in m.seen and word_is(msg.tokens, k, "chờ", "đợi") for k in range(len(msg)))
    if asked or either or waits:
        return False
    if not left:
        return m.whole or m.share >= 0.5 or m.strength >= _NAMED
    if is_doubtful(msg, "figure"):
        return False
    if any(o.denied for o in found) and not m.whole:
        return False
    if m.whole:
        return len(left) <= _MOST_LEFT
    beside = {k + step for k in m.seen for step in (-1, 1)} - m.seen
    other_name = any(0 <= k < len(msg) and msg.tokens[k] in left for k in beside)  # "ông Lò Văn Pản"
    return m.share >= 0.5 and len(left) <= _FEW_LEFT and not (m.named and other_name)


def _idle(token: Token) -> bool:
    """Politeness and small words, short forms as well."""
    if is_filler(token) or token.lower in WEAK:
        return True
    return token.spoken != token.lower and is_filler(token._replace(lower=token.spoken, fold=fold(token.spoken)))


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The option a message names, if any."""
    reading = read(msg, ctx)
    return [reading] if reading else []


def _only(tokens: Sequence[Token], start: int, end: int) -> bool:
    return all(is_filler(t) for t in (*tokens[:start], *tokens[end:]))


def _denied(tokens: Sequence[Token], start: int) -> bool:
    return any(negates(t) for t in tokens[max(0, start - 3) : start])


def _by_number(tokens: Sequence[Token], count: int) -> list[tuple[int, int, int, bool]]:
    """Every ``(index, first token, end token, said as a choice)`` of "2", "số hai", "cái thứ ba", "cái cuối"."""
    found: list[tuple[int, int, int, bool]] = []
    i = 0
    while i < len(tokens):
        if len(found) > MANY:
            return []
        if tokens[i].kind == MARK:
            i += 1
            continue
        lead = i
        while word_is(tokens, lead, *_LEADS) or (lead > i and word_is(tokens, lead, *_SECONDS)):
            lead += 1
        led = lead > i
        at = lead + 1 if word_is(tokens, lead, *_NAMED_LEADS) else lead
        place = _place(tokens, at, count, led or at > lead)
        if place is not None:
            found.append((place[0], i, place[1], True))
            i = place[1]
            continue
        if lead < len(tokens):
            number: tuple[int, int] | None = None
            if tokens[lead].kind == NUMBER and len(tokens[lead].text) <= 2:
                number = int(tokens[lead].text), lead + 1
            elif tokens[lead].kind == "word":
                number = None if tokens[lead].lower in ("lam", "nham") else below_hundred(tokens, lead)  # làm, nhầm
                if number is None and word_is(tokens, lead, "nhất", "nhì"):
                    number = (1 if word_is(tokens, lead, "nhất") else 2), lead + 1
                    if not led:
                        number = None
            if number is not None and _figure_goes_on(tokens, number[1]):
                return []
            if number is not None and not led and word_is(tokens, lead - 1, "tháng", "ngày", "năm", "tuổi", "lớp"):
                i = number[1]
                continue
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
    if word_is(tokens, i, "giữa") and count % 2 == 1 and (led or _only(tokens, i, i + 1)):
        return count // 2, i + 1
    if word_is(tokens, i, "ở") and word_is(tokens, i + 1, "giữa") and count % 2 == 1:
        return count // 2, i + 2
    return None
