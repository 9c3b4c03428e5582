"""The indicators of a run: what was measured, by period, for everybody, for each team and for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from procedo.check.prepare import Prepared
from procedo.compile import Program
from procedo.compile.days import number_of
from procedo.compile.indicators import CompiledIndicator, Measured, summed
from procedo.finding import IndicatorResult, IndicatorValue
from procedo.language import sql
from procedo.language.periods import periods
from procedo.language.sql import column, named
from procedo.rules._build import CONFORMS, NONCONFORMING, Judged
from procedo.terms import Sentence, say

NO_PERIOD = say("记录集没有写 period（涵盖哪些日子）", "the recordset does not say which days it covers (`period`)")
TOGETHER = 100


@dataclass(frozen=True)
class Row:
    """Records that count alike: from day to day (None: always, or without end), of a person."""

    first: int | None
    end: int | None
    person: str | None
    value: Any
    """What must count once, for distinct counts."""
    total: int
    count: int
    doubtful: int

    def within(self, first: int, last: int) -> bool:
        return (self.first is None or self.first <= last) and (self.end is None or self.end >= first)


@dataclass
class Sum:
    total: int = 0
    count: int = 0
    doubtful: int = 0
    values: set[Any] = field(default_factory=set)

    def add(self, row: Row) -> None:
        self.total += row.total
        self.count += row.count
        self.doubtful += row.doubtful
        if row.value is not None:
            self.values.add(row.value)

    def result(self, measured: Measured) -> float | None:
        if measured.function == "count":
            return float(len(self.values) if measured.distinct else self.count)
        if measured.function == "mean" and not self.count:
            return None
        return self.total / 10**measured.scale / (self.count if measured.function == "mean" else 1)


Span = tuple[str, int, int]
"""Label, first and last day of a period."""


def indicators(prepared: Prepared, program: Program) -> tuple[IndicatorResult, ...]:
    """Every indicator that was compiled: those of the library, where its whole profile is checked."""
    meter = _Meter(prepared)
    return tuple(meter.result(one, program) for one in program.indicators)


class _Meter:
    def __init__(self, prepared: Prepared):
        self.prepared = prepared
        self.teams = self._teams()

    def result(self, one: CompiledIndicator, program: Program) -> IndicatorResult:
        said = one.indicator
        missing = one.missing or (None if self.prepared.period else NO_PERIOD)
        values: tuple[IndicatorValue, ...] = ()
        if not missing:
            of, per = (_Rows([*self._complied(program)], _SHARE), _Rows([*self._judged(program)], _SHARE)) if said.compliance else (
                self._rows(one.of), self._rows(one.per))
            values = tuple(self._values(one, of, per))
        return IndicatorResult(said.id, _sentence(said.title), said.unit, missing, values)

    # what was measured

    def _rows(self, measured: Measured | None) -> _Rows | None:
        if measured is None:
            return None
        found = self.prepared.engine.rows(summed(measured).sql(dialect=self.prepared.dialect, copy=False))
        return _Rows([_row(first, end, person, rest, measured.distinct) for first, end, person, *rest in found], measured)

    def _judged(self, program: Program) -> Iterator[Row]:
        """How many cases conform or do not, by the day of their clock."""
        yield from self._cases(program, (CONFORMS, NONCONFORMING))

    def _complied(self, program: Program) -> Iterator[Row]:
        yield from self._cases(program, (CONFORMS,))

    def _cases(self, program: Program, verdicts: tuple[int, ...]) -> Iterator[Row]:
        judged = [j for requirement in program.requirements for check in requirement.checks for j in check.judged]
        for start in range(0, len(judged), TOGETHER):
            counted = sql.union([_count(one, verdicts) for one in judged[start : start + TOGETHER]])
            for day, person, number in self.prepared.engine.rows(counted.sql(dialect=self.prepared.dialect, copy=False)):
                yield Row(day, day, person, None, 0, number, 0)

    # in which groups

    def _values(self, one: CompiledIndicator, of: _Rows, per: _Rows | None) -> Iterator[IndicatorValue]:
        before: dict[tuple[str, str, str], float | None] = {}
        for every, (label, first, last) in self._periods(one.indicator.every):
            dividends, divisors = of.groups(first, last, self.teams), per.groups(first, last, self.teams) if per else None
            for group in sorted(dividends.keys() | (divisors or {}).keys(), key=lambda g: (g[0] or "", g[1] or "")):
                value = _quotient(one, of, per, dividends.get(group), divisors.get(group) if divisors is not None else None)
                whom = (every, group[0] or "", group[1] or "")
                earlier, before[whom] = before.get(whom), value
                if one.indicator.growth:
                    value = (value - earlier) / earlier * 100 if value is not None and earlier else None
                    if every == "":
                        continue
                doubtful = sum(groups[group].doubtful for groups in (dividends, divisors or {}) if group in groups)
                yield IndicatorValue(label, group[0], group[1], None if value is None else round(value, 4), doubtful)

    def _periods(self, every: list[str]) -> Iterator[tuple[str, Span]]:
        """The whole of what the records cover, then period by period."""
        assert self.prepared.period
        first, last = self.prepared.period
        last = min(last, self.prepared.as_of)
        yield "", (f"{first}/{last}", number_of(first), number_of(last))
        for word in every:
            for period in periods([word], first, last, self.prepared.as_of, self.prepared.calendar):
                yield word, (period.label, period.start, period.end)

    def _teams(self) -> list[tuple[str, str, int | None, int | None]]:
        """(person, team, first, last day) of every appointment that names a department."""
        for form in self.prepared.forms.values():
            said, table = form.appoints, self.prepared.tables.get(form.form)
            names = [said.person, said.department, said.from_, said.to] if said else []
            if table and all(name in table.columns for name in names if name) and said and said.department:
                columns = [named(column("a", name) if name else sql.NULL, f"c{n}") for n, name in enumerate(names)]
                query = sql.select(*columns).from_(sql.table(form.form, "a"), copy=False)
                return sorted(r for r in self.prepared.engine.rows(query.sql(dialect=self.prepared.dialect, copy=False)) if r[0] and r[1])
        return []


@dataclass(frozen=True)
class _Rows:
    rows: list[Row]
    measured: Measured

    def groups(self, first: int, last: int, teams: list[tuple]) -> dict[tuple[str | None, str | None], Sum]:
        """(team, person) -> what it adds up to in the period; (None, None) is everybody, (team, None) a team."""
        found: dict[tuple[str | None, str | None], Sum] = defaultdict(Sum)
        own = {person: _team(teams, person, last) for person in {row.person for row in self.rows} if person}
        for row in self.rows:
            if not row.within(first, last):
                continue
            found[None, None].add(row)
            if row.person:
                team = own[row.person]
                found[team, row.person].add(row)
                if team:
                    found[team, None].add(row)
        return found or {(None, None): Sum()}


_SHARE = Measured("", 0, "count", False)


def _row(first: int | None, end: int | None, person: str | None, rest: Sequence[Any], distinct: bool) -> Row:
    total, count, doubtful = (int(number or 0) for number in rest[-3:])
    return Row(first, end, person, rest[0] if distinct else None, total, count, doubtful)


def _team(teams: Iterable[tuple], person: str, day: int) -> str | None:
    """The department of the person's last appointment that had begun by the day."""
    begun = [(first or 0, team) for who, team, first, _ in teams if who == person and (first is None or first <= day)]
    return max(begun)[1] if begun else None


