"""Yes and no, in all their politeness. Value: bool.

"không biết", a question ("có được không?") and a double negation give nothing. A bare "rồi" or "chưa" answers
only a question that asks so; a bare "không" to a question that is itself negative is left open.
"""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, Message, Phrases, Token, analyse, coverage, fits, fold, is_filler
from nlu.text.lists import phrases
from nlu.types import Context, Reading
from nlu.values.date_parts import word_is
from nlu.values.everyday import everyday
from nlu.values.yes_no_echo import echoed, judged, opens_with_yes

KIND: Final = "yes_no"

_YES: Final = phrases(
    """
    có, dạ đúng, vâng đúng, cũng đúng, có ạ, có chứ, có rồi, có mà, có đấy, có luôn, dạ có, đúng, đúng rồi, đúng
    vậy, đúng thế, đúng ạ, đúng y, đúng hết, đúng cả, phải, phải rồi, phải đó, chuẩn, chuẩn rồi, chính xác, đồng
    ý, nhất trí, được, được rồi, được chứ, được luôn, thôi được, thôi được rồi, cũng được, ok, không sai, y vậy,
    vậy đó, thế đấy, hẳn rồi, tất nhiên, dĩ nhiên, đương nhiên, yes, yeah, yep, y chang, muốn, xác nhận, tán
    thành, bằng lòng, ưng, ưng rồi, đã đăng ký, đăng ký rồi, đã làm, làm rồi, không sai đâu, không sao,
    không vấn đề gì, không từ chối, cứ vậy,
    đã có, đúng là vậy, đúng như vậy, đúng như thế, chắc chắn rồi, chắc chắn, chớ sao, có chớ, sao không, duyệt,
    làm đi, cứ làm đi, gửi đi, nộp đi, lưu đi, tốt, okê, được ạ, hợp lý
    """
)  # fmt: skip
_NO: Final = phrases(
    """
    không, không ạ, không có, không phải, không đúng, không đồng ý, không được, không cần, không muốn, không
    đâu, không hề, không bao giờ, chưa bao giờ, chưa từng, chưa lần nào, chưa hề, chưa có, chưa đúng, chưa phải,
    chưa được, sai, sai rồi, nhầm, nhầm rồi, lộn rồi, đâu có, có đâu, làm gì có, làm chi có, khỏi, khỏi cần,
    thôi khỏi, thôi không, chả có, chẳng có, chẳng, chả, không hề có, no, nope, từ chối, không ai, không ai cả,
    không còn, hết rồi, chưa đâu, không chịu, không thích, bậy, bậy rồi, mô có, có mô, nỏ, nỏ có, không xác
    nhận, đâu phải, không nhất trí, không bằng lòng, chưa ưng, không ưng, chưa chính xác, không chính xác, trật
    rồi, chưa đăng ký, không đăng ký, chưa làm, không phải vậy, không phải đâu, chưa đồng ý, không giống, khác
    """
)  # fmt: skip
_OPEN: Final = phrases(
    """
    không biết, chưa biết, không nhớ, chưa nhớ, không rõ, chưa rõ, không chắc, chưa chắc, hình như, để hỏi, để
    xem, để coi, tùy, tuỳ, có thể, có lẽ, sao cũng được, răng cũng được, thế nào cũng được, có hay không, có không,
    được không, phải không, đúng không, đúng chưa, được chưa, có chưa, không phải không, không phải là không, không phải
    không có, chưa chắc đã, chịu, bí, quên, không hiểu, chưa hiểu, là sao, nghĩa là gì, có khi, không hẳn, nửa
    có nửa không, vừa có vừa không, gì, sao, thế nào, bao nhiêu, ở đâu, khi nào, tại sao, vì sao, như nào, ra
    sao, không nghe, nghe không, hay không, mấy, chắc là, chắc có, chắc không, gần như, một phần, không thấy, ai
    biết, biết đâu, hay là, có mấy, có lúc, lúc có lúc không, không dám chắc, không để ý, chưa quyết, đang tính,
    phân vân, không nói, bí mật, thôi để, từ từ, khoan, đợi, chờ, có ai không, đúng với sai, đúng hay sai, một
    nửa, 1 nửa, nửa, nếu, trừ khi, miễn là, với điều kiện
    """
)  # fmt: skip
_OFTEN_ANOTHER: Final = frozenset({"chờ", "mấy", "bí", "quên", "đợi", "khoan"})
_POLITE_YES: Final = ("dạ", "vâng", "vâng ạ", "ừ", "dạ vâng")
_ASPECT: Final = (
    ("rồi", True),
    ("chưa", False),
    ("xong rồi", True),
    ("đã xong", True),
    ("chưa xong", False),
    ("rồi ạ", True),
    ("chưa ạ", False),
)

