"""Weeks, months, quarters and years as plans and targets name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from sample.days import DAY, worked


class Span(NamedTuple):
    type: str
    label: str
    start: dt.date
    end: dt.date


def year(number: int) -> Span:
    return Span("year", str(number), dt.date(number, 1, 1), dt.date(number, 12, 31))


def month(year: int, number: int) -> Span:
    start = dt.date(year, number, 1)
    return Span("month", f"{start:%Y-%m}", start, (start + 31 * DAY).replace(day=1) - DAY)


def quarter(year: int, number: int) -> Span:
    return Span("quarter", f"{year}-Q{number}", dt.date(year, number * 3 - 2, 1), month(year, number * 3).end)


def week(day: dt.date) -> Span:
    iso = day.isocalendar()
    start = day - (iso.weekday - 1) * DAY
    return Span("week", f"{iso.year}-W{iso.week:02}", start, start + 6 * DAY)


def months(first: dt.date, last: dt.date) -> Iterator[Span]:
    """Those that lie wholly between the two days."""
    found = month(first.year, first.month)
    while found.end <= last:
        if found.start >= first:
            yield found
        found = month((found.end + DAY).year, (found.end + DAY).month)


def weeks(first: dt.date, last: dt.date) -> Iterator[Span]:
    found = week(first)
    while found.end <= last:
        if found.start >= first:
            yield found
        found = week(found.end + DAY)


def of_year(number: int) -> list[Span]:
    """The year, its quarters and its months."""
    return [year(number), *(quarter(number, n) for n in range(1, 5)), *(month(number, n) for n in range(1, 13))]


def last_worked(day: dt.date) -> dt.date:
    """The day itself when it is worked, else the last one before it that is."""
    while not worked(day):
        day -= DAY
    return day
