"""Playing a scenario file and comparing what was stored with what it expects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.ids import new_id
from actions.interview.answering import warnings_of
from actions.interview.answers import Answers
from actions.places import display
from actions.prompts import prompts
from actions.services import load_answers
from actions.store import db
from actions.store.models import AcceptedVersion, Contact, Conversation, Declaration, Dossier
from tests.scenarios.photos import drawn, send
from tests.stack import Answered, Citizen, Stack

NA_SON = "03203"
FOLDER = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
DECLARATION_KEYS = {"tờ khai", "tờ", "không biết", "cán bộ ghi", "cảnh báo"}
ACTS = {"dân", "bấm", "bấm nút cũ", "gửi ảnh", "dùng", "chờ"}
CHECKS = {"máy nói", "máy không nói", "đang hỏi", "trạng thái", "mang theo"}
STEP_KEYS = ACTS | CHECKS
RESULT_KEYS = {
    "chủ", "hàng đợi", "báo tin", "hồ sơ", "xã nhận", "cán bộ xem", "các tờ trước", *CHECKS, *DECLARATION_KEYS,
}  # fmt: skip


def files() -> list[Path]:
    """The scenario files, those of the sub-folders included (one folder a procedure)."""
    return sorted(path for path in FOLDER.rglob("*.yml") if not path.name.startswith("_"))


def read(path: Path) -> dict[str, Any]:
    """One scenario; AssertionError where its shape is wrong."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert loaded.keys() == {"tên", "vì", "trò chuyện", "kết quả"}, f"{path.name}: {sorted(loaded)}"
    assert loaded["kết quả"].keys() <= RESULT_KEYS, f"{path.name}: {sorted(loaded['kết quả'])}"
    return loaded


@cache
def shared() -> dict[str, Any]:
    """Steps, declarations and photos used by several scenarios: ``_mau.yml`` here and in the sub-folders, together."""
    together: dict[str, Any] = {"các bước": {}, "tờ khai": {}, "ảnh": {}}
    for path in sorted(FOLDER.rglob("_mau.yml")):
        for key, items in yaml.safe_load(path.read_text("utf-8")).items():
            twice = together[key].keys() & items.keys()
            assert not twice, f"{path}: named twice: {sorted(twice)}"
            together[key] |= items
    return together


@dataclass(frozen=True)
class Heard:
    """What the citizen hears in one turn: the texts, the buttons (title → payload), what is asked, the state."""

    texts: list[str]
    buttons: dict[str, str]
    asking: str | None
    state: str


class Line(Protocol):
    """How a scenario reaches the product: over HTTP, or within one process."""

    address: str

    def say(self, text: str) -> Heard: ...
    def choose(self, payload: str) -> Heard: ...
    def photo(self, content: bytes, before: Heard | None) -> Heard: ...
    def wait(self, days: int) -> None: ...
    def engine(self) -> Engine: ...


class Live:
    """Over ``/api/chat`` of the running product."""

    def __init__(self, stack: Stack, name: str) -> None:
        self.stack = stack
        self.address = f"scenario-{name}~{new_id()}"  # a scenario may be played again
        self._citizen = Citizen(stack, self.address)

    def say(self, text: str) -> Heard:
        return self._heard(text=text)

    def choose(self, payload: str) -> Heard:
        return self._heard(choice=payload)

    def photo(self, content: bytes, before: Heard | None) -> Heard:
        """A file, under its name of a telephone's; one that is refused leaves everything else as it was ``before``."""
        told = send(self.stack.url, self.address, content)
        return refused(told.body["citizen"], before) if told.status == 413 else _understood(told)

    def _heard(self, **message: str) -> Heard:
        return _understood(self._citizen.send(**message))

    def wait(self, days: int) -> None:
        """Days pass: the servers start again on the later day."""
        self.stack.env["MOTCUA_NOW"] = (NOW + timedelta(days=days)).isoformat()
        for name in ("actions", "gateway"):
            self.stack.restart(name)

    def engine(self) -> Engine:
        return self.stack.engine()


def _understood(answer: Answered) -> Heard:
    assert answer.status == 200, f"HTTP {answer.status}: {answer.body}"
    asking = answer.body["asking"]
    return Heard(answer.texts, answer.buttons, asking and asking["field"], answer.body["state"])


def refused(told: str, before: Heard | None) -> Heard:
    """A message that was not taken: what is said, and all else as before."""
    return replace(before, texts=[told]) if before else Heard([told], {}, None, "idle")


