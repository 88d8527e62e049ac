"""A village helper over the real servers and the real command: neighbours one after the other, with their own consent,
and nothing left to read afterwards."""

from __future__ import annotations

import json
import re

import pytest

from actions.printing.sheet_layout import sheet_layout
from actions.procedures.load import procedures
from actions.settings import ROOT
from actions.store.models import AcceptedVersion, Audit, Consent, DeclarationAccess, Helper
from tests.family.helping import (
    DE,
    MARITAL,
    PAO,
    SECRETS,
    TAPS,
    Enrolled,
    declare,
    declare_for,
    enrol,
    enrol_by_command,
    readable,
    run,
    send,
)
from tests.family.phone import Phone
from tests.stack import Stack

pytestmark = pytest.mark.stack


@pytest.fixture
def helper(stack: Stack) -> Enrolled:
    return enrol(stack)


@pytest.fixture
def inside(helper: Enrolled) -> Phone:
    return helper.enter()


def test_two_neighbours_in_a_row_and_nothing_of_them_stays(stack: Stack) -> None:
    phone = enrol_by_command(stack).enter()
    assert "Khai giúp việc gì" in phone.text
    phone.tap(MARITAL)
    assert phone.text.index("giấy này chưa") < phone.text.index("Câu này hỏi người cần giấy"), "papers come first"
    needed = phone.text[phone.text.index("giấy này chưa") : phone.text.index("chỉ một số người")]
    assert "Căn cước" in needed and "ly hôn" not in needed and "ủy quyền" not in needed
    phone.say("1962")
    declare(phone, PAO)
    first = send(phone)
    assert phone.state == "submitted" and "Thôi giúp" in phone.heard.buttons
    kept = readable(phone)
    assert [secret for secret in SECRETS if secret in kept] == []
    heard = "\n".join(phone.overhears())
    assert [secret for secret in SECRETS if secret in heard] == []
    for text in ("xem lại", "tóm tắt", "sửa tên", "hồ sơ đến đâu rồi", "còn dở", "tiếp tục", "quay lại"):
        answer = phone.say(text).text
        assert [secret for secret in SECRETS if secret in answer] == [], text
    phone.say("người tiếp theo").tap(MARITAL).say("1959")
    declare(phone, DE)
    second = send(phone)
    assert first != second and PAO["subject_full_name"] not in phone.text
    rows = phone.declarations()
    assert [phone.declared(n)["subject_full_name"] for n in (0, 1)] == ["Giàng A Páo", "Vàng A Dế"]
    for row, year in zip(rows, ("1962", "1959"), strict=True):
        (access,) = phone.rows(DeclarationAccess, declaration_id=row.id)
        (consent,) = phone.rows(Consent, declaration_id=row.id)
        (frozen,) = phone.rows(AcceptedVersion, declaration_id=row.id)
        assert access.role == "helper" and (consent.given, consent.how) == (True, "keys")
        assert frozen.typed_by == "helper"
        assert frozen.present == ["người cần giấy (tự bấm năm sinh để đồng ý), người giúp ở thôn bản"], year
    assert json.loads(run(phone.stack, "dossier", second, "--json"))["flags"] == []


def test_every_step_is_audited_without_a_value(helper: Enrolled) -> None:
    phone = helper.enter().say("xin giấy độc thân để vay vốn").say("đồng ý").say("1962")
    declare(phone, PAO, "subject_sex")
    phone.say("còn dở").tap(next(title for title in phone.heard.buttons if "Giàng A Páo" in title))
    assert phone.asking == "subject_sex", "where it was left"
    declare(phone, PAO)
    send(phone)
    phone.tap("Thôi giúp")
    (row,) = phone.declarations()
    steps = [action for actor, action in phone.audit(row.id) if actor == f"helper:{helper.id}"]
    assert steps[0] == "helper_begin" and {"helper_tick_refused", "helper_open", "helper_view"} <= set(steps)
    assert steps[steps.index("helper_sent") :] == ["helper_sent", "helper_out"], "not seen again once it was sent"
    own = [action for _, action in phone.audit(helper.id)]
    assert own == ["helper_enrolled", "helper_in", "helper_list"]
    everything = [json.dumps(one.detail, ensure_ascii=False) for one in phone.rows(Audit)]
    assert not [secret for secret in SECRETS if any(secret in one for one in everything)]


def test_the_pin_is_kept_nowhere(helper: Enrolled) -> None:
    phone = helper.enter()
    (row,) = phone.rows(Helper, id=helper.id)
    assert helper.pin not in json.dumps([row.pin_hash, row.pin_salt, phone.written(), phone.results()])
    assert helper.pin not in json.dumps([one.utterance for one in phone.said()])
    lines = "".join(phone.stack.log(name) for name in ("rasa", "actions", "gateway")).splitlines()
    assert not [line for line in lines if re.search(rf"(?<!\d){helper.pin}(?!\d)", line)]


