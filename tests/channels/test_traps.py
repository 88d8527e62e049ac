"""What goes wrong between processes, with real processes: nothing is lost, nothing happens twice, nobody
waits without being told. (With Rasa in it: ``test_traps_rasa.py``.)"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.channels.conftest import MakeStack
from tests.channels.look import heard, inbox_of, prompts_of
from tests.stack import Stack, wait_until


def done(stack: Stack, sender: str) -> bool:
    return all(row.status == "done" for row in inbox_of(stack, sender))


def test_action_server_down_one_receipt_then_the_answer(own_stack: MakeStack) -> None:
    stack = own_stack()
    stack.start("gateway")
    citizen = stack.citizen()
    assert citizen.once(choice="q:a", message_id="1").body == {"pending": True}
    assert citizen.once(choice="q:b", message_id="2").status == 202
    assert citizen.events(1)[0]["replies"][0]["text"] == "Máy đã nhận tin, xin đợi."
    stack.start("actions")
    assert citizen.choose("q:b", message_id="2").texts[1] == "Đây là tin thứ 2."
    assert citizen.choose("q:a", message_id="1").texts[1] == "Đây là tin thứ 1."
    assert heard(stack, citizen.sender) == ["q:a", "q:b"]
    assert prompts_of(stack, citizen.sender).count("receipt.wait") == 1
    # A server that is away is not the message's fault.
    assert [row.attempts for row in inbox_of(stack, citizen.sender)] == [0, 0]


def test_turn_slower_than_the_gateways_patience_happens_once(own_stack: MakeStack) -> None:
    stack = own_stack(MOTCUA_TURN_TIMEOUT="1")
    stack.start("actions", "gateway")
    citizen = stack.citizen()
    slow = citizen.choose("slow:2.5", message_id="1")
    assert slow.texts[1] == "Đây là tin thứ 1."
    assert heard(stack, citizen.sender) == ["slow:2.5"]
    assert done(stack, citizen.sender) and "actions: no answer in time" in stack.log("gateway")


@pytest.mark.parametrize("place", ["in_transaction", "after_commit"])
def test_action_server_killed_in_the_middle(own_stack: MakeStack, place: str) -> None:
    stack = own_stack()
    stack.start("gateway")
    stack.start("actions", failpoint=f"{place}:2")
    citizen = stack.citizen()
    citizen.choose("q:a", message_id="1")
    # Killed after the commit, the turn is done: then the answer may come at once.
    assert citizen.once(choice="q:b", message_id="2").status in {"in_transaction": [202]}.get(place, [200, 202])
    wait_until(lambda: not stack.alive("actions"), 10, "the action server killed itself")
    stack.restart("actions")
    assert citizen.choose("q:b", message_id="2").texts[1] == "Đây là tin thứ 2."
    assert heard(stack, citizen.sender) == ["q:a", "q:b"]


def test_gateway_killed_after_keeping_a_message_answers_it_when_it_is_back(own_stack: MakeStack) -> None:
    stack = own_stack()
    stack.start("actions")
    stack.start("gateway", failpoint="after_inbox_commit:2")
    citizen = stack.citizen()
    first = citizen.choose("q:a", message_id="1")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(citizen.choose, "q:b", message_id="2")
        wait_until(lambda: not stack.alive("gateway"), 10, "the gateway killed itself")
        stack.restart("gateway")
        # Nobody sends it again: it was kept.
        wait_until(lambda: done(stack, citizen.sender), 20, "the message was worked off")
        assert waiting.result().texts[1] == "Đây là tin thứ 2."
    assert heard(stack, citizen.sender) == ["q:a", "q:b"]
    late = citizen.events(2, last=first.body["replies"][-1]["id"])
    assert late[1]["replies"][0]["text"] == "Đây là tin thứ 2."


@pytest.mark.parametrize("moment", [1, 2])
def test_gateway_killed_while_sending_sends_again(own_stack: MakeStack, moment: int) -> None:
    stack = own_stack()
    stack.start("actions")
    stack.start("gateway", failpoint=f"while_sending:{moment}")
    citizen = stack.citizen()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(citizen.choose, "q:a", message_id="1")
        wait_until(lambda: not stack.alive("gateway"), 10, "the gateway killed itself")
        stack.restart("gateway")
        assert waiting.result().texts == ["Máy nhận được: q:a", "Đây là tin thứ 1."]
    assert heard(stack, citizen.sender) == ["q:a"]


def test_turn_that_fails_is_tried_again(own_stack: MakeStack) -> None:
    stack = own_stack()
    stack.start("actions", "gateway")
    citizen = stack.citizen()
    assert citizen.choose("fail:2").texts[1] == "Đây là tin thứ 1."
    assert inbox_of(stack, citizen.sender)[0].attempts == 2


def test_message_that_always_fails_is_given_up_openly_and_the_next_goes_on(own_stack: MakeStack) -> None:
    stack = own_stack(MOTCUA_MAX_ATTEMPTS="3")
    stack.start("actions", "gateway")
    citizen = stack.citizen()
    with ThreadPoolExecutor(2) as pool:
        poison = pool.submit(citizen.choose, "fail:99", message_id="1")
        wait_until(lambda: "fail:99" in stack.log("actions") or inbox_kept(stack, citizen.sender), 10, "kept")
        after = pool.submit(citizen.choose, "q:b", message_id="2")
        assert poison.result().texts == ["Máy không xử lý được tin vừa rồi."]
        assert after.result().texts[1] == "Đây là tin thứ 1."
    assert [row.status for row in inbox_of(stack, citizen.sender)] == ["dead", "done"]


def inbox_kept(stack: Stack, sender: str) -> bool:
    from actions.store import conversations, db

    with db.reading(stack.engine()) as session:
        return conversations.find(session, "web", f"sender:{sender}") is not None


def test_one_conversation_in_trouble_does_not_hold_up_the_others(own_stack: MakeStack) -> None:
    stack = own_stack()
    stack.start("actions", "gateway")
    trouble, other = stack.citizen(), stack.citizen()
    assert trouble.once(choice="fail:8", message_id="1").status == 202
    for number in range(5):
        assert other.choose(f"q:{number}").status == 200
    assert inbox_of(stack, trouble.sender)[0].status == "new"
