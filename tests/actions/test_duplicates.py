"""The same matter declared twice: officers see both codes, the second one who declares hears nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from actions import duplicates
from actions.dossiers import cli
from actions.helpers.brokers import unrelated
from actions.procedures.load import load
from actions.settings import ROOT, settings
from actions.store import db
from actions.store.models import Contact, Conversation, Dossier
from tests.actions.interview.talk import Talk


def phone(talk: Talk, address: str) -> Talk:
    """Another contact on another channel."""
    with db.transaction(talk.engine) as session:
        contact = Contact(channel="zalo", address=address)
        session.add(contact)
        session.flush()
        conversation = Conversation(contact_id=contact.id)
        session.add(conversation)
        session.flush()
        return Talk(talk.engine, conversation.id)


def file(
    talk: Talk, *, name: str = "Giàng A Páo", number: str = "011095000123", purpose: str = "loan", whose: str = "self"
) -> str:
    """A whole declaration, sent; returns its receipt code. Everything said on the way is kept in ``talk.heard``."""
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"]).tap("yes")
    talk.tap(whose) if whose == "self" else talk.tap("other").tap(whose)
    talk.tap(purpose)
    values = {
        "subject_full_name": name, "subject_birth_date": "1995-03-12", "subject_ethnicity": "Mông",
        "subject_personal_id": number, "subject_id_issue_date": "2022-06-15",
        "subject_residence": {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"},
        "requester_phone": "0912345678", "requester_full_name": "Lò Thị Mai", "requester_birth_date": "1975-01-02",
        "requester_residence": {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"},
        "requester_personal_id": "011175000124",
    }  # fmt: skip
    taps = {
        "subject_sex": "male", "subject_residence_kind": "thuong_tru", "registered_before": "never",
        "lived_elsewhere": "no", "review": "yes", "truth": "yes",
    }  # fmt: skip
    for _ in range(40):
        if talk.asking in values:
            talk.say("…", values[talk.asking])
        elif talk.asking in taps:
            talk.tap(taps[talk.asking])
        elif talk.asking is not None and "receipt.code" not in talk.prompts:
            ids = [option["id"].partition(":")[2] for said in talk.said for option in said["options"]]
            talk.tap("no" if "no" in ids else ids[0])
        if "receipt.code" in talk.prompts:
            return str(talk.said[0]["params"]["code"])
    raise AssertionError(f"never sent: {talk.asking}")


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    return Talk.begin(tmp_path)


def found(talk: Talk, code: str) -> list[str]:
    with db.reading(talk.engine) as session:
        return duplicates.find(session, session.get_one(Dossier, code))


def test_two_contacts_two_channels_one_matter(first: Talk) -> None:
    second = phone(first, "other")
    one = file(first)
    alone = list(first.prompts)
    two = file(second, name="giang a pao", number="011095000123")
    assert second.prompts == alone  # the second one hears what the first one heard
    assert found(first, one) == [two] and found(first, two) == [one]


def test_the_name_and_birth_are_enough_without_diacritics(first: Talk) -> None:
    one, two = file(first), file(phone(first, "other"), name="Giang A Pao", number="011095000999")
    assert found(first, two) == [one]


def test_another_purpose_or_person_is_another_matter(first: Talk) -> None:
    one = file(first)
    file(phone(first, "b"), purpose="property")
    file(phone(first, "c"), name="Giàng A Lử", number="011095000777")
    assert found(first, one) == []


def test_officers_see_it_in_lists_and_in_the_dossier(
    first: Talk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = file(first), file(phone(first, "other"))
    assert cli.main(["dossiers", "--json", "--data", str(tmp_path)]) == 0
    assert {row["code"]: row["duplicates"] for row in json.loads(capsys.readouterr().out)} == {one: [two], two: [one]}
    assert cli.main(["dossiers", "--data", str(tmp_path)]) == 0
    assert f"Có thể trùng với lời khai {two}" in capsys.readouterr().out
    assert cli.main(["dossier", one, "--json", "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["duplicates"] == [two]
    assert cli.main(["dossier", one, "--data", str(tmp_path)]) == 0
    assert f"Có thể trùng với lời khai {two}" in capsys.readouterr().out


def test_erasing_takes_the_keys_along(first: Talk) -> None:
    second = phone(first, "other")
    one = file(first)
    file(second)
    second.say("xóa hết", None, "erase").tap("yes")
    assert found(first, one) == []


def test_many_unrelated_subjects_of_one_contact_are_flagged(first: Talk, tmp_path: Path) -> None:
    people = ["Giàng A Páo", "Lò Thị Mai", "Vàng Thị Dợ", "Quàng Văn Bó"]
    codes = [file(first, name=name, number=f"01109500010{i}", whose="other") for i, name in enumerate(people)]
    with db.reading(first.engine) as session:
        rows = {row.code: cli.detail(session, row)["flags"] for row in session.scalars(select(Dossier))}
    assert rows == {code: ["many_subjects"] for code in codes}
    assert not any(prompt.startswith("officer.") for prompt in first.prompts)


def test_a_family_is_not_unrelated() -> None:
    family = [("self", "Giàng A Páo"), ("spouse", "Lò Thị Mai"), ("parent", "Giàng Thị Mỷ"), ("parent", "Giàng A Sử")]
    assert unrelated(family) == 0
    assert unrelated([("other", name) for name in ("A", "B", "C")]) == 3
    assert unrelated([("self", name) for name in ("A", "B", "C", "D", "E")]) == 4
    assert unrelated([("parent", f"{surname} X") for surname in ("Lò", "Vàng", "Giàng", "Quàng", "Tòng")]) == 4
    assert unrelated([("other", "Giàng A Páo"), ("other", "giang a pao")]) == 1


@pytest.mark.parametrize("broken", ["same: []\nhow: so", "same:\n  - any: [[no_such_field]]"])
def test_a_mistake_in_the_file_is_found(tmp_path: Path, broken: str) -> None:
    (tmp_path / "duplicates.yml").write_text(broken, "utf-8")
    procedure = load(ROOT / "data" / "procedures" / "marital_status")
    assert len(list(duplicates.lint(tmp_path, procedure))) == 1
    assert list(duplicates.lint(settings().content / "procedures" / "marital_status", procedure)) == []
