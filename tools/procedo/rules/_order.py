"""`order`: several points of the case, or the values of a field of the records found, each not before those ahead of it.

For every two places, the earlier and the later: where the later one is filled, the earlier one is filled and not later.
Of several records with one value the earliest counts; one without a date may be earlier still.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from procedo.language import sql
from procedo.language.points import coarser
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
)
from procedo.language.term import Term
from procedo.language.tree import ExpressionError
from procedo.rules._build import (
    CONFORMS,
    NONCONFORMING,
    NOT_APPLICABLE,
    UNDETERMINED,
    Build,
    Judged,
    Lacking,
    Misplaced,
)
from procedo.rules._fields import WindowFields
from procedo.rules._figure import define
from procedo.rules._pairs import IN, OPEN, Pairs
from procedo.rules._part import Part
from procedo.rules._search import joining
from procedo.terms import say


@dataclass(frozen=True)
class Stage:
    """One place of the order, as columns of the table `k`: its point, whether it is surely filled, what is open about it."""

    name: str
    at: Term
    sure: Sql
    open: Sql
    optional: bool
    why: dict[str, Sql] = field(default_factory=dict)


def judge_order(fields: WindowFields, build: Build, ranked: tuple[str, ...]) -> Judged:
    """The judgement of `order`; a case that has none of the places is no case."""
    define(build)
    optional = {str(value) for value in _listed(build, build.start()[1], fields.optional, "optional")}
    if isinstance(fields.order, dict):
        table, codes, stages, pairs = _of_records(fields, build, optional)
    else:
        table, codes, stages = _of_points(fields, build, optional)
        pairs = None
    refused = (fields.same_day or build.context.same_day) == "refused"
    told = [_pair(one, other, refused) for one, other in combinations(stages, 2)]
    wrong, skipped, dark, tie = (any_of(*[pair[n] for pair in told]) for n in range(4))
    nothing = all_of(*[negated(any_of(stage.sure, stage.open)) for stage in stages])
    final = choose([(nothing, number(NOT_APPLICABLE)), (any_of(wrong, skipped), number(NONCONFORMING)), (dark, number(UNDETERMINED))],
                   number(CONFORMS))
    whys: dict[str, Sql] = {"out-of-order": wrong, "skipped": skipped}
    for stage in stages:
        for code, when in stage.why.items():
            whys[code] = any_of(whys.get(code, FALSE), all_of(equal(final, number(UNDETERMINED)), when))
    gone = {f"without {stage.name}": sql.flag(_skipped(stage, stages[n + 1 :])) for n, stage in enumerate(stages)}
    lacking = [Lacking(column=f"without {stage.name}", word=stage.name) for stage in stages]
    judged = build.judged(table, codes, final, whys, ranked, None, all_of(equal(final, number(CONFORMS)), tie), gone, lacking=lacking)
    judged.witnesses = [pairs.witness(judged.table)] if pairs else []
    return judged


def _pair(one: Stage, other: Stage, refused: bool) -> tuple[Sql, Sql, Sql, Sql]:
    """(surely out of order, surely skipped, not known, equal days) of two places, the first of which comes first."""
    left, right = coarser(one.at, other.at)
    dated = "date" in (one.at.type, other.at.type)
    later = sql.sure(compare(">=" if refused and dated else ">", left, right))
    wrong = all_of(later, negated(one.open))
    skipped = _skipped(one, [other])
    absent = all_of(missing(one.at.sql), negated(one.open))
    waits = all_of(other.sure, one.open, any_of(missing(one.at.sql), missing(other.at.sql), later))
    blurred = all_of(other.open, negated(absent) if one.optional else sql.TRUE)
    dark = all_of(any_of(waits, blurred), negated(any_of(wrong, skipped)))
    return wrong, skipped, dark, sql.sure(equal(left, right))


def _skipped(stage: Stage, later: list[Stage]) -> Sql:
    if stage.optional:
        return FALSE
    return all_of(missing(stage.at.sql), negated(stage.open), any_of(*[other.sure for other in later]))


def _listed(build: Build, scope: Scope, value: str | list[Any], *path: str) -> tuple[Any, ...]:
    """A list as written, or a parameter that holds one."""
    if isinstance(value, list):
        return tuple(value)
    term = build.term(scope, value, *path)
    return term.items.constants if term.items and term.items.constants is not None else (term.constant,)


def _of_points(fields: WindowFields, build: Build, optional: set[str]) -> tuple[str, tuple[str, ...], list[Stage]]:
    query, scope = build.start()
    points = {text: build.point(scope, text, "order", n) for n, text in enumerate(fields.order)}
    columns: dict[str, Sql] = {}
    for text, point in points.items():
        columns[f"at {text}"] = point.sql
        columns |= {f"{code} {text}": sql.flag(when) for code, when in point.reasons.items()}
    table, codes = build.cases(query, scope, columns)
    return table, codes, [_point_of(text, point, text in optional) for text, point in points.items()]


def _point_of(text: str, point: Term, optional: bool) -> Stage:
    """An unreadable point is filled, when is not known."""
    at = Term(point.type, column("k", f"at {text}"))
    why = {code: equal(column("k", f"{code} {text}"), number(1)) for code in point.reasons}
    broken = any_of(*why.values())
    return Stage(text, at, any_of(present(at.sql), broken), broken, optional, why)


def _of_records(fields: WindowFields, build: Build, optional: set[str]):
    """The places are values of a field of the records found."""
    ((name, said),) = fields.order.items()
    query, scope = build.start()
    values = [str(value) for value in _listed(build, scope, said, "order", name)]
    search = fields.needs[0]
    part = Part("search 1", search, ("needs", 0), ours=joining(build, search, scope, ("needs", 0)))
    table, codes = build.cases(query, scope, part.columns())
    pairs = Pairs(build, part, table)
    if pairs.found.at is None:
        raise Misplaced(("needs", 0), ExpressionError(0, "no-date", say("次序需要有日期的记录", "an order needs records with a date")))
    value = build.term(pairs.found.record, name, "order", name)
    if value.type != "text":
        raise Misplaced(("order", name), ExpressionError(0, "wrong-type", say("次序按文字或选项字段", "an order goes by a text or choice")))
    found = Query(build.context)
    found.start(table, "k")
    found.join(_firsts(pairs, value, values), "s", equal(column("s", "_row"), column("k", "_row")), "left")
    kept = [column("k", column_) for column_ in ("_row", "clock", "status", *[f"why {code}" for code in codes])]
    named_ = [column("s", f"{word} {text}") for text in values for word in ("at", "undated", "maybe")]
    stages = [_stage_of(text, pairs.found.at.type, text in optional) for text in values]
    return found.select(*kept, *named_), codes, stages, pairs


def _firsts(pairs: Pairs, value: Term, values: list[str]) -> sql.exp.Select:
    """Per case and value: the first record's point, how many have no date, and how many may be such a record."""
    columns: dict[str, Sql] = {}
    place, at, said = column("p", "place"), column("p", "at"), column("p", "value")
    for text in values:
        meant = equal(said, sql.text(pairs.build.context.read_as(value.field, text, values)))
        this = all_of(equal(place, number(IN)), meant)
        perhaps = any_of(all_of(equal(place, number(OPEN)), meant), missing(said))
        columns[f"at {text}"] = sql.aggregate("min", choose([(this, at)]))
        columns[f"undated {text}"] = sql.total(all_of(this, missing(at)))
        columns[f"maybe {text}"] = sql.total(perhaps)
    query = sql.select(named(column("p", "case"), "_row"), *[named(made, name) for name, made in columns.items()])
    return query.from_(sql.source(pairs.select(value.sql), "p"), copy=False).group_by(column("p", "case"), copy=False)


def _stage_of(text: str, kind: str, optional: bool) -> Stage:
    at = Term(kind, column("k", f"at {text}"))
    undated, maybe = (sql.sure(compare(">", column("k", f"{word} {text}"), number(0))) for word in ("undated", "maybe"))
    open_ = any_of(undated, maybe)
    return Stage(text, at, any_of(present(at.sql), undated), open_, optional, {"date-missing": open_})


def checked(order: Any, needs: list, before: Any, done: list) -> Iterator[str]:
    """What is wrong with an `order` as written."""
    if before or done:
        yield "say either `order` or `before`"
    if isinstance(order, dict) and (len(order) != 1 or len(needs) != 1):
        yield "an order by values names one field and one search in `needs`"
    if isinstance(order, list) and (needs or len(order) < 2):
        yield "an order lists at least two points, and takes no `needs`"
