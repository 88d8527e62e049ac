"""Words that begin names, words that stand beside names, and words that never are one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.text import EXACT, WORD, Phrases, Token, fits, fold, place_tone
from nlu.text.lists import phrases, words

SURNAMES: Final = words(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đinh đoàn trịnh đào mai trương lâm
    cao hà lương lưu châu phùng vương tạ tô tăng thái quách kiều quan nghiêm lại bạch mạc chu chử âu thạch sơn
    kim danh kiên tiêu từ triệu nông hứa bế đàm ma lộc vi lò quàng cà lường tòng bạc cầm điêu vì lù lèo mè giàng
    vàng sùng thào mùa hạng hờ vừ cứ lầu ly má cư chang sình dình hầu tẩn chảo phàn bàn phượn chìn tráng ngải
    lùng thền tải sần vần cồ xìn hảng tao lìm giáp khổng doãn thân viên văn tống diệp đồng cù đậu đái ninh nhâm
    ông ứng lèng vòng chíu phún voòng lỷ pờ khoàng sừng toán vù thàng sìn phù hủng ván làn húng chúng cáng min sú cáo
    lục xa cụt moong cút xeo ven lữ kha pịt lô lang sầm vang ngân đèo vạn mào hảng tếnh vư vử giống hàng và chẻo
    lừu pà tráng chá khang lự tòng thùng hù chớ cháng dì hạ ốc điểu đàng bá trượng thập não báo miêu đạt hán
    quảng thiên katơr chamaléa pupur tain mấu pinăng bríu alăng zơrâm coor arất bhling pơloong hôih riah ating
    niê ksor kbuôr êban mlô ayun siu rơ kpă nay rcom rmah rahlan rơchăm rơmah krajan bon dagout kră păng cil
    lơmu kon ka kơ y k' h' a hồ pả viết trà chau neáng néang lâm kpuih puih rah lan hyâng blo đinh kră jăn liêng
    ndu lơ touprong kring duôn phương tài la chế giang lôi mạch ngụy nhan ôn phó quản sái sử tất thiệu tôn trầm
    trì tưởng uông vưu xầm bàng biện bồ cái cung dư đường gia hình khúc khuất kha khương kỷ lã lăng liêu lỗ mẫn
    mầu nhữ nghê ngọ nùng ỷ phí phượng quang tào thẩm thi thịnh thủy tiết tiếp trang triều trịnh tuấn uyển ương
    vĩnh xà yên hảo sộng
    """
)
"""Family names (and first parts of them) of the country's peoples, lower case."""

LAST_SURNAMES: Final = "niê kđăm mlô êban ayun kbuôr ênuôl hđơk buôn knul byă adrơng ktla êñuôl kpor kriêng hwing"
"""Ê-đê family names, which stand last."""

MIDDLE: Final = (
    "văn thị a thế hữu đức thanh ngọc minh quang xuân mí quốc công đình bá mùi seo láo sào phà chờ "
    "páo dủ súa thu kim hồng phương hoài mỹ"
)

PLAIN_SURNAMES: Final = frozenset(
    ["mai", "kim", "cao", "chu", "ly", "ma", "la", "vi", "siu", "nay", "ksor", "rcom", "y", "k'", "a", "ka", "danh"]
)
PLAIN_GIVEN: Final = frozenset(
    words(
        """
        an anh chi chinh duy giang hoa huy khang khoa kim lan linh long mai minh nam nga nhi oanh phi phong
        quang sen sinh thanh thu trang trinh trung vinh a y sang
        """
    )
)

STOP: Final = frozenset(
    place_tone(w)
    for w in words(
        """
        không chưa được phải là gì sao nào đâu ai bao nhiêu mấy hỏi biết nhớ quên rồi nữa cũng nhưng vì nếu thì
        mà ở tại xã huyện tỉnh phường thôn ấp xóm ngày tháng sinh giấy xin cần muốn làm xác nhận kết hôn độc vợ
        chồng quay gặp cán bộ dừng thôi chờ đợi nghỉ tiếp hủy bỏ xóa sửa lại sai đúng nhầm vâng dạ ừ ok có đi
        đến tới từ về cho để với của và hay hoặc rằng này kia đó đây ấy vậy nên đang sẽ đã vẫn còn hết xong mới
        vừa hôm qua nay giờ lúc khi trước sau trong ngoài trên dưới giữa rất quá lắm nhiều ít hơn số cccd cmnd
        hộ trú tạm hiểu nói đọc viết ghi chép gửi nộp mất tiền xem coi máy cháu tôi mình chúng họ tên người nhà
        quê xin chào ơn bạn hello alo hi bye tạm biệt đỡ ký ký khai báo mua bán đất cưới lấy bị ơi ạ nhé nha nhỉ
        hả à chẳng chả đừng ko dc đc thưa em con anh chị bác cô chú ông bà bố mẹ cha má dượng thím mợ cậu dì cái
        chiếc nó hắn tao mày sđt sdt zalo email địa chỉ nhắc lặp nhanh chậm xấu buồn khó dễ mệt đói khát bực ngu
        điên dở tệ mẹo lừa đảo không khong cũ test hét
        """
    )
)
"""Words that end a name or show that a message is no name (their full spelling; compared mark by mark)."""

