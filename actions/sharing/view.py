"""A declaration as one of two phones may see it: its own part only, or all but the part of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from actions.interview.answers import Answers, Place
from actions.procedures.expressions import fields_of, holds
from actions.procedures.schema import Procedure, Rule
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
            if place.group.id in self.hidden or inside or self._shows_another(place):
                continue
            if self.own is None and self._waits(place, frozenset()):
                continue
            yield place

    def origin(self, place: Place) -> Place:
        """As for a whole declaration, but never a question of another part."""
        found = super().origin(place)
        return place if found.group.id in self.hidden | self.confirmed else found

    def _shows_another(self, place: Place) -> bool:
        """The field repeats an answer of another person's part ("cùng nhà"): its value would tell that answer."""
        source = self.copied_from(place.path)
        return source is not None and self.place(source).group.id in self.hidden | self.confirmed

    def _waits(self, place: Place, above: frozenset[str]) -> bool:
        """The field follows from what somebody else has not confirmed yet, or is only asked because of it ("Cha mẹ
        khác dân tộc"): shown or asked now, it would tell what was said on the other phone."""
        if not self.hidden or place.path in self.stored or place.spec.id in above:
            return False
        above |= {place.spec.id}
        if self._any_away((*fields_of(place.spec.when), *fields_of(place.group.when), *place.spec.offer[1:]), above):
            return True
        for way in place.spec.derive:
            if self._any_away(fields_of(way.when), above):
                return True
            if holds(way.when, self.seen_from(place)):
                return self._any_away((*way.call[1:], *([way.copy_of] if way.copy_of else [])), above)
        return False

    def _any_away(self, names: Iterable[str], above: frozenset[str]) -> bool:
        return any(self._away(name, above) for name in names)

    def _away(self, name: str, above: frozenset[str]) -> bool:
        if name not in self._specs:
            return False
        group, spec = self._specs[name]
        return group.id in self.hidden or (group.repeat is None and self._waits(Place(name, spec, group), above))

    def whole(self) -> Answers:
        """The declaration with all its parts, for sending it."""
        return Answers(self.procedure, self.today, self.stored)


def for_part(answers: Answers, part: Part) -> SharedAnswers:
    """What the other phone sees: the questions of its part, and nothing from which other parts could be told."""
    others = frozenset(group.id for group in answers.procedure.groups if group.id not in part.groups)
    return SharedAnswers(_procedure_of(answers.procedure, part), answers.today, answers.stored, hidden=others, own=part)


def for_beginner(answers: Answers, open_parts: list[Part], done_parts: list[Part]) -> SharedAnswers:
    """What the phone that began sees while parts are with others (``open_parts``) or confirmed (``done_parts``)."""
    hidden = frozenset(group for part in open_parts for group in part.groups)
    return SharedAnswers(
        _procedure_without(answers.procedure, hidden), answers.today, answers.stored,
        hidden=hidden, confirmed=frozenset(group for part in done_parts for group in part.groups),
    )  # fmt: skip


def _procedure_without(procedure: Procedure, hidden: frozenset[str]) -> Procedure:
    """The procedure without notices, endings and papers that would tell what a part says before it is confirmed; once
    it is, they come."""
    if not hidden:
        return procedure
    away = {spec.id for group in procedure.groups if group.id in hidden for spec in group.fields}

    def tells(when: Rule | None) -> bool:
        return when is not None and not away.isdisjoint(fields_of(when))

    return procedure.model_copy(
        update={
            "notices": tuple(one for one in procedure.notices if not tells(one.when)),
            "endings": tuple(one for one in procedure.endings if not tells(one.when)),
            "documents": tuple(one for one in procedure.documents if not tells(one.when)),
        }
    )


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
