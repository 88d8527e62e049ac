"""Nothing that says who somebody is leaves the database in a list of misunderstood sentences."""

from __future__ import annotations

from datetime import date

import pytest

from actions.learning.known import Known, known
from actions.learning.mask import masked
from actions.learning.words import shown
from actions.settings import ROOT
from nlu.text import fold

CONTENT = ROOT / "data"
TODAY = date(2026, 11, 23)
NAMES = (
    "Giàng A Páo", "Lò Thị Mai", "Nguyễn Văn Tình", "Sùng Seo Chúa", "Vàng Thị Xía", "H'Linh Niê Kđăm", "Y Moan Êban",
    "K'Brếp", "Quàng Văn Thương", "Lý Mùi Sểnh", "Thào Mí Nô", "Ka Hoa", "Rơ Châm Hyưk", "Tẩn Láo Tả", "Trần Thu Hà",
    "Đinh Thị Hờ", "Chẩu Văn Lâm", "Hạng Thị Dợ", "Phùng Chòi Phin", "Bế Ích Quân",
)  # fmt: skip
AROUND = (
    "em tên là {} muốn hỏi giấy độc thân bao giờ có",
    "tên tôi là {}",
    "{} xin giấy chưa chồng",
    "chồng em là {} mất rồi thì giấy tờ làm thế nào",
    "làm giấy khai sinh cho cháu {} nhà em với",
    "tôi tên {}, xin giấy độc thân",
    "họ tên: {}",
)
GIVEN = ("Hoa", "Tình", "Dợ", "Páo", "Hiền", "Nghĩa", "Chung", "Hạnh")


@pytest.fixture(scope="module")
def public() -> Known:
    return known(CONTENT)


def hide(public: Known, text: str, kind: str | None = None) -> str | None:
    return masked(text, kind, TODAY, public, shown(CONTENT))


def words_left(sentence: str | None) -> set[str]:
    return set(fold(sentence or "").replace(",", " ").replace(".", " ").split())


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_name_stays(public: Known, name: str, around: str) -> None:
    text = around.format(name)
    own = set(fold(name).split()) - set(fold(around.format("")).replace(",", " ").split())
    for written in (text, text.lower(), fold(text), text.upper()):
        assert not own & words_left(hide(public, written)), (written, hide(public, written))


@pytest.mark.parametrize("title", ["chị", "anh", "cô", "bác", "thằng", "cháu", "vợ", "ông"])
@pytest.mark.parametrize("given", GIVEN)
def test_a_given_name_behind_a_title_is_hidden_though_it_is_an_everyday_word(
    public: Known, given: str, title: str
) -> None:
    for name in (given, given.lower()):
        text = f"{title} {name} bảo em ra đây xin giấy độc thân"
        assert fold(given) not in words_left(hide(public, text)), hide(public, text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("cccd của tôi là 0110 9500 0123 sao máy không nhận", ("0110", "9500", "0123")),
        ("số điện thoại 09 1234 5678 gọi lại cho tôi với", ("1234", "5678")),
        ("điện thoại không chín một hai ba bốn năm sáu bảy tám gọi lại cho em", ("chín", "bốn", "tám")),
        ("so dien thoai khong chin tam bay nam bon goi lai cho em", ("chin", "bay", "bon")),
        ("nhà tôi ở số 12 ngõ 5 đường Trần Phú phường Him Lam thì nộp ở đâu", ("12", "Phú", "Him", "Lam")),
        ("nha toi o ban huoi cuom xa muong pon thi nop giay o dau", ("cuom", "pon")),
        ("con tôi sinh ngày 5 tháng 6 năm 2024 giờ làm bảo hiểm được chưa", ("5", "6", "2024")),
        ("em sinh năm chín lăm có xin giấy được không ạ", ("chín", "lăm")),
        ("gửi vào giangapao95@gmail.com giúp em với", ("giangapao95", "gmail")),
        ("facebook.com/lothimai gọi em qua đó cũng được", ("lothimai",)),
        ("thẻ bhyt của cháu là TE1110123456789 sao không được", ("TE1110123456789", "1110123456789")),
        ("em công tác ở công ty Thành Đạt thì nộp giấy ở đâu", ("Thành", "Đạt")),
        ("người dân tộc Xơ Đăng có phải nộp tiền không", ("Xơ", "Đăng")),
    ],
)
def test_numbers_addresses_and_days_are_hidden(public: Known, text: str, gone: tuple[str, ...]) -> None:
    left = words_left(hide(public, text))
    assert not {fold(word) for word in gone} & left, hide(public, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("person_name", "pao"), ("person_name", "a pao nha"), ("person_name", "lo van tinh"),
        ("text", "nhà bà Hoa bán quán"),
        ("place", "ban huoi cuom nha"), ("phone", "khong chin mot hai"),
        (None, "hoa"), (None, "xyz qwe rty uio"), (None, ""), (None, "?!"), (None, "giấy " * 60), (None, "x" * 9000),
    ],
)  # fmt: skip
def test_in_doubt_a_message_is_left_out(public: Known, kind: str | None, text: str) -> None:
    assert hide(public, text, kind) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("giay nay het bao nhieu tien", "giay nay het bao nhieu tien"),
        ("mai em ra xã lấy giấy được không", "mai em ra xã lấy giấy được không"),
        ("em là Lò Văn Nam xin giấy độc thân", "em là ‹tên› xin giấy độc thân"),
        ("cccd của tôi là 011095000123 sao máy không nhận", "cccd của tôi là ‹số› sao máy không nhận"),
        ("=giay nay het bao nhieu tien", "giay nay het bao nhieu tien"),
    ],
)
def test_what_everybody_says_stays(public: Known, text: str, sentence: str) -> None:
    assert hide(public, text) == sentence
