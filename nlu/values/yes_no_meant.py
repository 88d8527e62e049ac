"""Words that mean the same as a question's, or the opposite: "ở cùng nhà không?" – "mỗi người một nơi"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from nlu.text import Message, Phrases
from nlu.text.lists import phrases
from nlu.values.date_parts import word_is

_MEANT: Final[tuple[tuple[tuple[str, ...], str, str], ...]] = (
    (
        ("cùng nhà", "ở cùng", "ở chung"),
        "ở chung, ở cùng, chung nhà, cùng nhà, một nhà, chung một nhà, ở với nhau, chung hộ khẩu, cùng hộ khẩu",
        """ở riêng, khác nhà, khác xã, khác bản, mỗi người một nơi, mỗi người một nhà, nhà ai nấy ở, dọn đi, ở xa nhau,
        ở nhà nội, ở nhà bố mẹ anh ấy, ở nhà anh ấy, không còn ở""",
    ),
    (
        ("còn nơi", "nơi khác không", "nơi nào khác"),
        "còn, còn nữa, còn một, một nơi nữa, thêm một, một chỗ nữa",
        """hết, hết rồi, hết trơn, thế thôi, vậy thôi, chỉ thế, chỉ có thế, có thế thôi, có thế, nhiêu đó, thế là đủ,
        đủ rồi, đấy thôi, không còn, hết sạch""",
    ),
    (
        ("từng", "có lúc nào"),
        """từng ở, chuyển về, chuyển đến, chuyển lên, chuyển xuống, chuyển vào, chuyển ra, chuyển hộ khẩu, cắt khẩu,
        trước ở, hồi trước ở, ở xã khác""",
        """ở đây suốt, suốt ở đây, vẫn ở đây, chỉ ở, chỉ có ở, ở đây thôi, một chỗ, ở đây từ bé, ở đây từ nhỏ,
        ở đây mãi, bản này mãi, ở yên, đi đâu""",
    ),
    (
        ("ly hôn",),
        "tòa xử, tòa cho, bỏ rồi, ra tòa rồi, ly dị, ly dị rồi",
        "ly thân, góa, chưa bỏ, không bỏ, phải bỏ, vẫn là vợ chồng, chưa ra tòa, vẫn ở với, rút đơn, còn vợ chồng",
    ),
    (
        ("bỏ rơi", "nhặt"),
        "nhặt được, nhặt ở, bị bỏ, bỏ ở, bỏ trước, bỏ rơi, bỏ lại",
        "đẻ ra, mình đẻ, con đẻ, phải nhặt, có bố mẹ, có đủ bố mẹ, có bố có mẹ",
    ),
    (
        ("bưu điện", "gửi"),
        "gửi về, gửi cho, gửi bưu điện, gửi giúp",
        "đến lấy, ra lấy, tự lấy, đi lấy, lên lấy, lên xã lấy, ra xã lấy",
    ),
    (("có nhập", "có làm", "có muốn"), "nhu cầu, nguyện vọng, có cần, cần làm", "để sau, chưa cần, sau cũng được"),
    (("có làm",), "làm giúp, làm giùm, làm hộ, làm luôn, làm cho", ""),
    (("trước ngày", "trước năm"), "", "ở vậy"),
    (
        ("không làm", "bỏ"),
        "bỏ đi, hủy, hủy đi, bỏ tờ này, thôi không làm, không làm nữa, xóa đi",
        "làm tiếp, vẫn làm, giữ lại, đừng bỏ, không bỏ, đừng xóa, không xóa, đừng hủy, không hủy, khai tiếp, cứ làm",
    ),
)  # fmt: skip
"""Words of a question; what says yes to it, and what says no."""
_DENY: Final = ("không", "chưa", "chẳng", "chả", "đừng", "đâu")


@lru_cache(maxsize=64)
def _phrases(question: str) -> Phrases[bool]:
    asked = question.lower()
    found = [(yes, no) for keys, yes, no in _MEANT if any(key in asked for key in keys)]
    return Phrases([(p, v) for pair in found for v, said in ((True, pair[0]), (False, pair[1])) for p in phrases(said)])


def meant_by(msg: Message, question: str | None) -> Iterator[bool]:
    """Every yes and no that such words say, turned round where they are denied."""
    if not question:
        return
    for first, _, yes, exact, phrase in _phrases(question).scan(msg.tokens):
        if not exact and " " not in phrase:
            continue
        denied = any(word_is(msg.tokens, k, *_DENY) for k in range(max(0, first - 3), first))
        yield yes and not denied
