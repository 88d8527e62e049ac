"""What a speaker calls a number: "số điện thoại …", "cmnd …", "số nhà …"."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final

from nlu.text import MARK, NUMBER, Message, Phrases
from nlu.text.lists import phrases

_NAMES: Final[dict[str, str]] = {
    "phone": """
        số điện thoại, điện thoại, sđt, sdt, đt, sđth, số phone, phone, zalo, za lo, di động, số máy, số sim, sim,
        tel, hotline, tổng đài, đường dây nóng, số liên lạc, số liên hệ, alo, điện thoại bàn, máy bàn, fax, dthoai,
        đthoại
    """,
    "national_id": """
        căn cước, cccd, căn cước công dân, thẻ căn cước, số định danh, định danh, mã định danh, định danh cá nhân,
        ccccd, căn cước mới, thẻ cc, số cc, can cuoc cd, thẻ gắn chip, thẻ chip
    """,
    "old_id": """
        chứng minh, cmnd, cmt, cmtnd, chứng minh thư, chứng minh nhân dân, chứng minh cũ, cmnd cũ, số cmnd, giấy
        chứng minh, thẻ chứng minh, chứng minh thư cũ
    """,
    "paper": """
        giấy khai sinh, khai sinh, chứng sinh, giấy chứng sinh, khai tử, trích lục, bản án, quyết định, đăng ký kết
        hôn, giấy kết hôn, chứng nhận kết hôn, giấy chứng tử, chứng tử, số giấy
    """,
    "house": "số nhà, nhà số, sn nhà, hẻm, ngõ, ngách, kiệt, căn hộ, phòng số, thửa, thửa đất, tờ bản đồ",
    "other": """
        bảo hiểm, bhyt, bhxh, thẻ bảo hiểm, mã bảo hiểm, số bảo hiểm, bảo hiểm y tế, bảo hiểm xã hội, sổ bảo hiểm,
        mã số thuế, mst, mã thuế, tài khoản, số tài khoản, stk, tk ngân hàng, hộ chiếu, passport, hộ khẩu, sổ hộ
        khẩu, số hộ khẩu, biển số, biển số xe, biển xe, số xe, bằng lái, gplx, giấy phép lái xe, mã khách hàng, sổ
        đỏ, số báo danh, mã hồ sơ, số hồ sơ, seri, số seri, số sê ri, mã vận đơn, số thẻ ngân hàng, thẻ ngân hàng,
        mã otp, otp, mã pin, mật khẩu, số khung, số máy xe, mã sinh viên, mã học sinh, thẻ nhà báo, thẻ đảng, cân
        nặng, giờ sinh, số tiền, giá, lương, tiền điện, mã điện, mã nước, biên lai, hóa đơn, số lô, số đề, xổ số, vé
        số, số quyển, quyển số, tờ số, trang số
    """,
}  # fmt: skip
_LABELS: Final = Phrases[str]((p, kind) for kind, names in _NAMES.items() for p in phrases(names))
_REACH: Final = 9


@lru_cache(maxsize=64)
def labels(msg: Message) -> tuple[tuple[int, int, str], ...]:
    """Every name of a number in the message: ``(first, last, what it names)``."""
    return tuple(
        (first, last, kind)
        for first, last, kind, exact, p in _LABELS.scan(msg.tokens)
        if exact or " " in p or kind == "house"
    )


def label_of(msg: Message, first: int, last: int) -> str | None:
    """What the number in tokens ``first`` to ``last`` is called: by the name before it, nothing but words between; else
    by one right after it in brackets or after "là"."""
    found = labels(msg)
    at = bisect_right(found, first, key=lambda label: label[1]) if found else 0
    if at and first - found[at - 1][1] <= _REACH:
        between = msg.tokens[found[at - 1][1] : first]
        if all(t.kind != NUMBER and not (t.kind == MARK and t.text in ".;\n?!") for t in between):
            return found[at - 1][2]
    if at < len(found):
        between = msg.tokens[last : found[at][0]] if found[at][0] - last <= 3 else ()
        if between and (between[0].text == "(" or between[0].fold in ("la", "thi")):
            return found[at][2]
    return None
