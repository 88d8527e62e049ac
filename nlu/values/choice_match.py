"""How far a message speaks of each option shown: by the words of its title and by other words of the same meaning.

A word counts by how few options have it. An option is dropped when all that speaks for it speaks for another one too,
which has more; what is left are the options that a message may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nlu.text import EXACT, LOOSE, MARK, Message, analyse, is_filler
from nlu.text.lists import words
from nlu.types import Option
from nlu.values.choice_heard import NOT_WORDS, Said, meanings_of, negates, places, polarity_of, word_fits
from nlu.values.choice_words import MEANINGS
from nlu.values.date_parts import word_is

WEAK: Final = frozenset(
    words("có là và hoặc của để cho tại ở một các cái với làm đi ra cùng đã này rồi thì hay bằng qua được vào")
)
_COMMON: Final = frozenset(
    words(
        """
        người giấy tờ thẻ việc nơi chỗ nhà nhận gửi lấy xin về năm tháng ngày sinh tự bản lần cán bộ tôi xã thứ
        tiếng tiếp lại hết đây
        """
    )
)
"""Words that stand in so many sentences that one of them alone means no option."""
_SHARED: Final = 0.4
_GENERIC: Final = 0.3
_SHORT: Final = 3


class Part(NamedTuple):
    """One part of a title: its ``meanings`` (none for a plain word), its ``words``; ``denied``, ``done``: said with
    "chưa", with "đã" before it."""

    meanings: frozenset[str]
    words: tuple[str, ...]
    denied: bool
    done: bool


class Match(NamedTuple):
    """An option and the message's tokens that speak for it; ``seen`` also those that speak for all. ``share``: how
    much of the title's weight they are; ``whole``: the title, an alias or a meaning of it is there in full;
    ``denied``: only with a "không" before it; ``named``: by its own words, not by others of the same
    meaning; ``literal``: ``EXACT`` for the title or an alias word by word, ``LOOSE`` with marks missing, else 0."""

    option: int
    tokens: frozenset[int]
    seen: frozenset[int]
    strength: float
    share: float
    whole: bool
    denied: bool
    named: bool = True
    literal: int = 0


@lru_cache(maxsize=1024)
def parts_of(text: str, plain: bool = False) -> tuple[Part, ...]:
    """The parts of a title; weak words only where it has no others. ``plain``: of an alias, which stands for its own
    words alone."""
    tokens = analyse(text).tokens
    out: list[Part] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind == MARK:
            i += 1
            continue
        hits = [] if plain else MEANINGS.all_at(tokens, i)
        denied = any(k >= 0 and negates(tokens[k]) for k in (i - 1, i - 2))
        done = word_is(tokens, i - 1, "đã") or word_is(tokens, i - 2, "đã")
        if hits:
            end = hits[0][0]
            said = tuple(t.lower for t in tokens[i:end])
            out.append(Part(frozenset(h[1] for h in hits), said, denied, done))
            i = end
            continue
        out.append(Part(frozenset(), (tokens[i].lower,), denied, done))
        i += 1
    strong = tuple(p for p in out if p.meanings or (p.words[0] not in WEAK and p.words[0] not in NOT_WORDS))
    return strong or tuple(out)


def matches(msg: Message, options: Sequence[Option]) -> list[Match]:
    """Every option that something in the message speaks for."""
    titles = [parts_of(o.title) for o in options]
    said = meanings_of(msg, {m for t in titles for p in t for m in p.meanings})
    own = [frozenset(m for p in t for m in p.meanings) for t in titles]
    out = []
    for index, option in enumerate(options):
        aliases = [parts_of(text, plain=True) for text in option.say]
        found = [_match(msg, said, index, parts, titles, own) for parts in (titles[index], *aliases)]
        runs = [_run(msg, index, text) for text in (option.title, *option.say)]
        best = max((m for m in (*found, *runs) if m), key=_rank, default=None)
        if best:
            out.append(best)
    return out


def _rank(m: Match) -> tuple[bool, int, int, float]:
    """What is not denied before what is, literal before other words, more of the message before less."""
    return not m.denied, m.literal, len(m.tokens), m.share


def _factor(part: Part, polarity: str, contrasted: bool) -> float:
    """How well what was said agrees with a title's "chưa" or "đã"; below 0 it denies the option."""
    if part.denied:
        return {"no": 1.0, "": 0.5, "yes": 0.0}[polarity]
    if polarity == "no":
        return -1.0
    return 0.5 if part.done and contrasted and polarity == "" else 1.0


