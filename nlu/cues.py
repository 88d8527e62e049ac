"""Words that show what kind of sentence something is, whatever the classifier thinks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, Phrases, Token, analyse, fold

_ASKING: Final = """
gì; bao nhiêu; bao lâu; bao giờ; bao xa; khi nào; lúc nào; hôm nào; ngày nào; thế nào; như nào; như thế nào;
ra sao; làm sao; tại sao; vì sao; sao lại; là sao; sao vậy; sao phải; ở đâu; đến đâu; chỗ nào; nơi nào;
xã nào; ai; những gì; mấy ngày; mấy tiền; mấy bản; mấy giờ; mấy hôm; mấy lần; mấy bữa; mấy tháng thì; mấy hồi;
được không; có được; phải không; có phải; có cần; cần không; có mất; mất không; có sao không; có bắt buộc;
hay không; giấy nào; loại nào; cái nào; hả; liệu; cho hỏi; hỏi là; cho tôi hỏi; cho em hỏi; cho cháu hỏi;
cho con hỏi; cho mình hỏi; muốn hỏi; hỏi chút; hỏi tí; để làm gì; răng; mần răng; chi rứa; đâu; thì sao; tính sao;
ghi sao; đi đâu; ra đâu; lên đâu; về đâu; nào hơn
"""
_ASKING_PHRASES: Final[Phrases[bool]] = Phrases((" ".join(p.split()), True) for p in _ASKING.split(";"))
_AT_END: Final = frozenset({"không", "chưa", "sao", "hả", "đâu", "à", "nhỉ", "hông"})
_OFTEN: Final = frozenset(
    {"goi", "quen", "di", "dau", "om", "uong", "bi", "danh", "noi", "dung", "o", "len", "ve", "lam", "la"}
)
"""What follows "hay" where it means often, or where it offers one's own correction."""
_AFTER_END: Final = frozenset(
    {"ạ", "vậy", "thế", "em", "anh", "chị", "cô", "chú", "bác", "ơi", "cán", "bộ", "ta", "nhỉ", "hả"}
)

_RESUMING: Final[Phrases[bool]] = Phrases(
    (p, True)
    for p in ("tiếp", "tiếp tục", "làm tiếp", "khai tiếp", "quay lại rồi", "đi tiếp", "hỏi tiếp", "trở lại rồi")
)


_LATER: Final[Phrases[bool]] = Phrases(
    (p, True)
    for p in (
        "mai", "ngày mai", "hôm sau", "hôm khác", "bữa khác", "bữa sau", "lúc khác", "khi khác", "lát nữa",
        "tí nữa", "chút nữa", "để chiều", "để tối", "để trưa",
        "chiều về", "tối về", "tuần sau", "dịp khác", "lúc nào rảnh", "khi nào rảnh",
    )
)  # fmt: skip


def asks(text: str) -> float:
    """How much a message looks like a question by its words: 0 nothing, 0.5 weakly (a question word that has other
    uses, or without diacritics), 1 plainly."""
    tokens = analyse(text).tokens
    words = [t for t in tokens if t.kind != MARK]
    if any(t.kind == MARK and t.text == "?" for t in tokens):
        return 1.0
    strength = 0.0
    never = any(t.spoken == "chưa" or t.fold == "chua" for t in words)
    for first, _, _, exact, phrase in _ASKING_PHRASES.scan(tokens):
        if first and tokens[first - 1].fold == "chu":
            continue  # "là nam chứ sao": more than certain
        if never and phrase in ("bao giờ", "ai", "đâu"):
            continue  # "chưa lấy ai bao giờ"
        plain = exact or " " in phrase
        strength = max(strength, 1.0 if plain and phrase not in ("ai", "đâu", "răng", "hả") else 0.5)
    if _either_or(words):
        strength = max(strength, 0.5)
    tail = [t.spoken for t in words]
    while len(tail) > 1 and tail[-1] in _AFTER_END:
        tail.pop()
    if len(tail) >= 3 and tail[-1] in _AT_END and fold(tail[-2]) != "chu":
        strength = max(strength, 0.5)
    if len(tail) >= 3 and tail[-1] in ("không", "khong") and {"có", "co"} & set(tail[:-2]):
        strength = 1.0  # "đi bộ đội có tính không"
    return strength


def _either_or(words: Sequence[Token]) -> bool:
    """``theo bố hay theo mẹ``; but "ở nhà hay gọi là Bé" tells what often happens."""
    return any(t.fold == "hay" and words[i + 2].fold not in _OFTEN for i, t in enumerate(words[1:-1]))


def resumes(text: str) -> bool:
    """Whether a message about pausing means going on: "làm tiếp", but not "để mai làm tiếp"."""
    tokens = analyse(text).tokens
    return bool(_RESUMING.scan(tokens)) and not _LATER.scan(tokens)


_NOT_KNOWING: Final[Phrases[bool]] = Phrases(
    (p, True)
    for p in (
        "không nhớ", "không biết", "không rõ", "chưa biết", "chưa rõ", "quên mất", "quên rồi", "chẳng nhớ",
        "chả nhớ", "hổng nhớ",
        "không còn nhớ", "không tìm thấy", "không có giấy", "mất giấy", "không có số", "hông nhớ",
        "hổng biết", "chẳng biết", "chả biết", "chả rõ", "chẳng rõ", "không thuộc", "chưa thuộc", "nhớ sao",
        "sao nhớ", "sao thuộc", "sao biết", "ai nhớ", "ai mà nhớ", "không hay", "quên hết", "quên sạch",
    )
)  # fmt: skip
_NOT_HAVING: Final[Phrases[bool]] = Phrases(
    (p, True) for p in ("không có", "chưa có", "hổng có", "chẳng có", "hông có")
)
_NOT_KNOWING_WORDS: Final = 7
"""A longer message tells something beside."""


def begins_not_knowing(text: str, having: bool = False) -> bool:
    """A short message that begins with not knowing: "không nhớ tên tòa", "dạ mất giấy rồi"; with ``having`` also
    with not having: "không có điện thoại"."""
    tokens = [t for t in analyse(text).tokens if t.kind != MARK]
    if not tokens or len(tokens) > _NOT_KNOWING_WORDS:
        return False
    cues = (_NOT_KNOWING, _NOT_HAVING) if having else (_NOT_KNOWING,)
    return any(first <= 2 for cue in cues for first, *_ in cue.scan(tokens))


def not_knowing(text: str) -> bool:
    """Whether a message says anywhere that something is not known."""
    return bool(_NOT_KNOWING.scan(analyse(text).tokens))
