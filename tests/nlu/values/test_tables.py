"""Every reader against its table of texts."""

from __future__ import annotations

import pytest

from nlu.types import HINTS, KINDS
from nlu.values import find, read
from nlu.values.place import shown
from tests.nlu.values.tables import Case, cases

ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[f"{c.kind}: {c.text}" for c in ALL])
def test_reader(case: Case) -> None:
    reading = read(case.kind, case.text, case.ctx())
    value = shown(reading.value) if reading else None
    candidates = list(reading.candidates) if reading else []
    assert (value, candidates) == (case.value, case.candidates)
    if case.value is not None:
        assert type(value) is type(case.value)  # True is no 1
    if case.hint is not None:
        assert reading is not None
        assert reading.hint == case.hint


def test_every_kind_has_a_table() -> None:
    assert {c.kind for c in ALL} == set(KINDS)


def test_hints_are_of_the_closed_set() -> None:
    for case in ALL:
        for reading in (read(case.kind, case.text, case.ctx()), *find(case.kind, case.text, case.ctx())):
            assert reading is None or reading.hint is None or reading.hint in HINTS


def test_spans_lie_in_the_text_and_hold_something() -> None:
    for case in ALL:
        for reading in (read(case.kind, case.text, case.ctx()), *find(case.kind, case.text, case.ctx())):
            if reading is not None:
                assert 0 <= reading.start <= reading.end <= len(case.text)
                assert 0.0 <= reading.coverage <= 1.0
                if reading.value is not None:
                    assert case.text[reading.start : reading.end].strip()
