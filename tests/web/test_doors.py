"""The page's addresses as other programs and other sites' pages meet them."""

from __future__ import annotations

import gzip

import httpx
import pytest
from sqlalchemy import func, select

from actions.store import db
from actions.store.models import Contact
from channels.identity import COOKIE
from channels.web.assets import POLICY, assets
from tests.stack import Stack

UNKNOWN = f"{COOKIE}={'x' * 43}"


def browser(stack: Stack, **headers: str) -> httpx.Client:
    """Requests as our own page makes them."""
    return httpx.Client(base_url=stack.url, headers={"Origin": stack.url, **headers}, trust_env=False, timeout=60)


def contacts(stack: Stack) -> int:
    with db.reading(stack.engine()) as session:
        return session.scalar(select(func.count()).select_from(Contact)) or 0


def test_the_page_may_do_only_what_comes_from_here(stack: Stack) -> None:
    with browser(stack) as client:
        page = client.get("/")
        assert page.headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY and "default-src 'none'" in POLICY and "frame-ancestors 'none'" in POLICY
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert not client.cookies
        assert "{{" not in page.text and "onclick" not in page.text and "style=" not in page.text


def test_the_page_and_its_files_are_asked_for_once(stack: Stack) -> None:
    with browser(stack) as client:
        page = client.get("/")
        assert page.headers["content-encoding"] == "gzip"
        assert client.get("/", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
        assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200
        for name, asset in assets().files.items():
            found = client.get(assets().path(name))
            assert found.content == asset.plain and "immutable" in found.headers["cache-control"]
            assert found.headers["content-type"].startswith(asset.mime)
        assert client.get("/assets/older/page.js").headers["cache-control"] == "no-cache"
        assert client.get(assets().path("none.js")).status_code == 404
        assert client.get(f"/assets/{assets().version}/..%2Fpage.py").status_code == 404
        plain = client.get(assets().path("page.js"), headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        whole = [gzip.compress(page.content), *(file.packed for file in assets().files.values())]
        assert sum(map(len, whole)) < 100_000


def test_history_of_nobody_is_empty_and_makes_nobody(stack: Stack) -> None:
    before = contacts(stack)
    with browser(stack) as client:
        told = client.get("/api/chat/history")
        assert told.json() == {"messages": [], "asking": None, "state": "idle", "dossier": None}
        assert "set-cookie" not in told.headers
        assert client.get("/api/chat/history", headers={"Cookie": UNKNOWN}).json()["messages"] == []
    assert contacts(stack) == before


def test_history_is_in_order_and_knows_what_arrived(stack: Stack) -> None:
    with browser(stack) as client:
        for number, text in enumerate(("xin chào", "gặp cán bộ")):
            assert client.post("/api/chat", json={"text": text, "message_id": f"m{number}"}).status_code == 200
        told = client.get("/api/chat/history", params={"pending": ["m1", "m2"]}).json()
    kinds = [(m["from"], m.get("message_id")) for m in told["messages"] if m["from"] == "citizen"]
    assert kinds == [("citizen", None), ("citizen", "m1")]
    assert told["messages"][0]["text"] == "xin chào" and told["messages"][1]["from"] == "machine"
    assert told["messages"][-1]["text"].startswith("Đã báo cán bộ xã")
    assert told["state"] == "queued"


def test_progress_is_told_while_fields_are_asked(stack: Stack) -> None:
    citizen = stack.citizen()
    first = citizen.say("xin giấy độc thân")
    assert "progress" not in first.body["asking"]
    asked = citizen.choose(first.buttons["Đồng ý"]).body["asking"]
    assert asked["progress"]["step"] == 1 and 5 < asked["progress"]["of"] < 30
    danger = citizen.say("đừng báo chồng tôi")
    assert danger.body["asking"]["leave"] == danger.buttons["Thoát ngay"]
    left = citizen.choose(danger.buttons["Thoát ngay"])
    assert [reply.get("leave") for reply in left.body["replies"]] == [True]


FOREIGN = [
    {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null"},
]  # fmt: skip


@pytest.mark.parametrize("headers", [*FOREIGN, {}], ids=str)
@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/forget"])
def test_only_our_page_changes_anything_in_a_browsers_name(stack: Stack, path: str, headers: dict[str, str]) -> None:
    with browser(stack) as client:
        assert client.post("/api/chat", json={"text": "xin chào"}).status_code == 200
        own = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
    answer = httpx.post(f"{stack.url}{path}", json={"text": "xóa hết"}, headers=own | headers, trust_env=False)
    assert answer.status_code == 403 and answer.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["history", "events", "speech/x", "dossier/1.pdf"])
def test_no_other_page_reads_in_a_browsers_name(stack: Stack, path: str, headers: dict[str, str]) -> None:
    answer = httpx.get(f"{stack.url}/api/chat/{path}", headers={"Cookie": UNKNOWN, **headers}, trust_env=False)
    assert answer.status_code == 403


def test_forgetting_takes_the_cookie_back(stack: Stack) -> None:
    with browser(stack) as client:
        client.post("/api/chat", json={"text": "xin chào"})
        forgotten = client.post("/api/chat/forget")
        assert forgotten.json() == {"forgotten": True}
        assert "HttpOnly" in forgotten.headers["set-cookie"] and "Max-Age=0" in forgotten.headers["set-cookie"]
        assert client.get("/api/chat/history").json()["messages"] == []
        assert client.post("/api/chat/forget").status_code == 200  # nobody can be forgotten again
        assert client.get("/api/chat/dossier/1234-5678.pdf").status_code == 401
