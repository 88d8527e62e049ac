"""Letters by the real carrier to the simulated account: their shape, and what each refusal means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from actions import clock, locality
from actions.locality import Hotline, Locality
from actions.prompts import prompts
from actions.settings import Settings
from channels.sending.carrier import Away, Later, Undeliverable
from channels.zalo import api, meaning
from channels.zalo.carrier import ZaloCarrier, split
from tests.channels.zalo.bench import USER, Bench


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
