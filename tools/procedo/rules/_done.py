"""Done: on which days something was done for a record, from the start of its life to the end (SEMANTICS B.17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.scope import Scope
from procedo.language.sql import Sql, all_of, any_of, choose, column, compare, equal, missing, named, negated, number
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
    `days`: select of (`record`, `day`, `act`, `next`): the start (`act` 0) and every act (`act` 1), with the day of the next.
    `undated`: step of (`record`) with an act whose date is not known; `doubtful`: step of (`record`, `day`) of acts that may
    not belong to the record; None where there cannot be any.
    """

    subjects: str
    codes: tuple[str, ...]
    unclear: bool
    """Whether there may be a record of status 2."""
    found: Found
    days: sql.exp.Select
    undated: str | None
    doubtful: str | None


def done(build: Build, after: str | None, before: str | None, search: Search, starts: bool) -> Done:
    """The acts that `search` finds from `after` (default: start of life) to `before` (default: end of life).

    `starts`: whether the time from the start to the first act counts.
    """
    subjects, codes, unclear = _subjects(build, after, before, search)
    found = look(build, search, _PATH, subjects)
    if found.at is None:
        raise Misplaced((*_PATH, "form"), _undated_form(search))
    blank = any_of(missing(found.at.sql), found.at.broken)
    record = named(column("k", "_row"), "record")
    return Done(
        subjects,
        codes,
        unclear,
        found,
        _days(build, subjects, found, starts),
        _beside(build, found, "undated", [record], blank),
        _beside(build, found, "doubtful", [record, named(to_day(found.at), "day")], all_of(negated(blank), found.belongs.unknown)),
    )


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


def _subjects(build: Build, after: str | None, before: str | None, search: Search) -> tuple[str, tuple[str, ...], bool]:
    query, scope = build.start()
    start, end = _life(build, scope, after, before)
    when = build.when(scope)
    reasons = merged(start.reasons, {"key-missing": any_of(*[our.lacking for _, our in joining(build, search, scope, _PATH)])})
    unknown = any_of(when.unknown, *reasons.values())
    first = number(first_day(build))
    day = choose([(compare("<", to_day(start), first), first)], to_day(start))
    begun = any_of(start.unknown, sql.sure(compare("<=", to_day(start), number(last_day(build)))))
    going = any_of(start.unknown, missing(end.sql), sql.sure(compare(">=", to_day(end), day)))
    select = query.select(
        named(scope.row, "_row"),
        named(day, "start"),
        named(to_day(end), "end"),
        named(sql.flag(end.broken), "end unknown"),
        named(choose([(unknown, number(2))], number(1)), "status"),
        *[named(sql.flag(reason), f"why {code}") for code, reason in reasons.items()],
        where=all_of(scope.visible(), when.can_be_true, begun, going),
    )
    return build.context.step(f"{build.form.form} subjects", select), tuple(reasons), not sql.is_false(unknown)


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


def _days(build: Build, subjects: str, found: Found, starts: bool) -> sql.exp.Select:
    day, end = to_day(found.at), column("k", "end")
    inside = all_of(
        compare(">=", day, column("k", "start")),
        any_of(missing(end), compare("<=", day, end)),
        compare("<=", day, number(last_day(build))),
    )
    where = all_of(found.belongs.holds, negated(found.at.broken), found.visible, equal(column("k", "status"), number(1)), inside)
    acts = found.query.select(named(column("k", "_row"), "record"), named(day, "day"), named(number(1), "act"), where=where)
    begins = sql.select(named(column("s", "_row"), "record"), named(column("s", "start"), "day"), named(number(0), "act"))
    begins = begins.from_(sql.table(subjects, "s"), copy=False).where(equal(column("s", "status"), number(1)), copy=False)
    record, on, act = (column("u", name) for name in ("record", "day", "act"))
    following = named(sql.following(on, [record], [on, act]), "next")
    both = sql.source(sql.union([acts, begins] if starts else [acts]), "u")
    return sql.select(named(record, "record"), named(on, "day"), named(act, "act"), following).from_(both, copy=False)


def _beside(build: Build, found: Found, word: str, columns: list[Sql], when: Sql) -> str | None:
    """The step of candidates that may be acts, and may not."""
    if sql.is_false(when):
        return None
    where = all_of(found.belongs.can_be_true, found.visible, equal(column("k", "status"), number(1)), when)
    return build.context.step(f"{build.form.form} {word}", found.query.select(*columns, where=where).distinct(copy=False))
