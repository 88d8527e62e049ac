"""The named functions that data may call, in rules (predicates) and in derivations.

Each takes stored values (see the design, section 5, for their shapes) and copes with a missing one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from actions.procedures import names


def first_day(raw: Any) -> date | None:
    """The first day of an ISO date that may be partial; None for ``--03-27``, ``present`` or nothing."""
    if not isinstance(raw, str) or not raw[:4].isdigit():
        return None
    parts = [int(part) for part in raw.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def years_between(start: date, end: date) -> int:
    """Whole years from ``start`` to ``end``."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def id_matches_sex(number: Any, sex: Any) -> bool:
    """Digit 4 of a personal number is even for men (NĐ 137/2015). A missing value never contradicts."""
    if not isinstance(number, str) or len(number) != 12 or sex not in ("male", "female"):
        return True
    man = int(number[3]) % 2 == 0
    return man if sex == "male" else not man


def id_matches_birth(number: Any, born: Any) -> bool:
    """Digits 4-6 of a personal number give century and year of birth (NĐ 137/2015)."""
    day = first_day(born)
    if not isinstance(number, str) or len(number) != 12 or day is None:
        return True
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6]) == day.year


def different(left: Any, right: Any) -> bool:
    """Two values are not the same (names compared without case); a missing one differs from all."""
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() != right.casefold()
    return bool(left is None or right is None or left != right)


def whole_date(raw: Any) -> bool:
    """The date has its day and month (a missing date does not lack them)."""
    return not isinstance(raw, str) or len(raw) == 10


def period_in_order(period: Any) -> bool:
    """A period does not end before it begins."""
    if not isinstance(period, dict):
        return True
    start, end = first_day(period.get("from")), first_day(period.get("to"))
    return start is None or end is None or start <= end or str(period["from"]).startswith(str(period["to"]))


def period_not_before(period: Any, born: Any) -> bool:
    """A period does not begin before the year of birth."""
    start = first_day(period.get("from")) if isinstance(period, dict) else None
    day = first_day(born)
    return start is None or day is None or start.year >= day.year


def period_ends_before(period: Any, moment: Any) -> bool:
    """A period is over by that date (compared by year where one of them has only a year)."""
    if not isinstance(period, dict):
        return True
    end, day = first_day(period.get("to")), first_day(moment)
    if period.get("to") == "present":
        return day is None
    return end is None or day is None or end <= day or end.year == day.year


def has_commune(place: Any) -> bool:
    """The place was found among today's communes."""
    return isinstance(place, dict) and bool(place.get("commune_code"))


def lacks_detail(place: Any) -> bool:
    """The commune is known, but not the hamlet, street or house."""
    return has_commune(place) and not place.get("detail")


def same_commune(left: Any, right: Any) -> bool:
    """Two places lie in the same commune of today; a place that is missing or unknown lies in no other's."""
    return has_commune(left) and commune_code(left) == commune_code(right)


def foreign(nationality: Any) -> bool:
    """A country that is known, and not Viet Nam."""
    return isinstance(nationality, str) and nationality != "VN"


def years_apart(child: Any, parent: Any) -> bool:
    """A parent was 10 to 65 years old at the birth of the child (missing dates never contradict)."""
    born, before = first_day(child), first_day(parent)
    return born is None or before is None or 10 <= years_between(before, born) <= 65


def within_name(family: Any, one: Any, other: Any) -> bool:
    """A family name is borne by one of two people, or it is not known of both whether it is."""
    if not isinstance(one, str) and not isinstance(other, str):
        return True
    return any(isinstance(name, str) and names.bears(name, family) for name in (one, other))


def is_one(number: Any) -> bool:
    """The number is one (or not given)."""
    return number in (None, 1)


def between_1_and_20(number: Any) -> bool:
    """A number of copies that a person would ask for."""
    return number is None or (isinstance(number, int) and 1 <= number <= 20)


def commune_code(place: Any) -> str | None:
    """The code of the commune of a place."""
    return place.get("commune_code") if isinstance(place, dict) else None


def id_type(issued: Any) -> str | None:
    """Cards issued from 2024-07-01 are "thẻ căn cước", before that "CCCD" (Luật Căn cước 2023). None where the
    date does not tell: unknown, or only the year 2024."""
    day = first_day(issued)
    if day is None or (day.year == 2024 and len(str(issued)) < 7):
        return None
    return "cccd" if day < date(2024, 7, 1) else "can_cuoc"


PREDICATES: dict[str, Callable[..., bool]] = {
    "id_matches_sex": id_matches_sex,
    "id_matches_birth": id_matches_birth,
    "different": different,
    "whole_date": whole_date,
    "period_in_order": period_in_order,
    "period_not_before": period_not_before,
    "period_ends_before": period_ends_before,
    "has_commune": has_commune,
    "lacks_detail": lacks_detail,
    "is_one": is_one,
    "between_1_and_20": between_1_and_20,
    "same_commune": same_commune,
    "foreign": foreign,
    "years_apart": years_apart,
    "several_words": names.several_words,
    "surname_within": names.surname_within,
    "within_name": within_name,
}


def same(value: Any) -> Any:
    """The value itself: a copy that is read back in its own line."""
    return value


DERIVATIONS: dict[str, Callable[..., Any]] = {
    "commune_code": commune_code,
    "id_type": id_type,
    "same": same,
    "surname": names.surname,
    "name_split": names.name_split,
}

OFFERS: dict[str, Callable[..., list[str]]] = {"surname_candidates": names.surname_candidates}
"""Answers to a question of kind text that are shown as buttons."""
