"""Gaps: each interval between acts is a case and is judged by itself."""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.duration import Duration
from procedo.language.points import shifted, to_day
from procedo.language.scope import Scope
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
    number,
)
from procedo.language.term import Term
from procedo.language.tree import ExpressionError
from procedo.rules._build import (
    CONFORMS,
    NONCONFORMING,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    Build,
    Judged,
    Lacking,
    Misplaced,
    Witness,
)
from procedo.rules._done import Done, done, last_day
from procedo.rules._figure import define
from procedo.rules._interval_states import (
    DOUBTFUL,
    EARLY,
    ENDED,
    IN_TIME,
    LATE,
    MISSED,
    OPEN,
    PAUSED,
    UNCLEAR,
    UNDATED,
    States,
    limits,
)
from procedo.rules._intervals import lay_out_intervals
from procedo.rules._pause import paused
from procedo.terms import say

_VERDICTS = {IN_TIME: CONFORMS, OPEN: PENDING, PAUSED: PENDING, ENDED: NOT_APPLICABLE, EARLY: NONCONFORMING, LATE: NONCONFORMING, MISSED: NONCONFORMING}
_REASONS = {ENDED: "ended", PAUSED: "paused", EARLY: "too-early", LATE: "late", MISSED: "missing", UNDATED: "target-date-missing", DOUBTFUL: "value-unreadable"}


def judge_gaps(fields, build: Build, ranked: tuple[str, ...]) -> Judged:
    """The judgement of `max_gap` and `min_gap`."""
    define(build)
    clocked, each = _read_once(fields, build), bool(fields.min_gap)
    found = done(build, fields.after, fields.before, fields.needs[0], bool(fields.max_gap or fields.after), each, clocked)
    build.laid = lay_out_intervals(build, found, each)
    return _Gaps(fields, build, found).judged(ranked)


def _read_once(fields, build: Build) -> bool:
    """Names and figures mean the record's, not the interval's. Whether the shortest gap is said in hours or minutes."""
    _, scope = build.start()
    lengths = {name: build.duration(scope, getattr(fields, name), name) for name in ("max_gap", "min_gap") if getattr(fields, name)}
    clocked = {d.unit == "seconds" for _, d in lengths["min_gap"].choices} if "min_gap" in lengths else set()
    if len(clocked) > 1:
        raise Misplaced(("min_gap",), _mixed())
    for name in ("unless", "clock"):
        if getattr(fields, name):
            build.condition(scope, fields.unless, name) if name == "unless" else build.point(scope, fields.clock, name)
    return True in clocked


def _mixed() -> ExpressionError:
    return ExpressionError(0, "mixed-units", say(
        "min_gap 的各时长要么都用小时、分钟，要么都不用", "the lengths of `min_gap` are either all in hours or minutes, or none is"))


def _whole_days(length: Term) -> Term:
    """Hours between days: what days do not show accuses nobody, so that only whole days of them count."""

    def cut(one: Duration) -> Duration:
        if one.unit != "seconds":
            return one
        days = one.count // sql.DAY_SECONDS if one.fixed else sql.exp.IntDiv(this=sql.group(one.count), expression=number(sql.DAY_SECONDS))
        return Duration(days, "days")

    return replace(length, choices=tuple((when, cut(one)) for when, one in length.choices))


