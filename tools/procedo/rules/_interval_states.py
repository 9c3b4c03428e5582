"""What became of each interval between acts.

Read top down; `due` is the last day for the next act, `least` the first day, or second, for it.

| the interval | verdict |
|---|---|
| nothing can be said of the record: its start, `when` or the key that joins is unreadable, or required and empty | undetermined |
| the next act comes before `least` | nonconforming `too-early` |
| the next act comes by `due` | conforms |
| the next act comes later | nonconforming `late` |
| no next act, and the record ends on or before `due` | no case: `ended` |
| a hold without an end has stopped the clock | the next act conforms; while there is none, pending `paused` |
| no next act, and `due` is not over (as of the last day that the records cover) | pending |
| no next act | nonconforming `missing` |

`unless` turns nonconforming into conforms, lapsed. An act whose date is unknown, or which may belong, and could have filled
the interval leaves undetermined, or could have cut it too short where the duty has not lapsed; so does a `due` that is
unknown, except for what holds on every day that it may be.
"""

from __future__ import annotations

from dataclasses import dataclass

from procedo.language import sql
from procedo.language.context import Context
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
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Term
from procedo.rules._done import Done

IN_TIME, OPEN, PAUSED, ENDED, EARLY, LATE, MISSED, UNDATED, DOUBTFUL, UNCLEAR = range(10)
"""States of an interval; of the last three nobody knows."""
_DAY, _AT = column("d", "day"), column("d", "at")
"""When an act was that may not belong."""


def limits(word: str, bound: Term) -> dict[str, Sql]:
    """The earliest and the latest day that an unknown bound may be, as columns."""
    found = {which: getattr(bound, which) for which in ("floor", "ceiling")}
    return {f"{word} {which}": limit for which, limit in found.items() if limit is not None}


