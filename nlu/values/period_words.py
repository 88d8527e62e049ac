"""Words that open and close a time: "từ lúc lọt lòng", "tới bữa ni", "vô Nam … dìa …"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import MARK, Message, Phrases, Token, is_filler
from nlu.text.lists import phrases, words
from nlu.values.date_parts import word_is

PRESENT: Final = Phrases[bool]((p, True) for p in phrases(
    """
    đến giờ, tới giờ, đến nay, tới nay, đến bây giờ, tới bây giờ, cho đến nay, cho tới giờ, hiện nay, hiện tại, bây
    giờ, đến hiện tại, tới hiện tại, đến hiện nay, vẫn ở, vẫn đang ở, còn ở, giờ vẫn ở, đến hôm nay, tới hôm nay,
    cho đến giờ, cho tới nay, giờ vẫn còn, đến h, đến chừ, tới chừ, đến bi giờ, đến nay luôn, đến lúc này, cho đến
    bây giờ, đang ở, vẫn ở đó, tới bi giờ, nay, giờ, tới h, đến bh, bh, đến bữa ni, tới bữa ni, đến bữa nay, tới bữa
    nay, đến bây chừ, tới bây chừ, bây chừ, chừ, hiện giờ, đến hiện giờ, tới hiện giờ, đến hôm ni, tới hôm ni, đến
    ngày nay, đến thời điểm này, đến lúc ni, cho đến hôm nay, cho tới bây giờ, hiện đang ở, tới lúc này, tới tận bây
    giờ, đến tận bây giờ, đến tận giờ, tới tận giờ, đến tận nay, mãi đến giờ, mãi tới giờ, suốt đến giờ, suốt tới
    giờ, đến rày, tới rày, tới nay luôn
    """
))  # fmt: skip
ALWAYS: Final = Phrases[bool]((p, True) for p in phrases(
    """
    từ trước đến nay, từ trước đến giờ, từ trước tới nay, từ trước tới giờ, xưa nay, từ xưa đến nay, từ xưa đến giờ,
    luôn ở, xưa giờ, từ trước giờ, từ xưa tới giờ, từ xưa tới nay, hồi nào tới giờ, hồi nào giờ, từ hồi nào tới giờ
    """
))  # fmt: skip
_LEADS: Final = ("từ", "kể", "tự", "hồi", "lúc", "khi", "thuở", "thủa", "ngày", "cái", "thời")
_BETWEEN: Final = words("cháu em tôi tui con mình tớ bé nó còn mới vừa vừa được cha mẹ bố đã mệ tau ta")
_ROOTS: Final = Phrases[bool]((p, True) for p in phrases(
    """
    nhỏ, bé, tấm bé, nhỏ xíu, bé tí, bé xíu, nhỏ tí, sinh, sinh ra, sanh ra, sanh, đẻ, đẻ ra, lọt lòng, ra đời, chào
    đời, đỏ hỏn, oe oe, trong bụng mẹ, sinh mẹ đẻ, bập bẹ, nhỏ tới lớn, bé đến lớn, nhỏ đến lớn, tấm bé đến lớn,
    chào đời ra, mới đẻ, nằm nôi, quấn tã, lọt lòng mẹ, sinh ra và lớn lên, sinh ra lớn lên
    """
))  # fmt: skip
_OF_OTHERS: Final = ("con", "cháu", "bé", "đứa", "thằng", "em", "được")
_OPENING: Final = Phrases[bool](
    (p, True) for p in phrases("sinh ra, đẻ ra, sanh ra, sinh ra và lớn lên, sinh ra lớn lên, sinh ra đã ở, lọt lòng")
)
_GENTLE: Final = words("dạ vâng thưa em cháu tôi tui con mình thì là ạ à ờ ừ đã")


def births(msg: Message) -> list[tuple[int, int]]:
    """Where the message says "since birth": ``(first, last)`` tokens."""
    tokens = msg.tokens
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        end = _birth_at(tokens, i)
        if end is None:
            i += 1
        else:
            out.append((i, end))
            i = end
    return out


def _birth_at(tokens: Sequence[Token], i: int) -> int | None:
    j = i
    while word_is(tokens, j, *_LEADS) and j - i < 4:
        j += 1
    if j == i:
        opening = _OPENING.at(tokens, i)
        if opening is None or not all(t.kind == MARK or word_is(tokens, k, *_GENTLE) for k, t in enumerate(tokens[:i])):
            return None
        return opening[0]
    k = j
    while word_is(tokens, k, *_BETWEEN) and k - j < 4:
        root = _ROOTS.at(tokens, k)
        if root is not None and not word_is(tokens, k + 1, "nhỏ", "bé"):
            break
        k += 1
    root = _ROOTS.at(tokens, k) if k < len(tokens) else None
    if root is None or (root[3] in ("sinh", "đẻ", "sanh") and word_is(tokens, root[0], *_OF_OTHERS)):
        return None
    return root[0]


_ARRIVES: Final = words("vào vô lên xuống sang đến tới đi nhập dọn chuyển bắt ra")
_LEAVES: Final = words("về dìa rời hết nghỉ thôi đi ra xong chuyển dọn")


def come_and_gone(msg: Message, first: int, between: tuple[int, int]) -> bool:
    """``vô Nam năm 2009, dìa năm 2015``: a word of coming before the first date (at ``first``), one of going between
    the two."""
    came = any(word_is(msg.tokens, k, *_ARRIVES) for k in range(max(0, first - 6), first))
    return came and any(word_is(msg.tokens, k, *_LEAVES) for k in range(*between))


_STAYS: Final = words(
    """
    ở trong hồi có chỉ mỗi một cả suốt nguyên đúng sống thuê trọ tại đó đấy thôi duy nhất vào lúc khi năm tháng ngày
    được hết trọn vẹn nhất làm việc tạm trú thường
    """
)
_EVENTS: Final = words(
    """
    sinh đẻ sanh cưới lấy chuyển vô lên xuống về dìa sang ra dọn rời mất bỏ cấp làm nhập tách bắt xong nghỉ học đi
    tuổi ly hôn kết đăng ký mua xây bán sửa con chồng vợ
    """
)


def stays_only(msg: Message, first: int, last: int) -> bool:
    """Whether the message says of the time in tokens ``first`` to ``last`` no more than living there."""
    placed = False
    for k, token in enumerate(msg.tokens):
        if first <= k < last or token.kind == MARK:
            continue
        placed = placed or word_is(msg.tokens, k, "ở", "tại", "sống", "trọ")
        if word_is(msg.tokens, k, *_EVENTS) and not word_is(msg.tokens, k, *_STAYS):
            return False
        if not (placed or word_is(msg.tokens, k, *_STAYS) or is_filler(token)):
            return False
    return True