_SIGNALS: Final = Phrases[str](
    [(p, "yes") for p in _YES] + [(p, "no") for p in _NO] + [(p, "open") for p in _OPEN]
    + [(p, "polite") for p in _POLITE_YES] + [(p, "done" if v else "notyet") for p, v in _ASPECT]
)  # fmt: skip
Signal = tuple[int, int, str, bool, str]
_DOUBTS: Final = frozenset(
    tuple(fold(w) for w in p.split()) for p in ("có lẽ", "hình như", "không biết", "chưa biết", "không rõ", "có khi")
)
_SIGNS: Final = {"👍": True, "👌": True, "✅": True, "✔": True, "👎": False, "❌": False, "✗": False}
_TAG: Final = Phrases[bool](
    (p, True) for p in ("phải không", "đúng không", "đúng chứ", "phải chứ", "đúng chưa", "đúng chớ")
)


def _question_kind(question: str | None) -> tuple[bool, bool]:
    """``(asks whether something is done already, is negative)``; without a question ``(True, False)``."""
    if not question:
        return True, False
    asked = analyse(question)
    words = [t.lower for t in asked.tokens]
    aspect = any(w in ("chưa", "rồi", "đã", "từng") for w in words)
    negative = False
    for first, _, _, _, _ in _TAG.scan(asked.tokens):
        # only the sentence the tag closes
        start = first
        while start and words[start - 1] not in (".", "?", "!", ":", ";", "\n"):
            start -= 1
        negative = negative or any(w in ("không", "chưa") for w in words[start:first])
    return aspect, negative


def read(msg: Message, ctx: Context) -> Reading | None:
    """The message as yes or no: by a word for it at its head, or by the question's own words."""
    msg = everyday(msg)
    tokens = list(msg.tokens)
    signs = {_SIGNS[t.text] for t in msg.tokens if t.text in _SIGNS}
    if all(t.kind == MARK for t in tokens):
        if len(signs) != 1:
            return None
        return _reading(msg, signs.pop(), 0, len(msg.tokens), 0.8)
    signals = [s for s in _SIGNALS.scan(tokens) if not _he(s, tokens)]
    verdict = judged(msg, ctx.question)
    if verdict is not None and not _is_question(msg, tokens):
        return _reading(msg, verdict, 0, len(tokens), 0.8)
    if any(s[2] == "open" for s in _surely(signals, tokens)) or _slipped(tokens) or _is_question(msg, tokens):
        return None
    if opens_with_yes(msg):
        return None
    at_head = _at_head(msg, ctx, tokens, signals)
    if at_head is not None:
        return at_head
    again = echoed(msg, None if _question_kind(ctx.question)[1] else ctx.question)
    return _reading(msg, again, 0, len(tokens), 0.75) if again is not None else None


def _at_head(msg: Message, ctx: Context, tokens: list[Token], signals: list[Signal]) -> Reading | None:
    firm = {s[2] for s in signals if s[2] in ("yes", "no")}
    aspect = {s[2] for s in signals if s[2] in ("done", "notyet")}
    polite = [s for s in signals if s[2] == "polite"]
    if firm == {"yes", "no"} and {s[4] for s in signals if s[2] == "yes"} == {"chắc chắn"}:
        firm = {"no"}
    asks_done, negative = _question_kind(ctx.question)
    value: bool | None = None
    if firm == {"yes"}:
        value = None if "notyet" in aspect else True
    elif firm == {"no"}:
        value = False
    elif not firm and len(aspect) == 1:
        value = ("done" in aspect) if asks_done else None
    elif not firm and not aspect and polite and all(is_filler(t) for t in tokens):
        value = True
    if value is None:
        return None
    deciding = [s for s in signals if s[2] != "polite"] or polite
    first = deciding[0][0]
    courteous = {k for s in polite for k in range(s[0], s[1])}
    if not all(is_filler(t) or fits(t.spoken, "đã") or k in courteous for k, t in enumerate(tokens[:first])):
        return None
    if value and any(fits(t.spoken, "đâu") for t in tokens[first:]):
        return None  # "có ai đâu": a no in the shape of a yes
    if negative and _bare(deciding):
        return None
    last = deciding[-1][1] if len({s[2] for s in deciding}) == 1 else deciding[0][1]
    score = 1.0 if all(s[3] for s in deciding) else 0.85
    if len(tokens) == 1 and tokens[0].fold == "dung" and tokens[0].lower == "dung":
        score = 0.7
    return _reading(msg, value, first, last, score)


