"""A table that people labelled: checked as a whole, nothing lost, taking it twice is taking it once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from actions.learning import sheet
from actions.learning.listing import Item, code_of, settled, skipped
from actions.learning.sheet import BadSheet
from actions.learning.take import Taken, take
from actions.settings import ROOT
from bot.generate import BadTrainingData, local_examples, read_examples
from nlu.local import LOCAL, WAITING, sentences, settle

FIRST = "em là ‹tên› muốn cái tờ ở một mình"
SECOND = "tờ kia mất mấy hôm"
KNOWN = "xin giấy độc thân"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of content without sentences of this installation."""
    folder = tmp_path / "content"
    for name in ("nlu/intents", "procedures", "learning", "prompts"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    shutil.copy(ROOT / "data/nlu/placeholders.yml", folder / "nlu")
    shutil.copy(ROOT / "data/nlu/stories.yml", folder / "nlu")
    return folder


def item(sentence: str, chosen: str | None = None) -> Item:
    return Item(
        code_of(sentence), sentence, 2, "offered", "marital_status", "field", "purpose", "choice", "inform", 0.41,
        date(2026, 11, 22), chosen,
    )  # fmt: skip


def table(content: Path, labels: dict[str, str], separator: str = ",") -> Path:
    """The table as a spreadsheet saves it once the labels are filled in."""
    file = content.parent / "bang.csv"
    sheet.write([item(sentence) for sentence in labels], content, file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    filled = [line + label for line, label in zip(lines[1:], labels.values(), strict=True)]
    body = "\n".join([lines[0], *filled]).replace(",", separator)
    file.write_text(body + "\n", encoding="utf-8-sig")
    return file


def taken(content: Path, labels: dict[str, str], separator: str = ",") -> Taken:
    return take(sheet.read(table(content, labels, separator), content), content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_labels_wait_to_be_trained_and_twice_is_once(content: Path, separator: str) -> None:
    labels = {FIRST: "start_marital_status", SECOND: "ask_duration", "chả biết nói sao": ""}
    assert taken(content, labels, separator) == Taken(new=2, empty=1)
    assert sentences(content / WAITING) == {FIRST: "start_marital_status", SECOND: "ask_duration"}
    assert taken(content, labels, separator) == Taken(known=2, empty=1)
    assert {code_of(FIRST), code_of(SECOND)} == settled(content)


def test_what_waits_is_trained_with_invented_values_once_train_takes_it(content: Path) -> None:
    taken(content, {FIRST: "start_marital_status"})
    known = read_examples(content)
    assert local_examples(content, known, waiting=False) == ([], [])
    own, remarks = local_examples(content, known, waiting=True)
    assert [e.text for e in own] == [FIRST.replace("‹tên›", name) for name in ("Giàng A Páo", "Lò Thị Mai")]
    assert not remarks and settle(content) == 1 and settle(content) == 0
    assert local_examples(content, known, waiting=False) == (own, [])
    assert sentences(content / LOCAL) == {FIRST: "start_marital_status"} and not sentences(content / WAITING)


def test_a_changed_label_replaces_the_old_one_and_is_told(content: Path) -> None:
    taken(content, {SECOND: "ask_fee"})
    settle(content)
    assert taken(content, {SECOND: "ask_duration"}).changed == [(2, "ask_fee", "ask_duration")]
    settle(content)
    assert sentences(content / LOCAL) == {SECOND: "ask_duration"}


def test_a_skipped_sentence_is_not_taught_and_not_listed_again(content: Path) -> None:
    taken(content, {SECOND: "ask_fee"})
    settle(content)
    assert taken(content, {SECOND: "bo_qua"}).skipped == 1
    assert skipped(content) == [SECOND] and not sentences(content / LOCAL) and code_of(SECOND) in settled(content)
    assert taken(content, {SECOND: "ask_duration"}).new == 1 and not skipped(content)


@pytest.mark.parametrize(
    ("sentence", "label", "told"),
    [
        (SECOND, "ask_duratoin", 'Dòng 3: không có nhãn "ask_duratoin". Có phải ask_duration?'),
        (SECOND, "nlu_fallback", "Dòng 3: không có nhãn"),
        (KNOWN, "ask_fee", "Dòng 3: câu này đã có trong dữ liệu chung với nhãn start_marital_status."),
        ("em là ‹ai› đây", "inform", "Dòng 3: không có chỗ che ‹ai›."),
        ("số 0912345678 đây", "inform", "Dòng 3: câu đã bị sửa"),
    ],
)
def test_one_bad_line_is_named_and_nothing_is_taken(content: Path, sentence: str, label: str, told: str) -> None:
    with pytest.raises(BadSheet) as raised:
        taken(content, {FIRST: "start_marital_status", sentence: label})
    assert told in str(raised.value) and str(raised.value).startswith("Chưa nhận câu nào.")
    assert not sentences(content / WAITING) and not settled(content)


def test_a_sentence_with_a_name_written_in_is_refused(content: Path) -> None:
    file = table(content, {FIRST: "start_marital_status"})
    file.write_text(file.read_text(encoding="utf-8-sig").replace("‹tên›", "Giàng A Páo"), encoding="utf-8")
    with pytest.raises(BadSheet, match="Dòng 2: câu đã bị sửa"):
        take(sheet.read(file, content), content)


def test_two_labels_for_one_sentence_are_refused_by_both_lines(content: Path) -> None:
    file = table(content, {SECOND: "ask_duration"})
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join([*lines, lines[1].replace("ask_duration", "ask_fee")]), encoding="utf-8")
    with pytest.raises(BadSheet, match=r"Dòng 3: câu này ở dòng 2 mang nhãn khác \(ask_duration\)"):
        take(sheet.read(file, content), content)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("mã,câu đã che,nghĩa là\nx,tờ kia\n".encode(), "Dòng 2: bảng bị vỡ"),
        ("mã,câu đã che,nghĩa là\nx,tờ kia,ask_fee\n".encode("utf-16"), "dòng 1: không phải chữ UTF-8"),
        ("mã,câu đã che,nghĩa là\n".encode() + b"x,t\xf4i,\n", "dòng 2: không phải chữ UTF-8"),
        (b"a,b,c\n1,2,3\n", "thiếu cột mã, câu đã che, nghĩa là"),
        (b"", "thiếu cột"),
    ],
)
def test_a_broken_table_is_one_clear_sentence(content: Path, body: bytes, told: str) -> None:
    file = content.parent / "hong.csv"
    file.write_bytes(body)
    with pytest.raises(BadSheet, match=told):
        sheet.read(file, content)
    with pytest.raises(BadSheet, match="Không mở được"):
        sheet.read(content.parent / "khong-co.csv", content)


