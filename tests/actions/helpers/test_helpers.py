"""Village helpers: PIN, villages, dates, several neighbours in a row, the neighbour's own consent, nothing left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.helpers import cli, enrol
from actions.store import db, migrate
from actions.store.models import (
    AcceptedVersion,
    Audit,
    Consent,
    Declaration,
    DeclarationAccess,
    Helper,
    Inbox,
    Media,
    Outbox,
)
from tests.actions.helpers.conftest import NA_SON, enrolled
from tests.actions.interview.talk import Talk


def rows(talk: Talk, table: Any) -> list[Any]:
    with db.reading(talk.engine) as session:
        return list(session.scalars(select(table)))


def actions(talk: Talk) -> list[str]:
    return [row.action for row in rows(talk, Audit) if row.actor.startswith("helper:")]


def begin(talk: Talk) -> Talk:
    """A certificate for the neighbour who stands beside; their consent is being asked."""
    return talk.tap("start_marital_status")


def answer(talk: Talk, village: str = "bản Huổi Sa", name: str = "Giàng A Páo") -> Talk:
    """All questions of a simple case, up to the reading back."""
    talk.tap("self").tap("loan").say(name, name).say("12/3/1962", "1962-03-12").tap("male").say("Mông", "Mông")
    talk.say("011062000123", "011062000123").say("15/6/2022", "2022-06-15")
    return talk.say(village, {**NA_SON, "detail": village})


def finish(talk: Talk) -> Talk:
    taps = {"subject_residence_kind": "thuong_tru", "registered_before": "never", "lived_elsewhere": "no"}
    for _ in range(20):
        if talk.asking in ("review", "truth"):
            talk.tap("yes")
        elif talk.asking == "requester_phone":
            talk.say("0912345678", "0912345678")
        elif talk.asking in taps:
            talk.tap(taps[talk.asking])
        elif talk.asking == "helper_menu":
            return talk
        else:
            talk.tap("no")
    raise AssertionError(talk.asking)


def test_the_pin_opens_the_part_and_is_kept_nowhere(helper: tuple[Talk, str]) -> None:
    talk, pin = helper
    talk.say("tôi là người giúp")
    assert talk.asking == "helper_pin"
    with db.transaction(talk.engine) as session:
        session.execute(update(Inbox).values(body={"text": pin}))
    talk.say(pin)
    assert talk.asking == "helper_menu"
    assert rows(talk, Inbox)[-1].body == {}
    row = rows(talk, Helper)[0]
    assert pin not in (row.pin_hash, row.pin_salt) and len(row.pin_hash) == 128


@pytest.mark.parametrize("case", ["wrong", "not enrolled", "revoked", "too early", "too late", "locked"])
def test_the_same_words_whatever_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    talk = Talk.begin(tmp_path, "somebody" if case == "not enrolled" else "helper")
    days = {"too early": ("2026-11-24", "2026-12-31"), "too late": ("2026-11-01", "2026-11-22")}
    pin = enrolled(talk, *days.get(case, ("2026-11-22", "2026-12-31")))
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    if case == "revoked":
        with db.transaction(talk.engine) as session:
            enrol.revoke(session, rows(talk, Helper)[0].id, "officer:test")
    if case == "locked":
        for _ in range(enrol.MOST_WRONG):
            talk.say("tôi là người giúp").say(wrong)
    talk.say("tôi là người giúp").say(wrong if case == "wrong" else pin)
    assert talk.prompts == ["helpers.wrong_pin"] and talk.asking is None


def test_papers_first_then_the_neighbours_own_consent(inside: Talk) -> None:
    begin(inside)
    assert (
        inside.prompts[1:] == ["helpers.papers", "helpers.papers_sometimes", "helpers.consent"]
        and "Căn cước" in inside.text
    )
    assert inside.asking == "neighbour_consent"


@pytest.mark.parametrize("tick", ["đồng ý", "có", "1", "12", "3000", "0912345678"])
def test_the_helpers_own_tick_is_refused(inside: Talk, tick: str) -> None:
    begin(inside).say(tick, None, *(["affirm"] if tick.isalpha() or " " in tick else []))
    assert inside.prompts == ["helpers.not_your_tick", "helpers.consent"]
    assert inside.asking == "neighbour_consent"
    assert rows(inside, Consent) == [] and "helper_tick_refused" in actions(inside)


def test_the_neighbours_year_is_a_key_press_of_their_own(inside: Talk) -> None:
    begin(inside).say("1962")
    assert inside.asking == "for_whom"
    consent = rows(inside, Consent)[0]
    assert (consent.given, consent.how, consent.purpose) == (True, "keys", "declaration")


def test_the_neighbours_voice_is_kept_as_consent(inside: Talk) -> None:
    begin(inside)
    with db.transaction(inside.engine) as session:
        for media_id, mime in (("photo", "image/jpeg"), ("clip", "audio/ogg")):
            session.add(
                Media(
                    id=media_id, conversation_id=inside.conversation_id, kind="audio", path=media_id, mime=mime,
                    size=1, sha256="0",
                )
            )  # fmt: skip
    inside._take("media", media_id="photo")
    assert "helpers.not_your_tick" in inside.prompts
    inside._take("media", media_id="clip")
    assert inside.asking == "for_whom"
    assert [(row.how, row.given) for row in rows(inside, Consent)] == [("voice", True)]


def test_the_neighbour_refuses(inside: Talk) -> None:
    begin(inside).say("không đồng ý", None, "deny")
    assert inside.prompts == ["helpers.no_consent", "helpers.menu"]
    assert [row.given for row in rows(inside, Consent)] == [False]
    assert [row.status for row in rows(inside, Declaration)] == ["cancelled"]


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        ({**NA_SON, "detail": "bản Huổi Sa"}, False),
        ({**NA_SON, "detail": "thôn na ka, xóm 2"}, False),
        ({**NA_SON, "detail": "bản Huổi Hu"}, True),
        ({"commune": "Mường Nhé", "province": "Điện Biên", "detail": "bản Huổi Sa"}, True),
    ],
)
def test_other_villages_are_refused(inside: Talk, place: dict[str, str], refused: bool) -> None:
    begin(inside).say("1962").tap("self").tap("loan").say("Giàng A Páo", "Giàng A Páo")
    inside.say("12/3/1962", "1962-03-12").tap("male").say("Mông", "Mông").say("011062000123", "011062000123")
    inside.say("15/6/2022", "2022-06-15").say("ở đấy", place)
    assert ("helpers.other_village" in inside.prompts) is refused
    assert [row.status for row in rows(inside, Declaration)] == ["cancelled" if refused else "draft"]
    assert ("helper_refused_village" in actions(inside)) is refused


def test_a_village_said_in_an_answer_of_its_own_is_refused_too(inside: Talk) -> None:
    begin(inside).say("1962")
    answer(inside, village="")
    assert inside.asking == "subject_hamlet"
    inside.say("bản Huổi Hu", "bản Huổi Hu")
    assert "helpers.other_village" in inside.prompts and "Huổi Hu" not in inside.text


def test_several_neighbours_in_a_row_and_nothing_stays_readable(inside: Talk) -> None:
    finish(answer(begin(inside).say("1962")))
    assert "receipt.code" in inside.prompts and inside.asking == "helper_menu"
    assert inside.say("lời khai đến đâu", None, "status").prompts[0] == "status.none"
    assert "Páo" not in inside.say("tóm tắt", None, "summarize").text
    inside.say("người tiếp theo").tap("start_marital_status").say("1970")
    finish(answer(inside, village="Na Ka", name="Vàng A Dế"))
    assert [row.role for row in rows(inside, DeclarationAccess)] == ["helper", "helper"]
    kept = rows(inside, AcceptedVersion)
    assert [row.typed_by for row in kept] == ["helper", "helper"]
    assert kept[0].present == ["người cần giấy (tự bấm năm sinh để đồng ý), người giúp ở thôn bản"]
    assert "khác năm sinh" in kept[1].present[0]  # 1970 was keyed, 1962 declared


def test_what_was_delivered_is_replaced_when_the_declaration_is_sent(inside: Talk) -> None:
    answer(begin(inside).say("1962"))
    with db.transaction(inside.engine) as session:
        session.execute(update(Outbox).values(status="sent"))
        session.execute(update(Inbox).values(body={"text": "Giàng A Páo"}))
    finish(inside)
    sent = [row for row in rows(inside, Outbox) if row.status == "sent"]
    assert not any("Páo" in str(row.utterance) for row in sent)
    assert sum(row.utterance["prompt_id"] == "helpers.hidden" for row in sent) > 5
    bodies = [row.body for row in rows(inside, Inbox)]
    assert bodies.count({}) >= len(bodies) - 1 - bodies.count({"text": "Giàng A Páo"})


def test_the_helpers_own_draft_and_the_neighbours_are_kept_apart(helper: tuple[Talk, str]) -> None:
    talk, pin = helper
    talk.say("xin giấy độc thân", procedures=["marital_status"]).tap("yes").tap("self").tap("loan")
    talk.say("Chảo Mẩy", "Chảo Mẩy").say("tạm nghỉ", None, "pause")
    talk.say("tôi là người giúp").say(pin)
    assert talk.say("còn dở").prompts == ["helpers.no_drafts", "helpers.menu"]
    assert "Chảo Mẩy" not in talk.say("tóm tắt", None, "summarize").text
    begin(talk).say("1962").tap("self").tap("loan").say("Giàng A Páo", "Giàng A Páo")
    talk.say("thôi giúp").say("tiếp tục", None, "resume")
    titles = [option["title"] for option in talk.said[-1]["options"]]
    assert any("Chảo Mẩy" in title for title in titles) and not any("Páo" in title for title in titles)
    drafts = {row.subject_label: row.id for row in rows(talk, Declaration)}
    asked = talk.conversation().asked_id
    with pytest.raises(AssertionError):
        talk.tap(drafts["Giàng A Páo"])
    assert talk.press(f"{asked}:{drafts['Giàng A Páo']}").prompts[0] == "interview.old_button"


def test_the_unfinished_list_and_taking_it_up_again(inside: Talk) -> None:
    assert inside.say("còn dở").prompts == ["helpers.no_drafts", "helpers.menu"]
    begin(inside).say("1962").tap("self").tap("loan").say("Giàng A Páo", "Giàng A Páo")
    inside.say("người tiếp theo")
    assert inside.asking == "helper_menu"
    inside.say("còn dở")
    assert inside.asking == "resume" and any("Giàng A Páo" in o["title"] for o in inside.said[-1]["options"])
    inside.tap(rows(inside, Declaration)[0].id)
    assert inside.asking == "subject_birth_date"
    assert {"helper_in", "helper_begin", "helper_list", "helper_open", "helper_view"} <= set(actions(inside))
    assert not any("Páo" in json.dumps(row.detail) for row in rows(inside, Audit))


def test_without_the_pin_a_neighbours_draft_cannot_be_seen(inside: Talk) -> None:
    begin(inside).say("1962").tap("self").tap("loan").say("Giàng A Páo", "Giàng A Páo")
    inside.say("thôi giúp")
    assert inside.prompts == ["helpers.bye"]
    inside.say("tiếp tục", None, "resume")
    assert inside.asking == "mean" and "Páo" not in inside.text
    inside.say("tóm tắt", None, "summarize")
    assert "Páo" not in inside.text


def test_revoking_ends_a_session_at_once(inside: Talk) -> None:
    begin(inside).say("1962").tap("self")
    with db.transaction(inside.engine) as session:
        enrol.revoke(session, rows(inside, Helper)[0].id, "officer:test")
    assert inside.tap("loan").prompts == ["helpers.over"]
    assert inside.conversation().dialogue["helper"] is None


def test_a_session_ends_after_hours(inside: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T16:30:00+07:00")
    assert inside.tap("start_marital_status").prompts == ["helpers.over"]


def test_the_helpers_own_erasing_leaves_the_neighbours_alone(inside: Talk) -> None:
    begin(inside).say("1962").tap("self").tap("loan").say("Giàng A Páo", "Giàng A Páo")
    assert "helpers.erase" in inside.say("xóa hết", None, "erase").prompts
    inside.say("thôi giúp").say("xóa hết", None, "erase").tap("yes")
    neighbours = rows(inside, Declaration)[0]
    assert neighbours.status == "draft" and neighbours.contact_id is None


def test_somebody_in_danger_is_heard_at_the_consent_too(inside: Talk) -> None:
    begin(inside).say("đừng báo chồng tôi", None, "danger")
    assert inside.asking == "danger"


def test_enrolling_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migrate.upgrade(db.engine(f"sqlite:///{tmp_path / 'motcua.db'}"))
    data = ["--data", str(tmp_path)]
    days = ["--from", "2026-11-22", "--to", "2026-12-31"]
    who = ["--phone", "0912345678", "--name", "Chảo Mẩy", "--commune", "03203", "--villages", "Huổi Sa, Na Ka"]
    assert cli.main(["add", *who, *days, *data]) == 0
    shown = capsys.readouterr().out
    helper_id, pin = shown.split()[1].rstrip(";"), shown.split("PIN ")[1][:6]
    assert pin.isdigit()
    assert cli.main(["add", *who, *days, *data]) == 1 and "already" in capsys.readouterr().err
    assert cli.main(["list", *data]) == 0
    listed = capsys.readouterr().out
    assert helper_id in listed and "Huổi Sa, Na Ka" in listed and pin not in listed
    assert cli.main(["revoke", helper_id, *data]) == 0
    assert cli.main(["revoke", helper_id, *data]) == 1
    bad = ["--phone", "0912345679", "--name", "A", "--commune", "99999", *days]
    assert cli.main(["add", *bad, *data]) == 1 and "99999" in capsys.readouterr().err