def _quotient(one: CompiledIndicator, of: _Rows, per: _Rows | None, dividend: Sum | None, divisor: Sum | None) -> float | None:
    above = (dividend or Sum()).result(of.measured)
    if per is None:
        return None if above is None else above * one.indicator.times
    below = (divisor or Sum()).result(per.measured)
    if above is None or not below:
        return None
    return above / below * (100 if one.indicator.compliance else one.indicator.times)


def _count(judged: Judged, verdicts: tuple[int, ...]) -> sql.exp.Select:
    """Day, person (who did what the record's first event tells of) and number of the cases with these verdicts."""
    build = judged.build
    assert build is not None
    who = next((event.by for event in build.form.events.values() if event.by), None)
    known = who is not None and not judged.windowed and judged.cases == judged.form and who in build.context.table(judged.form).columns
    person = column("f", who) if known and who else sql.NULL
    verdict, clock = column("j", "verdict"), column("j", "clock")
    query = sql.select(named(clock, "day"), named(person, "person"), named(sql.aggregate("count", column("j", "_row")), "n"))
    query = query.from_(sql.table(judged.table, "j"), copy=False)
    if known:
        query = query.join(sql.table(judged.form, "f"), on=sql.equal(column("f", "_row"), column("j", "_row")), join_type="inner", copy=False)
    query = query.where(sql.one_of(verdict, [sql.number(v) for v in verdicts]), copy=False)
    return query.group_by(clock, *([person] if known else []), copy=False)


def _sentence(text: Any) -> Sentence:
    return say(text.in_("zh"), text.in_("en"))


