"""Said parts of a date set against the calendar and today."""

from __future__ import annotations

from datetime import date as Date
from typing import Final

from nlu.types import Context
from nlu.values.date_parts import Parts, Year

_FIRST_YEAR: Final = 1900


def finish(parts: Parts, ctx: Context) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Said parts → ``(ISO value, hint, candidates)``; exactly one of value, hint, candidates is meant."""
    year: int | None = None
    month = parts.month
    if parts.months_back is not None:
        if parts.day is not None and not parts.first < parts.last - 3:
            return None, "incomplete", ()
        count = ctx.today.year * 12 + ctx.today.month - 1 - parts.months_back
        year, month = count // 12, count % 12 + 1
    said = parts.year
    if said is not None:
        if said.either:
            outs = []
            for short in said.either:
                value, _, _ = finish(parts._replace(year=Year(full=full_year(short, ctx))), ctx)
                if value:
                    outs.append(value)
            return None, "ambiguous", tuple(outs)
        year = said.full
        if said.short is not None:
            year = full_year(said.short, ctx)
        elif said.back is not None:
            year = ctx.today.year - said.back
    if month is not None and not 1 <= month <= 12:
        return None, "impossible", ()
    if parts.day is not None and (not 1 <= parts.day <= 31 or (month is not None and parts.day > _days(year, month))):
        return None, "impossible", ()
    if year is not None and year > ctx.today.year:
        return None, "future" if year <= ctx.today.year + 10 else "impossible", ()
    if year is not None and year < _FIRST_YEAR:
        return None, "impossible", ()
    if year is not None:
        if month is None:
            return (f"{year:04d}", None, ()) if parts.day is None else (None, "incomplete", ())
        if parts.day is None:
            if (year, month) > (ctx.today.year, ctx.today.month):
                return None, "future", ()
            return f"{year:04d}-{month:02d}", None, ()
        if Date(year, month, parts.day) > ctx.today:
            return None, "future", ()
        return f"{year:04d}-{month:02d}-{parts.day:02d}", None, ()
    if month is not None and parts.day is not None:
        return f"--{month:02d}-{parts.day:02d}", None, ()
    return None, "incomplete", ()


def full_year(short: int, ctx: Context) -> int:
    """Two-digit year → four digits: 00..this year is 20xx, else 19xx; of an adult 20xx only from age 16 on."""
    this = ctx.today.year % 100
    century = ctx.today.year - this
    if short > this:
        return century - 100 + short
    if ctx.person == "adult" and this - short < 16:
        return century - 100 + short
    return century + short


def _days(year: int | None, month: int) -> int:
    if month == 2:
        return 29 if year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else 28
    return 30 if month in (4, 6, 9, 11) else 31
