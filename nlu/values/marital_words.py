"""What people say about having or not having a husband or wife, as signals; the reader weighs them."""

from __future__ import annotations

from typing import Final

from nlu.text import Phrases
from nlu.text.lists import phrases, words

_NEVER_YET: Final = (
    "chưa",
    "chưa từng",
    "chưa bao giờ",
    "chưa hề",
    "chưa lần nào",
    "chưa đi",
    "chưa từng đi",
    "chưa được",
)
_JOINED: Final = phrases(
    """
    có vợ, có chồng, lấy vợ, lấy chồng, lấy ai, lấy được vợ, lấy được chồng, kết hôn, cưới, cưới ai, cưới vợ, lập gia
    đình, lập gia thất, có gia đình
    """
)
_SIGNED: Final = phrases("đăng ký, đăng ký kết hôn, đăng ký kết hôn với ai, đăng ký với ai, làm giấy kết hôn")
NEVER: Final = tuple(f"{no} {joined}" for no in _NEVER_YET for joined in _JOINED) + phrases(
    """
    vợ chưa có, chồng chưa có, độc thân, còn độc thân, đang độc thân, chưa vợ, chưa chồng, chưa có vợ, chưa có chồng,
    chưa lấy vợ, chưa lấy chồng, chưa lấy ai, chưa kết hôn, chưa cưới, chưa cưới vợ, chưa cưới ai, chưa lập gia đình,
    chưa có gia đình, chưa có vợ con, chưa có chồng con, chưa vợ con, chưa chồng con, trai tân, gái chưa chồng, trai
    chưa vợ, chưa kết hôn lần nào, chưa từng kết hôn, chưa từng lấy vợ, chưa từng lấy chồng, chưa bao giờ kết hôn,
    chưa bao giờ lấy vợ, chưa bao giờ lấy chồng, chưa có ai, chưa kết hôn với ai, còn son, còn ế, ế, ế vợ, ế chồng,
    chưa có gđ, chưa vợ chồng gì, single, chưa từng cưới, chưa bắt vợ, chưa bắt chồng, chưa dựng vợ, chưa gả, chưa ai
    lấy, chưa có đôi, fa, chưa lấy vợ lấy chồng, chưa gia đình, chưa từng có vợ, chưa từng có chồng, chưa cưới xin gì,
    chưa cưới hỏi
    """
)  # fmt: skip
NOT_NOW: Final = phrases(
    """
    vợ không có, chồng không có, không có vợ, không có chồng, không vợ, không chồng, ở một mình, sống một mình, một
    mình, ở vậy, mẹ đơn thân, đơn thân, hết hôn nhân, không ràng buộc
    """
)
MARRIED: Final = phrases(
    """
    vẫn là vợ chồng, còn là vợ chồng, vợ có rồi, chồng có rồi, có vợ, có chồng, có vợ rồi, có chồng rồi, đã có vợ, đã
    có chồng, đang có vợ, đang có chồng, lấy vợ rồi, lấy chồng rồi, đã lấy vợ, đã lấy chồng, đã kết hôn, kết hôn rồi,
    đã lập gia đình, lập gia đình rồi, có gia đình, có gia đình rồi, đã có gia đình, đang có vợ chồng, có vợ con, có
    chồng con, có vợ có con, có gđ, có gđ rồi, vợ chồng còn sống chung, còn sống với chồng, còn sống với vợ, đang sống
    với vợ, đang sống với chồng, đang ở với chồng, đang ở với vợ, còn chồng, còn vợ, đã có vợ con, đang kết hôn, có vợ
    hợp pháp, có chồng hợp pháp, đang có hôn nhân, vợ còn, chồng còn, đã có gđ, married
    """
)  # fmt: skip
WEDDING: Final = phrases(
    """
    chung sống, chung sống với nhau, lấy ổng, lấy ông ấy, lấy bả, lấy bà ấy, cưới rồi, đã cưới, lấy nhau, cưới nhau,
    cưới vợ, cưới chồng, lấy vợ, lấy chồng, cưới, cưới hỏi, ở với nhau, sống với nhau, sống chung, về ở với nhau, về
    với nhau, nên vợ nên chồng, làm đám cưới, bắt vợ, bắt chồng, cưới xin, thành vợ chồng, ăn ở với nhau, sống như vợ
    chồng, ở chung, ở cùng nhau, theo chồng, góp gạo thổi cơm chung, kéo vợ, ăn hỏi, đám cưới, làm lễ cưới, về một
    nhà, ăn ở
    """
)  # fmt: skip
REGISTERED: Final = phrases(
    """
    giấy có, có giấy của xã, xã làm giấy, xã cấp giấy, đk kh, đã ghi chú kết hôn, đã đăng ký kết hôn, đăng ký kết hôn
    rồi, có đăng ký kết hôn, có đăng ký, đã đăng ký, đăng ký rồi, có giấy kết hôn, có giấy đăng ký kết hôn, có giấy
    đăng ký, có giấy chứng nhận kết hôn, đã làm đăng ký, có hôn thú, đã làm giấy kết hôn, đã ra xã đăng ký, ra xã đăng
    ký rồi, có giấy tờ đàng hoàng, có giá thú, đã ký giấy kết hôn, đã đk kết hôn, đk kết hôn rồi, có đkkh, đkkh rồi,
    đã đkkh, làm giấy kết hôn rồi
    """
)  # fmt: skip
UNREGISTERED: Final = tuple(f"{no} {signed}" for no in _NEVER_YET for signed in _SIGNED) + phrases(
    """
    chưa giấy, không giấy, chưa đăng ký, không đăng ký, chưa đăng ký kết hôn, không đăng ký kết hôn, chưa có đăng ký,
    không có đăng ký, chưa làm giấy, không làm giấy, không có giấy, chưa có giấy, không giấy tờ, chưa ra xã, chưa ra
    ủy ban, không có giấy kết hôn, chưa có giấy kết hôn, không có hôn thú, chưa có hôn thú, chưa làm đăng ký, chưa
    đăng ký lần nào, chưa đăng ký kết hôn lần nào, chưa từng đăng ký, chưa từng đăng ký kết hôn, chưa đăng ký kết hôn
    với ai, chưa đk, không đk, chưa đk kết hôn, chưa đkkh, chưa làm giấy kết hôn, chưa làm giấy tờ, không có giấy tờ,
    chưa có giấy tờ, không ra xã, chưa khai báo, không có giấy đăng ký, chưa có giấy đăng ký, không hôn thú, chưa bao
    giờ đăng ký, chưa đăng ký với ai, không có giấy đăng ký kết hôn, chưa có giấy đăng ký kết hôn, chưa làm đăng ký
    kết hôn, chưa đăng kí, không đăng kí, chưa đăng kí kết hôn, không đăng kí kết hôn, chưa kịp đăng ký, chưa đi đăng
    ký
    """
)  # fmt: skip
DIVORCED: Final = phrases(
    """
    có giấy ly hôn, lh rồi, lh xong, đã lh, lh có giấy, ly hôn, li hôn, ly dị, li dị, đã ly hôn, ly hôn rồi, ly dị
    rồi, tòa xử ly hôn, tòa cho ly hôn, đã ra tòa, ra tòa rồi, tòa xử rồi, tòa xử xong, tòa đã xử, ra tòa bỏ nhau, tòa
    giải quyết rồi, ra tòa ly hôn, đã ra tòa ly hôn, có quyết định ly hôn, có bản án ly hôn, tòa cho bỏ nhau,
    divorced, tòa án xử, tòa án cho ly hôn, tòa xử cho bỏ nhau, ra toà, ly hun, tòa đã cho ly hôn, tòa xử, đã li dị
    """
)  # fmt: skip
APART: Final = phrases(
    """
    bỏ nhau, bỏ vợ, bỏ chồng, chia tay, vợ bỏ, chồng bỏ, chồng bỏ đi, vợ bỏ đi, bỏ rồi, thôi nhau, thôi vợ, thôi
    chồng, đường ai nấy đi, không còn ở với nhau, không ở với nhau nữa, mỗi người một nơi, thôi chồng rồi, không
    sống với nhau nữa, trả vợ, trả chồng
    """
)  # fmt: skip
STILL: Final = phrases(
    """
    ly thân, chưa ra tòa, chưa ly hôn, chưa li hôn, đang ly hôn, đang chờ ly hôn, đang làm thủ tục ly hôn, chưa
    ly dị, đang đợi tòa, đang chờ tòa, chưa ra toà, chưa xong thủ tục, tòa chưa xử, chưa làm thủ tục ly hôn,
    đang ra tòa, sắp ly hôn, chưa xử xong, đang giải quyết ly hôn, định ly hôn, muốn ly hôn, tòa đang xử, không
    ra tòa, không ly hôn, chưa có quyết định ly hôn, đang nộp đơn ly hôn, đòi ly hôn, chưa giải quyết xong, chưa
    li dị, đang li dị, đang ly dị, chuẩn bị ly hôn, đang làm ly hôn, chưa ly hôn xong, chưa tòa án
    """
)  # fmt: skip
WIDOWED: Final = phrases(
    """
    góa, goá, góa vợ, góa chồng, góa bụa, ở góa, quá phụ, widowed, bà góa, gái góa, là góa
    """
)
AGAIN: Final = phrases(
    """
    tái hôn, đi bước nữa, lấy vợ khác, lấy chồng khác, lấy vợ hai, lấy chồng hai, kết hôn lại, cưới vợ khác, lấy
    người khác, kết hôn lần hai, đăng ký lại, lấy chồng mới, lấy vợ mới, đã tái giá, tái giá, lấy lại, kết hôn
    với người khác, cưới chồng khác, đăng ký với người khác
    """
)  # fmt: skip
NOT_AGAIN: Final = phrases(
    """
    chưa tái hôn, chưa đi bước nữa, chưa lấy ai, chưa lấy vợ khác, chưa lấy chồng khác, không lấy ai nữa, chưa
    lấy lại ai, không đi bước nữa, chưa kết hôn lại, không tái hôn, chưa lấy ai khác, chưa cưới lại, không lấy
    chồng nữa, không lấy vợ nữa, chưa có ai khác, chưa lấy chồng lại, chưa lấy vợ lại, chưa có ai mới, chưa lấy
    thêm ai, không lấy ai, chưa đăng ký với ai nữa, chưa kết hôn với ai khác, hiện độc thân, giờ độc thân, bây
    giờ độc thân, nay độc thân, hiện tại độc thân, giờ ở một mình, ở vậy nuôi con, chưa lấy ai nữa, chưa kết hôn
    lại với ai
    """
)  # fmt: skip
WISH: Final = ("để", "sắp", "muốn", "định", "chuẩn", "xin", "đòi", "tính", "cho", "nào", "khi", "trước", "nếu")
"""Words before a wedding that make it a plan or a purpose, not a fact."""
ANNULLED: Final = phrases("hủy kết hôn, hủy hôn nhân, tòa hủy")
PAPER: Final = ("giấy", "tờ", "nhận", "bản", "đơn", "xin", "cái", "làm", "phiếu", "mẫu")
"""Words that make "độc thân", "chưa chồng" the name of a paper."""
PAPER_LINKS: Final = words("xác chứng tình trạng hôn nhân là gì về còn việc đang cái giấy người")
"""Words between the paper and its name."""
EVER: Final = phrases(
    """
    chưa bao giờ, chưa lần nào, chưa hề, chưa từng, chưa từng có, chưa bao giờ có, chưa hề có, chưa lần đâu
    """
)
"""Never before, of whatever was asked or said beside it."""
CERTIFICATE: Final = phrases(
    """
    giấy kết hôn, giấy đỏ kết hôn, giấy chứng nhận kết hôn, hôn thú, giá thú, giấy đăng ký kết hôn, đăng ký với nhau,
    đăng ký lại, đăng ký năm, đăng ký hồi, đăng ký từ, đăng ký tại, đăng ký xong, đăng ký hẳn hoi, đăng ký đàng hoàng,
    đk năm, đk hồi, đk với, đăng ký với, đăng ký kết hôn, đk r, đk rồi, đăng ký ở, đkkh
    """
)
"""A paper or an act of marriage, which a couple has unless the words around say otherwise."""
PENDING: Final = phrases(
    """
    hồ sơ ly hôn, gửi tòa, gửi tòa án, chờ gọi, đang chờ, đang đợi, nộp đơn, đơn phương, chưa xong, hòa giải, đang thụ
    lý, viết đơn, làm đơn, gửi đơn, chưa có quyết định, tòa hẹn, chờ tòa, chờ quyết định, chưa có giấy của tòa
    """
)
"""Beside a divorce: the court has not spoken yet."""
NOW: Final = words("nay giờ hiện lại rồi sau")
"""Before a marriage: it came after the other one, and lasts."""
NEW: Final = words("khác mới lại này sau nhau")

