"""A small procedure with a part for the father, beside the real data; the mother's phone, and the father's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.procedures import load
from actions.prompts import prompts
from actions.settings import settings
from actions.store import db
from actions.store.models import Contact, Conversation
from tests.actions.interview.talk import Talk

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def small_procedure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product's data with the procedure ``two_phones`` beside the others, for this test only."""
    content = tmp_path / "content"
    (content / "procedures").mkdir(parents=True)
    for path in settings().content.iterdir():
        if path.name != "procedures":
            (content / path.name).symlink_to(path)
    ours = settings().content / "procedures"
    for path in (ours / "marital_status", ours / "birth_3in1", HERE / "two_phones"):
        (content / "procedures" / path.name).symlink_to(path)
    monkeypatch.setenv("MOTCUA_NOW", "2026-11-23T08:00:00+07:00")
    monkeypatch.setenv("MOTCUA_CONTENT", str(content))
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    prompts.cache_clear()
    load._procedures = None


def phone(talk: Talk, address: str, channel: str = "zalo") -> Talk:
    """Another phone that writes to the same installation."""
    with db.transaction(talk.engine) as session:
        contact = Contact(channel=channel, address=address)
        session.add(contact)
        session.flush()
        conversation = Conversation(contact_id=contact.id)
        session.add(conversation)
        session.flush()
        return Talk(talk.engine, conversation.id)


@pytest.fixture
def mother(tmp_path: Path) -> Talk:
    """The mother's phone: consented, the child and herself declared; the father's name is being asked."""
    talk = Talk.begin(tmp_path)
    talk.say("làm giấy thử", procedures=["two_phones"]).tap("yes")
    talk.say("Giàng Thị Mỷ", "Giàng Thị Mỷ").say("1/11/2026", "2026-11-01").tap("female")
    talk.say("Lò Thị Mai", "Lò Thị Mai").say("1999", "1999")
    return talk.say("xã Na Son, Điện Biên", {"commune": "Na Son", "province": "Điện Biên", "detail": "bản Huổi"})


@pytest.fixture
def father(mother: Talk) -> Talk:
    """The father's phone, on Zalo, far away."""
    return phone(mother, "father")
