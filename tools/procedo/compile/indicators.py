"""What an indicator measures, compiled: rows of day, person and value, added up by day and person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedo.language import sql
from procedo.language.context import Context, NotEvaluable
from procedo.language.points import to_day
from procedo.language.scope import Scope
from procedo.language.sql import FALSE, NULL, Sql, all_of, any_of, choose, column, missing, named, negated, number
from procedo.library import Document
from procedo.model import Form
from procedo.model.indicator import Indicator, Measure
from procedo.problem import Problem, ProblemError
from procedo.rules._build import Build, Misplaced
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define
from procedo.rules._span import Span
from procedo.terms import Sentence

ALWAYS = Span(-(10**6), None)
"""Indicators know no revisions: every record counts."""


@dataclass(frozen=True)
class Measured:
    """`table`: a step of rows (`first`, `end`, `person`, `value`, `doubtful`), where `value` is in units of 1/10**scale.

    `distinct`: equal values of a group count once. A record counts from day `first` to day `end`, NULL for without end.
    """

    table: str
    scale: int
    function: str
    distinct: bool


@dataclass(frozen=True)
class CompiledIndicator:
    indicator: Indicator
    of: Measured | None
    per: Measured | None
    missing: Sentence | None = None


Contexts = Callable[[str], Context]
"""A context whose steps bear a name."""


def compile_indicators(
    document: Document, forms: Mapping[str, Form], context: Contexts, only: Sequence[int] | None = None
) -> Iterator[CompiledIndicator]:
    """Every indicator of a list, or some by number; one whose forms the recordset lacks says so. ProblemError when one is written wrong."""
    for index, indicator in enumerate(document.model.indicators):
        if only is not None and index not in only:
            continue
        try:
            parts = [_measured(context, forms, indicator, part, document, index) for part in ("of", "per")]
        except NotEvaluable as lacking:
            yield CompiledIndicator(indicator, None, None, lacking.reason)
        else:
            yield CompiledIndicator(indicator, *parts)


def _measured(
    context: Contexts, forms: Mapping[str, Form], indicator: Indicator, part: str, document: Document, index: int
) -> Measured | None:
    measure: Measure | None = getattr(indicator, part)
    if measure is None:
        return None
    try:
        return _steps(context(f"{indicator.id} {part}"), measure)
    except Misplaced as wrong:
        place = document.place(("indicators", index, part, *wrong.path), wrong.error.offset)
        raise ProblemError([Problem(place, wrong.error.id, wrong.error.sentence)]) from wrong
    except KeyError:
        from procedo.compile.checks import unknown_form

        raise ProblemError([unknown_form(measure.form, forms, document, ("indicators", index, part))]) from None


def _steps(context: Context, measure: Measure) -> Measured:
    fields = CheckFields(id="a", kind="indicator", case=measure.form, when=measure.where, let=measure.let)
    form, subset = context.form(measure.form)
    build = Build(context, fields, form, subset, ALWAYS)
    define(build)
    query, scope = build.start()
    function, text = measure.aggregate
    value = None if text == "all" else build.term(scope, text, function)
    person = build.term(scope, measure.person, "person") if measure.person else None
    when = build.when(scope)
    first, end, dark = _days(build, scope, measure)
    doubtful = any_of(when.unknown, dark, any_of(value.broken, value.lacking) if value is not None else FALSE)
    table = context.step("measured", query.select(
        named(first, "first"), named(end, "end"),
        named(person.sql if person is not None else NULL, "person"),
        named(choose([(negated(doubtful), value.sql if value is not None else number(1))]), "value"),
        named(sql.flag(doubtful), "doubtful"),
        where=all_of(when.can_be_true, scope.visible()),
    ))
    counts = function == "count"
    return Measured(table, 0 if counts or value is None else value.scale, function, counts and text != "all")


def _days(build: Build, scope: Scope, measure: Measure) -> tuple[Sql, Sql, Sql]:
    """First and last day on which the record counts, and when that is not known."""
    if measure.whole:
        return NULL, NULL, FALSE
    if measure.at:
        at = build.point(scope, measure.at, "at")
        day = to_day(at)
        return day, day, any_of(at.broken, missing(at.sql))
    life = build.form.active
    if life is None:
        return NULL, NULL, FALSE
    start = scope.field(life.from_)
    end = scope.field(life.to) if life.to else None
    dark = any_of(start.broken, missing(start.sql), end.broken if end is not None else FALSE)
    return to_day(start), to_day(end) if end is not None else NULL, dark


def summed(measured: Measured) -> sql.exp.Select:
    """Rows of a measure added up: first, end, person, (value,) sum, count, doubtful."""
    keys = [column("m", name) for name in ("first", "end", "person", *(["value"] if measured.distinct else []))]
    return sql.select(
        *keys,
        named(sql.whole(sql.aggregate("sum", NULL if measured.distinct else column("m", "value"))), "total"),
        named(sql.aggregate("count", column("m", "value")), "count"),
        named(sql.whole(sql.aggregate("sum", column("m", "doubtful"))), "doubtful"),
    ).from_(sql.table(measured.table, "m"), copy=False).group_by(*keys, copy=False)
