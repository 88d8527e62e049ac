"""Playing a scenario file over the running product and comparing what was stored with what it expects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.interview.answering import warnings_of
from actions.interview.answers import Answers
from actions.places import display
from actions.services import load_answers
from actions.store import db
from actions.store.models import Contact, Conversation, Declaration, Dossier
from tests.stack import Answered, Citizen, Stack

FOLDER = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
STEP_KEYS = {"dân", "bấm", "dùng", "chờ", "máy nói", "máy không nói", "đang hỏi", "trạng thái", "hai lần"}
RESULT_KEYS = {"trạng thái", "tờ khai", "không biết", "cán bộ ghi", "cảnh báo", "hồ sơ", "đang hỏi", "chủ", "hàng đợi"}


def files() -> list[Path]:
    """The scenario files."""
    return sorted(path for path in FOLDER.glob("*.yml") if not path.name.startswith("_"))


def shared() -> dict[str, Any]:
    """Steps and declarations used by several scenarios."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "_mau.yml").read_text("utf-8"))
    return loaded


@dataclass
class Play:
    """One scenario being played by one citizen."""

    stack: Stack
    scenario: dict[str, Any]
    citizen: Citizen
    said: Answered | None = None
    buttons: dict[str, str] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Play all steps, then compare the stored result. AssertionError shows the conversation so far."""
        try:
            for step in self._steps(self.scenario["trò chuyện"]):
                self._step(step)
            self._compare(self.scenario["kết quả"])
        except AssertionError as error:
            raise AssertionError(f"{error}\n\n" + "\n".join(self.trace)) from None

    def _steps(self, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        for step in steps:
            assert step.keys() <= STEP_KEYS, f"unknown keys {step.keys() - STEP_KEYS}"
            if "dùng" in step:
                out += self._steps(shared()["các bước"][step["dùng"]])
            else:
                out.append(step)
        return out

    def _step(self, step: dict[str, Any]) -> None:
        if "chờ" in step:
            self._wait(step["chờ"])
            return
        if "bấm" in step:
            title = str(step["bấm"])
            self.trace.append(f"DÂN BẤM: {title}")
            assert title in self.buttons, f"no button {title!r} among {list(self.buttons)}"
            self._hear(self.citizen.choose(self.buttons[title]))
        else:
            self.trace.append(f"DÂN: {step['dân']}")
            self._hear(self.citizen.say(str(step["dân"])))
        assert self.said is not None
        text = "\n".join(self.said.texts)
        for piece in step.get("máy nói", ()):
            assert piece in text, f"not said: {piece!r}"
        for piece in step.get("máy không nói", ()):
            assert piece not in text, f"said: {piece!r}"
        asking = self.said.body["asking"]
        if "đang hỏi" in step:
            assert (asking or {}).get("field") == _none(step["đang hỏi"]), f"asks {asking}"
        if "trạng thái" in step:
            assert self.said.body["state"] == step["trạng thái"], f"state {self.said.body['state']}"

    def _hear(self, said: Answered) -> None:
        assert said.status == 200, f"HTTP {said.status}: {said.body}"
        assert said.texts, "silence"
        self.said, self.buttons = said, said.buttons
        self.trace += [f"MÁY: {text}" for text in said.texts]
        self.trace.append(f"     [{said.body['state']}; {said.body['asking'] and said.body['asking']['field']}]")

    def _wait(self, how_long: str) -> None:
        """Days pass: the servers restart on the later day, as they would have been many times."""
        number, unit = str(how_long).split()
        days = int(number) * {"ngày": 1, "tuần": 7}[unit]
        self.stack.env["MOTCUA_NOW"] = (NOW + timedelta(days=days)).isoformat()
        for name in ("actions", "gateway"):
            self.stack.restart(name)

    # -- the result -----------------------------------------------------------------------------------------

    def _compare(self, wanted: dict[str, Any]) -> None:
        assert wanted.keys() <= RESULT_KEYS, f"unknown keys {wanted.keys() - RESULT_KEYS}"
        assert self.said is not None
        if "trạng thái" in wanted:
            assert self.said.body["state"] == wanted["trạng thái"], f"state {self.said.body['state']}"
        if "đang hỏi" in wanted:
            assert (self.said.body["asking"] or {}).get("field") == _none(wanted["đang hỏi"])
        with db.reading(self.stack.engine()) as session:
            self._compare_stored(session, wanted)

    def _compare_stored(self, session: Session, wanted: dict[str, Any]) -> None:
        contact = session.scalar(select(Contact).where(Contact.address.contains(self.citizen.sender)))
        if wanted.get("tờ khai") == "không":
            assert contact is None or not _declarations(session, contact.id), "a declaration is left"
            return
        assert contact is not None, "no contact"
        conversation = session.scalar(select(Conversation).where(Conversation.contact_id == contact.id))
        assert conversation is not None
        if "chủ" in wanted:
            assert conversation.owner == wanted["chủ"], f"owner {conversation.owner}"
        if "hàng đợi" in wanted:
            assert conversation.queue == _none(wanted["hàng đợi"]), f"queue {conversation.queue}"
        rows = _declarations(session, contact.id)
        assert rows, "no declaration"
        dossier = session.scalar(select(Dossier).where(Dossier.declaration_id == rows[-1].id))
        assert (dossier.status if dossier else "không") == wanted.get("hồ sơ", "không"), "dossier"
        answers = load_answers(session, rows[-1])
        stored = {path: _plain(value) for path, value in answers.declared().items()}
        expected = _expected(wanted["tờ khai"])
        assert stored == expected, _difference(stored, expected)
        for status, key in (("unknown", "không biết"), ("unread", "cán bộ ghi")):
            found = sorted(p for p, a in answers.stored.items() if a.status == status and answers.visible(p))
            assert found == sorted(wanted.get(key, ())), f"{key}: {found}"
        assert _warnings(answers) == wanted.get("cảnh báo", {}), f"cảnh báo: {_warnings(answers)}"


def _declarations(session: Session, contact_id: str) -> list[Declaration]:
    wanted = select(Declaration).where(Declaration.contact_id == contact_id).order_by(Declaration.created_at)
    return list(session.scalars(wanted))


def _expected(raw: dict[str, Any]) -> dict[str, Any]:
    raw = dict(raw)
    pattern = raw.pop("giống", None)
    merged = (_expected(shared()["tờ khai"][pattern]) if pattern else {}) | raw
    return {key: value for key, value in merged.items() if value is not None}


def _plain(value: Any) -> Any:
    """A place as it is read back; everything else as stored."""
    return display(value) if isinstance(value, dict) and "commune" in value else value


def _warnings(answers: Answers) -> dict[str, list[str]]:
    found = {place.path: warnings_of(answers, place) for place in answers.places() if not place.spec.internal}
    return {path: marks for path, marks in found.items() if marks and answers.copied_from(path) is None}


def _difference(stored: dict[str, Any], expected: dict[str, Any]) -> str:
    lines = [
        f"  {key}: stored {stored.get(key)!r}, expected {expected.get(key)!r}"
        for key in sorted(stored.keys() | expected.keys())
        if stored.get(key) != expected.get(key)
    ]
    return "declaration differs:\n" + "\n".join(lines)


def _none(raw: Any) -> Any:
    return None if raw == "không" else raw
