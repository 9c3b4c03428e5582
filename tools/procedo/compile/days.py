"""Days as numbers: days since 1970-01-01."""

from __future__ import annotations

import datetime as dt

EPOCH = dt.date(1970, 1, 1).toordinal()


def number_of(day: dt.date) -> int:
    return day.toordinal() - EPOCH


def day_of(number: int) -> dt.date:
    return dt.date.fromordinal(number + EPOCH)


def moment_of(seconds: int) -> dt.datetime:
    return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)
