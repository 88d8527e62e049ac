"""Answers to the citizens' own questions: ``data/faq/*.yml``, checked, filled with what a commune confirmed.

An entry never speaks a number, fee or address that nobody verified: what depends on the commune has ``needs``
and an ``answer_unknown`` for when that is not known (field rule: an unverified number is not spoken at all).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from actions import leaflets
from actions.errors import DataError
from actions.locality import Locality, office_params
from actions.settings import settings
from nlu.intents import START_PREFIX

INTENTS: Final = frozenset(
    {
        "ask_documents", "ask_fee", "ask_duration", "ask_where", "ask_eligibility", "ask_explain_field",
        "ask_status", "ask_privacy", "ask_payment", "ask_identity", "ask_procedure", "no_device_help",
        "other_procedure", "out_of_scope", "request_human", "complain", "correct_field", "pause_resume",
        "erase_data",
    }
)  # fmt: skip
"""Intents an entry may answer, beside those that start a procedure; the classifier knows more, but those are no
questions."""

Need = Literal["commune", "fee", "office_name", "office_phone", "office_hours", "office_address"]
_PLACE = re.compile(r"\{([a-z_]+)\}")


def placeholders(text: str) -> set[str]:
    """Names in braces."""
    return set(_PLACE.findall(text))


class Entry(BaseModel):
    """One question with its answer. ``valid_from``/``valid_to`` (inclusive) bound the law it rests on;
    ``frozen`` withdraws it at once; ``office`` adds the commune's number where that is verified; ``leaflet``: the
    answer is that card of ``data/leaflets``."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[A-Z]\d{1,3}$")
    procedure: str | None
    intents: list[str] = Field(min_length=1)
    ask: list[str] = Field(min_length=5)
    answer: str = Field("", pattern=r"^$|(?s:.{20,})")
    leaflet: str | None = None
    answer_unknown: str | None = None
    needs: list[Need] = []
    office: bool = False
    verified: bool
    source: str = Field(min_length=3)
    checked_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    frozen: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Entry:
        if unknown := {i for i in self.intents if not i.startswith(START_PREFIX)} - INTENTS:
            raise ValueError(f"unknown intents {sorted(unknown)}")
        if bool(self.answer) == bool(self.leaflet):
            raise ValueError("either an answer or a leaflet")
        if placeholders(self.answer) != set(self.needs):
            raise ValueError("the placeholders of answer and the names under needs differ")
        if self.office and "office_phone" in self.needs:
            raise ValueError("office would say the number twice")
        if bool(self.needs) != (self.answer_unknown is not None):
            raise ValueError("answer_unknown goes with needs, and only with them")
        if self.answer_unknown and placeholders(self.answer_unknown):
            raise ValueError("answer_unknown holds a placeholder")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from is after valid_to")
        return self

    def in_force(self, today: date) -> bool:
        """Whether the entry may be spoken on that day."""
        early = self.valid_from is not None and today < self.valid_from
        late = self.valid_to is not None and today > self.valid_to
        return not (self.frozen or early or late)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    entries: list[Entry]
    office_line: str | None = None
    outdated: str | None = None


class Faq:
    """All entries under one content folder."""

    def __init__(self, content: Path) -> None:
        self.entries: dict[str, Entry] = {}
        self.origin: dict[str, Path] = {}
        self.leaflets = leaflets.read(content)
        lines: dict[str, str] = {}
        for path in sorted((content / "faq").glob("*.yml")):
            file = _read(path)
            for name in ("office_line", "outdated"):
                if text := getattr(file, name):
                    if name in lines:
                        raise DataError(f"{path}: {name} stands twice")
                    lines[name] = text
            for entry in file.entries:
                if entry.id in self.entries:
                    raise DataError(f"{path}: {entry.id} stands in {self.origin[entry.id].name} too")
                self.entries[entry.id] = entry
                self.origin[entry.id] = path
        if missing := {"office_line", "outdated"} - lines.keys():
            raise DataError(f"{content / 'faq'}: {', '.join(sorted(missing))} is missing")
        self.office_line, self.outdated = lines["office_line"], lines["outdated"]

    def _card(self, entry: Entry) -> str:
        """The card that an entry answers with; DataError where there is none."""
        if entry.leaflet not in self.leaflets:
            raise DataError(f"{self.origin[entry.id]}: {entry.id}: no leaflet {entry.leaflet!r}")
        return leaflets.text(self.leaflets[entry.leaflet])

    def get(self, entry_id: str) -> Entry:
        """The entry of that id; DataError where there is none."""
        try:
            return self.entries[entry_id]
        except KeyError:
            raise DataError(f"no answer {entry_id!r} under data/faq") from None

    def answer(self, entry_id: str, locality: Locality, today: date) -> str:
        """The sentence to say: filled with the commune's verified data, the unknown variant where some are
        missing, or the outdated notice where the entry is frozen or its law is not in force on ``today``."""
        entry = self.get(entry_id)
        params = office_params(locality)
        fee = locality.fee(entry.procedure)
        if fee is not None:
            params["fee"] = f"{fee:,}".replace(",", ".")
        if not entry.in_force(today):
            return self._with_office(self.outdated, params)
        known = set(entry.needs) <= params.keys() or entry.answer_unknown is None
        text = _fill(entry.answer, params) if known else str(entry.answer_unknown)
        text = self._card(entry) if entry.leaflet else text
        return self._with_office(text, params) if entry.office else text

    def _with_office(self, text: str, params: dict[str, str]) -> str:
        if placeholders(self.office_line) <= params.keys():
            return f"{text} {_fill(self.office_line, params)}"
        return text


def _fill(text: str, params: dict[str, str]) -> str:
    return _PLACE.sub(lambda m: params[m.group(1)], text)


def _read(path: Path) -> _File:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"{path}: {error}") from error
    try:
        return _File.model_validate(raw)
    except ValidationError as error:
        rows = raw.get("entries") if isinstance(raw, dict) else None
        raise DataError("; ".join(f"{path}: {_where(rows, e['loc'])}: {e['msg']}" for e in error.errors())) from error


def _where(rows: object, loc: tuple[int | str, ...]) -> str:
    """ "M8.needs" rather than "entries.7.needs"."""
    match loc:
        case ("entries", int(i), *rest) if isinstance(rows, list) and isinstance(rows[i], dict):
            return ".".join([str(rows[i].get("id", f"entry {i + 1}")), *map(str, rest)])
    return ".".join(map(str, loc)) or "file"


@lru_cache(maxsize=1)
def faq() -> Faq:
    """The answers of this process, read once."""
    return Faq(settings().content)


def get(entry_id: str) -> Entry:
    """The entry of that id; DataError where there is none."""
    return faq().get(entry_id)


def answer(entry_id: str, locality: Locality, today: date) -> str | None:
    """See ``Faq.answer``; None for an id that is no longer among the answers (the index may be older)."""
    return faq().answer(entry_id, locality, today) if entry_id in faq().entries else None


def lint(content: Path | None = None) -> list[str]:
    """What ``check-data`` reports on the answers; empty where all is well."""
    from actions.faq_lint import findings

    try:
        return findings(Faq(content or settings().content))
    except DataError as error:
        return [str(error)]
