"""A name told in parts: "họ Giàng, chữ đệm A, tên Páo"."""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, WORD, Message, Phrases
from nlu.types import Reading
from nlu.values.base import make
from nlu.values.date_parts import word_is
from nlu.values.name_lead import AFTER, WHO
from nlu.values.name_shape import KIND, spell
from nlu.values.name_words import stop_fit, surname_fit

_LABELS: Final = Phrases[str](
    [(p, "family") for p in ("họ", "họ là")]
    + [(p, "middle") for p in ("đệm", "lót", "chữ đệm", "chữ lót", "tên đệm", "tên lót", "chữ giữa", "chữ đệm là",
        "chữ lót là", "tên đệm là", "tên lót là", "đệm là", "lót là", "họ đệm")]
    + [(p, "given") for p in ("tên", "tên là", "tên chính", "tên chính là")]
    + [(p, "") for p in ("họ tên", "họ và tên", "họ chữ đệm tên", "họ tên là", "họ và tên là", "họ chữ đệm và tên",
        "tên đầy đủ", "tên đầy đủ là", "tên thật", "tên thật là")]
)  # fmt: skip


def told_apart(msg: Message) -> Reading | None:
    """The parts put together; without a word about the middle name the whole is only offered."""
    parts: dict[str, tuple[int, int]] = {}
    none = False
    begun = ended = -1
    for first, last, label, exact, _ in _LABELS.scan(msg.tokens):
        if not label or (msg.marked and not exact) or label in parts:
            continue
        if label == "middle" and _without(msg, first):
            none = True
            continue
        start, end = _words(msg, last)
        if label == "family" and not msg.marked and start + 1 < len(msg) and msg.tokens[start].lower in ("van", "thi"):
            return None  # "ho van lanh": Hồ Văn Lành
        if end == start or (
            label == "family" and not surname_fit(msg.tokens[start]) and not msg.tokens[start].text[:1].isupper()
        ):
            continue
        parts[label] = (start, end)
        begun = first if begun < 0 else begun
        ended = max(ended, end)
    if "family" not in parts or "given" not in parts:
        return None
    family, given = spell(msg, *parts["family"]), spell(msg, *parts["given"])
    if given.lower().startswith(f"{family.lower()} "):
        return make(KIND, msg, begun, ended, given, score=0.9)
    if "middle" in parts:
        return make(KIND, msg, begun, ended, f"{family} {spell(msg, *parts['middle'])} {given}", score=0.9)
    whole = f"{family} {given}"
    if none:
        return make(KIND, msg, begun, ended, whole, score=0.9)
    return make(KIND, msg, begun, ended, candidates=(whole,), hint="ambiguous", score=0.6)


def _words(msg: Message, start: int) -> tuple[int, int]:
    """The words behind a label: at a mark, at the next label, at politeness they end."""
    tokens = msg.tokens
    while start + 1 < len(tokens) and (
        tokens[start].text == ":" or (word_is(tokens, start, "là", *WHO) and not tokens[start].text[:1].isupper())
    ):
        start += 1
    end = start
    while (
        end < len(tokens)
        and tokens[end].kind == WORD
        and (end == start or not word_is(tokens, end, *AFTER))
        and stop_fit(tokens[end]) != 2
        and _LABELS.at(tokens, end) is None
    ):
        end += 1
    return start, end


def _without(msg: Message, i: int) -> bool:
    """ "không có chữ đệm"."""
    k = i - 1
    while k >= 0 and msg.tokens[k].kind != MARK and i - k <= 3:
        if word_is(msg.tokens, k, "không", "chẳng", "hổng"):
            return True
        k -= 1
    return False
