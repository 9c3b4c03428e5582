"""When the approval of a record was complete, by the matrix about its form: the derived field `approved_at`."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.scope import Scope
from procedo.language.sql import NULL, any_of, choose, column, equal, missing, named, number, present
from procedo.language.term import UNREADABLE, Term
from procedo.model import Matrix
from procedo.rules._build import CONFORMS, UNDETERMINED, Build
from procedo.rules._chain import Asks, Chain, Settled
from procedo.rules._lines import applied
from procedo.rules._ruling import verdicts
from procedo.rules._span import Span


def complete(scope: Scope, matrix: Matrix) -> Term:
    """The point at which the last decision needed fell; empty while one lacks, unknown where that cannot be read."""
    build = Build(replace(scope.context, matrix=matrix, prefix=""), Asks(), scope.form, None, Span(-(10**6), None))
    chain = Chain(build.fields, build)
    cases = build.context.step(f"{scope.form.form} to approve", _cases(build, chain))
    found = chain.settle(cases)
    table, _ = verdicts(build, found, chain.grades)
    reached = build.context.step(f"{scope.form.form} approved", _reached(cases, found, table))
    alias = scope.query.left((scope.alias, "approved_at"), reached, lambda a: equal(column(a, "_row"), scope.record))
    broken = sql.sure(equal(column(alias, "broken"), number(1)))
    return Term(chain.decisions.at_type, column(alias, "value"), faults={UNREADABLE: broken})


def _cases(build: Build, chain: Chain):
    """Every record with its line; no gate: what was decided up to the as-of day counts."""
    query, scope = build.start()
    chain.applied = applied(build, scope, number(build.context.as_of))
    columns = {"line": chain.applied.line, "gate": NULL, "gate open": number(1), "delivered": NULL} | chain.values()
    status = choose([(present(chain.applied.line), number(1))], number(2))
    return query.select(named(scope.row, "_row"), named(status, "status"), *[named(v, n) for n, v in columns.items()])


def _reached(cases: str, found: Settled, table: str):
    k, v, h = "k", "v", "h"
    query = sql.select(named(column(k, "_row"), "_row")).from_(sql.table(cases, k), copy=False)
    value = choose([(equal(column(v, "verdict"), number(CONFORMS)), column(h, "reached"))])
    for name, alias in ((table, v), (found.choices, h)):
        query = query.join(sql.table(name, alias), on=equal(column(alias, "case"), column(k, "_row")), join_type="left", copy=False)
    if found.plain:
        query = query.join(sql.table(found.plain, "q"), on=equal(column("q", "_row"), column(k, "_row")), join_type="left", copy=False)
        value = sql.coalesce(column("q", "reached"), value)
    broken = any_of(missing(column(k, "line")), sql.sure(equal(column(v, "verdict"), number(UNDETERMINED))))
    return query.select(named(value, "value"), named(sql.flag(broken), "broken"), copy=False)
