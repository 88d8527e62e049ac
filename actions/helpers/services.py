"""Implements ``HelperPort`` over SQL, as a part of ``actions.services.SqlServices``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from actions import clock
from actions.helpers import enrol
from actions.inputs import Input
from actions.store.models import Audit, Conversation, Helper, Inbox, Media, Outbox
from actions.utterance import Utterance

SESSION = timedelta(hours=8)
"""How long a PIN opens the helper's part."""
MESSAGE = "message"
"""Key of the audit's detail: the message with which a declaration was begun."""


class HelperServices:
    """A helper's session is kept in the dialogue (``{"id", "until", …}``); here it is checked and audited."""

    session: Session
    conversation: Conversation
    inp: Input
    declaration_id: str | None
    _helping: dict[str, Any] | None = None

    @property
    def role(self) -> str:
        """In which role this contact begins and opens declarations now: writer or helper."""
        return "helper" if self._helping else "writer"

    def enter(self, pin: str) -> dict[str, Any] | None:
        """The new session for a right PIN. The message with the PIN is emptied, whatever it was."""
        self.session.execute(
            update(Inbox).where(Inbox.id == self.inp.inbox_id).values(body={}),
            execution_options={"synchronize_session": "fetch"},
        )
        row = enrol.check_pin(self.session, self.conversation.contact_id, pin)
        if row is None:
            return None
        self._helping = {"id": row.id, "until": (clock.now() + SESSION).isoformat()}
        self.declaration_id = None  # what the helper was declaring for themselves stays a draft
        self.helped("in")
        return self._helping

    def keep_helper(self, session: dict[str, Any] | None) -> None:
        """The session that the dialogue holds, at the beginning of a turn."""
        self._helping = session

    def helper(self) -> Helper | None:
        """The helper of the session, if it still holds: not over, not revoked, within the days."""
        if self._helping is None or datetime.fromisoformat(self._helping["until"]) <= clock.now():
            return None
        row = self.session.get(Helper, self._helping["id"])
        ours = row is not None and row.contact_id == self.conversation.contact_id and enrol.in_force(row)
        return row if ours else None

    def leave_helping(self) -> None:
        """The session is over: what it was about cannot be seen any more without the PIN."""
        if self._helping is not None:
            self.helped("out")
        self._helping, self.declaration_id = None, None

    def helped(self, action: str, **detail: str) -> None:
        """Who did what to which declaration, when; no value of it."""
        if self._helping is None:
            return
        helper_id = self._helping["id"]
        self.session.add(
            Audit(
                actor=f"helper:{helper_id}", action=f"helper_{action}", detail=dict(detail),
                object_type="declaration" if self.declaration_id else "helper",
                object_id=self.declaration_id or helper_id,
            )
        )  # fmt: skip

    def put_down(self) -> None:
        """The conversation is about no declaration now; its draft stays."""
        self.declaration_id = None

    def is_voice(self, media_id: str | None) -> bool:
        """Whether the message is a recording of a voice."""
        row = self.session.get(Media, media_id) if media_id else None
        return row is not None and row.mime.startswith("audio/")

    def hide_what_was_said(self) -> None:
        """A declaration that was sent leaves nothing to read on the helper's phone: what was said about it in this
        conversation is replaced, what was written is emptied, both from the message on that began it. The answers
        themselves are kept."""
        if self.declaration_id is None:
            return
        here, first = self.conversation.id, self._began_at()
        hidden = Utterance("helpers.hidden").to_dict()
        answers = select(Inbox.id).where(Inbox.conversation_id == here, Inbox.seq >= first)
        begun = select(func.min(Outbox.seq)).where(Outbox.conversation_id == here, Outbox.inbox_id.in_(answers))
        self.session.execute(
            update(Outbox)
            .where(
                Outbox.conversation_id == here, Outbox.seq >= (self.session.scalar(begun) or 0),
                or_(Outbox.status == "sent", Outbox.inbox_id.is_not(None)),  # not an officer's words on their way
            )
            .values(utterance=hidden)
        )  # fmt: skip
        self.session.execute(
            update(Inbox)
            .where(Inbox.conversation_id == here, Inbox.status == "done", Inbox.seq >= first)
            .values(body={})
        )

    def _began_at(self) -> int:
        """The ``seq`` of the message with which the declaration was begun; 0 where that is not known. Two processes'
        clocks may differ, so times are not compared."""
        began = select(Audit).where(Audit.object_id == self.declaration_id, Audit.action == "helper_begin")
        row = self.session.scalars(began.limit(1)).first()
        message = self.session.get(Inbox, row.detail.get(MESSAGE, "")) if row is not None else None
        return 0 if message is None or message.conversation_id != self.conversation.id else message.seq