def _weight(part: Part, index: int, titles: Sequence[Sequence[Part]], word: str | None) -> float:
    """1 for what one option alone has, less for what several have, nothing for what all have."""
    if word is None:
        strong = {w for w in part.words if w not in WEAK}
        plain = [{w for p in t if not p.meanings for w in p.words} for t in titles]
        having = sum(
            any(part.meanings & p.meanings for p in t) or bool(strong and strong <= own)
            for t, own in zip(titles, plain, strict=True)
        )
    else:
        having = sum(any(word in p.words for p in t) for t in titles)
    if having >= len(titles) > 1:
        return 0.0
    weight = 1.0 if having <= 1 else _SHARED
    return weight * _GENERIC if word in _COMMON else weight


def _match(
    msg: Message, said: Sequence[Said], index: int, parts: Sequence[Part], titles: Sequence[Sequence[Part]],
    own: Sequence[frozenset[str]],
) -> Match | None:  # fmt: skip
    covered: set[int] = set()
    seen: set[int] = set()
    strength = total = 0.0
    short = not msg.marked and len(msg) <= _SHORT  # "ong anh": nothing but a name without marks
    denied = meant = False
    for part in parts:
        contrasted = any(p.denied and p.words == part.words for t in titles for p in t)
        heard = [s for s in said if s.meaning in part.meanings]
        if part.meanings:
            weight = _weight(part, index, titles, None)
            total += weight
            if heard:
                factors = [(_factor(part, polarity_of(msg, s.first, s.last), contrasted), s) for s in heard]
                factor, best = max(factors, key=lambda f: f[0])
                denied = denied or factor < 0
                if factor > 0:
                    meant = True
                    strength += weight * factor * _trust(msg, best.exact)
                    for f, s in factors:
                        if f > 0:
                            covered.update(range(s.first, s.last))
                continue
        weights = {
            word: 0.0 if word in WEAK and (part.meanings or len(parts) > 1) else _weight(part, index, titles, word)
            for word in part.words
        }
        most, whole = max(weights.values()), sum(weights.values())
        for word, weight in weights.items():
            if not part.meanings:
                total += weight
            share = most / whole if part.meanings and whole else 1.0
            for k in places(msg, word):
                quality = word_fits(msg.tokens[k], word)
                polite = is_filler(msg.tokens[k]) and quality != EXACT and not short
                if not quality or polite or _meant_otherwise(said, k, index, own):
                    continue
                factor = _factor(part, polarity_of(msg, k, k + 1), contrasted)
                denied = denied or (factor < 0 and weight > _SHARED)
                if factor > 0:
                    seen.add(k)
                    if k not in covered:
                        strength += weight * factor * share * _trust(msg, quality == EXACT)
                    if weight:
                        covered.add(k)
                    break
    if not covered and not denied:
        return None
    share = strength / total if total else 0.0
    only_denied = denied and not strength
    return Match(
        index, frozenset(covered), frozenset(covered | seen), strength, share, share > 0.99, only_denied, not meant
    )


def _trust(msg: Message, exact: bool) -> float:
    """A word without marks in a message that has marks is most likely another word."""
    return 1.0 if exact or not msg.marked else 0.8


def _meant_otherwise(said: Sequence[Said], k: int, index: int, own: Sequence[frozenset[str]]) -> bool:
    """Whether token ``k`` belongs to a longer phrase that means another option ("mẹ" of "bố mẹ")."""
    return any(
        s.first <= k < s.last and s.last - s.first > 1 and s.meaning not in own[index]
        and any(s.meaning in o for o in own)
        for s in said
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    return tuple(t.lower for t in analyse(text).tokens if t.kind != MARK)


def _run(msg: Message, index: int, text: str) -> Match | None:
    """A title or an alias said word by word."""
    wanted = _words(text)
    if not wanted:
        return None
    for start in places(msg, wanted[0]):
        at = [k for k in range(start, min(start + 2 * len(wanted), len(msg))) if msg.tokens[k].kind != MARK]
        at = at[: len(wanted)]
        if len(at) == len(wanted) and all(word_fits(msg.tokens[k], w) for k, w in zip(at, wanted, strict=True)):
            exact = all(word_fits(msg.tokens[k], w) == EXACT for k, w in zip(at, wanted, strict=True))
            no = polarity_of(msg, at[0], at[-1] + 1) == "no"
            literal = EXACT if exact else LOOSE
            return Match(
                index, frozenset(at), frozenset(at), len(wanted) * _trust(msg, exact), 1.0, not no, no, True, literal
            )
    return None
