"""The numbers of a form's series: who carries each, and which are missing between the first and the last.

Steps: `all` (records with series and counter), `numbers` (one row per number), `ends` (first and last of each series),
`present` (numbers in order), `missing` (runs of missing numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedo.language import sql
from procedo.language.sql import (
    NULL,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    number,
    present,
)
from procedo.language.term import Condition
from procedo.rules._build import Build
from procedo.rules._series import Series

AT_MOST = 100
"""Missing numbers in a row that are a case each; a longer run is one case, named by its first number."""
Ends = Mapping[str, tuple[int | None, int | None]]
_BESIDE = ("clock", "before", "after")
EXCUSED, UNSURE = 1, 2
REASONS = ("value-unreadable", "value-missing", "reference-missing", "future-dated")
"""Why it cannot be said whether a record takes part or is explained."""


@dataclass(frozen=True)
class Numbers:
    """Tables: `carriers` (records), `numbers` and `missing`."""

    carriers: str
    numbers: str
    missing: str


def count(build: Build, field: str, series: Series, explained: str | None, ends: Ends, start: int | None, fixed: tuple[str, ...]) -> Numbers:
    """`ends`: series -> first and last number that must be there; `start`: the first of any series but those `fixed`."""
    carriers = _carriers(build, field, series, explained)
    numbers = _numbers(build, carriers)
    missing_ = _missing(build, numbers, _ends(build, numbers, ends, start, fixed))
    return Numbers(carriers, numbers, missing_)


def _carriers(build: Build, field: str, series: Series, explained: str | None) -> str:
    """Every record: `series`, `n`, `fits` (1 yes, 0 not, NULL empty), `excused`, and why it is unsure."""
    query, scope = build.start()
    term = build.term(scope, field, "field")
    reads = build.compiler(scope)
    name = build._at(("field",), lambda: reads.computed(term, f"series {series.whole} {series.pattern}", series.name))
    place = build._at(("field",), lambda: reads.computed(term, f"number {series.pattern}", series.number))
    fits = choose([(term.broken, number(0)), (missing(term.sql), NULL), (present(place), number(1))], number(0))
    said = build.condition(scope, explained, "explained") if explained else None
    columns = {
        "series": name, "n": place, "fits": fits, "excused": _excused(said),
        "_key": column("c", "_key"), "_file": column("c", "_file"), "_line": column("c", "_line"),
    }
    columns |= {f"dark {code}": sql.flag(_dark(said, code)) for code in REASONS}
    table, codes = build.everyone(query, scope, columns)
    return _unsure(build, table, codes)


def _excused(said: Condition | None) -> Sql:
    return number(0) if said is None else choose([(said.holds, number(EXCUSED)), (said.unknown, number(UNSURE))], number(0))


def _dark(said: Condition | None, code: str) -> Sql:
    return sql.FALSE if said is None else all_of(said.unknown, said.reasons.get(code, sql.FALSE))


def _unsure(build: Build, table: str, codes: tuple[str, ...]) -> str:
    """The reasons of `when` and of `explained` in one."""
    def both(code: str) -> Sql:
        whys = [equal(column("k", f"dark {code}"), number(1))]
        return sql.flag(any_of(*whys, *([equal(column("k", f"why {code}"), number(1))] if code in codes else [])))

    kept = ("_row", "_key", "_file", "_line", "clock", "status", "series", "n", "fits", "excused")
    query = sql.select(*[named(column("k", name), name) for name in kept], *[named(both(code), f"dark {code}") for code in REASONS])
    return build.context.step(f"{build.form.form} carriers", query.from_(sql.table(table, "k"), copy=False))


def _numbers(build: Build, carriers: str) -> str:
    """One row per number: how many surely carry it unexplained (`live`), perhaps (`maybe`), at all (`all`), in the series."""
    def k(name: str) -> Sql:
        return column("k", name)

    sure = equal(k("status"), number(1))
    live = all_of(sure, equal(k("excused"), number(0)))
    maybe = any_of(all_of(sure, equal(k("excused"), number(UNSURE))), all_of(equal(k("status"), number(2)), compare("<>", k("excused"), number(EXCUSED))))
    query = sql.select(
        named(k("series"), "series"), named(k("n"), "n"), named(sql.aggregate("min", k("_row")), "_row"),
        named(sql.aggregate("max", k("clock")), "clock"), named(sql.total(live), "live"), named(sql.total(maybe), "maybe"),
        named(sql.total(sure), "sure"), named(sql.aggregate("count", k("_row")), "all"),
        *[named(sql.aggregate("max", k(f"dark {code}")), f"dark {code}") for code in REASONS],
    ).from_(sql.table(carriers, "k"), copy=False)
    there = all_of(equal(k("fits"), number(1)), compare(">", k("status"), number(0)))
    return build.context.step(f"{build.form.form} numbers", query.where(there, copy=False).group_by(k("series"), k("n"), copy=False))


def _ends(build: Build, numbers: str, ends: Ends, start: int | None, fixed: tuple[str, ...]) -> str:
    """First and last number of each series: of the records, and as said."""
    there = column("m", "n")
    known = sql.select(named(column("m", "series"), "series"), named(there, "first"), named(there, "last"))
    known = known.from_(sql.table(numbers, "m"), copy=False).where(compare(">", column("m", "sure"), number(0)), copy=False)
    arms = [known, *_said(build, ends)]
    each = build.context.step(f"{build.form.form} spans", sql.union(arms))
    first = sql.aggregate("min", column("s", "first"))
    if start is not None:
        other = sql.negated(sql.one_of(column("s", "series"), map(sql.text, fixed)))
        first = choose([(all_of(other, compare(">", first, number(start))), number(start))], first)
    query = sql.select(named(column("s", "series"), "series"), named(first, "first"), named(sql.aggregate("max", column("s", "last")), "last"))
    return build.context.step(f"{build.form.form} ends", query.from_(sql.table(each, "s"), copy=False).group_by(column("s", "series"), copy=False))


def _said(build: Build, ends: Ends) -> list[sql.exp.Select]:
    """The first and last numbers that were stated; of a series with one of the two, that number alone."""
    if not ends:
        return []
    rows = [(name, first if first is not None else last, last if last is not None else first) for name, (first, last) in sorted(ends.items())]
    columns = (("series", "TEXT"), ("first", "BIGINT"), ("last", "BIGINT"))
    said = build.context.steps.given(f"{build.form.form} expected", columns, rows)
    return [sql.select(*[named(column("g", name), name) for name, _ in columns]).from_(sql.table(said, "g"), copy=False)]


def _missing(build: Build, numbers: str, ends: str) -> str:
    """(_row, series, first, last, clock, before, after): runs of missing numbers, short ones number by number."""
    ranked = _ranked(build, numbers, ends)
    a, b = (lambda name: column("a", name)), (lambda name: column("b", name))
    first, last = sql.arithmetic("+", a("n"), number(1)), sql.arithmetic("-", b("n"), number(1))
    runs = sql.select(named(a("series"), "series"), named(first, "first"), named(last, "last"),
                      named(sql.coalesce(b("clock"), number(build.context.as_of)), "clock"),
                      named(a("_row"), "before"), named(b("_row"), "after"))
    runs = runs.from_(sql.table(ranked, "a"), copy=False).join(sql.table(ranked, "b"), copy=False, on=all_of(
        equal(b("series"), a("series")), equal(b("place"), sql.arithmetic("+", a("place"), number(1)))))
    runs = build.context.step(f"{build.form.form} runs", runs.where(compare("<=", first, last), copy=False))
    return _apart(build, runs)


def _ranked(build: Build, numbers: str, ends: str) -> str:
    """The numbers in order, with one before the first and one after the last of each series."""
    real = sql.select(named(column("m", "series"), "series"), named(column("m", "n"), "n"),
                      named(column("m", "clock"), "clock"), named(column("m", "_row"), "_row"))
    inside = all_of(equal(column("e", "series"), column("m", "series")), compare(">=", column("m", "n"), column("e", "first")),
                    compare("<=", column("m", "n"), column("e", "last")))
    real = real.from_(sql.table(numbers, "m"), copy=False).join(sql.table(ends, "e"), on=inside, copy=False)

    def edge(of: str, operator: str):
        beyond = sql.arithmetic(operator, column("e", of), number(1))
        row = sql.select(named(column("e", "series"), "series"), named(beyond, "n"), named(NULL, "clock"), named(NULL, "_row"))
        return row.from_(sql.table(ends, "e"), copy=False)

    every = build.context.step(f"{build.form.form} present", sql.union([real, edge("first", "-"), edge("last", "+")]))
    order = sql.row_number([column("p", "series")], [column("p", "n")])
    query = sql.select(*[named(column("p", name), name) for name in ("series", "n", "clock", "_row")], named(order, "place"))
    return build.context.step(f"{build.form.form} in order", query.from_(sql.table(every, "p"), copy=False))


def _apart(build: Build, runs: str) -> str:
    """Runs of at most AT_MOST numbers number by number; each row of the result is a case, counted on behind the records."""
    counting = build.context.steps.given("counting", (("i", "BIGINT"),), [(i,) for i in range(AT_MOST)])
    size = sql.arithmetic("-", column("r", "last"), column("r", "first"))
    long = compare(">=", size, number(AT_MOST))
    here = sql.arithmetic("+", column("r", "first"), column("i", "i"))
    query = sql.select(
        named(column("r", "series"), "series"), named(here, "first"), named(choose([(long, column("r", "last"))], here), "last"),
        *[named(column("r", name), name) for name in _BESIDE],
    ).from_(sql.table(runs, "r"), copy=False)
    on = any_of(equal(column("i", "i"), number(0)), all_of(sql.negated(long), compare("<=", column("i", "i"), size)))
    apart = build.context.step(f"{build.form.form} apart", query.join(sql.table(counting, "i"), on=on, copy=False))
    row = sql.arithmetic("+", sql.row_number([], [column("a", "series"), column("a", "first")]), number(build.context.table(build.form.form).rows))
    kept = [named(column("a", name), name) for name in ("series", "first", "last", *_BESIDE)]
    return build.context.step(f"{build.form.form} missing", sql.select(*kept, named(row, "_row")).from_(sql.table(apart, "a"), copy=False))
