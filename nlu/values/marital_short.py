"""A few words that only the question makes a marital status: "chưa" to "đã đăng ký kết hôn lần nào chưa?"."""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, Message, Token, analyse, fits, is_filler
from nlu.types import Context, Reading
from nlu.values.base import make

KIND: Final = "marital_status"
_ANSWERS: Final = (
    (("còn sống chung", "sống chung", "còn", "vẫn còn", "còn ở với nhau", "đang sống chung",
        "vẫn sống chung", "còn sống"), "married", ("sống chung", "còn sống")),
    (("mất", "mất rồi", "đã mất", "chết rồi", "qua đời rồi", "đã qua đời", "mất lâu rồi"), "widowed",
        ("mất", "qua đời", "chết")),
    (("ra tòa", "ra tòa rồi", "đã ra tòa", "tòa rồi"), "divorced", ("tòa",)),
    (("chưa", "chưa ạ", "chưa lần nào", "chưa bao giờ", "chưa hề", "chưa từng", "không", "không có",
        "chưa có"), "never_married", ("đăng ký kết hôn", "đăng kí kết hôn")),
    (("chưa bao giờ", "chưa lần nào", "chưa hề", "chưa từng", "chưa một lần", "chưa lần nào cả", "chưa bao giờ cả"),
        "never_married", ("vợ", "chồng", "kết hôn", "gia đình")),
)  # fmt: skip


def _polite(token: Token) -> bool:
    return is_filler(token) and token.spoken not in ("còn", "có")


def short_answer(msg: Message, ctx: Context) -> Reading | None:
    """A few words that only the question makes a status: "chưa" to "đã ra xã đăng ký kết hôn lần nào chưa?"."""
    question = " ".join(t.lower for t in analyse(ctx.question or "").tokens)
    words = [t for t in msg.tokens if t.kind != MARK]
    core = list(words)
    while core and _polite(core[0]):
        core.pop(0)
    while core and _polite(core[-1]):
        core.pop()
    if not core or len(core) > 4:
        return None

    def said(answers: tuple[str, ...]) -> bool:
        return any(
            len(core) == len(words) and all(fits(t.spoken, w) for t, w in zip(core, words, strict=True))
            for words in (a.split() for a in answers)
        )

    for answers, value, asked in _ANSWERS:
        if any(a in question for a in asked) and said(answers):
            if value == "never_married" and "chưa" not in question and not fits(core[0].spoken, "chưa"):
                continue
            return make(KIND, msg, 0, len(msg), value, score=0.85)
    if said(("rồi", "có", "có rồi", "đã", "đã rồi", "đăng ký rồi")) and "đăng ký kết hôn" in question:
        return make(KIND, msg, 0, len(msg), candidates=("married", "divorced", "widowed"), hint="ambiguous", score=0.5)
    return None
