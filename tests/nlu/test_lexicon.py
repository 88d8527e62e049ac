"""The closed lists of commands, and the names of fields."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.clauses import split
from nlu.cues import asks, resumes
from nlu.intents import COMMAND_INTENTS
from nlu.lexicon import EXACT_MATCH, LOOSE_MATCH, NEAR_MATCH, Lexicon, Phrasing, read_commands
from nlu.styles import STYLES, nfc, strip, styled, telex_word, variants
from nlu.text import analyse

DATA = Path(__file__).resolve().parents[2] / "data"
SMALL = Lexicon(
    {
        "go_back": Phrasing(("quay lại", "câu trước")),
        "human": Phrasing(("gặp cán bộ",)),
        "affirm": Phrasing((), ("đúng", "vâng")),
        "pause": Phrasing((), ("dừng",)),
        "danger": Phrasing(("đừng báo chồng",), (), ("trả tiền cho tôi lấy chồng",)),
    },
    [
        ("ngày sinh", "birth_date"),
        ("sinh", "birth_date"),
        ("nơi sinh", "birth_place"),
        ("dân tộc", "ethnicity"),
        ("tên", "name"),
    ],
)


def matches(text: str) -> list[tuple[str, int]]:
    return [(h.command, h.match) for h in SMALL.whole(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quay lại", [("go_back", EXACT_MATCH)]),
        ("QUAY LẠI!!", [("go_back", EXACT_MATCH)]),
        ("dạ cho em quay lại với ạ", [("go_back", EXACT_MATCH)]),
        ("quay lai", [("go_back", LOOSE_MATCH)]),
        ("quay lhjj", []),
        ("quya lai", [("go_back", NEAR_MATCH)]),
        ("gap can bo", [("human", LOOSE_MATCH)]),
        ("đúng", [("affirm", EXACT_MATCH)]),
        ("dung", []),
        ("dừng", [("pause", EXACT_MATCH)]),
        ("quay lại xã Na Son hỏi", []),
        ("gặp cán bộ ở đâu", []),
        ("", []),
        ("!!!", []),
    ],
)
def test_a_phrase_is_the_whole_message(text: str, expected: list[tuple[str, int]]) -> None:
    assert matches(text) == expected


def test_nfd_is_the_same_message() -> None:
    import unicodedata

    assert matches(unicodedata.normalize("NFD", "quay lại")) == [("go_back", EXACT_MATCH)]


def test_danger_is_found_inside_a_message() -> None:
    assert SMALL.danger("chị ơi, người ta trả tiền cho tôi lấy chồng bên kia")
    assert SMALL.danger("dung bao chong em nhe")
    assert not SMALL.danger("chồng tôi trả tiền giấy")


def test_fields_are_named_by_their_longest_name() -> None:
    assert SMALL.fields("sửa nơi sinh với") == ("birth_place",)
    assert SMALL.fields("ngày sinh và dân tộc") == ("birth_date", "ethnicity")
    assert SMALL.fields("xin chào") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sửa ngày sinh", ("birth_date",)),
        ("sua lai ngay sinh", ("birth_date",)),
        ("ngày sinh sai rồi", ("birth_date",)),
        ("dân tộc chưa đúng, ngày sinh cũng nhầm", ("ethnicity", "birth_date")),
        ("ngày sinh 7/5/1990", ()),
        ("tôi sửa xe máy cho người ta, tôi có nơi sinh ở Huế", ()),
    ],
)
def test_a_correction_needs_a_word_of_correcting_beside_the_name(text: str, found: tuple[str, ...]) -> None:
    assert SMALL.correction(text) == (bool(found), found)


def test_the_projects_phrases_load_and_match_themselves() -> None:
    lexicon = Lexicon.load(DATA)
    for name, phrasing in read_commands(DATA / "nlu" / "commands.yml").items():
        for phrase, _ in phrasing.all():
            hits = lexicon.whole(phrase)
            assert name in [h.command for h in hits if h.match == EXACT_MATCH], (name, phrase)
        for phrase, strict in phrasing.all():
            if not strict and len(phrase.split()) > 1:
                assert name in [h.command for h in lexicon.whole(strip(phrase))], (name, phrase)


def test_every_command_of_the_lists_exists() -> None:
    assert set(read_commands(DATA / "nlu" / "commands.yml")) <= set(COMMAND_INTENTS)


@pytest.mark.parametrize("content", ["- a", "fly: {phrases: [bay]}", "affirm: [có]", "affirm: {phrase: [có]}"])
def test_a_list_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "commands.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"commands\.yml"):
        read_commands(path)
    assert read_commands(tmp_path / "absent.yml") == {}


def test_called_words_come_from_the_procedures(tmp_path: Path) -> None:
    folder = tmp_path / "procedures" / "p"
    folder.mkdir(parents=True)
    fields = [{"id": "birth_date", "called": ["ngày sinh", "năm sinh"]}, {"id": "x"}]
    (folder / "procedure.yml").write_text(yaml.safe_dump({"id": "p", "groups": [{"fields": fields}]}), encoding="utf-8")
    lexicon = Lexicon.load(tmp_path)
    assert lexicon.procedures == {"p"}
    assert lexicon.fields("nam sinh") == ("birth_date",)


# -- cues, clauses, styles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("giấy này mất bao nhiêu tiền", 1.0, 1.0),
        ("giay nay mat bao nhieu tien", 1.0, 1.0),
        ("nộp ở đâu?", 1.0, 1.0),
        ("có cần hộ khẩu không ạ", 0.5, 1.0),
        ("Hoàng Văn Chào", 0.0, 0.0),
        ("7/5/1990", 0.0, 0.0),
        ("chưa lấy ai bao giờ", 0.0, 0.0),
        ("không", 0.0, 0.0),
    ],
)
def test_asking_shows_in_the_words(text: str, least: float, most: float) -> None:
    assert least <= asks(text) <= most


def test_going_on_is_told_from_pausing() -> None:
    assert resumes("tôi làm tiếp") and resumes("tiep tuc nhe")
    assert not resumes("tạm nghỉ đã")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("sinh 7/5/1990, mà giấy này hết bao nhiêu tiền", ["sinh 7/5/1990", "mà giấy này hết bao nhiêu tiền"]),
        ("sinh năm 1990 cho tôi hỏi lệ phí", ["sinh năm 1990", "cho tôi hỏi lệ phí"]),
        ("7.5.1990", ["7.5.1990"]),
        ("1,5 triệu", ["1,5 triệu"]),
        ("Tôi tên Páo. Nộp ở đâu? Cảm ơn", ["Tôi tên Páo", "Nộp ở đâu?", "Cảm ơn"]),
        ("TP. Huế", ["TP", "Huế"]),
        ("...", [""]),
        ("a, b, c, d, e, f, g, h", ["a, b, c, d, e, f, g, h"]),
    ],
)
def test_clauses_end_where_a_speaker_would_pause(text: str, parts: list[str]) -> None:
    found = [text[a:b] for a, b in split(text)]
    assert found == parts or (parts == [""] and found == ["..."])


def test_styles_are_the_same_every_time() -> None:
    text = "Cho tôi hỏi giấy này làm mất bao nhiêu tiền vậy"
    assert styled(text, "stripped") == "Cho toi hoi giay nay lam mat bao nhieu tien vay"
    assert telex_word("được") == "dduwowcj"
    for style in STYLES:
        assert styled(text, style, 3) == styled(nfc(text), style, 3)
    assert variants(text) == variants(text) and variants(text)[0] == text
    assert any(styled(text, "typo", s) != text for s in range(5))


def test_telex_residue_is_read_back() -> None:
    for word in ("giấy", "được", "tiền", "nhiêu", "xác", "nhận", "đường"):
        assert [t.lower for t in analyse(telex_word(word)).tokens] == [word]
