"""The calendar tables of a run: days, months and worked days as integers, for joins."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Iterator

from procedo.compile.days import day_of, number_of
from procedo.language.steps import DAYS, MONTHS, WORKED
from procedo.model import Calendar

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2059, 12, 31)
"""The days that calendar arithmetic knows; a day outside is `calendar-uncovered`."""

COLUMNS = {
    DAYS: ["day", "month", "dom", "worked", "ordinal"],
    MONTHS: ["month", "first", "length"],
    WORKED: ["ordinal", "day"],
}


def rows(table: str, calendar: Calendar | None) -> Iterator[tuple[int | None, ...]]:
    """The rows of one calendar table; without a calendar no day is known to be worked."""
    if table == MONTHS:
        yield from _months()
    elif table == DAYS:
        yield from _days(calendar)
    else:
        yield from ((ordinal, day) for day, _, _, worked, ordinal in _days(calendar) if worked)


def _months() -> Iterator[tuple[int, int, int]]:
    for year in range(FIRST.year - 1, LAST.year + 2):
        for month in range(1, 13):
            first = dt.date(year, month, 1)
            yield year * 12 + month - 1, number_of(first), gregorian.monthrange(year, month)[1]


def _days(calendar: Calendar | None) -> Iterator[tuple[int, int, int, int | None, int | None]]:
    worked_days, off_days = (set(calendar.worked), set(calendar.off)) if calendar else (set(), set())
    ordinal = 0
    for number in range(number_of(FIRST), number_of(LAST) + 1):
        day = day_of(number)
        month = day.year * 12 + day.month - 1
        if calendar is None or not calendar.first <= day <= calendar.last:
            yield number, month, day.day, None, None
            continue
        worked = int(day in worked_days or (day.weekday() < 5 and day not in off_days))
        ordinal += worked
        yield number, month, day.day, worked, ordinal
