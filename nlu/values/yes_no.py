"""Yes and no, in all their politeness. Value: bool.

"không biết", a question ("có được không?") and a double negation give nothing. A bare "rồi" or "chưa" answers
only a question that asks so; a bare "không" to a question that is itself negative is left open.
"""

from __future__ import annotations

from typing import Final

from nlu.text import MARK, Message, Phrases, Token, analyse, coverage, fits, fold, is_filler
from nlu.types import Context, Reading
from nlu.values.base import CORRECTION
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.everyday import everyday, idle
from nlu.values.whose import clause
from nlu.values.yes_no_echo import DOING, echoed, judged, opens_with_yes, said_by, wants_mending
from nlu.values.yes_no_words import OFTEN_ANOTHER, SIGNALS

KIND: Final = "yes_no"
LONGEST: Final = 160
"""Words and marks beyond which a message is no answer to a question of yes and no."""

Signal = tuple[int, int, str, bool, str]
_DOUBTS: Final = frozenset(
    tuple(fold(w) for w in p.split()) for p in ("có lẽ", "hình như", "không biết", "chưa biết", "không rõ", "có khi")
)
_OPENINGS: Final = ("có", "được", "không", "đúng", "phải")
"""Words that begin many a sentence that answers nothing: "không khí", "có ba con trâu", "đúng giờ"."""
_EMPHASIS: Final = (
    "hết",
    "luôn",
    "lun",
    "nghe",
    "chóc",
    "phóc",
    "không",
    "chưa",
    "phải",
    "đúng",
    "rồi",
    "cả",
    "đâu",
    "lâu",
    "quá",
)
_LEADS: Final = ("đã", "vẫn", "cũng", "đều", "giờ", "nay", "hiện", "bây", "bảo", "nói", "quên", "bên", "rồi")
"""Words that may come before a yes or no."""
_NEGATIONS: Final = ("không", "chưa", "đừng", "khỏi", "chẳng", "chả")
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
    if len(msg) > LONGEST:
        return None
    msg = everyday(msg)
    signs = {_SIGNS[t.text] for t in msg.tokens if t.text in _SIGNS}
    if all(t.kind == MARK for t in msg.tokens):
        if len(signs) != 1:
            return None
        return _reading(msg, signs.pop(), 0, len(msg.tokens), 0.8)
    asks_done, negative = _question_kind(ctx.question)
    tokens = list(msg.tokens)
    if _is_question(msg, tokens) or opens_with_yes(msg):
        return None
    signals = _signals(tokens)
    verdict = judged(msg, ctx.question)
    if verdict is False and wants_mending(msg):
        return _reading(msg, False, 0, len(tokens), 0.8)
    if any(s[2] == "open" for s in signals) or _slipped(tokens) or is_doubtful(msg, "state") or _unsaid(msg, signals):
        return None
    if verdict is not None:
        return _reading(msg, verdict, 0, len(tokens), 0.8)
    msg = _last_said(msg, signals)
    tokens = list(msg.tokens)
    at_head = _at_head(msg, ctx, _signals(tokens), asks_done, negative)
    if at_head is not None:
        return at_head
    again = echoed(msg, ctx.question, asks_done, negative)
    return _reading(msg, again, 0, len(tokens), 0.75) if again is not None else None


def _unsaid(msg: Message, signals: list[Signal]) -> bool:
    """A yes that a "but" takes back ("muốn, nhưng chồng không cho"), or a no denied ("không nhập không được")."""
    tokens = msg.tokens
    for k in range(1, len(tokens) - 1):
        if word_is(tokens, k, "nhưng", "song") or (word_is(tokens, k, "mà") and tokens[k - 1].kind == MARK):
            before = any(s[1] <= k and (s[2] == "yes" or s[4] in ("vâng", "ừ")) for s in signals)
            return before and any(word_is(tokens, i, "thôi", *_NEGATIONS) for i in range(k + 1, len(tokens)))
        if word_is(tokens, k - 1, "không") and word_is(tokens, k, "phải"):
            end = min(clause(msg, k)[1], k + 5)
            if any(word_is(tokens, i, *_NEGATIONS) for i in range(k + 1, end)):
                return True
        if word_is(tokens, k, "không") and word_is(tokens, k + 1, "được", "xong"):
            start, _ = clause(msg, k)
            if any(word_is(tokens, i, *_NEGATIONS) for i in range(start, k - 1)):
                return True
    return False


def _signals(tokens: list[Token]) -> list[Signal]:
    found = [s for s in SIGNALS.scan(tokens) if not _he(s, tokens)]
    return [s for s in found if not _means_another(s, tokens)]


def _last_said(msg: Message, signals: list[Signal]) -> Message:
    """The message from where the speaker takes back a yes or no: "có, à nhầm, không", "không, ý tôi là có"."""
    firm = [s for s in signals if s[2] in ("yes", "no")]
    cuts = {
        first + 1 if phrase.endswith("không") else last for first, last, _, _, phrase in CORRECTION.scan(msg.tokens)
    } | {k + 1 for k in range(len(msg)) if word_is(msg.tokens, k, "à", "ý", "ủa", "nhầm")}
    found = []
    for cut in sorted(cuts):
        before, after = {s[2] for s in firm if s[0] < cut}, {s[2] for s in firm if s[0] >= cut}
        if len(before) == len(after) == 1 and before != after:
            found.append(cut)
    cut = found[-1] if found else 0
    return Message(msg.original, msg.tokens[cut:], msg.truncated) if cut else msg


