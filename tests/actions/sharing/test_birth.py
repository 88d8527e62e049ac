"""The parts of the procedure that families use: registering the birth of a child."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.procedures.load import load, procedures
from actions.settings import ROOT
from actions.sharing.layout import lint, parts_of
from actions.store.models import AcceptedVersion
from tests.actions.interview.talk import Talk
from tests.actions.sharing.conftest import phone
from tests.actions.sharing.test_two_phones import all_said, code_of, rows, unasked

NA_SON = {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"}
MOTHER: dict[str, Any] = {
    "child_full_name": "Giàng A Sính", "child_birth_date": "2026-11-01",
    "birth_facility_name": "Bệnh viện đa khoa tỉnh Điện Biên", "birth_notice_no": "11001.GCS.00123.26",
    "birth_place_address": {"commune": "Điện Biên Phủ", "province": "Điện Biên", "detail": "tổ 1"},
    "mother_full_name": "Lò Thị Mai", "mother_birth_date": "1999-05-07", "mother_ethnicity": "Thái",
    "mother_personal_id": "011199000124", "mother_residence": NA_SON, "child_home_town": NA_SON,
    "requester_phone": "0912345678",
}  # fmt: skip
TAPS = {
    "task": "all", "requester_relation": "mother", "child_sex": "male", "birth_place_kind": "facility",
    "parents_registered": "before", "mother_residence_kind": "thuong_tru", "child_ethnicity": "father",
    "home_town_of": "father", "residence_with": "mother", "head_is": "mother", "home_owner": "head",
    "relation_to_head": "child", "file_at": "mother", "review": "yes", "truth": "yes",
}  # fmt: skip
FATHER: dict[str, Any] = {
    "father_full_name": "Giàng A Páo", "father_birth_date": "1995-03-12", "father_ethnicity": "Mông",
    "father_personal_id": "011095000123", "father_nationality": "VN",
    "father_residence": {"commune": "Mường Nhé", "province": "Điện Biên", "detail": "bản Xa"},
}  # fmt: skip
FATHERS_TAPS = {"same_home": "no", "father_residence_kind": "tam_tru", "review": "yes", "truth": "yes"}


@pytest.fixture
def mother(tmp_path: Path) -> Talk:
    """The mother's phone: she began the declaration of a birth and consented."""
    talk = Talk.begin(tmp_path)
    return talk.say("làm giấy khai sinh cho con", procedures=["birth_3in1"]).tap("yes")


def go_on(talk: Talk, values: dict[str, Any], taps: dict[str, str], *until: str) -> Talk:
    """Answer what is asked until one of ``until`` is asked or said."""
    for _ in range(60):
        if talk.asking in until or set(until) & set(talk.prompts):
            return talk
        assert talk.asking in values or talk.asking in taps, talk.asking
        if talk.asking in values:
            talk.say("…", values[talk.asking])
        else:
            talk.tap(taps[talk.asking])
    raise AssertionError(f"never came to {until}: {talk.asking}")


def test_mother_at_home_father_far_away(mother: Talk) -> None:
    father = phone(mother, "father")
    go_on(mother, MOTHER, TAPS, "father_full_name")
    code = code_of(mother.tap("own_phone"))
    go_on(mother, MOTHER, TAPS, "part_wait")
    go_on(father.say(code).tap("yes"), FATHER, FATHERS_TAPS, "sharing.done")
    assert unasked(mother) == ["sharing.done_told"]
    for told in ("Sính", "Mai", "Na Son", "011199000124", "0912345678", "Thái"):
        assert told not in all_said(father), told
    mother.say("tiếp tục", None, "resume")
    go_on(mother, MOTHER, TAPS, "receipt.code")  # what follows from the father's part is asked now
    declared = mother.declared()
    assert declared["father_personal_id"] == "011095000123"
    assert declared["father_residence"]["commune"] == "Mường Nhé"
    assert declared["child_ethnic_group"] == "Mông"
    assert "011095000123" not in all_said(mother)
    kept = rows(mother, AcceptedVersion)[0]
    assert kept.present[0].startswith("Cha của bé (tự khai")
    assert {"father_full_name", "father_personal_id", "mother_full_name"} <= {
        field["field"] for field in kept.content["fields"]
    }


def test_nobody_gives_their_own_part_away(mother: Talk) -> None:
    go_on(mother, MOTHER, TAPS, "mother_full_name")
    assert [option["id"] for option in mother.said[-1]["options"]] == []


def test_the_parts_of_the_procedure_are_sound(tmp_path: Path) -> None:
    folder = ROOT / "data" / "procedures" / "birth_3in1"
    assert [part.id for part in parts_of("birth_3in1")] == ["father", "mother"]
    assert list(lint(folder, procedures()["birth_3in1"])) == []
    text = (folder / "parts.yml").read_text("utf-8").replace("offered_at: father_full_name", "offered_at: copies")
    (tmp_path / "parts.yml").write_text(
        text.replace("groups: [mother, mother_name]", "groups: [mother, nobody]"), "utf-8"
    )
    found = list(lint(tmp_path, load(folder)))
    assert len(found) == 2 and "copies" in found[0] and "nobody" in found[1]