class _Gaps:
    """The intervals of one check, their bounds, states and reasons."""

    def __init__(self, fields, build: Build, found: Done):
        self.fields, self.build, self.found = fields, build, found
        self.query, self.scope = build.start()
        self.today = last_day(build)
        self.paused = FALSE
        self.bounds = {word: bound for word, bound in (("due", self._bound("max_gap")), ("least", self._bound("min_gap"))) if bound}

    def _bound(self, name: str) -> Term | None:
        said = getattr(self.fields, name)
        if not said:
            return None
        length = self.build.duration(self.scope, said, name)
        if self.fields.pause and name == "max_gap":
            due, self.paused = self.build._at(("pause",), lambda: paused(self.build, self.fields.pause, self.query, self.scope, self._counted))
            return due
        start = self._start(self.scope)
        if name == "min_gap":
            start = Term("datetime" if self.found.exact else "date", column(self.scope.alias, "from at"))
            length = length if self.found.exact else _whole_days(length)
        return self.build._at((name,), lambda: shifted(self.query, start, length, 1))

    def _start(self, scope: Scope) -> Term:
        return Term("date", column(scope.alias, "period.start"))

    def _counted(self, scope: Scope) -> tuple[Term, Term]:
        return self._start(scope), self.build.duration(scope, self.fields.max_gap, "max_gap")

    def judged(self, ranked: tuple[str, ...]) -> Judged:
        build = self.build
        cases, codes = build.cases(self.query, self.scope, self._columns())
        states = States(build.context, self.bounds, self.found, self.today, bool(self.fields.after), bool(self.fields.unless), bool(self.fields.pause))
        found = states.found(cases, codes)
        state = column("k", "state")
        verdict = choose([(equal(state, number(s)), number(v)) for s, v in _VERDICTS.items()], number(UNDETERMINED))
        whys: dict[str, Sql] = {}
        for s, code in _REASONS.items():
            whys[code] = any_of(whys.get(code, FALSE), equal(state, number(s)))
        for word, bound in self.bounds.items():
            for code in bound.reasons:
                whys[code] = any_of(whys.get(code, FALSE), all_of(equal(state, number(UNCLEAR)), equal(column("k", f"{word} {code}"), number(1))))
        kind = "datetime" if self.found.exact else "date"
        facts = {"from": ("from at", kind), "due": ("due", "date"), "earliest": ("least", kind), "done": ("next at", kind)}
        facts = {word: spec for word, spec in facts.items() if spec[0] not in ("due", "least") or spec[0] in self.bounds}
        extra = {name: column("k", name) for name, _ in facts.values()} | {"lacking": sql.flag(equal(state, number(MISSED)))}
        judged = build.judged(found, codes, verdict, whys, ranked, extra=extra, facts=facts)
        judged.witnesses = [self._witness(judged.table)]
        judged.lacking = [Lacking(column="lacking", word=self.found.found.record.form.form)]
        return judged

    def _columns(self) -> dict[str, Sql]:
        columns = {"from": column("c", "period.start"), "next": column("c", "next day"), "record": column("c", "_record")}
        columns |= {name: column("c", name) for name in ("from at", "next at", "end", "end unknown", "is act")}
        for word, bound in self.bounds.items():
            columns[word] = bound.sql if word == "least" else to_day(bound)
            columns |= {f"{word} {code}": sql.flag(when) for code, when in bound.reasons.items()}
            columns |= {f"{word} unknown": sql.flag(bound.unknown)} | limits(word, bound)
        if not sql.is_false(self.paused):
            columns["paused"] = sql.flag(self.paused)
        if self.fields.unless:
            lapses = self.build.condition(self.scope, self.fields.unless, "unless")
            columns["unless"] = choose([(lapses.holds, number(1)), (lapses.unknown, number(2))], number(0))
        return columns

    def _witness(self, judged: str) -> Witness:
        """The acts at both ends of a flagged interval, and those without a date."""
        found = self.found.found
        day = to_day(found.at)
        query = found.query
        query.join(self.build.source, "i", equal(column("i", "_record"), column("k", "_row")))
        query.join(judged, "j", equal(column("j", "_row"), column("i", "_row")))
        until = sql.coalesce(column("i", "next day"), number(self.today))
        near = any_of(missing(day), all_of(compare(">=", day, column("i", "period.start")), compare("<=", day, until)))
        flagged = sql.one_of(column("j", "verdict"), [number(UNDETERMINED), number(NONCONFORMING)])
        select = query.select(
            named(column("i", "_row"), "case"),
            named(found.record.row, "found"),
            named(found.at.sql, "at"),
            where=all_of(found.belongs.can_be_true, found.visible, flagged, near),
        )
        return Witness(found.record.form.form, select, found.at.type)