GIVEN_STOPS: Final = frozenset(words("anh bao sinh ai hiểu khai báo ký"))
"""Everyday words that are given names as often: behind a family name they belong to the name."""

PLACE_HEADS: Final = frozenset(
    words("na nà mường bản nậm huổi huồi pú pu tả sín xín đắk đăk ea ia plei chư krông chiềng muong huoi chieng")
)
"""Syllables that places begin with, and families do not."""

STOP_PHRASES: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        căn cước, chứng minh, điện thoại, bảo hiểm, ngân hàng, hồ sơ, thủ tục, đăng ký, dân tộc, hộ khẩu, thường trú,
        tạm trú, chính tôi, chính em, bản thân, sổ đỏ, sổ hộ khẩu, bằng lái, vay vốn, khai sinh, nghĩa là, thế nào,
        như thế, bảo là, giải thích, hướng dẫn, cảm ơn, tự nhiên, nhà nước, y tế, khám bệnh, giúp đỡ, nghe nói, trả lời,
        họ đệm, lý do, xin chào, tin nhắn, thích gì, hàng xóm, mai mốt, thử lại, lời khai, lệ phí, ngày mai, sáng mai,
        trưởng bản, trưởng thôn, chủ hộ, công an, ủy ban, nông dân, giáo viên, sinh viên, học sinh, chủ tịch, bí thư,
        công nhân, bộ đội, nghe rõ, nghe được, rõ chưa, rõ không, bác sĩ, y tá,
        năm nay, năm ngoái, năm kia, chi mô, chi rứa, chi nớ, chi hè, chi đó, chi hết, mô rứa
        """
    )
)
"""Pairs of words that are no part of a name though each alone may be one."""

_SURNAMES_BY_FOLD: Final[dict[str, list[str]]] = {}
for _name in SURNAMES:
    _SURNAMES_BY_FOLD.setdefault(fold(_name), []).append(place_tone(_name))
_LAST: Final = frozenset(LAST_SURNAMES.split())
_MIDDLE_BY_FOLD: Final[dict[str, list[str]]] = {}
for _name in MIDDLE.split():
    _MIDDLE_BY_FOLD.setdefault(fold(_name), []).append(_name)
_STOP_BY_FOLD: Final[dict[str, list[str]]] = {}
for _name in STOP:
    _STOP_BY_FOLD.setdefault(fold(_name), []).append(_name)


def likely_surnames(lower: str) -> list[str]:
    """Family names that a word without some of its marks may stand for ("hò": hồ, hờ)."""
    return [n for n in _SURNAMES_BY_FOLD.get(fold(lower), ()) if fits(lower, n)]


def surname_fit(token: Token) -> int:
    """2 for a family name as written, 1 for one without its marks, 0 for none."""
    if token.lower.endswith("'") or "'" in token.lower[1:3]:
        return 2  # K'Brếp, H'Linh
    return max((fits(token.lower, n) for n in _SURNAMES_BY_FOLD.get(token.fold, ())), default=0)


def is_last_surname(token: Token) -> bool:
    """Whether a token is a family name that stands last (Ê-đê)."""
    return token.lower in _LAST


def is_middle(token: Token) -> bool:
    """Whether a token often stands between family name and given name."""
    return any(fits(token.lower, m) for m in _MIDDLE_BY_FOLD.get(token.fold, ()))


def begins_whole(tokens: Sequence[Token], i: int) -> bool:
    """Whether a family name, a middle name and one more word stand at token ``i``: enough for a whole name, whatever
    the first of them means elsewhere ("mua a chong")."""
    if i + 2 >= len(tokens) or any(t.kind != WORD for t in tokens[i : i + 3]) or not surname_fit(tokens[i]):
        return False
    return is_middle(tokens[i + 1]) and (stop_fit(tokens[i]) != EXACT or tokens[i + 1].fold in ("van", "thi", "a"))


def stop_fit(token: Token) -> int:
    """2 for a word that is no name, as written; 1 when it may be one with its marks left out; 0 for none."""
    quality = max((fits(token.lower, w) for w in _STOP_BY_FOLD.get(token.fold, ())), default=0)
    if not quality and token.spoken != token.lower and len(token.lower) > 1:
        quality = max((fits(token.spoken, w) for w in _STOP_BY_FOLD.get(fold(token.spoken), ())), default=0)
    return quality
