"""What nobody at Zalo sent, what is broken, what is too much: no loss, no 500, and no reason to switch us off."""

from __future__ import annotations

import json

import httpx
import pytest

from actions.settings import Settings
from channels.zalo.signature import mac, matched
from channels.zalo.taking import pieces
from tests.channels.zalo.conftest import House
from tests.simulators.zalo.account import OA_ID

IMAGE: dict[str, object] = {"event_name": "user_send_image"}
DAY_MS = 24 * 3600 * 1000


def test_a_message_without_zalos_signature_is_refused(house: House) -> None:
    user = house.someone()
    raw, signed = house.webhook.signed(house.webhook.text(user, "x"))
    for headers in ({}, {"X-ZEvent-Signature": "mac=00"}, {"X-ZEvent-Signature": "mac=é".encode("latin-1")}):
        answer = house.webhook.post(raw, headers)  # type: ignore[arg-type]
        assert answer.status_code == 401 and answer.headers["content-type"] == "application/problem+json"
    assert house.webhook.post(raw + b" ", signed).status_code == 401
    assert house.contact(user) is None


def test_an_unsigned_sample_of_the_console_is_acknowledged_and_dropped(house: House) -> None:
    user = house.someone()
    raw, _ = house.webhook.signed(house.webhook.follower("follow", user))
    answer = house.webhook.post(raw, {})
    assert (answer.status_code, answer.json()) == (200, {"status": "unsigned"})
    assert house.contact(user) is None


@pytest.mark.parametrize(
    ("change", "status", "outcome"),
    [
        ({"app_id": "1"}, 401, None),  # signed by another app's rule
        ({"recipient": {"id": "999"}}, 200, "foreign"),
        ({"event_name": "user_feels_happy"}, 200, "ignored"),
        ({"event_name": "x" * 5000}, 200, "ignored"),
        ({"sender": None}, 200, "incomplete"),
        ({"sender": {"id": {"a": 1}}}, 200, "incomplete"),
        ({"sender": {"id": True}}, 200, "incomplete"),
        ({"sender": {"id": "a b\n"}}, 200, "incomplete"),
        ({"message": "no object"}, 200, "kept"),
        ({"message": None}, 200, "kept"),
        ({"message": {"text": 5, "msg_id": ["x"]}}, 200, "kept"),
        ({"message": {"text": "\ud800 \x00", "msg_id": "surrogate"}}, 200, "kept"),
        (IMAGE | {"message": {"attachments": [1, {"type": "image", "payload": 2}]}}, 200, "kept"),
        (IMAGE | {"message": {"attachments": {"a": 1}}}, 200, "kept"),
        ({"event_name": "user_seen_message", "message": {"msg_ids": [None, {}, "x"]}}, 200, "done"),
    ],
)  # fmt: skip
def test_odd_events_are_told_by_a_word(house: House, change: dict[str, object], status: int, outcome: str) -> None:
    event = house.webhook.text(house.someone(), "x") | change
    raw = json.dumps(event).encode()
    first = str(event["app_id"])
    signature = mac(first, raw, str(event["timestamp"]), house.webhook.key)
    answer = house.webhook.post(raw, {"X-ZEvent-Signature": f"mac={signature}"})
    assert answer.status_code == status
    assert outcome is None or answer.json() == {"status": outcome}


def test_every_outcome_is_counted_and_no_name_of_a_strangers(house: House) -> None:
    raw, headers = house.webhook.signed(house.webhook.event("user_invents_a_label", house.someone()))
    assert house.webhook.post(raw, headers).status_code == 200
    counts = httpx.get(f"{house.stack.url}/metrics", trust_env=False).text
    assert 'motcua_zalo_events_total{event="other",outcome="ignored"}' in counts and "invents" not in counts