def _surely(signals: list[Signal], tokens: list[Token]) -> list[Signal]:
    """The signals without those that an everyday word only may be: "cho" is cho before it is chờ, "có thẻ" a card,
    and "gì" after a denial asks nothing."""
    return [s for s in signals if s[2] != "open" or not _means_another(s, tokens)]


def _means_another(signal: Signal, tokens: list[Token]) -> bool:
    first, _, _, exact, phrase = signal
    if phrase == "gì":
        return (
            any(word_is(tokens, k, "không", "chưa", "chẳng") for k in range(max(0, first - 4), first))
            and not word_is(tokens, first - 1, "có", "là", "biết", "không")
        )  # fmt: skip
    return not exact and (phrase in _OFTEN_ANOTHER or _card(signal, tokens))


def _card(signal: Signal, tokens: list[Token]) -> bool:
    """``có thẻ bảo hiểm``, with or without marks."""
    if signal[4] != "có thể":
        return False
    return tokens[signal[1] - 1].lower == "thẻ" or word_is(
        tokens, signal[1], "bảo", "căn", "của", "rồi", "bhyt", "cứng"
    )


def _he(signal: Signal, tokens: list[Token]) -> bool:
    """``no`` in a sentence is nó before it is nỏ or English."""
    return tokens[signal[0]].lower == "no" and not all(is_filler(t) or t.lower == "no" for t in tokens)


def _slipped(tokens: list[Token]) -> bool:
    """Whether a doubt is typed with one Telex key too many ("cos leex" is có lẽ): a doubt is heard more readily than
    an answer."""
    said = [t.fold for t in tokens if t.kind != MARK]
    if not any(t.telex for t in tokens):
        return False
    return any(tuple(said[k : k + 2]) in _DOUBTS for k in range(len(said) - 1))


def _bare(deciding: list[Signal]) -> bool:
    return all(s[4] in ("không", "có", "không ạ", "có ạ", "không có", "chưa", "rồi", "dạ có") for s in deciding)


def _is_question(msg: Message, tokens: list[Token]) -> bool:
    """``có … không``, ``… chưa?``, ``… à?``, or a question mark."""
    if any(t.text == "?" for t in msg.tokens):
        return True
    words = [t.spoken for t in tokens if t.kind != MARK]
    if len(words) > 2 and words[-2:] == ["sao", "không"]:
        return False  # "có chứ sao không"
    while words and words[-1] in ("ạ", "nhỉ", "vậy", "thế", "hả", "anh", "chị", "em", "cô", "chú", "bác", "ta"):
        words.pop()
    if len(words) < 2 or not (fits(words[-1], "không") or fits(words[-1], "chưa")):
        return False
    if any(fits(w, "có") or w == "đã" for w in words[:-1]):
        return True
    return len(words) > 3 and not all(is_filler(t) for t in [t for t in tokens if t.kind != MARK][: len(words) - 1])


def _reading(msg: Message, value: bool, first: int, last: int, score: float) -> Reading:
    start, end = msg.tokens[first].start, msg.tokens[last - 1].end
    return Reading(KIND, value, (), start, end, score, coverage(msg, first, last) or 1.0, None)


def find(msg: Message, ctx: Context) -> list[Reading]:
    """The yes or no that a message opens with, if any."""
    reading = read(msg, ctx)
    return [reading] if reading else []
