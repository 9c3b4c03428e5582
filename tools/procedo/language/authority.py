"""Who held which role when: the dated appointments of every form that declares `appoints`."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.context import Context, NotEvaluable
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    column,
    compare,
    equal,
    flag,
    missing,
    named,
    number,
    present,
)
from procedo.language.term import Condition, Term, merged
from procedo.terms import say

NO_APPOINTMENTS = "no-appointments"


def appointments(context: Context) -> str:
    """Table of (person, role, from, to, certain): roles and departments alike; `certain` 0 = a date is unknown.

    A blank `to` is open; a blank `from` is unknown, but after `to` the appointment is certainly over (SEMANTICS A.3).
    """
    parts = []
    for form in context.forms.values():
        if form.appoints and form.form in context.tables:
            roles = [form.appoints.role, *([form.appoints.department] if form.appoints.department else [])]
            parts += [_part(context, form, role) for role in roles if role in context.tables[form.form].columns]
    if not parts:
        raise NotEvaluable("appointment", None, say("缺少任职记录“appointment”", "dated appointments (“appointment”) are missing"))
    return context.steps.add("appointments", sql.union(parts))


def _part(context: Context, form, role: str) -> sql.exp.Select:
    query = Query(context)
    query.start(form.form, "a")
    scope = Scope(query, form, "a")
    said = form.appoints
    person, held, start = scope.field(said.person), scope.field(role), scope.field(said.from_)
    end = scope.field(said.to) if said.to else Term("date", NULL)
    certain = sql.negated(any_of(start.broken, end.broken, person.broken, missing(start.sql)))
    return query.select(
        named(person.sql, "person"),
        named(held.sql, "role"),
        named(to_day(start), "from"),
        named(to_day(end), "to"),
        named(flag(certain), "certain"),
        where=present(held.sql),
    )


def held(context: Context, alias: str, person: Sql, day: Sql, certain: bool) -> Sql:
    """Whether an appointment row covers the person and day: surely, or possibly (a date of it is unknown)."""
    start, end = column(alias, "from"), column(alias, "to")
    after_start = sql.any_of(missing(start), compare("<=", start, day)) if not certain else compare("<=", start, day)
    before_end = sql.any_of(missing(end), compare(">=", end, day))
    return all_of(equal(column(alias, "person"), person), after_start, before_end, equal(column(alias, "certain"), number(int(certain))))


def holds(scope: Scope, person: Term, roles: list[Sql], day: Term, strict: bool) -> Condition:
    """Condition of `holds(person, role, day)` by dated appointments; a role nobody was ever given is unknown."""
    context = scope.context
    table = appointments(context)
    on = to_day(day)

    def some(test_certain: bool | None, who: Sql) -> Sql:
        query = sql.select(number(1)).from_(sql.table(table, "h"), copy=False)
        match = sql.one_of(column("h", "role"), roles)
        if test_certain is not None:
            match = all_of(match, held(context, "h", who, on, test_certain))
        return sql.exists(query.where(match, copy=False))

    surely, possibly, never = _once(scope, person, roles, day) or (*_for_persons(person, some), sql.negated(some(None, NULL)))
    reasons = merged(
        person.reasons, day.reasons, {NO_APPOINTMENTS: never, "appointment-dates-missing": all_of(possibly, sql.negated(surely))}
    )
    empty = all_of(any_of(missing(person.sql), missing(day.sql)), sql.negated(any_of(person.unknown, day.unknown)))
    if strict:
        reasons = merged(reasons, {"value-missing": empty})
    unknown = any_of(*reasons.values())
    blank = FALSE if strict else empty
    return Condition(any_of(unknown, surely), all_of(any_of(unknown, sql.negated(surely)), sql.negated(blank)), reasons)


def _once(scope: Scope, person: Term, roles: list[Sql], day: Term) -> tuple[Sql, Sql, Sql] | None:
    """For plain fields of the record: the three answers as a step of their own, so that a condition may use them often."""
    names = [term.field.removeprefix(f"{scope.form.form}.") for term in (person, day) if term.field]
    if person.type == "list" or len(names) < 2 or any(name not in scope.form.fields for name in names):
        return None
    if any(scope.field(name).sql != term.sql for name, term in zip(names, (person, day), strict=True)):
        return None  # made from the field, as by coalesce(closed_at, as_of)
    context, table = scope.context, appointments(scope.context)
    query = Query(context)
    query.start(scope.form.form, "c")
    who, on = (Scope(query, scope.form, "c").field(name) for name in names)

    def some(*more: Sql) -> Sql:
        found = sql.select(number(1)).from_(sql.table(table, "h"), copy=False)
        return flag(sql.exists(found.where(all_of(sql.one_of(column("h", "role"), roles), *more), copy=False)))

    answers = {
        "surely": some(held(context, "h", who.sql, to_day(on), True)),
        "possibly": some(held(context, "h", who.sql, to_day(on), False)),
        "ever": some(),
    }
    step = context.steps.add(
        f"{scope.form.form} {names[0]} holding", query.select(column("c", "_row"), *[named(v, n) for n, v in answers.items()])
    )
    alias = scope.query.left((scope.alias, "holding", step), step, lambda a: equal(column(a, "_row"), scope.record))
    surely, possibly = (sql.sure(equal(column(alias, name), number(1))) for name in ("surely", "possibly"))
    return surely, possibly, sql.sure(equal(column(alias, "ever"), number(0)))


def _for_persons(person: Term, some) -> tuple[Sql, Sql]:
    if person.type != "list":
        return some(True, person.sql), some(False, person.sql)
    found = []
    for certain in (True, False):
        inner = some(certain, column("l", "value"))
        query = sql.select(number(1)).from_(sql.table(person.items.table, "l"), copy=False)
        found.append(sql.exists(query.where(all_of(equal(column("l", "_row"), person.items.row), inner), copy=False)))
    return found[0], found[1]