def test_the_table_holds_what_the_citizen_chose_and_the_labels_stand_beside(content: Path) -> None:
    file = content.parent / "bang.csv"
    beside = sheet.write([item(SECOND, "ask_duration"), item(FIRST, "the_weather")], content, file)
    assert [row.means for row in sheet.read(file, content)] == ["ask_duration", ""]
    labels = beside.read_text(encoding="utf-8-sig")
    assert "ask_payment: Hỏi cách trả tiền" in labels and "start_marital_status: Muốn xin" in labels
    assert all(line.partition(": ")[2] for line in labels.splitlines() if line.startswith(("- ask_", "- start_")))


def test_an_upgrade_that_knows_the_sentence_otherwise_does_not_stop_a_training(content: Path) -> None:
    (content / LOCAL).mkdir(parents=True)
    (content / LOCAL / "ask_fee.yml").write_text(f"intent: ask_fee\nexamples: ['{KNOWN}', '{SECOND}']\n")
    (content / LOCAL / "gone.yml").write_text("intent: gone\nexamples: [cái kia]\n")
    own, remarks = local_examples(content, read_examples(content), waiting=False)
    assert [e.text for e in own] == [SECOND] and len(remarks) == 2 and "start_marital_status" in remarks[0]
    (content / LOCAL / "gone.yml").write_text("just a word\n")
    with pytest.raises(BadTrainingData, match=r"gone\.yml: a mapping was expected"):
        local_examples(content, read_examples(content), waiting=False)
