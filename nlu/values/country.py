"""Countries by what people call them. Value: ISO 3166-1 alpha-2."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text import MARK, WORD, Message, is_filler
from nlu.text.lists import phrases
from nlu.types import Context, Reading
from nlu.values.base import MAX_CANDIDATES, make, settle
from nlu.values.date_parts import word_is
from nlu.values.names_data import countries
from nlu.values.squash import SquashIndex

KIND: Final = "country"
_CUES: Final = ("tịch", "nước", "bên", "người", "sang", "qua")
_AROUND: Final = frozenset(
    {"quoc", "tich", "nuoc", "nguoi", "ben", "cong", "dan", "qt", "goc", "hay", "hoac", "mang", "sang", "o", "qua"}
)
_NEEDS_CUE: Final = frozenset(
    phrases(
        """
        anh, y, ao, uc, nga, duc, bi, trung, han, nhat, dai, phap, my, tau, lao, hung, us, dl, tq, viet, mien,
        sec, thai, sing, hn, nb, hq, uk, ca ta
        """
    )
)


@lru_cache(maxsize=1)
def _index() -> SquashIndex[str]:
    return SquashIndex((name, c.code) for c in countries() for name in (c.name, *c.say))


def _scan(msg: Message) -> list[tuple[Reading, bool, int, int]]:
    tokens = msg.tokens
    out: list[tuple[Reading, bool, int, int]] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind != WORD:
            i += 1
            continue
        hit = _index().at(tokens, i)
        if hit is None:
            i += 1
            continue
        end, names = hit
        codes = list(dict.fromkeys(code for code, _ in names))
        cue = word_is(tokens, i - 1, *_CUES) or (
            i > 1 and word_is(tokens, i - 1, "là") and word_is(tokens, i - 2, "tịch")
        )
        if len(codes) == 1:
            out.append((make(KIND, msg, i, end, codes[0]), cue, i, end))
        else:
            out.append(
                (make(KIND, msg, i, end, candidates=codes[:MAX_CANDIDATES], hint="ambiguous", score=0.5), cue, i, end)
            )
        i = end
    return out


def read(msg: Message, ctx: Context) -> Reading | None:
    """The one country the message names."""
    kept: list[Reading] = []
    found = _scan(msg)
    inside = {k for _, _, first, end in found for k in range(first, end)}
    for reading, cue, first, end in found:
        others = [
            t for k, t in enumerate(msg.tokens)
            if t.kind != MARK and k not in inside and t.fold not in _AROUND
        ]  # fmt: skip
        loud = [t for t in others if not is_filler(t)]
        word = " ".join(t.fold for t in msg.tokens[first:end])
        if word in _NEEDS_CUE and not cue and others and (loud or word in ("anh", "y", "ao", "bi", "my", "nga")):
            continue
        if loud and not cue and len(loud) > 2:
            continue
        kept.append(reading)
    return settle(KIND, msg, kept)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """Countries that are announced ("quốc tịch Lào", "bên Trung Quốc") or have a name of several words."""
    out = []
    for reading, cue, first, _ in _scan(msg):
        nationality = word_is(msg.tokens, first - 1, "tịch") or word_is(msg.tokens, first - 2, "tịch")
        if nationality or (
            cue and reading.value not in (None, "VN") and not word_is(msg.tokens, first - 1, "người", "qua")
        ):
            out.append(reading)
    return out
