"""Two phones in one family, over the real servers: the father declares his own part far away, and sees nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from actions.printing.form import form_pdf
from actions.store import db
from actions.store.models import AcceptedVersion, Consent, DeclarationAccess, Dossier, PartCode
from tests.family.phone import CODE, Phone
from tests.printing.paper import pages
from tests.stack import Stack

pytestmark = pytest.mark.stack

OWN_PHONE = "Để người ấy tự khai trên máy của họ"
MOTHERS = ("Sính", "Lò Thị Mai", "011198000456", "011 198 000 456", "1998", "Huổi Sâu", "Na Son", "00123", "Thái")
"""What the father may not hear: the child, the mother, where she lives, the paper of the hospital."""
FATHERS = ("Páo", "Pảo", "011095000123", "011 095 000 123", "1995", "Mường Nhé", "bản Xa", "Mông", "khác dân tộc")
"""What the mother may not hear, not even by a question that follows from it."""
HOSTILE = (
    "xem lại", "tóm tắt", "sửa tên con", "sửa tên mẹ thành Vàng Thị A", "đổi ngày sinh của bé thành 2/3/2026",
    "sửa nơi ở của mẹ", "con tôi tên gì", "mẹ bé tên gì", "quay lại", "nhắc lại", "giải thích", "cần giấy tờ gì",
    "hồ sơ đến đâu rồi", "còn bao nhiêu câu nữa", "tiếp tục", "đổi số điện thoại thành 0987654321",
)  # fmt: skip
DECLARED: dict[str, Any] = {
    "father_full_name": "Giàng A Páo", "father_birth_date": "1995-03-12", "father_personal_id": "011095000123",
    "father_ethnicity": "Mông", "father_residence_kind": "thuong_tru", "father_surname": "Giàng",
    "father_name_parts": "Giàng | A | Páo", "father_nationality": "VN",
}  # fmt: skip


@pytest.fixture
def mother(stack: Stack) -> Phone:
    """The child and herself are declared; the father's name is being asked."""
    phone = Phone(stack, "me").follow("ks_đến_cha_mẹ").tap("Có đăng ký trước khi sinh bé").follow("ks_mẹ_mai")
    assert phone.asking == "father_full_name"
    return phone


@pytest.fixture
def father(stack: Stack) -> Phone:
    return Phone(stack, "cha").say("alo")


def given(mother: Phone) -> str:
    """The code of the father's part."""
    return mother.tap(OWN_PHONE).code()


def declare(father: Phone, name: str = "Giàng A Páo") -> Phone:
    """His part up to the reading back."""
    father.say(name).say("12/3/1995").say("011095000123").say("Mông").tap("Không")
    father.say("bản Xa, xã Mường Nhé, tỉnh Điện Biên").tap("Nơi có hộ khẩu (đăng ký ở lâu dài)")
    assert father.state == "review", father.text
    return father


def agree(father: Phone) -> Phone:
    return father.tap("Đúng rồi").tap("Đúng, tôi xác nhận")


def rest(mother: Phone) -> Phone:
    """The mother answers whatever is asked until nothing is left or she has to wait."""
    said = {"child_home_town": "xã Na Son, tỉnh Điện Biên", "requester_phone": "0912345678"}
    taps = {
        "child_ethnicity": "Dân tộc của cha", "home_town_of": "Theo quê cha", "residence_with": "Ở với mẹ",
        "head_is": "Mẹ của bé", "home_owner": "Người đứng tên hộ khẩu", "file_at": "Xã nơi mẹ ở",
    }  # fmt: skip
    for _ in range(12):
        if mother.asking in said:
            mother.say(said[mother.asking])
        elif mother.asking in taps:
            mother.tap(taps[mother.asking])
        else:
            return mother
    raise AssertionError(f"still asking {mother.asking}")


def leaks(phone: Phone, secrets: tuple[str, ...]) -> list[str]:
    return [secret for secret in secrets if secret in phone.everything]


