"""What check-data says about the room that questions take as SMS, and about what is said unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.procedures import check_sms
from actions.procedures.load import folders, load
from actions.prompts import Prompts
from actions.settings import settings

CONTENT = settings().content
MARITAL = next(folder for folder in folders(CONTENT) if folder.name == "marital_status")


def changed(prompt_id: str, text: str) -> Prompts:
    """The prompts of the product with one sentence of a test's own."""
    known = Prompts(CONTENT)
    known._prompts[prompt_id] = type(known.get(prompt_id))(prompt_id, text)
    return known


def test_the_products_own_questions_fit_into_two_sms() -> None:
    known = Prompts(CONTENT)
    assert [one for folder in folders(CONTENT) for one in check_sms.questions(load(folder), known)] == []
    assert list(check_sms.conversation(known)) == []


@pytest.mark.parametrize(("letters", "taken"), [(306, None), (307, 3), (460, 4)])
def test_a_question_that_takes_more_is_named_with_what_it_takes(letters: int, taken: int | None) -> None:
    known = changed("marital_status.subject_birth_date.ask", "ạ" * letters)
    found = list(check_sms.questions(load(MARITAL), known))
    said = f"prompts: marital_status.subject_birth_date.ask: takes {taken} SMS with its options, 2 at most"
    assert found == ([said] if taken else [])


def test_options_take_room_too() -> None:
    known = changed("marital_status.purpose.ask", "ạ" * 200)
    assert [one.partition(" takes")[0] for one in check_sms.questions(load(MARITAL), known)] == [
        "prompts: marital_status.purpose.ask:"
    ]
    assert len(list(check_sms.conversation(changed("review.truth", "ạ" * 290)))) == 1


@pytest.mark.parametrize(
    "text",
    ["Xem tại https://x.y", "Đọc mã cho máy.", "Ma la 1234.", "Chuyển tiền ngay.", "OTP cua ban", "Gọi 0912345678"],
)
def test_what_is_said_unasked_must_not_look_like_fraud(text: str) -> None:
    (found,) = check_sms.unasked(CONTENT, changed("receipt.wait", text))
    assert found.startswith("prompts: receipt.wait: is sent unasked and says ")


def test_what_is_said_unasked_has_to_be_listed(tmp_path: Path) -> None:
    (tmp_path / "sms.yml").write_text("unasked: [receipt.wait, nowhere]\n", "utf-8")
    assert list(check_sms.unasked(CONTENT, Prompts(CONTENT))) == []
    assert list(check_sms.unasked(tmp_path, Prompts(CONTENT))) == [
        "sms.yml: unasked: sharing.done_told is missing",
        "sms.yml: unasked: sharing.left_told is missing",
        "sms.yml: unasked: there is no prompt 'nowhere'",
    ]
