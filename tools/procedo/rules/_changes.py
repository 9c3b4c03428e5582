"""Changes of key fields after a decision: what the change logs of a form say (SEMANTICS A.2, `stale`)."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
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
    text,
)
from procedo.model import Form
from procedo.rules._build import Build


def changes(build: Build, cases: str, gate_type: str, records: str | None = None) -> str | None:
    """Per case whose key field changed: `changed`, the last day of it up to the gate; `undated` 1 where a change has no date."""
    matrix, context = build.context.matrix, build.context
    logs = [f for f in context.forms.values() if f.history and f.form in context.tables and _about(f, build.form)]
    if matrix is None or not matrix.key_fields or not logs:
        return None
    logged = context.step("changes", sql.union([_logged(build, log, matrix.key_fields) for log in logs]))
    k, x = "k", "x"
    gate = sql.day_of(column(k, "gate")) if gate_type == "datetime" else column(k, "gate")
    before = any_of(equal(column(k, "gate open"), number(1)), sql.sure(compare("<=", column(x, "day"), gate)))
    query = sql.select(
        named(column(k, "_row"), "case"), named(sql.aggregate("max", choose([(before, column(x, "day"))])), "changed"),
        named(sql.aggregate("max", column(x, "undated")), "undated"),
    ).from_(sql.table(cases, k), copy=False)
    record = column(k, "_row")
    if records:
        query = query.join(sql.table(records, "c"), on=equal(column("c", "_row"), record), copy=False)
        record = column("c", "_record")
    query = query.join(sql.table(logged, x), on=equal(column(x, "case"), record), copy=False)
    return context.step("key changes", query.group_by(column(k, "_row"), copy=False))


def _about(log: Form, form: Form) -> bool:
    return log.fields[log.history.of].to in (form.form, "any")


def _logged(build: Build, log: Form, key_fields: list[str]):
    """Changes of key fields, whether the log names a field by its id or by one of its labels."""
    query = Query(build.context)
    query.start(log.form, "h")
    scope, said = Scope(query, log, "h"), log.history
    of, name, old, new, at = (scope.field(n) for n in (said.of, said.field_, said.old, said.new, said.at))
    query.join(build.form.form, "c", equal(column("c", "_key"), of.sql))
    hidden = FALSE if sql.is_false(at.not_yet) else all_of(missing(at.sql), at.not_yet)
    return query.select(
        named(column("c", "_row"), "case"),
        named(choose([(present(name.sql), to_day(at))]), "day"),
        named(sql.flag(any_of(missing(at.sql), missing(name.sql))), "undated"),
        where=all_of(any_of(_named(build, name.sql, key_fields), missing(name.sql)), negated(_same(old.sql, new.sql)), negated(hidden)),
    )


def _named(build: Build, name: Sql, key_fields: list[str]) -> Sql:
    known = [build.form.fields[field] for field in key_fields if field in build.form.fields]
    words = [*key_fields, *(word for field in known for word in field.label.every())]
    return sql.one_of(name, [text(word) for word in dict.fromkeys(words)])


def _same(old: Sql, new: Sql) -> Sql:
    return any_of(sql.sure(equal(old, new)), all_of(missing(old), missing(new)))
