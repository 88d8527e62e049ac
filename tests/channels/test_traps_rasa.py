"""The traps between the gateway, Rasa and the action server, with the real Rasa and its trained model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.store import db
from actions.store.models import Conversation
from tests.channels.conftest import tiny_stack
from tests.channels.look import heard, inbox_of, prompts_of
from tests.stack import NAMES, Stack, running, wait_until

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything; between gateway and Rasa, and between Rasa and the actions, a line that tests may hold."""
    made = tiny_stack(tmp_path_factory.mktemp("rasa"), quick=True, MOTCUA_TURN_TIMEOUT="3")
    made.put_lines("rasa", "actions")
    with running(made, *NAMES):
        yield made


def rasa_sender(stack: Stack, sender: str) -> str | None:
    with db.reading(stack.engine()) as session:
        return session.get_one(Conversation, inbox_of(stack, sender)[0].conversation_id).rasa_sender


def test_text_goes_through_rasa_and_is_heard_once(stack: Stack) -> None:
    citizen = stack.citizen()
    assert citizen.say("cho tôi xin giấy").texts == ["Máy nhận được: cho tôi xin giấy", "Đây là tin thứ 1."]
    assert heard(stack, citizen.sender) == ["cho tôi xin giấy"]


@pytest.mark.parametrize("text", ["/restart", '/inform{"a": 1}', "  /session_start", "/", "//", "EXTERNAL: x"])
def test_rasas_own_commands_are_only_words(stack: Stack, text: str) -> None:
    citizen = stack.citizen()
    citizen.say("xin chào")
    assert citizen.say(text).texts[1] == "Đây là tin thứ 2."
    assert heard(stack, citizen.sender) == ["xin chào", text]


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "<script>alert('x')</script>",
        "Tie\u0302\u0301ng Vie\u0323\u0302t",
        "a" * 4096,
        "\u202e\u200b\u200d",
        "%s {0} ${x}",
    ],
    ids=["emoji", "script", "NFD", "4 kB", "invisible", "formats"],
)
def test_odd_text_is_heard_as_it_was_written(stack: Stack, text: str) -> None:
    citizen = stack.citizen()
    assert citizen.say(text).status == 200
    assert heard(stack, citizen.sender) == [text]


def test_several_texts_at_once_are_heard_in_order(stack: Stack) -> None:
    citizen = stack.citizen()
    citizen.say("một", message_id="1")
    for number in ("2", "3", "4", "5"):
        citizen.once(text=f"câu {number}", message_id=number)
    citizen.say("câu 5", message_id="5")
    assert heard(stack, citizen.sender) == ["một", "câu 2", "câu 3", "câu 4", "câu 5"]


def test_rasa_restarted_in_the_middle_of_a_conversation(stack: Stack) -> None:
    """Its trackers are gone with it; the conversation is not."""
    citizen, other = stack.citizen(), stack.citizen()
    citizen.say("câu một")
    stack.kill("rasa")
    assert citizen.once(text="câu hai", message_id="2").status == 202
    assert citizen.events(1, last=None)[0]["replies"][0]["text"] == "Máy đã nhận tin, xin đợi."
    # What needs no understanding goes on.
    assert other.choose("q:a").status == 200
    stack.start("rasa")
    assert citizen.say("câu hai", message_id="2").texts[1] == "Đây là tin thứ 2."
    assert heard(stack, citizen.sender) == ["câu một", "câu hai"]
    assert prompts_of(stack, citizen.sender).count("receipt.wait") == 1
    assert inbox_of(stack, citizen.sender)[1].attempts == 0


def test_rasa_that_says_200_and_did_nothing_is_a_failed_turn(stack: Stack) -> None:
    """Rasa answers 200 when it cannot reach the action server: the row tells the truth."""
    citizen = stack.citizen()
    citizen.say("câu một")
    stack.lines["actions"].cut()
    assert citizen.once(text="câu hai", message_id="2").status == 202
    stack.lines["actions"].mend()
    assert citizen.say("câu hai", message_id="2").texts[1] == "Đây là tin thứ 2."
    assert heard(stack, citizen.sender) == ["câu một", "câu hai"]
    assert rasa_sender(stack, citizen.sender) is not None


def test_slow_rasa_is_left_for_a_fresh_sender_and_the_message_heard_once(stack: Stack) -> None:
    citizen = stack.citizen()
    citizen.say("câu một")
    stack.lines["rasa"].hold()
    # Rasa's answer is held, the turn behind it is done: whoever looks may find it in time.
    assert citizen.once(text="câu hai", message_id="2").status in (200, 202)
    try:
        wait_until(lambda: rasa_sender(stack, citizen.sender) is not None, 20, "a fresh sender")
    finally:
        stack.lines["rasa"].release()
    assert citizen.say("câu hai", message_id="2").texts[1] == "Đây là tin thứ 2."
    assert heard(stack, citizen.sender) == ["câu một", "câu hai"]


def test_action_server_killed_under_rasa(stack: Stack) -> None:
    citizen = stack.citizen()
    citizen.say("câu một")
    for place in ("in_transaction", "after_commit"):
        stack.restart("actions", failpoint=f"{place}:1")
        text = f"câu khi {place}"
        # Killed after the commit, the turn is done: then the answer may come at once.
        assert citizen.once(text=text, message_id=place).status in (200, 202)
        wait_until(lambda: not stack.alive("actions"), 20, "the action server killed itself")
        stack.restart("actions")
        assert citizen.say(text, message_id=place).status == 200
    assert heard(stack, citizen.sender) == ["câu một", "câu khi in_transaction", "câu khi after_commit"]


def test_rasas_log_holds_no_word_of_a_citizen(stack: Stack) -> None:
    citizen = stack.citizen()
    citizen.say("tôi là Lò Văn Giấu, số 058190000001")
    log = stack.log("rasa")
    assert Path(stack.data / "log" / "rasa.log").stat().st_size > 0
    for word in ("Giấu", "058190000001", "câu hai", "script"):
        assert word not in log
