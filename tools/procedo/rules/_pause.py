"""`pause`: time that does not count (SEMANTICS B.11).

Days from the day of the hold (inclusive) to the day it is lifted (exclusive) do not count; holds that overlap are merged; one
that began before the trigger delays the start; one without an end stops the clock, unless the last day had passed before.

Everything is counted in positions: a working day by its number, a day by itself, an instant by its second. A merged hold
from `lo` to `hi` takes `hi - lo` positions; it counts while it begins not after the last day as far as it is known by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from procedo.language import sql
from procedo.language.points import UNCOVERED, day_facts, shifted, to_day, worked_day, worked_ordinal
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    all_of,
    any_of,
    arithmetic,
    choose,
    column,
    compare,
    equal,
    flag,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Term, merged
from procedo.language.tree import ExpressionError
from procedo.rules._build import Build
from procedo.rules._fields import Looked, Pause
from procedo.rules._search import look
from procedo.terms import say

MISSING = "pause-date-missing"


@dataclass(frozen=True)
class Clock:
    """How a limit is counted: its unit, whether to the instant, and whether it counts from the trigger day itself."""

    unit: str
    exact: bool
    zero: bool

    def position(self, query: Query, point: Term) -> Sql:
        """A point as a position: the first one that lies not before it."""
        if self.exact:
            return point.sql if point.type == "datetime" else arithmetic("*", point.sql, number(sql.DAY_SECONDS))
        day = to_day(point)
        if self.unit != "working-days":
            return day
        facts = day_facts(query, day)
        return arithmetic("+", arithmetic("-", column(facts, "ordinal"), column(facts, "worked")), number(1))

    def base(self, query: Query, start: Term, length: Term) -> Sql:
        """The position of the last day without any hold."""
        if self.unit != "working-days":
            return shifted(query, start, length, 1).sql
        return choose([(when, worked_ordinal(query, to_day(start), d, 1)) for when, d in length.choices])

    def first(self, query: Query, start: Term) -> Sql:
        """The first position that counts: the day after the trigger, or the trigger itself for instants and no days."""
        if self.exact:
            return start.sql
        day = to_day(start)
        return self.position(query, Term("date", day if self.zero else arithmetic("+", day, number(1))))

    def point(self, query: Query, position: Sql) -> Sql:
        return worked_day(query, position) if self.unit == "working-days" else position


def paused(build: Build, said: Pause, query: Query, scope: Scope, counted: Callable[[Scope], tuple[Term, Term]]) -> tuple[Term, Sql]:
    """(the last day with all holds, whether a hold without an end has stopped the clock).

    `counted`: the point from which the case counts, and how long, as read in a scope.
    """
    lower, length = counted(scope)
    clock = _clock(lower, length)
    plain = shifted(query, lower, length, 1)
    holds, doubtful = _holds(build, said, clock, counted)
    narrow = _total(build, holds, "narrow")
    wide = _total(build, holds, "wide") if doubtful else narrow

    def taken(table: str, name: str) -> Sql:
        alias = query.left(("pause", table), table, lambda a: equal(column(a, "_row"), scope.row))
        return sql.coalesce(column(alias, name), number(0))

    stopped, perhaps = (equal(taken(table, "open"), number(1)) for table in (narrow, wide))
    if clock.zero and clock.unit == "days":
        plain = replace(plain, counted=True)
    base = clock.base(query, lower, length)
    least, most = (clock.point(query, arithmetic("+", base, taken(table, "taken"))) for table in (narrow, wide))
    differ = FALSE if not doubtful else any_of(compare("<>", taken(narrow, "taken"), taken(wide, "taken")), all_of(perhaps, negated(stopped)))
    value = choose([(any_of(stopped, differ), NULL)], least)
    known = all_of(present(lower.sql), negated(length.unknown), negated(any_of(stopped, differ)))
    faults = {code: when for code, when in plain.faults.items() if code != UNCOVERED}
    faults = merged(faults, {UNCOVERED: all_of(known, missing(value)), MISSING: differ})
    floor = choose([(differ, least)], NULL if plain.floor is None else plain.floor)
    unheld = all_of(equal(taken(wide, "taken"), number(0)), negated(perhaps))
    ceiling = choose([(all_of(differ, negated(perhaps)), most), (unheld, NULL if plain.ceiling is None else plain.ceiling)])
    return replace(plain, sql=value, faults=faults, floor=floor, ceiling=ceiling), stopped


def _clock(lower: Term, length: Term) -> Clock:
    units = {d.unit for _, d in length.choices}
    if len(units) > 1:
        raise ExpressionError(0, "mixed-units", say("有 pause 时，各期限须用同一单位", "limits with a pause are of one unit"))
    unit = units.pop()
    zero = all(d.fixed and d.count == 0 for _, d in length.choices)
    return Clock(unit, unit == "seconds" and lower.type == "datetime", zero)


def _holds(build: Build, said: Pause, clock: Clock, counted: Callable[[Scope], tuple[Term, Term]]) -> tuple[str, bool]:
    """The step of (case, base, lo, hi, where they are known; `narrow lo` … , `wide lo` …), and whether any date is open."""
    looked = Looked(form=said.form, match=said.match, where=said.where, at="none")
    found = look(build, looked, ("pause",), None)
    start, length = counted(found.case)
    begins, ends = (build.point(found.record, text, "pause", word) for word, text in (("from", said.from_), ("to", said.to)))
    first, base = clock.first(found.query, start), clock.base(found.query, start, length)
    lo, hi = (clock.position(found.query, point) for point in (begins, ends))
    undated = any_of(begins.broken, all_of(missing(begins.sql), negated(begins.not_yet)))
    unended = any_of(ends.broken, all_of(present(ends.sql), missing(hi)))
    lifted = all_of(present(hi), negated(ends.broken))
    late = choose([(compare("<", lo, first), first)], lo)
    unsure = found.belongs.unknown
    doubt = any_of(undated, unended, unsure)
    none = all_of(missing(begins.sql), begins.not_yet, negated(begins.broken))
    columns = {
        "case": found.case.row,
        "base": base,
        "narrow": flag(negated(doubt)),
        "lo": choose([(undated, first)], late),
        "hi": choose([(lifted, hi)]),
    }
    where = all_of(found.belongs.can_be_true, negated(none), present(base))
    step = build.context.step("holds", found.query.select(*[named(v, n) for n, v in columns.items()], where=where))
    return step, not sql.is_false(doubt)


def _total(build: Build, holds: str, reading: str) -> str:
    """The step of (_row, taken, open): how many positions the holds take, and whether one without an end has stopped the clock."""
    known = equal(column("h", "narrow"), number(1)) if reading == "narrow" else TRUE
    lo, hi = column("h", "lo"), column("h", "hi")
    real = sql.select(*[named(column("h", name), name) for name in ("case", "base", "lo", "hi")]).from_(sql.table(holds, "h"), copy=False)
    real = real.where(all_of(known, any_of(missing(hi), compare("<", lo, hi))), copy=False)
    real = build.context.step(f"holds {reading}", real)
    islands = build.context.step(f"holds {reading} merged", _islands(real))
    reached = build.context.step(f"holds {reading} reached", _reached(islands))
    return build.context.step(f"holds {reading} taken", _taken(reached))


def _islands(holds: str) -> sql.exp.Select:
    """Holds that touch or overlap as one: (case, base, lo, hi); hi is NULL where one of them has no end."""

    def other(of: str, *tests: Sql) -> Sql:
        query = sql.select(number(1)).from_(sql.table(holds, "o"), copy=False)
        return negated(sql.exists(query.where(all_of(equal(column("o", "case"), column(of, "case")), *tests), copy=False)))

    begun, ended = column("o", "lo"), column("o", "hi")
    starts = sql.select(*[named(column("s", name), name) for name in ("case", "base", "lo")]).distinct(copy=False)
    starts = starts.from_(sql.table(holds, "s"), copy=False).where(
        other("s", compare("<", begun, column("s", "lo")), any_of(missing(ended), compare(">=", ended, column("s", "lo")))), copy=False)
    ends = sql.select(*[named(column("e", name), name) for name in ("case", "hi")]).distinct(copy=False)
    ends = ends.from_(sql.table(holds, "e"), copy=False).where(all_of(
        present(column("e", "hi")),
        other("e", compare("<=", begun, column("e", "hi")), any_of(missing(ended), compare(">", ended, column("e", "hi"))))), copy=False)
    on = all_of(equal(column("e", "case"), column("s", "case")), compare(">", column("e", "hi"), column("s", "lo")))
    keys = [column("s", name) for name in ("case", "base", "lo")]
    whole = sql.select(*[named(key, key.name) for key in keys], named(sql.aggregate("min", column("e", "hi")), "hi"))
    whole = whole.from_(sql.source(starts, "s"), copy=False).join(sql.source(ends, "e"), on=on, join_type="left", copy=False)
    return whole.group_by(*keys, copy=False)


def _reached(islands: str) -> sql.exp.Select:
    """Each merged hold with the last day as known when it begins: (case, lo, hi, due)."""
    length = arithmetic("-", column("j", "hi"), column("j", "lo"))
    due = arithmetic("+", column("i", "base"), sql.coalesce(sql.whole(sql.aggregate("sum", length)), number(0)))
    keys = [column("i", name) for name in ("case", "lo", "hi")]
    found = sql.select(*[named(key, key.name) for key in keys], named(due, "due")).from_(sql.table(islands, "i"), copy=False)
    on = all_of(equal(column("j", "case"), column("i", "case")), compare("<", column("j", "lo"), column("i", "lo")))
    return found.join(sql.table(islands, "j"), on=on, join_type="left", copy=False).group_by(*keys, column("i", "base"), copy=False)


def _taken(reached: str) -> sql.exp.Select:
    """What the holds take that begin before the last day is over."""
    over = sql.select(named(column("x", "case"), "case"), named(sql.aggregate("min", column("x", "lo")), "stop"))
    over = over.from_(sql.table(reached, "x"), copy=False).where(compare(">", column("x", "lo"), column("x", "due")), copy=False)
    over = over.group_by(column("x", "case"), copy=False)
    length = arithmetic("-", column("t", "hi"), column("t", "lo"))
    found = sql.select(
        named(column("t", "case"), "_row"),
        named(sql.whole(sql.aggregate("sum", length)), "taken"),
        named(sql.aggregate("max", flag(missing(column("t", "hi")))), "open"),
    ).from_(sql.table(reached, "t"), copy=False)
    found = found.join(sql.source(over, "x"), on=equal(column("x", "case"), column("t", "case")), join_type="left", copy=False)
    stop = column("x", "stop")
    return found.where(any_of(missing(stop), compare("<", column("t", "lo"), stop)), copy=False).group_by(column("t", "case"), copy=False)
