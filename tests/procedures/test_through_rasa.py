"""The third procedure through a Rasa that was trained with it: from the words of a citizen to what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.store.models import AcceptedVersion, Dossier, Leg
from bot.train import MODELS
from tests.family.phone import Phone
from tests.procedures.content import ADDED, content_with, read_from
from tests.procedures.test_third_procedure import DECLARED
from tests.procedures.trained import KEPT, OtherContent, digest, models_of
from tests.scenarios.play import NOW
from tests.stack import NAMES, Stack, running

# The first run on a machine trains, for one minute where nothing else runs.
pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]

HIS: dict[str, Any] = DECLARED | {"subject_full_name": "Giàng A Dơ", "subject_sex": "male"}
TOLD = {
    "subject_full_name": "Giàng A Dơ", "subject_birth_date": "sinh năm 1950", "subject_sex": "nam",
    "subject_ethnicity": "Mông", "subject_personal_id": "không biết", "death_date": "20/11/2026",
    "subject_residence": "bản Huổi Sâu, xã Na Son, tỉnh Điện Biên", "death_hour": "3 giờ sáng",
    "death_where": "ở nhà", "death_cause": "tuổi già", "death_paper": "có giấy báo tử", "paper_no": "15/2026",
    "paper_date": "21/11/2026", "paper_issuer": "Trạm y tế xã Na Son", "requester_relation": "con",
    "requester_full_name": "Giàng A Páo", "requester_birth_date": "12/3/1975", "requester_personal_id": "011075000123",
    "requester_phone": "0912345678",
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with one more folder of procedures beside its own, trained with it."""
    folder = tmp_path_factory.mktemp("third")
    content = content_with(folder)
    env = {"MOTCUA_NOW": NOW.isoformat(), "MOTCUA_FLOOD_PER_MINUTE": "1000"}
    made = OtherContent(folder, content=content, env=env)
    made.models = models_of(content, KEPT)
    with read_from(content), running(made, *NAMES) as started:
        yield started


def answer(phone: Phone, told: dict[str, str]) -> Phone:
    """Answers every question in words until what was said is read back."""
    for _ in range(30):
        if phone.state == "review":
            return phone
        assert phone.asking in told, f"asks {phone.asking}: {phone.text}"
        phone.say(told[str(phone.asking)])
    raise AssertionError(f"never read back: {phone.text}")


def send(phone: Phone) -> Phone:
    while "Đúng rồi" in phone.heard.buttons:
        phone.tap("Đúng rồi")
    return phone.tap("Đúng, gửi cho xã")


def test_a_citizen_declares_a_death_in_plain_words(stack: Stack) -> None:
    phone = Phone(stack, "con").say("đăng ký khai tử cho bố tôi")
    assert "chia buồn" in phone.text and "Đồng ý" in phone.heard.buttons
    phone.say("đồng ý")
    send(answer(phone, TOLD))
    assert phone.state == "submitted" and "chưa phải giấy tiếp nhận hồ sơ" in phone.text
    declared: dict[str, Any] = phone.declared()
    assert declared.pop("subject_residence")["commune_code"] == "03203"
    assert declared == HIS
    (row,) = phone.declarations()
    (dossier,) = phone.rows(Dossier, declaration_id=row.id)
    (leg,) = phone.rows(Leg, dossier_code=dossier.code)
    (frozen,) = phone.rows(AcceptedVersion, declaration_id=row.id)
    assert (row.procedure_id, row.status, dossier.commune_code) == (ADDED, "submitted", "03203")
    assert leg.payload["HoVaTen"] == "GIÀNG A DƠ" and leg.payload["NgayChet"] == "20/11/2026"
    assert frozen.content["procedure_code"] == "1.000656"


@pytest.mark.parametrize(
    ("words", "procedure"),
    [
        ("ông nội tôi mới mất, tôi muốn khai tử", ADDED),
        ("bo em mat roi em di khai tu", ADDED),
        ("cho tôi làm giấy chứng tử cho mẹ", ADDED),
        ("xin giấy xác nhận độc thân để vay vốn", "marital_status"),
        ("làm giấy khai sinh cho con", "birth_3in1"),
        ("em mới sinh cháu, đăng ký khai sinh với làm thẻ bảo hiểm", "birth_3in1"),
    ],
)
def test_each_procedure_starts_by_its_own_words(stack: Stack, words: str, procedure: str) -> None:
    phone = Phone(stack, "dan").say(words).tap("Đồng ý")
    (row,) = phone.declarations()
    assert row.procedure_id == procedure, phone.everything


def test_it_is_corrected_and_asked_about_by_its_own_names(stack: Stack) -> None:
    phone = Phone(stack, "con").say("đăng ký khai tử cho bố tôi").tap("Đồng ý")
    answer(phone, TOLD).say("sửa ngày mất thành 19/11/2026")
    assert phone.declared()["death_date"] == "2026-11-19", phone.text
    while "Đúng rồi" in phone.heard.buttons:
        phone.tap("Đúng rồi")
    phone.say("khai tử có mất tiền không")
    assert "Đúng, gửi cho xã" in phone.heard.buttons, "the question is answered, and the same is asked again"
    assert phone.declarations()[0].status == "draft"


def test_another_procedure_in_between_and_back(stack: Stack) -> None:
    phone = Phone(stack, "con").say("đăng ký khai tử cho bố tôi").tap("Đồng ý").say("Giàng A Dơ")
    phone.say("mà em xin luôn giấy độc thân")
    phone.tap("Chuyển sang việc kia")
    assert "Đồng ý" in phone.heard.buttons, phone.text
    phone.tap("Đồng ý").say("tôi muốn khai tử").tap("Chuyển sang việc kia")
    phone.tap("Làm tiếp: Giàng A Dơ")
    assert phone.asking == "subject_birth_date"
    assert [row.procedure_id for row in phone.declarations()] == [ADDED, "marital_status"]
    assert phone.declared(0)["subject_full_name"] == "Giàng A Dơ"


def test_the_model_is_the_tests_own_and_made_anew_only_for_other_sentences(stack: Stack, tmp_path: Path) -> None:
    assert isinstance(stack, OtherContent) and MODELS not in (stack.models, *stack.models.parents)
    content = content_with(tmp_path)
    before = digest(content)
    assert stack.models == KEPT / before[:16] == models_of(content, KEPT)
    own = content / "procedures" / ADDED
    for name, same in (("prompts/vi.yml", True), ("start.yml", False)):
        (own / name).write_text((own / name).read_text("utf-8") + "# và một dòng nữa\n", "utf-8")
        assert (digest(content) == before) is same, name
