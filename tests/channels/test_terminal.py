"""``./motcua chat`` against a running gateway."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from actions.ids import new_id
from channels.terminal import Talk
from tests.stack import ROOT, Stack, free_port


@pytest.fixture
def client(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.url, trust_env=False, timeout=30) as made:
        yield made


def talk(client: httpx.Client, channel: str = "web") -> tuple[Talk, list[str]]:
    shown: list[str] = []
    return Talk(client, f"terminal-{new_id()}", channel, shown.append), shown


def test_buttons_are_numbered_and_chosen_by_number(client: httpx.Client) -> None:
    chat, shown = talk(client)
    chat.say("")
    assert shown[-2:] == ["   [1] Một", "   [2] Hai"]
    second = chat.buttons[1]["payload"]
    chat.say("2")
    assert any(line.endswith(f"Máy nhận được: {second}") for line in shown)


def test_number_that_may_be_an_answer_is_sent_as_text(client: httpx.Client) -> None:
    chat, _ = talk(client)
    chat.say("")
    chat.asking = {"kind": "number"}
    assert chat.button("2") is None
    assert chat.button("#2") == chat.buttons[1]["payload"]


def test_sms_is_shown_and_answered_as_by_sms(client: httpx.Client) -> None:
    chat, shown = talk(client, "sms")
    chat.say("")
    assert shown[-1].endswith("Tin thu 1.\n1. Một\n2. Hai")
    chat.say("2")
    assert any(line.endswith(":b") and "Máy nhận được" in line for line in shown)


def test_program_talks_over_pipes_and_ends_with_its_input(stack: Stack) -> None:
    command = [sys.executable, "-m", "channels.terminal", "--url", stack.url]
    done = subprocess.run(command, cwd=ROOT, input=" \n \n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    # Its own words are the product's; the replies are those of the tests' interview.
    assert done.stdout.count("Một Cửa: ") == 4 and "--sender terminal-" in done.stdout


def test_program_says_what_to_do_when_nothing_answers() -> None:
    command = [sys.executable, "-m", "channels.terminal", "--url", f"http://127.0.0.1:{free_port()}"]
    done = subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "./motcua up" in done.stderr
