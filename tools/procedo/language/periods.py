"""Calendar periods: days, weeks, months … as rows that cases are laid out by (RFC 5545 recur; ISO 8601 weeks).

A week runs from Monday to Sunday and is named by its ISO year: 2025-12-29 lies in `2026-W01`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from procedo.model import Calendar

EVERY = ("day", "working day", "week", "month", "quarter", "half-year", "year")
COLUMNS = (
    ("n", "BIGINT"), ("label", "TEXT"), ("start", "BIGINT"), ("end", "BIGINT"), ("year", "BIGINT"), ("next", "TEXT"),
    ("worked", "BIGINT"), ("every", "TEXT"),
)
_EPOCH = dt.date(1970, 1, 1).toordinal()
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class Period(NamedTuple):
    """`n` counts from 1 over the table; `worked` is how many days are worked, None where no calendar says so."""

    n: int
    label: str
    start: int
    end: int
    year: int
    next: str
    worked: int | None
    every: str


def periods(every: list[str], first: dt.date, last: dt.date, as_of: dt.date, calendar: Calendar | None) -> Iterator[Period]:
    """The periods that begin inside first … as_of and end by `last`; the running one too where `last` is not before as_of."""
    n = 0
    for word in every:
        start = first if _start(word, first) == first else _after(word, first)
        while start <= as_of:
            following = _after(word, start)
            end = following - dt.timedelta(days=1)
            worked = _worked(word, start, end, calendar)
            whole = end <= last or last >= as_of
            if whole and not (word == "working day" and worked == 0):
                n += 1
                yield Period(n, label(word, start), _number(start), _number(end), _year(word, start), label(word, following), worked, word)
            start = following


def label(every: str, day: dt.date) -> str:
    """`2026-03-02`, `2026-W10`, `2026-03`, `2026-Q1`, `2026-H1`, `2026`."""
    match every:
        case "week":
            iso = day.isocalendar()
            return f"{iso.year}-W{iso.week:02}"
        case "month":
            return f"{day.year}-{day.month:02}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "half-year":
            return f"{day.year}-H{(day.month + 5) // 6}"
        case "year":
            return str(day.year)
    return day.isoformat()


def _start(every: str, day: dt.date) -> dt.date:
    if every == "week":
        return day - dt.timedelta(days=day.weekday())
    if every in _MONTHS:
        months = _MONTHS[every]
        return dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    return day


def _after(every: str, day: dt.date) -> dt.date:
    """The first day of the next period."""
    start = _start(every, day)
    if every == "week":
        return start + dt.timedelta(days=7)
    if every in _MONTHS:
        month = start.month - 1 + _MONTHS[every]
        return dt.date(start.year + month // 12, month % 12 + 1, 1)
    return start + dt.timedelta(days=1)


def _year(every: str, day: dt.date) -> int:
    return day.isocalendar().year if every == "week" else day.year


def _worked(every: str, start: dt.date, end: dt.date, calendar: Calendar | None) -> int | None:
    """Days worked; without a calendar, and for `every: day`, each day counts."""
    days = (end - start).days + 1
    if calendar is None or every == "day":
        return days
    if not (calendar.first <= start and end <= calendar.last):
        return None
    worked, off = set(calendar.worked), set(calendar.off)
    all_days = (start + dt.timedelta(days=n) for n in range(days))
    return sum(day in worked or (day.weekday() < 5 and day not in off) for day in all_days)


def _number(day: dt.date) -> int:
    return day.toordinal() - _EPOCH
