"""Figures of `let`: one aggregate over the records that belong to the case (LANGUAGE.md section 5)."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.points import shifted
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
from procedo.rules._build import Build
from procedo.rules._fields import Figure
from procedo.rules._search import Found, in_window, look


def define(build: Build) -> None:
    """Make every figure of the check a name of the case, in the order written."""
    for name, figure in build.fields.let.items():
        build.figures[name] = _lazily(build, name, figure)


def _lazily(build: Build, name: str, figure: Figure):
    made: list[tuple[str, Term]] = []

    def term(scope: Scope) -> Term:
        if not made:
            made.append(_make(build, name, figure))
        table, shape = made[0]
        alias = scope.query.left(("figure", table), table, lambda a: equal(column(a, "_row"), scope.row))
        broken = sql.sure(equal(column(alias, "broken"), number(1)))
        value = column(alias, "value")
        if figure.aggregate[0] in ("sum", "count"):
            value = choose([(broken, NULL)], sql.coalesce(value, number(0)))
        items = Items(table=shape.items.table, row=scope.row) if shape.items else None
        return replace(shape, sql=value, faults={UNREADABLE: broken}, items=items)

    return term


def _make(build: Build, name: str, figure: Figure) -> tuple[str, Term]:
    path = ("let", name)
    found = look(build, figure, path, None)
    function, text = figure.aggregate
    subject = None if text == "all" else build.term(found.record, text, *path, function)
    counted, doubtful = _standing(build, found, figure, path, subject)
    value = subject.sql if subject is not None else number(1)
    order = build.term(found.record, figure.order_by, *path, "order_by") if figure.order_by else found.at
    pairs = build.context.step(
        f"{name} records",
        found.query.select(
            named(found.case.row, "case"),
            named(found.record.row, "found"),
            named(choose([(counted, value)]), "value"),
            named(sql.flag(doubtful), "doubtful"),
            named(order.sql if order is not None else found.record.row, "order"),
            where=all_of(found.belongs.can_be_true, found.visible, any_of(counted, doubtful)),
        ),
    )
    shape = (
        Term("number", NULL)
        if function == "count"
        else replace(subject or Term("number", NULL), sql=NULL, faults={}, lacking=FALSE, constant=None)
    )
    if function == "list":
        table, values = _list(build, name, pairs)
        return table, Term("list", NULL, person=subject.person if subject else False, items=Items(table=values))
    return build.context.step(name, _aggregated(build, pairs, function, subject is None)), shape


def _standing(build: Build, found: Found, figure: Figure, path, subject: Term | None) -> tuple[Sql, Sql]:
    """(surely counted, perhaps counted or with an unreadable value)."""
    case, at = found.case, found.at
    lower = build.point(case, figure.after, *path, "after") if figure.after else None
    upper = build.point(case, figure.before, *path, "before") if figure.before else None
    if build.laid and not (figure.after or figure.before or _names_period(figure)):
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


def _names_period(figure: Figure) -> bool:
    """Whether `match` ties the records to the period by itself."""
    return isinstance(figure.match, dict) and any("period" in ours for ours in figure.match.values())


def _aggregated(build: Build, pairs: str, function: str, whole: bool) -> sql.exp.Select:
    value, case = column("p", "value"), column("p", "case")
    source = sql.table(pairs, "p")
    broken = named(sql.aggregate("max", column("p", "doubtful")), "broken")
    if function in ("first", "last"):
        return _extreme(pairs, function)
    if function == "count":
        result = sql.total(present(value)) if whole else sql.count_distinct(value)
    elif function == "sum":
        result = sql.whole(sql.aggregate("sum", value))
    else:
        result = sql.aggregate(function, value)
    return sql.select(named(case, "_row"), named(result, "value"), broken).from_(source, copy=False).group_by(case, copy=False)


def _extreme(pairs: str, function: str) -> sql.exp.Select:
    """The value of the first or last record by order."""
    order, case = column("p", "order"), column("p", "case")
    pick = sql.aggregate("min" if function == "first" else "max", order)
    best = sql.select(named(case, "case"), named(pick, "order"), named(sql.aggregate("max", column("p", "doubtful")), "broken"))
    best = best.from_(sql.table(pairs, "p"), copy=False).group_by(case, copy=False)
    chosen = sql.select(
        named(column("b", "case"), "_row"),
        named(sql.aggregate("max", column("q", "value")), "value"),
        named(sql.aggregate("max", column("b", "broken")), "broken"),
    ).from_(best.subquery(sql.exp.to_identifier("b", quoted=True)), copy=False)
    on = all_of(equal(column("q", "case"), column("b", "case")), equal(column("q", "order"), column("b", "order")))
    return chosen.join(sql.table(pairs, "q"), on=on, join_type="left", copy=False).group_by(column("b", "case"), copy=False)


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
