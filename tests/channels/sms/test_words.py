"""Numbers of telephones, commands, pieces of long letters, what Kannel's parameters hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.procedures.load import folders, load
from actions.prompts import prompts
from actions.segments import segments
from actions.settings import Settings, settings
from channels.sms.carrier import MOST_SEGMENTS, chosen, pieces
from channels.sms.commands import OPEN, command_of, known, plain
from channels.sms.kannel import readable, to_a_port
from channels.sms.numbers import address_of, international


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("0912345678", "0912345678"), ("+84912345678", "0912345678"), ("84912345678", "0912345678"),
        ("+0912345678", "0912345678"), ("0084 912.345.678", "0912345678"), ("+85620512345678", "+85620512345678"),
        ("0085620512345678", "+85620512345678"),
        ("VIETTEL", None), ("191", None), ("8088", None), ("", None), ("+84", None), ("02153823456", None),
        ("+8421538234567", None), ("0912345678; DROP", None), ("٠٩١٢٣٤٥٦٧٨", None),
    ],
)  # fmt: skip
def test_one_spelling_for_each_number_and_none_for_what_cannot_be_answered(sender: str, address: str | None) -> None:
    assert address_of(sender) == address


def test_a_number_as_networks_write_it() -> None:
    assert [international(one) for one in ("0912345678", "+85620512345678")] == ["+84912345678", "+85620512345678"]


def closed_questions() -> list[tuple[str, dict[str, Any]]]:
    """Every question with options: of the procedures' fields, and those of the conversation itself."""
    found: list[tuple[str, dict[str, Any]]] = []
    content = settings().content
    sentences = prompts()

    def option(base: str, name: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
        say_id = f"{base}.{name}_say"
        say = sentences.get(say_id).text.split("|") if sentences.has(say_id) else []
        return {"id": name, "title": sentences.get(f"{base}.{name}").text, "say": [*say, *more]}

    for folder in folders(content):
        for group in load(folder).groups:
            for spec in group.fields:
                if spec.kind == "choice":
                    options = [{"id": o.id, "title": o.title, "say": [*o.say, *o.unasked]} for o in spec.options]
                elif spec.kind in ("yes_no", "sex"):
                    yes_no = (("yes", spec.say_yes), ("no", spec.say_no))
                    pairs = yes_no if spec.kind == "yes_no" else (("male", ()), ("female", ()))
                    options = [option("options", name, tuple(more)) for name, more in pairs]
                else:
                    continue
                found.append((f"{folder.name}.{spec.id}", {"kind": spec.kind, "options": options}))
    raw = yaml.safe_load((content / "prompts" / "vi.yml").read_text("utf-8"))["options"]
    for purpose, named in raw.items():
        if isinstance(named, dict):
            names = [name for name in named if not str(name).endswith("_say")]
            options = [option(f"options.{purpose}", name) for name in names]
            found.append((purpose, {"kind": "choice", "options": options}))
    return found


def test_no_answer_to_a_closed_question_is_taken_for_a_command() -> None:
    questions = closed_questions()
    assert len(questions) > 30
    for name, awaiting in questions:
        for option in awaiting["options"]:
            for said in (option["title"], *option["say"]):
                assert command_of(said, awaiting) is None, f"{name}: {said}"
                assert command_of(plain(said).upper(), awaiting) is None, f"{name}: {said}"


def test_commands_are_two_words_and_fold_onto_no_people_and_no_answer_of_open_kinds() -> None:
    assert set(known().values()) == {"pause", "resume", "summarize", "correct", "human", "erase"}
    assert all(" " in phrase for phrase in known())
    ethnicities = yaml.safe_load((settings().content / "ethnicities.yml").read_text("utf-8"))
    folded = {plain(str(one)) for one in _leaves(ethnicities)}
    assert folded and not folded & set(known())
    for kind in OPEN:
        assert all(command_of(phrase, {"kind": kind, "options": []}) is None for phrase in known())


def _leaves(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in (key, *_leaves(value))]
    return [leaf for value in node for leaf in _leaves(value)] if isinstance(node, list) else [node]


@pytest.mark.parametrize("text", ["TAM NGHI", "tạm nghỉ", " Tam  nghi. ", "Tạm Nghỉ!"])
def test_a_command_is_a_whole_message_however_it_is_written(text: str) -> None:
    assert command_of(text, {"kind": "date", "options": []}) == "pause"
    assert command_of(f"{text} nhe", None) is None


@pytest.mark.parametrize("text", ["dung", "sua", "lai", "gap", "tam", "nghi", "1", ""])
def test_no_single_word_is_a_command(text: str) -> None:
    assert command_of(text, None) is None


def test_said_again_while_its_confirmation_is_asked_a_command_is_the_confirmation() -> None:
    question = dict(closed_questions())["erase"]
    assert command_of("XOA HET", None) == "erase" and command_of("XOA HET", question) is None


def test_a_long_letter_is_cut_between_lines_sentences_or_words() -> None:
    lines = "\n".join(f"- Giấy tờ số {number}: bản chính, chỉ đưa xem." for number in range(60))
    cut = pieces(lines)
    assert "\n".join(cut) == "\n".join(f"- Giay to so {number}: ban chinh, chi dua xem." for number in range(60))
    assert all(segments(one) <= MOST_SEGMENTS for one in cut) and len(cut) == 5
    words = pieces("xin " * 400)
    assert " ".join(words).split() == ["xin"] * 400 and len(words) == 3
    assert "".join(pieces("x" * 2000)) == "x" * 2000 and "".join(pieces("{" * 700)) == "{" * 700


def test_what_is_for_the_telephone_is_no_text() -> None:
    assert readable({"text": b"abc", "coding": b"1"}) is None
    assert readable({"text": b"abc", "udh": bytes([6, 5, 4, 0x15, 0x81, 0, 0])}) is None
    assert readable({"text": b"abc", "udh": bytes([5, 0, 3, 7, 2, 1])}) == "abc"  # a part of a longer text
    assert not to_a_port(bytes([5, 0])) and not to_a_port(b"")


def test_letters_are_read_whatever_kannel_says_of_them() -> None:
    said = "Hồ sơ ở đâu?"
    assert readable({"text": said.encode(), "coding": b"0", "charset": b"UTF-8"}) == said
    assert readable({"text": said.encode("utf-16-be"), "coding": b"0", "charset": b"UTF-16BE"}) == said
    assert readable({"text": said.encode(), "charset": b"klingon"}) == said
    assert readable({"text": b"\xff\xfe\xfd"}) is None


def test_a_way_without_what_it_needs_is_refused_by_name(tmp_path: Path) -> None:
    assert not chosen(Settings())
    assert chosen(Settings(sms_talk="gammu", sms_gammu_folder=tmp_path))
    for broken, named in (
        ({"sms_talk": "kannel"}, "MOTCUA_SMS_SECRET"),
        ({"sms_talk": "gammu"}, "MOTCUA_SMS_GAMMU_FOLDER"),
        ({"sms_notices": "esms", "sms_secret": "x" * 16}, "MOTCUA_SMS_ESMS_KEY"),
        ({"sms_talk": "android", "sms_android_url": "http://x"}, "MOTCUA_SMS_ANDROID_KEY"),
    ):
        with pytest.raises(ValueError, match=named):
            chosen(Settings.model_validate(broken))