def _at_head(msg: Message, ctx: Context, signals: list[Signal], asks_done: bool, negative: bool) -> Reading | None:
    tokens = list(msg.tokens)
    firm = {s[2] for s in signals if s[2] in ("yes", "no")}
    aspect = {s[2] for s in signals if s[2] in ("done", "notyet")}
    polite = [s for s in signals if s[2] == "polite"]
    if firm == {"yes", "no"} and {s[4] for s in signals if s[2] == "yes"} == {"chắc chắn"}:
        firm = {"no"}
    value: bool | None = None
    if firm == {"yes"}:
        value = None if "notyet" in aspect else True
    elif firm == {"no"}:
        value = False
    elif not firm and len(aspect) == 1:
        value = ("done" in aspect) if asks_done else None
    elif any(t.spoken in ("hả", "hở", "nhỉ", "ha") or fits(t.spoken, "thôi") for t in tokens) and not firm:
        value = None
    elif not firm and not aspect and polite and all(idle(t) or is_filler(t) for t in tokens):
        value = True
    if value is None:
        return None
    deciding = [s for s in signals if s[2] != "polite"] or polite
    first = deciding[0][0]
    courteous = {k for s in polite for k in range(s[0], s[1])}
    asked = said_by(ctx.question)
    if not all(
        idle(t) or t.spoken in asked or word_is(tokens, k, *_LEADS) or k in courteous
        for k, t in enumerate(tokens[:first])
    ):
        return None
    if value and any(fits(t.spoken, "đâu") for t in tokens[first:]) and not word_is(tokens, first, *_NEGATIONS):
        return None  # "có ai đâu": a no in the shape of a yes
    if negative and (_bare(deciding) or (polite and not value)):
        return None
    matters = ("có", "được") if ctx.question else _OPENINGS
    if deciding[0][4].removeprefix("dạ ") in matters and not _about(msg, deciding[0][1], asked):
        return None
    if ctx.question and asks_done and {s[4] for s in deciding} == {"không phải"}:
        return None  # "đã có giấy chưa?" – "không phải con tôi"
    if deciding[0][4].removeprefix("dạ ") == "có" and any(
        word_is(tokens, k, "thôi") for k in range(first + 1, clause(msg, first)[1])
    ):
        return None  # "có đi học nội trú thôi"
    last = deciding[-1][1] if len({s[2] for s in deciding}) == 1 else deciding[0][1]
    score = 1.0 if all(s[3] for s in deciding) else 0.85
    if len(tokens) == 1 and tokens[0].fold == "dung" and tokens[0].lower == "dung":
        score = 0.7
    return _reading(msg, value, first, last, score)


def _about(msg: Message, first: int, asked: frozenset[str]) -> bool:
    """Whether the words right after a bare yes are the question's: "có sổ đỏ" is no answer to a question of homes."""
    words: list[int] = []
    for k in range(first, len(msg)):
        if msg.tokens[k].kind == MARK or len(words) > 2:
            break
        words.append(k)
    told = [k for k in words if not idle(msg.tokens[k]) and not word_is(msg.tokens, k, *_EMPHASIS)]
    return not told or any(fits(msg.tokens[k].spoken, w) for k in told for w in asked)


def _means_another(signal: Signal, tokens: list[Token]) -> bool:
    """Words that are no signal here: "gì" after a denial asks nothing, "cho" is cho before it is chờ, "có thẻ" a card,
    "phải hỏi" has to, "chỉ có" is no yes."""
    first, last, name, exact, phrase = signal
    if phrase == "gì":
        return (
            any(word_is(tokens, k, "không", "chưa", "chẳng") for k in range(max(0, first - 4), first))
            and (not word_is(tokens, first - 1, "có", "là", "biết", "không") or word_is(tokens, first - 2, *_NEGATIONS))
        )  # fmt: skip
    if phrase == "phải":
        return last < len(tokens) and (not idle(tokens[last]) or word_is(tokens, last, "đi", "hỏi"))
    if phrase == "đúng" and not exact and word_is(tokens, last, *DOING):
        return True  # "dung nhap" is đừng
    if name == "yes" and word_is(tokens, first - 1, "chỉ", "mới"):
        return True
    return name == "open" and not exact and phrase in OFTEN_ANOTHER


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
    said = [k for k, t in enumerate(tokens) if t.kind != MARK]
    cut = max((k for k, t in enumerate(tokens) if t.text in (",", ".") and said and k < said[-1]), default=-1)
    words = [t.spoken for t in tokens[cut + 1 :] if t.kind != MARK]
    if len(words) == 2 and words[1] in ("à", "hả", "hở") and words[0] in ("có", "không", "đúng", "phải", "được"):
        return True
    if len(words) > 2 and words[-2:] == ["sao", "không"]:
        return False  # "có chứ sao không"
    while words and words[-1] in ("ạ", "nhỉ", "vậy", "thế", "hả", "anh", "chị", "em", "cô", "chú", "bác", "ta"):
        words.pop()
    if len(words) > 1 and words[-1] == "nào" and words[-2] not in ("lần", "chỗ", "ai", "chút", "tí"):
        return not any(w in _NEGATIONS for w in words)
    if len(words) > 1 and words[-2] in ("thì", "chứ", "mà", "là"):
        return False  # "giấy kia thì không"
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
