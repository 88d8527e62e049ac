"""Implements ``SharingPort`` over SQL, as a part of ``actions.services.SqlServices``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from actions import clock
from actions.declarations import load_answers
from actions.inputs import Input
from actions.interview.answers import Answers
from actions.interview.display import Wording, show_date
from actions.sharing.layout import Part, part_of
from actions.sharing.store import Parts
from actions.store import outbox
from actions.store.models import Consent, Conversation, Declaration, PartCode
from actions.utterance import Utterance


class SharingServices:
    """Parts on two phones. What a contact may see of a declaration is decided in ``Parts.view`` alone."""

    session: Session
    conversation: Conversation
    inp: Input
    declaration_id: str | None
    _opened: dict[str, Answers]

    @property
    def _parts(self) -> Parts:
        return Parts(self.session, self.conversation, self.inp.channel)

    def now(self) -> datetime:
        return clock.now()

    def contact_id(self) -> str:
        return self.conversation.contact_id

    def reshared(self, answers: Answers) -> Answers:
        """The same declaration after what may be seen of it changed; new answers of this turn are kept."""
        row = self.session.get_one(Declaration, self.declaration_id)
        fresh = self._parts.view(row, load_answers(self.session, row))
        if fresh is None:
            raise PermissionError("a declaration that is not shared with this contact")
        fresh.stored.update({answer.field: answer for answer in answers.changed})
        fresh.changed = answers.changed
        self._opened[row.id] = fresh
        return fresh

    def codes(self) -> list[PartCode]:
        """The newest code of each part of the declaration."""
        return self._parts.given(self.declaration_id) if self.declaration_id else []

    def give_part(self, part: Part) -> PartCode:
        if self.declaration_id is None:
            raise RuntimeError("a part of no declaration")
        return self._parts.give(self.declaration_id, part)

    def withdraw_part(self, row: PartCode) -> None:
        self._parts.withdraw(row)

    def too_many_codes(self) -> bool:
        return self._parts.too_many()

    def find_part(self, code: str) -> PartCode | None:
        return self._parts.find(code)

    def procedure_of_part(self, row: PartCode) -> str:
        return self._parts.procedure_of(row)

    def known_fact(self, row: PartCode) -> str | None:
        """The date of birth (ISO, perhaps partial) by whose year the other phone is known, if it was declared."""
        declaration = self.session.get_one(Declaration, row.declaration_id)
        part = part_of(declaration.procedure_id, row.part)
        value = load_answers(self.session, declaration).value(part.fact) if part.fact else None
        return value if isinstance(value, str) and value[:4].isdigit() else None

    def wrong_fact(self, row: PartCode) -> bool:
        return self._parts.wrong_fact(row)

    def consent_to_part(self, row: PartCode, version: str, given: bool, how: str) -> None:
        """Their own consent: what for, in which wording, and how it was given."""
        self.session.add(
            Consent(
                conversation_id=self.conversation.id, contact_id=self.conversation.contact_id,
                declaration_id=row.declaration_id, wording_version=version, purpose=f"part:{row.part}", given=given,
                how=how if how in ("text", "choice", "keys", "voice") else "text", inbox_id=self.inp.inbox_id,
            )
        )  # fmt: skip

    def open_part(self, row: PartCode) -> Answers:
        """From now on this conversation is about the part, and sees only it."""
        self._parts.take(row)
        declaration = self.session.get_one(Declaration, row.declaration_id)
        self.declaration_id = declaration.id
        seen = self._parts.view(declaration, load_answers(self.session, declaration))
        if seen is None:
            raise PermissionError("a part that was not taken")
        self._opened[declaration.id] = seen
        return seen

    def finish_part(self, fields: list[str], told: Sequence[Utterance]) -> None:
        self._tell(self._parts.finish(self._mine(), fields), told)
        self.declaration_id = None

    def leave_part(self, told: Sequence[Utterance]) -> None:
        row = self._mine()
        self._opened.pop(row.declaration_id, None)
        self._tell(self._parts.leave(row), told)
        self.declaration_id = None

    def _mine(self) -> PartCode:
        row = self._parts.mine(self.declaration_id) if self.declaration_id else None
        if row is None:
            raise PermissionError("no part is with this contact")
        return row

    def _tell(self, conversation: Conversation | None, told: Sequence[Utterance]) -> None:
        if conversation is not None:
            outbox.add(self.session, conversation, None, told)

    def agreed(self, declaration: Declaration) -> list[str]:
        """Who confirmed a part of their own, in words, for the frozen version ("có mặt")."""
        words, out = Wording(), []
        for row in self._parts.given(declaration.id):
            if row.status == "done" and row.done_at is not None:
                day = show_date(words, row.done_at.astimezone(clock.VIETNAM).date().isoformat())
                channel = f"sharing.channel.{row.channel}"
                out.append(
                    words.text(
                        "sharing.present", who=part_of(declaration.procedure_id, row.part).title, day=day,
                        channel=words.text(channel) if words.has_prompt(channel) else row.channel,
                    )
                )  # fmt: skip
        return out
