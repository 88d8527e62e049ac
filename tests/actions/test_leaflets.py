"""The cards of procedures that are not declared here: what they say, how long they are, how one comes to them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import faq, leaflets
from actions.errors import DataError
from actions.faq import Faq
from actions.locality import Locality
from actions.settings import ROOT
from nlu.types import Question
from tests.actions.interview.talk import Talk

TODAY = date(2026, 11, 23)
OTHERS = {"1.001193", "1.000894", "1.000656", "2.000815, 2.000884", "1.011607", "2.001023"}


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    begun = Talk.begin(tmp_path)
    yield begun
    begun.engine.dispose()


def test_each_of_the_other_procedures_has_its_card() -> None:
    cards = leaflets.read(ROOT / "data")
    assert len(cards) == 9 and {card.code for card in cards.values() if card.code} == OTHERS
    shown = {entry.leaflet for entry in Faq(ROOT / "data").entries.values() if entry.leaflet}
    assert shown == set(cards), "each card is found by a question"


def test_the_cards_are_clean_and_short() -> None:
    assert list(leaflets.lint(ROOT / "data")) == []
    for card in leaflets.read(ROOT / "data").values():
        said = leaflets.text(card)
        assert all(f"- {part}: " in said for part in ("Ai làm", "Ở đâu", "Mang gì", "Bao lâu"))
        assert "{" not in said and ".." not in said and len(said.splitlines()) <= 8


def test_what_nobody_verified_is_named_and_what_was_is_not() -> None:
    cards = leaflets.read(ROOT / "data")
    assert "Chưa chắc phần: mang gì, bao lâu. Hỏi lại một cửa" in leaflets.text(cards["poor_household"])
    assert "Chưa chắc" not in leaflets.text(cards["death"]) and "15 ngày" in leaflets.text(cards["death"])
    assert leaflets.text(cards["death"]).startswith("Xin chia buồn với gia đình. Đăng ký khai tử:")


def test_a_card_is_the_answer_of_its_entry_until_the_law_ends() -> None:
    answers = Faq(ROOT / "data")
    assert answers.answer("D3", Locality(), TODAY) == leaflets.text(answers.leaflets["death"])
    assert answers.answer("D3", Locality(), date(2027, 3, 1)) == answers.outdated


def change(content: Path, name: str, **changes: Any) -> None:
    for part in ("faq", "leaflets", "prompts"):
        shutil.copytree(ROOT / "data" / part, content / part)
    path = content / "leaflets" / f"{name}.yml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text("utf-8")) | changes, allow_unicode=True), "utf-8")


def line(text: str, verified: bool = True) -> dict[str, Any]:
    return {"text": text, "source": "Luật Hộ tịch 60/2014/QH13", "verified": verified}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"who": line("bác hoặc người nhà")}, "pronoun 'bác'"),
        ({"where": line("nơi thường trú của người mất")}, "'thường trú' is not explained"),
        ({"where": line("xem dichvucong.gov.vn")}, "link"),
        ({"where": line("cổng dịch vụ công của tỉnh Lào Cai")}, "portal of one province"),
        ({"time": line("gọi 0215 382 1234 để biết")}, "phone number"),
        ({"note": line("Lệ phí 8000 đồng.")}, "amount"),
        ({"note": line("Chậm thì bị phạt.")}, "'phạt'"),
        ({"time": line("trong 15 ngày", verified=False)}, "time: a figure that nobody verified"),
        ({"note": line("Nhớ mang theo giấy tờ. " * 8)}, "characters"),
        ({"note": line("Đi ra xã. " * 14)}, "syllables"),
        ({"who": {"text": "người nhà", "verified": True}}, "who.source"),
        ({"title": None}, "title"),
        ({"colour": "red"}, "colour"),
        ({"id": "died"}, "is not the name of the file"),
    ],
)
def test_a_mistake_in_a_card_is_found(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    change(tmp_path, "death", **changes)
    found = list(leaflets.lint(tmp_path))
    assert any(complaint in one for one in found) and all("death" in one for one in found), found


def test_a_question_that_leads_to_no_card_is_found(tmp_path: Path) -> None:
    change(tmp_path, "death")
    (tmp_path / "leaflets" / "death.yml").unlink()
    assert [one for one in faq.lint(tmp_path) if "D3: no leaflet 'death'" in one]
    with pytest.raises(DataError, match="no leaflet 'death'"):
        Faq(tmp_path).answer("D3", Locality(), TODAY)


def test_an_entry_answers_itself_or_by_a_card(tmp_path: Path) -> None:
    change(tmp_path, "death")
    path = tmp_path / "faq" / "other_procedures.yml"
    raw = yaml.safe_load(path.read_text("utf-8"))
    raw["entries"][0]["answer"] = "Ra một cửa của xã để khai sinh."
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    with pytest.raises(DataError, match="either an answer or a leaflet"):
        Faq(tmp_path)


def test_whoever_asks_for_another_procedure_gets_its_card(talk: Talk) -> None:
    asked = Question("other_procedure", (("D3", 0.8), ("D1", 0.3)), 0.9)
    talk.say("khai tử cho ông", None, question=asked, intent="other_procedure")
    assert "- Mang gì: căn cước; giấy báo tử" in talk.text and "- Bao lâu:" in talk.text


def test_in_the_middle_of_a_declaration_the_question_comes_again(talk: Talk) -> None:
    talk.say("xin giấy độc thân", intent="start_marital_status", procedures=["marital_status"]).tap("yes")
    before = talk.asking
    talk.say("khai tử cho ông thế nào", None, question=Question("other_procedure", (("D3", 0.8),), 0.9))
    assert "- Mang gì: " in talk.text and talk.asking == before
    talk.say("còn việc gì đó", None, question=Question("other_procedure", (("D3", 0.3),), 0.9))
    assert "Việc này ở đây chưa làm được" in talk.text and talk.asking == before


def test_where_it_is_not_clear_the_likeliest_cards_are_choices(talk: Talk) -> None:
    unclear = Question("other_procedure", (("D5", 0.4), ("D6", 0.35), ("C2", 0.3)), 0.7)
    talk.say("giấy của nhà nghèo", None, question=unclear, intent="other_procedure")
    titles = [option["title"] for option in talk.said[-1]["options"]]
    assert titles == ["Xét hộ nghèo, hộ cận nghèo", "Xác nhận thoát nghèo, thoát cận nghèo", "Gặp cán bộ"]
    talk.tap("Xét hộ nghèo, hộ cận nghèo")
    assert "- Ai làm: một người thay mặt gia đình" in talk.text


def test_where_nothing_is_near_it_is_said_where_to_go(talk: Talk) -> None:
    talk.say("làm giấy gì đó", None, question=Question("other_procedure", (), 0.7), intent="other_procedure")
    assert "Xin đến nơi nhận hồ sơ (một cửa)" in talk.text
    assert talk.conversation().owner == "bot"
