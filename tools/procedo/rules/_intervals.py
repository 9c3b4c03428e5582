"""Intervals: the time from one act of a record to its next, one case each (SEMANTICS B.17).

The table made here looks like the form's own (table.py), so that everything that reads a record reads an interval of it.
Further columns: `_record` the record's `_row`; `_window` the day on which the interval begins, as text, `#2` for the second of
that day; `period.start` that day; `from at`, `next day`, `next at` where it begins and the next act, NULL while there is none
(see _done.py); `end` the record's last day; `end unknown`; `is act` 1 where the interval begins with an act; `demand` (1 an
interval; 2 a record of which nothing can be said) and `why <code>`.

For the longest gap acts on one day are one: only the last of them begins an interval. For the shortest every act does (`each`).
"""

from __future__ import annotations

import datetime as dt

from procedo.language import sql
from procedo.language.sql import NULL, Sql, any_of, arithmetic, column, compare, equal, flag, missing, named, number
from procedo.rules._build import Build
from procedo.rules._done import EPOCH, Done, first_day, last_day
from procedo.rules._every import Laid, copied

_DAYS = 4_000_000
"""More than any day's number, or the acts of one record: a record and a day make one number."""


def lay_out_intervals(build: Build, done: Done, each: bool) -> Laid:
    """The form's records by interval; where nothing can be said of a record, one row of it."""
    rows = [_known(build, done, each), *([_unknown(build, done)] if done.unclear else [])]
    return Laid(build.context.step(f"{build.form.form} intervals", sql.union(rows)), done.codes)


def _known(build: Build, done: Done, each: bool) -> sql.exp.Select:
    record, day, at = (column("a", name) for name in ("record", "day", "at"))
    begun = _begun(done, each)
    acts = build.context.step(f"{build.form.form} acts", _ordered(begun)) if each else None
    head = {
        "_row": _row(record, column("a", "place") if each else day),
        "_record": record,
        "_key": column("c", "_key"),
        "_window": column("d", "result" if each else "label"),
        "_file": NULL,
        "_line": NULL,
        "period.start": day,
        "from at": at,
        "next day": column("a", "next day"),
        "next at": column("a", "next at"),
        "is act": flag(compare(">", column("a", "row"), number(0))),
        "demand": number(1),
    }
    select = _select(build, head, {code: number(0) for code in done.codes})
    select = select.from_(sql.source(acts or begun, "a"), copy=False)
    select = _join(select, done.subjects, "s", equal(column("s", "_row"), record))
    select = _join(select, build.form.form, "c", equal(column("c", "_row"), record))
    return _join(select, *_labels(build, acts))


def _begun(done: Done, each: bool) -> sql.exp.Select:
    """The acts, and the start, that begin an interval."""
    select = sql.select(*[named(column("b", name), name) for name in ("record", "day", "at", "row", "next day", "next at")])
    select = select.from_(sql.source(done.acts, "b"), copy=False)
    by = done.begun if each else "day"
    later = any_of(missing(column("b", "next day")), compare(">", column("b", f"next {by}"), column("b", by)))
    return select.where(any_of(compare(">", column("b", "row"), number(0)), later) if each else later, copy=False)


def _ordered(begun: sql.exp.Select) -> sql.exp.Select:
    """With `place`, which of its record's it is, and `nth`, which of that day."""
    names = ("record", "day", "at", "row", "next day", "next at")
    order = [column("o", name) for name in ("at", "row")]
    record, day = column("o", "record"), column("o", "day")
    places = [named(sql.row_number([record], order), "place"), named(sql.row_number([record, day], order), "nth")]
    return sql.select(*[named(column("o", name), name) for name in names], *places).from_(sql.source(begun, "o"), copy=False)


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
        "from at": NULL,
        "next day": NULL,
        "next at": NULL,
        "is act": number(0),
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


def _labels(build: Build, acts: str | None) -> tuple[str, str, Sql]:
    """Every day on which an interval may begin, as text; where a day has several (`acts`), with the number of the further ones."""
    if acts is None:
        days = range(first_day(build), last_day(build) + 1)
        rows = ((day, _label(day, 1)) for day in days)
        table = build.context.steps.given("days as text", (("day", "BIGINT"), ("label", "TEXT")), rows)
        return table, "d", equal(column("d", "day"), column("a", "day"))
    both = sql.select(named(_both(), "value")).distinct(copy=False).from_(sql.table(acts, "a"), copy=False)
    table = build.context.steps.compute(f"{acts} as text", both, _told, "interval")
    return table, "d", equal(column("d", "value"), _both())


def _both() -> Sql:
    """Day and number of an interval as one text."""
    return sql.as_text(arithmetic("+", arithmetic("*", column("a", "day"), number(_DAYS)), column("a", "nth")))


def _told(both: str) -> str:
    return _label(*divmod(int(both), _DAYS))


def _label(day: int, nth: int) -> str:
    text = dt.date.fromordinal(day + EPOCH).isoformat()
    return text if nth == 1 else f"{text}#{nth}"