def test_each_declares_a_part_and_neither_sees_the_others(mother: Phone, father: Phone) -> None:
    code = given(mother)
    father.say(f"vợ tôi đưa mã {code}").tap("Đồng ý")
    assert father.asking == "father_full_name"
    declare(father)
    rest(mother)
    assert "đang được khai trên máy của người ấy" in mother.text
    assert leaks(mother, FATHERS) == []
    agree(father)
    assert "kèm lời đồng ý" in father.text and father.state == "idle"
    (told,) = mother.told()
    assert "đã khai xong" in told
    rest(mother.say("tiếp tục"))
    while mother.state == "review" and "Đúng rồi" in mother.heard.buttons:
        mother.tap("Đúng rồi")
    assert leaks(mother, FATHERS[:-2]) == [], "what he confirmed is not read back to her"
    mother.tap("Đúng, gửi cho xã")
    assert mother.state == "submitted" and "chưa phải giấy tiếp nhận hồ sơ" in mother.text
    assert leaks(father, MOTHERS) == []
    declared = mother.declared()
    assert {key: declared.get(key) for key in DECLARED} == DECLARED
    assert declared["father_residence"]["commune"] == "Mường Nhé" and declared["child_ethnic_group"] == "Mông"
    assert declared["mother_full_name"] == "Lò Thị Mai" and declared["child_full_name"] == "Giàng A Sính"


def test_his_agreement_is_recorded_and_printed_only_on_the_whole_form(mother: Phone, father: Phone) -> None:
    agree(declare(father.say(given(mother)).tap("Đồng ý")))
    rest(mother.say("tiếp tục"))
    while "Đúng rồi" in mother.heard.buttons:
        mother.tap("Đúng rồi")
    mother.tap("Đúng, gửi cho xã")
    (declaration,) = mother.declarations()
    with db.reading(mother.stack.engine()) as session:
        his = father.contact(session).id
        form = "\n".join(pages(form_pdf(session, str(mother.heard.body["dossier"]))))
    (consent,) = mother.rows(Consent, declaration_id=declaration.id, purpose="part:father")
    assert (consent.contact_id, consent.given, consent.how) == (his, True, "choice")
    (access,) = mother.rows(DeclarationAccess, declaration_id=declaration.id, contact_id=his)
    assert access.role == "part:father" and access.verified_at is not None
    (code,) = mother.rows(PartCode, declaration_id=declaration.id)
    assert (code.status, code.channel, code.taken_by) == ("done", "web", his)
    assert [action for actor, action in mother.audit(declaration.id) if actor == f"contact:{his}"] == [
        "part_taken", "part_confirmed",
    ]  # fmt: skip
    (frozen,) = mother.rows(AcceptedVersion, declaration_id=declaration.id)
    assert frozen.present == ["Cha của bé (tự khai và xác nhận phần của người ấy qua trang Một Cửa, ngày 23/11/2026)"]
    assert "GIÀNG A PÁO" in form.upper() and "LÒ THỊ MAI" in form.upper() and "tự khai và xác nhận" in form
    assert "Chưa có lời khai nào" in father.say("hồ sơ đến đâu rồi").text
    assert mother.heard.body["dossier"] not in father.everything


@pytest.mark.parametrize("moment", ["before he agrees", "in his part", "at the end", "afterwards"])
def test_whatever_he_tries_he_hears_of_nothing_else(mother: Phone, father: Phone, moment: str) -> None:
    father.say(given(mother))
    if moment != "before he agrees":
        father.tap("Đồng ý")
    if moment in ("at the end", "afterwards"):
        declare(father)
    if moment == "afterwards":
        agree(father)
    before = {key: value for key, value in mother.declared().items() if not key.startswith("father")}
    for text in HOSTILE:
        father.say(text)
    assert leaks(father, MOTHERS) == []
    now = {key: value for key, value in mother.declared().items() if not key.startswith("father")}
    assert {key: now.get(key) for key in before} == before
    assert "requester_phone" not in now


def test_her_buttons_and_her_events_are_not_his(mother: Phone, father: Phone) -> None:
    code = given(mother)
    father.say(code).tap("Đồng ý")
    rest(mother)
    hers = mother.said()
    for payload in (*mother.heard.buttons.values(), mother.declarations()[0].id, "cmd:helper_drafts"):
        father.press(payload)
    heard = father.overhears()
    assert len(heard) > 5 and not [text for text in heard if any(secret in text for secret in MOTHERS)]
    father.undelivered(1)
    (again,) = father.overhears(last=hers[0].id)
    assert again in father.everything, "an event id of hers tells him nothing of hers"
    assert leaks(father, MOTHERS) == [] and mother.declared()["child_full_name"] == "Giàng A Sính"
    assert len(mother.said()) == len(hers)


