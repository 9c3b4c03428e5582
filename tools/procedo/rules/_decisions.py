"""Decisions on a form's records: every approval, review and refusal, whichever form holds it; and the derived fields."""

from __future__ import annotations

from dataclasses import dataclass

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

DARK = ("approver-missing", "date-missing", "decision-missing", "future-dated", "approved-amount-unreadable", "value-unreadable")
"""Why a decision may not be known, as 0/1 columns of the table of decisions."""

COLUMNS = ("case", "found", "form", "role", "says", "person", "at", "day", "round", "amount", "role unread", "round unread", *DARK)


@dataclass(frozen=True)
class Decisions:
    """Table of COLUMNS. `case` is the `_row` of the record decided on. The other fields say what its columns can hold at all.
    """

    table: str
    at_type: str
    dark: tuple[str, ...]
    rounds: bool
    roles_blank: bool


def deciding_forms(context: Context, form: str) -> list[Form]:
    """Forms of the recordset whose records decide on records of `form`."""
    found = []
    for candidate in context.forms.values():
        if candidate.decisions and candidate.form in context.tables:
            on = candidate.fields[candidate.decisions.on]
            if on.to in (form, "any"):
                found.append(candidate)
    return found


def decisions(context: Context, form: Form) -> Decisions:
    """Decisions on records of `form`, from every form that declares them. One dated after the as-of day is not seen.

    NotEvaluable when no deciding form is in the recordset.
    """
    deciding = deciding_forms(context, form.form)
    if not deciding:
        declared = [f.form for f in context.forms.values() if f.decisions]
        raise NotEvaluable(
            declared[0] if declared else "approval",
            None,
            say(f"缺少对 {form.form} 的审批记录“{'、'.join(declared)}”", f"decisions on {form.form} (“{', '.join(declared)}”) are missing"),
        )
    exact = all(_column(context, f, f.decisions.at) and _column(context, f, f.decisions.at).type == "datetime" for f in deciding)
    parts = [_part(context, f, form, exact) for f in deciding]
    table = context.steps.add(f"decisions on {form.form}", sql.union([part for part, _ in parts]))
    dark = tuple(code for code in DARK if any(not sql.is_false(faults[code]) for _, faults in parts))
    rounds = any(_column(context, f, f.decisions.round) for f in deciding)
    roles = [_column(context, f, f.decisions.role) for f in deciding]
    return Decisions(table, "datetime" if exact else "date", dark, rounds, any(r is None or r.empty or r.broken for r in roles))


def _column(context: Context, form: Form, name: str | None):
    return context.table(form.form).columns.get(name) if name else None


def _part(context: Context, deciding: Form, form: Form, exact: bool) -> tuple[sql.exp.Select, dict[str, Sql]]:
    query = Query(context)
    query.start(deciding.form, "f")
    scope = Scope(query, deciding, "f")
    said = deciding.decisions

    def optional(name: str | None) -> Term:
        return scope.field(name) if _column(context, deciding, name) else Term("text", NULL)

    def blank(term: Term, name: str) -> Sql:
        known = _column(context, deciding, name)
        return missing(term.sql) if known.empty or known.broken else FALSE

    on, says, person, at = scope.field(said.on), scope.field(said.says), scope.field(said.by), scope.field(said.at)
    role, round_, amount = optional(said.role), optional(said.round), optional(said.amount)
    ahead = at.faults.get("future-dated", FALSE)
    dark = {
        "approver-missing": blank(person, said.by),
        "decision-missing": blank(says, said.says),
        "date-missing": all_of(blank(at, said.at), negated(ahead)),
        "future-dated": ahead,
        "approved-amount-unreadable": amount.broken,
        "value-unreadable": any_of(role.broken, round_.broken),
    }
    query.join(form.form, "c", equal(column("c", "_key"), on.sql))
    hidden = FALSE if sql.is_false(at.not_yet) else all_of(missing(at.sql), at.not_yet)
    select = query.select(
        named(column("c", "_row"), "case"),
        named(scope.row, "found"),
        named(text(deciding.form), "form"),
        named(role.sql, "role"),
        named(says.sql, "says"),
        named(person.sql, "person"),
        named(sql.day_of(at.sql) if at.type == "datetime" and not exact else at.sql, "at"),
        named(to_day(at), "day"),
        named(round_.sql, "round"),
        named(sql.scaled(amount.sql, 10 ** (4 - amount.scale)) if amount.type == "number" else amount.sql, "amount"),
        named(sql.flag(role.broken), "role unread"),
        named(sql.flag(round_.broken), "round unread"),
        *[named(sql.flag(dark[code]), code) for code in DARK],
        where=all_of(_about(scope, form), negated(hidden)),
    )
    return select, dark


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
    known = decisions(scope.context, scope.form)
    if name.endswith("_by"):
        return _persons(scope, known.table, name, words[name])
    return _last(scope, known.table, name, words[name], known.at_type)


def _persons(scope: Scope, table: str, name: str, word: str) -> Term:
    context, form = scope.context, scope.form.form
    listed = sql.select(named(column("d", "case"), "_row"), named(column("d", "person"), "value")).distinct(copy=False)
    listed = listed.from_(sql.table(table, "d"), copy=False)
    spoken = equal(column("d", "says"), text(word))
    values = context.steps.add(f"{form} {name}", listed.where(all_of(spoken, present(column("d", "person"))), copy=False))
    counts = sql.select(
        named(column("d", "case"), "_row"),
        named(sql.count_distinct(column("d", "person")), "value"),
        named(sql.aggregate("max", column("d", "approver-missing")), "broken"),
    )
    counts = counts.from_(sql.table(table, "d"), copy=False)
    counted = context.steps.add(f"{form} {name} count", counts.where(spoken, copy=False).group_by(column("d", "case"), copy=False))
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
        named(column("d", "case"), "_row"), named(chosen, "value"), named(sql.aggregate("max", column("d", "date-missing")), "broken")
    )
    query = query.from_(sql.table(table, "d"), copy=False)
    last = context.steps.add(f"{form} {name}", query.group_by(column("d", "case"), copy=False))
    alias = scope.query.left((scope.alias, name), last, lambda a: equal(column(a, "_row"), scope.record))
    return Term(at_type, column(alias, "value"), faults={UNREADABLE: sql.sure(equal(column(alias, "broken"), number(1)))})
