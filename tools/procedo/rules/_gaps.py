"""Gaps: each interval between acts is judged by itself.

Read top down; `due` is the last day for the next act, `least` the first.

| the interval | verdict |
|---|---|
| nothing can be said of the record: its start, `when` or the key that joins is unreadable, or required and empty | undetermined |
| the next act comes before `least` | nonconforming `too-early` |
| the next act comes by `due` | conforms |
| the next act comes later | nonconforming `late` |
| no next act, and the record ends on or before `due` | no case: `ended` |
| no next act, and `due` is not over | pending |
| no next act | nonconforming `missing` |

`unless` turns nonconforming into conforms, lapsed. An act whose date is unknown, or which may belong, and could have filled
the interval leaves undetermined; so does a `due` that is unknown, except for what holds on every day that it may be.
"""

from __future__ import annotations

from procedo.language import sql
from procedo.language.points import shifted, to_day
from procedo.language.scope import Query
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
from procedo.rules._build import (
    CONFORMS,
    NONCONFORMING,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    Build,
    Judged,
    Lacking,
    Witness,
)
from procedo.rules._done import Done, done
from procedo.rules._figure import define
from procedo.rules._intervals import lay_out_intervals

IN_TIME, OPEN, ENDED, EARLY, LATE, MISSED, UNDATED, DOUBTFUL, UNCLEAR = range(9)
"""States of an interval; of the last three nobody knows."""
_VERDICTS = {IN_TIME: CONFORMS, OPEN: PENDING, ENDED: NOT_APPLICABLE, EARLY: NONCONFORMING, LATE: NONCONFORMING, MISSED: NONCONFORMING}
_REASONS = {ENDED: "ended", EARLY: "too-early", LATE: "late", MISSED: "missing", UNDATED: "target-date-missing", DOUBTFUL: "value-unreadable"}


def judge_gaps(fields, build: Build, ranked: tuple[str, ...]) -> Judged:
    """The judgement of `max_gap` and `min_gap`."""
    define(build)
    _read_once(fields, build)
    found = done(build, fields.after, fields.before, fields.needs[0], starts=bool(fields.max_gap or fields.after))
    build.laid = lay_out_intervals(build, found)
    return _Gaps(fields, build, found).judged(ranked)


def _read_once(fields, build: Build) -> None:
    """Names and figures mean the record's, not the interval's."""
    _, scope = build.start()
    for name in ("max_gap", "min_gap"):
        if getattr(fields, name):
            build.duration(scope, getattr(fields, name), name)
    for name in ("unless", "clock"):
        if getattr(fields, name):
            build.condition(scope, fields.unless, name) if name == "unless" else build.point(scope, fields.clock, name)


