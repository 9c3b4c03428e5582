"""Arithmetic on points in time: days, working days, months, hours (SEMANTICS part B)."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.duration import Duration
from procedo.language.scope import Query
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    arithmetic,
    choose,
    column,
    compare,
    day_of,
    equal,
    missing,
    negated,
    number,
    present,
)
from procedo.language.steps import DAYS, MONTHS, WORKED
from procedo.language.term import Term, merged

UNCOVERED = "calendar-uncovered"


def to_day(term: Term) -> Sql:
    """The day number of a point."""
    return day_of(term.sql) if term.type == "datetime" else term.sql


def coarser(left: Term, right: Term) -> tuple[Sql, Sql]:
    """Both points at the coarser of the two precisions (SEMANTICS 0.5)."""
    if left.type == right.type:
        return left.sql, right.sql
    return to_day(left), to_day(right)


def shifted(query: Query, point: Term, duration: Term, sign: int) -> Term:
    """A point moved by a duration; days, months and working days give a day, hours keep an instant an instant.

    Where the duration is not known, or the calendar ends, the day lies between `floor` and `ceiling` (B.12, C.1).
    """
    exact = point.type == "datetime" and all(d.unit == "seconds" for _, d in duration.choices)
    floor, ceiling = _between(query, point, duration, sign, exact)
    duration = _as_one(duration)
    moved = [(when, _move(query, point, d, sign, exact)) for when, d in duration.choices]
    value = choose(moved)
    given = sql.TRUE if isinstance(duration.sql, sql.exp.Null) else present(duration.sql)
    known = all_of(present(point.sql), given, negated(duration.unknown))
    calendar = [(when, _certain(query, point, d, sign)) for when, d in duration.choices if d.unit == "working-days"]
    in_calendar = calendar or any(d.unit == "months" for _, d in duration.choices)
    uncovered = all_of(known, missing(value)) if in_calendar else FALSE
    if calendar:
        floor = choose([(uncovered, choose(calendar))], NULL if floor is None else floor)
    return Term(
        "datetime" if exact else "date",
        value,
        0,
        merged(point.faults, duration.faults, {UNCOVERED: uncovered}),
        any_of(point.lacking, duration.lacking),
        point.not_yet,
        planned=point.planned,
        counted=any(not d.fixed or d.count for _, d in duration.choices),
        floor=floor,
        ceiling=ceiling,
    )


def _as_one(duration: Term) -> Term:
    """Lengths of one unit are one length, whose count depends on the record."""
    lengths = [d for _, d in duration.choices]
    if len(lengths) < 2 or len({d.unit for d in lengths}) > 1 or not all(d.fixed for d in lengths):
        return duration
    count = choose([(when, number(d.count)) for when, d in duration.choices])
    return replace(duration, choices=((sql.TRUE, Duration(count, lengths[0].unit)),))


def _move(query: Query, point: Term, duration: Duration, sign: int, exact: bool) -> Sql:
    if duration.unit == "seconds":
        return _seconds(point, duration, sign, exact)
    day = to_day(point)
    if duration.unit == "days":
        return day if duration.fixed and not duration.count else arithmetic("+", day, _signed(duration, sign))
    if duration.unit == "months":
        return _months(query, day, _signed(duration, sign))
    return _working_days(query, day, duration, sign)


def _seconds(point: Term, duration: Duration, sign: int, exact: bool) -> Sql:
    """To the instant; from a day: rounded up to whole days (B.7)."""
    if exact:
        return arithmetic("+", point.sql, _signed(duration, sign))
    if duration.fixed:
        days: object = -(-duration.count // sql.DAY_SECONDS)
    else:
        days = sql.exp.IntDiv(this=sql.group(arithmetic("+", duration.count, number(sql.DAY_SECONDS - 1))), expression=number(sql.DAY_SECONDS))
    return arithmetic("+", to_day(point), _signed(Duration(days, "days"), sign))


def _signed(duration: Duration, sign: int, more: int = 0) -> Sql:
    """The count forwards or backwards, and some more."""
    if duration.fixed:
        return number(duration.count * sign + more)
    if sign > 0:
        return arithmetic("+", duration.count, number(more)) if more else duration.count
    return arithmetic("-", number(more), sql.group(duration.count))


def _between(query: Query, point: Term, duration: Term, sign: int, exact: bool) -> tuple[Sql | None, Sql | None]:
    """The earliest and the latest that the moved point may be, where which of several durations applies is not known."""
    lengths = [d for _, d in duration.choices]
    if len(lengths) < 2 or sql.is_false(duration.unknown):
        return None, None
    # Nothing is looked up for the many cases whose duration is known.
    asked = replace(point, sql=choose([(duration.unknown, point.sql)]))
    if len({d.unit for d in lengths}) == 1:
        least, most = (pick(lengths, key=lambda d: d.count * sign) for pick in (min, max))
        floor = _move(query, asked, least, sign, exact)
        if least.unit == "working-days":
            floor = sql.coalesce(floor, _certain(query, asked, least, sign))
        return floor, _move(query, asked, most, sign, exact)
    moved = [_move(query, asked, d, sign, exact) for d in lengths]
    return _extreme("<=", moved), _extreme(">=", moved)


def _extreme(operator: str, values: list[Sql]) -> Sql:
    """The least or greatest of all; empty when one of them is."""
    return choose([(all_of(*[compare(operator, value, other) for other in values if other is not value]), value) for value in values])


def day_facts(query: Query, day: Sql) -> str:
    """Alias of the calendar row of a day."""
    return query.left(("day", day.sql()), query.context.facts(DAYS), lambda a: equal(column(a, "day"), day))


def _months(query: Query, day: Sql, count: Sql) -> Sql:
    facts = day_facts(query, day)
    wanted = arithmetic("+", column(facts, "month"), count)
    month = query.left(("month", wanted.sql()), query.context.facts(MONTHS), lambda a: equal(column(a, "month"), wanted))
    dom, length = column(facts, "dom"), column(month, "length")
    clamped = choose([(compare(">", dom, length), length)], dom)
    return arithmetic("-", arithmetic("+", column(month, "first"), clamped), number(1))


def _working_days(query: Query, day: Sql, duration: Duration, sign: int) -> Sql:
    return worked_day(query, worked_ordinal(query, day, duration, sign))


def worked_ordinal(query: Query, day: Sql, duration: Duration, sign: int) -> Sql:
    """The number of the working day that lies so many from a day.

    From a day off, one day back or none is the day before it that is worked, none forwards the next one (B.1).
    """
    facts = day_facts(query, day)
    worked, offset = equal(column(facts, "worked"), number(1)), _signed(duration, sign)
    if sign < 0:
        offset = choose([(worked, offset)], _signed(duration, sign, 1))
    elif not duration.fixed:
        offset = choose([(all_of(equal(duration.count, number(0)), negated(worked)), number(1))], offset)
    elif duration.count == 0:
        offset = choose([(worked, offset)], number(1))
    return arithmetic("+", column(facts, "ordinal"), offset)


def worked_day(query: Query, ordinal: Sql) -> Sql:
    """The day with this number among the working days."""
    return column(query.left(("worked", ordinal.sql()), query.context.facts(WORKED), lambda a: equal(column(a, "ordinal"), ordinal)), "day")


def _certain(query: Query, point: Term, duration: Duration, sign: int) -> Sql:
    """A day that the last day does not lie before, whatever the days beyond the calendar turn out to be.

    Forwards from a covered day: the calendar's last day. Backwards from a day beyond it: as if none of those were worked.
    """
    facts = day_facts(query, to_day(point))
    if sign > 0:
        return choose([(present(column(facts, "worked")), column(facts, "until"))])
    return worked_day(query, arithmetic("+", column(facts, "beyond"), _signed(duration, -1, 1)))


def next_working_day(query: Query, point: Term) -> Term:
    """The day itself when it is worked, else the next one that is; a time of day stays (B.8)."""
    day = to_day(point)
    value = _working_days(query, day, Duration(0, "working-days"), 1)
    uncovered = all_of(present(point.sql), missing(value))
    if point.type == "datetime":
        time = arithmetic("-", point.sql, sql.group(arithmetic("*", day, number(sql.DAY_SECONDS))))
        value = arithmetic("+", arithmetic("*", sql.group(value), number(sql.DAY_SECONDS)), time)
    return replace(point, sql=value, faults=merged(point.faults, {UNCOVERED: uncovered}), field=None, counted=True, floor=None, ceiling=None)


def rolled(query: Query, point: Term) -> Term:
    """A last day moved off a day off (`roll`). Done before the day itself is in time, wherever it moves to."""
    moved = next_working_day(query, point)
    floor = choose([(missing(moved.sql), point.sql)])
    ceiling = None
    if point.floor is not None:
        floor = choose([(present(point.sql), floor)], sql.coalesce(_roll(query, point, point.floor), point.floor))
    if point.ceiling is not None:
        ceiling = _roll(query, point, point.ceiling)
    return replace(moved, floor=floor, ceiling=ceiling)


def _roll(query: Query, point: Term, limit: Sql) -> Sql:
    return next_working_day(query, replace(point, sql=limit)).sql


def end_of(query: Query, span: str, point: Term) -> Term:
    """Last day of the day, week (Sunday), month, quarter, half-year or year that holds the point."""
    day = to_day(point)
    if span == "day":
        value = day
    elif span == "week":
        # 1970-01-01 was a Thursday: day 3 was the first Sunday.
        week = sql.exp.IntDiv(this=sql.group(arithmetic("+", day, number(7_000_003))), expression=number(7))
        value = arithmetic("-", arithmetic("*", week, number(7)), number(7_000_003 - 6))
    else:
        return _looked_up(point, _end_of_months(query, day, {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[span]))
    return _made(point, value)


def _made(point: Term, value: Sql, type: str = "date") -> Term:
    """A point made from another."""
    return Term(type, value, 0, point.faults, point.lacking, point.not_yet, planned=point.planned, counted=True)


def _looked_up(point: Term, value: Sql) -> Term:
    return _made(point, value).with_faults({UNCOVERED: all_of(present(point.sql), missing(value))})


def _end_of_months(query: Query, day: Sql, size: int) -> Sql:
    facts = day_facts(query, day)
    block = sql.exp.IntDiv(this=column(facts, "month"), expression=number(size))
    last = arithmetic("+", arithmetic("*", sql.group(block), number(size)), number(size - 1))
    month = query.left(("month", last.sql()), query.context.facts(MONTHS), lambda a: equal(column(a, "month"), last))
    return arithmetic("-", arithmetic("+", column(month, "first"), column(month, "length")), number(1))


def month_day(query: Query, point: Term, month: int, day: int) -> Term:
    """A month and day in the year of the point; 29 February is cut to the month's end."""
    facts = day_facts(query, to_day(point))
    year = sql.exp.IntDiv(this=column(facts, "month"), expression=number(12))
    wanted = arithmetic("+", arithmetic("*", sql.group(year), number(12)), number(month - 1))
    found = query.left(("month", wanted.sql()), query.context.facts(MONTHS), lambda a: equal(column(a, "month"), wanted))
    length = column(found, "length")
    dom = choose([(compare("<", length, number(day)), length)], number(day))
    return _looked_up(point, arithmetic("-", arithmetic("+", column(found, "first"), dom), number(1)))


def at_time(point: Term, seconds: int) -> Term:
    """The point's day at a time of day."""
    return _made(point, arithmetic("+", arithmetic("*", sql.group(to_day(point)), number(sql.DAY_SECONDS)), number(seconds)), "datetime")


def days_between(query: Query, first: Term, last: Term, working: bool) -> Term:
    """Whole days from one point to another; working days are those after the first, up to and with the last."""
    faults = merged(first.faults, last.faults)
    lacking = any_of(first.lacking, last.lacking)
    if not working:
        return Term("number", arithmetic("-", to_day(last), to_day(first)), 0, faults, lacking)
    start, end = day_facts(query, to_day(first)), day_facts(query, to_day(last))
    value = arithmetic("-", column(end, "ordinal"), column(start, "ordinal"))
    uncovered = all_of(present(first.sql), present(last.sql), missing(value))
    return Term("number", value, 0, merged(faults, {UNCOVERED: uncovered}), lacking)
