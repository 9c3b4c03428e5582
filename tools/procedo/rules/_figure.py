"""Figures of `let`: one aggregate over the records that belong to the case (LANGUAGE.md section 5)."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.points import shifted
from procedo.language.rounding import rounded
from procedo.language.scope import Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import UNREADABLE, Items, Term
from procedo.language.tree import ExpressionError
from procedo.rules._build import Build, Misplaced, Parts
from procedo.rules._by_period import named_by
from procedo.rules._currency import currency, mixed
from procedo.rules._fields import Figure, Looked
from procedo.rules._search import Found, in_window, look
from procedo.terms import say

PART_MISSING, MIXED = "part-amount-missing", "currency-mixed"


def define(build: Build) -> None:
    """Make every figure of the check a name of the case, in the order written."""
    for name, figure in build.fields.let.items():
        build.figures[name] = _lazily(build, name, figure)


def _lazily(build: Build, name: str, figure: Figure):
    made: list[tuple[str, Term, bool]] = []
    begun: list[bool] = []

    def term(scope: Scope) -> Term:
        if not made:
            if begun:
                raise ExpressionError(0, "read-by-itself", say(f"“{name}”由它自己算出", f"“{name}” is computed from itself"))
            begun.append(True)
            made.append((*_make(build, name, figure), build.laid is None))
        table, shape, of_record = made[0]
        # What was computed of the record is the same in each of its intervals.
        row = scope.record if of_record else scope.row
        alias = scope.query.left(("figure", table), table, lambda a: equal(column(a, "_row"), row))
        found = _read(figure.aggregate[0], alias, shape, row)
        return _summed(build, name, alias, found) if figure.aggregate[0] == "sum" else found

    return term


def _read(function: str, alias: str, shape: Term, row: Sql) -> Term:
    """The figure of the record or case that `row` names."""
    broken = sql.sure(equal(column(alias, "broken"), number(1)))
    value = column(alias, "value")
    if function in ("sum", "count"):
        value = choose([(broken, NULL)], sql.coalesce(value, number(0)))
    over = (*shape.over, sql.coalesce(column(alias, "count"), number(1))) if function == "mean" else shape.over
    items = replace(shape.items, row=row) if shape.items else None
    return replace(shape, sql=value, faults={UNREADABLE: broken}, items=items, over=over)


def _summed(build: Build, name: str, alias: str, found: Term) -> Term:
    """A sum knows whether it has parts at all, and in which currencies; those of several currencies are not added."""
    parts = build.parts[name] = Parts(missing(column(alias, "_row")), (column(alias, "low"), column(alias, "high")))
    several = mixed(list(parts.currencies))
    faults = {code: all_of(when, negated(several)) for code, when in found.faults.items()}
    if build.fields.kind == "reconciliation":
        faults = {PART_MISSING: faults[UNREADABLE]}
    return replace(found, sql=choose([(several, NULL)], found.sql), faults={**faults, MIXED: several})


def _make(build: Build, name: str, figure: Figure) -> tuple[str, Term]:
    path = ("let", name)
    found = look(build, figure, path, None)
    function, text = figure.aggregate
    subject = None if text == "all" else build.term(found.record, text, *path, function)
    of = None
    if subject is not None and function == "sum":
        of = currency(build, found.record, text, subject, (*path, function))
        subject = _part(build, subject)
    picks = function in ("first", "last")
    counted, doubtful = standing(build, found, figure, path, None if picks else subject)
    order, doubtful = _ordered(build, found, figure, path, counted, doubtful)
    dark = any_of(subject.broken, subject.lacking) if picks and subject is not None else FALSE
    value = subject.sql if subject is not None else number(1)
    pairs = build.context.step(
        f"{name} records",
        found.query.select(
            named(found.case.row, "case"),
            named(found.record.row, "found"),
            named(choose([(counted, value)]), "value"),
            named(sql.flag(doubtful), "doubtful"),
            named(sql.flag(all_of(counted, dark)), "dark"),
            named(order, "order"),
            *([named(of.sql if of else NULL, "currency")] if function == "sum" else []),
            where=all_of(found.belongs.can_be_true, found.visible, any_of(counted, doubtful)),
        ),
    )
    if function == "list":
        table, values = _list(build, name, pairs)
        element = Term("text", NULL) if subject is None else Term(subject.type, NULL, subject.scale)
        return table, Term("list", NULL, person=subject.person if subject else False, items=Items(table=values, element=element))
    return build.context.step(name, _aggregated(pairs, function, subject is None)), _shape(build, figure, subject, path)


def _part(build: Build, subject: Term) -> Term:
    """A part of a sum: a blank one is not zero; rounded first where the check says so."""
    blank = all_of(missing(subject.sql), negated(subject.broken))
    places = getattr(build.fields, "places", None)
    part = rounded(subject, places) if places is not None and subject.type == "number" else subject
    return replace(part, lacking=blank)


def _shape(build: Build, figure: Figure, subject: Term | None, path) -> Term:
    """What the figure's value is: type, scale, field; a count is a plain number."""
    function, _ = figure.aggregate
    if function == "count" or subject is None:
        return Term("number", NULL)
    if function in ("sum", "mean") and subject.type != "number":
        sentence = say(f"{function} 需要数", f"{function} takes a number")
        raise Misplaced((*path, function), ExpressionError(0, "wrong-type", sentence))
    if subject.over:
        raise Misplaced((*path, function), ExpressionError(0, "wrong-type", say("不能再汇总平均数", "a mean cannot be summed up again")))
    kept = replace(subject, sql=NULL, faults={}, lacking=FALSE, not_yet=FALSE, constant=None, entries=())
    return kept if figure.aggregate[0] != "mean" else replace(kept, field=None)


