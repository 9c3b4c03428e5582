"""`every`: the records of a form laid out by calendar period, one case for each (record, period).

The table it makes looks like the form's own (table.py), so everything that reads a record reads a (record, period) as well.
Further columns: `_record` the record's `_row`; `_window` the period's label; `_every` what kind of period; `period.start` … ; `demand` (1 demanded, 0 not,
2 cannot be said) and `why <code>`.

A period is demanded only of a record that lived on every working day of it ◆ (no pro rata), was not on leave on all of them,
and only where it has a working day at all (SEMANTICS B.13 to B.15).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procedo.language import sql
from procedo.language.context import Context, NotEvaluable
from procedo.language.periods import COLUMNS, EVERY, Period, periods
from procedo.language.points import day_facts, to_day
from procedo.language.scope import PERIOD, Query, Scope
from procedo.language.sql import (
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Term, merged
from procedo.language.tree import ExpressionError
from procedo.model import Form
from procedo.terms import say

NOT_DEMANDED = ("no-working-day", "not-active-throughout", "on-leave")
_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Laid:
    """The table of (record, period), and the reason codes it holds as `why <code>`. `longest`: the most periods of one kind."""

    table: str
    codes: tuple[str, ...]
    longest: int = 0


def lay_out(context: Context, form: Form, every: list[str]) -> Laid:
    """The form's records by period. ExpressionError for a form without a life, NotEvaluable without `period`."""
    if form.active is None:
        raise ExpressionError(0, "no-life", say(
            f"表单 {form.form} 没有声明 active（起止），不能带 every", f"form {form.form} declares no life (`active`), so it takes no `every`"))
    rows = tuple(_periods(context, every))
    table = context.steps.given("periods", COLUMNS, rows)
    query = Query(context)
    query.start(form.form, "c")
    query.sources.append((sql.table(table, "p"), None, "cross"))
    longest = max((sum(row.every == word for row in rows) for word in every), default=0)
    life = _Life(context, form, Scope(query, form, "c"), query)
    reasons = life.reasons(rows)
    demand = choose([(any_of(*[reasons[c] for c in NOT_DEMANDED if c in reasons]), number(0)),
                     (any_of(*[when for c, when in reasons.items() if c not in NOT_DEMANDED]), number(2))], number(1))
    select = query.select(
        named(sql.arithmetic("+", sql.arithmetic("*", column("c", "_row"), number(len(rows) + 1)), column("p", "n")), "_row"),
        named(column("c", "_row"), "_record"), named(column("c", "_key"), "_key"), named(column("p", "label"), "_window"),
        named(sql.NULL, "_file"), named(sql.NULL, "_line"), named(column("p", "every"), "_every"),
        *[named(column("c", name), name) for name in copied(context, form)],
        *[named(column("p", name), f"period.{name}") for name in PERIOD],
        named(demand, "demand"), *[named(sql.flag(when), f"why {code}") for code, when in reasons.items()],
        where=life.overlaps(),
    )
    return Laid(context.steps.add(f"{form.form} by {' and '.join(every)}", select), tuple(reasons), longest)


def _periods(context: Context, every: list[str]):
    unknown = [word for word in every if word not in EVERY]
    if unknown:
        raise ExpressionError(0, "unknown-period", say(
            f"没有周期“{unknown[0]}”（可用：{'、'.join(EVERY)}）", f"there is no period “{unknown[0]}” (known: {', '.join(EVERY)})"))
    if context.period is None:
        raise NotEvaluable("organisation", "period", say(
            "记录集没有写明 period（记录涵盖的起止日），无法知道哪些周期应有记录",
            "the recordset states no `period` (first and last day that the records cover), so no period can be demanded"))
    first, last = (_day(number_) for number_ in context.period)
    return periods(every, first, last, _day(context.as_of), context.calendar)


def _day(number_: int) -> dt.date:
    return dt.date.fromordinal(number_ + _EPOCH)


def copied(context: Context, form: Form) -> list[str]:
    known = context.table(form.form).columns
    return [name for field, column_ in known.items() for name in ((field, f"{field}!") if column_.broken else (field,))]


