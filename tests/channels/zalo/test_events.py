"""Every event of the webhook over the real gateway, action server and sender."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.store import db
from actions.store.models import Audit, Inbox, Media, Outbox
from channels.zalo.fetching import MOST_TRIES
from tests.channels.zalo.conftest import House
from tests.stack import wait_until

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 200


def test_a_message_is_answered_on_the_telephone_with_buttons(house: House) -> None:
    user = house.someone()
    assert house.webhook.send(house.webhook.text(user, "xin chào")) == 200
    (letter,) = house.got(user, 1)
    assert letter.text == "Máy nhận được: xin chào\nĐây là tin thứ 1."
    assert [one["title"] for one in letter.buttons] == ["Một", "Hai"]
    assert {one["type"] for one in letter.buttons} == {"oa.query.hide"}


def test_a_touched_button_comes_back_as_a_text_and_is_a_choice(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.text(user, "một"))
    (letter,) = house.got(user, 1)
    house.webhook.send(house.webhook.text(user, letter.buttons[1]["payload"]))
    house.got(user, 2)
    assert [row.kind for row in house.inbox(user)] == ["text", "choice"]
    assert house.heard(user)[1] == letter.buttons[1]["payload"].removeprefix("mc:")


def test_the_same_event_again_changes_nothing(house: House) -> None:
    user = house.someone()
    event = house.webhook.text(user, "một")
    house.webhook.send(event, times=3)
    house.webhook.send(house.webhook.text(user, "hai"))
    house.got(user, 2)
    assert house.heard(user) == ["một", "hai"]


def test_ids_may_be_numbers_and_the_signature_holds_for_the_very_bytes(house: House) -> None:
    user = house.someone()
    event = house.webhook.text(user, "số")
    event["sender"]["id"], event["app_id"] = int(user), int(event["app_id"])
    event["recipient"]["id"], event["timestamp"] = int(event["recipient"]["id"]), int(event["timestamp"])
    event["message"]["msg_id"] = 12345678901234567890123
    assert house.webhook.send(event) == 200
    assert house.got(user, 1)[0].text.startswith("Máy nhận được: số")


def test_a_follower_is_greeted_once(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.follower("follow", user), times=2)
    house.got(user, 1)
    assert house.heard(user) == ["greet"]


def test_who_unfollows_gets_no_notices_until_following_again(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.text(user, "một"))
    house.webhook.send(house.webhook.follower("unfollow", user), times=2)
    assert (contact := house.contact(user)) is not None and contact.do_not_notify
    house.webhook.send(house.webhook.follower("follow", user))
    assert (contact := house.contact(user)) is not None and not contact.do_not_notify


@pytest.mark.parametrize(
    ("kind", "payload", "answer"),
    [
        ("sticker", {"url": "https://x.zadn.vn/1", "id": 7}, "say:zalo.sticker"),
        ("location", {"coordinates": {"latitude": "21.3", "longitude": 103.0}}, "say:zalo.location"),
        ("link", {"url": "https://example.org", "description": "x"}, "say:zalo.link"),
        ("business_card", {}, "say:zalo.business_card"),
        ("video", {"url": "https://x.zadn.vn/v.mp4"}, "say:zalo.video"),
        ("something_new", {}, "say:zalo.unread"),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(
    house: House, kind: str, payload: dict[str, object], answer: str
) -> None:
    user = house.someone()
    assert house.webhook.send(house.webhook.attached(user, kind, payload)) == 200
    house.got(user, 1)
    assert house.heard(user) == [answer]


def test_a_photo_is_fetched_after_it_was_acknowledged_and_keeps_its_place(house: House) -> None:
    user = house.someone()
    link = house.zalo.link("card", JPEG)
    event = house.webhook.attached(user, "image", {"url": link, "thumbnail": link})
    house.webhook.send(event, times=2)
    house.webhook.send(house.webhook.text(user, "ảnh đây"))
    house.got(user, 2)
    photo, text = house.inbox(user)
    assert photo.kind == "media" and house.heard(user) == [photo.body["media_id"], "ảnh đây"]
    with db.reading(house.stack.engine()) as session:
        kept = session.get_one(Media, photo.body["media_id"])
    assert (kept.kind, kept.size, kept.conversation_id) == ("image", len(JPEG), photo.conversation_id)
    assert link not in str(photo.body) and text.status == "done"


def test_words_beside_a_picture_are_heard_after_it(house: House) -> None:
    user = house.someone()
    event = house.webhook.attached(user, "image", {"url": house.zalo.link("with-words", JPEG)})
    event["message"]["text"] = "căn cước của em"
    event["message"]["attachments"] *= 2
    house.webhook.send(event, times=2)
    house.got(user, 3)
    assert [row.kind for row in house.inbox(user)] == ["media", "media", "text"]
    assert house.heard(user)[2] == "căn cước của em"


def test_a_store_that_is_down_does_not_hold_the_conversation_up_for_long(house: House) -> None:
    user = house.someone()
    link = house.zalo.link("down", (503, ""))
    house.webhook.send(house.webhook.attached(user, "image", {"url": link}))
    house.webhook.send(house.webhook.text(user, "còn đây là chữ"))
    house.got(user, 2)
    assert house.heard(user) == ["say:zalo.file_lost", "còn đây là chữ"]
    assert house.zalo.account.asked.count("down") == MOST_TRIES


def test_a_voice_message_is_kept_and_answered(house: House) -> None:
    user = house.someone()
    link = house.zalo.link("voice.amr", b"#!AMR\n" + b"\x3c" * 500)
    house.webhook.send(house.webhook.attached(user, "audio", {"url": link}))
    house.got(user, 1)
    (row,) = house.inbox(user)
    assert house.heard(user) == ["say:zalo.audio"]
    with db.reading(house.stack.engine()) as session:
        kept = session.get_one(Media, row.body["media_id"])
    assert kept.kind == "audio" and (house.stack.data / "media" / kept.path).stat().st_size == 506


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x", "https://127.0.0.1/x", "https://localhost/x", "file:///etc/passwd",
        "https://evil.example/x", "https://a@zadn.vn/x", "https://zadn.vn.evil.example/x", "https://zadn.vn:22/x",
        "http://169.254.169.254/latest/meta-data", "https://[::1]/x", "https://zadn.vn:99999/x", "ftp://zadn.vn/x", "",
    ],
)  # fmt: skip
def test_no_address_but_the_providers_is_ever_asked(house: House, url: str) -> None:
    user = house.someone()
    assert house.webhook.send(house.webhook.attached(user, "image", {"url": url})) == 200
    house.got(user, 1)
    assert house.heard(user) == ["say:zalo.file_lost"]


def test_a_redirection_into_the_network_is_not_followed_and_a_lost_file_is_told(house: House) -> None:
    user = house.someone()
    for number, found in enumerate([(302, "http://127.0.0.1:22/"), (302, "/media/again"), (404, "")]):
        house.zalo.account.media["again"] = (302, "/media/again")
        link = house.zalo.link(f"r{number}", found)
        house.webhook.send(house.webhook.attached(user, "file", {"url": link, "size": "12"}))
    house.got(user, 3)
    assert house.heard(user) == ["say:zalo.file_lost"] * 3


def test_a_redirection_within_the_provider_is_followed(house: House) -> None:
    user = house.someone()
    house.zalo.link("there", JPEG)
    house.webhook.send(house.webhook.attached(user, "image", {"url": house.zalo.link("here", (302, "/media/there"))}))
    house.got(user, 1)
    assert house.inbox(user)[0].kind == "media"


def test_a_file_above_20_mb_is_not_kept(house: House) -> None:
    user = house.someone()
    link = house.zalo.link("large", JPEG + b"0" * (20 * 1024 * 1024))
    house.webhook.send(house.webhook.attached(user, "image", {"url": link}))
    house.got(user, 1)
    assert house.heard(user) == ["say:zalo.file_lost"]
    with db.reading(house.stack.engine()) as session:
        mine = Media.conversation_id == house.conversation(session, user).id
        assert session.scalar(select(Media).where(mine)) is None


def test_an_officers_own_answer_silences_the_machine_until_it_is_given_back(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.text(user, "một"))
    house.got(user, 1)
    house.webhook.send(house.webhook.of_the_account("oa_send_text", user, text="của máy"))
    by_hand = house.webhook.of_the_account("oa_send_text", user, admin="7", text="Chào bác, cháu là Hoa")
    house.webhook.send(by_hand)
    house.webhook.send(house.webhook.text(user, "chào cháu"))
    wait_until(lambda: house.inbox(user)[-1].status == "held", 20, "the message is the officer's")
    with db.reading(house.stack.engine()) as session:
        owned = house.conversation(session, user)
    assert (owned.owner, owned.state, owned.owner_reason) == ("officer", "officer", "answered_elsewhere")
    house.webhook.send(house.webhook.of_the_account("oa_send_text", user, admin="7", text="Máy làm tiếp."))
    house.got(user, 2)
    house.webhook.send(by_hand)  # late and again
    house.webhook.send(house.webhook.text(user, "hai"))
    house.got(user, 3)
    assert house.heard(user) == ["một", "say:zalo.machine_again", "hai"]


def test_receipts_are_written_to_the_letter(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.text(user, "một"))
    (letter,) = house.got(user, 1)

    def row() -> Outbox:
        with db.reading(house.stack.engine()) as session:
            mine = Outbox.conversation_id == house.conversation(session, user).id
            return session.scalars(select(Outbox).where(mine)).all()[-1]

    wait_until(lambda: row().provider_id == letter.id, 20, "the letter is marked")
    house.webhook.send(house.webhook.of_the_account("user_received_message", user, msg_id=letter.id))
    assert row().delivered_at is not None and row().seen_at is None
    house.webhook.send(house.webhook.of_the_account("user_seen_message", user, msg_ids=[letter.id, "other"]))
    assert row().seen_at is not None
    house.webhook.send(house.webhook.of_the_account("user_received_message", user, msg_id="nobodys"))


def test_who_withdraws_is_erased(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.text(user, "một"))
    house.got(user, 1)
    wait_until(lambda: house.inbox(user)[0].status == "done", 20, "answered")
    conversation_id = house.inbox(user)[0].conversation_id
    event = house.webhook.event("user_withdraw", user)
    assert [house.webhook.send(event), house.webhook.send(event)] == [200, 200]
    assert house.contact(user) is None
    with db.reading(house.stack.engine()) as session:
        assert session.scalar(select(Inbox).where(Inbox.conversation_id == conversation_id)) is None
        erased = session.scalars(select(Audit).where(Audit.action == "erase")).all()
    assert len(erased) == 1


def test_a_number_given_by_zalos_form_answers_only_the_question_for_it(house: House) -> None:
    user = house.someone()
    house.webhook.send(house.webhook.text(user, "một"))
    house.got(user, 1)
    info = {"name": "Lò Thị Mai", "phone": "84912345678", "full_address": {"user_city": "x"}}
    house.webhook.send(house.webhook.event("user_submit_info", user, info=info))
    house.got(user, 2)
    assert house.heard(user)[1] == "say:zalo.info"
    with db.transaction(house.stack.engine()) as session:
        asked = house.conversation(session, user)
        asked.awaiting = {**(asked.awaiting or {}), "kind": "phone"}
    house.webhook.send(house.webhook.event("user_submit_info", user, info=info))
    house.got(user, 3)
    assert house.heard(user)[2] == "0912345678"
    assert "Mai" not in str([row.body for row in house.inbox(user)])


def test_a_text_longer_than_a_message_may_be_is_kept_whole(house: House) -> None:
    user = house.someone()
    words = "đường " * 1200
    house.webhook.send(house.webhook.text(user, words.strip()), times=2)
    wait_until(lambda: len(house.inbox(user)) == 3, 20, "three messages")
    assert " ".join(str(row.body["text"]) for row in house.inbox(user)) == words.strip()