SPOUSE: Final = phrases(
    """
    vợ, chồng, ông xã, bà xã, ông nhà, bà nhà, nhà tôi, nhà em, ông ấy, bà ấy, anh ấy, chị ấy, ổng, bả, lão, mụ,
    bà nó, ông nó, bạn đời
    """
)
DEAD: Final = phrases(
    """
    mất, chết, qua đời, khuất, tử, hy sinh, hi sinh, từ trần, khuất núi, về với tổ tiên, theo ông bà, tử nạn, tử
    vong, bỏ mạng, đã khuất, không còn nữa, về trời, chết đuối, mất sớm
    """
)
NOT_DEAD_AFTER: Final = words(
    """
    khả sức trí tay chân cắp trộm tích giấy điện tiền sổ thẻ căn liên hộ cmnd cccd đồ xe bao công ngủ chứng hồ sóng
    mạng việc lòng điểm quyền
    """
)
KIN_BEFORE: Final = words(
    """
    bố mẹ cha má ba em anh chị con cháu ông bà cậu dì chú bác cô
    """
)

SIGNALS: Final = Phrases[str](
    (phrase, name)
    for name, phrases in (
        ("never", NEVER), ("not_now", NOT_NOW), ("married", MARRIED), ("wedding", WEDDING), ("registered",
            REGISTERED),
        ("unregistered", UNREGISTERED), ("divorced", DIVORCED), ("apart", APART), ("still",
            STILL), ("widowed", WIDOWED),
        ("again", AGAIN), ("not_again", NOT_AGAIN), ("ever", EVER), ("certificate", CERTIFICATE),
        ("pending", PENDING),
        ("annulled", ANNULLED),
    )
    for phrase in phrases
)  # fmt: skip
SPOUSES: Final = Phrases[bool]((p, True) for p in SPOUSE)
DEATHS: Final = Phrases[bool]((p, True) for p in DEAD)
