"""Working days as decreed for 2025 and 2026, kept apart from the calendar under test."""

from __future__ import annotations

import datetime as dt


def _days(year: int, text: str) -> set[dt.date]:
    return {dt.date(year, *map(int, day.split("-"))) for day in text.split()}


OFF = _days(2025, "1-1 1-28 1-29 1-30 1-31 2-3 2-4 4-4 5-1 5-2 5-5 6-2 10-1 10-2 10-3 10-6 10-7 10-8") | _days(
    2026, "1-1 1-2 2-16 2-17 2-18 2-19 2-20 2-23 4-6 5-1 5-4 5-5 6-19 9-25 10-1 10-2 10-5 10-6 10-7"
)
MADE_UP = _days(2025, "1-26 2-8 4-27 9-28 10-11") | _days(2026, "1-4 2-14 2-28 5-9 9-20 10-10")
DAY = dt.timedelta(days=1)


def worked(day: dt.date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def on_or_after(day: dt.date) -> dt.date:
    """The day itself when it is worked, else the next one that is."""
    while not worked(day):
        day += DAY
    return day


def later(day: dt.date, count: int) -> dt.date:
    """The count-th working day after `day`."""
    for _ in range(count):
        day = on_or_after(day + DAY)
    return day


def earlier(day: dt.date, count: int) -> dt.date:
    """The count-th working day before `day`."""
    for _ in range(count):
        day -= DAY
        while not worked(day):
            day -= DAY
    return day


def ten_years_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 10) if (day.month, day.day) != (2, 29) else dt.date(day.year + 10, 2, 28)