def _ordered(build: Build, found: Found, figure: Figure, path, counted: Sql, doubtful: Sql) -> tuple[Sql, Sql]:
    """What first and last go by; a record whose place in the order is not known leaves them unknown."""
    if figure.aggregate[0] not in ("first", "last"):
        return found.record.row, doubtful
    order = build.term(found.record, figure.order_by, *path, "order_by") if figure.order_by else found.at
    if order is None:
        return found.record.row, doubtful
    return order.sql, any_of(doubtful, all_of(found.belongs.holds, any_of(order.broken, all_of(counted, missing(order.sql)))))


def standing(build: Build, found: Found, figure: Looked, path, subject: Term | None) -> tuple[Sql, Sql]:
    """(surely counted, perhaps counted or with an unreadable value) of each pair of case and record."""
    case, at = found.case, found.at
    lower = build.point(case, figure.after, *path, "after") if figure.after else None
    upper = build.point(case, figure.before, *path, "before") if figure.before else None
    if build.laid and not (figure.after or figure.before or named_by(figure)):
        lower, upper = (case.name(("period", which)) for which in ("start", "end"))
    if figure.within and lower is not None:
        upper = shifted(found.query, lower, build.duration(case, figure.within, *path, "within"), 1)
    inside, unsure = sql.TRUE, FALSE
    if (lower is not None or upper is not None) and at is not None:
        early, late = in_window(at, lower, upper)
        inside = all_of(negated(early), negated(late))
        unsure = any_of(at.broken, missing(at.sql), *[b.broken for b in (lower, upper) if b is not None])
    sure_pair = found.belongs.holds
    counted = all_of(sure_pair, sql.sure(inside), negated(unsure))
    value_unknown = any_of(subject.broken, subject.lacking) if subject is not None else FALSE
    doubtful = any_of(
        all_of(found.belongs.unknown, any_of(unsure, sql.sure(inside))), all_of(sure_pair, unsure), all_of(counted, value_unknown)
    )
    return all_of(counted, negated(value_unknown)), doubtful


def _aggregated(pairs: str, function: str, whole: bool) -> sql.exp.Select:
    value, case = column("p", "value"), column("p", "case")
    source = sql.table(pairs, "p")
    broken = named(sql.aggregate("max", column("p", "doubtful")), "broken")
    if function in ("first", "last"):
        return _extreme(pairs, function)
    if function == "count":
        result = sql.total(present(value)) if whole else sql.count_distinct(value)
    elif function in ("sum", "mean"):
        result = sql.whole(sql.aggregate("sum", value))
    else:
        result = sql.aggregate(function, value)
    count = [named(choose([(sql.compare(">", sql.total(present(value)), number(0)), sql.total(present(value)))]), "count")]
    ends = [named(sql.aggregate(end, column("p", "currency")), name) for end, name in (("min", "low"), ("max", "high"))]
    more = {"mean": count, "sum": ends}.get(function, [])
    columns = [named(case, "_row"), named(result, "value"), broken, *more]
    return sql.select(*columns).from_(source, copy=False).group_by(case, copy=False)


def _extreme(pairs: str, function: str) -> sql.exp.Select:
    """The value of the first or last record by order; unknown where it cannot be read, or where several that differ share
    the place. What cannot be read elsewhere does not matter."""
    case, order = column("p", "case"), column("p", "order")
    end = sql.among(sql.aggregate("min" if function == "first" else "max", order), [case])
    kept = [named(column("p", name), name) for name in ("case", "value", "dark", "doubtful", "order")]
    placed = sql.select(*kept, named(end, "end")).from_(sql.table(pairs, "p"), copy=False)
    there = equal(order, column("p", "end"))
    value = choose([(there, column("p", "value"))])
    differ = sql.compare("<>", sql.aggregate("min", value), sql.aggregate("max", value))
    some_empty = sql.compare("<>", sql.total(present(value)), sql.total(sql.sure(there)))
    mixed = all_of(some_empty, present(sql.aggregate("max", value)))
    dark = equal(sql.aggregate("max", choose([(there, column("p", "dark"))])), number(1))
    broken = choose([(any_of(sql.sure(differ), mixed, dark), number(1))], sql.aggregate("max", column("p", "doubtful")))
    chosen = sql.select(named(case, "_row"), named(sql.aggregate("max", value), "value"), named(broken, "broken"))
    return chosen.from_(sql.within(placed, "p"), copy=False).group_by(case, copy=False)


def _list(build: Build, name: str, pairs: str) -> tuple[str, str]:
    """Table of how many values each case has, and table of the values."""
    value, case = column("p", "value"), column("p", "case")
    listed = (
        sql.select(named(case, "_row"), named(value, "value"))
        .distinct(copy=False)
        .from_(sql.table(pairs, "p"), copy=False)
        .where(present(value), copy=False)
    )
    counted = sql.select(
        named(case, "_row"), named(sql.count_distinct(value), "value"), named(sql.aggregate("max", column("p", "doubtful")), "broken")
    )
    table = build.context.step(name, counted.from_(sql.table(pairs, "p"), copy=False).group_by(case, copy=False))
    return table, build.context.step(f"{name} values", listed)