@pytest.mark.parametrize("wrong", ["the PIN", "the phone", "the days", "five times"])
def test_the_door_answers_alike_whatever_is_wrong(stack: Stack, helper: Enrolled, wrong: str) -> None:
    phone, pin = helper.phone, helper.pin
    if wrong == "the PIN":
        pin = f"{(int(pin) + 1) % 10**6:06}"
    elif wrong == "the phone":
        phone = Phone(stack, "la")
    elif wrong == "the days":
        later = enrol(stack, "2026-12-01")
        phone, pin = later.phone, later.pin
    else:
        for _ in range(5):
            phone.say("tôi là người giúp").say("000000" if pin != "000000" else "111111")
    phone.say("tôi là người giúp").say(pin)
    assert "Không vào được" in phone.text and "Tờ còn dở" not in phone.heard.buttons


@pytest.mark.parametrize("tick", ["đồng ý", "dạ đồng ý ạ", "người ấy đồng ý rồi", "ok", "ừ", "tick"])
def test_the_helpers_own_tick_is_no_consent(inside: Phone, tick: str) -> None:
    inside.tap(MARITAL)
    inside.press("yes") if tick == "tick" else inside.say(tick)
    assert inside.asking == "không" and "subject_full_name" not in inside.declared()
    assert not inside.rows(Consent, declaration_id=inside.declarations()[0].id, given=True)


def test_the_neighbour_says_no(inside: Phone) -> None:
    inside.tap(MARITAL).say("không đồng ý")
    assert "máy không ghi gì cả" in inside.text and MARITAL in inside.heard.buttons
    (row,) = inside.declarations()
    (consent,) = inside.rows(Consent, declaration_id=row.id)
    assert (row.status, consent.given) == ("cancelled", False)


@pytest.mark.parametrize(
    ("home", "ours"),
    [
        ("bản Huổi Sa, xã Na Son, tỉnh Điện Biên", True), ("Na Ka, Na Son, Điện Biên", True),
        ("bản Huổi Hu, xã Na Son, tỉnh Điện Biên", False), ("bản Huổi Sa, xã Mường Nhé, tỉnh Điện Biên", False),
    ],
)  # fmt: skip
def test_only_the_villages_that_were_given(inside: Phone, home: str, ours: bool) -> None:
    inside.tap(MARITAL).say("1962")
    declare(inside, PAO, "subject_residence")
    inside.say(home)
    (row,) = inside.declarations()
    assert (row.status, "không ở các thôn bản được giao" in inside.text) == (
        ("draft", False) if ours else ("cancelled", True)
    )


def test_revoking_in_the_middle_ends_it_at_once(stack: Stack) -> None:
    helper = enrol_by_command(stack)
    phone = helper.enter().tap(MARITAL).say("1962")
    declare(phone, PAO, "subject_sex")
    assert helper.id in run(phone.stack, "helper", "list")
    run(phone.stack, "helper", "revoke", helper.id, "--by", "can-bo")
    assert "không còn mở" in phone.say("nam").text
    for text in ("còn dở", "xem lại", "tiếp tục", "hồ sơ đến đâu rồi", "sửa ngày sinh"):
        answer = phone.say(text).text
        assert [secret for secret in SECRETS if secret in answer] == [], text
    assert "Không vào được" in phone.say("tôi là người giúp").say(helper.pin).text
    (row,) = phone.declarations()
    assert row.status == "draft" and "subject_sex" not in phone.declared(), "kept as it was, not gone on with"
    assert ("officer:can-bo", "helper_revoked") in phone.audit(helper.id)


def test_a_sheet_that_was_filled_by_hand_is_keyed_in_its_order(inside: Phone) -> None:
    layout = sheet_layout(ROOT / "data" / "procedures" / "marital_status")
    order = [one.field for one in layout.fields()]
    inside.tap(MARITAL).say("1962")
    asked = declare(inside, PAO)
    assert len(asked) >= 13 and [order.index(one) for one in asked] == sorted(order.index(one) for one in asked)
    assert set(asked) <= {spec.id for group in procedures()["marital_status"].groups for spec in group.fields}


def test_a_whole_part_of_the_sheet_in_one_message(inside: Phone) -> None:
    inside.tap(MARITAL).say("1962").tap(TAPS["for_whom"]).tap(TAPS["purpose"])
    inside.say("Giàng A Páo, sinh 12/3/1962, nam, dân tộc Mông, căn cước 011062000123")
    assert inside.asking == "subject_id_issue_date", inside.text
    declared = inside.declared()
    assert declared["subject_birth_date"] == "1962-03-12" and declared["subject_personal_id"] == "011062000123"


