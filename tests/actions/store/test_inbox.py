"""The inbox: one row per message, worked off in order, given up openly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions import clock
from actions.store import conversations, db, inbox, outbox
from actions.store.models import Audit, Conversation, Declaration, Dossier, Inbox, Journal, Media, Outbox
from actions.utterance import Utterance


def opened(session: Session, address: str = "x") -> Conversation:
    return conversations.find_or_open(session, "web", address)


def kept(session: Session, conversation: Conversation, message_id: str, text: str = "a") -> Inbox:
    place = inbox.pile(session, conversation.id)
    return inbox.accept(
        session, conversation, place, channel="web", message_id=message_id, kind="text", body={"text": text}
    )


def said(session: Session, conversation: Conversation) -> list[str]:
    wanted = select(Outbox).where(Outbox.conversation_id == conversation.id).order_by(Outbox.seq)
    return [row.utterance["prompt_id"] for row in session.scalars(wanted)]


def test_conversation_of_an_address_is_found_again(engine: Engine) -> None:
    with db.transaction(engine) as session:
        first = opened(session)
        assert opened(session).id == first.id
        assert opened(session, "y").id != first.id


def test_message_is_bound_to_the_question_last_asked(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        conversation.asked_id = "q7"
        assert kept(session, conversation, "1").asked_id == "q7"


def test_same_message_is_kept_once_and_another_under_its_id_refused(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        first = kept(session, conversation, "1")
        assert inbox.find(session, "web", "1") is first and inbox.find(session, "sms", "1") is None
        inbox.require_same(session, first, "text", {"text": "a"})
        with pytest.raises(inbox.Reused):
            inbox.require_same(session, first, "text", {"text": "other"})
        with pytest.raises(inbox.Reused):
            inbox.require_same(session, first, "choice", {"payload": "a"})
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        kept(session, opened(session), "1")


def test_text_that_became_a_choice_is_still_the_same_message(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        place = inbox.pile(session, conversation.id)
        body = {"text": "2", "payload": "q:b"}
        first = inbox.accept(session, conversation, place, channel="sms", message_id="1", kind="choice", body=body)
        inbox.require_same(session, first, "text", {"text": "2"})
        assert inbox.to_input(first, None).payload == "q:b"
        with pytest.raises(inbox.Reused):
            inbox.require_same(session, first, "text", {"text": "3"})


def test_erased_message_is_still_known(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        first = kept(session, conversation, "1")
        first.body = {}
        session.flush()
        inbox.require_same(session, first, "text", {"text": "anything"})


def test_same_file_sent_again_is_the_same_message(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        session.add(Media(id="m1", kind="image", path="m1", mime="image/png", size=1, sha256="aa"))
        session.flush()
        place = inbox.pile(session, conversation.id)
        body = {"media_id": "m1"}
        first = inbox.accept(session, conversation, place, channel="web", message_id="1", kind="media", body=body)
        inbox.require_same(session, first, "media", {"media_id": "m2"}, "aa")
        for kind, content, digest in (
            ("media", {"media_id": "m2"}, "bb"),
            ("media", {"media_id": "m1"}, None),
            ("text", {"text": "a"}, None),
        ):
            with pytest.raises(inbox.Reused):
                inbox.require_same(session, first, kind, content, digest)


def test_messages_are_worked_off_in_order(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        rows = [kept(session, conversation, str(n)) for n in range(3)]
        assert [row.seq for row in rows] == [0, 1, 2]
        assert inbox.earlier_waiting(session, rows[1]) and not inbox.earlier_waiting(session, rows[0])
        inbox.finish(session, conversation, rows[0], "done")
        session.flush()
        assert inbox.earlier_waiting(session, rows[2]) and not inbox.earlier_waiting(session, rows[1])
        assert inbox.pile(session, conversation.id) == inbox.Pile(seq=3, waiting=2, lately=3)
        assert inbox.waiting(session) == [conversation.id]


def test_result_is_frozen_when_the_message_is_done(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        conversation.asked_id, conversation.state = "q1", "interview"
        options = [{"id": "a", "title": "Một", "say": ["1"]}, {"id": "q1:b", "title": "Hai"}]
        conversation.awaiting = {"field": "f", "kind": "choice", "options": options, "purpose": "field"}
        row = kept(session, conversation, "1")
        inbox.finish(session, conversation, row, "done")
        conversation.state = "review"
        assert row.result == {
            "asking": {
                "field": "f",
                "kind": "choice",
                "options": [{"id": "q1:a", "title": "Một"}, {"id": "q1:b", "title": "Hai"}],
            },
            "state": "interview",
            "dossier": None,
        }


def test_dossier_is_that_of_the_latest_declaration(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        now = clock.now()
        for number in (1, 2):
            session.add(
                Declaration(
                    id=f"d{number}", conversation_id=conversation.id, procedure_id="p", procedure_version="1",
                    created_at=now + timedelta(seconds=number),
                )
            )  # fmt: skip
        session.flush()
        session.add(Dossier(code="FIRST", declaration_id="d1", procedure_id="p"))
        session.flush()
        assert conversations.standing(session, conversation)["dossier"] is None
        session.add(Dossier(code="SECOND", declaration_id="d2", procedure_id="p"))
        session.flush()
        assert conversations.standing(session, conversation)["dossier"] == "SECOND"


def test_failed_try_is_counted_only_when_it_reached_the_other_side(engine: Engine) -> None:
    with db.transaction(engine) as session:
        row = kept(session, opened(session), "1")
        later = clock.now() + timedelta(seconds=5)
        inbox.put_off(session, row.id, error="x", next_try_at=later, counts=True)
        inbox.put_off(session, row.id, error="y", next_try_at=later, counts=False)
        assert (row.attempts, row.error, row.next_try_at) == (1, "y", later)
        inbox.finish(session, session.get_one(Conversation, row.conversation_id), row, "done")
        inbox.put_off(session, row.id, error="late", next_try_at=later, counts=True)
        assert row.attempts == 1


def test_given_up_message_is_told_journalled_and_audited_once(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        row = kept(session, conversation, "1", "bí mật")
        assert inbox.bury(session, row.id, "rasa: status 200")
        assert not inbox.bury(session, row.id, "again")
        assert row.status == "dead" and said(session, conversation) == ["error.dead_letter"]
        traces = [*session.scalars(select(Journal)), *session.scalars(select(Audit))]
        assert len(traces) == 2
        assert not any("bí mật" in str(trace.detail) for trace in traces)


def test_receipt_is_given_once_for_all_that_wait(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        first, second = kept(session, conversation, "1"), kept(session, conversation, "2")
        assert inbox.give_receipt(session, first.id)
        assert not inbox.give_receipt(session, first.id)
        assert not inbox.give_receipt(session, second.id)
        assert said(session, conversation) == ["receipt.wait"]
        inbox.finish(session, conversation, first, "done")
        session.flush()
        third = kept(session, conversation, "3")
        second.notice_sent = False
        session.flush()
        assert inbox.give_receipt(session, third.id)


def test_no_receipt_for_what_is_answered(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        row = kept(session, conversation, "1")
        inbox.finish(session, conversation, row, "done")
        assert not inbox.give_receipt(session, row.id) and said(session, conversation) == []


def test_outbox_keeps_order_and_hands_out_what_is_new(engine: Engine) -> None:
    with db.transaction(engine) as session:
        conversation = opened(session)
        row = kept(session, conversation, "1")
        first = outbox.add(session, conversation, row.id, [Utterance("a"), Utterance("b")])
        unasked = outbox.add(session, conversation, None, [Utterance("notice")])
        more = outbox.add(session, conversation, row.id, [Utterance("c")])
        assert [r.id for r in outbox.replies(session, row.id)] == [r.id for r in [*first, *more]]
        assert [r.position for r in [*first, *more]] == [0, 1, 2]
        after = outbox.after(session, conversation.id, first[0].id)
        assert [r.id for r in after] == [r.id for r in [first[1], *unasked, *more]]
        outbox.mark_sent(session, [first[0].id, first[1].id])
        assert [r.id for r in outbox.after(session, conversation.id, None)] == [r.id for r in [*unasked, *more]]
        other = opened(session, "y")
        foreign = outbox.add(session, other, None, [Utterance("x")])[0]
        assert outbox.after(session, conversation.id, foreign.id) == outbox.after(session, conversation.id, None)
