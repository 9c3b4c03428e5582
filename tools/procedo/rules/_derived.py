"""Derived fields of a form that is decided on: approved_at, approved_by, reviewed_by, rejected_at (LANGUAGE.md section 1)."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.scope import Scope
from procedo.language.sql import NULL, all_of, column, equal, named, number, present
from procedo.language.term import UNREADABLE, Items, Term
from procedo.rules._complete import complete
from procedo.rules._decisions import SAYS, Decisions, decisions


def derived(scope: Scope, name: str) -> Term | None:
    """`approved_by`, `reviewed_by` (lists of persons) and `rejected_at`, `approved_at` of a form that is decided on.

    `approved_at`: when the last decision that the matrix about the form demands fell; without one matrix of its own, the last
    approval while none refused after it. An exported field of that name wins.
    """
    words = {"approved_by": "approved", "reviewed_by": "reviewed", "approved_at": "approved", "rejected_at": "rejected"}
    if name not in words or not any(
        f.decisions and f.fields[f.decisions.on].to in (scope.form.form, "any") for f in scope.context.forms.values()
    ):
        return None
    if name == "approved_at" and scope.form.form in scope.context.matrices:
        return complete(scope, scope.context.matrices[scope.form.form])
    known = decisions(scope.context, scope.form)
    if name.endswith("_by"):
        return _persons(scope, known, name, words[name])
    return _last(scope, known, name, words[name])


def _persons(scope: Scope, known: Decisions, name: str, word: str) -> Term:
    context, form = scope.context, scope.form.form
    listed = sql.select(named(column("d", "case"), "_row"), named(column("d", "person"), "value")).distinct(copy=False)
    listed = listed.from_(sql.table(known.table, "d"), copy=False)
    spoken = equal(column("d", "says"), number(SAYS[word]))
    values = context.steps.add(f"{form} {name}", listed.where(all_of(spoken, present(column("d", "person"))), copy=False))
    counts = sql.select(
        named(column("d", "case"), "_row"),
        named(sql.count_distinct(column("d", "person")), "value"),
        named(sql.aggregate("max", known.of("d", "approver-missing")), "broken"),
    )
    counts = counts.from_(sql.table(known.table, "d"), copy=False)
    counted = context.steps.add(f"{form} {name} count", counts.where(spoken, copy=False).group_by(column("d", "case"), copy=False))
    alias = scope.query.left((scope.alias, name), counted, lambda a: equal(column(a, "_row"), scope.record))
    broken = sql.sure(equal(column(alias, "broken"), number(1)))
    return Term("list", column(alias, "value"), faults={UNREADABLE: broken}, person=True, items=Items(table=values, row=scope.record))


def _last(scope: Scope, known: Decisions, name: str, word: str) -> Term:
    context, form = scope.context, scope.form.form
    at, says = column("d", "at"), column("d", "says")
    chosen = sql.aggregate("max", sql.choose([(equal(says, number(SAYS[word])), at)]))
    if name == "approved_at":
        refused = sql.aggregate("max", sql.choose([(equal(says, number(SAYS["rejected"])), at)]))
        chosen = sql.choose([(sql.sure(sql.compare(">", refused, chosen)), NULL)], chosen)
    query = sql.select(
        named(column("d", "case"), "_row"), named(chosen, "value"), named(sql.aggregate("max", known.of("d", "date-missing")), "broken")
    )
    query = query.from_(sql.table(known.table, "d"), copy=False)
    last = context.steps.add(f"{form} {name}", query.group_by(column("d", "case"), copy=False))
    alias = scope.query.left((scope.alias, name), last, lambda a: equal(column(a, "_row"), scope.record))
    return Term(known.at_type, column(alias, "value"), faults={UNREADABLE: sql.sure(equal(column(alias, "broken"), number(1)))})