class _Gaps:
    """The intervals of one check, their bounds, states and reasons."""

    def __init__(self, fields, build: Build, found: Done):
        self.fields, self.build, self.found = fields, build, found
        self.query, self.scope = build.start()
        self.bounds = {word: bound for word, bound in (("due", self._bound("max_gap")), ("least", self._bound("min_gap"))) if bound}

    def _bound(self, name: str) -> Term | None:
        said = getattr(self.fields, name)
        if not said:
            return None
        length = self.build.duration(self.scope, said, name)
        start = Term("date", column("c", "period.start"))
        return self.build._at((name,), lambda: shifted(self.query, start, length, 1))

    def judged(self, ranked: tuple[str, ...]) -> Judged:
        build = self.build
        cases, codes = build.cases(self.query, self.scope, self._columns())
        found = self._found(cases, codes)
        state = column("k", "state")
        verdict = choose([(equal(state, number(s)), number(v)) for s, v in _VERDICTS.items()], number(UNDETERMINED))
        whys: dict[str, Sql] = {}
        for s, code in _REASONS.items():
            whys[code] = any_of(whys.get(code, FALSE), equal(state, number(s)))
        for word, bound in self.bounds.items():
            for code in bound.reasons:
                whys[code] = any_of(whys.get(code, FALSE), all_of(equal(state, number(UNCLEAR)), equal(column("k", f"{word} {code}"), number(1))))
        facts = {"from": ("from", "date"), "due": ("due", "date"), "earliest": ("least", "date"), "done": ("next", "date")}
        facts = {word: spec for word, spec in facts.items() if spec[0] not in ("due", "least") or spec[0] in self.bounds}
        extra = {name: column("k", name) for name, _ in facts.values()} | {"lacking": sql.flag(equal(state, number(MISSED)))}
        judged = build.judged(found, codes, verdict, whys, ranked, extra=extra, facts=facts)
        judged.witnesses = [self._witness(judged.table)]
        judged.lacking = [Lacking(column="lacking", word=self.found.found.record.form.form)]
        return judged

    def _columns(self) -> dict[str, Sql]:
        columns = {"from": column("c", "period.start"), "next": column("c", "next"), "end": column("c", "end")}
        columns |= {"end unknown": column("c", "end unknown"), "act": column("c", "act"), "record": column("c", "_record")}
        for word, bound in self.bounds.items():
            columns[word] = to_day(bound)
            columns |= {f"{word} {code}": sql.flag(when) for code, when in bound.reasons.items()}
            columns |= {f"{word} unknown": sql.flag(bound.unknown)} | self._range(word)
        if self.fields.unless:
            lapses = self.build.condition(self.scope, self.fields.unless, "unless")
            columns["unless"] = choose([(lapses.holds, number(1)), (lapses.unknown, number(2))], number(0))
        return columns

    def _range(self, word: str) -> dict[str, Sql]:
        limits = {which: getattr(self.bounds[word], which) for which in ("floor", "ceiling")}
        return {f"{word} {which}": limit for which, limit in limits.items() if limit is not None}

    # states

    def _found(self, cases: str, codes: tuple[str, ...]) -> sql.exp.Select:
        """What became of each interval: `state`."""
        query = Query(self.build.context)
        query.start(cases, "k")
        kept = ["_row", "clock", "status", "from", "next", "end unknown", *[f"why {code}" for code in codes], *self.bounds]
        kept += [f"{word} {code}" for word, bound in self.bounds.items() for code in bound.reasons]
        kept += ["unless"] if self.fields.unless else []
        columns = {name: column("k", name) for name in kept} | {"raw": self._raw()} | self._beside(query)
        inner = query.select(*[named(value, name) for name, value in columns.items()])
        kept = [name for name in kept if name not in ("end unknown", "unless")]
        outer = sql.select(*[named(column("k", name), name) for name in kept], named(self._state(), "state"))
        return outer.from_(sql.source(inner, "k"), copy=False)

    def _raw(self) -> Sql:
        """The state by the acts that are certain."""
        following = column("k", "next")
        branches = []
        if "least" in self.bounds:
            floor, ceiling = self._limits("least")
            # The shortest gap lies between acts; a start that the check names is one.
            measured = sql.TRUE if self.fields.after else equal(column("k", "act"), number(1))
            surely = choose([(self._unknown("least"), sql.sure(compare("<", following, floor)))], compare("<", following, column("k", "least")))
            past = sql.sure(compare(">=", following, ceiling))
            branches = [
                (all_of(measured, present(following), surely), EARLY),
                (all_of(measured, self._unknown("least"), negated(past)), UNCLEAR),
            ]
        states = [(when, number(state)) for when, state in branches]
        return choose(states, self._by_due() if "due" in self.bounds else self._without_due())

    def _by_due(self) -> Sql:
        floor, ceiling = self._limits("due")
        early, late = self._until(floor), self._until(ceiling)
        sound = sql.one_of(early, [number(s) for s in (IN_TIME, OPEN, ENDED)])
        faulty = sql.one_of(late, [number(s) for s in (LATE, MISSED)])
        known = [(all_of(present(floor), sound), early), (all_of(present(ceiling), faulty), late)]
        return choose([(self._unknown("due"), choose(known, number(UNCLEAR)))], self._until(column("k", "due")))

    def _until(self, due: Sql) -> Sql:
        following, end, as_of = column("k", "next"), column("k", "end"), number(self.build.context.as_of)
        states = [
            (compare("<=", following, due), IN_TIME),
            (present(following), LATE),
            (all_of(compare("<=", end, due), compare("<=", end, as_of)), ENDED),
            (compare("<=", as_of, due), OPEN),
        ]
        return choose([(when, number(state)) for when, state in states], number(MISSED))

    def _without_due(self) -> Sql:
        following, end, as_of = column("k", "next"), column("k", "end"), number(self.build.context.as_of)
        states = [(present(following), IN_TIME), (compare("<=", end, as_of), ENDED), (compare("<", as_of, column("k", "least")), OPEN)]
        return choose([(when, number(state)) for when, state in states], number(IN_TIME))

    def _unknown(self, word: str) -> Sql:
        return FALSE if sql.is_false(self.bounds[word].unknown) else equal(column("k", f"{word} unknown"), number(1))

    def _limits(self, word: str) -> tuple[Sql, Sql]:
        """The earliest and the latest day that an unknown bound may be."""
        known = self._range(word)
        return tuple(column("k", f"{word} {which}") if f"{word} {which}" in known else sql.NULL for which in ("floor", "ceiling"))

    def _beside(self, query: Query) -> dict[str, Sql]:
        """Whether an act that is not certain may have filled, or cut, the interval."""
        record, found = column("k", "record"), {}
        if self.found.undated:
            alias = query.left("undated", self.found.undated, lambda a: equal(column(a, "record"), record))
            found["undated"] = sql.flag(present(column(alias, "record")))
        if self.found.doubtful:
            day, until = column("d", "day"), sql.coalesce(column("k", "next"), number(self.build.context.as_of))
            inside = all_of(compare(">", day, column("k", "from")), compare("<=", day, until))
            within = all_of(inside, compare("<=", day, column("k", "due"))) if "due" in self.bounds else inside
            acts_ = sql.select(number(1)).from_(sql.table(self.found.doubtful, "d"), copy=False)
            found["doubtful"] = sql.flag(sql.exists(acts_.where(all_of(equal(column("d", "record"), record), within), copy=False)))
        return found

    def _state(self) -> Sql:
        """The state, with what is not certain."""
        raw = column("k", "raw")

        def among(*states: int) -> Sql:
            return sql.one_of(raw, [number(s) for s in states])

        def is_(name: str, value: int = 1) -> Sql:
            return equal(column("k", name), number(value))

        cut = (IN_TIME,) if "least" in self.bounds else ()
        open_ = among(LATE, MISSED, OPEN, UNCLEAR, *cut)
        lapsed, perhaps = (is_("unless"), is_("unless", 2)) if self.fields.unless else (FALSE, FALSE)
        states = [
            (all_of(lapsed, among(EARLY, LATE, MISSED, UNCLEAR)), IN_TIME),
            (all_of(open_, is_("undated") if self.found.undated else FALSE), UNDATED),
            (all_of(open_, is_("doubtful") if self.found.doubtful else FALSE), DOUBTFUL),
            (all_of(among(LATE, MISSED, OPEN), is_("end unknown")), DOUBTFUL),
            (all_of(perhaps, among(EARLY, LATE, MISSED)), DOUBTFUL),
        ]
        return choose([(when, number(state)) for when, state in states], raw)

    def _witness(self, judged: str) -> Witness:
        """The acts at both ends of a flagged interval, and those without a date."""
        found = self.found.found
        day = to_day(found.at)
        query = found.query
        query.join(self.build.source, "i", equal(column("i", "_record"), column("k", "_row")))
        query.join(judged, "j", equal(column("j", "_row"), column("i", "_row")))
        until = sql.coalesce(column("i", "next"), number(self.build.context.as_of))
        near = any_of(missing(day), all_of(compare(">=", day, column("i", "period.start")), compare("<=", day, until)))
        flagged = sql.one_of(column("j", "verdict"), [number(UNDETERMINED), number(NONCONFORMING)])
        select = query.select(
            named(column("i", "_row"), "case"),
            named(found.record.row, "found"),
            named(found.at.sql, "at"),
            where=all_of(found.belongs.can_be_true, found.visible, flagged, near),
        )
        return Witness(found.record.form.form, select, found.at.type)
