"""What ``check-data`` finds in forms, sheets and texts on paper."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.printing.lint import lint
from actions.procedures.load import read_yaml
from actions.settings import settings

FORM = "procedures/marital_status/forms/declaration.yml"
SHEET = "procedures/marital_status/sheet.yml"
TEXTS = "printing/vi.yml"


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], list[str]]:
    """The findings after one change of a data file."""

    def change(name: str, old: str, new: str) -> list[str]:
        copy = tmp_path / "data"
        shutil.copytree(settings().content, copy)
        text = (copy / name).read_text("utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new, 1), "utf-8")
        return list(lint(copy, read_yaml(copy / "wording.yml")))

    return change


def test_the_data_are_sound() -> None:
    content = settings().content
    assert list(lint(content, read_yaml(content / "wording.yml"))) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        (FORM, "from: subject_ethnicity", "from: subject_ethnic", "no field 'subject_ethnic'"),
        (FORM, "from: subject_ethnicity}", "}", "subject_ethnicity stands on no form"),
        (FORM, "from: subject_ethnicity", "from: for_whom", "'for_whom' is internal"),
        (FORM, "{exists: purpose_text}", "{exists: purpose_txt}", "no field 'purpose_txt'"),
        (FORM, "Cách nộp không có trên tờ khai; in ở phần đã đọc lại", "''", "filing_basis has no reason"),
        (FORM, "id_matches_sex:", "id_matches_sexes:", "nothing is said about id_matches_sex"),
        (FORM, "old_id_only:", "old_ids:", "notes: old_ids does not exist"),
        (FORM, "from: former_place,", "from: subject_residence,", "is no field of the repeated group"),
        (FORM, "{commune}, {province}", "{village}", "addressee: unknown ['village']"),
        (FORM, "oath:", "oaths:", "oaths: Extra inputs"),
        (
            SHEET,
            "{field: subject_sex, pictogram: person}",
            "{field: subject_nationality, pictogram: person}",
            "subject_sex asked",
        ),
        (
            SHEET,
            "  subject_hamlet: Thôn bản có dòng riêng trong nơi ở\n",
            "",
            "subject_hamlet asked, but not on the sheet",
        ),
        (SHEET, "loan: money", "loans: money", "purpose has no option ['loans']"),
        (SHEET, "loan: money", "loan: monies", "no pictogram 'monies'"),
        (SHEET, "hint: Ngày dương lịch", "hint: Bạn ghi ngày dương lịch", "addresses the citizen as 'bạn'"),
        (TEXTS, "come_text: Nơi", "come_text: Gọi 0215 000 0000. Nơi", "looks like a telephone number"),
        (TEXTS, "Gõ vào máy chừng {minutes} phút.", "Gõ chừng {hours} giờ.", "unknown ['hours']"),
        (TEXTS, "number: TT", "number:", "form.number: a text was expected"),
    ],
)
def test_what_is_broken_is_named(
    broken: Callable[[str, str, str], list[str]], name: str, old: str, new: str, finding: str
) -> None:
    found = broken(name, old, new)
    assert any(finding in line for line in found), found


def test_a_question_out_of_order_is_named(broken: Callable[[str, str, str], list[str]]) -> None:
    two = "      - {field: subject_sex, pictogram: person}\n      - {field: subject_ethnicity, pictogram: people}\n"
    swapped = "".join(reversed(two.splitlines(keepends=True)))
    (finding,) = broken(SHEET, two, swapped)
    assert "subject_ethnicity is not where it is asked" in finding
