"""What is said around a sum of money: that nothing was to pay, that it is a guess, a bound, or another sum than was
paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import Message, Phrases, is_filler
from nlu.text.lists import phrases
from nlu.values.date_parts import word_is
from nlu.values.doubt import is_doubtful
from nlu.values.figures import asked_back
from nlu.values.sums import Sum

_BOUNDS: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        tối đa, tối thiểu, ít nhất, nhiều nhất, không quá, không đến, chưa đến, chưa tới, không tới, gần, hơn,
        trên, dưới, ngoài, ngót, xấp xỉ, tầm, cỡ, độ, đổ lại, trở lên, trở xuống, gì đó, gì đấy, là cùng, chi
        đó, hay sao, đâu đó, có khi, khoảng, trở lại, kém, lẻ, thiếu, quãng, non, già, suýt, suýt soát, áng,
        phỏng, phỏng chừng, hơn kém, đổ lên, đổ xuống, đổ ra, trở ra, lên đến, lên tới, vượt, vượt quá, xêm xêm,
        cùng lắm, thấp nhất, cao nhất, rẻ nhất, đắt nhất, xê xích, chưa kể, chưa tính, không có, chưa có, nhớ
        mang máng, không chắc, chưa chắc, chừng
        """
    )
)  # fmt: skip
_UNREAL: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        nếu, giá mà, định, dự định, tính, sẽ, sắp, chuẩn bị, ai bảo, ai nói, người ta, hàng xóm, nhà bên, nhà
        bên cạnh, bên cạnh, người khác, năm ngoái, năm kia, hồi trước, trước đây, lần trước, đợt trước, trong
        túi, mang theo, trong ví, bảo là, nghe, đâu ra, lấy đâu, lấy đâu ra, làm gì có, ước, ước gì, giá như,
        thiếu mất, thối, thối lại, trả lại, hoàn lại, bớt, giảm bớt
        """
    )
)
"""What makes a sum another one than was paid: wished, told by or of others, of another time, carried along."""
_WRONG: Final = Phrases[bool](
    (p, True)
    for p in phrases("là sai, sai rồi, không đúng, là không đúng, thì không phải, trong túi, trong ví, mang theo")
)
_FREE: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        miễn phí, miễn lệ phí, miễn tiền, miễn thu, được miễn, miễn hết, miễn hoàn toàn, không mất tiền, không
        đồng, không mất phí, không mất đồng nào, không mất xu nào, không tốn tiền, không tốn đồng nào, không tốn
        xu nào, không thu tiền, không thu phí, không thu lệ phí, không thu đồng nào, không lấy tiền, không lấy
        phí, không phải đóng, không phải trả, không phải nộp, không phải mất tiền, không phải đóng tiền, không
        phải trả tiền, không phải nộp tiền, không phải đóng phí, không phải nộp phí, không phải nộp lệ phí, khỏi
        đóng, khỏi trả tiền, khỏi mất tiền, khỏi đóng tiền, không tính tiền, không tính phí, cho không, free,
        không mất gì, không có phí, không tốn kém gì, không có lệ phí, chẳng mất đồng nào, chẳng mất tiền, chả
        mất đồng nào, chả mất tiền
        """
    )
)  # fmt: skip
_ABOUT: Final = frozenset("~≈<>+")


def nothing_paid(msg: Message) -> tuple[int, int] | None:
    """ "không mất", "chả tốn gì", "không thu của em đồng nào": a denied payment of anything, in any words."""
    free = _FREE.scan(msg.tokens)
    if free:
        return free[0][0], free[0][1]
    tokens = msg.tokens
    for i in range(len(tokens) - 1):
        if not word_is(tokens, i, "không", "chẳng", "chả", "khỏi") or not word_is(tokens, i + 1, "mất", "tốn", "thu"):
            continue
        end = next((k + 1 for k in range(i + 2, min(i + 6, len(tokens))) if word_is(tokens, k, "nào", "gì")), i + 2)
        while word_is(tokens, end, "một", "xu", "đồng", "cắc", "tiền", "phí", "lệ"):
            end += 1
        if all(is_filler(t) for t in tokens[end:]):
            return i, end
    return None


def _unreal(msg: Message, only: Sum) -> bool:
    """Whether the one sum is another than was paid, or called wrong; after a full stop nothing is said of it."""
    around = [(f, last) for f, last, _, exact, _ in _UNREAL.scan(msg.tokens) if exact]
    wrong = any(first == only.last for first, _, _, _, _ in _WRONG.scan(msg.tokens))
    return wrong or any(
        last <= only.first and not any(msg.tokens[k].text in ".;" for k in range(last, only.first))
        for _, last in around
    )


def is_doubted(msg: Message, found: Sequence[Sum]) -> bool:
    """Whether the words around make the sum a guess, a bound or a question."""
    if is_doubtful(msg, "figure") or asked_back(msg) or (len(found) == 1 and _unreal(msg, found[0])):
        return True
    for first, last, _, exact, phrase in _BOUNDS.scan(msg.tokens):
        near = any(last == m.first or first == m.last for m in found)
        if near or (" " in phrase and exact):
            return True
    if any(msg.tokens[k].text in _ABOUT for m in found for k in (m.first - 1, m.last) if 0 <= k < len(msg)):
        return True
    return any(word_is(msg.tokens, k, "hoặc", "vài", "dăm", "trừ") for k in range(len(msg)))
