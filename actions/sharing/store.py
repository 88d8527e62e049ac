"""Codes of parts in the database: given, taken, confirmed, left. Nothing here decides what is said."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from actions import clock
from actions.interview.answers import Answers
from actions.sharing import view
from actions.sharing.codes import new_code
from actions.sharing.layout import Part, part_of, parts_of
from actions.store.models import Answer, Audit, Conversation, Declaration, DeclarationAccess, Inbox, PartCode

DAYS = 7
"""How long a code may be taken."""
MOST_WRONG = 5
"""Wrong codes a contact may send within a day; then none is taken from it until the day is over."""
MOST_WRONG_EVERYWHERE = 300
"""Wrong codes an hour, over all contacts: somebody is guessing, and nobody's code is taken for the rest of it."""
MOST_FACTS = 3
"""Wrong answers to the known fact; then the code is dead."""
_REFUSED = "part_code_refused"


class Parts:
    """The parts of the declaration that a conversation is about, within the turn's transaction."""

    def __init__(self, session: Session, conversation: Conversation, channel: str) -> None:
        self.session, self.conversation, self.channel = session, conversation, channel

    # -- who sees what --------------------------------------------------------------------------------------

    def view(self, row: Declaration, answers: Answers) -> Answers | None:
        """The declaration as this contact may see it; None where it may not at all."""
        mine = row.contact_id == self.conversation.contact_id
        known = parts_of(row.procedure_id)
        if not known:
            return answers if mine else None
        codes = self.given(row.id)
        if mine:
            by_status = {code.part: code.status for code in codes}
            away = [part for part in known if by_status.get(part.id) in ("open", "taken")]
            done = [part for part in known if by_status.get(part.id) == "done"]
            return view.for_beginner(answers, away, done)
        own = next((c for c in codes if c.taken_by == self.conversation.contact_id and c.status == "taken"), None)
        return view.for_part(answers, part_of(row.procedure_id, own.part)) if own is not None else None

    def given(self, declaration_id: str) -> list[PartCode]:
        """The newest code of each part of a declaration."""
        rows = self.session.scalars(
            select(PartCode).where(PartCode.declaration_id == declaration_id).order_by(PartCode.created_at)
        )
        return list({row.part: row for row in rows}.values())

    # -- the phone that began -------------------------------------------------------------------------------

    def give(self, declaration_id: str, part: Part) -> PartCode:
        """A new code for a part; what an earlier one allowed is over."""
        for row in self.given(declaration_id):
            if row.part == part.id and row.status in ("open", "taken"):
                self.withdraw(row)
        code = new_code()
        while self.session.get(PartCode, code) is not None:
            code = new_code()
        made = PartCode(
            code=code, declaration_id=declaration_id, part=part.id, given_by=self.conversation.contact_id,
            created_at=clock.now(), expires_at=clock.now() + timedelta(days=DAYS), status="open", tries=0,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        return made

    def withdraw(self, row: PartCode) -> None:
        """The part comes back to the phone that began. What the other one said and did not confirm is not used."""
        self._close(row, "withdrawn")

    # -- the other phone ------------------------------------------------------------------------------------

    def too_many(self) -> bool:
        """Whether no code is taken from this contact now."""
        now, contact = clock.now(), self.conversation.contact_id
        wrong = select(func.count()).select_from(Audit).where(Audit.action == _REFUSED)
        mine = wrong.where(Audit.object_id == contact, Audit.at >= now - timedelta(days=1))
        everybody = wrong.where(Audit.at >= now - timedelta(hours=1))
        return (self.session.scalar(mine) or 0) >= MOST_WRONG or (
            self.session.scalar(everybody) or 0
        ) >= MOST_WRONG_EVERYWHERE

    def find(self, code: str) -> PartCode | None:
        """A code that may be taken, or that this contact took already. Every other one counts as a wrong try."""
        row = self.session.get(PartCode, code, with_for_update=True)
        declaration = self.session.get(Declaration, row.declaration_id) if row is not None else None
        if row is not None and declaration is not None and declaration.status in ("draft", "paused"):
            if row.status == "open" and row.expires_at > clock.now():
                return row
            if row.status == "taken" and row.taken_by == self.conversation.contact_id:
                return row
        self._audit(_REFUSED, "contact", self.conversation.contact_id)
        return None

    def wrong_fact(self, row: PartCode) -> bool:
        """Count a wrong answer to the known fact. True where the code is dead now."""
        row.tries += 1
        self._audit("part_fact_wrong", "part_code", row.code)
        if row.tries >= MOST_FACTS:
            row.status = "locked"
        return row.status == "locked"

    def procedure_of(self, row: PartCode) -> str:
        """The id of the procedure that a code is about."""
        return self.session.get_one(Declaration, row.declaration_id).procedure_id

    def take(self, row: PartCode) -> None:
        """This contact agreed to declare the part: from now on it sees it, and only it."""
        if row.status != "taken":
            row.status, row.taken_by, row.taken_at = "taken", self.conversation.contact_id, clock.now()
            row.channel = self.channel
        self.session.merge(
            DeclarationAccess(
                declaration_id=row.declaration_id, contact_id=self.conversation.contact_id,
                role=f"part:{row.part}", verified_at=clock.now(),
            )
        )  # fmt: skip
        self._audit("part_taken", "declaration", row.declaration_id, part=row.part)
        self.session.flush()

    def mine(self, declaration_id: str) -> PartCode | None:
        """The code with which this contact declares a part."""
        return next(
            (c for c in self.given(declaration_id)
             if c.taken_by == self.conversation.contact_id and c.status == "taken"), None,
        )  # fmt: skip

    def finish(self, row: PartCode, fields: list[str]) -> Conversation | None:
        """The part is confirmed by its own person; its answers say by whom. Returns the conversation of the phone
        that began, locked, or None where it is not to be told (nobody is there, or asked not to be written to)."""
        row.status, row.done_at = "done", clock.now()
        for answer in self.session.scalars(
            select(Answer).where(Answer.declaration_id == row.declaration_id, Answer.field.in_(fields))
        ):
            answer.confirmed_by = f"part:{row.part}"
        self._audit("part_confirmed", "declaration", row.declaration_id, part=row.part)
        return self._beginner(row)

    def leave(self, row: PartCode) -> Conversation | None:
        """The other phone does not go on: what it said is not used, and the part is open again."""
        self._close(row, "left")
        return self._beginner(row)

    def _close(self, row: PartCode, status: str) -> None:
        _unsay(self.session, row)
        row.status = status
        self._audit(f"part_{status}", "declaration", row.declaration_id, part=row.part)

    def _beginner(self, row: PartCode) -> Conversation | None:
        declaration = self.session.get_one(Declaration, row.declaration_id)
        if declaration.conversation_id is None or declaration.contact_id == self.conversation.contact_id:
            return None
        found = self.session.scalar(
            select(Conversation).where(Conversation.id == declaration.conversation_id).with_for_update()
        )
        return None if found is None or bool((found.dialogue or {}).get("restricted")) else found

    def _audit(self, action: str, object_type: str, object_id: str, **detail: str) -> None:
        actor = f"contact:{self.conversation.contact_id}"
        self.session.add(
            Audit(actor=actor, action=action, object_type=object_type, object_id=object_id, detail=dict(detail))
        )
        self.session.flush()


def forget(session: Session, contact_id: str) -> None:
    """What a contact that is being erased said in parts of others' declarations, as long as those are not sent."""
    taken = select(PartCode).join(Declaration, Declaration.id == PartCode.declaration_id)
    taken = taken.where(PartCode.taken_by == contact_id, Declaration.status.in_(("draft", "paused")))
    for row in session.scalars(taken):
        _unsay(session, row)
        row.status, row.taken_by = "left", None


def _unsay(session: Session, row: PartCode) -> None:
    """Delete what the other phone said in the part, and its access."""
    if row.taken_by is None:
        return
    theirs = select(Inbox.id).join(Conversation, Conversation.id == Inbox.conversation_id)
    theirs = theirs.where(Conversation.contact_id == row.taken_by)
    session.execute(delete(Answer).where(Answer.declaration_id == row.declaration_id, Answer.inbox_id.in_(theirs)))
    session.execute(
        delete(DeclarationAccess).where(
            DeclarationAccess.declaration_id == row.declaration_id, DeclarationAccess.contact_id == row.taken_by
        )
    )
