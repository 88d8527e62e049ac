"""How the parts of a place are written: title case, letters as given, slips of the Telex keys put right."""

from __future__ import annotations

from nlu.text import MARK, NUMBER, Message, Token, decode_telex, is_plain_syllable
from nlu.values.name_shape import title_word
from nlu.values.place_parts import Segment
from nlu.values.place_syllables import known_syllable, repaired


def level_words(msg: Message, seg: Segment) -> str:
    """The level as written ("bản", "số nhà")."""
    return " ".join(t.text for t in msg.tokens[seg.first : seg.name] if t.kind != MARK)


def segment_name(msg: Message, seg: Segment) -> str:
    """The name of a part in title case, letters as given."""
    if (
        seg.province is not None
        and seg.last - seg.name == 1
        and len(msg.tokens[seg.name].fold) <= 5
        and not msg.tokens[seg.name].fold.startswith("hue")
    ):
        return seg.province.name  # "HCM", "HN": written out
    parts: list[str] = []
    tokens = msg.tokens[seg.name : seg.last]
    for k, token in enumerate(tokens):
        if token.kind == MARK:
            parts.append(token.text)
            continue
        if (
            parts
            and not (token.glued and k and tokens[k - 1].kind == MARK)
            and not (token.glued and tokens[k - 1].kind == NUMBER)
        ):
            parts.append(" ")
        parts.append(title_word(_letters(msg, token)))
    return "".join(parts).strip(" -/,")


def _letters(msg: Message, token: Token) -> str:
    """The letters meant: names of the highlands may look like Telex keys ("Ea Kar", "Pi Toong"), and a slip of the
    keys leaves no syllable ("Cairi"). The syllables of names that there are decide; where they do not, one such word
    among words with marks is taken as written."""
    typed = msg.original[token.start : token.end]
    if token.telex:
        if known_syllable(typed.lower()):
            return typed
        if known_syllable(token.lower):
            return token.text
        return typed if msg.marked or sum(t.telex for t in msg.tokens) == 1 else token.text
    if token.lower.isascii() and not is_plain_syllable(token.fold) and any(t.telex for t in msg.tokens):
        return repaired(token.lower) or token.text
    if token.lower.isascii() and any(t.telex for t in msg.tokens) and not known_syllable(token.lower):
        decoded = decode_telex(token.lower)  # "Bus" among words so written is Bú
        return decoded if decoded and known_syllable(decoded) else token.text
    return token.text