def test_old_and_future_events(house: House) -> None:
    user = house.someone()
    for shift, status in ((-DAY_MS - 60_000, 200), (11 * 60_000, 422), (-2 * 3600 * 1000, 200), (5 * 60_000, 200)):
        event = house.webhook.text(user, str(shift))
        event["timestamp"] = str(int(event["timestamp"]) + shift)
        raw, headers = house.webhook.signed(event)
        answer = house.webhook.post(raw, headers)
        assert answer.status_code == status
        assert answer.json().get("status") == ({-2 * 3600 * 1000: "kept", 5 * 60_000: "kept"}.get(shift) or (
            "stale" if status == 200 else 422))  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422), (b"{", 422), (b"[]", 422), (b"null", 422), (b"\xff\xfe", 422), (b'{"event_name": 3}', 422),
        (b"[" * 100_000, 422), (b'{"event_name": "x", "timestamp": 1' + b"0" * 5000 + b"}", 422),
        (b"x" * (1024 * 1024 + 1), 413), (b"x" * (5 * 1024 * 1024), 413),
    ],
    ids=["empty", "cut", "list", "null", "no utf-8", "number", "deep", "endless", "1 MB", "5 MB"],
)  # fmt: skip
def test_what_is_no_event(house: House, raw: bytes, status: int) -> None:
    answer = house.webhook.post(raw, {})
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json"


def test_a_flood_is_slowed_then_dropped_and_zalo_is_always_thanked(house: House) -> None:
    user = house.someone()
    answers = []
    with httpx.Client(trust_env=False) as client:
        for number in range(200):
            raw, headers = house.webhook.signed(house.webhook.text(user, str(number)))
            answer = client.post(house.webhook.address, content=raw, headers=headers)
            assert answer.status_code == 200
            answers.append(answer.json()["status"])
    assert answers[:30] == ["kept"] * 30 and answers[-1] == "flood"
    assert len(house.inbox(user)) == answers.count("kept") < 200


def test_what_was_not_acknowledged_climbs_the_ladder_and_is_kept_once(house: House) -> None:
    user = house.someone()
    address, house.webhook.address = house.webhook.address, "http://127.0.0.1:9/nobody"
    try:
        assert house.webhook.send(house.webhook.text(user, "một", id="m1")) == 0
        house.webhook.advance(31)
    finally:
        house.webhook.address = address
    house.webhook.plan(house.webhook.text(user, "hai", id="m2"), 10)  # overtakes it
    house.webhook.advance(400)
    house.got(user, 2)
    assert house.heard(user) == ["hai", "một"] and not house.webhook.disabled


def test_which_form_signed() -> None:
    raw, time = b'{"a": 1}', "154390853474"

    def here(with_oa: bool = False) -> Settings:
        return Settings(zalo_app_id="1", zalo_oa_secret_key="old, new", zalo_signed_with_oa=with_oa)

    for key in ("old", "new"):
        assert matched(here(), f"mac={mac('1', raw, time, key)}", raw, time, OA_ID) == "app_id"
        assert matched(here(), mac("1", raw, time, key).upper(), raw, time, OA_ID) == "app_id"
        by_account = f"mac={mac(OA_ID, raw, time, key)}"
        assert matched(here(), by_account, raw, time, OA_ID) is None
        assert matched(here(with_oa=True), by_account, raw, time, OA_ID) == "oa_id"
    assert matched(Settings(zalo_app_id="1"), f"mac={mac('1', raw, time, '')}", raw, time, OA_ID) is None
    assert matched(here(), "", raw, time, "") is None


def test_a_signature_made_by_another_program() -> None:
    # printf '1{}23' | sha256sum
    assert mac("1", b"{}", "2", "3") == "f35c28a8f0cddcabe54a0c718f4c0c7b23c3a39a26906c2c92aea5d599568f10"


@pytest.mark.parametrize("text", ["", "a", "a" * 4096, "đ" * 5000, ("đi " * 3000).strip(), "a" * 4095 + "đ" + "b"])
def test_pieces_lose_nothing(text: str) -> None:
    found = pieces(text)
    assert all(len(piece.encode()) <= 4096 for piece in found)
    assert "".join(found) == text or " ".join(found) == text
