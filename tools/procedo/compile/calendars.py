"""The calendar tables of a run: days, months and worked days as integers, for joins."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Iterator

from procedo.compile.days import day_of, number_of
from procedo.language.steps import DAYS, MONTHS, WORKED
from procedo.model import Calendar

FIRST, LAST = 1950, 2079
"""The years that calendar arithmetic knows at least; so too a century around what a calendar covers."""

AROUND = 50

COLUMNS = {
    DAYS: ["day", "month", "dom", "worked", "ordinal", "beyond", "until"],
    MONTHS: ["month", "first", "length"],
    WORKED: ["ordinal", "day"],
}


def rows(table: str, calendar: Calendar | None) -> Iterator[tuple[int | None, ...]]:
    """The rows of one calendar table; without a calendar no day is known to be worked."""
    if table == MONTHS:
        yield from _months(calendar)
    elif table == DAYS:
        yield from _days(calendar)
    elif calendar:
        yield from ((ordinal, day) for day, worked, ordinal in _covered(calendar) if worked)


def _years(calendar: Calendar | None) -> list[int]:
    years = set(range(FIRST, LAST + 1))
    if calendar:
        years |= set(range(calendar.first.year - AROUND, calendar.last.year + AROUND + 1))
    return sorted(year for year in years if 1 < year < dt.MAXYEAR)


def _months(calendar: Calendar | None) -> Iterator[tuple[int, int, int]]:
    near = {year + step for year in _years(calendar) for step in (-1, 0, 1)}
    for year in sorted(near):
        for month in range(1, 13):
            first = dt.date(year, month, 1)
            yield year * 12 + month - 1, number_of(first), gregorian.monthrange(year, month)[1]


def _days(calendar: Calendar | None) -> Iterator[tuple[int | None, ...]]:
    covered = {day: (worked, ordinal) for day, worked, ordinal in _covered(calendar)} if calendar else {}
    until, total = (number_of(calendar.last), max((ordinal for _, ordinal in covered.values()), default=0)) if calendar else (None, None)
    known = set(_years(calendar))
    for month, first, length in _months(calendar):
        if month // 12 not in known:
            continue
        for dom in range(1, length + 1):
            day = first + dom - 1
            worked, ordinal = covered.get(day, (None, None))
            yield day, month, dom, worked, ordinal, total if until is not None and day > until else None, until


def _covered(calendar: Calendar) -> Iterator[tuple[int, int, int]]:
    """(day, 1 when worked, number of worked days so far) for every day that the calendar covers."""
    worked_days, off_days, ordinal = set(calendar.worked), set(calendar.off), 0
    for number in range(number_of(calendar.first), number_of(calendar.last) + 1):
        day = day_of(number)
        worked = int(day in worked_days or (day.weekday() < 5 and day not in off_days))
        ordinal += worked
        yield number, worked, ordinal
