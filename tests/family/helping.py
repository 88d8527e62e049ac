"""A village helper and what they key for neighbours, for the tests of helping."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from datetime import date

from actions.helpers import enrol as enrolment
from actions.settings import ROOT
from actions.store import db
from tests.family.phone import Phone
from tests.stack import Stack

MARITAL = "Giấy xác nhận độc thân, kết hôn"
PAO = {
    "subject_full_name": "Giàng A Páo", "subject_birth_date": "12/3/1962", "subject_sex": "nam",
    "subject_ethnicity": "Mông", "subject_personal_id": "011062000123", "subject_id_issue_date": "15/6/2022",
    "subject_residence": "bản Huổi Sa, xã Na Son, tỉnh Điện Biên", "requester_phone": "0912345678",
}  # fmt: skip
DE = PAO | {
    "subject_full_name": "Vàng A Dế", "subject_birth_date": "2/9/1959", "subject_personal_id": "011059000456",
    "subject_residence": "bản Na Ka, xã Na Son, tỉnh Điện Biên", "requester_phone": "0987654321",
}  # fmt: skip
TAPS = {
    "for_whom": "Cho chính người đang khai", "purpose": "Vay vốn ngân hàng", "registered_before": "Chưa, chưa lần nào",
    "subject_residence_kind": "Nơi có hộ khẩu (đăng ký ở lâu dài)", "spouse_before_1987": "Không",
    "has_former_residences": "Không",
}  # fmt: skip
SECRETS = ("Páo", "1962", "011062000123", "011 062 000 123", "Huổi Sa", "0912345678", "0912 345 678")


def run(stack: Stack, *args: str) -> str:
    """What ``./motcua`` prints."""
    command = [str(ROOT / "motcua"), *args, "--data", str(stack.data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Enrolled:
    """A helper's phone, number and PIN."""

    phone: Phone
    id: str
    pin: str

    def enter(self) -> Phone:
        return self.phone.say("tôi là người giúp").say(self.pin)


def enrol_by_command(stack: Stack) -> Enrolled:
    """As the commune's IT staff does it."""
    phone = Phone(stack, "giup")
    shown = run(
        stack, "helper", "add", "--contact", f"web:sender:{phone.name}", "--name", "Chảo Mẩy", "--commune", "03203",
        "--villages", "Huổi Sa, Na Ka", "--from", "2026-11-22", "--to", "2026-12-31", "--by", "can-bo",
    )  # fmt: skip
    found = re.search(r"enrolled (\w+); PIN (\d{6})", shown)
    assert found, shown
    return Enrolled(phone, found[1], found[2])


def enrol(stack: Stack, first: str = "2026-11-22") -> Enrolled:
    """The same without a process for each."""
    phone = Phone(stack, "giup")
    with db.transaction(stack.engine()) as session:
        row, pin = enrolment.add(
            session, channel="web", address=f"sender:{phone.name}", name="Chảo Mẩy", commune_code="03203",
            villages=["Huổi Sa", "Na Ka"], first_day=date.fromisoformat(first), last_day=date(2026, 12, 31),
            by="officer:can-bo",
        )  # fmt: skip
        return Enrolled(phone, row.id, pin)


def declare(phone: Phone, neighbour: dict[str, str], until: str = "review") -> list[str]:
    """Answers what is asked, until a field is asked or everything is; the fields in the order of the questions."""
    asked: list[str] = []
    for _ in range(30):
        if phone.asking == until or phone.state == until:
            return asked
        asked.append(phone.asking or "")
        phone.say(neighbour[phone.asking]) if phone.asking in neighbour else phone.tap(TAPS[phone.asking or ""])
    raise AssertionError(f"never came to {until}: {phone.text}")


def send(phone: Phone) -> str:
    """Reads back, confirms and sends; the receipt code."""
    while "Đúng rồi" in phone.heard.buttons:
        phone.tap("Đúng rồi")
    return phone.tap("Đúng, gửi cho xã").code()


def readable(phone: Phone) -> str:
    """Whatever the servers would still show or keep of this phone's conversation."""
    with db.reading(phone.stack.engine()) as session:
        row = phone.conversation(session)
        kept = [row.dialogue, row.awaiting]
    said = [one.utterance for one in phone.said()]
    return json.dumps([kept, said, phone.written(), phone.results()], ensure_ascii=False)


def declare_for(phone: Phone, name: str, number: str) -> str:
    """A certificate for somebody who is no family, from the first question to the receipt."""
    told = PAO | {"subject_full_name": name, "subject_personal_id": number, "subject_birth_date": "12/3/1995"}
    told |= {
        "subject_sex": "nữ", "requester_full_name": "Phạm Thị Hoa", "requester_birth_date": "1/2/1980",
        "requester_personal_id": "001180000111", "requester_residence": "phường Điện Biên Phủ, tỉnh Điện Biên",
        "requester_hamlet": "tổ 1", "relation_kind": "người khác",
    }  # fmt: skip
    for _ in range(40):
        buttons = phone.heard.buttons
        if phone.asking in told:
            phone.say(told[phone.asking])
        elif phone.asking == "for_whom":
            phone.tap("Cho người khác")
        elif "Đúng, gửi cho xã" in buttons:
            return phone.tap("Đúng, gửi cho xã").code()
        elif "Đúng rồi" in buttons:
            phone.tap("Đúng rồi")
        elif phone.asking in TAPS:
            phone.tap(TAPS[phone.asking])
        else:
            phone.tap(next(iter(buttons)))
    raise AssertionError(f"never sent: {phone.asking}: {phone.text}")