class _Life:
    """How the life of a record lies to a period."""

    def __init__(self, context: Context, form: Form, scope: Scope, query: Query):
        self.context, self.form, self.scope, self.query = context, form, scope, query
        self.start = _dayed(scope.field(form.active.from_))
        self.end = _dayed(scope.field(form.active.to)) if form.active.to else Term("date", sql.NULL)
        self.first, self.last, self.worked = (column("p", name) for name in ("start", "end", "worked"))

    def overlaps(self) -> Sql:
        """Some day of the period may lie in the life; a life that has not begun has no periods."""
        unbegun = all_of(missing(self.start.sql), negated(self.start.unknown))
        begun = any_of(self.start.unknown, sql.sure(compare("<=", self.start.sql, self.last)))
        going = any_of(missing(self.end.sql), sql.sure(compare(">=", self.end.sql, self.first)))
        return all_of(negated(unbegun), begun, going, self.scope.visible())

    def reasons(self, rows: tuple[Period, ...]) -> dict[str, Sql]:
        """Code -> why the period is not demanded, or cannot be said to be."""
        idle = sql.sure(equal(self.worked, number(0)))
        throughout = all_of(
            sql.sure(compare("<=", self.start.sql, self.first)),
            any_of(missing(self.end.sql), sql.sure(compare(">=", self.end.sql, self.last))),
        )
        lived = self._lived()
        short = all_of(negated(throughout), sql.sure(compare("<", lived, self.worked)))
        known = negated(any_of(idle, self.start.unknown, self.end.broken))
        found = {"no-working-day": idle, "not-active-throughout": all_of(known, short)}
        unsure = any_of(missing(self.worked), all_of(negated(throughout), missing(lived)))
        uncovered = {} if self.context.calendar is None else {"calendar-uncovered": all_of(known, unsure)}
        leave = self._leave(rows, all_of(known, negated(short)))
        return found | merged(self.start.reasons, self.end.faults, uncovered, leave)

    def _lived(self) -> Sql:
        """How many days of the period are worked and lie in the life."""
        first = choose([(sql.sure(compare(">", self.start.sql, self.first)), self.start.sql)], self.first)
        last = choose([(sql.sure(compare("<", self.end.sql, self.last)), self.end.sql)], self.last)
        if self.context.calendar is None:
            return sql.arithmetic("+", sql.arithmetic("-", last, first), number(1))
        before = day_facts(self.query, sql.arithmetic("-", sql.group(first), number(1)))
        until = day_facts(self.query, sql.group(last))
        worked = sql.arithmetic("-", column(until, "ordinal"), sql.coalesce(column(before, "ordinal"), number(0)))
        covered = all_of(present(column(until, "worked")), present(column(day_facts(self.query, sql.group(first)), "worked")))
        return choose([(covered, worked)])

    def _leave(self, rows: tuple[Period, ...], open_: Sql) -> dict[str, Sql]:
        """A period wholly on leave is not demanded; leave whose dates cannot be read may be one."""
        said = self.form.active.except_
        if said is None or said.form not in self.context.tables:
            return {}
        counted = _leave_days(self.context, self.form, said, self.start, self.end, rows)
        alias = self.query.left("leave", counted, lambda a: all_of(
            equal(column(a, "_row"), column("c", "_row")), equal(column(a, "n"), column("p", "n"))))
        away = sql.sure(compare(">=", column(alias, "days"), column(alias, "worked")))
        dark = sql.sure(compare(">", column(alias, "dark"), number(0)))
        return {"on-leave": all_of(open_, away), "value-unreadable": all_of(open_, negated(away), dark)}


def _dayed(term: Term) -> Term:
    return Term("date", to_day(term), 0, term.faults, term.lacking, term.not_yet)


def _leave_days(context: Context, form: Form, said, start: Term, end: Term, rows: tuple[Period, ...]) -> str:
    """Per (record, period) with some leave: working days lived, how many of them on leave, leaves that cannot be read."""
    days = _days(context, rows)
    query = Query(context)
    query.start(form.form, "c")
    leave = Scope(query, context.forms[said.form], "l")
    query.join(said.form, "l", equal(column("l", leave.matched(said.match)), column("c", "_key")))
    first, last = _dayed(leave.field(said.from_)), _dayed(leave.field(said.to))
    query.sources.append((sql.table(days, "d"), None, "cross"))
    unsure = any_of(first.broken, last.broken, missing(first.sql))
    inside = all_of(
        sql.sure(compare("<=", first.sql, column("d", "day"))),
        any_of(missing(last.sql), sql.sure(compare(">=", last.sql, column("d", "day")))),
    )
    lived = all_of(
        sql.sure(compare("<=", start.sql, column("d", "day"))),
        any_of(missing(end.sql), sql.sure(compare(">=", end.sql, column("d", "day")))),
    )
    away = choose([(all_of(inside, negated(unsure)), column("d", "day"))])
    select = query.select(
        named(column("c", "_row"), "_row"), named(column("d", "n"), "n"),
        named(sql.count_distinct(away), "days"), named(sql.count_distinct(column("d", "day")), "worked"),
        named(sql.total(unsure), "dark"), where=all_of(lived, leave.visible()),
    )
    return context.steps.add(f"{form.form} leave", select.group_by(column("c", "_row"), column("d", "n"), copy=False))


def _days(context: Context, rows: tuple[Period, ...]) -> str:
    """The days that are worked in each period: (n, day); of a period of one day, that day."""
    calendar = context.calendar
    worked, off = (set(calendar.worked), set(calendar.off)) if calendar else (set(), set())

    def works(number_: int) -> bool:
        day = _day(number_)
        return calendar is None or day in worked or (day.weekday() < 5 and day not in off)

    days = [(p.n, day) for p in rows for day in range(p.start, p.end + 1) if p.start == p.end or works(day)]
    return context.steps.given("days of periods", (("n", "BIGINT"), ("day", "BIGINT")), days)
