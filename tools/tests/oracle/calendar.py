"""Days: months, working days and what a calendar that ends can still say (SEMANTICS B), counted one by one."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
import math
from collections.abc import Callable

from oracle.values import coarser, day_of

from procedo.model import Calendar

DAY = dt.timedelta(days=1)
Limit = Callable[[dt.date, dt.date], bool | None]
"""(start, point) -> whether the point is in time; None: the calendar does not say."""

_HEAD = {"title": "x", "revision": "1", "status": "released", "calendar": "oracle", "first": "2026-05-18"}
_DAYS = {"off": ["2026-05-20", "2026-06-08", "2026-06-09"], "worked": ["2026-05-31", "2026-06-13"]}
COVERING = Calendar.model_validate(_HEAD | _DAYS | {"last": "2026-06-30"})
"""Covers the as-of day and beyond, not the time before 18 May."""
ENDING = Calendar.model_validate(_HEAD | _DAYS | {"last": "2026-06-11"})
"""Ends before the as-of day."""


def worked(calendar: Calendar, day: dt.date) -> bool | None:
    """B.4; None where the calendar does not reach."""
    if not calendar.first <= day <= calendar.last:
        return None
    return day in calendar.worked or (day.weekday() < 5 and day not in calendar.off)


def between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The days from `first` to `last`, both included."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def plus_months(day: dt.date, months: int) -> dt.date:
    """B.6: the same day number, clamped to the month's end, in one step."""
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, gregorian.monthrange(year, month)[1]))


def days(n: int) -> Limit:
    return lambda start, point: day_of(point) <= day_of(start) + n * DAY


def months(n: int) -> Limit:
    return lambda start, point: day_of(point) <= plus_months(day_of(start), n)


def hours(n: int) -> Limit:
    """B.7: to the instant; from a day rounded up to whole days; a day as target counts by day."""

    def limit(start: dt.date, point: dt.date) -> bool:
        if not isinstance(start, dt.datetime):
            return day_of(point) <= start + math.ceil(n / 24) * DAY
        due, at = coarser(start + dt.timedelta(hours=n), point)
        return at <= due

    return limit


def working_days(n: int, calendar: Calendar) -> Limit:
    """B.1 and B.12: in time until the n-th worked day after the start is over; 0: the start, if worked, else the next worked."""

    def limit(start: dt.date, point: dt.date) -> bool | None:
        start, point = day_of(start), day_of(point)
        if worked(calendar, start) is None:
            return None
        if point <= start:
            return True
        if n == 0 and worked(calendar, start):
            return False
        passed = [worked(calendar, day) for day in between(start + DAY, point - DAY)]
        if passed.count(True) >= max(n, 1):
            return False
        return None if worked(calendar, point) is None else True

    return limit


def rolled(limit: Limit, calendar: Calendar) -> Limit:
    """B.5: a last day on a day off moves to the next worked day."""

    def rolling(start: dt.date, point: dt.date) -> bool | None:
        last = day_of(point)
        while not limit(start, last):
            last -= DAY
        for day in between(last, day_of(point) - DAY):
            if worked(calendar, day) is not False:
                return None if worked(calendar, day) is None else False
        return True

    return rolling
