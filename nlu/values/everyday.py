"""Words of home and of chats in their plain form, for readers of plain answers: ``mô`` → ``đâu``, ``gấy`` → ``vợ``.

Only what a token says (``spoken``) changes; how it was written stays, so that names and places in the text are safe.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nlu.text import MARK, WORD, Message, Token, fits, fold, is_filler, place_tone
from nlu.text.lists import words

_GROUPS: Final = {
    # of the regions
    "sao": "răng", "đâu": "mô", "giờ": "chừ", "này": "ni nì nầy", "đó": "nớ lận", "kia": "tê", "vậy": "rứa",
    "vợ": "gấy dợ", "chồng": "nhôông nhông dôông", "tôi": "choa", "không": "nỏ hổng hỏng hem", "chứ": "chớ",
    "làm": "mần", "mẹ": "mạ bầm mế", "cha": "tía", "ông": "ổng", "bà": "bả", "anh": "ảnh", "nhật": "nhựt",
    "nhất": "nhứt", "bên": "bển", "thật": "thiệt", "vào": "vô", "hôn": "hun", "nhé": "hén hè hỉ nhen nka",
    # of chats
    "ạ": "ạk àk ak ah aj akk ạh", "gái": "girl gáj", "trai": "boy zai", "nước": "nc", "mình": "mk", "bạn": "bn",
    "chưa": "ch", "có": "cs", "người": "ngừi", "biết": "pt", "thôi": "thui thoai", "ý": "í", "ừ": "ukm ừa uhuh ưm ờm",
}  # fmt: skip
_PLAIN: Final = {form: word for word, forms in _GROUPS.items() for form in forms.split()}
_BARE_NG: Final = re.compile(r"[aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]g$")
_DRAWN: Final = re.compile(r"(.)\1{2,}")
_PARTICLES: Final = frozenset(
    words(
        """
        ạ nhé nha nè đó đấy ấy này chứ thôi mà thì là hà hả à luôn nhỉ rồi nghen nhen giúp hộ giùm dùm đi cả mình tôi
        cưng nạ mự thím o mệ dượng mợ dì thầy cậu
        """
    )
)
"""What ends or addresses a sentence and says nothing about the matter."""


def respelt(word: str) -> str:
    """A word as phones shorten it, in full: ``fái`` → ``phái``, ``Tiêg`` → ``tiêng``, ``nữữữ`` → ``nữ``."""
    word = _DRAWN.sub(r"\1", word)
    if word.startswith("f") and len(word) > 1 and word[1] != "a":
        word = "ph" + word[1:]
    return word[:-1] + "ng" if _BARE_NG.search(word) else word


@lru_cache(maxsize=16384)
def _said(spoken: str) -> str:
    plain = _PLAIN.get(spoken)
    return plain if plain is not None else _PLAIN.get(respelt(spoken), respelt(spoken))


@lru_cache(maxsize=256)
def everyday(msg: Message) -> Message:
    """The message with every token's ``spoken`` in plain words; its places and texts as they were."""
    tokens = tuple(_plain(t) if t.kind == WORD else t for t in msg.tokens)
    return Message(msg.original, tokens, msg.truncated)


def _plain(token: Token) -> Token:
    drawn = _DRAWN.search(token.text)  # tones are put elsewhere in a word drawn out
    said = _said(place_tone(respelt(token.text.lower())) if drawn else token.spoken)
    return token if said == token.spoken else token._replace(spoken=said)


@lru_cache(maxsize=16384)
def _says_nothing(spoken: str) -> bool:
    token = Token(WORD, spoken, spoken, fold(spoken), spoken, 0, 0, False)
    return is_filler(token) or any(fits(spoken, p) for p in _PARTICLES)


def idle(token: Token) -> bool:
    """Whether a token carries politeness, address or nothing at all, in any region's words."""
    return token.kind == MARK or is_filler(token) or _says_nothing(token.spoken)
