"""An amount as a matrix reads it: at the rate of the case date, with or without tax, never rounded (SEMANTICS A.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from procedo.language import sql
from procedo.language.context import Context
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
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
    text,
)
from procedo.language.term import Term, merged
from procedo.model.form import Field
from procedo.model.matrix import Matrix
from procedo.rules._build import Build


@dataclass(frozen=True)
class Reading:
    """The value is `term / per`; the bound is multiplied by `per` instead."""

    term: Term
    per: Sql | None = None
    money: bool = False

    def above(self, bound: Sql, scale: int) -> Sql:
        """Whether the value is more than a bound of so many decimals."""
        most = max(scale, self.term.scale)
        left, right = sql.scaled(self.term.sql, 10 ** (most - self.term.scale)), sql.scaled(bound, 10 ** (most - scale))
        return compare(">", left, right if self.per is None else sql.product(right, self.per))


def readings(build: Build, scope: Scope, said: str, path: tuple, matrix: Matrix | None, day: Sql) -> list[Reading]:
    """One reading, or two where it is not known whether the amount includes tax. Only a plain money field is converted."""
    term = build.term(scope, said, *path)
    declared = _declared(build.context, term)
    money = declared is not None and declared.type == "money"
    if not money or matrix is None or not (matrix.currency or matrix.basis):
        return [Reading(term, None, money or path == ("amount",))]
    beside = _Beside(build, scope, said.rpartition(".")[0], term.field.partition(".")[0], path)
    return _taxed(beside, declared, _exchanged(beside, declared, term, matrix, day), matrix)


def _declared(context: Context, term: Term) -> Field | None:
    form, _, name = (term.field or "").partition(".")
    return context.forms[form].fields.get(name) if form in context.forms else None


@dataclass(frozen=True)
class _Beside:
    """The fields of the record that holds the amount."""

    build: Build
    scope: Scope
    way: str
    form: str
    path: tuple

    def term(self, name: str | None) -> Term | None:
        """The field's value, or None where none is declared or the recordset does not hold it."""
        if not name or name not in self.build.context.table(self.form).columns:
            return None
        return self.build.term(self.scope, f"{self.way}.{name}" if self.way else name, *self.path)


def _exchanged(beside: _Beside, declared: Field, term: Term, matrix: Matrix, day: Sql) -> Term:
    """The amount times the rate in force on the case date. A blank currency is the one the field declares."""
    said = beside.term(declared.currency_field)
    if not matrix.currency or (said is None and declared.currency == matrix.currency):
        return term
    word = text(declared.currency) if said is None else sql.coalesce(said.sql, text(declared.currency))
    unread = sql.FALSE if said is None else said.broken
    scale, table = _rates(beside.build.context)
    rate = sql.NULL
    if table:
        alias = beside.scope.query.left(("rate", word.sql(), day.sql()), table, lambda a: all_of(
            equal(column(a, "currency"), word), compare("<=", column(a, "from"), day),
            any_of(missing(column(a, "until")), compare("<", day, column(a, "until")))))
        rate = column(alias, "rate")
    rate = choose([(unread, sql.NULL), (equal(word, text(matrix.currency)), number(10**scale))], rate)
    return Term("number", sql.product(term.sql, rate), term.scale + scale,
                merged(term.faults, {"rate-missing": all_of(present(term.sql), missing(rate))}), term.lacking, field=term.field)


def _rates(context: Context) -> tuple[int, str | None]:
    """Decimals of the rates, and the table of (currency, from, until, rate): each holds until the next one begins."""
    forms = [f for f in context.forms.values() if f.rates and f.form in context.tables]
    if not forms:
        return 0, None
    scale = max(context.tables[f.form].columns[f.rates.rate].decimals for f in forms)
    parts = []
    for form in forms:
        query = Query(context)
        query.start(form.form, "r")
        scope = Scope(query, form, "r")
        currency, rate, start = scope.field(form.rates.currency), scope.field(form.rates.rate), scope.field(form.rates.from_)
        parts.append(query.select(
            named(currency.sql, "currency"), named(to_day(start), "from"), named(sql.scaled(rate.sql, 10 ** (scale - rate.scale)), "rate"),
            where=all_of(present(currency.sql), present(start.sql))))
    listed = context.steps.add("rates listed", sql.union(parts))
    low, high = sql.aggregate("min", column("r", "rate")), sql.aggregate("max", column("r", "rate"))
    unread = compare(">", sql.total(missing(column("r", "rate"))), number(0))
    of_day = sql.select(
        named(column("r", "currency"), "currency"), named(column("r", "from"), "from"),
        named(choose([(all_of(equal(low, high), negated(unread)), low)]), "rate"),
    ).from_(sql.table(listed, "r"), copy=False).group_by(column("r", "currency"), column("r", "from"), copy=False)
    table = context.steps.add("rates by day", of_day)
    later = all_of(equal(column("n", "currency"), column("r", "currency")), compare(">", column("n", "from"), column("r", "from")))
    spans = sql.select(
        *[named(column("r", name), name) for name in ("currency", "from", "rate")], named(sql.aggregate("min", column("n", "from")), "until"),
    ).from_(sql.table(table, "r"), copy=False).join(sql.table(table, "n"), on=later, join_type="left", copy=False)
    return scale, context.steps.add("rates", spans.group_by(*[column("r", n) for n in ("currency", "from", "rate")], copy=False))


def _taxed(beside: _Beside, declared: Field, term: Term, matrix: Matrix) -> list[Reading]:
    """Net against gross lines, or gross against net ones, is compared with tax added to the smaller side."""
    if not matrix.basis:
        return [Reading(term, None, True)]
    included, rate = beside.term(declared.tax_included_field), beside.term(declared.tax_rate_field)
    other = sql.FALSE if declared.basis in (None, matrix.basis) else sql.TRUE
    unknown = sql.TRUE if declared.basis is None else sql.FALSE
    if included is not None:
        stated = equal(included.sql, number(0 if matrix.basis == "gross" else 1))
        other = choose([(present(included.sql), stated), (included.broken, sql.FALSE)], other)
        unknown = any_of(included.broken, all_of(missing(included.sql), unknown))
    if sql.is_false(other) and sql.is_false(unknown):
        return [Reading(term, None, True)]
    return _both(term, rate, other, unknown, matrix.basis == "net")


def _both(term: Term, rate: Term | None, other: Sql, unknown: Sql, net: bool) -> list[Reading]:
    scale = rate.scale if rate is not None else 0
    one = number(10**scale)
    taxed = sql.arithmetic("+", rate.sql, one) if rate is not None else sql.NULL
    lost = all_of(any_of(other, unknown), missing(taxed), present(term.sql))
    faults = merged(term.faults, {"tax-basis-missing": lost})

    def reading(converted: Sql) -> Reading:
        factor = choose([(converted, taxed)], one)
        value = sql.product(term.sql, one if net else factor)
        return Reading(replace(term, sql=value, scale=term.scale if net else term.scale + scale, faults=faults),
                       factor if net else None, True)

    first, second = reading(all_of(other, negated(unknown))), reading(any_of(other, unknown))
    return [first] if sql.is_false(unknown) else [first, second]
