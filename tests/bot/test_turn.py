"""A message through Rasa to the action: never lost, never muted, never silent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, UserUttered

from bot.tracker_store import LastTurns, last_turns
from nlu.types import Understanding
from tests.bot.conftest import Actions, Say

DATE = {"field": "subject_birth_date", "kind": "date", "options": [], "question": "Sinh ngày nào?", "purpose": "field"}
METADATA = {"inbox_id": "i1", "conversation_id": "c1", "asked_id": "a1", "lang": "vi", "today": "2026-11-22"}


def test_the_action_gets_sender_text_metadata_and_understanding(say: Say, actions: Actions) -> None:
    replies = say("7/5/1990", metadata={**METADATA, "awaiting": DATE})
    assert [reply["text"] for reply in replies] == ["đã ghi"]
    (call,) = actions.calls
    assert call["next_action"] == "action_turn"
    assert call["sender_id"] == "c1"
    message = call["tracker"]["latest_message"]
    assert message["text"] == "7/5/1990"
    assert METADATA.items() <= message["metadata"].items()
    understood = Understanding.from_dict(actions.last())
    assert understood.awaited is not None and understood.awaited.value == "1990-05-07"
    assert (understood.awaited.start, understood.awaited.end) == (0, 8)


@pytest.mark.parametrize("text", ["/restart", "/inform", '/greet{"a": 1}', "/nlu_fallback", "/action_listen"])
def test_a_slash_is_only_text(say: Say, actions: Actions, text: str) -> None:
    say("giấy này hết bao nhiêu tiền")
    say(text)
    assert actions.calls[-1]["tracker"]["latest_message"]["text"] == text
    actions.last()  # the original handler would have put an intent there, and no understanding
    say("giấy này hết bao nhiêu tiền")
    assert len(actions.calls) == 3


@pytest.mark.parametrize(
    "text", ["😀😀", "?!?!", "\x00", "\ud800", "a" * 8000, "<script>alert(1)</script>", "x\u0300" * 50]
)
def test_odd_text_reaches_the_action(say: Say, actions: Actions, text: str) -> None:
    say(text)
    assert len(actions.calls) == 1
    actions.last()


@pytest.mark.parametrize(
    "metadata", [None, [], "text", 3, {"awaiting": "date"}, {"awaiting": {"kind": 7, "options": 3}}]
)
def test_odd_metadata_loses_nothing(agent: Any, say: Say, actions: Actions, metadata: Any) -> None:
    given = metadata if isinstance(metadata, dict) else {}  # the channel makes a mapping of it (test_channel)
    say("giấy này hết bao nhiêu tiền", metadata=given)
    assert len(actions.calls) == 1
    assert actions.last()["intent"] in ("ask_fee", "nlu_fallback")


def test_an_exception_in_the_decision_does_not_lose_the_message(
    say: Say, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("nlu.rasa.judge.decide", broken)
    say("giấy này hết bao nhiêu tiền")
    assert actions.last()["intent"] == "nlu_fallback"
    assert actions.last()["likely"][0]["intent"] == "ask_fee"


def test_an_exception_in_another_component_does_not_lose_the_message(
    say: Say, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("nlu.rasa.model.IntentModel.rank", broken)
    say("giấy này hết bao nhiêu tiền")
    assert actions.last()["intent"] == "nlu_fallback"
    assert actions.calls[-1]["tracker"]["latest_message"]["text"] == "giấy này hết bao nhiêu tiền"


def test_no_number_of_failures_mutes_a_conversation(say: Say, actions: Actions) -> None:
    actions.status = 500
    for _ in range(25):
        assert say("giấy này hết bao nhiêu tiền", sender="hurt") == []
    actions.status = 200
    assert [r["text"] for r in say("giấy này hết bao nhiêu tiền", sender="hurt")] == ["đã ghi"]
    assert len(actions.calls) == 26


def test_an_action_server_that_is_down_costs_one_turn_only(agent: Any, say: Say, actions: Actions) -> None:
    url = agent.processor.action_endpoint.url
    agent.processor.action_endpoint.url = "http://127.0.0.1:9/webhook"
    assert say("giấy này hết bao nhiêu tiền", sender="down") == []
    agent.processor.action_endpoint.url = url
    assert len(say("giấy này hết bao nhiêu tiền", sender="down")) == 1


def test_an_action_that_takes_too_long_ends_the_turn(
    say: Say, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.patches.ACTION_TIMEOUT", 0.2)
    actions.delay.clear()
    assert say("giấy này hết bao nhiêu tiền", sender="slow") == []
    actions.delay.set()
    monkeypatch.undo()
    assert len(say("giấy này hết bao nhiêu tiền", sender="slow")) == 1


def test_a_wiped_tracker_changes_nothing(agent: Any, say: Say, actions: Actions) -> None:
    say("xin chào", sender="wiped")
    store: LastTurns = agent.tracker_store._tracker_store
    store._kept.clear()
    assert len(say("7/5/1990", sender="wiped", metadata={**METADATA, "awaiting": DATE})) == 1
    assert actions.last()["awaited"]["value"] == "1990-05-07"


def test_an_intent_outside_the_domain_never_leaves_the_decision(agent: Any, say: Say, actions: Actions) -> None:
    known = set(agent.domain.intents) | {"nlu_fallback"}
    for text in ("xin chào", "thôi không làm nữa", "đừng báo chồng tôi", "asdf qwer", "tạm nghỉ đã", "sửa ngày sinh"):
        say(text)
        assert actions.last()["intent"] in known
        assert actions.calls[-1]["tracker"]["latest_message"]["intent"]["name"] == actions.last()["intent"]


# -- the store -----------------------------------------------------------------------------------------------------


def test_the_tracker_holds_at_most_two_user_turns(agent: Any, say: Say, loop: asyncio.AbstractEventLoop) -> None:
    for number in range(6):
        say(f"tin nhắn {number}", sender="long")
    tracker = loop.run_until_complete(agent.tracker_store.retrieve("long"))
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["tin nhắn 4", "tin nhắn 5"]
    assert len(tracker.events) <= 12


def test_the_least_used_conversation_makes_room(agent: Any, loop: asyncio.AbstractEventLoop) -> None:
    store = LastTurns(agent.domain, conversations=3)

    async def use() -> list[str]:
        for sender in ("a", "b", "c"):
            await store.save(await listening(store, sender))
        await store.retrieve("a")
        await store.save(await listening(store, "d"))
        return list(await store.keys())

    assert loop.run_until_complete(use()) == ["c", "a", "d"]


def test_a_conversation_that_does_not_listen_is_forgotten(agent: Any, loop: asyncio.AbstractEventLoop) -> None:
    store = LastTurns(agent.domain)

    async def use() -> Any:
        tracker = await listening(store, "mute")
        tracker.update(ActionExecuted("action_turn"))
        await store.save(tracker)
        return await store.retrieve("mute")

    assert loop.run_until_complete(use()) is None


async def listening(store: LastTurns, sender: str) -> Any:
    tracker = store.init_tracker(sender)
    tracker.update(ActionExecuted("action_listen"))
    return tracker


def test_few_turns_are_kept_whole() -> None:
    events = [ActionExecuted("action_listen"), UserUttered("một"), ActionExecuted("action_turn")]
    assert last_turns(events) == events
