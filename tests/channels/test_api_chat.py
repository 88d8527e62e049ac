"""``/api/chat`` as its callers meet it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from actions.ids import new_id
from tests.channels.look import heard, inbox_of
from tests.stack import Stack


def test_answer_has_the_shape_of_the_contract(stack: Stack) -> None:
    answer = stack.citizen().choose("q:a")
    assert answer.status == 200
    assert set(answer.body) == {"replies", "asking", "state", "dossier"}
    assert [set(reply) for reply in answer.body["replies"]] == [{"id", "text", "buttons"}] * 2
    assert answer.texts == ["Máy nhận được: q:a", "Đây là tin thứ 1."]
    asking = answer.body["asking"]
    assert asking["field"] == "field_1" and asking["kind"] == "choice"
    assert [option["id"] for option in asking["options"]] == list(answer.buttons.values())
    assert answer.body["state"] == "interview" and answer.body["dossier"] is None


def test_same_message_gets_the_same_bytes_even_later(stack: Stack) -> None:
    citizen = stack.citizen()
    first = citizen.choose("q:a", message_id="one")
    citizen.choose("q:b", message_id="two")
    again = citizen.choose("q:a", message_id="one")
    assert again.raw == first.raw
    assert heard(stack, citizen.sender) == ["q:a", "q:b"]


def test_same_message_sent_many_times_at_once_is_one_message(stack: Stack) -> None:
    citizen = stack.citizen()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: citizen.choose("q:a", message_id="one"), range(8)))
    assert len({answer.raw for answer in answers}) == 1
    assert heard(stack, citizen.sender) == ["q:a"]


def test_message_id_used_for_another_message_is_refused_not_lost(stack: Stack) -> None:
    citizen = stack.citizen()
    citizen.choose("q:a", message_id="one")
    refused = citizen.once(choice="q:b", message_id="one")
    assert refused.status == 422 and "message_id" in refused.body["detail"]


def test_two_senders_may_use_the_same_message_id(stack: Stack) -> None:
    first, second = stack.citizen(), stack.citizen()
    first.choose("q:first", message_id="1")
    assert second.choose("q:second", message_id="1").texts[0] == "Máy nhận được: q:second"


def test_messages_at_once_are_each_heard_once_in_the_order_kept(stack: Stack) -> None:
    citizen = stack.citizen()
    citizen.choose("q:start")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: citizen.choose(f"q:{n}"), range(16)))
    said = heard(stack, citizen.sender)
    assert sorted(said) == sorted(["q:start", *(f"q:{n}" for n in range(16))])
    assert said == [row.body["payload"] for row in inbox_of(stack, citizen.sender)]


def test_blank_text_is_answered_without_understanding(stack: Stack) -> None:
    for text in ("", "   ", "\u00a0\t\n"):
        assert stack.citizen().say(text).status == 200


def test_state_and_owner_officer_hold_the_message_for_the_desk(stack: Stack) -> None:
    citizen = stack.citizen()
    assert citizen.choose("q:officer").body["state"] == "officer"
    held = citizen.say("một câu cho cán bộ")
    assert held.status == 200
    assert held.body["replies"] == [] and held.body["state"] == "officer"


def test_listener_gets_what_was_said_after_the_id_it_names(stack: Stack) -> None:
    citizen = stack.citizen()
    first = citizen.choose("q:a")
    citizen.choose("q:b")
    events = citizen.events(2, last=first.body["replies"][-1]["id"])
    assert [event["replies"][0]["text"] for event in events] == ["Máy nhận được: q:b", "Đây là tin thứ 2."]
    assert [event["id"] for event in events] == [event["replies"][0]["id"] for event in events]
    assert events[-1]["state"] == "interview"


def test_browser_gets_a_cookie_that_scripts_cannot_read(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, trust_env=False, headers={"Origin": stack.url}) as browser:
        first = browser.post("/api/chat", json={"choice": "q:a"})
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie
        second = browser.post("/api/chat", json={"choice": "q:b"})
    assert "set-cookie" not in second.headers
    assert second.json()["replies"][1]["text"] == "Đây là tin thứ 2."


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_cannot_write_in_a_browsers_name(stack: Stack, headers: dict[str, str]) -> None:
    answer = httpx.post(f"{stack.url}/api/chat", json={"choice": "q:a"}, headers=headers, trust_env=False)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


def test_sender_may_be_named_through_a_proxy_only_with_the_token(stack: Stack) -> None:
    def post(**headers: str) -> int:
        body = {"sender": f"far-{new_id()}", "choice": "q:a"}
        return httpx.post(f"{stack.url}/api/chat", json=body, headers=headers, trust_env=False).status_code

    far = {"X-Forwarded-For": "203.0.113.7"}
    assert post() == 200
    assert post(**far) == 403
    assert post(**far, Authorization="Bearer wrong") == 403
    assert post(**far, Authorization="Bearer for tests only") == 200


def test_listener_without_a_conversation_is_told_so(stack: Stack) -> None:
    for params in ({}, {"sender": "nobody"}):
        answer = httpx.get(f"{stack.url}/api/chat/events", params=params, trust_env=False)
        assert answer.status_code == 401 and answer.json()["detail"]


def test_channel_of_a_program_words_and_shapes_as_that_channel(stack: Stack) -> None:
    body = {"sender": f"sms-{new_id()}", "choice": "q:a"}
    answer = httpx.post(f"{stack.url}/api/chat?channel=sms", json=body, trust_env=False).json()
    assert answer["replies"][1] == {
        "id": answer["replies"][1]["id"], "text": "Tin thu 1.\n1. Một\n2. Hai", "buttons": [],
    }  # fmt: skip


def test_health_and_metrics_tell_the_truth(stack: Stack) -> None:
    stack.citizen().choose("q:a")
    assert httpx.get(f"{stack.url}/healthz", trust_env=False).status_code == 200
    ready = httpx.get(f"{stack.url}/readyz", trust_env=False)
    assert ready.status_code == 503  # Rasa does not run here
    assert ready.json()["parts"] == {"database": True, "actions": True, "rasa": False}
    metrics = httpx.get(f"{stack.url}/metrics", trust_env=False).text
    assert 'motcua_messages_total{channel="web",kind="choice"}' in metrics
    assert "motcua_inbox_waiting 0" in metrics


def test_logs_hold_no_word_of_a_citizen(stack: Stack) -> None:
    citizen = stack.citizen("Lò Thị Kín")
    citizen.choose("q:Giàng A Dấu")
    citizen.once(choice="q:a", unknown="Vàng Thị Sót")
    httpx.get(f"{stack.url}/api/chat/Lừ Văn Mất?text=Quàng Thị Lạc", trust_env=False)
    for name in ("gateway", "actions"):
        log = stack.log(name)
        assert '"message": "request"' in stack.log("gateway")
        assert not [word for word in ("Kín", "Dấu", "Sót", "Mất", "Lạc", "M%E1") if word in log], name
