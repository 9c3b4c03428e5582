"""Acts: who performed which duty on a case, and which excluded pairs one person performed."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.sql import Sql, all_of, any_of, column, compare, equal, missing, named, negated, number, present
from procedo.language.term import Term
from procedo.language.tree import ExpressionError
from procedo.rules._build import Build, Misplaced, Witness
from procedo.rules._fields import Looked
from procedo.rules._figure import standing
from procedo.rules._search import Found, look
from procedo.terms import say

DARK = ("person-missing", "value-missing", "value-unreadable")
"""Why it cannot be said whether one person did both."""


class Acts(Looked):
    """A form of acts: which records belong to the case, which duty each was, and who performed it."""

    duty: str
    by: str


def excluded(build: Build, acts: Acts, pairs: list[tuple[str, str]]) -> tuple[str, Witness]:
    """The step of one row per case: for pair n `same n`, and n with each code of DARK, as 0/1; and the acts looked at."""
    found = look(build, acts, ("acts",), None)
    at_type = found.at.type if found.at is not None else "date"
    duty = _text(build, found, acts.duty, "duty")
    pairs = [_codes(build, found, duty, index, pair) for index, pair in enumerate(pairs)]
    table = _acts(build, acts, found, duty)
    return _meetings(build, table, pairs), Witness(found.record.form.form, table, at_type)


def _codes(build: Build, found: Found, duty: Term, index: int, pair: tuple[str, str]) -> tuple[str, ...]:
    """The duties of a pair as the records name them."""
    return build._at(("exclude", index), lambda: tuple(build.compiler(found.record).code(duty, name, 0) for name in pair))


def _acts(build: Build, acts: Acts, found: Found, duty: Term) -> str:
    by = _text(build, found, acts.by, "by")
    sure, perhaps = standing(build, found, acts, ("acts",), None)
    return build.context.step("acts", found.query.select(
        named(found.case.row, "case"), named(found.record.row, "found"),
        named(found.at.sql if found.at is not None else sql.NULL, "at"),
        named(duty.sql, "duty"), named(by.sql, "by"), named(sql.flag(sure), "sure"),
        where=all_of(found.belongs.can_be_true, found.visible, any_of(sure, perhaps)),
    ))


def _text(build: Build, found: Found, said: str, name: str) -> Term:
    term = build.term(found.record, said, "acts", name)
    if term.type != "text":
        raise Misplaced(("acts", name), ExpressionError(0, "wrong-type", say(
            f"acts 的 {name} 须为单个的文字或人员字段", f"`{name}` of `acts` is a field with one text or person")))
    return term


def _meetings(build: Build, acts: str, pairs: list[tuple[str, str]]) -> str:
    """Two acts of a case whose duties may be an excluded pair and whose persons may be one."""
    table = build.context.steps.given("excluded duties", (("n", "BIGINT"), ("one", "TEXT"), ("other", "TEXT")),
                                      [(n, *pair) for n, pair in enumerate(pairs)])
    x, y = (lambda name: column("x", name)), (lambda name: column("y", name))
    may_be = all_of(any_of(missing(x("duty")), sql.sure(equal(x("duty"), column("e", "one")))),
                    any_of(missing(y("duty")), sql.sure(equal(y("duty"), column("e", "other")))))
    persons = all_of(present(x("by")), present(y("by")))
    certain = all_of(present(x("duty")), present(y("duty")), equal(x("sure"), number(1)), equal(y("sure"), number(1)))
    one = sql.sure(equal(x("by"), y("by")))
    dark = {
        "person-missing": negated(persons),
        "value-missing": all_of(one, any_of(missing(x("duty")), missing(y("duty")))),
        "value-unreadable": all_of(one, present(x("duty")), present(y("duty")), negated(certain)),
    }
    columns = []
    for n, _ in enumerate(pairs):
        here = equal(column("e", "n"), number(n))
        columns.append(_ever(f"same {n}", all_of(here, certain, one)))
        columns += [_ever(f"{code} {n}", all_of(here, when)) for code, when in dark.items()]
    query = sql.select(named(x("case"), "_row"), *columns).from_(sql.table(acts, "x"), copy=False)
    query = query.join(sql.table(acts, "y"), copy=False,
                       on=all_of(equal(y("case"), x("case")), compare("<>", y("found"), x("found"))))
    query = query.join(sql.table(table, "e"), on=may_be, copy=False)
    return build.context.step("duties by case", query.group_by(x("case"), copy=False))


def _ever(name: str, when: Sql) -> Sql:
    return named(sql.aggregate("max", sql.flag(when)), name)


