"""How little a citizen has to type: the personas of the bench, on the running product."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.cards.payload import parse
from actions.procedures.load import procedures
from tests.bench.questions import Effort, Persona, Stuck, facts_in, measure, personas, table, talk
from tests.stack import Stack

ALL = list(personas())


@pytest.mark.parametrize("persona", ALL, ids=lambda p: p.name)
def test_personas_name_fields_and_options_that_exist(persona: Persona) -> None:
    known = {field.id: field for group in procedures()[persona.procedure].groups for field in group.fields}
    for field, answer in persona.answers.items():
        assert field in known, field
        options = {option.id for option in known[field].options or ()} or {"yes", "no", "male", "female"}
        if isinstance(answer, dict) and "photo" in answer:
            assert parse(answer["photo"]), (field, answer)
        else:
            assert isinstance(answer, str) or answer["tap"] in options, (field, answer)


def test_nobody_types_more_than_the_bar(stack: Stack) -> None:
    efforts = measure(stack, [p for p in ALL if p.most_typed is not None])
    assert efforts
    assert all(effort.reached for effort in efforts), table(efforts)
    assert all(effort.filled > effort.typed and effort.sent > effort.typed for effort in efforts)


def test_a_card_photographed_fills_the_same_declaration_with_less_typing(stack: Stack) -> None:
    typed, photographed = measure(stack, [p for p in ALL if p.name.startswith("khai sinh, hai vợ chồng")])
    assert (typed.photos, photographed.photos) == (0, 2)
    assert photographed.typed == typed.typed - 8, "of each parent three facts, of the mother's home two"
    assert photographed.tapped == typed.tapped + 2, "whether what was read is right, and nothing else"


def test_a_question_without_an_answer_is_told_not_skipped(stack: Stack) -> None:
    silent = replace(ALL[0], answers={})
    with pytest.raises(Stuck, match="no answer to"):
        talk(silent, stack.citizen())


def test_an_answer_with_two_facts_counts_as_two() -> None:
    assert facts_in("place", "xã Na Son, tỉnh Điện Biên") == 1
    assert facts_in("place", "bản Huổi Sâu, xã Na Son, tỉnh Điện Biên") == 2
    assert facts_in("period", "từ 2010 đến 2015") == 2
    assert facts_in("person_name", "Giàng A Páo, sinh 1995") == 1


def test_the_table_says_where_a_bar_is_missed() -> None:
    assert "NO" in table([Effort("a", typed=12, most_typed=11)])
    assert "NO" not in table([Effort("a", typed=11, most_typed=11), Effort("b", typed=50)])
