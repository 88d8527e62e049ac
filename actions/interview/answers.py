"""The answers of one declaration, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from actions.procedures import functions
from actions.procedures.expressions import Lookup, fields_of, holds
from actions.procedures.schema import Derivation, FieldSpec, Group, Procedure

SETTLED = frozenset({"known", "unknown", "unread", "disputed"})


@dataclass(frozen=True)
class Answer:
    """One answer as stored; ``status``: known, candidates, unknown, unread (kept as said, for the officer to
    write) or disputed (two sources, both in ``value`` as ``[{"value", "source"}]``)."""

    field: str
    status: str
    value: Any = None
    raw_text: str = ""
    source: str = "said"
    confidence: float = 1.0
    warnings: tuple[str, ...] = ()
    version: int = 0
    inbox_id: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a field stands in this declaration: its path, group, and number within a repeated group."""

    path: str
    spec: FieldSpec
    group: Group
    index: int | None = None


@dataclass(frozen=True)
class Round:
    """The declaration as seen from one round of a repeated group: its fields by their bare names."""

    answers: Answers
    group: Group
    index: int

    @property
    def today(self) -> date:
        return self.answers.today

    def _path(self, field_id: str) -> str:
        inside = any(spec.id == field_id for spec in self.group.fields)
        return f"{self.group.id}.{self.index}.{field_id}" if inside else field_id

    def value(self, field: str) -> Any:
        return self.answers.value(self._path(field))

    def said(self, field: str) -> bool:
        return self.answers.said(self._path(field))


