"""Words that announce a level of an address, and words that end one."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nlu.text import Phrases, place_tone
from nlu.text.lists import phrases, words
from nlu.values.names_data import Province, provinces
from nlu.values.squash import SquashIndex

COMMUNE: Final = ("xã", "phường", "thị trấn", "đặc khu", "tt", "p", "x", "f", "xa~")
DISTRICT: Final = ("huyện", "quận", "thị xã", "h", "q", "tx")
CITY: Final = ("thành phố", "tp", "t.p", "thành phô")
PROVINCE: Final = ("tỉnh", "t")
DETAIL: Final = phrases(
    """
    thôn, bản, buôn, plei, ấp, khóm, khu phố, khu, tổ, tổ dân phố, đội, xóm, làng, số nhà, đường, hẻm, ngõ,
    ngách, phum, sóc, tdp, kp, bon, nhóm, cụm, phố, tiểu khu, khối, khối phố, bản làng, nóc, kdc, khu dân cư,
    khu vực, ql, quốc lộ, nhà số
    """
)  # fmt: skip
SHORT: Final = frozenset({"tt", "p", "x", "f", "h", "q", "tx", "tp", "t", "kp", "tdp", "ql", "kdc"})
"""Levels that count only before a dot or a name ("P. Him Lam", "H.Điện Biên")."""

LEVELS: Final = Phrases[str](
    [(w, "commune") for w in COMMUNE if "~" not in w] + [(w, "district") for w in DISTRICT] + [(w,
        "city") for w in CITY if "." not in w]
    + [(w, "province") for w in PROVINCE] + [(w, "detail") for w in DETAIL]
)  # fmt: skip

LEAD: Final = frozenset(
    place_tone(w)
    for w in words(
        """
        dạ thưa cán bộ em tôi cháu con mình ở tại quê hiện nay đang sống sinh trú thường tạm cư nhà địa chỉ là ạ
        bây giờ giờ trước kia đây của vâng vợ chồng mẹ bố cha anh chị bác cô chú ông bà hộ khẩu nơi đăng ký từ
        lúc hồi đó thì thuộc quán nguyên gốc được tui nó cả gia đình bên phía về trên dưới ngoài trong vẫn đều
        bọn chúng tuốt tận miệt mãi tít ừ alô alo cái nó
        """
    )
)
"""Words before a place that are no part of it."""

STOP: Final = frozenset(
    place_tone(w)
    for w in words(
        """
        không chưa biết nhớ gì nào đâu sao ai mấy bao nhiêu hỏi xin giấy làm muốn cần sinh năm ngày để đi vay
        mua bán nhưng mà thì là có được phải rồi nữa với cho bị vì nên nếu khi lúc từ đến tới hôm qua dân tộc
        cccd cmnd sđt sdt số tên họ vợ chồng độc kết hôn cưới lấy ly dừng quay lại gặp cán bộ ạ nhé nha đó đấy
        ấy này kia nhà mình đây tôi em cháu vâng dạ đúng sai hủy hết xong cũng chỗ đang hiện ở tại quê gần xa
        sau trước ủy ubnd và hay hoặc cấp người chào trong trên dưới ngoài cả khác cũ mới trú thường tạm nước
        việt nam bây giờ giờ cùng thuộc nay sẽ đã còn hiểu nói
        """
    )
)
"""Words that end a place, or show that there is none."""


LAND: Final = words(
    """
    chợ suối núi rừng đồi cầu sông giới ruộng nương vườn bờ đảo biển hồ ngã cổng rẫy đèo dốc hang khe kênh quán đê
    """
)
"""Words for a piece of land: in small letters, and with nothing greater beside them, rather no name."""


TAIL: Final = frozenset(
    {"ạ", "nhé", "nha", "đó", "đấy", "ấy", "nhá", "a", "luôn", "cũ", "thôi", "cán", "bộ", "mình", "nhe", "nè"}
)
"""Words after a place that are no part of it."""


PARTICLES: Final = frozenset(
    place_tone(w)
    for w in words(
        """
        ạ nhé nha nhá nhe nè nghe nghen hen hén há á hè hỉ hỉa nớ tê rứa ấy đấy đó đây này kia cơ đâu thôi luôn vậy
        mình em tui tôi cháu con lận chớ chứ nữa rồi nhen nho hử hở ư đi mừ mà cán bộ chị anh cô chú bác cũ ơi dạ vâng
        đúng ý í ha hihi hihihi hehe haha hjhj hjhi hii nka nhoa ak ah uh nhaa nhak nhéee nhes ạh nhóe
        tề nì ni bển trển ngoải trỏng đẳng đa nhỉ hầy vầy zậy nà
        """
    )
)
"""Words behind a part of a place that carry politeness or address."""

PLAIN_PARTICLES: Final = frozenset(words("a nhe nha nhen nghen thoi luon roi nhes ah ak hihi hehe nka"))
"""The same without their marks, as far as they are no syllables of names."""

BETWEEN: Final = (LEAD - frozenset(words("vợ chồng bố mẹ cha anh chị bác cô chú ông bà con nó cả gia đình trước"))) | (
    PARTICLES - frozenset(words("chị anh cô chú bác con"))
    | frozenset(words("có trong nằm nó hắn về nhưng nhưg trog mà còn cái với thì tên gọi khu vực vùng ngay nói chung"))
)
"""Words that may stand between two parts of one address."""

PLAIN_BETWEEN: Final = frozenset(words("o thuoc cua tai co trong nam em toi nha la thi nhung ma con cai o e"))
"""The same without their marks."""


@lru_cache(maxsize=1)
def province_index() -> SquashIndex[Province]:
    """Provinces of today and before 2025-07-01 by all their names."""
    return SquashIndex((name, p) for p in provinces() for name in (p.name, *p.say))
