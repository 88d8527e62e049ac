"""Answer, command or question: what was asked decides between legal readings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nlu.decide import decide
from nlu.evidence import Clause
from nlu.intents import FALLBACK
from nlu.lexicon import Lexicon
from nlu.types import Understanding

DATA = Path(__file__).resolve().parents[2] / "data"
TODAY = date(2026, 11, 22)
LEXICON = Lexicon.load(DATA)
UNSURE = [(FALLBACK, 0.4), ("out_of_scope", 0.2), ("inform", 0.18)]
YES_NO = [{"id": "yes", "title": "Có", "say": []}, {"id": "no", "title": "Không", "say": []}]
PURPOSES = [
    {"id": "loan", "title": "Vay vốn ngân hàng", "say": ["vay vốn", "vay tiền"]},
    {"id": "other", "title": "Việc khác", "say": ["việc khác"]},
]


class Faq:
    """An index that knows one question."""

    def __init__(self, score: float = 0.9) -> None:
        self.score = score

    def search(self, text: str, intent: str | None = None, count: int = 8) -> tuple[tuple[str, float], ...]:
        """The fee, when money is asked about."""
        return (("M8", self.score),) if "bao nhiêu tiền" in text or "bao nhieu tien" in text else ()


def awaiting(kind: str, field: str = "f", **more: Any) -> dict[str, Any]:
    return {"field": field, "kind": kind, "options": [], "purpose": "field", "question": "?", **more}


def understand(
    text: str,
    ranking: list[tuple[str, float]] | None = None,
    asked: dict[str, Any] | None = None,
    clauses: list[Clause] | None = None,
) -> Understanding:
    return decide(text, ranking or UNSURE, asked, TODAY, LEXICON, Faq(), clauses or [])


def commands(u: Understanding) -> list[str]:
    return [c.name for c in u.commands]


# -- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("hai bảy tháng ba", "date", "--03-27"),
        ("7/5/1990", "date", "1990-05-07"),
        ("dạ em sinh ngày 7/5/1990 ạ", "date", "1990-05-07"),
        ("Hoàng Văn Chào", "person_name", "Hoàng Văn Chào"),
        ("Lê Chí Phèo", "person_name", "Lê Chí Phèo"),
        ("Thào Thị Dừng", "person_name", "Thào Thị Dừng"),
        ("058190000001", "national_id", "058190000001"),
        ("nữ", "sex", "female"),
    ],
)
def test_an_answer_of_the_awaited_kind_wins_over_the_classifier(text: str, kind: str, value: Any) -> None:
    for intent in ("greet", "cancel", "ask_fee", "request_human"):
        u = understand(text, [(intent, 0.9), ("inform", 0.05)], awaiting(kind))
        assert u.awaited is not None and u.awaited.value == value
        assert (u.intent, u.commands, u.question) == ("inform", (), None)


@pytest.mark.parametrize(
    ("text", "value", "intent"), [("không", False, "deny"), ("có ạ", True, "affirm"), ("dạ đúng", True, "affirm")]
)
def test_yes_and_no_answer_a_yes_no_question(text: str, value: bool, intent: str) -> None:
    u = understand(text, [(intent, 0.9)], awaiting("yes_no", options=YES_NO))
    assert u.awaited is not None and u.awaited.value is value
    assert (u.intent, u.commands) == (intent, ())


def test_a_no_that_answers_nothing_is_a_command() -> None:
    u = understand("không phải", [("deny", 0.9)], awaiting("date"))
    assert (u.intent, u.awaited, commands(u)) == ("deny", None, ["deny"])


@pytest.mark.parametrize("kind", ["yes_no", "date", "person_name", "place", "text", "number", "national_id"])
@pytest.mark.parametrize("text", ["không biết", "tôi không biết ạ", "khong biet", "không nhớ"])
def test_not_knowing_is_not_no(kind: str, text: str) -> None:
    u = understand(text, UNSURE, awaiting(kind))
    assert (u.intent, commands(u), u.awaited) == ("dont_know", ["dont_know"], None)


def test_a_year_remembered_is_better_than_not_knowing_the_day() -> None:
    u = understand("không nhớ ngày, năm 1990", UNSURE, awaiting("date"))
    assert u.awaited is not None
    assert "dont_know" not in commands(u) and (u.awaited.value == "1990" or "1990" in u.awaited.candidates)


def test_a_menu_names_the_procedure() -> None:
    options = [
        {"id": "start_marital_status", "title": "Giấy xác nhận tình trạng hôn nhân", "say": ["giấy độc thân"]},
        {"id": "human", "title": "Gặp cán bộ", "say": []},
    ]
    menu = awaiting("choice", "menu", options=options, purpose="menu")
    assert understand("giấy độc thân", UNSURE, menu).procedures == ("marital_status",)
    assert understand("1", UNSURE, menu).intent == "start_marital_status"
    said = understand("xin cho con cái giấy chưa chồng", [("start_marital_status", 0.9)], menu)
    assert (said.intent, said.procedures) == ("start_marital_status", ("marital_status",))


# -- commands ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [None, "person_name", "place", "text", "date", "national_id", "number"])
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("gặp cán bộ", "human"),
        ("gap can bo", "human"),
        ("cho tôi gặp cán bộ với ạ", "human"),
        ("quay lại", "go_back"),
        ("quay lai", "go_back"),
        ("xóa hết", "erase"),
        ("nhắc lại", "repeat"),
    ],
)
def test_a_command_is_never_an_answer(kind: str | None, text: str, command: str) -> None:
    u = understand(text, UNSURE, awaiting(kind) if kind else None)
    assert commands(u) == [command] and u.awaited is None


@pytest.mark.parametrize("text", ["dung", "Dung", "sua", "lai", "gap", "chao"])
@pytest.mark.parametrize("asked", [None, awaiting("person_name"), awaiting("yes_no"), awaiting("text")])
def test_a_word_that_folds_onto_others_is_no_command(text: str, asked: dict[str, Any] | None) -> None:
    u = understand(text, UNSURE, asked)
    assert not {"pause", "cancel", "correct", "repeat", "human", "greet", "go_back"} & set(commands(u))


@pytest.mark.parametrize(
    ("text", "kind", "guess"),
    [("dung", "person_name", "affirm"), ("vo dung", "person_name", "insult"), ("thôi", "date", "goodbye")],
)
def test_a_word_or_two_are_no_command_by_the_classifier_alone(text: str, kind: str, guess: str) -> None:
    u = understand(text, [(guess, 0.95), ("inform", 0.02)], awaiting(kind))
    assert u.commands == () or [h.command for h in LEXICON.whole(text) if h.match == 2] == commands(u)


@pytest.mark.parametrize("text", ["thôi được", "thôi cũng được"])
def test_giving_in_is_not_giving_up(text: str) -> None:
    u = understand(text, [("affirm", 0.6), ("cancel", 0.3)], awaiting("yes_no", options=YES_NO))
    assert "cancel" not in commands(u)
    assert u.intent != "cancel"


def test_a_slip_of_the_finger_is_forgiven_in_a_long_phrase() -> None:
    assert commands(understand("gặp cna bộ")) == ["human"]
    assert commands(understand("quya lại")) == ["go_back"]


def test_ending_something_needs_more_than_the_classifiers_guess() -> None:
    assert commands(understand("bỏ cái chỗ đó", [("cancel", 0.65), ("go_back", 0.2)])) == []
    assert commands(understand("nói lại câu hồi nãy coi", [("repeat", 0.65), ("summarize", 0.2)])) == ["repeat"]


@pytest.mark.parametrize(
    "text",
    [
        "đừng báo chồng tôi",
        "dung bao chong toi",
        "người ta trả tiền cho tôi lấy chồng bên kia",
        "7/5/1990, mà đừng nói với chồng tôi nhé",
    ],
)
@pytest.mark.parametrize("asked", [None, awaiting("person_name"), awaiting("date"), awaiting("text")])
def test_danger_comes_before_everything(text: str, asked: dict[str, Any] | None) -> None:
    u = understand(text, [("ask_fee", 0.9)], asked)
    assert (u.intent, commands(u), u.awaited) == ("danger", ["danger"], None)


# -- corrections ---------------------------------------------------------------------------------------------------


def corrected(text: str, asked: dict[str, Any] | None = None) -> tuple[tuple[str, ...], list[Any]]:
    u = understand(text, [("correct_field", 0.9)], asked)
    assert commands(u) == ["correct"], text
    return u.commands[0].fields, [f.value for f in u.facts]


def test_a_correction_names_its_field_and_may_bring_the_value() -> None:
    fields, values = corrected("sửa ngày sinh")
    assert any("birth_date" in f for f in fields) and values == []
    fields, values = corrected("sửa ngày sinh thành 7/5/1990")
    assert any("birth_date" in f for f in fields) and "1990-05-07" in values
    fields, _ = corrected("ngày sinh sai rồi", awaiting("person_name"))
    assert any("birth_date" in f for f in fields)
    fields, _ = corrected("dan toc ghi sai roi")
    assert any("ethnicity" in f for f in fields)


def test_a_correction_may_leave_the_name_out_but_does_not_beat_an_answer() -> None:
    fields, values = corrected("nhầm, tôi sinh năm 1990 cơ")
    assert fields == () and "1990" in values
    u = understand("sinh năm 1990 ạ", [("correct_field", 0.9)], awaiting("date"))
    assert commands(u) == [] and u.awaited is not None and u.awaited.value == "1990"


def test_a_purpose_is_no_correction() -> None:
    u = understand("vay vốn sửa nhà", [("inform", 0.8), ("correct_field", 0.1)], awaiting("choice", options=PURPOSES))
    assert u.awaited is not None and u.awaited.value == 0
    assert commands(u) == []


# -- questions, and several things at once -------------------------------------------------------------------------


FEE = [("ask_fee", 0.92), ("ask_payment", 0.04)]


@pytest.mark.parametrize("kind", [None, "date", "person_name", "place", "text", "national_id", "yes_no"])
def test_a_question_is_a_question_whatever_is_awaited(kind: str | None) -> None:
    u = understand("giấy này mất bao nhiêu tiền vậy?", FEE, awaiting(kind) if kind else None)
    assert u.intent == "ask_fee" and u.awaited is None
    assert u.question is not None and u.question.intent == "ask_fee" and u.question.faq[0][0] == "M8"


def test_an_answer_and_a_question_are_both_taken() -> None:
    text = "sinh ngày 7/5/1990, mà giấy này mất bao nhiêu tiền vậy"
    clauses = [Clause(0, 18, [("inform", 0.9)]), Clause(20, len(text), FEE)]
    u = understand(text, [("ask_fee", 0.7), ("inform", 0.2)], awaiting("date"), clauses)
    assert u.awaited is not None and u.awaited.value == "1990-05-07"
    assert text[u.awaited.start : u.awaited.end].endswith("7/5/1990")
    assert u.question is not None and u.question.faq[0][0] == "M8"
    assert u.intent == "ask_fee"


def test_a_start_and_a_question_are_both_taken() -> None:
    text = "tôi xin giấy độc thân, hết bao nhiêu tiền?"
    clauses = [Clause(0, 21, [("start_marital_status", 0.95)]), Clause(23, len(text), FEE)]
    u = understand(text, [("ask_fee", 0.5), ("start_marital_status", 0.45)], None, clauses)
    assert u.procedures == ("marital_status",)
    assert u.question is not None and u.question.intent == "ask_fee"


def test_an_answer_with_its_reasons_is_an_answer() -> None:
    text = "không, từ bé đến giờ ở đây suốt"
    clauses = [Clause(0, 5, [("deny", 0.9)]), Clause(7, len(text), [("inform", 0.6)])]
    u = understand(text, [("inform", 0.5), ("deny", 0.3)], awaiting("yes_no", options=YES_NO), clauses)
    assert u.awaited is not None and u.awaited.value is False


def test_a_purpose_named_before_it_is_asked_is_a_fact() -> None:
    u = understand("xin giấy độc thân đi vay vốn", [("start_marital_status", 0.95)])
    assert u.procedures == ("marital_status",)
    assert {"field": "purpose", "option": "loan"} in [f.value for f in u.facts if f.kind == "choice"]


# -- unsure, and odd input -----------------------------------------------------------------------------------------


def test_what_is_not_understood_offers_the_likeliest() -> None:
    ranking = [(FALLBACK, 0.4), ("ask_fee", 0.3), ("ask_where", 0.25), ("inform", 0.2), ("repeat", 0.01)]
    u = understand("ờ thì cái kia", ranking)
    assert u.intent == FALLBACK
    assert [name for name, _ in u.likely] == ["ask_fee", "ask_where"]


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "...", "\x00", "?!"])
def test_no_words_are_not_understood(text: str) -> None:
    assert understand(text).intent == FALLBACK


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": None},
        {"kind": "no such kind"},
        {"kind": "media", "field": "m"},
        {"kind": "choice", "options": None},
        {"kind": "choice", "options": ["Có", "Không"]},
        {"kind": "date", "dob": "31/02", "person": 3, "question": None},
    ],
)
def test_odd_contexts_do_no_harm(asked: dict[str, Any]) -> None:
    for text in ("7/5/1990", "không", "giấy này mất bao nhiêu tiền", "Giàng A Páo"):
        assert understand(text, FEE, asked).to_dict()


def test_no_ranking_at_all_still_reads_the_answer() -> None:
    u = decide("7/5/1990", [], awaiting("date"), TODAY, LEXICON, None)
    assert u.awaited is not None and u.awaited.value == "1990-05-07"


def test_places_count_in_the_original_text() -> None:
    text = "da\u0323 sinh ngày 7/5/1990"  # NFD: the readers see one letter less
    u = understand(text, UNSURE, awaiting("date"))
    assert u.awaited is not None and text[u.awaited.start : u.awaited.end].endswith("7/5/1990")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("sửa số bản thành 2", "copies", 2),
        ("số bản sai rồi, phải là ba", "copies", 3),
        ("sửa số bản", "copies", None),
        (
            "sửa tên tòa là Tòa án nhân dân huyện Điện Biên Đông",
            "divorce_court",
            "Tòa án nhân dân huyện Điện Biên Đông",
        ),
    ],
)
def test_a_correction_brings_a_value_of_the_named_fields_kind(text: str, field: str, value: Any) -> None:
    u = understand(text, [("correct_field", 0.9)])
    assert field in u.commands[0].fields
    assert [f.value for f in u.facts if f.kind in ("number", "text")] == ([] if value is None else [value])


@pytest.mark.parametrize(("text", "command"), [("để mai tôi nhắn tiếp", "pause"), ("ta làm tiếp nào", "resume")])
def test_going_on_later_is_a_pause(text: str, command: str) -> None:
    assert commands(understand(text, [("pause_resume", 0.95)])) == [command]


REVIEW = [
    {"id": "yes", "title": "Đúng rồi", "say": ["đúng"]},
    {"id": "no", "title": "Có chỗ sai", "say": ["sai", "sửa"]},
]


def test_while_it_is_read_back_a_field_that_is_named_is_the_one_to_correct() -> None:
    u = understand("sửa họ tên", asked=awaiting("yes_no", options=REVIEW, purpose="review"))
    assert commands(u) == ["correct"] and u.commands[0].fields == ("subject_full_name",)
    assert understand("sai rồi", asked=awaiting("yes_no", options=REVIEW, purpose="review")).awaited is not None


@pytest.mark.parametrize("kind", ["sex", "date", "person_name", "place", "number"])
def test_an_order_to_correct_is_no_answer_whatever_the_classifier_says(kind: str) -> None:
    u = understand("sửa ngày sinh thành 12/3/1995", [("inform", 0.9), ("correct_field", 0.05)], awaiting(kind))
    if kind == "date":  # then it is both
        assert "1995-03-12" in [f.value for f in (*u.facts, *filter(None, [u.awaited]))]
    else:
        assert commands(u) == ["correct"] and "1995-03-12" in [f.value for f in u.facts]


def test_the_part_that_answers_first_does_not_beat_the_whole() -> None:
    never = {"id": "never", "title": "Chưa, chưa lần nào", "say": ["chưa đăng ký", "chưa"]}
    once = {"id": "once", "title": "Đã có đăng ký", "say": ["có", "có vợ", "rồi"]}
    text = "có vợ, có con, chưa đăng ký"
    spans = [(0, 5), (7, 13), (15, len(text))]
    clauses = [Clause(a, b, [("inform", 0.9)]) for a, b in spans]
    u = understand(text, [("inform", 0.9)], awaiting("choice", options=[never, once]), clauses)
    assert u.awaited is None or u.awaited.value != 1


def test_another_value_is_no_yes_to_a_question_about_an_earlier_one() -> None:
    asked = awaiting("yes_no", field="death_doc_date", purpose="place_late", question="Đó có phải là ngày cấp không?")
    u = understand("mất năm 2020", [("affirm", 0.6), ("inform", 0.3)], asked)
    assert u.awaited is None and [f.value for f in u.facts if f.kind == "date"] == ["2020"]


@pytest.mark.parametrize("kind", ["choice", "date"])
def test_another_procedure_is_begun_where_no_answer_is_in_the_message(kind: str) -> None:
    ranking = [("start_birth_3in1", 0.85), ("inform", 0.1)]
    u = understand("tôi muốn khai tử", ranking, awaiting(kind))
    assert (u.intent, u.procedures, u.awaited) == ("start_birth_3in1", ("birth_3in1",), None)
    said = understand("12/3/1995", ranking, awaiting("date"))
    assert said.awaited is not None and said.awaited.value == "1995-03-12" and said.procedures == ()
