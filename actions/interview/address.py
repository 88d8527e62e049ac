"""How to address a citizen, once age and sex are known (the words are data: ``address.*``)."""

from __future__ import annotations

from collections.abc import Callable

from actions.interview.answers import Answers
from actions.procedures.functions import first_day, years_between

# Lower bounds of age, oldest first. Under 18 and from 55 on one word serves both sexes.
_AGES = (70, 55, 40, 18)
_PARENTS = {"mother": "female", "father": "male"}


def form_of_address(answers: Answers, word: Callable[..., str]) -> str | None:
    """The pronoun for the person we talk with, or None while it cannot be known."""
    born = first_day(answers.value(answers.procedure.requester_birth_field))
    if born is None:
        return None
    age = years_between(born, answers.today)
    if age < 18:
        return word("address.under_18")
    bound = next(bound for bound in _AGES if age >= bound)
    relation = answers.value("requester_relation")
    sex = answers.value("subject_sex") if relation == "self" else _PARENTS.get(str(relation))
    if bound == 55:
        return word("address.from_55")
    return word(f"address.{sex}_{bound}") if sex in ("male", "female") else None
