"""The cases of numbering: numbers carried, numbers missing, and records without a number that fits."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.sql import NULL, Sql, all_of, any_of, column, compare, equal, missing, named, number
from procedo.rules._build import Build, Witness
from procedo.rules._numbers import REASONS as DARK
from procedo.rules._numbers import Numbers

_COLUMNS = ("_row", "_key", "_window", "_file", "_line", "clock", "status", "live", "maybe", "sure", "fits", "excused", "last")


def cases_of(build: Build, numbers: Numbers) -> str:
    """Numbers carried, numbers missing, and records without a number; of this revision's stretch."""
    every = build.context.step("numbers and gaps", sql.union([_carried(numbers), _gaps(numbers), _odd(numbers)]))
    clock = column("n", "clock")
    mine = build.span.takes(clock, None, sql.TRUE)
    names = (*_COLUMNS, *[f"dark {code}" for code in DARK])
    query = sql.select(*[named(column("n", name), name) for name in names]).from_(sql.table(every, "n"), copy=False)
    return build.context.step(f"{build.form.form} cases", query if sql.is_true(mine) else query.where(mine, copy=False))


def _columns(values: dict[str, Sql], dark: str | None) -> list[Sql]:
    """The columns of one kind of case, those it does not have NULL."""
    codes = [named(column(dark, f"dark {code}") if dark else number(0), f"dark {code}") for code in DARK]
    return [named(values.get(name, NULL), name) for name in _COLUMNS] + codes


def _carried(numbers: Numbers):
    def m(name: str) -> Sql:
        return column("m", name)

    values = {name: m(name) for name in ("_row", "clock", "live", "maybe", "sure")}
    values |= {"_key": m("series"), "_window": m("n"), "last": m("n"), "_file": column("c", "_file"), "_line": column("c", "_line"), "status": number(1)}
    query = sql.select(*_columns(values, "m")).from_(sql.table(numbers.numbers, "m"), copy=False)
    return query.join(sql.table(numbers.carriers, "c"), on=equal(column("c", "_row"), m("_row")), copy=False)


def _gaps(numbers: Numbers):
    values = {name: column("g", name) for name in ("_row", "clock", "last")}
    values |= {"_key": column("g", "series"), "_window": column("g", "first"), "status": number(1)}
    return sql.select(*_columns(values, None)).from_(sql.table(numbers.missing, "g"), copy=False)


def _odd(numbers: Numbers):
    """Records without a number or with one that does not fit, and those that are no case."""
    def k(name: str) -> Sql:
        return column("k", name)

    values = {name: k(name) for name in ("_row", "_key", "_file", "_line", "clock", "excused")}
    values |= {"fits": sql.coalesce(k("fits"), number(-1)), "status": sql.flag(compare(">", k("status"), number(0))),
               "maybe": sql.flag(equal(k("status"), number(2)))}
    query = sql.select(*_columns(values, "k")).from_(sql.table(numbers.carriers, "k"), copy=False)
    none = equal(k("status"), number(0))
    return query.where(any_of(none, missing(k("fits")), sql.sure(equal(k("fits"), number(0)))), copy=False)


def beside(build: Build, numbers: Numbers) -> Witness:
    """All records of a number that several carry; the records before and after a gap."""
    def c(name: str) -> Sql:
        return column("c", name)

    def seen(case: Sql, table: str, alias: str, on: Sql):
        query = sql.select(named(case, "case"), named(c("_row"), "found"), named(c("clock"), "at")).from_(sql.table(table, alias), copy=False)
        return query.join(sql.table(numbers.carriers, "c"), on=on, copy=False)

    same = all_of(equal(c("series"), column("m", "series")), equal(c("n"), column("m", "n")))
    several = all_of(same, compare(">", column("m", "all"), number(1)), compare(">", c("status"), number(0)))
    found = [seen(column("m", "_row"), numbers.numbers, "m", several)]
    found += [seen(column("g", "_row"), numbers.missing, "g", equal(c("_row"), column("g", side))) for side in ("before", "after")]
    return Witness(build.form.form, build.context.step("numbers beside", sql.union(found)), "date")
