"""Letters by the real carrier to the simulated account: their shape, and what each refusal means."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from sqlalchemy import Engine

from actions import clock, locality
from actions.locality import Hotline, Locality
from actions.prompts import prompts
from actions.settings import Settings, settings
from actions.store import conversations, db, migrate
from actions.store.models import ProviderToken
from channels.sending.carrier import Away, Later, Letter, Undeliverable
from channels.store import Store
from channels.zalo import api, meaning, tokens
from channels.zalo.api import Pair
from channels.zalo.carrier import ZaloCarrier, split
from tests.simulators.zalo.account import OA_ID
from tests.simulators.zalo.server import Simulator

T = TypeVar("T")
USER = "246845883529197922"


class Bench:
    """A carrier over a database of its own."""

    def __init__(self, folder: Path, zalo: Simulator) -> None:
        self.zalo = zalo
        self.here = Settings(data=folder)
        self.engine: Engine = db.engine(f"sqlite:///{folder / 'motcua.db'}")
        migrate.upgrade(self.engine)
        with db.transaction(self.engine) as session:
            self.conversation_id = conversations.find_or_open(session, "zalo", USER).id
        self.connect()

    def connect(self, seconds: float | None = None) -> None:
        made = self.zalo.account.grant()
        pair = Pair(made["access_token"], made["refresh_token"], seconds or float(made["expires_in"]))
        with db.transaction(self.engine) as session:
            tokens.put(session, tokens.account(OA_ID), pair, "operator")

    def run(self, work: Callable[[ZaloCarrier], Awaitable[T]]) -> T:
        async def go() -> T:
            store = Store(self.engine)
            async with httpx.AsyncClient(trust_env=False) as client:
                return await work(ZaloCarrier(self.here, store, client))

        return asyncio.run(go())

    def letter(self, text: str = "Xin chào", id: str = "o1", address: str = USER, **last: Any) -> Letter:
        buttons = tuple({"title": title, "payload": f"q:{title}"} for title in last.pop("buttons", ()))
        return Letter(
            (id,), self.conversation_id, address, text, buttons, "vi", None, datetime.now(UTC),
            ({"awaiting": last.pop("awaiting", None)},),
        )  # fmt: skip

    def send(self, *letters: Letter) -> int:
        """Sends letters with one carrier; as how many messages the last was counted."""

        async def all_of_them(carrier: ZaloCarrier) -> int:
            return [await carrier.send(one) for one in letters][-1].parts

        return self.run(all_of_them)


@pytest.fixture
def bench(tmp_path: Path, zalo: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    for name, value in zalo.settings().items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    account = zalo.account
    for store in (account.shown, account.tries, account.faults, account.token_faults, account.access):
        store.clear()
    made = Bench(tmp_path, zalo)
    yield made
    made.engine.dispose()
    account.faults.clear()
    account.token_faults.clear()
    settings.cache_clear()


def test_a_long_text_goes_in_pieces_with_the_buttons_on_the_last(bench: Bench) -> None:
    text = "\n".join(f"dòng thứ {number}" for number in range(400))
    assert bench.send(bench.letter(text, buttons=["Có", "Không"])) == 3
    shown = bench.zalo.account.shown_to(USER)
    assert all(len(one.text) <= 2000 for one in shown)
    assert "\n".join(one.text for one in shown) == text
    assert [len(one.buttons) for one in shown] == [0, 0, 2]
    assert shown[-1].buttons[0] == {"title": "Có", "type": "oa.query.hide", "payload": "mc:q:Có"}


def test_pieces_that_went_are_not_sent_again(bench: Bench) -> None:
    letter = bench.letter("a" * 4500)
    bench.zalo.account.faults[USER] += ["ok", -200]

    async def twice(carrier: ZaloCarrier) -> int:
        with pytest.raises(Later):
            await carrier.send(letter)
        return (await carrier.send(letter)).parts

    assert bench.run(twice) == 3
    assert "".join(one.text for one in bench.zalo.account.shown_to(USER)) == "a" * 4500


@pytest.mark.parametrize("verified", [date(2026, 11, 1), None])
def test_only_a_number_that_somebody_rang_is_offered_to_call(
    bench: Bench, verified: date | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Locality(hotline=Hotline(number="02153821234", verified_on=verified))
    monkeypatch.setattr(locality, "get", lambda code: here)
    bench.send(bench.letter("?", buttons=["Có"], awaiting={"kind": "yes_no"}), bench.letter("Cảm ơn.", id="o2"))
    asked, told = bench.zalo.account.shown_to(USER)
    call = {
        "title": prompts().get("zalo.call").text,
        "type": "oa.open.phone",
        "payload": {"phone_code": "842153821234"},
    }
    assert asked.buttons[1:] == ([call] if verified else [])
    assert told.buttons == []


def test_a_question_that_is_the_same_for_everybody_can_be_heard(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locality, "get", lambda code: Locality())
    bench.here = Settings(data=bench.here.data, public_url="https://xa.example/")
    asked = {"kind": "yes_no"}
    for number, name in enumerate(["erase.confirm", "interview.was", "officer.duplicate", "nothing.there"]):
        letter = bench.letter(id=f"o{number}", awaiting=asked, buttons=["Có"])
        bench.send(replace(letter, utterances=({"prompt_id": name, "awaiting": asked},)))
    heard, *others = [one.buttons[1:] for one in bench.zalo.account.shown_to(USER)]
    url = "https://xa.example/channels/zalo/listen/erase.confirm"
    assert heard == [{"title": "Nghe", "type": "oa.open.url", "payload": {"url": url}}]
    assert others == [[], [], []]


def test_no_more_than_five_buttons_and_those_of_the_question_first(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Locality(hotline=Hotline(number="19001234", verified_on=date(2026, 11, 1)))
    monkeypatch.setattr(locality, "get", lambda code: here)
    bench.here = Settings(data=bench.here.data, public_url="https://xa.example")
    asked = {"kind": "choice"}
    letter = bench.letter(awaiting=asked, buttons=list("abcde"))
    bench.send(replace(letter, utterances=({"prompt_id": "erase.confirm", "awaiting": asked},)))
    assert [one["title"] for one in bench.zalo.account.shown[-1].buttons] == list("abcde")


def test_a_question_for_a_number_may_bring_zalos_form(bench: Bench) -> None:
    question = bench.letter("Số nào?", awaiting={"kind": "phone"})
    assert bench.send(question) == 1
    bench.here = Settings(data=bench.here.data, zalo_info_image="https://xa.example/a.png")
    assert bench.send(question) == 2
    payload = bench.zalo.account.shown[-1].message["attachment"]["payload"]
    assert payload["template_type"] == "request_user_info" and len(payload["elements"]) == 1


def test_the_other_form_of_buttons(bench: Bench) -> None:
    bench.here = Settings(data=bench.here.data, zalo_button_template=True)
    bench.send(bench.letter("Chọn", buttons=["Có"]))
    (shown,) = bench.zalo.account.shown
    assert shown.message["attachment"]["payload"]["template_type"] == "button" and shown.text == "Chọn"


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ([-213, -217, -218, -227, -230, -232, -244, -248, -201, -210, -233, -240], Undeliverable),
        ([-204, -205, -209, -212, -219, -221, -223, -224, -242, -320, -321, -32, -211], Away),
        ([-100, -200, -234, -99999], Later),
    ],
)
def test_what_each_refusal_means(bench: Bench, codes: list[int], kind: type[Exception]) -> None:
    for code in codes:
        bench.zalo.account.faults[USER] = [code]
        with pytest.raises(kind) as raised:
            bench.send(bench.letter())
        assert type(raised.value) is kind, code
    assert bench.zalo.account.shown == []


def test_a_closed_window_is_told_by_a_word_of_its_own(bench: Bench) -> None:
    bench.zalo.account.faults[USER] = [-230]
    with pytest.raises(Undeliverable) as raised:
        bench.send(bench.letter())
    assert raised.value.reason == "window"


def test_who_is_refused_at_night_gets_it_in_the_morning(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 16, 30, tzinfo=UTC))  # 23:30 in Viet Nam
    assert meaning.until_morning() == 6.5 * 3600
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    assert meaning.until_morning() == 60


@pytest.mark.parametrize(("fault", "kind"), [("http:500", Away), ("http:429", Away), ("http:404", Later)])
def test_an_answer_that_is_none_of_zalos(bench: Bench, fault: str, kind: type[Exception]) -> None:
    bench.zalo.account.faults[""] = [fault]
    with pytest.raises(kind):
        bench.send(bench.letter())


def test_nobody_at_zalo_is_away(bench: Bench) -> None:
    bench.here = Settings(data=bench.here.data, zalo_api_url="http://127.0.0.1:9")
    with pytest.raises(Away):
        bench.send(bench.letter())


@pytest.mark.parametrize("address", ["sender:terminal-1", "erased:1", "a b", ""])
def test_an_address_that_is_no_citizens_is_never_asked_for(bench: Bench, address: str) -> None:
    with pytest.raises(Undeliverable):
        bench.send(bench.letter(address=address))
    assert bench.zalo.account.tries == []


def test_pictures_and_documents_go_by_upload(bench: Bench) -> None:
    async def both(carrier: ZaloCarrier) -> None:
        held = await carrier.tokens.current()
        zalo = carrier._zalo
        picture = await zalo.upload_image(held.access, b"\xff\xd8\xff", "image/jpeg")
        paper = await zalo.upload_file(held.access, "to-khai.pdf", b"%PDF-1", "application/pdf")
        for message in (api.image(picture), api.file(paper)):
            assert (await zalo.message(held.access, USER, message))[0]
        with pytest.raises(api.Code):
            await zalo.message(held.access, USER, api.file("of last month"))
        with pytest.raises(api.Code):
            await zalo.upload_image(held.access, b"x" * (api.LARGEST_IMAGE + 1), "image/jpeg")

    bench.run(both)
    assert [one.message["attachment"]["type"] for one in bench.zalo.account.shown] == ["template", "file"]


def test_pieces_of_a_text() -> None:
    for text in ("", "a" * 10, "một hai ba. " * 50, "đ" * 95, "dòng\n" * 40):
        found = split(text, 30)
        assert all(0 < len(piece) <= 30 for piece in found) or text == ""
        assert "".join("".join(found).split()) == "".join(text.split())


# -- tokens ----------------------------------------------------------------------------------------------------


def held(bench: Bench) -> ProviderToken:
    with db.reading(bench.engine) as session:
        return session.get_one(ProviderToken, tokens.account(OA_ID))


@pytest.mark.parametrize("code", [-216, -220])
def test_a_token_that_is_refused_is_renewed_once_and_the_letter_goes(bench: Bench, code: int) -> None:
    bench.zalo.account.faults[USER] = [code]
    before = bench.zalo.account.rotations
    bench.send(bench.letter())
    assert bench.zalo.account.rotations == before + 1 and len(bench.zalo.account.shown_to(USER)) == 1
    assert held(bench).version == 2 and held(bench).claimed_at is None
    bench.zalo.account.faults[USER] = [code, code]
    with pytest.raises(Away):
        bench.send(bench.letter())


def test_many_letters_at_once_renew_the_token_once(bench: Bench) -> None:
    bench.connect(seconds=-1)  # it ended
    before = bench.zalo.account.rotations

    async def many(carrier: ZaloCarrier) -> None:
        await asyncio.gather(*(carrier.send(bench.letter(id=f"o{number}")) for number in range(30)))

    bench.run(many)
    assert bench.zalo.account.rotations == before + 1 and len(bench.zalo.account.shown_to(USER)) == 30


def test_two_processes_do_not_ask_for_the_next_pair_at_once(bench: Bench) -> None:
    bench.connect(seconds=-1)
    before = bench.zalo.account.rotations

    async def go() -> list[object]:
        store = Store(bench.engine)
        async with httpx.AsyncClient(trust_env=False) as client:
            both = [ZaloCarrier(bench.here, store, client) for _ in range(2)]
            return await asyncio.gather(*(one.tokens.current() for one in both), return_exceptions=True)

    found = asyncio.run(go())
    assert bench.zalo.account.rotations == before + 1
    assert all(isinstance(one, tokens.Held | Away) for one in found)


def test_a_token_is_renewed_hours_before_its_end(bench: Bench) -> None:
    bench.connect(seconds=tokens.EARLY.total_seconds() - 60)
    before = bench.zalo.account.rotations
    bench.send(bench.letter(), bench.letter(id="o2"))
    assert bench.zalo.account.rotations == before + 1


def test_when_no_next_pair_can_be_had_the_old_one_is_used_and_people_are_told(bench: Bench) -> None:
    bench.connect(seconds=3600)
    bench.zalo.account.refresh = {"taken by a power cut"}
    bench.send(bench.letter(), bench.letter(id="o2"))
    assert len(bench.zalo.account.shown_to(USER)) == 2
    assert held(bench).fault == "error -14014"
    bench.connect()  # by a person
    assert held(bench).fault is None
    bench.send(bench.letter(id="o3"))


def test_a_refusal_that_passes_heals_by_itself(bench: Bench) -> None:
    bench.connect(seconds=-1)
    bench.zalo.account.token_faults += [-32, "http:502"]
    for _ in range(2):
        with pytest.raises(Away):
            bench.send(bench.letter())
        with db.transaction(bench.engine) as session:  # the claim of a try without an answer ends by itself
            session.get_one(ProviderToken, tokens.account(OA_ID)).claimed_at = None
    bench.send(bench.letter())
    assert held(bench).fault is None


def test_without_a_connection_nothing_is_tried(bench: Bench) -> None:
    with db.transaction(bench.engine) as session:
        session.delete(session.get_one(ProviderToken, tokens.account(OA_ID)))
    with pytest.raises(Away, match="zalo connect"):
        bench.send(bench.letter())
    assert bench.zalo.account.tries == []
