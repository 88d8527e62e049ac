"""What the interview needs of the database, within the turn's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions import clock, duplicates, places
from actions.cards import kept
from actions.declarations import load_answers
from actions.dossiers import submit as dossiers
from actions.erasing import erase
from actions.helpers import hooks
from actions.helpers.services import MESSAGE, HelperServices
from actions.ids import new_id
from actions.inputs import Input
from actions.interview.answers import Answer, Answers
from actions.interview.display import Wording
from actions.interview.turn import DossierView, Draft
from actions.procedures.load import procedures
from actions.procedures.schema import Procedure
from actions.settings import settings
from actions.sharing.services import SharingServices
from actions.sharing.view import SharedAnswers
from actions.store import rows
from actions.store.models import Answer as AnswerRow
from actions.store.models import Consent, Contact, Conversation, Declaration, DeclarationAccess, Dossier

__all__ = ["SqlServices", "load_answers"]

T = TypeVar("T")


class SqlServices(SharingServices, HelperServices):
    """Implements ``actions.interview.turn.Services``."""

    def __init__(self, session: Session, conversation: Conversation, inp: Input) -> None:
        self.session = session
        self.conversation = conversation
        self.inp = inp
        self.erased = False
        self.dialogue: dict[str, Any] = dict(conversation.dialogue or {})
        self.declaration_id: str | None = self.dialogue.pop("declaration_id", None)
        self._opened: dict[str, Answers] = {}
        self._row: Declaration | None = None  # held: a session forgets what nobody holds

    # -- declarations ---------------------------------------------------------------------------------------

    def current_answers(self) -> Answers | None:
        """The declaration the conversation is about, if it is still a draft."""
        row = self._declaration()
        if row is not None and row.status not in ("draft", "paused"):
            return None
        seen = self._seen(row) if row is not None else None
        if seen is None:  # erased, or no longer shared with this contact
            self.declaration_id = None
        return seen

    def _seen(self, row: Declaration) -> Answers | None:
        """The declaration as far as this contact may see it."""
        if row.id not in self._opened:
            seen = self._parts.view(row, load_answers(self.session, row))
            if seen is None:
                return None
            self._opened[row.id] = seen
        return self._opened[row.id]

    def new_declaration(self, procedure: Procedure) -> Answers:
        row = Declaration(
            id=new_id(), conversation_id=self.conversation.id, contact_id=self.conversation.contact_id,
            procedure_id=procedure.id, procedure_version=procedure.version, status="draft",
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        self.session.add(
            DeclarationAccess(
                declaration_id=row.id,
                contact_id=self.conversation.contact_id,
                role=self.role,
                verified_at=clock.now(),
            )
        )
        self.declaration_id = row.id
        self.helped("begin", **{MESSAGE: self.inp.inbox_id})
        return self._load(row)

    def open_declaration(self, declaration_id: str) -> Answers:
        row = self.session.get_one(Declaration, declaration_id)
        access = self.session.get(DeclarationAccess, (row.id, self.conversation.contact_id))
        if row.contact_id != self.conversation.contact_id or access is None or access.role != self.role:
            raise PermissionError("a declaration of another contact")
        self.declaration_id = row.id
        self.helped("open")
        row.status = "draft"
        return self._load(row)

    def open_sent(self, code: str) -> Answers:
        """The declaration behind one of this contact's own receipt codes, to copy from."""
        row = self.session.get_one(Declaration, self.session.get_one(Dossier, code).declaration_id)
        if row.contact_id != self.conversation.contact_id:
            raise PermissionError("a declaration of another contact")
        return load_answers(self.session, row)

    def _load(self, row: Declaration) -> Answers:
        seen = self._seen(row)
        if seen is None:
            raise PermissionError("a declaration that is not shared with this contact")
        return seen

    def drafts(self) -> list[Draft]:
        rows = self.session.scalars(
            self._of_role(select(Declaration), self.role)
            .where(
                Declaration.contact_id == self.conversation.contact_id,
                Declaration.status.in_(("draft", "paused")),
            )
            .order_by(Declaration.updated_at.desc())
        )
        known = procedures()
        return [
            Draft(row.id, known[row.procedure_id], row.subject_label or known[row.procedure_id].short_title)
            for row in rows
            if row.procedure_id in known and self._has_answers(row.id)
        ]

    def _of_role(self, wanted: Select[T], role: str) -> Select[T]:
        """Only what this contact declares in that role: a helper's own, or their neighbours'."""
        mine = (DeclarationAccess.contact_id == self.conversation.contact_id) & (DeclarationAccess.role == role)
        return wanted.join(DeclarationAccess, (DeclarationAccess.declaration_id == Declaration.id) & mine)

    def _has_answers(self, declaration_id: str) -> bool:
        wanted = select(AnswerRow.id).where(AnswerRow.declaration_id == declaration_id).limit(1)
        return self.session.scalar(wanted) is not None

    def cancel_declaration(self) -> None:
        row = self._declaration()
        if row is not None and row.contact_id != self.conversation.contact_id:
            raise PermissionError("a declaration that another contact began")
        if row is not None:
            row.status = "cancelled"
            self.declaration_id = None

    def close(self, answers: Answers | None) -> None:
        """Keep what lists need of the declaration: whom it is about."""
        row = self._declaration()
        if row is not None and answers is not None and row.contact_id == self.conversation.contact_id:
            label = answers.value(answers.procedure.subject_name_field)
            rows.change(self.session, row, subject_label=label, updated_at=clock.now())
            commune = answers.value(answers.procedure.authority_field)
            if commune and not settings().default_locality:
                self.conversation.locality_code = commune

    def changed_answers(self) -> Iterator[tuple[str, Answer]]:
        """The new versions of answers, with their declarations. None of what was erased in this turn."""
        for declaration_id, answers in self._opened.items():
            if self.erased:
                continue
            for answer in answers.changed:
                yield declaration_id, answer

    def _declaration(self) -> Declaration | None:
        if self.declaration_id is None:
            return None
        if self._row is None or self._row.id != self.declaration_id:
            self._row = self.session.get(Declaration, self.declaration_id)
        return self._row

    # -- the rest -------------------------------------------------------------------------------------------

    def record_consent(self, purpose: str, version: str, given: bool, how: str) -> None:
        self.session.add(
            Consent(
                conversation_id=self.conversation.id, contact_id=self.conversation.contact_id,
                declaration_id=self.declaration_id, wording_version=version, purpose=purpose, given=given,
                how=how if how in ("text", "choice", "keys", "voice") else "text", inbox_id=self.inp.inbox_id,
            )
        )  # fmt: skip

    def submit(self, answers: Answers) -> str:
        row = self._declaration()
        if row is None:
            raise RuntimeError("nothing to submit")
        if row.contact_id != self.conversation.contact_id:
            raise PermissionError("a declaration that another contact began")
        whole = answers.whole() if isinstance(answers, SharedAnswers) else answers
        present = hooks.present(Wording().text, whole, self._helping) + self.agreed(row)
        typed_by = "helper" if self._helping else "citizen"
        duplicates.remember(self.session, row.id, whole)
        return dossiers.submit(
            self.session, self.conversation, row, whole, self.inp.channel, present=present, typed_by=typed_by
        )

    def dossiers(self) -> list[DossierView]:
        rows = self.session.scalars(
            self._of_role(select(Dossier).join(Declaration, Declaration.id == Dossier.declaration_id), "writer")
            .where(Dossier.contact_id == self.conversation.contact_id)
            .order_by(Dossier.created_at.desc())
        )
        known = procedures()
        return [
            DossierView(row.code, known[row.procedure_id].short_title, row.status)
            for row in rows
            if row.procedure_id in known
        ]

    def erase(self) -> None:
        erase(self.session, self.conversation, self.inp.inbox_id)
        self.erased, self.declaration_id = True, None

    def drop_media(self, media_id: str) -> None:
        kept.drop(self.session, media_id)

    def hand_over(self, reason: str, queue: Literal["general", "private", "complaints"]) -> None:
        self._own("queued", reason, queue)

    def give_back(self) -> None:
        self._own("bot", None, None)

    def _own(self, owner: str, reason: str | None, queue: str | None) -> None:
        self.conversation.owner = owner
        self.conversation.owner_reason = reason
        self.conversation.queue = queue
        self.conversation.owner_version = (self.conversation.owner_version or 0) + 1

    def silence_notices(self) -> None:
        self.session.get_one(Contact, self.conversation.contact_id).do_not_notify = True

    def commune_code(self) -> str:
        """The commune the conversation is bound to, or the one this installation serves; "" where neither."""
        return self.conversation.locality_code or settings().default_locality

    def resolve_place(self, place: dict[str, Any]) -> places.Resolution:
        return places.resolve(place, home=self.commune_code() or None)

    def new_id(self) -> str:
        return new_id()
