"""Arithmetic on points in time: days, working days, months, hours (SEMANTICS part B)."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.duration import Duration
from procedo.language.scope import Query
from procedo.language.sql import Sql, all_of, arithmetic, choose, column, day_of, equal, missing, number, present
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
    """A point moved by a duration; days, months and working days give a day, hours keep an instant an instant."""
    exact = point.type == "datetime" and all(d.unit == "seconds" for _, d in duration.choices)
    moved = [(when, _move(query, point, d, sign, exact)) for when, d in duration.choices]
    value = choose(moved)
    known = all_of(present(point.sql), sql.negated(duration.unknown))
    uncovered = all_of(known, missing(value)) if any(d.unit in ("working-days", "months") for _, d in duration.choices) else sql.FALSE
    return Term(
        "datetime" if exact else "date",
        value,
        0,
        merged(point.faults, duration.faults, {UNCOVERED: uncovered}),
        sql.any_of(point.lacking, duration.lacking),
        point.not_yet,
    )


def _move(query: Query, point: Term, duration: Duration, sign: int, exact: bool) -> Sql:
    count = duration.count * sign
    if duration.unit == "seconds":
        if exact:
            return arithmetic("+", point.sql, number(count))
        days = -(-abs(count) // sql.DAY_SECONDS) * sign
        return arithmetic("+", to_day(point), number(days))
    day = to_day(point)
    if duration.unit == "days":
        return arithmetic("+", day, number(count)) if count else day
    if duration.unit == "months":
        return _months(query, day, count)
    return _working_days(query, day, duration.count, sign)


def day_facts(query: Query, day: Sql) -> str:
    """Alias of the calendar row of a day."""
    query.context.steps.calendar(DAYS)
    return query.left(("day", day.sql()), DAYS, lambda a: equal(column(a, "day"), day))


def _months(query: Query, day: Sql, count: int) -> Sql:
    facts = day_facts(query, day)
    query.context.steps.calendar(MONTHS)
    wanted = arithmetic("+", column(facts, "month"), number(count))
    month = query.left(("month", wanted.sql()), MONTHS, lambda a: equal(column(a, "month"), wanted))
    dom, length = column(facts, "dom"), column(month, "length")
    clamped = choose([(sql.compare(">", dom, length), length)], dom)
    return arithmetic("-", arithmetic("+", column(month, "first"), clamped), number(1))


def _working_days(query: Query, day: Sql, count: int, sign: int) -> Sql:
    facts = day_facts(query, day)
    query.context.steps.calendar(WORKED)
    worked = column(facts, "worked")
    offset = number(count * sign)
    if count == 0 or sign < 0:
        offset = choose([(equal(worked, number(1)), offset)], number(count * sign + 1))
    wanted = arithmetic("+", column(facts, "ordinal"), offset)
    return column(query.left(("worked", wanted.sql()), WORKED, lambda a: equal(column(a, "ordinal"), wanted)), "day")


def end_of(query: Query, span: str, point: Term) -> Term:
    """Last day of the day, week (Sunday), month, quarter or year that holds the point."""
    day = to_day(point)
    if span == "day":
        value = day
    elif span == "week":
        # 1970-01-01 was a Thursday: day 3 was the first Sunday.
        week = sql.exp.IntDiv(this=sql.group(arithmetic("+", day, number(7_000_003))), expression=number(7))
        value = arithmetic("-", arithmetic("*", week, number(7)), number(7_000_003 - 6))
    else:
        value = _end_of_months(query, day, {"month": 1, "quarter": 3, "year": 12}[span])
    return Term("date", value, 0, point.faults, point.lacking, point.not_yet)


def _end_of_months(query: Query, day: Sql, size: int) -> Sql:
    facts = day_facts(query, day)
    query.context.steps.calendar(MONTHS)
    block = sql.exp.IntDiv(this=column(facts, "month"), expression=number(size))
    last = arithmetic("+", arithmetic("*", sql.group(block), number(size)), number(size - 1))
    month = query.left(("month", last.sql()), MONTHS, lambda a: equal(column(a, "month"), last))
    return arithmetic("-", arithmetic("+", column(month, "first"), column(month, "length")), number(1))


def days_between(query: Query, first: Term, last: Term, working: bool) -> Term:
    """Whole days from one point to another; working days are those after the first, up to and with the last."""
    faults = merged(first.faults, last.faults)
    lacking = sql.any_of(first.lacking, last.lacking)
    if not working:
        return Term("number", arithmetic("-", to_day(last), to_day(first)), 0, faults, lacking)
    start, end = day_facts(query, to_day(first)), day_facts(query, to_day(last))
    value = arithmetic("-", column(end, "ordinal"), column(start, "ordinal"))
    uncovered = all_of(present(first.sql), present(last.sql), missing(value))
    return Term("number", value, 0, merged(faults, {UNCOVERED: uncovered}), lacking)