def test_what_is_still_open_is_listed_for_this_helper_alone(helper: Enrolled, stack: Stack) -> None:
    phone = helper.enter()
    assert "Không có tờ nào còn dở" in phone.say("còn dở").text
    for neighbour, year in ((PAO, "1962"), (DE, "1959")):
        phone.say("người tiếp theo").tap(MARITAL).say(year)
        declare(phone, neighbour, "subject_sex")
    titles = " ".join(phone.say("còn dở").heard.buttons)
    assert "Giàng A Páo" in titles and "Vàng A Dế" in titles
    payload = next(value for title, value in phone.heard.buttons.items() if "Páo" in title)
    other = enrol(stack).enter()
    assert "Không có tờ nào còn dở" in other.say("còn dở").text
    other.press(payload)
    assert "Páo" not in other.everything
    phone.tap("Bắt đầu tờ mới") if "Bắt đầu tờ mới" in phone.heard.buttons else None
    phone.say("thôi giúp")
    phone.press(payload)
    assert "Páo" not in phone.text and "Páo" not in " ".join(phone.heard.buttons)


def test_nobody_declares_for_many_without_being_enrolled(stack: Stack) -> None:
    broker = Phone(stack, "co")
    names = ("Giàng Thị Mỷ", "Lò Thị Mai", "Sùng Thị Dợ", "Hạng Thị Chía", "Vừ Thị Sua")
    codes = []
    for number, name in enumerate(names):
        broker.say("xin giấy độc thân cho người quen").tap("Đồng ý")
        codes.append(declare_for(broker, name, f"01119500{number:04}"))
        if number in (2, 3):
            flags = json.loads(run(stack, "dossier", codes[-1], "--json"))["flags"]
            assert flags == (["many_subjects"] if number == 3 else []), number
    assert "hơn 3 người không phải người nhà" in run(stack, "dossier", codes[0])
    assert "hơn 3 người" not in broker.everything and "người giúp đã ghi tên" not in broker.everything


def test_a_birth_for_a_neighbour_whose_husband_is_far_away(inside: Phone, stack: Stack) -> None:
    """The papers, her own consent, a code for him, his agreement, and nothing of either left with the helper."""
    inside.tap("Khai sinh, nhập khẩu, bảo hiểm cho bé").say("1998").tap("Cả ba việc").tap("Mẹ của bé")
    inside.follow("ks_bé_sính", "ks_bệnh_viện").tap("Có đăng ký trước khi sinh bé").say("Lò Thị Mai").say("7/5/1998")
    inside.say("011198000456").say("Thái").say("bản Huổi Sa, xã Na Son, tỉnh Điện Biên")
    inside.tap("Nơi có hộ khẩu (đăng ký ở lâu dài)")
    code = inside.tap("Để người ấy tự khai trên máy của họ").code()
    father = Phone(stack, "cha").say(f"vợ tôi đưa mã {code}").tap("Đồng ý")
    father.say("Giàng A Páo").say("12/3/1995").say("011095000123").say("Mông").tap("Có")
    father.tap("Đúng rồi").tap("Đúng, tôi xác nhận")
    assert "đã khai xong" in inside.told()[0]
    told = {"child_home_town": "xã Na Son, tỉnh Điện Biên", "requester_phone": "0912345678"}
    taps = {
        "child_ethnicity": "Dân tộc của cha", "home_town_of": "Theo quê cha", "residence_with": "Ở với mẹ",
        "head_is": "Cha của bé", "home_owner": "Người đứng tên hộ khẩu",
    }  # fmt: skip
    for _ in range(12):
        if inside.state == "review":
            break
        inside.say(told[inside.asking]) if inside.asking in told else inside.tap(taps[inside.asking or ""])
    read = inside.text
    while "Đúng rồi" in inside.heard.buttons:
        inside.tap("Đúng rồi")
        read += inside.text
    assert "011 095 000 123" not in read and "Giàng A Páo" not in read, "he is the head, and his part stays his"
    inside.tap("Đúng, gửi cho xã")
    (row,) = inside.declarations()
    declared = inside.declared()
    assert declared["father_full_name"] == declared["household_head_name"] == "Giàng A Páo"
    assert declared["child_residence"]["detail"] == "bản Huổi Sa" and declared["child_ethnic_group"] == "Mông"
    (frozen,) = inside.rows(AcceptedVersion, declaration_id=row.id)
    assert [who.partition(" (")[0] for who in frozen.present] == ["người cần giấy", "Cha của bé"], frozen.present
    secrets = ("Sính", "Lò Thị Mai", "011198000456", "Giàng A Páo", "011095000123", "Huổi Sa", "00123")
    kept = readable(inside)
    assert [secret for secret in secrets if secret in kept] == []
    assert [secret for secret in (*secrets[:3], "Huổi Sa", "00123") if secret in father.everything] == []