@dataclass
class Answers:
    """A declaration's answers with the procedure that gives them meaning.

    Implements ``Lookup`` for expressions. ``changed`` are the answers to be stored as new versions.
    """

    procedure: Procedure
    today: date
    stored: dict[str, Answer] = field(default_factory=dict)
    changed: list[Answer] = field(default_factory=list)
    _computing: set[str] = field(default_factory=set)
    _exists: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._specs = {f.id: (g, f) for g in self.procedure.groups for f in g.fields}

    # -- fields ---------------------------------------------------------------------------------------------

    def place(self, path: str) -> Place:
        """The place of a path (``purpose``, ``former_residences.0.place``); KeyError where there is none."""
        group_id, _, rest = path.partition(".")
        if rest:
            index, _, field_id = rest.partition(".")
            group, spec = self._specs[field_id]
            if group.id != group_id or group.repeat is None or int(index) >= group.repeat.most:
                raise KeyError(path)
            return Place(path, spec, group, int(index))
        group, spec = self._specs[path]
        if group.repeat:
            raise KeyError(path)
        return Place(path, spec, group)

    def places(self) -> Iterator[Place]:
        """Every field that exists in this declaration now (conditions applied), in asking order."""
        for group in self.procedure.groups:
            rounds: list[int | None] = [None]
            if group.repeat:
                rounds = list(range(self._rounds(group)))
            for index in rounds:
                for spec in group.fields:
                    last = group.repeat is not None and index == group.repeat.most - 1
                    if spec.continues and last:
                        continue
                    path = spec.id if index is None else f"{group.id}.{index}.{spec.id}"
                    place = Place(path, spec, group, index)
                    if self.exists(place):
                        yield place

    def exists(self, place: Place) -> bool:
        """Whether the conditions of a field and of its group hold. What was answered to a field that does not
        exist any more (the purpose was corrected) counts for nothing, and comes back with it."""
        known = self._exists.get(place.path)
        if known is not None:
            return known
        key = f"{place.path}?"
        if key in self._computing:  # conditions in a circle: the other one decides
            return True
        outermost = not self._computing
        self._computing.add(key)
        try:
            found = holds(place.group.when, self) and holds(place.spec.when, self.seen_from(place))
        finally:
            self._computing.discard(key)
        if outermost:
            self._exists[place.path] = found
        return found

    def seen_from(self, place: Place) -> Lookup:
        """What rules of a field look at: the declaration, or its own round of a repeated group."""
        return self if place.index is None else Round(self, place.group, place.index)

    def _rounds(self, group: Group) -> int:
        assert group.repeat is not None
        go_on = next(f.id for f in group.fields if f.continues)
        count = 1
        while count < group.repeat.most and self.value(f"{group.id}.{count - 1}.{go_on}") is True:
            count += 1
        return count

    def has_person(self, person: str) -> bool:
        """Whether the procedure has fields of that person."""
        return any(spec.person == person for _, spec in self._specs.values())

    def visible(self, path: str) -> bool:
        """Whether the field exists in this declaration now."""
        return any(place.path == path for place in self.places())

    def settled(self, place: Place) -> bool:
        """Whether nothing has to be asked about the field any more."""
        answer = self.stored.get(place.path)
        if answer is not None:
            return answer.status in SETTLED
        return not place.spec.asked or self.value(place.path) is not None or self._repeats_a_gap(place.spec)

    def _repeats_a_gap(self, spec: FieldSpec) -> bool:
        """The field repeats one that was answered without a value ("không biết", left to the officer)."""
        return any(way.copy_of and holds(way.when, self) and self.said(way.copy_of) for way in spec.derive)

    # -- values ---------------------------------------------------------------------------------------------

    def value(self, path: str) -> Any:
        """The value in force: said, else derived, else the default, else None."""
        try:
            place = self.place(path)
        except KeyError:
            return None
        if not self.exists(place):
            return None
        answer = self.stored.get(path)
        if answer is not None:
            return answer.value if answer.status == "known" else None
        way, value = self._way(path, place.spec)
        return place.spec.default if way is None else value

    def _way(self, path: str, spec: FieldSpec) -> tuple[Derivation | None, Any]:
        """The derivation in force and its value; (None, None) where nothing follows. Circles end in nothing."""
        if path in self._computing:
            return None, None
        self._computing.add(path)
        try:
            for way in spec.derive:
                if holds(way.when, self):
                    value = self._follow(way)
                    if value is not None:
                        return way, value
            return None, None
        finally:
            self._computing.discard(path)

    def _follow(self, way: Derivation) -> Any:
        if way.copy_of is not None:
            return self.value(way.copy_of)
        if way.call:
            return functions.DERIVATIONS[way.call[0]](*(self.value(arg) for arg in way.call[1:]))
        return way.value

    def copied_from(self, path: str) -> str | None:
        """The field whose value this one repeats, if it was not answered itself."""
        if path in self.stored:
            return None
        way, _ = self._way(path, self.place(path).spec)
        return way.copy_of if way else None

    def origin(self, place: Place) -> Place:
        """The question to ask again in order to correct a field: itself, or, where it follows from answers, the
        first of those in asking order, its own group before others."""
        if place.spec.corrected_at is not None:
            return self.place(place.spec.corrected_at)
        if place.path in self.stored or place.spec.asked:
            return place
        copied = self.copied_from(place.path)
        if copied is not None and self.place(copied).spec.asked:
            return self.place(copied)
        sources = {name for way in place.spec.derive if not way.call for name in fields_of(way.when)}
        sources |= {way.copy_of for way in place.spec.derive if way.copy_of}
        asked = [p for p in self.places() if p.spec.id in sources and p.spec.asked and p.path in self.stored]
        return next((p for p in asked if p.group.id == place.group.id), next(iter(asked), place))

    def said(self, path: str) -> bool:
        """Whether the field was answered by somebody (not derived, not a default)."""
        answer = self.stored.get(path)
        return answer is not None and answer.status in SETTLED

    def source(self, path: str) -> str:
        """Where the value in force comes from: said, keyed, photo, officer, derived or default."""
        answer = self.stored.get(path)
        if answer is not None:
            return answer.source
        spec = self.place(path).spec
        return "default" if spec.default is not None and self.value(path) == spec.default else "derived"

    # -- changes --------------------------------------------------------------------------------------------

    def put(self, answer: Answer, *, instead: bool = False) -> Answer:
        """Store an answer as a new version. A second source that disagrees with a known answer does not
        overwrite it: the field becomes disputed and keeps both, unless the citizen saw both and took this one
        ``instead``. Returns what was stored."""
        old = self.stored.get(answer.field)
        if (
            not instead
            and old is not None
            and old.status == "known"
            and answer.status == "known"
            and _channel(old.source) != _channel(answer.source)
            and functions.different(old.value, answer.value)
            and answer.source != "officer"
        ):
            both = [
                {"value": old.value, "source": old.source},
                {"value": answer.value, "source": answer.source},
            ]
            answer = replace(answer, status="disputed", value=both)
        stored = replace(answer, version=(old.version if old else 0) + 1)
        self.stored[answer.field] = stored
        self.changed.append(stored)
        self._exists.clear()
        return stored

    def take_back(self, before: Answer | None) -> None:
        """Undo the last ``put``: nothing of it reaches the database."""
        undone = self.changed.pop()
        if before is None:
            del self.stored[undone.field]
        else:
            self.stored[undone.field] = before
        self._exists.clear()

    def declared(self) -> dict[str, Any]:
        """The whole declaration: ``{path: value}`` of every field that exists now and has a value."""
        out = {}
        for place in self.places():
            if place.spec.internal:
                continue
            value = self.value(place.path)
            if value is not None:
                out[place.path] = value
        return out


def _channel(source: str) -> str:
    """Said and keyed are both the citizen's own word."""
    return "citizen" if source in ("said", "keyed") else source
