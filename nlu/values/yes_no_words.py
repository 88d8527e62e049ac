"""Words that say yes, no, neither, or that something is done: what the reader of yes and no weighs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nlu.text import Phrases
from nlu.text.lists import phrases

_NEGATIONS: Final = ("không", "chưa", "chẳng", "chả", "không có", "chẳng có", "chả có", "không hề", "đâu có")
_YES: Final = phrases(
    """
    có, dạ đúng, vâng đúng, cũng đúng, có ạ, có chứ, có rồi, có mà, có đấy, có luôn, dạ có, đúng, đúng rồi, đúng vậy,
    đúng thế, đúng ạ, đúng y, đúng y chang, đúng hết, đúng cả, phải, phải rồi, phải đó, chuẩn, chuẩn rồi, chính xác,
    đồng ý, nhất trí, được, được rồi, được chứ, được luôn, thôi được, thôi được rồi, cũng được, ok, y vậy, oce, ô kê,
    oki vậy đó, thế đấy, hẳn rồi, tất nhiên, dĩ nhiên, đương nhiên, yes, yeah, yep, y chang, muốn, xác nhận, tán
    thành, bằng lòng, ưng, ưng rồi, đã đăng ký, đăng ký rồi, đã làm, làm rồi, cứ vậy, trúng, trúng phóc, đr, đã có,
    đúng là vậy, đúng như vậy, đúng như thế, chắc chắn rồi, chắc chắn, chắc rồi, chắc luôn, chứ sao, sao không, duyệt,
    chuẩn cơm mẹ nấu, chuẩn không cần chỉnh, làm đi, cứ làm đi, gửi đi, nộp đi, lưu đi, tốt, okê, được ạ, hợp lý,
    thuận, chấp thuận, chấp nhận, đồng tình, tự nguyện, sẵn sàng, thoải mái, cho phép, xin mời, cứ thế, đúng y như
    vậy, còn gì bằng
    """
)  # fmt: skip
_NO: Final = phrases(
    """
    không, không ạ, không có, không phải, không đúng, không đồng ý, không được, không cần, không muốn, không
    đâu, không hề, không bao giờ, chưa bao giờ, chưa từng, chưa lần nào, chưa hề, chưa có, chưa đúng, chưa phải,
    chưa được, sai, sai rồi, nhầm, nhầm rồi, lộn rồi, đâu có, có đâu, làm gì có, làm chi có, khỏi, khỏi cần, đã đâu,
    thôi khỏi, thôi không, chả có, chẳng có, chẳng, chả, không hề có, no, nope, từ chối, không ai, không ai cả,
    không còn, hết rồi, chưa đâu, không chịu, không thích, bậy, bậy rồi, đâu có, có đâu, không xác
    nhận, đâu phải, không nhất trí, không bằng lòng, chưa ưng, không ưng, chưa chính xác, không chính xác, trật, trật
    rồi, chưa đăng ký, không đăng ký, chưa làm, không phải vậy, không phải đâu, chưa đồng ý, không giống, phản
    đối, cấm, chưa cần, chưa chuẩn, không cho, không cho phép, không tự nguyện, không chấp nhận, không chấp thuận
    """
)  # fmt: skip
_FAULTS: Final = phrases(
    """
    sai, nhầm, sót, thiếu sót, sai sót, lệch, trật, phản đối, từ chối, ngại, ngại gì, phiền, phiền gì, ý kiến, ý kiến
    gì, vấn đề gì, vấn đề, thành vấn đề, thắc mắc, thắc mắc gì, gì sai, gì sai sót, gì nhầm, gì phản đối, gì phải sửa,
    chỗ nào sai, thấy chỗ nào sai, thấy sai, thấy sai gì, thấy gì sai, sai đâu, sao, sao đâu, sao cả, sao hết, điều gì
    sai
    """
)
"""What is a yes when it is denied."""
_KNOWING: Final = phrases(
    """
    biết, nhớ, còn nhớ, rõ, chắc, hiểu, nghe, nghe rõ, nghe kịp, thấy, để ý, quyết, nói, trả lời, dám chắc, rành, tin,
    kịp nghe, giỏi, đọc được, biết đọc, biết chữ, quan tâm, nghĩ ra, bàn, xem, kiểm tra, hẳn, dám nói, liên quan, hỏi
    """
)
"""Who denies these has answered nothing."""
_OPEN: Final = phrases(
    """
    để hỏi, để xem, để coi, tùy, tuỳ, sao cũng được, răng cũng được, nếu, chỉ trừ, trừ mỗi, thế nào cũng được, có hay
    không, có không, được không, phải không, đúng không, đúng chưa, được chưa, có chưa, không phải không, không phải
    là không, không phải không có, chưa chắc đã, chịu, bí, không thấy, là sao, nghĩa là gì, nửa có nửa không, vừa có
    vừa không, gì, sao, thế nào, bao nhiêu, bao lâu, ở đâu, khi nào, tại sao, vì sao, quên, quên mất, quên rồi, như
    nào, ra sao, nghe không, hay không, mấy, chắc có, chắc không, gần như, một phần, ai biết, hay là, có mấy, có lúc,
    lúc có lúc không, đang tính, bí mật, thôi để, từ từ, khoan, đợi, chờ, có ai không, đúng với sai, đúng hay sai, một
    nửa, 1 nửa, nửa, trừ khi, trừ, miễn là, với điều kiện, cho ai, của ai, hỏi chồng, hỏi vợ, hỏi con, hỏi bố, phải
    hỏi, nghĩ thêm, nghĩ đã, thì ai, thì sao
    """
)  # fmt: skip
_DONE: Final = ("rồi", "xong rồi", "đã xong", "rồi ạ")
_NOT_YET: Final = ("chưa", "chưa xong", "chưa ạ")


def _entries() -> Iterator[tuple[str, str]]:
    for name, listed in (("yes", _YES), ("no", _NO), ("open", _OPEN), ("done", _DONE), ("notyet", _NOT_YET)):
        yield from ((p, name) for p in listed)
    for no in _NEGATIONS:
        yield from ((f"{no} {fault}", "yes") for fault in _FAULTS)
        yield from ((f"{no} {knowing}", "open") for knowing in _KNOWING)
    yield from ((p, "polite") for p in ("dạ", "vâng", "vâng ạ", "ừ", "dạ vâng"))


SIGNALS: Final = Phrases[str](_entries())
"""Every such phrase: ``yes``, ``no``, ``open`` (no answer), ``done``, ``notyet``, ``polite`` (a yes when alone)."""
OFTEN_ANOTHER: Final = frozenset({"chờ", "mấy", "bí", "quên", "đợi", "khoan", "trừ", "sao", "nửa"})
"""Open words that an everyday word looks like without its marks."""
