"""Whatever arrives at ``/api/chat``: a reason to act on or an answer; never a 500, never silence."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from actions.ids import new_id
from actions.store import db
from actions.store.models import Media
from tests.channels.look import heard, inbox_of
from tests.stack import Stack

JSON = {"content-type": "application/json"}


def post(stack: Stack, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    with httpx.Client(trust_env=False, timeout=30) as client:
        headers = JSON if headers is None else headers
        return client.post(f"{stack.url}/api/chat", content=content, headers=headers)


def refused(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert len(problem["detail"]) > 10 and problem["status"] == status
    return problem


BAD_BODIES = {
    "nothing": b"",
    "blank": b"   ",
    "not JSON": b"{",
    "not UTF-8": b'{"sender":"x","text":"\xff\xfe"}',
    "UTF-16": '{"sender":"x","text":"a"}'.encode("utf-16"),
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "a text": b'"text"',
    "too deep": b"[" * 30_000,
    "huge number": b'{"sender":"x","text":' + b"9" * 6000 + b"}",
    "no text": b'{"sender":"x"}',
    "text and choice": b'{"sender":"x","text":"a","choice":"b"}',
    "unknown key": b'{"sender":"x","text":"a","admin":true}',
    "text a number": b'{"sender":"x","text":1}',
    "text null": b'{"sender":"x","text":null}',
    "text a list": b'{"sender":"x","text":["a"]}',
    "text an object": b'{"sender":"x","text":{"a":"b"}}',
    "text true": b'{"sender":"x","text":true}',
    "choice a number": b'{"sender":"x","choice":0}',
    "choice empty": b'{"sender":"x","choice":""}',
    "sender a number": b'{"sender":5,"text":"a"}',
    "sender empty": b'{"sender":"","text":"a"}',
    "sender blank": b'{"sender":"  ","text":"a"}',
    "sender with NUL": b'{"sender":"a\\u0000b","text":"a"}',
    "sender too long": b'{"sender":"' + b"a" * 201 + b'","text":"a"}',
    "message_id a number": b'{"sender":"x","text":"a","message_id":7}',
    "message_id with a line break": b'{"sender":"x","text":"a","message_id":"a\\nb"}',
    "NUL in the text": b'{"sender":"x","text":"a\\u0000b"}',
    "lone surrogate": b'{"sender":"x","text":"\\ud800"}',
    "lone surrogate in a key": b'{"sender":"x","text":"a","\\udfff":1}',
    "lone surrogate in the sender": b'{"sender":"\\ud800","text":"a"}',
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_body_that_cannot_be_taken_is_refused_with_a_reason(stack: Stack, name: str) -> None:
    refused(post(stack, BAD_BODIES[name]), 422)


def test_refusal_says_where_and_why_and_has_a_sentence_for_the_citizen(stack: Stack) -> None:
    problem = refused(post(stack, BAD_BODIES["text a number"]), 422)
    assert problem["detail"] == "text: must be a text."
    assert problem["citizen"] == "Máy không đọc được tin này."


def test_text_of_4_kb_is_taken_and_one_byte_more_is_not(stack: Stack) -> None:
    # Blank, so that it needs no Rasa; two bytes a letter.
    citizen = stack.citizen()
    assert citizen.say("\u00a0" * 2048).status == 200
    assert citizen.once(text="\u00a0" * 2048 + "a").status == 413


@pytest.mark.parametrize("size", [70_000, 1_000_000])
def test_large_body_is_refused(stack: Stack, size: int) -> None:
    body = json.dumps({"sender": "x", "text": "a" * size}).encode()
    assert refused(post(stack, body), 413)["citizen"] == "Tin này dài quá."


def test_large_body_of_unknown_length_is_refused(stack: Stack) -> None:
    def chunks() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    with httpx.Client(trust_env=False, timeout=30) as client:
        answer = client.post(f"{stack.url}/api/chat", content=chunks(), headers=JSON)
    refused(answer, 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/xml"])
def test_other_types_of_content_are_refused(stack: Stack, kind: str) -> None:
    refused(post(stack, b'{"sender":"x","text":"a"}', {"content-type": kind}), 415)


def test_other_methods_and_paths_are_refused(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, trust_env=False) as client:
        refused(client.get("/api/chat"), 405)
        refused(client.put("/api/chat"), 405)
        refused(client.get("/api/nothing"), 404)
        refused(client.post("/api/chat?channel=pigeon", json={"sender": "x", "text": "a"}), 422)


def test_odd_but_valid_choices_reach_the_interview_unchanged(stack: Stack) -> None:
    odd = ["<script>alert(1)</script>", "/restart", '/inform{"a":1}', "😀", "Tie\u0302\u0301ng"]
    citizen = stack.citizen()
    for payload in odd:
        assert citizen.choose(payload).texts[0] == f"Máy nhận được: {payload}"
    assert heard(stack, citizen.sender) == odd


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100


def upload(stack: Stack, sender: str, content: bytes, **form: str) -> httpx.Response:
    files = {"file": ("../../etc/tên lạ.png", content, "text/html")}
    with httpx.Client(trust_env=False, timeout=60) as client:
        return client.post(f"{stack.url}/api/chat", data={"sender": sender, **form}, files=files)


def test_file_is_kept_under_a_name_of_ours_and_typed_by_its_content(stack: Stack) -> None:
    sender = f"file-{new_id()}"
    answer = upload(stack, sender, PNG, message_id="1")
    assert answer.status_code == 200, answer.text
    media_id = answer.json()["replies"][0]["text"].removeprefix("Máy nhận được: ")
    with db.reading(stack.engine()) as session:
        row = session.get_one(Media, media_id)
        assert (row.kind, row.mime, row.size) == ("image", "image/png", len(PNG))
    assert (stack.data / "media" / row.path).read_bytes() == PNG
    again = upload(stack, sender, PNG, message_id="1")
    assert again.content == answer.content
    assert upload(stack, sender, PNG + b"x", message_id="1").status_code == 422


def test_file_too_large_empty_or_missing_is_refused(stack: Stack) -> None:
    refused(upload(stack, "x", b"a" * (20 * 1024 * 1024 + 1)), 413)
    refused(upload(stack, "x", b"a" * (21 * 1024 * 1024)), 413)
    refused(upload(stack, "x", b""), 422)
    refused(upload(stack, "x", PNG, other="thing"), 422)
    with httpx.Client(trust_env=False) as client:
        form = {"sender": (None, "x"), "message_id": (None, "1")}
        refused(client.post(f"{stack.url}/api/chat", files=form), 422)
        broken = {"content-type": "multipart/form-data; boundary=x"}
        refused(client.post(f"{stack.url}/api/chat", content=b"--y\r\n", headers=broken), 422)
        broken = {"content-type": "multipart/form-data"}
        refused(client.post(f"{stack.url}/api/chat", content=b"--y\r\n", headers=broken), 422)


def test_flood_is_kept_slowed_down_and_told_so_once(stack: Stack) -> None:
    citizen = stack.citizen()
    answers = [citizen.once(choice=f"q:{n}", message_id=str(n)) for n in range(200)]
    by_status = [answer.status for answer in answers]
    # 30 a minute are worked off at once; five minutes' worth more are kept; the rest is refused openly.
    assert by_status[:30] == [200] * 30
    assert set(by_status[30:150]) <= {200, 202}
    assert by_status[-1] == 429 and answers[-1].body["citizen"] == "Xin gửi chậm lại."
    assert set(by_status) == {200, 202, 429}
    events = citizen.events(1)
    assert events[0]["replies"][0]["text"] == "Tin đến nhanh quá, máy đọc lần lượt."
    # Nothing is lost and nobody else is kept waiting.
    assert len(inbox_of(stack, citizen.sender)) == by_status.count(200) + by_status.count(202)
    assert stack.citizen().choose("q:a").status == 200
