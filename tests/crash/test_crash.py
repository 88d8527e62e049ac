"""Fifty-two kills over running interviews, with the real interview and the real Rasa.

Afterwards every citizen's declaration holds exactly what was acknowledged to that citizen, each answer once, no
question came twice, and each has one dossier.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.store import conversations, db
from actions.store.models import Answer, Declaration, Dossier, Inbox
from tests.crash.harness import WINDOWS, Crowd, Talk, kill_all_over, replays
from tests.stack import NAMES, Answered, Stack, running

pytestmark = [pytest.mark.stack, pytest.mark.slow]

SEED = 20261123
NAMES_OF_PEOPLE = ("Lò Thị Mai", "Giàng A Páo", "Quàng Văn Inh", "Vàng Thị Dợ", "Tòng Thị Ón", "Lường Văn Hặc")
PEOPLE = ("Thái", "Mông", "Kinh", "Tày")


class Declaring:
    """One person who asks for the certificate and answers each question in their own way.

    ``expected`` is what the declaration must hold: field → stored value, for every answer acknowledged.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._began = False
        self.asked: list[str] = []
        self.expected: dict[str, Any] = {}
        self._pending: tuple[str, Any] | None = None
        year, name = 1990 + number % 10, NAMES_OF_PEOPLE[number % len(NAMES_OF_PEOPLE)]
        people, phone = PEOPLE[number % len(PEOPLE)], f"09123{number:05d}"
        place = {"commune": "Na Son", "province": "Điện Biên"}
        self._texts: dict[str, tuple[str, Any]] = {
            "subject_full_name": (name, name),
            "subject_birth_date": (f"{number % 27 + 1:02d}/03/{year}", f"{year}-03-{number % 27 + 1:02d}"),
            "subject_ethnicity": (people, people),
            "subject_personal_id": (f"0111{year % 100}{number:06d}", f"0111{year % 100}{number:06d}"),
            "subject_id_issue_date": ("05/03/2022", "2022-03-05"),
            "subject_hamlet": ("bản Hua Ca", "bản Hua Ca"),
            "subject_residence": ("xã Na Son, tỉnh Điện Biên", place),
            "requester_phone": (phone, phone),
        }
        self._choices = {
            "for_whom": "self", "purpose": "loan", "subject_sex": "female",
            "subject_residence_kind": "thuong_tru", "registered_before": "never", "has_former_residences": False,
        }  # fmt: skip

    def next(self, answer: Answered | None) -> dict[str, str] | None:
        if answer is None:
            return {"text": "tôi muốn xin giấy xác nhận tình trạng hôn nhân"}
        if self._pending is not None:
            self.expected[self._pending[0]] = self._pending[1]
            self._pending = None
        asking = answer.body["asking"]
        if asking is None:
            assert answer.body["state"] == "submitted", answer.body
            return None
        options, name = asking["options"], asking["field"]
        if name is None:  # consent, the parts read back, the truth: always the first
            return {"choice": options[0]["id"]}
        self.asked.append(name)
        if name in self._texts:
            text, value = self._texts[name]
            self._pending = (name, value)
            return {"text": text}
        if name not in self._choices:
            raise AssertionError(f"the procedure asks {name} ({asking['kind']}): tell this script what to say")
        value = self._choices[name]
        self._pending = (name, value)
        wanted = {True: "yes", False: "no"}.get(value, value)
        return {"choice": next(o["id"] for o in options if o["id"].endswith(f":{wanted}"))}


def stored(stack: Stack, talk: Talk) -> tuple[list[tuple[str, int, Any]], int, list[str], list[str]]:
    """Answers (field, version, value), dossiers, their codes, and the states of the messages, of a citizen."""
    with db.reading(stack.engine()) as session:
        conversation = conversations.find(session, "web", f"sender:{talk.citizen.sender}")
        assert conversation is not None
        mine = select(Declaration.id).where(Declaration.conversation_id == conversation.id)
        answers = session.scalars(select(Answer).where(Answer.declaration_id.in_(mine), Answer.source != "derived"))
        codes = list(session.scalars(select(Dossier.code).where(Dossier.declaration_id.in_(mine))))
        states = list(session.scalars(select(Inbox.status).where(Inbox.conversation_id == conversation.id)))
        count = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        return [(a.field, a.version, a.value) for a in answers], count, codes, states


def plain(value: Any) -> Any:
    """A place without what the resolver added to the names said."""
    return {key: value[key] for key in ("commune", "province")} if isinstance(value, dict) else value


def test_every_acknowledged_answer_is_there_once(tmp_path: Path) -> None:
    stack = Stack(tmp_path, quick=True, env={"MOTCUA_RECEIPT_AFTER": "3", "MOTCUA_FLOOD_PER_MINUTE": "1000"})
    with running(stack, *NAMES):
        crowd = Crowd(stack, Declaring)
        crowd.start(citizens=4)
        kills = kill_all_over(stack, crowd, SEED)
        crowd.finish()
        assert all(kills[window] >= 10 for window in WINDOWS) and kills.total() >= 50, kills
        orders, seen = set(), set()
        for talk in crowd.talks:
            script = talk.script
            assert isinstance(script, Declaring)
            answers, declarations, codes, states = stored(stack, talk)
            assert sorted((field, 1) for field in script.expected) == sorted((f, v) for f, v, _ in answers)
            assert {field: plain(value) for field, _, value in answers} == script.expected
            assert declarations == 1 and codes == [talk.said[-1].answer.body["dossier"]]
            assert states == ["done"] * len(talk.said)
            assert len(set(script.asked)) == len(script.asked), "a question came twice"
            assert replays(talk) == []
            orders.add(tuple(script.asked))
            seen.update(codes)
        assert len(orders) == 1, "all were asked the same, in the same order"
        assert len(seen) == len(crowd.talks) >= 4
        # The comparison can fail: one value changed behind the back of everybody is found.
        talk = crowd.talks[0]
        with db.transaction(stack.engine()) as session:
            conversation = conversations.find(session, "web", f"sender:{talk.citizen.sender}")
            declaration = select(Declaration.id).where(Declaration.conversation_id == conversation.id)  # type: ignore[union-attr]
            phone = Answer.declaration_id.in_(declaration), Answer.field == "requester_phone"
            session.scalars(select(Answer).where(*phone)).one().value = "0900000000"
        answers, _, _, _ = stored(stack, talk)
        assert {field: plain(value) for field, _, value in answers} != talk.script.expected  # type: ignore[attr-defined]
