"""What ``check-data`` says about law and practice: every fact has a source, dates in order, and is said only when it
was verified."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from actions import clock
from actions.procedures.load import read_yaml
from actions.procedures.schema import Procedure, Sourced


def facts(procedure: Procedure) -> Iterator[str]:
    """Facts without source, rules that end before they begin, a first limit that nobody verified."""
    if not procedure.legal_basis:
        yield "no legal basis"
    if procedure.checked_on > clock.today():
        yield f"checked_on {procedure.checked_on} has not come yet"
    for name, fact in _facts(procedure):
        if not fact.source.strip():
            yield f"{name} has no source"
        if fact.from_ and fact.to and fact.from_ > fact.to:
            yield f"{name} ends before it begins"
    if procedure.limits and not procedure.limits[0].verified:
        yield f"limit {procedure.limits[0].id}: the first limit is told on the receipt, and is not verified"


def _facts(procedure: Procedure) -> Iterator[tuple[str, Sourced]]:
    yield from ((f"legal basis {law.title!r}", law) for law in procedure.legal_basis)
    for kind, facts_of in (
        ("notice", procedure.notices), ("document", procedure.documents), ("limit", procedure.limits),
        ("fee", procedure.fees),
    ):  # fmt: skip
        yield from ((f"{kind} {fact.id}", fact) for fact in facts_of)


def shared_examples(content: Path) -> Iterator[str]:
    """A sentence that starts two things would stop the training."""
    first: dict[str, str] = {}
    for path in chain(sorted(content.glob("nlu/intents/*.yml")), sorted(content.glob("procedures/*/start.yml"))):
        raw = read_yaml(path)
        if not isinstance(raw, dict):
            continue
        intent = str(raw.get("intent"))
        for text in raw.get("examples") or ():
            key = " ".join(str(text).split()).casefold()
            if first.setdefault(key, intent) != intent:
                yield f"{path}: {text!r} is an example of {first[key]} too"
