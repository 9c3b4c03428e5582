"""Done: on which days something was done for a record, from the start of its life to the end (SEMANTICS B.17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.scope import Scope
from procedo.language.sql import (
    DAY_SECONDS,
    Sql,
    all_of,
    any_of,
    arithmetic,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
)
from procedo.language.term import Term, merged
from procedo.language.tree import ExpressionError
from procedo.rules._build import Build, Misplaced
from procedo.rules._fields import Search
from procedo.rules._search import Found, joining, look
from procedo.terms import say

EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST = dt.date(1990, 1, 1).toordinal() - EPOCH
"""Where no recordset says which days its records cover, nothing is counted before this day."""
_PATH = ("needs", 0)


@dataclass(frozen=True)
class Done:
    """`subjects`: step of (`_row`, `start`, `end`, `end unknown`, `status`), the records that acts are looked for; status 2
    where nothing can be said of the record, with `why <code>` for each of `codes`.
    `acts`: select of (`record`, `day`, `at`, `row`, `next day`, `next at`): every act with the next, and the start (`row` 0).
    `undated`: step of (`record`) with an act whose date is not known; `doubtful`: step of (`record`, `day`, `at`, `row`)
    of acts that may not belong to the record; None where there cannot be any.
    `exact`: `at` is a second, since acts carry clock times and hours or minutes are asked for; else it is the day.
    """

    subjects: str
    codes: tuple[str, ...]
    unclear: bool
    """Whether there may be a record of status 2."""
    found: Found
    acts: sql.exp.Select
    exact: bool
    begun: str
    """`at` or `day`: an act that shares it with the start begins anew."""
    undated: str | None
    doubtful: str | None


def done(build: Build, after: str | None, before: str | None, search: Search, starts: bool, each: bool, clocked: bool) -> Done:
    """The acts that `search` finds from `after` (default: start of life) to `before` (default: end of life).

    `starts`: whether the time from the start to the first act counts. `each`: whether acts on one day are several; then the
    same record listed twice is one act. `clocked`: hours or minutes are asked for.
    """
    begins, subjects, codes, unclear = _subjects(build, after, before, search)
    found = look(build, search, _PATH, subjects)
    if found.at is None:
        raise Misplaced((*_PATH, "form"), _undated_form(search))
    exact = clocked and found.at.type == "datetime"
    blank = any_of(missing(found.at.sql), found.at.broken)
    act = {"record": column("k", "_row"), "day": to_day(found.at), "at": _place(found.at, exact)}
    keys = [column(found.record.alias, name) for name in found.record.form.key] if each else []
    return Done(
        subjects,
        codes,
        unclear,
        found,
        _acts(build, subjects, found, act, keys, exact, starts),
        exact,
        "at" if exact and after and begins == "datetime" else "day",
        _beside(build, found, "undated", {"record": act["record"]}, blank),
        _beside(build, found, "doubtful", act | {"row": found.record.row}, all_of(negated(blank), found.belongs.unknown)),
    )


def _place(point: Term, exact: bool) -> Sql:
    """Where a point lies: its second, a day as its first second; or its day."""
    if not exact:
        return to_day(point)
    return point.sql if point.type == "datetime" else arithmetic("*", point.sql, number(DAY_SECONDS))


def first_day(build: Build) -> int:
    """The first day that an interval may begin on."""
    return max(build.context.period[0], FIRST) if build.context.period else FIRST


def last_day(build: Build) -> int:
    """The last day of which anything is known: the as-of day, or the last that the records cover."""
    return min(build.context.as_of, build.context.period[1]) if build.context.period else build.context.as_of


def _undated_form(search: Search) -> ExpressionError:
    return ExpressionError(
        0,
        "no-date",
        say(f"表单 {search.form} 没有日期，请用 at 说明哪一天", f"form {search.form} has no date: say with `at` which day counts"),
    )


def _subjects(build: Build, after: str | None, before: str | None, search: Search) -> tuple[str, str, tuple[str, ...], bool]:
    """(the type of the start, and of the step of subjects its name, its reason codes, whether a status is 2)."""
    query, scope = build.start()
    start, end = _life(build, scope, after, before)
    when = build.when(scope)
    reasons = merged(start.reasons, {"key-missing": any_of(*[our.lacking for _, our in joining(build, search, scope, _PATH)])})
    unknown = any_of(when.unknown, *reasons.values())
    first = number(first_day(build))
    early = compare("<", to_day(start), first)
    day = choose([(early, first)], to_day(start))
    begun = any_of(start.unknown, sql.sure(compare("<=", to_day(start), number(last_day(build)))))
    going = any_of(start.unknown, missing(end.sql), sql.sure(compare(">=", to_day(end), day)))
    select = query.select(
        named(scope.row, "_row"),
        named(day, "start"),
        named(choose([(early, _place(Term("date", first), True))], _place(start, True)), "start at"),
        named(to_day(end), "end"),
        named(_last_second(end), "end at"),
        named(sql.flag(end.broken), "end unknown"),
        named(choose([(unknown, number(2))], number(1)), "status"),
        *[named(sql.flag(reason), f"why {code}") for code, reason in reasons.items()],
        where=all_of(scope.visible(), when.can_be_true, begun, going),
    )
    return start.type, build.context.step(f"{build.form.form} subjects", select), tuple(reasons), not sql.is_false(unknown)


def _last_second(end: Term) -> Sql:
    """The last second that belongs to a point; a day lasts to 24:00."""
    return end.sql if end.type == "datetime" else arithmetic("+", arithmetic("*", end.sql, number(DAY_SECONDS)), number(DAY_SECONDS - 1))


def _life(build: Build, scope: Scope, after: str | None, before: str | None) -> tuple[Term, Term]:
    life = build.form.active
    if after is None and life is None:
        raise Misplaced(("case",), _no_life(build.form.form))
    start = build.point(scope, after, "after") if after else scope.field(life.from_)
    if before:
        return start, build.point(scope, before, "before")
    return start, scope.field(life.to) if life is not None and life.to else Term("date", sql.NULL)


def _no_life(form: str) -> ExpressionError:
    return ExpressionError(
        0,
        "no-life",
        say(
            f"表单 {form} 没有声明 active（起止），间隔检查须写 after",
            f"form {form} declares no life (`active`), so a check of gaps says `after`",
        ),
    )


def _once(found: Found, shown: dict[str, Sql], keys: list[Sql], where: Sql) -> sql.exp.Select:
    """Each act once: with keys, rows of one key and one time are one; `row` is the first."""
    row = sql.aggregate("min", found.record.row) if keys else found.record.row
    select = found.query.select(*[named(value, name) for name, value in shown.items()], named(row, "row"), where=where)
    return select.group_by(*shown.values(), *keys, copy=False) if keys else select


def _acts(build: Build, subjects: str, found: Found, act: dict[str, Sql], keys: list[Sql], exact: bool, starts: bool) -> sql.exp.Select:
    live = equal(column("k", "status"), number(1))
    where = all_of(found.belongs.holds, negated(found.at.broken), found.visible, live, _inside(build, found, exact))
    rows = [_once(found, act, keys, where)]
    if starts:
        values = {"record": column("s", "_row"), "day": column("s", "start"), "at": column("s", "start at" if exact else "start")}
        begins = sql.select(*[named(value, name) for name, value in (values | {"row": number(0)}).items()])
        rows.append(begins.from_(sql.table(subjects, "s"), copy=False).where(equal(column("s", "status"), number(1)), copy=False))
    record, *order = (column("u", name) for name in ("record", "at", "row"))
    following = [named(sql.following(column("u", name), [record], order), f"next {name}") for name in ("day", "at")]
    values = [named(column("u", name), name) for name in ("record", "day", "at", "row")]
    return sql.select(*values, *following).from_(sql.source(sql.union(rows), "u"), copy=False)


def _inside(build: Build, found: Found, exact: bool) -> Sql:
    """The act lies in the record's life, and not after the last day of which anything is known."""
    at, more = _place(found.at, exact), " at" if exact else ""
    end = column("k", f"end{more}")
    return all_of(
        compare(">=", at, column("k", f"start{more}")),
        any_of(missing(end), compare("<=", at, end)),
        compare("<=", to_day(found.at), number(last_day(build))),
    )


def _beside(build: Build, found: Found, word: str, columns: dict[str, Sql], when: Sql) -> str | None:
    """The step of candidates that may be acts, and may not."""
    if sql.is_false(when):
        return None
    where = all_of(found.belongs.can_be_true, found.visible, equal(column("k", "status"), number(1)), when)
    values = [named(value, name) for name, value in columns.items()]
    return build.context.step(f"{build.form.form} {word}", found.query.select(*values, where=where).distinct(copy=False))