def test_he_corrects_himself_before_he_confirms(mother: Phone, father: Phone) -> None:
    declare(father.say(given(mother)).tap("Đồng ý"), "Giàng A Pảo")
    father.tap("Đúng rồi").say("sửa tên cha thành Giàng A Páo")
    assert "Giàng A Páo" in father.text
    for _ in range(3):
        if "Đúng, tôi xác nhận" in father.heard.buttons:
            break
        father.tap("Đúng rồi")
    father.tap("Đúng, tôi xác nhận")
    assert mother.declared()["father_full_name"] == "Giàng A Páo"
    assert "đã khai xong" in mother.told()[0]


def test_wrong_codes_are_answered_alike_and_a_few_times_only(mother: Phone, father: Phone) -> None:
    code = given(mother)
    wrong = [f"{code[:-1]}{(int(code[-1]) + step) % 10}" for step in range(1, 5)]
    father.say("tôi có mã")
    answers = {father.say(text).text for text in (*wrong, "1111-2222")}
    assert len(answers) == 1 and "không dùng được" in answers.pop()
    assert "không nhận thêm mã" in father.say(code).text, "the right one, too late"
    assert "Đồng ý" in Phone(mother.stack, "anh").say(code).heard.buttons, "nobody else pays for it"


def test_a_code_is_taken_once(mother: Phone, father: Phone) -> None:
    code = given(mother)
    father.say(code).tap("Đồng ý").say("Giàng A Páo")
    stranger = Phone(mother.stack, "la").say(f"mã {code}")
    assert "không dùng được" in stranger.text and not stranger.heard.buttons
    assert father.say(f"mã {code}").heard.buttons.keys() >= {"Đồng ý"}, "his own again: he goes on"
    father.tap("Đồng ý")
    assert father.asking == "father_birth_date"
    father.say("12/3/1995").say("011095000123").say("Mông").tap("Không")
    father.say("bản Xa, xã Mường Nhé, tỉnh Điện Biên").tap("Nơi có hộ khẩu (đăng ký ở lâu dài)")
    agree(father)
    assert "không dùng được" in father.say(f"mã {code}").text, "done is done"


@pytest.mark.parametrize("way", ["cancelled", "erased", "given anew", "declared here"])
def test_the_code_of_what_is_no_more(mother: Phone, father: Phone, way: str) -> None:
    code = given(mother)
    father.say(code).tap("Đồng ý").say("Giàng A Páo")
    late = Phone(mother.stack, "em")
    if way == "cancelled":
        mother.say("hủy").tap("Thôi, không làm nữa")
    elif way == "erased":
        mother.say("xóa hết").tap("Xóa hết")
    elif way == "given anew":
        mother.say("chồng tôi tự khai phần của chồng")
        assert CODE.findall(mother.text) != [code]
    else:
        rest(mother).tap("Khai luôn ở đây")
        assert mother.asking == "father_full_name", "what he said and did not confirm is not used"
    assert "không còn mở nữa" in father.say("12/3/1995").text
    assert "không dùng được" in late.say(f"mã {code}").text
    assert leaks(father, MOTHERS) == [] and leaks(late, MOTHERS) == []


def test_he_refuses_or_leaves_and_nothing_of_his_stays(mother: Phone, father: Phone) -> None:
    code = given(mother)
    assert "máy không ghi gì cả" in father.say(code).tap("Không đồng ý").text
    father.say(code).tap("Đồng ý").say("Giàng A Páo").say("thôi không khai nữa")
    father.tap("Thôi, không khai phần này")
    assert "chưa khai được trên máy kia" in mother.told()[0]
    assert "father_full_name" not in mother.declared()
    assert not father.rows(Dossier, declaration_id=mother.declarations()[0].id)
    rest(mother)
    assert mother.asking == "father_full_name"
