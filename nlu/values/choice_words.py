"""What people say for the things that options are about: each line is one meaning, its words the same for a choice.

A meaning helps only where a title shown has a phrase of it, so that no meaning is ever offered that is not there.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from nlu.text import Phrases
from nlu.text.lists import phrases

_COUNTRIES: Final = phrases(
    "nhật, nhật bản, hàn, hàn quốc, đài, đài loan, mã lai, đức, úc, mỹ, trung quốc, nga, singapore, rumani, ả rập"
)
_GO: Final = ("đi", "sang", "qua")
_WED: Final = ("lấy chồng", "lấy vợ", "cưới chồng", "cưới vợ", "lấy", "cưới", "kết hôn với người", "cưới người")

_MEANINGS: Final[dict[str, str]] = {
    "self": """bản thân, cho bản thân, cho mình, cho tôi, cho tui, cho em, cho chính tôi, cho chính mình,
        của mình, cho tớ, tự xin cho mình, xin cho tôi""",
    "someone": """cho người khác, cho con, cho con tôi, cho con trai, cho con gái, cho vợ, cho chồng, cho bố,
        cho mẹ, cho cha, cho má, cho em gái, cho em trai, cho anh trai, cho chị gái, cho anh, cho
        chị, cho ông, cho bà, xin hộ, làm hộ, khai hộ, xin giùm, làm giùm, xin giúp, làm giúp, cho
        thằng, cho đứa, xin dùm, làm dùm, cho hàng xóm""",
    "father": "cha, bố, ba, tía, thầy, bọ, bố đẻ, cha đẻ, bố nó, ba nó, ông bố",
    "mother": "mẹ, má, u, bầm, mạ, mế, mẹ đẻ, mẹ nó, bà mẹ",
    "parents": """cha mẹ, bố mẹ, ba má, ba mẹ, bme, bm, cha và mẹ, bố và mẹ, cả cha mẹ, cả bố mẹ, cả cha lẫn
        mẹ, cả bố lẫn mẹ, mẹ và bố, thầy u, tía má, vợ chồng em, vợ chồng tôi, vợ chồng cháu""",
    "grandparents": """ông bà, ông nội, bà nội, ông ngoại, bà ngoại, nội, ngoại, ông bà nội, ông bà ngoại""",
    "relative": """người thân, người thân khác, họ hàng, cô dì, chú bác, cô ruột, chú ruột, bác ruột, dì ruột, cậu ruột,
        anh ruột, chị ruột, bà con, với dì, với cô, với chú, với bác, với cậu, với mợ, với thím""",
    "other": """khác, việc khác, nơi khác, chỗ khác, người khác, cho người khác, người thân khác, giấy tờ
        khác, giấy khác, mục đích khác, cái khác, không phải hai người này, không phải hai người,
        không phải ai, không ai cả, không phải mấy người này, không có ai trong đó""",
    "another person": """người khác, hàng xóm, láng giềng, bạn, bạn bè, người quen, người dưng, trưởng thôn, trưởng bản,
        trưởng ấp, tổ trưởng, cô giáo, thầy giáo, chủ trọ, người làng, đồng nghiệp, người giúp""",
    "at home": """việt nam, ở việt nam, tại việt nam, trong nước, nước mình, nước ta, ở quê, tòa huyện, tòa án huyện,
        tòa tỉnh""",
    "undecided": "chưa quyết định, chưa quyết, chưa biết, chưa nghĩ, chưa tính, chưa chọn, tính sau",
    "abroad": "nước ngoài, ở nước ngoài, bên kia biên giới, bên bển, bển, ngoại quốc, bên tây",
    "post": """bưu điện, qua bưu điện, gửi qua bưu điện, gửi bưu điện, bưu chính, bưu tá, gửi về nhà, gửi
        về tận nhà, gửi tận nhà, chuyển phát, chuyển phát nhanh, ship, ship về nhà, gửi về bản""",
    "commune": """tại xã, nhận tại xã, ra xã, lên xã, ở xã, xuống xã, đến xã, qua xã, tới xã, ủy ban, ủy ban
        xã, ubnd, một cửa, tự ra xã, ra ủy ban, lên ủy ban, lấy trực tiếp, nhận trực tiếp, đến lấy,
        ra lấy, lên lấy, lấy ở xã, nơi nhận hồ sơ của xã, tại ủy ban xã,
        tự đến, tự lên, tự ra, tới lấy, ra nhận, lên nhận, đến nhận""",
    "electronic": """điện tử, bản điện tử, thẻ điện tử, qua mạng, trên mạng, online, bản mềm, file, trên điện
        thoại, trong điện thoại, qua điện thoại, trên máy, trong máy, ứng dụng, app""",
    "email": "thư điện tử, email, gmail, mail, hộp thư, hòm thư, e mail, thư",
    "paper": """bằng giấy, bản giấy, thẻ giấy, cái giấy, bản cứng, thẻ cứng, cầm tay, in ra, giấy cầm, tờ
        giấy, giấy""",
    "loan": """vay vốn ngân hàng, vay vốn, vay tiền, vay ngân hàng, vay, ngân hàng, thế chấp, tín dụng, vay
        nợ, quỹ tín dụng, làm hồ sơ vay, vốn ngân hàng""",
    "land": """nhà đất, mua bán nhà đất, mua đất, bán đất, mua nhà, bán nhà, mua bán đất, mua bán nhà, sổ
        đỏ, làm sổ đỏ, bìa đỏ, sang tên, chuyển nhượng, đất đai, mảnh đất, thửa đất, miếng đất, tách
        thửa, tách sổ""",
    "work abroad": """đi làm nước ngoài, đi làm việc ở nước ngoài, xuất khẩu lao động, xklđ, xkld, đi xuất khẩu,
        lao động nước ngoài, đi nước ngoài làm, làm việc nước ngoài, làm ở nước ngoài, đi làm ở nước
        ngoài, đi lao động nước ngoài, lao động xuất khẩu""",
    "marry abroad": """kết hôn với người nước ngoài, kết hôn nước ngoài, cưới người nước ngoài, lấy chồng nước
        ngoài, lấy vợ nước ngoài, lấy chồng tây, lấy vợ tây, lấy người nước ngoài, lấy tây, kết hôn
        ở nước ngoài, lấy chồng ngoại quốc, lấy chồng bên kia""",
    "marry": "kết hôn, cưới, cưới vợ, cưới chồng, lấy vợ, lấy chồng, lập gia đình, đám cưới",
    "first": """lần đầu, lần đầu tiên, cấp mới, làm mới, xin mới, cấp lần đầu, chưa xin lần nào, chưa làm
        lần nào, chưa xin bao giờ, chưa làm bao giờ, chưa từng xin, chưa từng làm, chưa xin lần mô,
        chưa làm lần mô, chưa lần nào, chưa có lần nào, chưa bao giờ xin, chưa bao giờ làm, chưa xin
        hồi nào, lần thứ nhất, mới xin""",
    "again": """cấp lại, xin lại, làm lại, xin cấp lại, cũ mất, cũ hỏng, cũ rách, cũ hết hạn, mất giấy, mất
        cái cũ, mất rồi, bị mất, hết hạn, bị rách, bị hỏng, xin rồi, làm rồi, xin lần nữa, làm lần
        nữa, lần thứ hai, lần hai""",
    "card": "thẻ căn cước, căn cước, cccd, căn cước công dân, thẻ cccd, thẻ chip, thẻ gắn chip",
    "passport": "hộ chiếu, passport, quyển hộ chiếu",
    "stop": """dừng, dừng ở đây, dừng lại, nghỉ, thôi, nghỉ đã, dừng đã, không làm nữa, thôi không làm, tạm
        dừng, tạm nghỉ""",
    "go on": """làm tiếp, tiếp, tiếp tục, đi tiếp, khai tiếp, mần tiếp, tới luôn, làm nốt, hỏi tiếp, làm
        luôn, cứ tiếp, đi luôn""",
    "erase": "xóa hết, xóa, bỏ hết, hủy, hủy hết, xóa đi, xóa sạch, hủy bỏ, bỏ đi hết",
    "right": "đúng, đúng rồi, chuẩn, chuẩn rồi, chính xác, phải rồi, không sai, đúng hết, y vậy",
    "wrong": """sai, sai rồi, sửa lại, sai sửa lại, sửa, chưa đúng, không đúng, nhầm, nhầm rồi, chưa chuẩn,
        không phải vậy, bị sai, trật, trật rồi, lộn rồi, chưa chính xác, đọc sai, ghi sai, không
        chính xác""",
    "call": """gọi, gọi cho tôi, cán bộ gọi cho tôi, gọi điện, gọi lại, gọi em, gọi tôi, điện cho tôi, điện
        cho em, alo""",
    "later": """để sau, lúc khác, hôm khác, bữa khác, khi khác, để mai, mai, bữa sau, hôm sau, lát nữa, tí
        nữa, sau này, từ từ, để bữa khác, để hôm khác, để lúc khác, sau đi, dịp khác""",
    "mong": "tiếng mông, mông, hmông, tiếng hmông, mèo, tiếng mèo, tiếng dân tộc mông",
    "vietnamese": "tiếng việt, tiếng kinh, tiếng phổ thông, việt, kinh, phổ thông",
    "never married": """chưa đăng ký kết hôn, chưa kết hôn, chưa có vợ, chưa có chồng, chưa lấy vợ, chưa lấy chồng,
        chưa vợ, chưa chồng, độc thân, còn độc thân, chưa cưới, chưa lập gia đình, chưa đăng ký,
        chưa lấy ai, chưa cưới ai, chưa có gia đình""",
    "married": """đã đăng ký kết hôn, đã kết hôn, kết hôn rồi, có vợ rồi, có chồng rồi, đã có vợ, đã có chồng,
        có vợ, có chồng, lấy vợ rồi, lấy chồng rồi, đã lấy vợ, đã lấy chồng, cưới rồi, đăng ký rồi,
        đã đăng ký, có đăng ký, đăng ký kết hôn rồi, có gia đình, có gia đình rồi""",
    "divorced": """đã ly hôn, ly hôn, ly dị, ra tòa, bỏ nhau, thôi nhau, ly hôn rồi, đã ly dị, tòa xử, bỏ vợ,
        bỏ chồng, chia tay, ra tòa rồi""",
    "widowed": """vợ hoặc chồng đã mất, chồng mất, vợ mất, chồng tôi mất, vợ tôi mất, chồng em mất, vợ em mất,
        góa, góa vợ, góa chồng, chồng chết, vợ chết, mất chồng, mất vợ, chồng đã mất, vợ đã mất,
        chồng qua đời, vợ qua đời, ông xã mất, bà xã mất, chồng cháu mất, vợ cháu mất, nhà tôi mất""",
}  # fmt: skip


def _entries() -> list[tuple[str, str]]:
    out = [(phrase, meaning) for meaning, text in _MEANINGS.items() for phrase in phrases(text)]
    out += [(f"{go} {country}", "work abroad") for go, country in product(_GO, _COUNTRIES)]
    out += [(f"{go} {country} làm", "work abroad") for go, country in product(_GO, _COUNTRIES)]
    out += [(f"{at} {country}", "abroad") for at, country in product(("bên", "ở", "tại"), (*_COUNTRIES, "lào"))]
    out += [(f"{wed} {country}", "marry abroad") for wed, country in product(_WED, _COUNTRIES)]
    return out


MEANINGS: Final = Phrases[str](_entries())
"""Phrase → meaning, longest first; a phrase may stand in several meanings."""
