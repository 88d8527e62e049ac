"""The small parts of the gateway."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from actions import prompts as prompts_module
from actions.errors import BadInput, DataError, MotcuaError, TooLarge
from actions.settings import settings
from actions.store import conversations, db, inbox
from actions.store.models import Base, Conversation, Question
from actions.utterance import Utterance
from channels import body, media, turn_caller, waiting
from channels.metrics import Metrics
from channels.numbered import chosen
from channels.rasa_client import escape
from channels.render import render

TINY = Path(__file__).parent / "tiny"


@pytest.fixture
def tiny_prompts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MOTCUA_CONTENT", str(TINY))
    for cached in (settings, prompts_module.prompts):
        cached.cache_clear()
    yield
    for cached in (settings, prompts_module.prompts):
        cached.cache_clear()


def options(count: int) -> tuple[dict[str, str], ...]:
    return tuple({"id": f"q:{n}", "title": f"Ô {n}"} for n in range(1, count + 1))


@pytest.mark.usefixtures("tiny_prompts")
class TestRender:
    def test_web_gets_buttons(self) -> None:
        said = Utterance("tiny.count", {"number": 3}, options(2)).to_dict()
        assert render(said, "web") == {
            "text": "Đây là tin thứ 3.",
            "buttons": [{"title": "Ô 1", "payload": "q:1"}, {"title": "Ô 2", "payload": "q:2"}],
        }

    def test_zalo_gets_buttons_as_long_as_they_fit(self) -> None:
        assert len(render(Utterance("tiny.heard", {"what": "a"}, options(5)).to_dict(), "zalo")["buttons"]) == 5
        many = render(Utterance("tiny.heard", {"what": "a"}, options(6)).to_dict(), "zalo")
        assert many["buttons"] == [] and many["text"].endswith("\n6. Ô 6")

    def test_sms_gets_its_short_sentence_and_numbers(self) -> None:
        said = Utterance("tiny.count", {"number": 3}, options(2)).to_dict()
        assert render(said, "sms") == {"text": "Tin thu 3.\n1. Ô 1\n2. Ô 2", "buttons": []}

    def test_parameters_are_never_read_as_templates(self) -> None:
        said = Utterance("tiny.heard", {"what": "{number} {what}"}).to_dict()
        assert render(said, "web")["text"] == "Máy nhận được: {number} {what}"

    @pytest.mark.parametrize("said", [Utterance("tiny.nothing"), Utterance("tiny.heard", {"other": 1})])
    def test_prompt_that_is_missing_or_lacks_a_parameter_becomes_an_apology(self, said: Utterance) -> None:
        assert render(said.to_dict(), "web")["text"] == "Máy đang có lỗi."

    def test_language_without_prompts_is_an_error_of_ours(self) -> None:
        with pytest.raises(DataError):
            render(Utterance("tiny.heard", {"what": "a"}, lang="xx").to_dict(), "web")


@pytest.mark.parametrize(
    ("text", "kind", "payload"),
    [
        ("1", "choice", "q:1"), (" 2. ", "yes_no", "q:2"), ("3)", "sex", "q:3"), ("4", "choice", None),
        ("0", "choice", None), ("01", "choice", None), ("1 cái", "choice", None), ("một", "choice", None),
        ("1", "number", None), ("1", "date", None), ("1", "national_id", None), ("1", None, None),
        ("١", "choice", None),
    ],
)  # fmt: skip
def test_bare_number_is_a_choice_only_where_it_cannot_be_an_answer(
    text: str, kind: str | None, payload: str | None
) -> None:
    assert chosen(text, kind, list(options(3))) == payload


@pytest.mark.parametrize(
    ("text", "seen"),
    [("/restart", "／restart"), ("  /a", "  ／a"), ("//", "／/"), ("a/b", "a/b"), ("1/2/1990", "1/2/1990")],
)
def test_rasa_never_sees_a_leading_slash(text: str, seen: str) -> None:
    assert escape(text) == seen and len(seen) == len(text)


class TestBody:
    @given(st.binary(max_size=300))
    def test_any_bytes_are_taken_or_refused(self, raw: bytes) -> None:
        self.taken_or_refused(raw)

    @given(
        st.dictionaries(
            st.sampled_from(["sender", "message_id", "text", "choice", "x"]),
            st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=3)),
        )
    )
    def test_any_object_is_taken_or_refused(self, document: dict[str, Any]) -> None:
        self.taken_or_refused(json.dumps(document).encode())

    def taken_or_refused(self, raw: bytes) -> None:
        try:
            taken = body.parse(raw)
        except MotcuaError as error:
            assert error.status in (413, 422) and str(error)
        else:
            assert (taken.text is None) != (taken.choice is None)
            assert "\x00" not in (taken.text or "") + (taken.choice or "")

    def test_refusal_never_repeats_what_was_written(self) -> None:
        with pytest.raises(BadInput) as refused:
            body.parse(b'{"sender":"x","text":["B\xc3\xad m\xe1\xba\xadt"]}')
        assert "Bí" not in str(refused.value)


class TestMedia:
    def test_too_large_and_empty_leave_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(media, "MAX_BYTES", 10)
        for content, error in ((b"a" * 11, TooLarge), (b"", BadInput)):
            with pytest.raises(error):
                media.store(tmp_path, io.BytesIO(content))
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
        stored = media.store(tmp_path, io.BytesIO(b"a" * 10))
        assert (tmp_path / stored.path).stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize(
        ("head", "mime"),
        [
            (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"\x00\x00\x00\x18ftypheic", "image/heic"), (b"%PDF-1.7", "application/pdf"),
            (b"#!AMR\n", "audio/amr"), (b"<html>", "application/octet-stream"), (b"", "application/octet-stream"),
        ],
    )  # fmt: skip
    def test_type_is_what_the_content_says(self, head: bytes, mime: str) -> None:
        assert media.sniff(head) == mime


def test_metrics_are_readable_by_prometheus() -> None:
    metrics = Metrics()
    metrics.count("motcua_turns_total", outcome="answered")
    metrics.gauge("motcua_inbox_waiting", 2)
    metrics.observe("motcua_turn_seconds", 0.03)
    text = metrics.text()
    assert 'motcua_turns_total{outcome="answered"} 1' in text
    assert "motcua_inbox_waiting 2" in text
    assert 'motcua_turn_seconds_bucket{le="0.025"} 0' in text
    assert 'motcua_turn_seconds_bucket{le="0.05"} 1' in text
    assert 'motcua_turn_seconds_bucket{le="+Inf"} 1' in text and "motcua_turn_seconds_count 1" in text


class TestPrepare:
    """Which door a message takes, and what Rasa is told."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        made = db.engine(f"sqlite:///{tmp_path / 'motcua.db'}")
        Base.metadata.create_all(made)
        yield made
        made.dispose()

    def prepare(self, engine: Engine, text: str, **conversation: Any) -> Any:
        with db.transaction(engine) as session:
            opened = conversations.find_or_open(session, "web", "x")
            opened.asked_id, opened.awaiting = "q1", {"field": "one"}
            place = inbox.pile(session, opened.id)
            body = {"text": text}
            row = inbox.accept(session, opened, place, channel="web", message_id="1", kind="text", body=body)
            for key, value in conversation.items():
                setattr(opened, key, value)
            session.flush()
            return waiting.prepare(session, row.id)

    def test_text_carries_what_is_awaited(self, engine: Engine) -> None:
        message = self.prepare(engine, "a")
        assert set(message.metadata) == {
            "inbox_id", "conversation_id", "asked_id", "awaiting", "lang", "today",
        }  # fmt: skip
        assert message.metadata["awaiting"] == {"field": "one"}
        assert message.sender == message.metadata["conversation_id"]

    @pytest.mark.parametrize("text", ["", "  \n", "\u3000"])
    def test_blank_text_needs_no_rasa(self, engine: Engine, text: str) -> None:
        assert self.prepare(engine, text) == "direct"

    @pytest.mark.parametrize("owner", ["queued", "officer"])
    def test_text_for_people_needs_no_rasa(self, engine: Engine, owner: str) -> None:
        assert self.prepare(engine, "a", owner=owner) == "direct"

    def test_text_is_read_by_the_question_that_it_answers(self, engine: Engine) -> None:
        with db.transaction(engine) as session:
            opened = conversations.find_or_open(session, "web", "x")
            session.add(
                Question(
                    asked_id="q1", conversation_id=opened.id, field="one", kind="date", purpose="field",
                    awaiting={"field": "one, as asked"},
                )
            )  # fmt: skip
        message = self.prepare(engine, "a", asked_id="q2", awaiting={"field": "two"})
        assert message.metadata["awaiting"] == {"field": "one, as asked"}

    def test_message_that_was_erased_is_done(self, engine: Engine) -> None:
        self.prepare(engine, "a")
        with db.transaction(engine) as session:
            assert waiting.prepare(session, "erased") == "done"

    def test_each_failure_takes_a_fresh_sender(self, engine: Engine) -> None:
        self.prepare(engine, "a")
        with db.transaction(engine) as session:
            opened = conversations.find(session, "web", "x")
            row = waiting.next_of(session, opened.id if opened else "")
            assert opened is not None and row is not None
            for number in (1, 2):
                turn_caller.fresh_sender(session, row.id)
                assert session.get_one(Conversation, opened.id).rasa_sender == f"{opened.id}.{number}"
