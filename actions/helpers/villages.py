"""Whether a declaration is of the villages that a helper is enrolled for."""

from __future__ import annotations

from actions.interview.answers import Answers
from actions.store.models import Helper
from nlu.text.marks import fold

# What stands before a village's own name.
_KINDS = frozenset(
    {"ban", "thon", "xom", "to", "ap", "lang", "buon", "khu", "doi", "plei", "phum", "soc", "dan", "pho"}
)


def outside(answers: Answers, helper: Helper) -> bool:
    """Another commune, or a village of it that is not the helper's. What is not known yet is not outside."""
    code = answers.value(answers.procedure.authority_field)
    if code is None:
        return False
    if code != helper.commune_code:
        return True
    said = hamlet(answers, str(code))
    return bool(helper.villages and said) and not any(_named(village, said) for village in helper.villages)


def hamlet(answers: Answers, code: str) -> str:
    """The village of the place that decides which commune receives the declaration; "" while nobody said it."""
    said = ""
    for leg in answers.procedure.legs:
        for item in leg.fields:
            place = answers.value(item.source_field)
            if isinstance(place, dict) and place.get("commune_code") == code:
                more = answers.value(item.detail.source_field) if item.detail else None
                said = said or str(place.get("detail") or more or "")
    return said


def _named(village: str, said: str) -> bool:
    """The village's own name stands among the words that were said, whatever is called before it."""
    name, words = _own(village), fold(said).replace(",", " ").split()
    return any(words[i : i + len(name)] == name for i in range(len(words) - len(name) + 1))


def _own(village: str) -> list[str]:
    words = fold(village).replace(",", " ").split()
    while len(words) > 1 and words[0] in _KINDS:
        words = words[1:]
    return words
