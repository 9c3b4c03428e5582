"""Intervals: the time from one act of a record to its next, one case each (SEMANTICS B.17).

The table made here looks like the form's own (table.py), so that everything that reads a record reads an interval of it.
Further columns: `_record` the record's `_row`; `_window` the day on which the interval begins, as text; `period.start` that
day; `next` the day of the next act, NULL while there is none; `end` the record's last day; `end unknown`; `act` 1 where the
interval begins with an act; `demand` (1 an interval; 2 a record of which nothing can be said) and `why <code>`.
"""

from __future__ import annotations

import datetime as dt

from procedo.language import sql
from procedo.language.sql import NULL, Sql, any_of, arithmetic, column, compare, equal, missing, named, number
from procedo.rules._build import Build
from procedo.rules._done import EPOCH, Done, first_day, last_day
from procedo.rules._every import Laid, copied

_DAYS = 4_000_000
"""More than any day's number: a record and a day make one number."""


def lay_out_intervals(build: Build, done: Done) -> Laid:
    """The form's records by interval; where nothing can be said of a record, one row of it."""
    rows = [_known(build, done), *([_unknown(build, done)] if done.unclear else [])]
    return Laid(build.context.step(f"{build.form.form} intervals", sql.union(rows)), done.codes)


def _known(build: Build, done: Done) -> sql.exp.Select:
    record, day, following = (column("a", name) for name in ("record", "day", "next"))
    head = {
        "_row": _row(record, day),
        "_record": record,
        "_key": column("c", "_key"),
        "_window": column("d", "label"),
        "_file": NULL,
        "_line": NULL,
        "period.start": day,
        "next": following,
        "act": column("a", "act"),
        "demand": number(1),
    }
    select = _select(build, head, {code: number(0) for code in done.codes})
    select = select.from_(sql.source(done.days, "a"), copy=False)
    select = _join(select, done.subjects, "s", equal(column("s", "_row"), record))
    select = _join(select, build.form.form, "c", equal(column("c", "_row"), record))
    select = _join(select, _labels(build), "d", equal(column("d", "day"), day))
    # Done on one day are one: only the last of them begins an interval.
    return select.where(any_of(missing(following), compare(">", following, day)), copy=False)


def _unknown(build: Build, done: Done) -> sql.exp.Select:
    record = column("s", "_row")
    head = {
        "_row": _row(record, number(0)),
        "_record": record,
        "_key": column("c", "_key"),
        "_window": NULL,
        "_file": column("c", "_file"),
        "_line": column("c", "_line"),
        "period.start": NULL,
        "next": NULL,
        "act": number(0),
        "demand": number(2),
    }
    whys = {code: column("s", f"why {code}") for code in done.codes}
    select = _select(build, head, whys).from_(sql.table(done.subjects, "s"), copy=False)
    select = _join(select, build.form.form, "c", equal(column("c", "_row"), record))
    return select.where(equal(column("s", "status"), number(2)), copy=False)


def _select(build: Build, head: dict[str, Sql], whys: dict[str, Sql]) -> sql.exp.Select:
    return sql.select(
        *[named(value, name) for name, value in head.items()],
        *[named(column("s", name), name) for name in ("end", "end unknown")],
        *[named(column("c", name), name) for name in copied(build.context, build.form)],
        *[named(value, f"why {code}") for code, value in whys.items()],
    )


def _join(select: sql.exp.Select, table: str, alias: str, on: Sql) -> sql.exp.Select:
    return select.join(sql.table(table, alias), on=on, join_type="inner", copy=False)


def _row(record: Sql, day: Sql) -> Sql:
    return arithmetic("+", arithmetic("*", record, number(_DAYS)), day)


def _labels(build: Build) -> str:
    """Every day on which an interval may begin, as text."""
    days = range(first_day(build), last_day(build) + 1)
    rows = ((day, dt.date.fromordinal(day + EPOCH).isoformat()) for day in days)
    return build.context.steps.given("days as text", (("day", "BIGINT"), ("label", "TEXT")), rows)
