"""Steps: the named tables a check compiles to. Equal steps of several checks are made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from procedo.language import sql
from procedo.language.factor import factored
from procedo.language.sql import Sql
from procedo.model import Calendar

DAYS, MONTHS, WORKED = "days", "months", "worked days"
"""Calendar tables, made when a step asks for them.

days: (day, month, dom, worked, ordinal, beyond, until); month counts from 0000-01; worked is 1, 0 or NULL where no calendar
covers the day; ordinal is the number of worked days up to and with the day; beyond is that number at the calendar's end, for
days after it; until is the last day covered. months: (month, first, length). worked days: (ordinal, day)."""


@dataclass(frozen=True)
class Step:
    """`select` makes table `name`. With `function` the select gives one column of distinct texts; the table then holds
    (`value`, `result`), the result computed in Python (for what SQL dialects do not agree on, such as patterns)."""

    name: str
    select: Sql | None
    text: str = ""
    """The select in the engine's dialect."""
    function: Callable[[str], object] | None = None
    columns: tuple[tuple[str, str], ...] = ()
    """With `rows`: the table's columns and types; its rows are known before any query runs."""
    rows: tuple[tuple[object, ...], ...] = ()
    facts: str = ""
    """DAYS, MONTHS or WORKED, of `calendar` or (None) of the run's."""
    calendar: Calendar | None = None

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Names of the tables that the select reads."""
        return tuple({table.name: None for table in sql.nodes(self.select) if isinstance(table, sql.exp.Table)}) if self.select is not None else ()


class Steps:
    """An ordered set of steps; asking twice for the same select gives the same table."""

    def __init__(self, dialect: str = "duckdb") -> None:
        self.dialect = dialect
        self.spoken = True
        """Whether selects are put into words of the engine; lint only asks whether they can be made."""
        self._steps: dict[str, Step] = {}
        self._by_sql: dict[str, str] = {}

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps.values())

    def add(self, name: str, select: Sql) -> str:
        """Register a step and return the name of its table."""
        return self._register(name, select, "", None)

    def compute(self, name: str, select: Sql, function: Callable[[str], object], key: str) -> str:
        return self._register(name, select, key, function)

    def given(self, name: str, columns: Iterable[tuple[str, str]], rows: Iterable[tuple[object, ...]]) -> str:
        """A table whose rows are known now."""
        columns, rows = tuple(columns), tuple(rows)
        key = repr((name, columns, rows))
        if key not in self._by_sql:
            unique = self._unique(name)
            self._steps[unique] = Step(unique, None, columns=columns, rows=rows)
            self._by_sql[key] = unique
        return self._by_sql[key]

    def calendar(self, facts: str, own: Calendar | None = None) -> str:
        """Ask for one of the calendar tables: of the run's calendar, or of the one that a check names for itself."""
        name = f"{facts} of {own.calendar}" if own else facts
        self._steps.setdefault(name, Step(name, None, facts=facts, calendar=own))
        return name

    def _register(self, name: str, select: Sql, key: str, function: Callable[[str], object] | None) -> str:
        select = factored(select) if self.spoken else select
        text = select.sql(dialect=self.dialect, copy=False) if self.spoken else str(id(select))
        key = f"{key} {text}"
        if key in self._by_sql:
            return self._by_sql[key]
        unique = self._unique(name)
        self._steps[unique] = Step(unique, select, text, function)
        self._by_sql[key] = unique
        return unique

    def _unique(self, name: str) -> str:
        unique, number = name, 2
        while unique in self._steps:
            unique, number = f"{name} {number}", number + 1
        return unique