@dataclass(frozen=True)
class States:
    """The states of the intervals of a cases table. `bounds`: `due` and `least`; `starts`: the check names the start, which is an
    act then; `lapses`: it says `unless`; `today`: the last day of which anything is known."""

    context: Context
    bounds: dict[str, Term]
    done: Done
    today: int
    starts: bool
    lapses: bool
    paused: bool
    """Whether the check says `pause`: then the cases table says of which intervals the clock has stopped."""

    def found(self, cases: str, codes: tuple[str, ...]) -> sql.exp.Select:
        """What became of each interval: `state`."""
        query = Query(self.context)
        query.start(cases, "k")
        kept = ["_row", "clock", "status", "from at", "next at", "end unknown", *[f"why {code}" for code in codes], *self.bounds]
        kept += [f"{word} {code}" for word, bound in self.bounds.items() for code in bound.reasons]
        kept += ["unless"] if self.lapses else []
        columns = {name: column("k", name) for name in kept} | {"raw": self._raw()} | self._beside(query)
        inner = query.select(*[named(value, name) for name, value in columns.items()])
        kept = [name for name in kept if name not in ("end unknown", "unless")]
        outer = sql.select(*[named(column("k", name), name) for name in kept], named(self._state(), "state"))
        return outer.from_(sql.source(inner, "k"), copy=False)

    def _raw(self) -> Sql:
        """The state by the acts that are certain."""
        following = column("k", "next at")
        branches = []
        if "least" in self.bounds:
            floor, ceiling = self._limits("least")
            measured = self._measured()
            surely = choose([(self._unknown("least"), sql.sure(compare("<", following, floor)))], compare("<", following, column("k", "least")))
            past = sql.sure(compare(">=", following, ceiling))
            branches = [
                (all_of(measured, present(following), surely), EARLY),
                (all_of(measured, self._unknown("least"), negated(past)), UNCLEAR),
            ]
        branches += self._stopped() if self.paused else []
        states = [(when, number(state)) for when, state in branches]
        return choose(states, self._by_due() if "due" in self.bounds else self._without_due())

    def _stopped(self) -> list[tuple[Sql, int]]:
        """A hold without an end has stopped the clock: what is done now is in time."""
        stopped = equal(column("k", "paused"), number(1))
        return [
            (all_of(stopped, present(column("k", "next"))), IN_TIME),
            (all_of(stopped, sql.sure(compare("<=", column("k", "end"), number(self.today)))), ENDED),
            (stopped, PAUSED),
        ]

    def _by_due(self) -> Sql:
        floor, ceiling = self._limits("due")
        early, late = self._until(floor), self._until(ceiling)
        sound = sql.one_of(early, [number(s) for s in (IN_TIME, OPEN, ENDED)])
        faulty = sql.one_of(late, [number(s) for s in (LATE, MISSED)])
        known = [(all_of(present(floor), sound), early), (all_of(present(ceiling), faulty), late)]
        return choose([(self._unknown("due"), choose(known, number(UNCLEAR)))], self._until(column("k", "due")))

    def _until(self, due: Sql) -> Sql:
        following, end, as_of = column("k", "next"), column("k", "end"), number(self.today)
        states = [
            (compare("<=", following, due), IN_TIME),
            (present(following), LATE),
            (all_of(compare("<=", end, due), compare("<=", end, as_of)), ENDED),
            (compare("<=", as_of, due), OPEN),
        ]
        return choose([(when, number(state)) for when, state in states], number(MISSED))

    def _without_due(self) -> Sql:
        following, end, as_of = column("k", "next"), column("k", "end"), number(self.today)
        least = sql.day_of(column("k", "least")) if self.done.exact else column("k", "least")
        states = [(present(following), IN_TIME), (compare("<=", end, as_of), ENDED), (compare("<", as_of, least), OPEN)]
        return choose([(when, number(state)) for when, state in states], number(IN_TIME))

    def _unknown(self, word: str) -> Sql:
        return FALSE if sql.is_false(self.bounds[word].unknown) else equal(column("k", f"{word} unknown"), number(1))

    def _limits(self, word: str) -> tuple[Sql, Sql]:
        """The earliest and the latest day that an unknown bound may be."""
        known = limits(word, self.bounds[word])
        return tuple(column("k", f"{word} {which}") if f"{word} {which}" in known else sql.NULL for which in ("floor", "ceiling"))

    def _beside(self, query: Query) -> dict[str, Sql]:
        """Acts that are not certain: one without a date; one that fills the interval if it counts; one that cuts it too short."""
        found: dict[str, Sql] = {}
        if self.done.undated:
            alias = query.left("undated", self.done.undated, lambda a: equal(column(a, "record"), column("k", "record")))
            found["undated"] = sql.flag(present(column(alias, "record")))
        if self.done.doubtful:
            last = sql.coalesce(column("k", "due"), self._limits("due")[1], self._so_far()) if "due" in self.bounds else self._so_far()
            inside = [compare(">", _DAY, column("k", "from")), compare("<=", _DAY, self._so_far()), compare("<=", _DAY, last)]
            found["fills"] = sql.flag(self._doubtful(*inside, self._not_early()))
        if "least" in self.bounds:
            found |= self._cutting()
        return found

    def _cutting(self) -> dict[str, Sql]:
        """Whether an act without a date, or one that may not belong, can make the interval too short: by lying in it, or by being
        an act on the day of the start."""
        measured, since, least = self._measured(), column("k", "from at"), column("k", "least")
        short = sql.sure(compare(">", least, since))
        # The act on the day of the start may have been that day's last second.
        latest = sql.arithmetic("+", least, number(sql.DAY_SECONDS - 1)) if self.done.exact else least
        soon = all_of(negated(measured), sql.sure(compare("<", column("k", "next at"), latest)))
        found = {"cuttable": sql.flag(any_of(all_of(measured, short), soon))}
        if self.done.doubtful:
            found["cuts"] = sql.flag(any_of(all_of(measured, self._doubtful(*self._between(since, least))), self._begins()))
        return found

    def _between(self, since: Sql, least: Sql) -> list[Sql]:
        return [compare(">=", _AT, since), compare("<=", _DAY, self._so_far()), compare("<", _AT, least)]

    def _begins(self) -> Sql:
        """The start is no act, but acts that may not belong lie on its day, and the next act, or another such, too soon after one."""
        span = sql.arithmetic("-", column("k", "least"), column("k", "from at"))
        least = sql.arithmetic("+", _AT, sql.group(span))
        at, day, row = (column("e", name) for name in ("at", "day", "row"))
        near = [compare(">=", at, _AT), compare("<=", day, self._so_far()), compare("<", at, least)]
        other = self._doubtful(compare("<>", row, column("d", "row")), *near, alias="e")
        soon = any_of(sql.sure(compare("<", column("k", "next at"), least)), other)
        return all_of(negated(self._measured()), self._doubtful(equal(_DAY, column("k", "from")), soon))

    def _so_far(self) -> Sql:
        end, today = column("k", "end"), number(self.today)
        return sql.coalesce(column("k", "next"), choose([(compare("<=", end, today), end)], today))

    def _not_early(self) -> Sql:
        if "least" not in self.bounds:
            return sql.TRUE
        return any_of(negated(self._measured()), compare(">=", _AT, column("k", "least")))

    def _doubtful(self, *when: Sql, alias: str = "d") -> Sql:
        """Whether there is such an act that may not belong."""
        acts = sql.select(number(1)).from_(sql.table(self.done.doubtful or "", alias), copy=False)
        return sql.exists(acts.where(all_of(equal(column(alias, "record"), column("k", "record")), *when), copy=False))

    def _measured(self) -> Sql:
        """The shortest gap lies between acts; a start that the check names is one."""
        return sql.TRUE if self.starts else equal(column("k", "is act"), number(1))

    def _state(self) -> Sql:
        """The state, with what is not certain."""
        raw = column("k", "raw")

        def among(*states: int) -> Sql:
            return sql.one_of(raw, [number(s) for s in states])

        def is_(name: str, value: int = 1) -> Sql:
            return equal(column("k", name), number(value))

        open_ = among(LATE, MISSED, OPEN, PAUSED, UNCLEAR)
        lapsed, perhaps = (is_("unless"), is_("unless", 2)) if self.lapses else (FALSE, FALSE)
        kept = all_of(among(IN_TIME, ENDED), negated(lapsed))  # too short an interval is no fault where the duty has lapsed
        cut = all_of(kept, is_("cuttable")) if "least" in self.bounds else FALSE
        doubtful = bool(self.done.doubtful)
        states = [
            (all_of(lapsed, among(EARLY, LATE, MISSED, UNCLEAR)), IN_TIME),
            (all_of(any_of(open_, cut), is_("undated")) if self.done.undated else FALSE, UNDATED),
            (all_of(open_, is_("fills")) if doubtful else FALSE, DOUBTFUL),
            (all_of(any_of(among(OPEN, PAUSED), kept), is_("cuts")) if doubtful and "least" in self.bounds else FALSE, DOUBTFUL),
            (all_of(among(LATE, MISSED, OPEN, PAUSED), is_("end unknown")), DOUBTFUL),
            (all_of(perhaps, among(EARLY, LATE, MISSED)), DOUBTFUL),
        ]
        return choose([(when, number(state)) for when, state in states], raw)
