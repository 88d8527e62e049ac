"""A declaration as one of two phones may see it: its own part only, or all but the part of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from actions.interview.answers import Answers, Place
from actions.procedures.schema import Procedure
from actions.sharing.layout import Part


@dataclass
class SharedAnswers(Answers):
    """Answers of which some groups are not shown. Rules still see everything: only what is asked, listed, read
    back and corrected goes through ``places``.

    ``hidden``: groups of which nothing is shown. ``confirmed``: groups that their own person confirmed; only what
    is still open there is asked. ``own``: the part that this phone declares; None on the phone that began.
    """

    hidden: frozenset[str] = field(default_factory=frozenset)
    confirmed: frozenset[str] = field(default_factory=frozenset)
    own: Part | None = None

    def places(self) -> Iterator[Place]:
        """The fields this phone may see, in asking order."""
        for place in super().places():
            inside = place.group.id in self.confirmed and self.settled(place)
            if place.group.id not in self.hidden and not inside and not self._shows_another(place):
                yield place

    def origin(self, place: Place) -> Place:
        """As for a whole declaration, but never a question of another part."""
        found = super().origin(place)
        return place if found.group.id in self.hidden | self.confirmed else found

    def _shows_another(self, place: Place) -> bool:
        """The field repeats an answer of a hidden part ("cùng nhà"): its value would tell that answer."""
        if self.own is None:
            return False
        source = self.copied_from(place.path)
        return source is not None and self.place(source).group.id in self.hidden

    def whole(self) -> Answers:
        """The declaration with all its parts, for sending it."""
        return Answers(self.procedure, self.today, self.stored)


def for_part(answers: Answers, part: Part) -> SharedAnswers:
    """What the other phone sees: the questions of its part, and nothing from which other parts could be told."""
    others = frozenset(group.id for group in answers.procedure.groups if group.id not in part.groups)
    return SharedAnswers(_procedure_of(answers.procedure, part), answers.today, answers.stored, hidden=others, own=part)


def for_beginner(answers: Answers, open_parts: list[Part], done_parts: list[Part]) -> SharedAnswers:
    """What the phone that began sees while parts are with others (``open_parts``) or confirmed (``done_parts``)."""
    return SharedAnswers(
        answers.procedure, answers.today, answers.stored,
        hidden=frozenset(group for part in open_parts for group in part.groups),
        confirmed=frozenset(group for part in done_parts for group in part.groups),
    )  # fmt: skip


def _procedure_of(procedure: Procedure, part: Part) -> Procedure:
    """The procedure without what would tell of other parts: notices, endings and papers that depend on them, and
    whose birth date decides how to address the one who began."""
    own = set(part.groups)
    return procedure.model_copy(
        update={
            "review": tuple(chunk for chunk in procedure.review if own & set(chunk.groups)),
            "documents": tuple(paper for paper in procedure.documents if paper.when is None),
            "notices": (), "endings": (), "again": None, "requester_birth_field": "nobody",
        }
    )  # fmt: skip
