"""Decisions on a form's records: every approval, review and refusal, whichever form holds it; and the derived fields."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.context import Context, NotEvaluable
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    column,
    equal,
    missing,
    named,
    negated,
    number,
    present,
    text,
)
from procedo.language.term import UNREADABLE, Items, Term
from procedo.model import Form
from procedo.terms import say

COLUMNS = ("object", "found", "form", "role", "says", "person", "at", "round", "amount")
DARK = ("approver-missing", "date-missing", "decision-missing", "future-dated", "approved-amount-unreadable")


def deciding_forms(context: Context, form: str) -> list[Form]:
    """Forms of the recordset whose records decide on records of `form`."""
    found = []
    for candidate in context.forms.values():
        if candidate.decisions and candidate.form in context.tables:
            on = candidate.fields[candidate.decisions.on]
            if on.to in (form, "any"):
                found.append(candidate)
    return found


def decisions(context: Context, form: Form) -> tuple[str, str]:
    """Table of decisions on records of `form` (COLUMNS, and DARK as 0/1), and the type of `at`.

    A decision dated after the as-of day is not seen. NotEvaluable when no deciding form is in the recordset.
    """
    deciding = deciding_forms(context, form.form)
    if not deciding:
        declared = [f.form for f in context.forms.values() if f.decisions]
        raise NotEvaluable(
            declared[0] if declared else "approval",
            None,
            say(f"缺少对 {form.form} 的审批记录“{'、'.join(declared)}”", f"decisions on {form.form} (“{', '.join(declared)}”) are missing"),
        )
    exact = all(
        context.table(f.form).columns.get(f.decisions.at) and context.table(f.form).columns[f.decisions.at].type == "datetime"
        for f in deciding
    )
    parts = [_part(context, f, form, exact) for f in deciding]
    return context.steps.add(f"decisions on {form.form}", sql.union(parts)), "datetime" if exact else "date"


def _part(context: Context, deciding: Form, form: Form, exact: bool) -> sql.exp.Select:
    query = Query(context)
    query.start(deciding.form, "f")
    scope = Scope(query, deciding, "f")
    said, mapped = deciding.decisions, context.table(deciding.form).columns

    def optional(name: str | None) -> Term:
        return scope.field(name) if name and name in mapped else Term("text", NULL)

    on, says, person, at = scope.field(said.on), scope.field(said.says), scope.field(said.by), scope.field(said.at)
    role, round_, amount = optional(said.role), optional(said.round), optional(said.amount)
    when = sql.day_of(at.sql) if at.type == "datetime" and not exact else at.sql
    dark = {
        "approver-missing": any_of(missing(person.sql)),
        "decision-missing": missing(says.sql),
        "date-missing": all_of(missing(at.sql), negated(at.faults.get("future-dated", FALSE))),
        "future-dated": at.faults.get("future-dated", FALSE),
        "approved-amount-unreadable": amount.broken,
    }
    return query.select(
        named(on.sql, "object"),
        named(scope.row, "found"),
        named(text(deciding.form), "form"),
        named(role.sql, "role"),
        named(says.sql, "says"),
        named(person.sql, "person"),
        named(when, "at"),
        named(round_.sql, "round"),
        named(amount.sql, "amount"),
        *[named(sql.flag(dark[code]), code) for code in DARK],
        where=all_of(present(on.sql), _about(scope, form), negated(all_of(missing(at.sql), at.not_yet))),
    )


def _about(scope: Scope, form: Form) -> Sql:
    """`object_id` of any form: `object_form` names ours."""
    said = scope.form.decisions
    partner = said.on.removesuffix("_id").removesuffix("_no") + "_form"
    if scope.form.fields[said.on].to == "any" and partner in scope.form.fields:
        return sql.sure(equal(scope.field(partner).sql, text(form.form)))
    return sql.TRUE


def derived(scope: Scope, name: str) -> Term | None:
    """`approved_by`, `reviewed_by` (lists of persons) and `rejected_at`, `approved_at` of a form that is decided on.

    `approved_at` is the day of the last approval while none refused after it. An exported field of that name wins.
    """
    words = {"approved_by": "approved", "reviewed_by": "reviewed", "approved_at": "approved", "rejected_at": "rejected"}
    if name not in words or not any(
        f.decisions and f.fields[f.decisions.on].to in (scope.form.form, "any") for f in scope.context.forms.values()
    ):
        return None
    table, at_type = decisions(scope.context, scope.form)
    return _persons(scope, table, name, words[name]) if name.endswith("_by") else _last(scope, table, name, words[name], at_type)


def _persons(scope: Scope, table: str, name: str, word: str) -> Term:
    context, form = scope.context, scope.form.form
    listed = sql.select(named(column("c", "_row"), "_row"), named(column("d", "person"), "value")).distinct(copy=False)
    listed = listed.from_(sql.table(form, "c"), copy=False).join(
        sql.table(table, "d"), on=equal(column("d", "object"), column("c", "_key")), copy=False
    )
    spoken = equal(column("d", "says"), text(word))
    values = context.steps.add(f"{form} {name}", listed.where(all_of(spoken, present(column("d", "person"))), copy=False))
    counts = sql.select(
        named(column("c", "_row"), "_row"),
        named(sql.count_distinct(column("d", "person")), "value"),
        named(sql.aggregate("max", column("d", "approver-missing")), "broken"),
    )
    counts = counts.from_(sql.table(form, "c"), copy=False).join(
        sql.table(table, "d"), on=equal(column("d", "object"), column("c", "_key")), copy=False
    )
    counted = context.steps.add(f"{form} {name} count", counts.where(spoken, copy=False).group_by(column("c", "_row"), copy=False))
    alias = scope.query.left((scope.alias, name), counted, lambda a: equal(column(a, "_row"), scope.record))
    broken = sql.sure(equal(column(alias, "broken"), number(1)))
    return Term("list", column(alias, "value"), faults={UNREADABLE: broken}, person=True, items=Items(table=values, row=scope.record))


def _last(scope: Scope, table: str, name: str, word: str, at_type: str) -> Term:
    context, form = scope.context, scope.form.form
    at, says = column("d", "at"), column("d", "says")
    chosen = sql.aggregate("max", sql.choose([(equal(says, text(word)), at)]))
    if name == "approved_at":
        refused = sql.aggregate("max", sql.choose([(equal(says, text("rejected")), at)]))
        chosen = sql.choose([(sql.sure(sql.compare(">", refused, chosen)), NULL)], chosen)
    query = sql.select(
        named(column("c", "_row"), "_row"), named(chosen, "value"), named(sql.aggregate("max", column("d", "date-missing")), "broken")
    )
    query = query.from_(sql.table(form, "c"), copy=False).join(
        sql.table(table, "d"), on=equal(column("d", "object"), column("c", "_key")), copy=False
    )
    last = context.steps.add(f"{form} {name}", query.group_by(column("c", "_row"), copy=False))
    alias = scope.query.left((scope.alias, name), last, lambda a: equal(column(a, "_row"), scope.record))
    return Term(at_type, column(alias, "value"), faults={UNREADABLE: sql.sure(equal(column(alias, "broken"), number(1)))})