@dataclass
class Play:
    """One scenario being played."""

    scenario: dict[str, Any]
    line: Line
    heard: Heard | None = None
    seen: dict[str, str] = field(default_factory=dict)
    """All buttons so far, title → payload."""
    days: int = 0
    """How many days after ``NOW`` it is."""
    trace: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Play all steps, then compare the stored result. AssertionError shows the conversation so far."""
        try:
            for step in _flat(self.scenario["trò chuyện"]):
                self._step(step)
            self._compare(self.scenario["kết quả"])
        except AssertionError as error:
            raise AssertionError(f"{error}\n\n" + "\n".join(self.trace)) from None

    def _step(self, step: dict[str, Any]) -> None:
        if "chờ" in step:
            number, unit = str(step["chờ"]).split()
            self.days += int(number) * {"ngày": 1, "tuần": 7}[unit]
            self.line.wait(self.days)
            return
        if "bấm" in step or "bấm nút cũ" in step:
            title = str(step.get("bấm") or step["bấm nút cũ"])
            buttons = (self.heard.buttons if self.heard else {}) if "bấm" in step else self.seen
            self.trace.append(f"DÂN BẤM: {title}")
            assert title in buttons, f"no button {title!r} among {list(buttons)}"
            heard = self.line.choose(buttons[title])
        elif "gửi ảnh" in step:
            self.trace.append(f"DÂN GỬI ẢNH: {step['gửi ảnh']}")
            heard = self.line.photo(drawn(shared()["ảnh"][step["gửi ảnh"]]), self.heard)
        else:
            self.trace.append(f"DÂN: {step['dân']}")
            heard = self.line.say(str(step["dân"]))
        self.heard = heard
        self.seen |= heard.buttons
        self.trace += [f"MÁY: {text}" for text in heard.texts]
        self.trace.append(f"     [{heard.state}; {heard.asking}; {' | '.join(heard.buttons)}]")
        self._check(step, heard)

    def _check(self, step: dict[str, Any], heard: Heard) -> None:
        assert heard.texts, "silence"
        text = "\n".join(heard.texts)
        for piece in step.get("máy nói", ()):
            assert piece in text, f"not said: {piece!r}"
        for piece in step.get("máy không nói", ()):
            assert piece not in text, f"said: {piece!r}"
        if "đang hỏi" in step:
            assert heard.asking == _none(step["đang hỏi"]), f"asks {heard.asking}, not {step['đang hỏi']}"
        if "trạng thái" in step:
            assert heard.state == step["trạng thái"], f"state {heard.state}, not {step['trạng thái']}"
        if "mang theo" in step:
            assert _papers(heard.texts) == step["mang theo"], f"to bring: {_papers(heard.texts)}"

    # -- the result -----------------------------------------------------------------------------------------

    def _compare(self, wanted: dict[str, Any]) -> None:
        assert self.heard is not None
        self._check({key: wanted[key] for key in CHECKS & wanted.keys()}, self.heard)
        with db.reading(self.line.engine()) as session:
            self._compare_stored(session, wanted)

    def _compare_stored(self, session: Session, wanted: dict[str, Any]) -> None:
        contact = session.scalar(select(Contact).where(Contact.address.endswith(self.line.address)))
        if wanted["tờ khai"] == "không":
            assert contact is None or not _declarations(session, contact.id), "a declaration is left"
            if contact is None:
                return
        assert contact is not None, "no contact"
        conversation = session.scalar(select(Conversation).where(Conversation.contact_id == contact.id))
        assert conversation is not None
        assert conversation.owner == wanted.get("chủ", "bot"), f"owner {conversation.owner}"
        assert conversation.queue == wanted.get("hàng đợi"), f"queue {conversation.queue}"
        assert contact.do_not_notify == (wanted.get("báo tin") == "không"), f"do_not_notify {contact.do_not_notify}"
        if wanted["tờ khai"] == "không":
            return
        rows = _declarations(session, contact.id)
        expected = [*wanted.get("các tờ trước", ()), {k: v for k, v in wanted.items() if k in DECLARATION_KEYS}]
        assert len(rows) == len(expected), f"{len(rows)} declarations, expected {len(expected)}"
        for row, one in zip(rows, expected, strict=True):
            _compare_declaration(session, row, one, NOW + timedelta(days=self.days))
        dossier = session.scalar(select(Dossier).where(Dossier.declaration_id == rows[-1].id))
        found = dossier.status if dossier else "không"
        assert found == wanted.get("hồ sơ", "không"), f"dossier {found}"
        if dossier is not None:
            assert dossier.commune_code == wanted.get("xã nhận", NA_SON), f"commune {dossier.commune_code}"
            notes = session.scalars(select(AcceptedVersion).where(AcceptedVersion.dossier_code == dossier.code)).one()
            listed = notes.content["officer_notes"]
            assert listed == wanted.get("cán bộ xem", []), f"for the officer: {listed}"


def _compare_declaration(session: Session, row: Declaration, wanted: dict[str, Any], now: datetime) -> None:
    assert row.status == wanted.get("tờ", row.status), f"declaration {row.status}"
    answers = load_answers(session, row)
    answers.today = now.date()
    stored = {path: _plain(value) for path, value in answers.declared().items()}
    expected = _expected(wanted["tờ khai"])
    assert stored == expected, _difference(stored, expected)
    for status, key in (("unknown", "không biết"), ("unread", "cán bộ ghi")):
        listed = sorted(p for p, a in answers.stored.items() if a.status == status and answers.visible(p))
        assert listed == sorted(wanted.get(key, ())), f"{key}: {listed}"
    assert _warnings(answers) == wanted.get("cảnh báo", {}), f"cảnh báo: {_warnings(answers)}"


def _papers(texts: list[str]) -> list[str]:
    """What the citizen is told to bring when the declaration is sent, line by line."""
    head = prompts().get("receipt.bring").wording("web", {"papers": ""}).strip()
    told = [text.splitlines() for text in texts if text.startswith(head)]
    return [line.removeprefix("- ") for lines in told for line in lines[1:]]


def _flat(steps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for step in steps:
        assert step.keys() <= STEP_KEYS, f"unknown keys {step.keys() - STEP_KEYS}"
        assert len(step.keys() & ACTS) == 1 and ("dùng" not in step or len(step) == 1), f"one act each: {step}"
        out += _flat(shared()["các bước"][step["dùng"]]) if "dùng" in step else [step]
    return out


def _declarations(session: Session, contact_id: str) -> list[Declaration]:
    wanted = select(Declaration).where(Declaration.contact_id == contact_id).order_by(Declaration.created_at)
    return list(session.scalars(wanted))


def _expected(raw: dict[str, Any]) -> dict[str, Any]:
    raw = dict(raw)
    patterns = raw.pop("giống", [])
    merged: dict[str, Any] = {}
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        merged |= _expected(shared()["tờ khai"][pattern])
    merged |= raw
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
